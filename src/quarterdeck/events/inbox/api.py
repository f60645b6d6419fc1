"""The front door of the inbox: what the server joins."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from quarterdeck.events.inbox.built_in import ensure_built_in_sources
from quarterdeck.events.inbox.deliveries import purge_older
from quarterdeck.events.inbox.processing import process
from quarterdeck.events.inbox.service import PROCESS
from quarterdeck.events.inbox.types import NormalizedEvent, Reaction, Reactions
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Handler
from quarterdeck.infra.settings import Settings

PUSHES: Final = ("github.push", "gitlab.push", "gitlab.tag_push")

__all__ = [
    "PUSHES",
    "NormalizedEvent",
    "Reaction",
    "Reactions",
    "ensure_built_in_sources",
    "job_handlers",
    "purge",
]


def job_handlers(database: Database, reactions: Reactions) -> Mapping[str, Handler]:
    """Return what carries out the inbox's jobs; `reactions` are asked for each event by its type."""
    return {PROCESS: partial(process, database, reactions)}


async def purge(session: Session, settings: Settings) -> int:
    """Delete deliveries that are older than they are kept, and return how many."""
    return await purge_older(session, timedelta(days=settings.inbox.inbox_keep_days))
