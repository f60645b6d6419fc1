"""Server-sent events, which `EventSource` and curl read."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from random import randint

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from quarterdeck.infra.streams.frames import Frame, notice
from quarterdeck.kit.errors import QuarterdeckError

SOONEST_RETRY_MS, LATEST_RETRY_MS = 1_000, 4_000


class SseTransport:
    """A response body that goes on and on."""

    needs_heartbeat = True
    refusal: QuarterdeckError | None = None

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self.is_gone = False

    async def begin(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Begin the answer. Readers come back at different times, lest a restart bring all of them at once."""
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._write(f"retry: {randint(SOONEST_RETRY_MS, LATEST_RETRY_MS)}\n\n".encode())  # noqa: S311 - no secret

    async def send(self, frame: Frame) -> None:
        await self._write(frame.block)

    async def listen(self, wake: Callable[[], None]) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.is_gone = True
        wake()

    async def close(self, reason: str, error: QuarterdeckError | None = None) -> None:
        code = error.code if error is not None else None
        await self._write(notice("end", reason=reason, code=code).block, more=False)

    async def _write(self, body: bytes, *, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


class SseResponse(Response):
    """Answers with a stream, which `serve` sends while `slot` is held; without a slot the answer is its error."""

    media_type = "text/event-stream"

    def __init__(self, slot: AbstractContextManager[None], serve: Callable[[SseTransport], Awaitable[None]]) -> None:
        super().__init__(headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._slot, self._serve = slot, serve

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        transport = SseTransport(receive, send)
        with self._slot:
            await transport.begin(self.status_code, self.raw_headers)
            await self._serve(transport)
