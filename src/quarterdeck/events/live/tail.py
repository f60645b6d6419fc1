"""The newest events, read from the table once in this process for all who follow it."""

import asyncio
from collections.abc import Callable, Sequence

import structlog

from quarterdeck.infra import event_log
from quarterdeck.infra.database import Database
from quarterdeck.infra.event_log import Event
from quarterdeck.infra.streams import frames
from quarterdeck.kit.errors import QuarterdeckError

log = structlog.get_logger()

KEPT = 1_000
BATCH = 200
POLL_SECONDS = 1.0
"""How late an event of another process may be when no signal comes; one that is lost costs no more than this."""


class EncodedEvent:
    """An event, and the frame that tells of it: made for the first who may see it, and kept for all others."""

    __slots__ = ("_frame", "event", "seq")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.seq = event.seq
        self._frame: frames.Frame | None = None

    @property
    def frame(self) -> frames.Frame:
        if self._frame is None:
            self._frame = frames.entry("event", self.seq, self.event.on_the_wire())
        return self._frame


class Tail:
    """Holds the last events. `arrived` is called when there are new ones."""

    def __init__(self, database: Database, arrived: Callable[[], None]) -> None:
        self._database = database
        self._arrived = arrived
        self._ring: list[EncodedEvent] = []
        self._woken = asyncio.Event()
        self.through = 0

    def wake(self) -> None:
        self._woken.set()

    def covers(self, seq: int) -> bool:
        """Tell whether everything after `seq` that is known here is still held."""
        return seq >= self.through - len(self._ring)

    def after(self, seq: int) -> Sequence[EncodedEvent]:
        """Return some of the events that follow `seq`, in order; ask again after the last of them."""
        first = max(0, len(self._ring) - (self.through - seq))
        return self._ring[first : first + BATCH] if seq < self.through else ()

    async def run(self) -> None:
        """Follow the table until cancelled."""
        await self._start()
        while True:
            await self._read_new()
            await self._until_woken()

    async def _start(self) -> None:
        """Hold the last events from the start: after a restart everybody comes back at once."""
        while True:
            try:
                async with self._database.reading() as session:
                    position = await event_log.position(session)
            except QuarterdeckError as error:
                log.warning("event_tail_waits", code=error.code)
                await self._until_woken()
            else:
                self._jump_to(max(position.last_seq - KEPT, position.forgotten_through))
                return

    async def _read_new(self) -> None:
        try:
            more = True
            while more:
                more = await self._read_batch()
                await asyncio.sleep(0)  # SQLite reads at once: let those who follow send meanwhile
        except QuarterdeckError as error:
            log.warning("event_tail_waits", code=error.code)

    async def _read_batch(self) -> bool:
        """Read what is new; true when there may be more."""
        async with self._database.reading() as session:
            found = await event_log.read_after(session, self.through, BATCH)
        if not found:
            return False
        if found[0].seq != self.through + 1:  # forgotten before it was read; who follows will find out by the table
            self._jump_to(found[0].seq - 1)
        self._ring.extend(map(EncodedEvent, found))
        self.through = found[-1].seq
        if len(self._ring) > 2 * KEPT:
            del self._ring[:-KEPT]
        self._arrived()
        return len(found) == BATCH

    def _jump_to(self, seq: int) -> None:
        self._ring.clear()
        self.through = seq

    async def _until_woken(self) -> None:
        timer = asyncio.get_running_loop().call_later(POLL_SECONDS, self._woken.set)
        await self._woken.wait()
        timer.cancel()
        self._woken.clear()
