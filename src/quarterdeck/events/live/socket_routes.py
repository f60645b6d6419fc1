"""The same log over a WebSocket."""

import asyncio

from fastapi import WebSocket

from quarterdeck.events.live.deps import Asked, asked_by_socket, live_of
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.reader import Reader
from quarterdeck.events.live.socket import SocketLine
from quarterdeck.events.live.stream import Stream
from quarterdeck.identity.door.admitted import Admitted
from quarterdeck.identity.door.enter import entered
from quarterdeck.infra.web.route import DeckRouter

router = DeckRouter(prefix="/ws/events", tags=["events"])


@router.websocket("")
async def follow_events_by_socket(websocket: WebSocket) -> None:
    asked, identity = asked_by_socket(websocket), websocket.app.state.identity
    async with entered(websocket, identity, path="/ws/events") as admitted:
        await converse(websocket, live_of(websocket), admitted, asked)


async def converse(websocket: WebSocket, live: Live, admitted: Admitted, asked: Asked) -> None:
    """Tell of events, and listen meanwhile."""
    reader = Reader(live, admitted, asked.wanted)
    line = SocketLine(websocket, admitted, reader)
    stream = Stream(live, line, admitted, reader)
    hearing = asyncio.create_task(line.hear(stream.wake))
    try:
        await stream.run(asked.after_seq)
    finally:
        hearing.cancel()
