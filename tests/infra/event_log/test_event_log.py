"""The event log, on SQLite and on PostgreSQL."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest

from quarterdeck.infra.database import Database, Session
from quarterdeck.infra.event_log import (
    Event,
    EventType,
    Position,
    log_appended,
    position,
    publish,
    purge_before,
    read_after,
)
from quarterdeck.kit import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def database(any_database: Database) -> Database:
    return any_database


def tell(session: Session, subject: str, **given: Any) -> None:
    publish(session, EventType("thing.made", audience="job", scope=given.pop("scope", None)), subject, **given)


async def fail_to_tell(database: Database) -> None:
    with pytest.raises(LookupError):  # noqa: PT012 - the unit of work is what fails
        async with database.writing() as session:
            tell(session, "lost")
            raise LookupError


async def all_events(database: Database) -> list[Event]:
    async with database.reading() as session:
        return list(await read_after(session, 0, 1_000))


async def where(database: Database) -> Position:
    async with database.reading() as session:
        return await position(session)


async def test_events_of_a_transaction_stand_in_the_order_they_were_told(database: Database) -> None:
    with clock.frozen(NOON):
        async with database.writing() as session:
            tell(session, "a", organization_id="o", scope="data:read", actor_id="u", data={"n": 1})
            tell(session, "b", user_id="u")

    first, second = await all_events(database)
    assert (first.seq, second.seq) == (1, 2)
    assert first.on_the_wire() == {
        "seq": 1,
        "id": first.id,
        "type": "thing.made",
        "time": "2026-03-01T12:00:00Z",
        "organization_id": "o",
        "subject": {"type": "thing", "id": "a"},
        "actor_id": "u",
        "data": {"n": 1},
    }
    assert (second.organization_id, second.user_id, second.data) == (None, "u", {})


async def test_an_event_goes_with_the_change_that_failed_and_leaves_no_gap(database: Database) -> None:
    await fail_to_tell(database)
    async with database.writing() as session:
        tell(session, "kept")

    assert [(event.seq, event.subject_id) for event in await all_events(database)] == [(1, "kept")]


async def test_writers_at_once_leave_no_gap(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.writing() as session:
            for part in range(3):
                tell(session, f"{number}.{part}")

    await asyncio.gather(*(write(number) for number in range(12)))

    found = await all_events(database)
    assert [event.seq for event in found] == list(range(1, 37))
    assert [event.subject_id.partition(".")[2] for event in found] == ["0", "1", "2"] * 12
    assert await where(database) == Position(36, 0)


async def test_a_reader_never_sees_a_number_before_a_smaller_one(database: Database) -> None:
    seen: list[int] = []

    async def follow() -> None:
        while len(seen) < 60:
            async with database.reading() as session:
                seen.extend(event.seq for event in await read_after(session, seen[-1] if seen else 0, 100))
            await asyncio.sleep(0)

    async def write() -> None:
        for _ in range(15):
            async with database.writing() as session:
                tell(session, "x")

    async with asyncio.timeout(20):
        await asyncio.gather(follow(), write(), write(), write(), write())

    assert seen == list(range(1, 61))


async def test_listeners_are_told_once_the_event_can_be_read_and_not_for_a_failed_change(database: Database) -> None:
    told = 0

    def count() -> None:
        nonlocal told
        told += 1

    with log_appended.listen(count):
        await fail_to_tell(database)
        assert told == 0
        async with database.writing() as session:
            tell(session, "a")
            tell(session, "b")
            assert told == 0
        assert told == 1
    async with database.writing() as session:
        tell(session, "c")
    assert told == 1


async def test_what_is_forgotten_is_known_to_be_forgotten(database: Database) -> None:
    with clock.frozen(NOON):
        for day in range(4):
            async with database.writing() as session:
                tell(session, str(day))
            clock.advance(timedelta(days=1))

    async with database.writing() as session:
        assert await purge_before(session, NOON + timedelta(days=2)) == 2

    assert [event.seq for event in await all_events(database)] == [3, 4]
    assert await where(database) == Position(4, 2)
    async with database.writing() as session:
        assert await purge_before(session, NOON + timedelta(days=9)) == 2
        tell(session, "new")
    assert [event.seq for event in await all_events(database)] == [5]


@pytest.mark.parametrize("name", ["made", "thing made", "Thing.made", "thing.", ""])
def test_a_type_that_is_no_noun_and_verb_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="noun"):
        EventType(name, audience="job")


@pytest.mark.parametrize(
    ("audience", "given"), [("organization", {"user_id": "u"}), ("organization", {}), ("person", {})]
)
async def test_an_event_without_the_audience_that_its_type_declares_is_refused(
    database: Database, audience: Literal["organization", "person"], given: dict[str, Any]
) -> None:
    made = EventType("thing.made", audience=audience)
    with pytest.raises(ValueError, match=audience):
        async with database.writing() as session:
            publish(session, made, "a", **given)

    assert await all_events(database) == []
