"""Streams that are open end when what opened them does: at once here, within five seconds from elsewhere."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, update

from quarterdeck.identity.api_keys import recogniser as api_keys_recogniser
from quarterdeck.identity.api_keys.models import api_keys
from quarterdeck.identity.authentication.caller_cache import FRESH
from quarterdeck.identity.sessions import recognisers as session_recognisers
from quarterdeck.identity.sessions.models import sessions
from quarterdeck.identity.users.models import users
from quarterdeck.identity.users.repository import change_user, user_with_id
from quarterdeck.infra.streams import session as streams
from quarterdeck.infra.streams.registry import TICK_SECONDS
from quarterdeck.kit import clock
from tests.events.live.following import Follower, LiveDeck, close_of, frame, subjects
from tests.identity.decks import PASSWORD
from tests.waiting import eventually

PROMISED = timedelta(seconds=5)

Act = Callable[[LiveDeck, Follower, Follower], Awaitable[dict[str, str]]]


async def by_disabling(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    await admin.client.patch(f"/users/{user.id}", json={"disabled": True})


async def by_removal(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    await admin.client.delete(f"/users/{user.id}")


async def by_logout(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    await user.client.post("/auth/logout")


async def by_ending_the_session(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    other = await signed_in_again(deck, user)
    ended = await deck.client(other).delete(f"/auth/sessions/{user.session_id}")
    assert ended.status_code == 204


async def by_a_new_password(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    other = await signed_in_again(deck, user)
    change = {"current_password": PASSWORD, "new_password": f"{PASSWORD} better"}
    changed = await deck.client(other).post("/auth/me/password", json=change)
    assert changed.status_code in {200, 204}, changed.text


async def by_an_administrators_new_password(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    await admin.client.patch(f"/users/{user.id}", json={"password": f"{PASSWORD} better"})


HERE_AND_NOW = [
    by_disabling,
    by_removal,
    by_logout,
    by_ending_the_session,
    by_a_new_password,
    by_an_administrators_new_password,
]


async def signed_in_again(deck: LiveDeck, user: Follower) -> str:
    hashed = await deck.parts.passwords.hash(PASSWORD)
    async with deck.database.writing() as session:
        found = await user_with_id(session, user.id)
        assert found is not None
        await change_user(session, found, {"password_hash": hashed})
    login = await deck.client().post("/auth/login", json={"username": user.email, "password": PASSWORD})
    token: str = login.json()["access_token"]
    return token


@pytest.fixture
def until_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a caller stays fresh for an hour, so that only a word of the change can end a stream."""
    for recogniser in (api_keys_recogniser, session_recognisers):
        monkeypatch.setattr(recogniser, "FRESH", timedelta(hours=1))


@pytest.mark.usefixtures("until_told")
@pytest.mark.parametrize("act", HERE_AND_NOW, ids=lambda act: act.__name__)
async def test_a_change_made_here_ends_streams_at_once(
    deck: LiveDeck, admin: Follower, user: Follower, act: Act
) -> None:
    async with (
        deck.stream(user.bearer) as stream,
        deck.socket(headers=user.bearer) as socket,
        deck.stream(admin.bearer) as lawful,
    ):
        await stream.next()
        await frame(socket, "sync")
        await act(deck, admin, user)

        assert await stream.end() == {"reason": "not_welcome", "code": "AUTHENTICATION_REQUIRED"}
        assert (await frame(socket, "error"))["error"]["code"] == "AUTHENTICATION_REQUIRED"
        assert await close_of(socket) == 4401
        await deck.emit("goes on")
        assert (await lawful.subjects(1))[-1] == "goes on"


@pytest.mark.usefixtures("until_told")
async def test_a_revoked_or_rotated_key_ends_its_streams_at_once(deck: LiveDeck, user: Follower) -> None:
    for act in ("delete", "rotate"):
        made = (await user.client.post("/auth/api-keys", json={"name": "k", "scopes": ["projects:read"]})).json()
        by_key = {"X-API-Key": made["key"]}
        async with (
            deck.stream(by_key) as stream,
            deck.socket(headers=by_key) as socket,
            deck.socket(headers=user.bearer) as lawful,
        ):
            await stream.next()
            await frame(socket, "sync")
            if act == "delete":
                await user.client.delete(f"/auth/api-keys/{made['id']}")
            else:
                await user.client.post(f"/auth/api-keys/{made['id']}/rotate", json={})

            assert (await stream.end())["reason"] == "not_welcome"
            assert await close_of(socket) == 4401
            await deck.emit("own", user_id=user.id)
            assert await subjects(lawful, 1) == ["own"]


@pytest.mark.usefixtures("until_told")
async def test_a_socket_opened_by_ticket_ends_with_the_session_behind_it(deck: LiveDeck, user: Follower) -> None:
    ticket = (await user.client.post("/ws/tickets", json={"path": "/ws/events"})).json()["ticket"]
    async with deck.socket(f"?ticket={ticket}") as socket:
        await frame(socket, "sync")
        await user.client.post("/auth/logout")

        assert await close_of(socket) == 4401


def test_what_is_known_of_a_caller_and_the_next_look_at_it_together_last_less_than_was_promised() -> None:
    assert FRESH + timedelta(seconds=TICK_SECONDS) < PROMISED


async def test_a_change_by_another_process_ends_streams_when_what_is_known_grew_stale(
    deck: LiveDeck, admin: Follower, user: Follower
) -> None:
    """Written past this process's services, as another process would: nothing here is told."""
    key = await deck.key(user, "projects:read")
    by_key, gone = {"X-API-Key": key}, await deck.follower(email="gone@example.org")
    async with AsyncExitStack() as stack:
        on_stream = await stack.enter_async_context(deck.stream(user.bearer))
        on_socket = await stack.enter_async_context(deck.socket(headers=by_key))
        disabled = await stack.enter_async_context(deck.socket(headers=gone.bearer))
        lawful = await stack.enter_async_context(deck.socket(headers=admin.bearer))
        await on_stream.next()
        async with deck.database.writing() as session:
            await session.run(delete(api_keys).where(api_keys.c.user_id == user.id))
            await session.run(update(sessions).where(sessions.c.user_id == user.id).values(ended_at=clock.now()))
            await session.run(update(users).where(users.c.id == gone.id).values(disabled_at=clock.now()))

        ends = await asyncio.gather(on_stream.end(), close_of(on_socket), close_of(disabled))
        assert (ends[1], ends[2]) == (4401, 4401)
        await deck.emit("goes on")
        assert (await subjects(lawful, 1))[-1] == "goes on"


async def test_a_token_that_expires_is_announced_and_ends_the_stream(
    deck: LiveDeck, user: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "EXPIRY_WARNING", timedelta(seconds=6))
    token = deck.short_token(user, timedelta(seconds=10))
    async with (
        deck.stream({"Authorization": f"Bearer {token}"}) as stream,
        deck.socket(f"?token={token}") as socket,
    ):
        await frame(socket, "sync")
        warning = await frame(socket)
        assert warning.keys() == {"type", "expires_at"}
        assert warning["type"] == "token_expiring"
        left = datetime.fromisoformat(warning["expires_at"]) - clock.now()
        assert left <= streams.EXPIRY_WARNING
        assert await close_of(socket) == 4401
        assert (await stream.end())["reason"] == "not_welcome"


async def test_a_new_token_keeps_a_socket_open_beyond_the_old_one(deck: LiveDeck, user: Follower) -> None:
    token = deck.short_token(user, timedelta(seconds=8))
    async with deck.socket(f"?token={token}") as socket:
        expires = datetime.fromisoformat((await frame(socket, "token_expiring"))["expires_at"])
        await socket.send(json.dumps({"type": "auth", "token": user.token}))
        assert (await frame(socket, "authenticated"))["expires_at"]
        await eventually(lambda: clock.now() > expires + timedelta(seconds=0.5), pause=0.2)
        await deck.emit("still here", user_id=user.id)
        assert await subjects(socket, 1) == ["still here"]


async def test_a_socket_does_not_pass_to_somebody_else(deck: LiveDeck, user: Follower, admin: Follower) -> None:
    async with deck.socket(headers=user.bearer) as socket:
        await socket.send(json.dumps({"type": "auth", "token": admin.token}))
        assert await close_of(socket) == 4403
    async with deck.socket(headers=user.bearer) as socket:
        await socket.send(json.dumps({"type": "auth", "token": "nonsense"}))
        assert await close_of(socket) == 4401


async def test_an_open_stream_does_not_keep_a_console_session_in_use(deck: LiveDeck, user: Follower) -> None:
    long_ago = clock.now() - timedelta(minutes=20)
    async with deck.database.writing() as session:
        await session.run(update(sessions).where(sessions.c.user_id == user.id).values(last_used_at=long_ago))
    async with deck.socket(headers=user.bearer) as socket:
        await frame(socket, "sync")
        await deck.identity.deferred_writes.drain()
        async with deck.database.writing() as session:
            await session.run(update(sessions).where(sessions.c.user_id == user.id).values(last_used_at=long_ago))
        deck.identity.callers.forget()
        await eventually(lambda: deck.identity.callers._known)
        await deck.identity.deferred_writes.drain()

    found = (await user.client.get("/auth/sessions")).json()["items"]
    assert found[0]["last_used_at"] == clock.isoformat(long_ago)


@pytest.mark.parametrize("said", ["{}", "x", '{"type": "subscribe"}', b"\x00", '{"type": "ping"' + " " * 9_000 + "}"])
async def test_what_a_socket_does_not_understand_it_says(deck: LiveDeck, user: Follower, said: str | bytes) -> None:
    async with deck.socket(headers=user.bearer) as socket:
        await frame(socket, "sync")
        await socket.send(said)
        assert (await frame(socket))["error"]["code"] == "UNKNOWN_MESSAGE"
        await socket.send('{"type": "ping"}')
        assert await frame(socket) == {"type": "pong", "seq": 0}


async def test_a_socket_that_never_makes_sense_is_closed(deck: LiveDeck, user: Follower) -> None:
    async with deck.socket(headers=user.bearer) as socket:
        for _ in range(21):
            await socket.send("nonsense")
        assert await close_of(socket) == 4400
