"""Every question about sources.

A caller sees those of organizations in which they may write: bodies hold what others wrote to members, and
addresses are where they write to.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from quarterdeck.events.inbox.models import inbox_sources
from quarterdeck.events.inbox.types import InboxSource
from quarterdeck.identity.api import Caller, writable_organizations
from quarterdeck.infra.database import Session
from quarterdeck.infra.database.lists import Listing, columns_of
from quarterdeck.infra.database.tenancy import TenantSelect
from quarterdeck.kit.pages import Page, PageRequest

COLUMNS = columns_of(inbox_sources, "id", "organization_id", "slug", "kind", "name", "old_secret_until", "created_at")
_SECRETS = columns_of(inbox_sources, "sealed_secret", "sealed_old_secret")
_BY_SLUG = select(*COLUMNS, *_SECRETS).where(inbox_sources.c.slug == bindparam("slug"))
_ONE = inbox_sources.c.id == bindparam("wanted")
_SEEN = TenantSelect(select(*COLUMNS).where(_ONE), inbox_sources.c.organization_id)
_SOURCES = Listing(COLUMNS, inbox_sources, inbox_sources.c.id, tenant=inbox_sources.c.organization_id)


@dataclass(frozen=True, slots=True)
class SourceWithSecrets:
    """A source with its secrets as they are kept; a built-in one has none here."""

    source: InboxSource
    sealed_secret: bytes | None
    sealed_old_secret: bytes | None


async def source_at(session: Session, slug: str) -> SourceWithSecrets | None:
    row = await session.row(_BY_SLUG, {"slug": slug})
    return SourceWithSecrets(_source(row), row.sealed_secret, row.sealed_old_secret) if row else None


async def source_for(session: Session, caller: Caller, source_id: str) -> InboxSource | None:
    """Return the source when it exists and `caller` may see it."""
    row = await _SEEN.row(session, writable_organizations(caller), {"wanted": source_id})
    return _source(row) if row else None


async def page_of_sources(session: Session, request: PageRequest, caller: Caller) -> Page[InboxSource]:
    return await _SOURCES.page_within(session, request, writable_organizations(caller), _source)


async def add_source(session: Session, source: InboxSource, sealed_secret: bytes | None) -> None:
    await session.run(insert(inbox_sources), asdict(source) | {"sealed_secret": sealed_secret})


async def set_secrets(session: Session, source_id: str, values: Mapping[str, Any]) -> None:
    await session.run(update(inbox_sources).where(_ONE).values(**values), {"wanted": source_id})


async def sealed_secret_of(session: Session, source_id: str) -> bytes | None:
    kept: bytes | None = await session.scalar(select(inbox_sources.c.sealed_secret).where(_ONE), {"wanted": source_id})
    return kept


async def remove_source(session: Session, source_id: str) -> None:
    await session.run(delete(inbox_sources).where(_ONE), {"wanted": source_id})


def still_counts(source: InboxSource, moment: datetime) -> bool:
    """Tell whether the secret before the last rotation is still taken."""
    return source.old_secret_until is not None and source.old_secret_until > moment


def _source(row: Row[Any]) -> InboxSource:
    return InboxSource(*tuple(row)[: len(COLUMNS)])
