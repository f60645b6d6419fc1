"""One open stream: says what is new, watches over rights and time, and ends for a reason."""

import asyncio

import structlog

from quarterdeck.events.live.frames import Frame, heartbeat, notice
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.reader import Reader
from quarterdeck.events.live.transport import Transport
from quarterdeck.identity.web import EXPIRY_WARNING, StreamAuthentication
from quarterdeck.infra.metrics import STREAMS_ENDED, STREAMS_OPEN
from quarterdeck.kit.clock import isoformat, now
from quarterdeck.kit.errors import Forbidden, QuarterdeckError, Unauthenticated

log = structlog.get_logger()

HEARTBEAT_SECONDS = 15.0
SAYING_GOODBYE_SECONDS = 1.0


class Stopping(Exception):
    """The server is told to stop."""


class Stream:
    """Follows `reader` for whom was `admitted`, until one of them has enough.

    It sleeps until it is woken; `tick`, called for all streams in turn, wakes it when something is due by the clock,
    so that an event costs no timer of its own.
    """

    def __init__(self, live: Live, transport: Transport, admitted: StreamAuthentication, reader: Reader) -> None:
        self._live, self._line, self._admitted, self._reader = live, transport, admitted, reader
        self._woken = asyncio.Event()
        self._patience = asyncio.timeout(None)
        self._saying_since: float | None = None
        self._due = self._next_beat = 0.0
        self._warned_of: object = None

    def wake(self) -> None:
        self._woken.set()

    def tick(self, time: float) -> None:
        """Cut a reader who has taken nothing for too long; else wake up when it is time to look around."""
        if self._saying_since is not None:
            if time - self._saying_since > self._live.patience:
                self._saying_since = None  # once: what is cut cannot be cut again
                self._patience.reschedule(time)
        elif time >= self._due:
            self._woken.set()

    async def run(self, after_seq: int | None) -> None:
        """Serve until the reader leaves, is cut, is no longer welcome, or the server stops."""
        with self._live.listening(self), STREAMS_OPEN.track_inprogress():
            try:
                async with self._patience:
                    await self._follow(after_seq)
            except Stopping:
                await self._end("stopping")
            except TimeoutError:
                await self._end("slow")
            except (Unauthenticated, Forbidden) as refusal:
                await self._end("not_welcome", refusal)
            except QuarterdeckError as error:  # the database does not answer: rights cannot be checked
                await self._end("unavailable", error)

    async def _follow(self, after_seq: int | None) -> None:
        for frame in await self._reader.begin(after_seq):
            await self._say(frame)
        while not self._line.gone:
            async for frame in self._reader.next_frames():
                await self._say(frame)
            self._check()
            await self._admitted.revalidate()
            if self._live.time() >= self._due:
                await self._look_around()
            await self._until_there_is_more()

    async def _until_there_is_more(self) -> None:
        """Who is behind goes on, after everybody else had a go: neither reading nor writing need suspend."""
        if self._reader.is_behind:
            await asyncio.sleep(0)
            return
        await self._woken.wait()
        self._woken.clear()

    async def _look_around(self) -> None:
        """Do what is due by the clock, and note when the next thing will be."""
        if self._is_expiring():
            self._warned_of = self._admitted.expires
            await self._say(notice("token_expiring", expires_at=isoformat(self._admitted.expires or now())))
        if self._line.needs_heartbeat and self._live.time() >= self._next_beat:
            await self._say(heartbeat(self._reader.place))
        self._due = self._live.time() + self._seconds_to_rest()

    async def _say(self, frame: Frame) -> None:
        self._check()
        time = self._live.time()
        self._next_beat = time + HEARTBEAT_SECONDS
        self._saying_since = time
        try:
            await self._line.say(frame)
        finally:
            self._saying_since = None

    def _check(self) -> None:
        if self._live.stopping.is_set():
            raise Stopping
        if self._line.refusal is not None:
            raise self._line.refusal

    def _is_expiring(self) -> bool:
        expires = self._admitted.expires
        return expires is not None and self._warned_of != expires and expires - now() <= EXPIRY_WARNING

    def _seconds_to_rest(self) -> float:
        due = [self._admitted.seconds_until_stale()]
        if self._line.needs_heartbeat:
            due.append(self._next_beat - self._live.time())
        if self._admitted.expires is not None and self._warned_of != self._admitted.expires:
            due.append((self._admitted.expires - EXPIRY_WARNING - now()).total_seconds())
        return min(due)

    async def _end(self, reason: str, error: QuarterdeckError | None = None) -> None:
        STREAMS_ENDED.labels(reason).inc()
        log.info("stream_ended", reason=reason, code=error.code if error else None, seq=self._reader.place)
        try:
            async with asyncio.timeout(SAYING_GOODBYE_SECONDS):
                await self._line.end(reason, error)
        except TimeoutError:
            return
