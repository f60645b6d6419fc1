"""The same log over a WebSocket."""

import asyncio

from fastapi import WebSocket

from quarterdeck.events.live.deps import EventQuery, LiveDep, query_of_socket
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.reader import Reader
from quarterdeck.events.live.socket import WebSocketTransport
from quarterdeck.events.live.stream import Stream
from quarterdeck.identity.web import IdentityDep, StreamAuthentication
from quarterdeck.infra.web.route import DeckRouter

router = DeckRouter(prefix="/ws/events", tags=["events"])


@router.websocket("")
async def follow_events_by_socket(websocket: WebSocket, identity: IdentityDep, live: LiveDep) -> None:
    query = query_of_socket(websocket)
    async with identity.sockets.authenticated(websocket, path="/ws/events") as admitted:
        await converse(websocket, live, admitted, query)


async def converse(websocket: WebSocket, live: Live, admitted: StreamAuthentication, query: EventQuery) -> None:
    """Tell of events, and listen meanwhile."""
    reader = Reader(live, admitted, query.event_filter)
    transport = WebSocketTransport(websocket, admitted, reader)
    stream = Stream(live, transport, admitted, reader)
    hearing = asyncio.create_task(transport.hear(stream.wake))
    try:
        await stream.run(query.after_seq)
    finally:
        hearing.cancel()
