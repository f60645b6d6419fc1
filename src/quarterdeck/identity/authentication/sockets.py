"""A WebSocket is accepted only with an answer to who it is, or with the promise of one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from quarterdeck.identity.authentication.errors import AuthenticationTimeout
from quarterdeck.identity.authentication.handshake import HandshakeAuthenticator
from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.authentication.streams import StreamAuthentication
from quarterdeck.identity.roles import Scope
from quarterdeck.infra.streams.frames import error_message
from quarterdeck.infra.streams.limits import ConnectionLimits
from quarterdeck.infra.streams.websocket import close_code, receive_text
from quarterdeck.kit.errors import QuarterdeckError

FIRST_MESSAGE_SECONDS = 10.0


class SocketAuthenticator:
    """Accepts a WebSocket only with an answer to who opens it, or with the promise of one."""

    def __init__(self, handshakes: HandshakeAuthenticator, limits: ConnectionLimits) -> None:
        self._handshakes, self._limits = handshakes, limits

    @asynccontextmanager
    async def authenticated(
        self, websocket: WebSocket, *, path: str, scope: Scope | None = None
    ) -> AsyncIterator[StreamAuthentication]:
        """Hold a socket open for whom `authenticate` lets in; an error of the block closes it and says why.

        Before the accept an error leaves as the answer to the handshake, in the one shape.
        """
        try:
            stream = await self.authenticate(websocket, path=path, scope=scope)
            with self._limits.of(stream.principal):
                await accept(websocket)
                yield stream
        except WebSocketDisconnect:
            return
        except QuarterdeckError as refusal:
            if websocket.application_state is WebSocketState.CONNECTING:
                raise
            await close_with(websocket, refusal)

    async def authenticate(
        self, websocket: WebSocket, *, path: str, scope: Scope | None = None
    ) -> StreamAuthentication:
        """Find out who opens a socket; it is accepted here only to hear their first message.

        Raises:
            Unauthenticated, Forbidden, BadRequest, RateLimited: as `HandshakeAuthenticator.by_handshake`.
            WebSocketDisconnect: they left before they said who they are.
        """
        stream = await self._handshakes.by_handshake(websocket, path, scope)
        if stream is not None:
            return stream
        with self._limits.unknown(peer_of(websocket)):
            await accept(websocket)
            text = await self._first_message(websocket, path)
            return await self._handshakes.by_message(websocket, path, text, scope)

    async def _first_message(self, websocket: WebSocket, path: str) -> str:
        try:
            async with asyncio.timeout(FIRST_MESSAGE_SECONDS):
                return await receive_text(websocket)
        except TimeoutError:
            refusal = AuthenticationTimeout()
            await self._handshakes.refusals.note_socket(websocket, path, refusal)
            raise refusal from None


async def accept(websocket: WebSocket) -> None:
    if websocket.application_state is WebSocketState.CONNECTING:
        await websocket.accept()


async def close_with(websocket: WebSocket, refusal: QuarterdeckError) -> None:
    """Say what is wrong and close; a peer that is gone already need not hear it."""
    if websocket.application_state is not WebSocketState.CONNECTED:
        return
    try:
        await websocket.send_text(error_message(refusal))
        await websocket.close(close_code(refusal), refusal.code)
    except (WebSocketDisconnect, OSError):
        return
