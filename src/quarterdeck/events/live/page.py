"""Pages of past events, for who asks now and then."""

from collections.abc import AsyncIterator

from quarterdeck.events.live.deps import EventQuery
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.schemas import EventOut, EventsPage, LostOut
from quarterdeck.events.live.tail import BATCH
from quarterdeck.events.live.visibility import may_see
from quarterdeck.identity.api import Caller
from quarterdeck.infra import event_log
from quarterdeck.infra.event_log import Event
from quarterdeck.infra.streams.replay import start_after

MOST_LOOKED_AT = 2_000
"""How many events one page looks through for those that the caller may see; the client goes on from `next_seq`."""


async def page_of_events(live: Live, caller: Caller, query: EventQuery, limit: int) -> EventsPage:
    """Return up to `limit` events after the number that is asked for (`None`: from the oldest that is kept)."""
    async with live.database.reading() as session:
        position = await event_log.position(session)
    after = position.forgotten_through if query.after_seq is None else query.after_seq
    cursor = start_after(position, after)
    lost = LostOut(from_=after, through=cursor) if cursor != after else None
    items: list[EventOut] = []
    async for event in _following(live, caller, cursor):
        if event.seq != cursor + 1 and lost is None:  # retention was quicker than we
            lost = LostOut(from_=cursor, through=event.seq - 1)
        cursor = event.seq
        if query.wanted.includes(event.type) and may_see(caller, event):
            items.append(EventOut.model_validate(event.on_the_wire()))
        if len(items) == limit:
            break
    return EventsPage(items=items, next_seq=cursor, resync=lost)


async def _following(live: Live, caller: Caller, cursor: int) -> AsyncIterator[Event]:
    """Walk the log in turn with everybody else who reads the past, as far as one page may go."""
    for _ in range(MOST_LOOKED_AT // BATCH):
        async with live.replay_lock.of(caller.user_id), live.database.reading() as session:
            found = await event_log.read_after(session, cursor, BATCH)
        for event in found:
            yield event
        if len(found) < BATCH:
            return
        cursor = found[-1].seq
