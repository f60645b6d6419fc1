"""Nothing is lost and nothing comes twice: under writers, reconnects, slow readers, and retention."""

import asyncio
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from secrets import randbelow
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from quarterdeck.events.live import tail as tails
from quarterdeck.infra import event_log
from quarterdeck.kit import clock
from tests.events.live.following import SOON, Follower, LiveDeck, frame
from tests.waiting import DEADLINE, eventually

BOTH_DATABASES = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
WRITERS, EACH = 4, 60
TOTAL = WRITERS * EACH
LARGE = {"text": "x" * 16_000}


async def others_go_on(times: int) -> None:
    """Let everything else that can run do so a few times, so that each run mixes readers and writers anew."""
    for _ in range(times):
        await asyncio.sleep(0)


async def write(deck: LiveDeck) -> None:
    """Several writers at once, in transactions of one to three events, some of which fail."""

    async def writer(number: int) -> None:
        left = EACH
        while left:
            count = min(left, 1 + randbelow(3))
            await deck.emit(*(f"{number}-{left - n}" for n in range(count)))
            left -= count
            await others_go_on(randbelow(10))

    await asyncio.gather(*(writer(number) for number in range(WRITERS)))


async def follow_stream(deck: LiveDeck, person: Follower, seen: list[int]) -> None:
    """Read all events by server-sent events, leaving and coming back at random moments."""
    place = 0
    while place < TOTAL:
        async with deck.stream(person.bearer, after_seq=place) as stream:
            for _ in range(1 + randbelow(40)):
                block = await stream.next()
                assert block is not None
                if block[0] == "message":
                    seen.append(block[1]["seq"])
                    place = block[1]["seq"]
                if place >= TOTAL:
                    return


async def follow_socket(deck: LiveDeck, person: Follower, seen: list[int]) -> None:
    place = 0
    while place < TOTAL:
        async with deck.socket(f"?after_seq={place}", headers=person.bearer) as socket:
            for _ in range(1 + randbelow(40)):
                found = await frame(socket)
                if found["type"] == "event":
                    place = found["event"]["seq"]
                    seen.append(place)
                if place >= TOTAL:
                    return


async def follow_pages(deck: LiveDeck, person: Follower, seen: list[int]) -> None:
    place = 0
    while place < TOTAL:
        query = {"after_seq": place, "limit": 1 + randbelow(20)}
        page = (await person.client.get("/events", params=query)).json()
        seen.extend(item["seq"] for item in page["items"])
        place = page["next_seq"]
        if place < TOTAL:
            await eventually(lambda: deck.live.tail.through > place)  # noqa: B023 - waited for at once


@BOTH_DATABASES
async def test_every_reader_sees_every_event_once_and_in_order(deck: LiveDeck, admin: Follower) -> None:
    roads = [follow_stream, follow_stream, follow_socket, follow_socket, follow_pages]
    seen: list[list[int]] = [[] for _ in roads]

    async with asyncio.timeout(DEADLINE), asyncio.TaskGroup() as group:
        group.create_task(write(deck))
        for road, list_of in zip(roads, seen, strict=True):
            group.create_task(road(deck, admin, list_of))

    assert seen == [list(range(1, TOTAL + 1))] * len(roads)


async def test_a_transaction_that_fails_is_never_told(deck: LiveDeck, admin: Follower) -> None:
    async with deck.stream(admin.bearer) as stream:
        await stream.next()
        with pytest.raises(RuntimeError, match="no"):
            await _fail_after_emitting(deck)
        await deck.emit("kept")
        _, told = await stream.next() or ("", {})

    assert (told["seq"], told["subject"]["id"]) == (1, "kept")


async def test_a_reader_far_behind_is_served_from_the_table_and_then_live(
    deck: LiveDeck, admin: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "KEPT", 10)
    await deck.emit(*(str(number) for number in range(1, 301)))

    async with deck.stream(admin.bearer, after_seq=0) as stream:
        assert await stream.subjects(300) == [str(number) for number in range(1, 301)]
        await deck.emit("live")
        assert await stream.subjects(1) == ["live"]


async def test_a_server_that_starts_again_serves_those_who_come_back(deck: LiveDeck, admin: Follower) -> None:
    await deck.emit("one", "two")
    second = tails.Tail(deck.database, lambda: None)
    running = asyncio.create_task(second.run())
    await eventually(lambda: second.through == 2)

    assert [told.seq for told in second.after(0)] == [1, 2]
    assert [told.seq for told in second.after(1)] == [2]
    assert second.covers(0)
    running.cancel()


# slow readers


async def slow_are_cut(deck: LiveDeck, monkeypatch: pytest.MonkeyPatch, others: int) -> None:
    """Lose patience, and wait until only the `others` are left."""
    with monkeypatch.context() as patch:
        patch.setattr(deck.live.streams, "send_timeout", 0.5)
        await eventually(lambda: deck.live.streams.count <= others)


@asynccontextmanager
async def raw_stream(deck: LiveDeck, person: Follower) -> AsyncIterator[sockets.socket]:
    """A server-sent stream on a bare socket with small buffers, which nobody reads."""
    host, port = deck.place.split(":")
    with sockets.socket() as raw:
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
        raw.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(raw, (host, int(port)))
        head = "GET /api/v1/events?after_seq=0 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n"
        await loop.sock_sendall(raw, f"{head}Authorization: {person.bearer['Authorization']}\r\n\r\n".encode())
        yield raw


async def large_events(deck: LiveDeck, count: int) -> None:
    for start in range(0, count, 50):
        await deck.emit(*(str(n) for n in range(start + 1, start + 51)), data=LARGE)


async def test_a_slow_stream_is_cut_and_resumes_where_it_was(
    deck: LiveDeck, admin: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 600
    async with deck.stream(admin.bearer) as lawful, raw_stream(deck, admin) as raw:
        await large_events(deck, count)
        assert len(await lawful.subjects(count)) == count
        await slow_are_cut(deck, monkeypatch, others=1)
        received = b""
        async with asyncio.timeout(SOON):
            while chunk := await asyncio.get_running_loop().sock_recv(raw, 1 << 20):
                received += chunk

    whole = [int(line[4:]) for line in received.split(b"\n") if line.startswith(b"id: ")][:-1]
    told = [seq for seq in whole if seq]
    assert told == list(range(1, told[-1] + 1))
    assert 0 < told[-1] < count
    async with deck.stream(admin.bearer, after_seq=told[-1]) as again:
        assert await again.subjects(count - told[-1]) == [str(n) for n in range(told[-1] + 1, count + 1)]


async def test_a_slow_socket_is_cut_by_1013_and_resumes_where_it_was(
    deck: LiveDeck, admin: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, seen = 600, list[int]()
    async with deck.socket("?after_seq=0", headers=admin.bearer, max_queue=1) as socket:
        await frame(socket, "sync")
        await large_events(deck, count)
        await slow_are_cut(deck, monkeypatch, others=0)
        while socket.close_code is None:
            try:
                found = await frame(socket)
            except ConnectionClosed:
                break
            seen.append(found["event"]["seq"])

    assert socket.close_code == 1013
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) < count
    async with deck.socket(f"?after_seq={seen[-1]}", headers=admin.bearer) as again:
        assert [(await frame(again, "event"))["event"]["seq"] for _ in range(count - len(seen))] == list(
            range(len(seen) + 1, count + 1)
        )


# retention


async def forget_all(deck: LiveDeck) -> None:
    async with deck.database.writing() as session:
        await event_log.purge_before(session, clock.now() + timedelta(seconds=1))


@BOTH_DATABASES
async def test_who_resumes_from_before_retention_is_told_so(deck: LiveDeck, admin: Follower) -> None:
    await deck.emit("one", "two", "three")
    await forget_all(deck)
    await deck.emit("four")
    gone = {"from": 1, "through": 3}

    async with (
        deck.stream(admin.bearer, after_seq=1) as stream,
        deck.socket("?after_seq=1", headers=admin.bearer) as socket,
        deck.stream(admin.bearer, after_seq=3) as lawful,
    ):
        assert await stream.next() == ("resync", gone)
        assert await stream.next() == ("sync", {"from": 3, "through": 4})
        assert stream.last_id == 3
        assert await frame(socket) == {"type": "resync"} | gone
        assert await frame(socket) == {"type": "sync", "from": 3, "through": 4}
        assert await lawful.next() == ("sync", {"from": 3, "through": 4})
        assert await stream.subjects(1) == await lawful.subjects(1) == ["four"]
    page = (await admin.client.get("/events", params={"after_seq": 1})).json()
    assert (page["resync"], page["next_seq"], len(page["items"])) == (gone, 4, 1)
    assert (await admin.client.get("/events")).json()["resync"] is None


async def test_who_comes_from_the_future_is_told_so(deck: LiveDeck, admin: Follower) -> None:
    await deck.emit("one")
    back = {"from": 99, "through": 1}

    async with (
        deck.stream(admin.bearer | {"Last-Event-ID": "99"}) as stream,
        deck.socket("?after_seq=99", headers=admin.bearer) as socket,
    ):
        assert await stream.next() == ("resync", back)
        assert await frame(socket) == {"type": "resync"} | back
        await deck.emit("two")
        assert await stream.subjects(1) == ["two"]
        assert (await frame(socket, "event"))["event"]["seq"] == 2
    page = (await admin.client.get("/events", params={"after_seq": 99})).json()
    assert page == {"items": [], "next_seq": 2, "resync": {"from": 99, "through": 2}}


async def test_retention_that_overtakes_an_open_reader_is_told_in_the_middle(
    deck: LiveDeck, admin: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "KEPT", 1)
    monkeypatch.setattr(tails, "BATCH", 2)
    monkeypatch.setattr("quarterdeck.events.live.serve.BATCH", 2)
    await deck.emit(*"abcdef")
    async with deck.database.reading() as session:
        whole = await event_log.read_after(session, 0, 10)

    async def read_after(_session: Any, seq: int, limit: int) -> list[Any]:
        return [event for event in whole if event.seq > seq and (event.seq < 3 or event.seq > 4)][:limit]

    monkeypatch.setattr(event_log, "read_after", read_after)
    async with deck.socket("?after_seq=0", headers=admin.bearer) as socket:
        frames = [await frame(socket) for _ in range(6)]

    assert [one.get("event", {}).get("seq", one["type"]) for one in frames] == ["sync", 1, 2, "resync", 5, 6]
    assert frames[3] == {"type": "resync", "from": 2, "through": 4}


async def _fail_after_emitting(deck: LiveDeck) -> None:
    async with deck.database.writing() as session:
        event_log.publish(session, event_log.EventType("thing.happened", audience="administrators"), "lost")
        raise RuntimeError("no")


async def test_a_tail_that_breaks_comes_back_and_tells_what_was_missed(
    deck: LiveDeck, admin: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_after, broken = event_log.read_after, asyncio.Event()

    async def break_once(session: Any, seq: int, limit: int) -> Any:
        if not broken.is_set():
            broken.set()
            raise LookupError("nobody expected this")
        return await read_after(session, seq, limit)

    async with deck.stream(admin.bearer) as stream:
        await stream.next()
        monkeypatch.setattr(event_log, "read_after", break_once)
        await deck.emit("while it was broken")
        assert await stream.subjects(1) == ["while it was broken"]
    assert broken.is_set()
