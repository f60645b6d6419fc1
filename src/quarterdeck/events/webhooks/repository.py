"""Every question about webhooks themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, insert, select, update

from quarterdeck.events.webhooks.models import webhooks
from quarterdeck.events.webhooks.types import SealedSecrets, Webhook
from quarterdeck.identity.api import Caller, writable_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.database.tenancy import narrowed
from quarterdeck.kit.clock import now
from quarterdeck.kit.pages import Page, PageRequest

_COLUMNS = columns_of(webhooks, *Webhook.__slots__)
_SECRETS = columns_of(webhooks, "sealed_secret", "sealed_former_secret", "former_secret_until")
_IN_REACH = webhooks.c.organization_id.in_(bindparam("organizations", expanding=True))
_WEBHOOKS = Listing(_COLUMNS, webhooks, webhooks.c.id, tenant=webhooks.c.organization_id)
_THIS = webhooks.c.id == bindparam("wanted")
_ONE = select(*_COLUMNS).where(_THIS)
_ONE_WITH_SECRETS = select(*_COLUMNS, *_SECRETS).where(_THIS)
_COUNT = select(func.count()).select_from(webhooks).where(webhooks.c.organization_id == bindparam("organization"))
_EARLIEST = select(func.min(webhooks.c.after_seq)).where(webhooks.c.enabled)
_ENABLED = select(*_COLUMNS).where(webhooks.c.enabled, _IN_REACH)


async def page_of_webhooks(
    session: Session, request: PageRequest, caller: Caller, organization_id: str | None
) -> Page[Webhook]:
    tenants = narrowed(writable_organizations(caller), organization_id)
    return await _WEBHOOKS.page_within(session, request, tenants, _webhook)


async def webhook_with_id(session: Session, webhook_id: str) -> Webhook | None:
    row = await session.row(_ONE, {"wanted": webhook_id})
    return _webhook(row) if row else None


async def webhook_with_secrets(session: Session, webhook_id: str) -> tuple[Webhook, SealedSecrets] | None:
    row = await session.row(_ONE_WITH_SECRETS, {"wanted": webhook_id})
    return (_webhook(row), SealedSecrets(*tuple(row)[len(_COLUMNS) :])) if row else None


async def enabled_webhooks_of(session: Session, organizations: Collection[str]) -> Sequence[Webhook]:
    """Return the enabled webhooks of these organizations."""
    rows = await session.rows(_ENABLED, {"organizations": sorted(organizations)})
    return [_webhook(row) for row in rows]


async def earliest_of_all(session: Session) -> int | None:
    """Return after which event the first of all enabled webhooks is told, `None` when there is no webhook."""
    found: int | None = await session.scalar(_EARLIEST)
    return found


async def count_webhooks(session: Session, organization_id: str) -> int:
    return int(await session.scalar(_COUNT, {"organization": organization_id}))


async def add_webhook(session: Session, webhook: Webhook, sealed_secret: bytes) -> None:
    await session.run(insert(webhooks), asdict(webhook) | {"sealed_secret": sealed_secret})


async def change_webhook(session: Session, found: Webhook, values: Mapping[str, Any]) -> bool:
    """Write `values`; false when somebody else changed the row since it was read."""
    unchanged = and_(webhooks.c.id == found.id, webhooks.c.version == found.version)
    statement = update(webhooks).where(unchanged)
    return await session.run(statement.values(**values, version=found.version + 1, updated_at=now())) == 1


async def note_health(session: Session, webhook_id: str, values: Mapping[str, Any]) -> None:
    """Write what attempts say of it, which is no change that an editor must know of."""
    await session.run(update(webhooks).where(_THIS).values(**values), {"wanted": webhook_id})


async def remove_webhook(session: Session, webhook_id: str) -> None:
    await session.run(delete(webhooks).where(_THIS), {"wanted": webhook_id})


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(*tuple(row)[: len(_COLUMNS)])
