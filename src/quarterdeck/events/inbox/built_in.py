"""The sources that settings make: `/webhooks/github`, `/webhooks/gitlab` and `/webhooks/sentry`."""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from quarterdeck.events.inbox.secret import built_in_secret
from quarterdeck.events.inbox.sources import add_source, source_at
from quarterdeck.events.inbox.types import InboxSource, SourceKind
from quarterdeck.identity.api import first_organization
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id

TITLES: dict[SourceKind, str] = {"github": "GitHub", "gitlab": "GitLab", "sentry": "Sentry"}


async def ensure_built_in_sources(settings: Settings, database: Database) -> None:
    """Give the first organization a source for each secret that is set; call it at every start."""
    for kind in TITLES:
        if built_in_secret(settings, kind):
            with suppress(IntegrityError):  # another process that starts at the same moment was quicker
                async with database.writing() as session:
                    await _ensure(session, kind)


async def _ensure(session: Session, kind: SourceKind) -> None:
    organization_id = await first_organization(session)
    if organization_id is not None and await source_at(session, kind) is None:
        await add_source(session, InboxSource(new_id(), organization_id, kind, kind, TITLES[kind], None, now()), None)
