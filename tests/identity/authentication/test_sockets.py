"""Whose socket is accepted, and how those are told whose is not."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from quarterdeck.identity.audit.models import audit_events
from quarterdeck.identity.authentication import sockets
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.identity.sessions.access_tokens import LOCAL
from quarterdeck.identity.tickets.models import socket_tickets
from tests.events.live.following import Follower, LiveDeck, close_of, frame
from tests.identity.decks import HERE, error_of
from tests.waiting import eventually

EVIL = "https://evil.example"


async def refused(deck: LiveDeck, query: str = "", path: str = "/ws/events", **options: Any) -> dict[str, Any]:
    """Try to open a socket, and return the error with which the handshake was answered."""
    with pytest.raises(InvalidStatus) as refusal:
        await deck.socket(query, path, **options)
    answer = refusal.value.response
    error: dict[str, Any] = json.loads(answer.body or b"{}")["error"]
    assert error["status"] == answer.status_code
    assert error["request_id"] == answer.headers["x-request-id"]
    return error


async def welcomed(deck: LiveDeck, query: str = "", **options: Any) -> None:
    async with deck.socket(query, **options) as socket:
        assert (await frame(socket))["type"] == "sync"


@asynccontextmanager
async def waiting(deck: LiveDeck, **options: Any) -> AsyncIterator[ClientConnection]:
    """A socket that has said nothing yet."""
    async with deck.socket(**options) as socket:
        yield socket


async def cookie_of(deck: LiveDeck, person: Follower) -> dict[str, str]:
    async with deck.database.writing() as session:
        signed = await deck.identity.session_issuer.begin_console(session, person.id, HERE)
    return {"Cookie": f"qd_session={signed.cookie}"}


async def ticket_of(person: Follower, path: str = "/ws/events") -> str:
    made = await person.client.post("/ws/tickets", json={"path": path})
    assert made.status_code == 201, made.text
    assert made.json()["expires_in"] == 30
    ticket: str = made.json()["ticket"]
    return ticket


async def test_programs_show_a_token_or_a_key_in_a_header(deck: LiveDeck, user: Follower) -> None:
    key = await deck.key(user, "projects:read")

    await welcomed(deck, headers=user.bearer)
    await welcomed(deck, headers={"Authorization": f"Bearer {key}"})
    await welcomed(deck, headers={"X-API-Key": key})

    for wrong in ({"Authorization": "Bearer nonsense"}, {"X-API-Key": f"{key}0"}, {"X-API-Key": user.token}):
        assert (await refused(deck, headers=wrong))["code"] == "AUTHENTICATION_REQUIRED"


async def test_a_ticket_opens_one_socket_once(deck: LiveDeck, user: Follower) -> None:
    ticket = await ticket_of(user)

    await welcomed(deck, f"?ticket={ticket}")

    assert (await refused(deck, f"?ticket={ticket}"))["code"] == "INVALID_TICKET"
    assert (await refused(deck, "?ticket="))["code"] == "INVALID_TICKET"
    assert (await refused(deck, "?ticket=qd_ticket_made-up"))["code"] == "INVALID_TICKET"


async def test_of_many_who_come_with_one_ticket_at_once_one_gets_in(deck: LiveDeck, user: Follower) -> None:
    ticket = await ticket_of(user)

    async def try_it() -> bool:
        try:
            await welcomed(deck, f"?ticket={ticket}")
        except InvalidStatus:
            return False
        return True

    assert sum(await asyncio.gather(*(try_it() for _ in range(8)))) == 1


async def test_a_ticket_is_for_the_path_it_was_made_for_and_is_spent_by_trying(deck: LiveDeck, user: Follower) -> None:
    ticket = await ticket_of(user, "/ws/agents/7")

    assert (await refused(deck, f"?ticket={ticket}"))["code"] == "INVALID_TICKET"

    async with deck.database.reading() as session:
        assert await session.rows(select(socket_tickets)) == []


async def test_a_ticket_is_good_for_thirty_seconds(deck: LiveDeck, user: Follower) -> None:
    ticket = await ticket_of(user)
    async with deck.database.writing() as session:
        late = socket_tickets.c.token_hash == secret_hash(ticket)
        kept = await session.row(select(socket_tickets).where(late))
        assert kept is not None
        assert user.token.encode() not in kept.sealed_credential
        await session.run(socket_tickets.update().values(expires_at=kept.expires_at - timedelta(seconds=30)))

    assert (await refused(deck, f"?ticket={ticket}"))["code"] == "INVALID_TICKET"


async def test_a_ticket_has_the_rights_of_what_asked_for_it_and_dies_with_it(
    deck: LiveDeck, user: Follower, admin: Follower
) -> None:
    made = await user.client.post("/auth/api-keys", json={"name": "k", "scopes": ["projects:read"]})
    by_key = deck.client(made.json()["key"])
    tickets = [(await by_key.post("/ws/tickets", json={"path": "/ws/events"})).json()["ticket"] for _ in range(2)]

    await welcomed(deck, f"?ticket={tickets[0]}")
    await user.client.delete(f"/auth/api-keys/{made.json()['id']}")

    assert (await refused(deck, f"?ticket={tickets[1]}"))["code"] == "AUTHENTICATION_REQUIRED"


async def test_a_ticket_sealed_under_an_earlier_key_opens_nothing(deck: LiveDeck, user: Follower) -> None:
    ticket = await ticket_of(user)
    async with deck.database.writing() as session:
        await session.run(socket_tickets.update().values(sealed_credential=b"\x01" + bytes(40)))

    assert (await refused(deck, f"?ticket={ticket}"))["code"] == "INVALID_TICKET"


@pytest.mark.parametrize("path", ["ws/events", "/ws/events?x=1", "//", "/ws/../x y", "/" + "a" * 300, "", 7])
async def test_a_ticket_is_made_for_a_path_and_nothing_else(deck: LiveDeck, user: Follower, path: object) -> None:
    error_of(await user.client.post("/ws/tickets", json={"path": path}), 422)


async def test_a_short_access_token_may_stand_in_the_address_and_nothing_else_may(
    deck: LiveDeck, user: Follower, admin: Follower
) -> None:
    key = await deck.key(user, "projects:read")
    local = deck.identity.tokens.sign(LOCAL, admin.id, "local", timedelta(minutes=5))
    expired = deck.short_token(user, timedelta(seconds=-1))

    await welcomed(deck, f"?token={user.token}")

    for wrong in (key, local, expired, "nonsense", "", user.token[:-2]):
        assert (await refused(deck, f"?token={wrong}"))["code"] == "CREDENTIAL_NOT_FOR_ADDRESSES"


async def test_an_address_with_two_credentials_is_refused(deck: LiveDeck, user: Follower) -> None:
    ticket = await ticket_of(user)
    for query in (f"?ticket={ticket}&token={user.token}", f"?token={user.token}&token={user.token}"):
        assert (await refused(deck, query))["code"] == "BAD_REQUEST"

    await welcomed(deck, f"?ticket={ticket}&after_seq=0")


async def test_a_header_that_is_wrong_is_not_saved_by_an_address_that_is_right(deck: LiveDeck, user: Follower) -> None:
    wrong = {"Authorization": "Bearer nonsense"}

    assert (await refused(deck, f"?token={user.token}", headers=wrong))["code"] == "AUTHENTICATION_REQUIRED"


async def test_the_console_comes_with_its_cookie_from_its_own_page_alone(deck: LiveDeck, user: Follower) -> None:
    cookie = await cookie_of(deck, user)

    await welcomed(deck, headers=cookie, origin=f"http://{deck.place}")

    for origin in (EVIL, "null", f"http://{deck.place}.evil.example", f"http://{deck.place}@evil.example"):
        assert (await refused(deck, headers=cookie, origin=origin))["code"] == "FOREIGN_ORIGIN", origin
    assert (await refused(deck, headers=cookie))["code"] == "FOREIGN_ORIGIN"
    assert (await refused(deck, headers=cookie | {"Sec-Fetch-Site": "same-site"}))["code"] == "FOREIGN_ORIGIN"


@pytest.mark.parametrize("how", ["header", "ticket", "token", "first message"])
async def test_no_page_of_another_origin_opens_a_socket_whatever_it_shows(
    deck: LiveDeck, user: Follower, how: str
) -> None:
    query = {"ticket": f"?ticket={await ticket_of(user)}", "token": f"?token={user.token}"}.get(how, "")
    headers = user.bearer if how == "header" else {}

    for origin in (EVIL, "null"):
        assert (await refused(deck, query, headers=headers, origin=origin))["code"] == "FOREIGN_ORIGIN"

    if how != "first message":
        await welcomed(deck, query, headers=headers, origin=f"http://{deck.place}")


async def test_a_listed_origin_may(deck: LiveDeck, user: Follower) -> None:
    friend = "https://friend.example"
    server = deck.parts.settings.server.model_copy(update={"cors_origins": (friend,)})
    deck.use(settings=replace(deck.parts.settings, server=server))

    await welcomed(deck, f"?token={user.token}", origin=friend)
    assert (await refused(deck, f"?token={user.token}", origin=EVIL))["code"] == "FOREIGN_ORIGIN"


@pytest.mark.parametrize("offered", ["bearer", "v1.events"])
async def test_subprotocols_are_refused(deck: LiveDeck, user: Follower, offered: str) -> None:
    for subprotocols in ([offered], [offered, user.token]):
        error = await refused(deck, headers=user.bearer, subprotocols=subprotocols)
        assert error["code"] == "NO_SUBPROTOCOLS"


async def test_the_first_message_may_say_who_it_is(deck: LiveDeck, user: Follower) -> None:
    key = await deck.key(user, "projects:read")
    for token in (user.token, key):
        async with waiting(deck) as socket:
            await socket.send(json.dumps({"type": "auth", "token": token}))
            assert (await frame(socket))["type"] == "sync"


@pytest.mark.parametrize(
    "said",
    [
        '{"type": "auth", "token": "nonsense"}',
        '{"type": "auth"}',
        '{"type": "auth", "token": 7}',
        '{"type": "hello", "token": "x"}',
        "[]",
        "not json",
        '{"type": "auth", "token": "' + "a" * 9_000 + '"}',
        '{"type": "auth", "token": "a\\ud800"}',
        b"\x00\xff",
    ],
    ids=range(9),
)
async def test_a_first_message_that_says_it_wrongly_closes_the_socket(deck: LiveDeck, said: str | bytes) -> None:
    async with waiting(deck) as socket:
        await socket.send(said)

        error = (await frame(socket))["error"]
        assert error["status"] == 401
        assert error["message"]
        assert await close_of(socket) == 4401


async def test_a_socket_that_says_nothing_is_closed(
    deck: LiveDeck, user: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "FIRST_MESSAGE_SECONDS", 0.2)
    async with waiting(deck) as socket:
        assert (await frame(socket))["error"]["code"] == "AUTHENTICATION_TIMEOUT"
        assert await close_of(socket) == 4401


async def test_unknown_sockets_of_one_address_are_few(deck: LiveDeck, user: Follower) -> None:
    most = deck.parts.settings.streams.sockets_unknown_per_peer
    sockets = [await deck.socket() for _ in range(most)]

    assert (await refused(deck))["code"] == "TOO_MANY_STREAMS"
    await welcomed(deck, headers=user.bearer)
    await sockets.pop().close()
    await eventually(lambda: deck.identity.connection_limits._open.total() < most)
    async with waiting(deck) as socket:
        await socket.send(json.dumps({"type": "auth", "token": user.token}))
        assert (await frame(socket))["type"] == "sync"
    for socket in sockets:
        await socket.close()


async def test_one_principal_holds_no_more_streams_than_the_setting_says(
    deck: LiveDeck, user: Follower, admin: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = deck.parts.settings.streams.model_copy(update={"streams_per_principal": 2})
    monkeypatch.setattr(deck.identity.connection_limits, "_limits", numbers)
    async with deck.socket(headers=user.bearer) as socket, deck.stream(user.bearer) as stream:
        await frame(socket)
        await stream.next()
        assert (await refused(deck, headers=user.bearer))["code"] == "TOO_MANY_STREAMS"
        async with deck.stream(user.bearer) as third:
            await third.response.aread()
            assert error_of(third.response, 429)["code"] == "TOO_MANY_STREAMS"
            assert int(third.response.headers["retry-after"]) >= 1
        await welcomed(deck, headers=admin.bearer)
        async with waiting(deck) as late:
            await late.send(json.dumps({"type": "auth", "token": user.token}))
            assert (await frame(late))["error"]["code"] == "TOO_MANY_STREAMS"
            assert await close_of(late) == 1013

    await eventually(lambda: not deck.identity.connection_limits._open)
    await welcomed(deck, headers=user.bearer)


async def test_guessing_at_the_door_is_limited_by_address(deck: LiveDeck, user: Follower) -> None:
    limiter = deck.parts.limiter
    limiter._off = False
    limiter._numbers = limiter._numbers.model_copy(
        update={"rate_limit_profile": "team", "rate_limit_anonymous_per_hour": 3}
    )
    codes = [(await refused(deck, "?ticket=qd_ticket_guess"))["code"] for _ in range(4)]

    assert codes == ["INVALID_TICKET"] * 3 + ["RATE_LIMITED"]
    await welcomed(deck, headers=user.bearer)


async def test_each_refusal_is_in_the_audit_log(deck: LiveDeck, user: Follower) -> None:
    await refused(deck, "?ticket=qd_ticket_guess")
    await refused(deck, headers=user.bearer, origin=EVIL)
    await refused(deck, f"?token={await deck.key(user, 'projects:read')}")
    await deck.identity.deferred_writes.drain()

    async with deck.database.reading() as session:
        of_sockets = select(audit_events).where(audit_events.c.action == "socket.refused").order_by(audit_events.c.seq)
        rows = await session.rows(of_sockets)
    assert [json.loads(row.facts)["reason"] for row in rows] == [
        "INVALID_TICKET",
        "FOREIGN_ORIGIN",
        "CREDENTIAL_NOT_FOR_ADDRESSES",
    ]
    assert {(row.object_type, row.object_id, row.outcome, row.peer) for row in rows} == {
        ("socket", "/ws/events", "denied", "127.0.0.1")
    }
