"""Following the log by server-sent events and by socket: what is said, in which order, and how it ends."""

import httpx2
import pytest

from tests.events.live.following import Follower, LiveDeck, close_of, frame, subjects
from tests.identity.decks import error_of

BOTH_DATABASES = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@BOTH_DATABASES
async def test_a_stream_opens_with_its_place_and_tells_what_happens_from_then_on(
    deck: LiveDeck, admin: Follower
) -> None:
    await deck.emit("before")

    async with deck.stream(admin.bearer) as stream:
        assert await stream.next() == ("sync", {"from": 1, "through": 1})
        assert stream.last_id == 1
        await deck.emit("one", "two")
        name, first = await stream.next() or ("", {})
        assert await stream.subjects(1) == ["two"]

    assert stream.response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert stream.response.headers["cache-control"] == "no-store"
    assert name == "message"
    assert first["seq"] == 2
    assert first.keys() == {"seq", "id", "type", "time", "organization_id", "subject", "actor_id", "data"}
    assert (first["type"], first["subject"]) == ("thing.happened", {"type": "thing", "id": "one"})


@BOTH_DATABASES
async def test_a_socket_says_the_same_in_frames(deck: LiveDeck, admin: Follower) -> None:
    await deck.emit("before")

    async with deck.socket(headers=admin.bearer) as socket:
        assert await frame(socket) == {"type": "sync", "from": 1, "through": 1}
        await deck.emit("one", "two")
        first = await frame(socket)
        assert await subjects(socket, 1) == ["two"]

    assert first["type"] == "event"
    assert (first["event"]["seq"], first["event"]["subject"]["id"]) == (2, "one")


async def test_who_names_a_place_gets_all_that_followed_and_then_the_rest(deck: LiveDeck, admin: Follower) -> None:
    await deck.emit("one", "two", "three")

    async with (
        deck.stream(admin.bearer, after_seq=1) as stream,
        deck.socket("?after_seq=1", headers=admin.bearer) as socket,
        deck.stream(admin.bearer | {"Last-Event-ID": "2"}, after_seq=1) as came_back,
    ):
        assert await stream.next() == ("sync", {"from": 1, "through": 3})
        assert await frame(socket) == {"type": "sync", "from": 1, "through": 3}
        await deck.emit("four")
        assert await stream.subjects(3) == ["two", "three", "four"]
        assert await subjects(socket, 3) == ["two", "three", "four"]
        assert await came_back.subjects(2) == ["three", "four"]


async def test_only_the_types_asked_for_arrive(deck: LiveDeck, admin: Follower, user: Follower) -> None:
    key = {"name": "k", "scopes": ["projects:read"]}

    async with (
        deck.stream(admin.bearer, types="thing.happened") as exact,
        deck.socket("?types=thing.*,other.done", headers=admin.bearer) as family,
        deck.socket("?types=thing.happen", headers=admin.bearer) as beginning,
        deck.socket("?types=*", headers=admin.bearer) as everything,
    ):
        await user.client.post("/auth/api-keys", json=key)
        await deck.emit("a")
        assert await exact.subjects(1) == ["a"]
        assert await subjects(family, 1) == ["a"]
        assert (await subjects(everything, 1))[-1] == "a"
        await beginning.send('{"type": "ping"}')
        await frame(beginning, "sync")
        assert (await frame(beginning))["type"] == "pong"


@pytest.mark.parametrize(
    "query",
    [
        "after_seq=-1",
        "after_seq=x",
        "after_seq=1.5",
        "after_seq=9999999999999999999",
        "types=A",
        "types=a%27b",
        "types=*.a",
        "types=thing",
    ],
)
async def test_a_query_that_makes_no_sense_is_refused_before_anything_opens(
    deck: LiveDeck, admin: Follower, query: str
) -> None:
    async with deck.stream(admin.bearer, **dict([query.split("=")])) as stream:
        await stream.response.aread()
        error_of(stream.response, 422)

    answer = await handshake(deck, f"?{query}", admin.bearer)
    assert error_of(answer, 422)["code"] == "VALIDATION_ERROR"


async def test_a_broken_last_event_id_is_refused(deck: LiveDeck, admin: Follower) -> None:
    async with deck.stream(admin.bearer | {"Last-Event-ID": "17; drop"}) as stream:
        await stream.response.aread()
        error_of(stream.response, 422)


async def test_who_asks_for_json_gets_pages(deck: LiveDeck, admin: Follower) -> None:
    await deck.emit("one", "two", "three")

    first = (await admin.client.get("/events", params={"limit": 2})).json()
    second = (await admin.client.get("/events", params={"after_seq": first["next_seq"]})).json()
    third = (await admin.client.get("/events", params={"after_seq": second["next_seq"]})).json()

    assert [item["subject"]["id"] for item in first["items"]] == ["one", "two"]
    assert [item["subject"]["id"] for item in second["items"]] == ["three"]
    assert third == {"items": [], "next_seq": 3, "resync": None}


async def test_a_server_that_stops_says_so_to_everybody_at_once(deck: LiveDeck, admin: Follower) -> None:
    async with deck.stream(admin.bearer) as stream, deck.socket(headers=admin.bearer) as socket:
        await frame(socket, "sync")
        deck.live.streams.stopping.set()

        assert (await stream.end(within=2))["reason"] == "stopping"
        assert (await frame(socket, within=2)) == {"type": "end", "reason": "stopping"}
        assert await close_of(socket, within=2) == 1012


async def test_a_stream_holds_no_connection_to_the_database(deck: LiveDeck, admin: Follower) -> None:
    async with deck.stream(admin.bearer) as stream:
        await stream.next()
        async with deck.database.writing():
            pass
    assert (await admin.client.get("/auth/me")).status_code == 200


async def handshake(deck: LiveDeck, query: str, headers: dict[str, str]) -> httpx2.Response:
    """What the server answers to a handshake, as a program without a WebSocket library sees it."""
    asking = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    async with httpx2.AsyncClient() as client:
        return await client.get(f"http://{deck.place}/ws/events{query}", headers=asking | headers)
