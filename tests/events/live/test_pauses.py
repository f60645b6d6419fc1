"""Whoever reads far back leaves the rest of the server running: SQLite reads within the loop."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert, update

from quarterdeck.events.live.page import MOST_LOOKED_AT
from quarterdeck.infra.event_log.models import event_log, events
from quarterdeck.infra.streams import frames
from quarterdeck.kit.clock import now
from quarterdeck.kit.ids import new_id
from tests.events.live.following import HAPPENED, Follower, LiveDeck, frame, subjects
from tests.waiting import eventually

FOREIGN = 50_000
LONGEST_PAUSE = 0.1
LAST = "own"

Road = Callable[[LiveDeck, Follower], Coroutine[Any, Any, list[str]]]


@dataclass
class Pauses:
    """The longest work in which nothing else got to run, by the thread's own clock: other processes do not count."""

    longest: float = 0.0


@asynccontextmanager
async def ticking() -> AsyncIterator[Pauses]:
    pauses = Pauses()

    async def tick() -> None:
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            pauses.longest = max(pauses.longest, time.thread_time() - before)

    gc.collect()
    gc.freeze()  # what the other tests have left is not this one's to walk through
    task = asyncio.create_task(tick())
    try:
        yield pauses
    finally:
        task.cancel()
        gc.unfreeze()


def foreign(seq: int) -> dict[str, object]:
    """A row of an organization that no reader here belongs to."""
    row = {"seq": seq, "id": new_id(), "time": now(), "type": HAPPENED, "subject_type": "thing", "subject_id": "x"}
    return row | {"organization_id": "f" * 32, "data": {"name": "something of average length"}}


@pytest.fixture
async def long_log(deck: LiveDeck, user: Follower) -> LiveDeck:
    """A log of foreign events, with one for `user` at its end."""
    async with deck.database.writing() as session:
        await session.run(insert(events), [foreign(seq) for seq in range(1, FOREIGN + 1)])
        await session.run(update(event_log).values(last_seq=FOREIGN))
    await deck.emit(LAST, user_id=user.id)
    await eventually(lambda: deck.live.tail.through > FOREIGN)
    return deck


async def read_stream(deck: LiveDeck, user: Follower) -> list[str]:
    async with deck.stream(user.bearer, after_seq=0) as stream:
        return await stream.subjects(1)


async def read_socket(deck: LiveDeck, user: Follower) -> list[str]:
    async with deck.socket("?after_seq=0", headers=user.bearer) as socket:
        return await subjects(socket, 1)


async def read_pages(deck: LiveDeck, user: Follower) -> list[str]:
    """As a client does: go on from `next_seq`, also when a page holds nothing."""
    place, found = 0, list[str]()
    while not found:
        page = (await user.client.get("/events", params={"after_seq": place})).json()
        assert place < page["next_seq"] <= place + MOST_LOOKED_AT
        place = page["next_seq"]
        found = [item["subject"]["id"] for item in page["items"]]
    return found


async def longest_pause_while(reading: list[Awaitable[list[str]]]) -> float:
    async with ticking() as pauses:
        assert await asyncio.gather(*reading) == [[LAST]] * len(reading)
    return pauses.longest


@pytest.mark.slow
@pytest.mark.parametrize(("road", "count"), [(read_stream, 1), (read_socket, 6), (read_pages, 6)])
async def test_readers_of_a_long_log_of_others_leave_the_server_running(
    long_log: LiveDeck, user: Follower, road: Road, count: int
) -> None:
    assert await longest_pause_while([road(long_log, user) for _ in range(count)]) < LONGEST_PAUSE


async def test_only_what_somebody_hears_is_encoded_and_only_once(
    deck: LiveDeck, admin: Follower, user: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    encode = frames.entry

    def noted(kind: str, seq: int, value: Any) -> frames.Frame:
        encoded.append(seq)
        return encode(kind, seq, value)

    monkeypatch.setattr(frames, "entry", noted)
    sockets = [deck.socket("?types=thing.*", headers=user.bearer) for _ in range(3)]

    async with sockets[0] as one, sockets[1] as two, sockets[2] as three:
        for socket in (one, two, three):
            await frame(socket, "sync")
        await deck.emit("for administrators")
        await deck.emit(LAST, user_id=user.id)
        assert [await subjects(socket, 1) for socket in (one, two, three)] == [[LAST]] * 3

    assert encoded == [2]
