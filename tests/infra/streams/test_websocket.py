"""A socket whose reader leaves at any moment ends the stream quietly."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from starlette.websockets import WebSocket

from quarterdeck.infra.streams.frames import Frame, notice
from quarterdeck.infra.streams.registry import OpenStreams
from quarterdeck.infra.streams.session import StreamSession
from quarterdeck.infra.streams.websocket import MOST_MISTAKES, UnknownMessage, WebSocketTransport
from quarterdeck.kit.errors import Forbidden

SOON = 180.0


class Peer:
    """The other end, as the server sees it: `breaks_at` is the message at which the connection is found broken."""

    def __init__(self, *said: str, breaks_at: int = 0) -> None:
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.incoming.put_nowait({"type": "websocket.connect"})
        for text in said:
            self.incoming.put_nowait({"type": "websocket.receive", "text": text})
        self.got: list[dict[str, Any]] = []
        self.breaks_at = breaks_at

    async def send(self, message: Any) -> None:
        if message["type"] == "websocket.accept":
            return
        self.got.append(message)
        if len(self.got) == self.breaks_at:
            self.incoming.put_nowait({"type": "websocket.disconnect", "code": 1006})
            raise BrokenPipeError

    async def accepted(self) -> WebSocket:
        websocket = WebSocket({"type": "websocket", "path": "/", "headers": []}, self.incoming.get, self.send)
        await websocket.accept()
        return websocket


class Always:
    """Rights that last."""

    expires: datetime | None = None

    def seconds_until_stale(self) -> float:
        return 60.0

    async def revalidate(self) -> None:
        return


class Three:
    """A source of three frames."""

    cursor = 0
    is_behind = False

    async def begin(self, _after_seq: int | None) -> Sequence[Frame]:
        return [notice("one"), notice("two")]

    async def next_frames(self) -> AsyncIterator[Frame]:
        yield notice("three")


async def pong(_text: str) -> Frame:
    return notice("pong")


@pytest.mark.parametrize("breaks_at", [1, 2, 3])
async def test_a_send_that_fails_ends_the_stream_whatever_was_to_follow(breaks_at: int) -> None:
    peer = Peer(breaks_at=breaks_at)
    transport = WebSocketTransport(await peer.accepted(), {})
    session = StreamSession(OpenStreams(asyncio.Event()), transport, Always(), Three())

    async with asyncio.timeout(SOON):
        await session.run(None)

    assert len(peer.got) == breaks_at


async def test_a_stream_that_ends_after_its_reader_left_says_nothing_more() -> None:
    peer = Peer(breaks_at=1)
    transport = WebSocketTransport(await peer.accepted(), {})

    await transport.send(notice("one"))
    await transport.send(notice("two"))
    await transport.close("not_welcome", Forbidden())
    await transport.close("stopping")

    assert len(peer.got) == 1


async def test_a_message_is_answered_by_its_type_and_nonsense_by_an_error_up_to_a_point() -> None:
    peer = Peer('{"type": "ping"}', *["nonsense"] * (MOST_MISTAKES + 1))
    transport = WebSocketTransport(await peer.accepted(), {"ping": pong})
    woken: list[None] = []

    async with asyncio.timeout(SOON):
        await transport.listen(lambda: woken.append(None))

    assert isinstance(transport.refusal, UnknownMessage)
    assert [json.loads(message["text"])["type"] for message in peer.got] == ["pong"] + ["error"] * MOST_MISTAKES
    assert len(woken) == 1
