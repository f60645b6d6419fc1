"""Following a numbered log without a gap: from where one left, told of what is gone, each entry once and in order."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Generic, Protocol, TypeVar

from fastapi import Header, Query

from quarterdeck.infra.streams.frames import Frame, range_notice
from quarterdeck.kit.errors import Detail, Invalid

MOST_DIGITS = 18
BIGGEST_SEQ = 10**MOST_DIGITS - 1

AfterSeq = Annotated[int | None, Query(ge=0, le=BIGGEST_SEQ, description="Resume after this event")]
LastEventId = Annotated[str | None, Header(max_length=40, description="Wins over `after_seq`")]


class Bounds(Protocol):
    """How far a log goes: the newest number, and the newest that was removed (0 for none)."""

    @property
    def last_seq(self) -> int: ...
    @property
    def forgotten_through(self) -> int: ...


class Entry(Protocol):
    """Something in a log, and the frame that tells of it."""

    @property
    def seq(self) -> int: ...
    @property
    def frame(self) -> Frame: ...


EntryT = TypeVar("EntryT", bound=Entry)


class Freshness(Protocol):
    """Whether rights that were found out before still count, and finding them out anew."""

    @property
    def is_fresh(self) -> bool: ...
    async def revalidate(self) -> None: ...


class NumberedLog(Protocol[EntryT]):
    """A log as one reader sees it."""

    @property
    def batch(self) -> int:
        """How many entries `after` returns at most."""

    async def bounds(self) -> Bounds: ...
    async def after(self, seq: int) -> Sequence[EntryT]: ...

    def shows(self, entry: EntryT) -> bool:
        """Tell whether the reader wants the entry and has a right to it at this moment."""


class LogReader(Generic[EntryT]):
    """Hands out each entry after `cursor` once, in order, if the log shows it at that moment.

    `resync` in between says that entries are gone: removed before this reader came to them.
    """

    def __init__(self, log: NumberedLog[EntryT], rights: Freshness) -> None:
        self._log, self._rights = log, rights
        self.cursor = 0
        self.is_behind = False

    async def begin(self, after_seq: int | None) -> Sequence[Frame]:
        """Start after `after_seq` (`None`: at the end) and return how the stream opens."""
        bounds = await self._log.bounds()
        self.cursor = start_after(bounds, after_seq)
        opening = range_notice("sync", self.cursor, max(bounds.last_seq, self.cursor), self.cursor)
        if after_seq is None or after_seq == self.cursor:
            return [opening]
        return [range_notice("resync", after_seq, self.cursor, self.cursor), opening]

    async def next_frames(self) -> AsyncIterator[Frame]:
        """Yield what is for this reader of the next batch. The cursor moves with each entry, theirs or not."""
        found = await self._log.after(self.cursor)
        for entry in found:
            if entry.seq != self.cursor + 1:
                yield range_notice("resync", self.cursor, entry.seq - 1, entry.seq - 1)
            if not self._rights.is_fresh:
                await self._rights.revalidate()
            self.cursor = entry.seq
            if self._log.shows(entry):
                yield entry.frame
        self.is_behind = len(found) == self._log.batch


def start_after(bounds: Bounds, after_seq: int | None) -> int:
    """Return where a reader starts: where they ask to, or as near to it as the log allows."""
    if after_seq is None or after_seq > bounds.last_seq:
        return bounds.last_seq
    return max(after_seq, bounds.forgotten_through)


def resume_point(after_seq: str | None, last_event_id: str | None) -> int | None:
    """Read from where to resume. A browser that comes back says it in a header and keeps the old address.

    Raises:
        Invalid: it is no number of an entry.
    """
    field, text = ("Last-Event-ID", last_event_id) if last_event_id else ("after_seq", after_seq)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Invalid(details=[Detail(field, "A whole number, as `seq` of an event")])
    return int(text)
