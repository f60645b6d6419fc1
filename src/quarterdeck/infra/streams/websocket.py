"""A WebSocket that was accepted, with a reader who may speak."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from quarterdeck.infra.streams.frames import Frame, error_message, notice
from quarterdeck.infra.web import json_body
from quarterdeck.kit.errors import BadRequest, QuarterdeckError

UNAUTHENTICATED: Final = 4401
FORBIDDEN: Final = 4403
NOT_FOUND: Final = 4404
BAD_REQUEST: Final = 4400
TRY_LATER: Final = 1013
LONGEST_MESSAGE: Final = 8_192
MOST_MISTAKES: Final = 20
_CLOSES = {400: BAD_REQUEST, 401: UNAUTHENTICATED, 403: FORBIDDEN, 404: NOT_FOUND, 422: BAD_REQUEST}
_CLOSES_FOR_A_REASON = {"slow": 1013, "stopping": 1012}
_LEFT = (WebSocketDisconnect, WebSocketDisconnected, OSError)
"""What a socket raises when the reader leaves: at first, at every later time, and where nothing names it better."""

Answer = Callable[[str], Awaitable[Frame]]


class UnknownMessage(BadRequest):
    code = "UNKNOWN_MESSAGE"
    message = 'Messages here are {"type": "ping"} and {"type": "auth", "token": …}'


class WebSocketTransport:
    """Sends frames as text. `answers` maps a type of message to what answers it; it gets the whole text."""

    needs_heartbeat = False  # the server's own pings keep sockets alive

    def __init__(self, websocket: WebSocket, answers: Mapping[str, Answer]) -> None:
        self._websocket, self._answers = websocket, answers
        self._mistakes = 0
        self.is_gone = False
        self.refusal: QuarterdeckError | None = None

    async def send(self, frame: Frame) -> None:
        await self._send(frame.message)

    async def listen(self, wake: Callable[[], None]) -> None:
        try:
            while self.refusal is None:
                await self._answer(await receive_text(self._websocket))
        except _LEFT:
            self.is_gone = True
        except QuarterdeckError as refusal:
            self.refusal = refusal
        wake()

    async def close(self, reason: str, error: QuarterdeckError | None = None) -> None:
        """A reader who takes nothing gets the close alone: it must not wait behind another message."""
        if error is not None:
            await self._send(error_message(error))
        elif reason != "slow":
            await self.send(notice("end", reason=reason))
        if self.is_gone:
            return
        code = close_code(error) if error is not None else _CLOSES_FOR_A_REASON[reason]
        try:
            await self._websocket.close(code, error.code if error is not None else reason)
        except _LEFT:
            self.is_gone = True

    async def _answer(self, text: str) -> None:
        answer = self._answers.get(_type_of(text))
        if answer is not None:
            await self.send(await answer(text))
            return
        self._mistakes += 1
        if self._mistakes > MOST_MISTAKES:
            raise UnknownMessage
        await self._send(error_message(UnknownMessage()))

    async def _send(self, text: str) -> None:
        if self.is_gone:
            return
        try:
            await self._websocket.send_text(text)
        except _LEFT:
            self.is_gone = True


async def receive_text(websocket: WebSocket) -> str:
    """Return the next message, empty for bytes, which say nothing here. Raises `WebSocketDisconnect` at the end."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    return message.get("text") or ""


def close_code(error: QuarterdeckError) -> int:
    """Return the code with which a socket is closed for `error`."""
    return _CLOSES.get(error.status, TRY_LATER)


def _type_of(text: str) -> str:
    """Return the type that a message names, empty for whatever is no such message."""
    if len(text) > LONGEST_MESSAGE:
        return ""
    try:
        message: Any = json_body.loads(text.encode())
    except (BadRequest, UnicodeEncodeError):
        return ""
    kind = message.get("type") if isinstance(message, dict) else None
    return kind if isinstance(kind, str) else ""
