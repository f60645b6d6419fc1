"""Events as a server-sent stream, which `EventSource` and curl read."""

import asyncio
from random import randint

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from quarterdeck.events.live.frames import Frame, notice
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.reader import Reader
from quarterdeck.events.live.stream import Stream
from quarterdeck.identity.web import StreamAuthentication
from quarterdeck.infra.streams.limits import ConnectionLimits
from quarterdeck.kit.errors import QuarterdeckError

SOONEST_RETRY_MS, LATEST_RETRY_MS = 1_000, 4_000


class SseTransport:
    """A response body that goes on and on."""

    needs_heartbeat = True
    refusal: QuarterdeckError | None = None

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self.gone = False

    async def begin(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Begin the answer. Readers come back at different times, lest a restart bring all of them at once."""
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._write(f"retry: {randint(SOONEST_RETRY_MS, LATEST_RETRY_MS)}\n\n".encode())  # noqa: S311 - no secret

    async def say(self, frame: Frame) -> None:
        await self._write(frame.block)

    async def end(self, reason: str, error: QuarterdeckError | None = None) -> None:
        about = error.code if error is not None else None
        await self._write(notice("end", reason=reason, code=about).block, more=False)

    async def until_gone(self) -> None:
        """Return when the reader hangs up."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True

    async def _write(self, body: bytes, *, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


class EventStream(Response):
    """Answers with the stream. Nothing of the database is held between events."""

    media_type = "text/event-stream"

    def __init__(
        self,
        live: Live,
        limits: ConnectionLimits,
        admitted: StreamAuthentication,
        reader: Reader,
        after_seq: int | None,
    ) -> None:
        super().__init__(headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._live, self._limits, self._admitted, self._reader = live, limits, admitted, reader
        self._after_seq = after_seq

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        transport = SseTransport(receive, send)
        stream = Stream(self._live, transport, self._admitted, self._reader)
        with self._limits.of(self._admitted.principal):
            await transport.begin(self.status_code, self.raw_headers)
            watching = asyncio.create_task(transport.until_gone())
            watching.add_done_callback(lambda _task: stream.wake())
            try:
                await stream.run(self._after_seq)
            finally:
                watching.cancel()
