"""How much of the CPU a request took in the server itself: what the clock would show on an idle machine."""

import time

from starlette.types import ASGIApp, Receive, Scope, Send


class CpuClock:
    """ASGI around a whole server; it answers `/bench/cpu` with the milliseconds of the request before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._latest = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") == "/bench/cpu":
            await self._tell(send)
            return
        began = time.thread_time()
        await self._app(scope, receive, send)
        self._latest = (time.thread_time() - began) * 1000

    async def _tell(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": str(self._latest).encode()})
