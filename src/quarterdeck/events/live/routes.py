"""Follow everything that happens, as far as the caller may see it: in pages, by server-sent events, by WebSocket."""

from typing import Annotated, Any

from fastapi import Query, Request, WebSocket

from quarterdeck.events.live.deps import EventQueryDep, LiveDep, query_of_socket
from quarterdeck.events.live.page import page_of_events
from quarterdeck.events.live.schemas import EventsPage
from quarterdeck.events.live.serve import event_stream, serve_socket
from quarterdeck.identity.web import (
    ConnectionLimitsDep,
    RequestAuthenticatorDep,
    SignedInCaller,
    SocketAuthenticatorDep,
)
from quarterdeck.infra.web.route import DeckRouter

router = DeckRouter(prefix="/events", tags=["events"])
socket_router = DeckRouter(prefix="/ws/events", tags=["events"], under="")

STREAM: dict[int | str, Any] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "A page, or a stream"}
}


@router.get("", response_model=EventsPage, responses=STREAM, summary="What happened, and what happens")
async def follow_events(
    *,
    caller: SignedInCaller,
    request: Request,
    query: EventQueryDep,
    live: LiveDep,
    requests: RequestAuthenticatorDep,
    limits: ConnectionLimitsDep,
    limit: Annotated[int, Query(ge=1, le=500, description="Most events on a page")] = 100,
) -> Any:
    """With `Accept: text/event-stream` an endless stream from `after_seq` or from now on; else a page of the past."""
    if "text/event-stream" not in request.headers.get("accept", ""):
        return await page_of_events(live, caller, query, limit)
    authentication = await requests.stream(request)
    return event_stream(live, limits, authentication, query)


@socket_router.websocket("")
async def follow_events_by_socket(websocket: WebSocket, sockets: SocketAuthenticatorDep, live: LiveDep) -> None:
    query = query_of_socket(websocket)
    async with sockets.authenticated(websocket, path="/ws/events") as authentication:
        await serve_socket(websocket, live, authentication, query)
