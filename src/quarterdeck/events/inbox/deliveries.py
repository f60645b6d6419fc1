"""Every question about deliveries."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update

from quarterdeck.events.inbox.kinds.core import Label
from quarterdeck.events.inbox.models import inbox_deliveries, inbox_sources
from quarterdeck.events.inbox.types import InboxDelivery, Work
from quarterdeck.identity.api import Caller, writable_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.database.tenancy import TenantSelect
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import Page, PageRequest

LONGEST_SHOWN = 65_536

COLUMNS = columns_of(
    inbox_deliveries,
    "id",
    "source_id",
    "delivery_id",
    "event",
    "content_type",
    "size",
    "state",
    "error",
    "received_at",
    "processed_at",
)
_WITH_SOURCE = inbox_deliveries.join(inbox_sources)
_THIS = inbox_deliveries.c.id == bindparam("wanted")
_DELIVERIES = Listing(
    COLUMNS,
    _WITH_SOURCE,
    inbox_deliveries.c.id,
    tenant=inbox_sources.c.organization_id,
    filters={
        "source_id": inbox_deliveries.c.source_id == bindparam("source_id"),
        "state": inbox_deliveries.c.state == bindparam("state"),
    },
    descending=True,
)
_ONE = TenantSelect(select(*COLUMNS).select_from(_WITH_SOURCE).where(_THIS), inbox_sources.c.organization_id)
_TWIN = select(inbox_deliveries.c.id).where(
    inbox_deliveries.c.source_id == bindparam("source"),
    or_(
        inbox_deliveries.c.delivery_id == bindparam("delivery"),
        inbox_deliveries.c.fingerprint == bindparam("fingerprint"),
    ),
)
_WORK = (
    select(
        inbox_deliveries.c.id,
        inbox_sources.c.organization_id,
        inbox_sources.c.kind,
        inbox_deliveries.c.event,
        inbox_deliveries.c.content_type,
        inbox_deliveries.c.body,
    )
    .select_from(_WITH_SOURCE)
    .where(_THIS)
)
_BEGINNING = select(func.substr(inbox_deliveries.c.body, 1, LONGEST_SHOWN)).where(_THIS)


async def add_delivery(session: Session, values: Mapping[str, Any]) -> None:
    """Store a delivery. The database raises `IntegrityError` for one that is there already."""
    await session.run(insert(inbox_deliveries), values)


async def duplicate_of(session: Session, source_id: str, label: Label) -> str | None:
    """Name the delivery that was stored under the same id, or with the same fingerprint."""
    given = {"source": source_id, "delivery": label.delivery_id, "fingerprint": label.fingerprint}
    found: str | None = await session.scalar(_TWIN, given)
    return found


async def delivery_for(session: Session, caller: Caller, delivery_id: str) -> InboxDelivery | None:
    row = await _ONE.row(session, writable_organizations(caller), {"wanted": delivery_id})
    return _delivery(row) if row else None


async def beginning_of_body(session: Session, delivery_id: str) -> bytes:
    return bytes(await session.scalar(_BEGINNING, {"wanted": delivery_id}) or b"")


async def page_of_deliveries(
    session: Session, request: PageRequest, caller: Caller, source_id: str | None, state: str | None
) -> Page[InboxDelivery]:
    """Return deliveries, newest first."""
    wanted = {"source_id": source_id, "state": state}
    return await _DELIVERIES.page_within(session, request, writable_organizations(caller), _delivery, wanted)


async def work_on(session: Session, delivery_id: str) -> Work | None:
    row = await session.row(_WORK, {"wanted": delivery_id})
    return Work(*tuple(row)) if row else None


async def start_publishing(session: Session, delivery_id: str, state: str) -> bool:
    """End the wait of a delivery, as the first statement of what publishes its events; false when somebody else has."""
    waiting = update(inbox_deliveries).where(_THIS, inbox_deliveries.c.state == "received")
    ended = waiting.values(state=state, error=None, processed_at=now())
    return await session.run(ended, {"wanted": delivery_id}) == 1


async def set_state(session: Session, delivery_id: str, state: str, error: str | None = None) -> None:
    done = None if state == "received" else now()
    changed = update(inbox_deliveries).where(_THIS).values(state=state, error=error, processed_at=done)
    await session.run(changed, {"wanted": delivery_id})


async def purge_older(session: Session, kept: timedelta) -> int:
    """Delete what was received longer than `kept` ago; returns how many."""
    oldest: datetime = now() - kept
    return await session.run(delete(inbox_deliveries).where(inbox_deliveries.c.received_at < oldest))


def _delivery(row: Row[Any]) -> InboxDelivery:
    return InboxDelivery(*tuple(row)[: len(COLUMNS)])
