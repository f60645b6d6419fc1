"""What later sockets rely on: a scope asked for first, objects of others that are not there, errors in frames."""

import json

import pytest
from fastapi import FastAPI, WebSocket
from sqlalchemy import select
from websockets.exceptions import InvalidStatus

from quarterdeck.identity.audit.models import audit_events
from quarterdeck.identity.roles import Scope
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import NotFound
from quarterdeck.server.application import create_app
from tests.events.live.following import Follower, LiveDeck, close_of, frame
from tests.identity.decks import Deck

NEEDED: Scope = "repositories:write"


@pytest.fixture
def shared_app(settings: Settings) -> FastAPI:
    """The application with a socket of the tests' own, such as an agent's will be."""
    app = create_app(settings)

    @app.websocket("/ws/things/{thing_id}")
    async def follow_thing(websocket: WebSocket, thing_id: str) -> None:
        path = f"/ws/things/{thing_id}"
        sockets = websocket.app.state.parts.identity.sockets
        async with sockets.authenticated(websocket, path=path, scope=NEEDED) as admitted:
            if thing_id != "mine":
                raise NotFound
            while True:
                await websocket.receive_text()
                await admitted.revalidate()
                await websocket.send_text(json.dumps({"type": "hello", "to": admitted.caller.user_id}))

    app.router.routes.insert(0, app.router.routes.pop())  # before the table of routes, which owns `/ws`
    return app


async def test_the_scope_is_asked_for_before_the_socket_opens(deck: LiveDeck, user: Follower) -> None:
    reader = await deck.follower("readonly")
    weak, strong = await deck.key(user, "repositories:read"), await deck.key(user, NEEDED)

    for headers in (reader.bearer, {"X-API-Key": weak}):
        with pytest.raises(InvalidStatus, match="403"):
            await deck.socket(path="/ws/things/mine", headers=headers)
    for headers in (user.bearer, {"X-API-Key": strong}):
        async with deck.socket(path="/ws/things/mine", headers=headers) as socket:
            await socket.send("x")
            assert await frame(socket) == {"type": "hello", "to": user.id}

    assert await refusals(deck) == [(reader.id, "PERMISSION_DENIED"), (user.id, "PERMISSION_DENIED")]


async def test_the_scope_is_asked_for_after_a_first_message_too(deck: LiveDeck, user: Follower) -> None:
    reader = await deck.follower("readonly")

    async with deck.socket(path="/ws/things/mine") as socket:
        await socket.send(json.dumps({"type": "auth", "token": reader.token}))
        assert (await frame(socket))["error"]["status"] == 403
        assert await close_of(socket) == 4403
    async with deck.socket(path="/ws/things/mine") as socket:
        await socket.send(json.dumps({"type": "auth", "token": user.token}))
        await socket.send("x")
        assert (await frame(socket))["type"] == "hello"


async def test_a_scope_that_goes_away_closes_the_socket(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    async with deck.socket(path="/ws/things/mine", headers=user.bearer) as socket:
        await socket.send("x")
        await frame(socket, "hello")
        await admin.client.patch(f"/users/{user.id}", json={"role": "readonly"})
        await socket.send("x")
        assert (await frame(socket))["error"]["status"] == 403
        assert await close_of(socket) == 4403


async def test_what_is_not_theirs_is_not_there(deck: LiveDeck, user: Follower) -> None:
    async with deck.socket(path="/ws/things/other", headers=user.bearer) as socket:
        assert (await frame(socket))["error"] == {
            "code": "NOT_FOUND",
            "status": 404,
            "message": "There is no such thing here",
        }
        assert await close_of(socket) == 4404


async def test_a_ticket_for_one_thing_opens_no_other(deck: LiveDeck, user: Follower) -> None:
    tickets = [
        (await user.client.post("/ws/tickets", json={"path": "/ws/things/mine"})).json()["ticket"] for _ in range(2)
    ]

    async with deck.socket(f"?ticket={tickets[0]}", "/ws/things/mine") as socket:
        await socket.send("x")
        assert (await frame(socket))["type"] == "hello"
    with pytest.raises(InvalidStatus, match="401"):
        await deck.socket(f"?ticket={tickets[1]}", "/ws/things/other")


async def refusals(deck: Deck) -> list[tuple[str, str]]:
    await deck.identity.deferred_writes.drain()
    async with deck.database.reading() as session:
        wanted = select(audit_events).where(audit_events.c.action == "socket.refused").order_by(audit_events.c.seq)
        return [(row.actor_id, json.loads(row.facts)["reason"]) for row in await session.rows(wanted)]
