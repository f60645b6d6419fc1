"""The log to one reader, live or out of the table, over either transport: what they ask for and may see."""

from collections.abc import Sequence

from starlette.websockets import WebSocket

from quarterdeck.events.filters import EventFilter
from quarterdeck.events.live.deps import EventQuery
from quarterdeck.events.live.hub import Live
from quarterdeck.events.live.tail import BATCH, EncodedEvent
from quarterdeck.events.live.visibility import may_see
from quarterdeck.identity.web import StreamAuthentication, credential_in_message
from quarterdeck.infra import event_log
from quarterdeck.infra.event_log import Position
from quarterdeck.infra.streams.frames import Frame, heartbeat, notice
from quarterdeck.infra.streams.limits import ConnectionLimits
from quarterdeck.infra.streams.replay import LogReader
from quarterdeck.infra.streams.session import StreamSession
from quarterdeck.infra.streams.sse import SseResponse, SseTransport
from quarterdeck.infra.streams.websocket import WebSocketTransport
from quarterdeck.kit.clock import isoformat


class VisibleLog:
    """What the tail no longer holds is read from the table, so replay and live are one walk without a seam."""

    def __init__(self, live: Live, authentication: StreamAuthentication, wanted: EventFilter) -> None:
        self._live, self._authentication, self._wanted = live, authentication, wanted

    @property
    def batch(self) -> int:
        return BATCH

    async def bounds(self) -> Position:
        async with self._live.database.reading() as session:
            return await event_log.position(session)

    async def after(self, seq: int) -> Sequence[EncodedEvent]:
        live = self._live
        if live.tail.covers(seq):
            return live.tail.after(seq)
        async with live.replay_lock.of(self._authentication.caller.user_id), live.database.reading() as session:
            return [EncodedEvent(event) for event in await event_log.read_after(session, seq, BATCH)]

    def shows(self, entry: EncodedEvent) -> bool:
        return self._wanted.includes(entry.event.type) and may_see(self._authentication.caller, entry.event)


def event_stream(
    live: Live, limits: ConnectionLimits, authentication: StreamAuthentication, query: EventQuery
) -> SseResponse:
    """Answer with an endless stream of server-sent events."""
    reader = LogReader(VisibleLog(live, authentication, query.wanted), authentication)

    async def serve(transport: SseTransport) -> None:
        await StreamSession(live.streams, transport, authentication, reader).run(query.after_seq)

    return SseResponse(limits.of(authentication.principal), serve)


async def serve_socket(
    websocket: WebSocket, live: Live, authentication: StreamAuthentication, query: EventQuery
) -> None:
    """Send events, and answer who shows a new credential or asks for a sign of life."""
    reader = LogReader(VisibleLog(live, authentication, query.wanted), authentication)

    async def reauthenticate(text: str) -> Frame:
        await authentication.reauthenticate(credential_in_message(text))
        expires = authentication.expires
        return notice("authenticated", expires_at=isoformat(expires) if expires else None)

    async def pong(_text: str) -> Frame:
        return heartbeat(reader.cursor)

    transport = WebSocketTransport(websocket, {"auth": reauthenticate, "ping": pong})
    await StreamSession(live.streams, transport, authentication, reader).run(query.after_seq)
