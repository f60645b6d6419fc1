"""One open stream: sends what its reader may have, watches over rights and time, and ends for a reason."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from prometheus_client import Counter, Gauge

from quarterdeck.infra.streams.frames import Frame, heartbeat, notice
from quarterdeck.infra.streams.registry import OpenStreams
from quarterdeck.infra.streams.transport import Transport
from quarterdeck.kit.clock import isoformat, now
from quarterdeck.kit.errors import Forbidden, QuarterdeckError, Unauthenticated

log = structlog.get_logger()

OPEN = Gauge("live_streams_open", "Event streams and sockets open now", multiprocess_mode="livesum")
ENDED = Counter("live_streams_ended_total", "Streams that the server ended", ["reason"])

HEARTBEAT_SECONDS = 15.0
CLOSING_SECONDS = 1.0
EXPIRY_WARNING = timedelta(seconds=60)
"""How long before its credential expires a stream is warned."""


class Stopping(Exception):
    """The server is told to stop."""


class Rights(Protocol):
    """What somebody may have, as of now."""

    @property
    def expires(self) -> datetime | None:
        """When the credential ends by itself."""

    def seconds_until_stale(self) -> float:
        """For how long what was found out last counts."""

    async def revalidate(self) -> None:
        """Find out anew where that is due. Raises `Unauthenticated` or `Forbidden` when the stream must end."""


class FrameSource(Protocol):
    """What is sent: first how the stream opens, then batch after batch. `cursor` is from where one would resume."""

    cursor: int
    is_behind: bool  # there may be more at once

    async def begin(self, after_seq: int | None) -> Sequence[Frame]: ...
    def next_frames(self) -> AsyncIterator[Frame]: ...


class StreamSession:
    """Sends `source` to whom the `rights` are, until one of them has enough.

    It sleeps until it is woken; `tick`, called for all streams in turn, wakes it when something is due by the clock.
    """

    def __init__(self, streams: OpenStreams, transport: Transport, rights: Rights, source: FrameSource) -> None:
        self._streams, self._transport, self._rights, self._source = streams, transport, rights, source
        self._woken = asyncio.Event()
        self._cut = asyncio.timeout(None)
        self._sending_since: float | None = None
        self._due = self._next_heartbeat = 0.0
        self._warned_of: datetime | None = None

    def wake(self) -> None:
        self._woken.set()

    def tick(self, time: float) -> None:
        """Cut a reader who has taken nothing for too long; else wake up when something is due."""
        if self._sending_since is not None:
            if time - self._sending_since > self._streams.send_timeout:
                self._sending_since = None  # once: what is cut cannot be cut again
                self._cut.reschedule(time)
        elif time >= self._due:
            self._woken.set()

    async def run(self, after_seq: int | None) -> None:
        """Serve until the reader leaves, is cut, has no right to more, or the server stops."""
        listening = asyncio.create_task(self._transport.listen(self.wake))
        try:
            with self._streams.listening(self), OPEN.track_inprogress():
                await self._run(after_seq)
        finally:
            listening.cancel()

    async def _run(self, after_seq: int | None) -> None:
        try:
            async with self._cut:
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
        for frame in await self._source.begin(after_seq):
            await self._send(frame)
        while not self._transport.is_gone:
            async for frame in self._source.next_frames():
                await self._send(frame)
            self._check()
            await self._rights.revalidate()
            if self._streams.time() >= self._due:
                await self._do_what_is_due()
            await self._until_there_is_more()

    async def _until_there_is_more(self) -> None:
        """Who is behind goes on, after everybody else had a go: neither reading nor writing need suspend."""
        if self._source.is_behind:
            await asyncio.sleep(0)
            return
        await self._woken.wait()
        self._woken.clear()

    async def _do_what_is_due(self) -> None:
        """Do what is due by the clock, and note when the next thing will be."""
        if self._is_expiring():
            self._warned_of = self._rights.expires
            await self._send(notice("token_expiring", expires_at=isoformat(self._rights.expires or now())))
        if self._transport.needs_heartbeat and self._streams.time() >= self._next_heartbeat:
            await self._send(heartbeat(self._source.cursor))
        self._due = self._streams.time() + self._seconds_to_rest()

    async def _send(self, frame: Frame) -> None:
        self._check()
        time = self._streams.time()
        self._next_heartbeat = time + HEARTBEAT_SECONDS
        self._sending_since = time
        try:
            await self._transport.send(frame)
        finally:
            self._sending_since = None

    def _check(self) -> None:
        if self._streams.stopping.is_set():
            raise Stopping
        if self._transport.refusal is not None:
            raise self._transport.refusal

    def _is_expiring(self) -> bool:
        expires = self._rights.expires
        return expires is not None and self._warned_of != expires and expires - now() <= EXPIRY_WARNING

    def _seconds_to_rest(self) -> float:
        due, expires = [self._rights.seconds_until_stale()], self._rights.expires
        if self._transport.needs_heartbeat:
            due.append(self._next_heartbeat - self._streams.time())
        if expires is not None and self._warned_of != expires:
            due.append((expires - EXPIRY_WARNING - now()).total_seconds())
        return min(due)

    async def _end(self, reason: str, error: QuarterdeckError | None = None) -> None:
        ENDED.labels(reason).inc()
        log.info("stream_ended", reason=reason, code=error.code if error else None, seq=self._source.cursor)
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._transport.close(reason, error)
        except TimeoutError:
            return
