"""From the event log to deliveries: read on after the stored cursor, and make what follows in the same transaction.

So an event becomes exactly one delivery for each webhook that is told of it, whatever dies in between. Any number
of processes may do this at once; the cursor's row lock puts them in line.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import DBAPIError

from quarterdeck.events.filters import event_filter
from quarterdeck.events.webhooks import deliveries, repository
from quarterdeck.events.webhooks.entitlement import disable_unentitled
from quarterdeck.events.webhooks.message import body_of
from quarterdeck.events.webhooks.types import Webhook
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.event_log import Event, log_appended, position, read_after
from quarterdeck.kit.clock import now
from quarterdeck.kit.errors import QuarterdeckError

log = structlog.get_logger()

BATCH = 200
LEFT_UNREAD = 1_000  # while nobody listens, the cursor moves in such steps: else every change would cost two commits

Wake = Callable[[], None]


async def dispatch(database: Database, wake: Wake) -> bool:
    """Make deliveries of one batch of events, and jobs for what is due. Returns whether there is more to read."""
    async with database.reading() as session:
        unread = (await position(session)).last_seq - await deliveries.cursor(session)
        is_anybody_told = await repository.earliest_of_all(session) is not None
        behind = unread > (0 if is_anybody_told else LEFT_UNREAD)
        due = await deliveries.webhooks_with_due(session, now())
    if not behind and not due:
        return False
    async with database.writing() as session:
        more, told = await _read_on(session) if behind else (False, [])
        for webhook_id in dict.fromkeys([*told, *due]):
            await deliveries.queue_delivery(session, webhook_id)
        session.after_commit(wake)
    return more


async def _read_on(session: Session) -> tuple[bool, Sequence[str]]:
    """Move the cursor over one batch; returns whether it was full, and the webhooks that are told of something."""
    after = await deliveries.lock_cursor(session)
    await _log_what_was_lost(session, after)
    events = await read_after(session, after, BATCH)
    if not events:
        return False, []
    organizations = {event.organization_id for event in events if event.organization_id is not None}
    found = await repository.enabled_webhooks_of(session, organizations) if organizations else []
    webhooks = await disable_unentitled(session, found)
    rows = [
        deliveries.delivery_row(webhook.id, event.id, event.type, body_of(event), event.scope)
        for event in events
        for webhook in webhooks
        if matches(webhook, event)
    ]
    if rows:
        await deliveries.add_deliveries(session, rows)
    await deliveries.move_cursor(session, events[-1].seq)
    return len(events) == BATCH, [row["webhook_id"] for row in rows]


async def _log_what_was_lost(session: Session, after: int) -> None:
    """Say so when retention removed events that some webhook should still have been told of."""
    forgotten = (await position(session)).forgotten_through
    earliest = await repository.earliest_of_all(session) if forgotten > after else None
    if earliest is not None and earliest < forgotten:
        log.error("webhook_events_forgotten", after=max(after, earliest), through=forgotten)


def matches(webhook: Webhook, event: Event) -> bool:
    """Whether the event is the webhook's to tell: of its organization, its time, its types and within its scopes."""
    return (
        event.organization_id == webhook.organization_id
        and event.seq > webhook.after_seq
        and (event.scope is None or event.scope in webhook.scopes)
        and event_filter(webhook.event_types).includes(event.type)
    )


class Dispatcher:
    """Dispatches when the log has grown, and every so often in case that was not noticed or a retry is due."""

    def __init__(self, database: Database, every: float, wake: Wake) -> None:
        self._database = database
        self._every = every
        self._wake = wake
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled."""
        with log_appended.listen(self._woken.set):
            while True:
                self._woken.clear()
                await self._catch_up()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._every):
                        await self._woken.wait()

    async def _catch_up(self) -> None:
        try:
            while await dispatch(self._database, self._wake):
                pass
        except (QuarterdeckError, DBAPIError) as error:  # busy, full or down: the cursor waits
            log.warning("webhook_dispatch_postponed", reason=type(error).__name__)
