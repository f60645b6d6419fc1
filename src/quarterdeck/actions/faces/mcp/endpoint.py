"""`POST /mcp`: streamable HTTP without sessions, for both eras of the protocol."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from quarterdeck.actions.context import Context
from quarterdeck.actions.faces.mcp.admission import Admission, NotAdmitted, admit
from quarterdeck.identity.web import RequestAuthenticator
from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import QuarterdeckError
from quarterdeck.kit.late import load_late
from quarterdeck.kit.tools import Catalogue

ErrorResponse = Callable[[QuarterdeckError, str], Response]


class McpEngine(Protocol):
    """What speaks the protocol, once it is loaded."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None: ...
    async def close(self) -> None: ...


class McpEndpoint:
    """The ASGI application behind `/mcp`. It stands as a `Route`: a mount would redirect, and swallow our errors."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        requests: RequestAuthenticator,
        catalogue: Catalogue[Context],
        error_response: ErrorResponse,
    ) -> None:
        self._settings, self._database, self._requests = settings, database, requests
        self._catalogue = catalogue
        self._error_response = error_response
        self._engine: McpEngine | None = None
        self._loading = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            admission = await admit(request, self._settings, self._requests, self._catalogue)
        except NotAdmitted as refused:
            await self._refusal(refused, request)(scope, receive, send)
            return
        scope["state"]["admission"] = admission
        engine = await self._loaded()
        await engine.handle(scope, _again(admission, receive), send)

    async def close(self) -> None:
        """End what was started; an engine that nobody needed never was."""
        if self._engine is not None:
            await self._engine.close()

    async def _loaded(self) -> McpEngine:
        """Load the SDK with the first caller who needs it: it costs 18 MB and a third of a second, off the loop."""
        async with self._loading:
            if self._engine is None:
                module: Any = await asyncio.to_thread(load_late, "quarterdeck.actions.faces.mcp.engine")
                self._engine = await module.open_engine(self._database)
        return self._engine

    def _refusal(self, refused: NotAdmitted, request: Request) -> Response:
        response = self._error_response(refused.error, request.state.request_id)
        if refused.challenge is not None:
            response.headers["WWW-Authenticate"] = refused.challenge
        return response


def _again(admission: Admission, receive: Receive) -> Receive:
    """Let the body be read a second time."""
    waiting: list[Message] = [{"type": "http.request", "body": admission.body, "more_body": False}]

    async def read() -> Message:
        return waiting.pop() if waiting else await receive()

    return read
