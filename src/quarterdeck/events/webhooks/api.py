"""The front door of webhooks: what the server joins."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from quarterdeck.events.webhooks import deliveries
from quarterdeck.events.webhooks.deliver import Sender, deliver_webhook
from quarterdeck.events.webhooks.dispatch import DELIVER, Dispatcher, dispatch
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Handler
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.clock import now

__all__ = ["DELIVER", "Dispatcher", "dispatch", "job_handlers", "purge"]


def job_handlers(settings: Settings, database: Database, keyring: Keyring, outbound: Outbound) -> Mapping[str, Handler]:
    """Return what carries out the jobs of webhooks, by kind."""
    sender = Sender(database, keyring, outbound, settings.outbound.webhook_timeout)
    return {DELIVER: partial(deliver_webhook, sender)}


async def purge(session: Session, settings: Settings) -> int:
    """Remove deliveries that ended longer ago than they are kept; returns how many."""
    return await deliveries.purge_before(session, now() - timedelta(days=settings.outbound.webhook_keep_days))
