"""The entrance of events: what the server joins. Routes and tables have entrances of their own."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from quarterdeck.events.inbox import deliveries as received
from quarterdeck.events.inbox import event_types as inbox_events
from quarterdeck.events.inbox.body import large_body_slots
from quarterdeck.events.inbox.built_in import ensure_built_in_sources
from quarterdeck.events.inbox.processing import process
from quarterdeck.events.inbox.service import PROCESS
from quarterdeck.events.inbox.types import NormalizedEvent, Reaction, Reactions
from quarterdeck.events.live.hub import Live, following
from quarterdeck.events.webhooks import deliveries as sent
from quarterdeck.events.webhooks import event_types as webhook_events
from quarterdeck.events.webhooks.deliver import Sender, deliver_webhook
from quarterdeck.events.webhooks.deliveries import DELIVER
from quarterdeck.events.webhooks.dispatch import Dispatcher
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Handler
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.clock import now

EVENT_TYPES: Final = (*webhook_events.EVENT_TYPES, *inbox_events.EVENT_TYPES)
PUSHES: Final = ("github.push", "gitlab.push", "gitlab.tag_push")

__all__ = [
    "DELIVER",
    "EVENT_TYPES",
    "PUSHES",
    "Dispatcher",
    "Live",
    "NormalizedEvent",
    "Reaction",
    "Reactions",
    "ensure_built_in_sources",
    "following",
    "job_handlers",
    "large_body_slots",
    "purge_received",
    "purge_sent",
]


def job_handlers(
    settings: Settings, database: Database, keyring: Keyring, outbound: Outbound, reactions: Reactions
) -> Mapping[str, Handler]:
    """Return what carries out the jobs of events, by kind.

    Args:
        settings: how long a receiver of webhooks has.
        database: where deliveries are kept.
        keyring: opens the secrets that sign.
        outbound: the client that may call what webhooks name.
        reactions: are asked for each event that the inbox reads, by its type.
    """
    sender = Sender(database, keyring, outbound, settings.outbound.webhook_timeout)
    return {DELIVER: partial(deliver_webhook, sender), PROCESS: partial(process, database, reactions)}


async def purge_received(session: Session, settings: Settings) -> int:
    """Delete deliveries to the inbox that are older than they are kept, and return how many."""
    return await received.purge_older(session, timedelta(days=settings.inbox.inbox_keep_days))


async def purge_sent(session: Session, settings: Settings) -> int:
    """Delete deliveries of webhooks that ended longer ago than they are kept, and return how many."""
    return await sent.purge_before(session, now() - timedelta(days=settings.outbound.webhook_keep_days))
