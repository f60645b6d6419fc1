"""Pages of past events, for who asks now and then."""

from quarterdeck.events.live.reader import starting_place
from quarterdeck.events.live.schemas import EventOut, EventsPage, LostOut
from quarterdeck.events.live.sight import may_see
from quarterdeck.events.wanted import Wanted
from quarterdeck.identity.api import Caller
from quarterdeck.infra import event_log
from quarterdeck.infra.database import Session

MOST_LOOKED_AT = 2_000
"""How many events one page looks through for those that the caller may see."""


async def page_of_events(
    session: Session, caller: Caller, wanted: Wanted, after_seq: int | None, limit: int
) -> EventsPage:
    """Return up to `limit` events after `after_seq` (`None`: from the oldest that is kept)."""
    position = await event_log.position(session)
    asked = position.forgotten_through if after_seq is None else after_seq
    place = starting_place(position, asked)
    lost = LostOut(from_=asked, through=place) if place != asked else None
    items: list[EventOut] = []
    for event in await event_log.read_after(session, place, MOST_LOOKED_AT):
        if len(items) == limit:
            break
        if event.seq != place + 1 and lost is None:  # retention was quicker than we
            lost = LostOut(from_=place, through=event.seq - 1)
        place = event.seq
        if wanted.includes(event.type) and may_see(caller, event):
            items.append(EventOut.model_validate(event.on_the_wire()))
    return EventsPage(items=items, next_seq=place, resync=lost)
