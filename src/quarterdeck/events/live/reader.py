"""One reader's place in the log, and what lies after it for them."""

from collections.abc import AsyncIterator, Sequence

from quarterdeck.events.filters import EventFilter
from quarterdeck.events.live.frames import EncodedEvent, Frame, range_notice
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.tail import BATCH
from quarterdeck.events.live.visibility import may_see
from quarterdeck.identity.web import StreamAuthentication
from quarterdeck.infra import event_log
from quarterdeck.infra.event_log import Position


class Reader:
    """Hands out each event after `place` once, in order, if its reader may see it at that moment.

    What the tail no longer holds is read from the table, so replay and live are one walk without a seam.
    """

    def __init__(self, live: Live, admitted: StreamAuthentication, event_filter: EventFilter) -> None:
        self._live, self._admitted, self._wanted = live, admitted, event_filter
        self.place = 0
        self.is_behind = False

    async def begin(self, after_seq: int | None) -> Sequence[Frame]:
        """Take the place after `after_seq` (`None`: the end) and return how the stream opens."""
        async with self._live.database.reading() as session:
            position = await event_log.position(session)
        self.place = starting_place(position, after_seq)
        opening = range_notice("sync", self.place, max(position.last_seq, self.place), self.place)
        if after_seq is None or after_seq == self.place:
            return [opening]
        return [range_notice("resync", after_seq, self.place, self.place), opening]

    async def next_frames(self) -> AsyncIterator[Frame]:
        """Yield what is for this reader of the next batch. The place moves with each event, theirs or not.

        `is_behind` says whether there may be more at once.
        """
        found = await self._after_place()
        for each in found:
            if each.seq != self.place + 1:  # retention was quicker than this reader
                yield range_notice("resync", self.place, each.seq - 1, each.seq - 1)
            if not self._admitted.is_fresh:
                await self._admitted.revalidate()
            self.place = each.seq
            if self._wanted.includes(each.event.type) and may_see(self._admitted.caller, each.event):
                yield each.frame
        self.is_behind = len(found) == BATCH

    async def _after_place(self) -> Sequence[EncodedEvent]:
        if self._live.tail.covers(self.place):
            return self._live.tail.after(self.place)
        async with self._live.replay_lock.of(self._admitted.caller.user_id), self._live.database.reading() as session:
            return [EncodedEvent(event) for event in await event_log.read_after(session, self.place, BATCH)]


def starting_place(position: Position, after_seq: int | None) -> int:
    """Return where a reader starts: where they ask to, or as near to it as the log allows."""
    if after_seq is None or after_seq > position.last_seq:
        return position.last_seq
    return max(after_seq, position.forgotten_through)
