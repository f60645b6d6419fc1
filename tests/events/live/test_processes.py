"""Several processes on one log, with Redis, without it, and when it goes away; and what a real process logs."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import connect

from tests.events.live.following import Sse, frame
from tests.events.live.following import subjects as named
from tests.servers.deck import DeckProcess, deck_process
from tests.servers.valkey import ValkeyServer

pytestmark = pytest.mark.outside

PROGRAM = Path(__file__).with_name("deck_that_publishes.py").read_text(encoding="utf-8")


class Pair:
    """Two servers on one PostgreSQL."""

    def __init__(self, folder: Path, database: str, redis: str, poll_seconds: float) -> None:
        self.decks = [self._deck(folder / name, database, redis, poll_seconds) for name in ("a", "b")]

    def start(self) -> None:
        for deck in self.decks:
            deck.start()

    def emit(self, which: int, subject: str) -> None:
        answer = httpx2.post(f"{self.decks[which].url}/test/emit", params={"subject": subject}, timeout=10)
        assert answer.status_code == 200, answer.text

    def kill(self) -> None:
        for deck in self.decks:
            deck.kill()

    def _deck(self, folder: Path, database: str, redis: str, poll_seconds: float) -> DeckProcess:
        folder.mkdir()
        deck = deck_process(folder)
        deck.entry = PROGRAM
        deck.settings |= {
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "TEST_POLL_SECONDS": str(poll_seconds),
            "SECRET_KEY": "s" * 16 + "0123456789abcdef",
            "JWT_SECRET_KEY": "j" * 16 + "0123456789abcdef",
        }
        return deck


@pytest.fixture
def with_redis(tmp_path: Path, postgres_url: str, valkey: ValkeyServer) -> Iterator[Pair]:
    pair = Pair(tmp_path, postgres_url, valkey.url, 3_600)
    pair.start()
    yield pair
    pair.kill()


@pytest.fixture
def without_redis(tmp_path: Path, postgres_url: str) -> Iterator[Pair]:
    pair = Pair(tmp_path, postgres_url, "", 1)
    pair.start()
    yield pair
    pair.kill()


def bearer(deck: DeckProcess) -> dict[str, str]:
    with deck.client() as client:
        return {"Authorization": client.headers["Authorization"]}


def follow(deck: DeckProcess, query: str = "") -> connect:
    address = deck.url.replace("http://", "ws://")
    return connect(f"{address}/ws/events{query}", additional_headers=bearer(deck), proxy=None)


async def test_redis_wakes_the_other_process(with_redis: Pair) -> None:
    """Neither polls within this test, so that only the signal can have told."""
    async with follow(with_redis.decks[0]) as a, follow(with_redis.decks[1]) as b:
        await frame(a, "sync")
        await frame(b, "sync")
        for number in range(20):
            with_redis.emit(number % 2, str(number))
        expected = [str(number) for number in range(20)]

        assert await named(a, 20) == await named(b, 20) == expected


async def test_without_redis_the_other_process_looks_by_itself(without_redis: Pair) -> None:
    async with follow(without_redis.decks[0]) as a, follow(without_redis.decks[1]) as b:
        await frame(a, "sync")
        await frame(b, "sync")
        without_redis.emit(0, "one")

        assert await named(b, 1) == await named(a, 1) == ["one"]


async def test_a_redis_that_goes_away_costs_time_and_no_event(
    tmp_path: Path, postgres_url: str, valkey: ValkeyServer
) -> None:
    pair = Pair(tmp_path, postgres_url, valkey.url, 1)
    pair.start()
    try:
        async with follow(pair.decks[0]) as a, follow(pair.decks[1]) as b:
            await frame(b, "sync")
            valkey.freeze()
            pair.emit(0, "frozen")
            assert await named(b, 1) == ["frozen"]
            valkey.kill()
            pair.emit(0, "gone")
            assert await named(b, 1) == ["gone"]
            valkey.start()
            pair.emit(0, "back")
            assert await named(b, 1) == ["back"]
            assert await named(a, 3) == ["frozen", "gone", "back"]
    finally:
        pair.kill()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[DeckProcess]:
    process = deck_process(tmp_path)
    yield process
    process.kill()


async def test_no_line_of_the_log_holds_what_stood_in_an_address(alone: DeckProcess) -> None:
    alone.settings |= {"DEBUG": "true", "BASE_PATH": "/deck"}
    alone.start()
    place = alone.url.replace("http://", "ws://")
    shown = bearer(alone)
    token = shown["Authorization"].removeprefix("Bearer ")
    with alone.client() as client:
        ticket, spent = (
            client.post("/api/v1/ws/tickets", json={"path": "/ws/events"}).json()["ticket"] for _ in range(2)
        )
    odd = "odd-token-of-no-known-shape-0123456789"

    for query in (f"token={token}", f"ticket={ticket}", f"after_seq=0&ticket={spent}"):
        async with connect(f"{place}/ws/events?{query}", proxy=None) as socket:
            assert (await frame(socket))["type"] in {"sync", "event"}
    for path in ("/deck/ws/events", "/deck/ws/nowhere", "/elsewhere"):
        for name in ("token", "ticket"):
            with pytest.raises(Exception, match="HTTP 4"):
                await connect(f"{place.removesuffix('/deck')}{path}?{name}={odd}&x=1", proxy=None)
    async with connect(f"{place}/ws/events", proxy=None) as socket:
        await socket.send(json.dumps({"type": "auth", "token": token}))
        await frame(socket, "sync")
    alone.stop()

    log = alone.log()
    assert "/ws/events" in log
    for secret in (token, ticket, spent, odd):
        assert secret not in log


async def test_sigterm_ends_streams_with_a_last_word(alone: DeckProcess) -> None:
    alone.start()
    async with (
        follow(alone) as socket,
        httpx2.AsyncClient(headers=bearer(alone) | {"Accept": "text/event-stream"}, timeout=20) as client,
        client.stream("GET", f"{alone.url}/api/v1/events") as response,
    ):
        stream = Sse(response)
        await stream.next()
        await frame(socket, "sync")
        code = await asyncio.to_thread(alone.stop)

        assert (await frame(socket, "end"))["reason"] == "stopping"
        assert (await stream.end())["reason"] == "stopping"
    assert code == 0
