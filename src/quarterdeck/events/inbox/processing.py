"""The job that reads a stored delivery: its events, what reacts to them, and its new state are one transaction."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from anyio import to_thread

from quarterdeck.events.inbox import deliveries
from quarterdeck.events.inbox.errors import Unreadable
from quarterdeck.events.inbox.kinds import KINDS
from quarterdeck.events.inbox.kinds.core import read_payload
from quarterdeck.events.inbox.types import NormalizedEvent, Reactions, Work
from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.event_log import publish
from quarterdeck.infra.jobs import JobContext


async def process(database: Database, reactions: Reactions, context: JobContext) -> dict[str, Any]:
    """Read the delivery that the job names; what cannot be read is kept, with the reason."""
    delivery_id = context.payload["delivery_id"]
    async with database.reading() as session:
        work = await deliveries.work_on(session, delivery_id)
    if work is None:
        return {"skipped": "The delivery was removed"}
    try:
        found = await to_thread.run_sync(partial(_read, work))
    except Unreadable as error:
        async with database.writing() as session:
            await deliveries.set_state(session, work.id, "failed", error.text)
        return {"state": "failed"}
    state = "processed" if found else "ignored"
    async with database.writing() as session:
        if not await deliveries.start_publishing(session, work.id, state):
            return {"skipped": "The delivery was read already"}  # by a worker that lost its lease after the commit
        for each in found:
            await _publish(session, work, each, reactions)
    return {"state": state, "events": [each.type.name for each in found]}


def _read(work: Work) -> Sequence[NormalizedEvent]:
    """Parse and translate, in a thread: a body may hold 25 MB of JSON. Raises `Unreadable`."""
    return KINDS[work.kind].normalize(work.event, read_payload(work.content_type, work.body))


async def _publish(session: Session, work: Work, event: NormalizedEvent, reactions: Reactions) -> None:
    publish(session, event.type, work.id, organization_id=work.organization_id, data=event.data)
    for react in reactions.get(event.type.name, ()):
        await react(session, work.organization_id, event)
