"""Events over a WebSocket, with a reader who may speak: a new credential, or a sign of life."""

from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from quarterdeck.events.live.frames import Frame, heartbeat, notice
from quarterdeck.events.live.reader import Reader
from quarterdeck.identity.web import (
    LONGEST_MESSAGE,
    StreamAuthentication,
    close_code,
    credential_in_message,
    error_frame,
    text_from,
)
from quarterdeck.infra.web import json_body
from quarterdeck.kit.clock import isoformat
from quarterdeck.kit.errors import BadRequest, QuarterdeckError

MOST_MISTAKES = 20
_CLOSES = {"slow": 1013, "stopping": 1012}


class UnknownMessage(BadRequest):
    code = "UNKNOWN_MESSAGE"
    message = 'Messages here are {"type": "ping"} and {"type": "auth", "token": …}'


class WebSocketTransport:
    """A socket that was accepted."""

    needs_heartbeat = False  # the server's own pings keep sockets alive

    def __init__(self, websocket: WebSocket, admitted: StreamAuthentication, reader: Reader) -> None:
        self._websocket, self._admitted, self._reader = websocket, admitted, reader
        self._mistakes = 0
        self.gone = False
        self.refusal: QuarterdeckError | None = None

    async def say(self, frame: Frame) -> None:
        try:
            await self._websocket.send_text(frame.message)
        except (WebSocketDisconnect, OSError):
            self.gone = True

    async def end(self, reason: str, error: QuarterdeckError | None = None) -> None:
        """A reader who takes nothing gets the close alone: it must not wait behind another message."""
        if self.gone:
            return
        if error is not None:
            await self._send(error_frame(error))
        elif reason != "slow":
            await self.say(notice("end", reason=reason))
        code = close_code(error) if error is not None else _CLOSES[reason]
        try:
            await self._websocket.close(code, error.code if error is not None else reason)
        except (WebSocketDisconnect, OSError):
            self.gone = True

    async def hear(self, changed: Callable[[], None]) -> None:
        """Take what the reader says until they leave; `changed` is called when that concerns the stream."""
        try:
            while self.refusal is None:
                await self._answer(await text_from(self._websocket))
        except WebSocketDisconnect:
            self.gone = True
        except QuarterdeckError as refusal:
            self.refusal = refusal
        changed()

    async def _answer(self, text: str) -> None:
        kind = _kind(text)
        if kind == "auth":
            await self._admitted.reauthenticate(credential_in_message(text))
            expires = self._admitted.expires
            await self.say(notice("authenticated", expires_at=isoformat(expires) if expires else None))
        elif kind == "ping":
            await self.say(heartbeat(self._reader.place))
        else:
            await self._complain()

    async def _complain(self) -> None:
        self._mistakes += 1
        if self._mistakes > MOST_MISTAKES:
            raise UnknownMessage
        await self._send(error_frame(UnknownMessage()))

    async def _send(self, text: str) -> None:
        await self.say(Frame(b"", text))


def _kind(text: str) -> Any:
    if len(text) > LONGEST_MESSAGE:
        return None
    try:
        message = json_body.loads(text.encode())
    except (BadRequest, UnicodeEncodeError):
        return None
    return message.get("type") if isinstance(message, dict) else None
