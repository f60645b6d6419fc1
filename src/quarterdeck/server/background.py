"""Which jobs this server can carry out, and which it starts by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from quarterdeck.events import api as events
from quarterdeck.identity import api as identity
from quarterdeck.infra import event_log, jobs
from quarterdeck.infra.crypto import Keyring
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.jobs import Handler, JobContext, Schedule
from quarterdeck.infra.outbound import Outbound
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web import idempotency
from quarterdeck.insights.api import JOB_SCHEDULES, FactStore, job_handlers, queue_pushed
from quarterdeck.kit.clock import now

CLEAN_UP = "platform.clean_up"
SCHEDULES = (Schedule(CLEAN_UP, timedelta(hours=1)), *JOB_SCHEDULES)


def handlers(
    settings: Settings, database: Database, facts: FactStore, keyring: Keyring, webhook_outbound: Outbound
) -> Mapping[str, Handler]:
    async def clean_up(_context: JobContext) -> dict[str, Any]:
        async with database.writing() as session:
            return {
                "idempotency_keys": await idempotency.purge(session),
                "inbox": await events.purge_received(session, settings),
                "identity": await identity.purge(session),
                "events": await event_log.purge_before(
                    session, now() - timedelta(days=settings.streams.events_keep_days)
                ),
                "webhook_deliveries": await events.purge_sent(session, settings),
                "jobs": await jobs.purge(session, timedelta(days=settings.jobs.job_keep_days)),
            }

    return {
        CLEAN_UP: clean_up,
        **job_handlers(settings, database, facts),
        **events.job_handlers(settings, database, keyring, webhook_outbound, REACTIONS),
    }


def caps(settings: Settings) -> Mapping[str, int]:
    """Leave one hand to everything else: receivers of webhooks may be slow, and are chosen by users."""
    return {events.DELIVER: max(1, settings.jobs.job_concurrency - 1)}


async def read_what_was_pushed(session: Session, organization_id: str, pushed: events.NormalizedEvent) -> None:
    """Have the repositories read anew that are registered under one of the pushed one's addresses."""
    await queue_pushed(session, organization_id, pushed.data["addresses"])


REACTIONS: events.Reactions = dict.fromkeys(events.PUSHES, (read_what_was_pushed,))
