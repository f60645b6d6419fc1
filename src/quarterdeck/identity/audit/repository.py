"""Every question about the audit log."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from quarterdeck.identity.audit.chain import START, AuditEvent, Link
from quarterdeck.identity.audit.models import audit_events
from quarterdeck.identity.audit.types import AuditFilter
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = list(audit_events.c)
_EQUAL = ("actor_id", "action", "object_type", "object_id", "outcome")
_EVENTS = Listing(
    _COLUMNS,
    audit_events,
    audit_events.c.seq,
    filters={
        **{name: audit_events.c[name] == bindparam(name) for name in _EQUAL},
        "since": audit_events.c.time >= bindparam("since"),
        "until": audit_events.c.time < bindparam("until"),
    },
    descending=True,
)
_LAST = select(audit_events.c.seq, audit_events.c.hash).order_by(audit_events.c.seq.desc()).limit(1)
_ADD = insert(audit_events)
_RUN = (
    select(*_COLUMNS)
    .where(audit_events.c.seq > bindparam("after"))
    .order_by(audit_events.c.seq)
    .limit(bindparam("row_limit"))
)
_ONE = select(*_COLUMNS).where(audit_events.c.seq == bindparam("wanted"))


async def end_of_chain(session: Session) -> tuple[int, str]:
    """Return the seq and hash of the newest row."""
    row = await session.row(_LAST)
    return (row.seq, row.hash) if row else (0, START)


async def add_link(session: Session, link: Link) -> None:
    await session.run(_ADD, asdict(link.event) | {"prev_hash": link.prev_hash, "hash": link.hash})


async def links_after(session: Session, seq: int, limit: int) -> Sequence[Link]:
    return [_link(row) for row in await session.rows(_RUN, {"after": seq, "row_limit": limit})]


async def link_at(session: Session, seq: int) -> Link | None:
    row = await session.row(_ONE, {"wanted": seq})
    return _link(row) if row else None


async def page_of_events(session: Session, request: PageRequest, wanted: AuditFilter) -> Page[Link]:
    """Return events, newest first."""
    return await _EVENTS.page(session, request, _link, asdict(wanted))


def _link(row: Row[Any]) -> Link:
    return Link(AuditEvent(*tuple(row)[:12]), row.prev_hash, row.hash)
