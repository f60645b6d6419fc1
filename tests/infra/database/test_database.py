"""Units of work, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.database.failures import DatabaseBusy, DatabaseDown
from quarterdeck.infra.database.types import Json, UtcTimestamp
from quarterdeck.infra.settings import Settings

tables = MetaData()
notes = Table(
    "notes",
    tables,
    Column("id", Integer, primary_key=True),
    Column("body", String(100), unique=True),
    Column("written", UtcTimestamp),
    Column("facts", Json),
)
HOW_MANY = select(func.count()).select_from(notes)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
async def deck(stored_in: Settings) -> AsyncIterator[Database]:
    opened = open_database(stored_in)
    await opened.run_sync(tables.create_all)
    yield opened
    await opened.close()


async def write(deck: Database, *bodies: str) -> None:
    async with deck.writing() as session:
        await session.run(insert(notes), [{"body": body} for body in bodies])


async def count(deck: Database) -> int:
    async with deck.reading() as session:
        return int(await session.scalar(HOW_MANY))


async def test_what_is_written_is_read_by_others_after_the_commit_and_not_before(deck: Database) -> None:
    async with deck.writing() as session:
        await session.run(insert(notes), {"body": "draft"})
        assert await session.scalar(HOW_MANY) == 1
        assert await count(deck) == 0

    assert await count(deck) == 1


async def test_a_failure_takes_the_whole_unit_of_work_back(deck: Database) -> None:
    async def fail() -> None:
        async with deck.writing() as session:
            await session.run(insert(notes), {"body": "lost"})
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    assert await count(deck) == 0
    await write(deck, "the next one works")


async def test_a_broken_constraint_is_left_to_who_knows_its_meaning(deck: Database) -> None:
    await write(deck, "only once")

    with pytest.raises(IntegrityError):
        await write(deck, "another", "only once")

    assert await count(deck) == 1


async def test_a_request_cancelled_in_the_middle_of_its_writes_leaves_nothing(deck: Database) -> None:
    wrote, never = asyncio.Event(), asyncio.Event()

    async def request() -> None:
        async with deck.writing() as session:
            await session.run(insert(notes), {"body": "half a request"})
            wrote.set()
            await never.wait()

    task = asyncio.create_task(request())
    await wrote.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    await write(deck, "the next one")
    assert await count(deck) == 1


async def test_requests_cancelled_at_any_step_neither_block_nor_mix_with_others(deck: Database) -> None:
    tasks = [asyncio.create_task(write(deck, f"cancelled {number}")) for number in range(30)]
    for turn, task in enumerate(tasks):
        for _ in range(turn):
            await asyncio.sleep(0)
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)

    acknowledged = sum(end is None for end in ends)
    await write(deck, "still works")
    assert await count(deck) >= acknowledged + 1


async def test_two_writers_take_turns(deck: Database) -> None:
    async def add_one_to_the_sum() -> None:
        async with deck.writing() as session:
            await session.run(text("UPDATE notes SET body = CAST(CAST(body AS INTEGER) + 1 AS VARCHAR)"))

    await write(deck, "0")
    await asyncio.gather(*(add_one_to_the_sum() for _ in range(20)))

    async with deck.reading() as session:
        assert await session.scalar(select(notes.c.body)) == "20"


async def test_those_who_asked_hear_of_the_commit_and_only_of_that(deck: Database) -> None:
    heard: list[str] = []

    async def fail() -> None:
        async with deck.writing() as session:
            session.after_commit(lambda: heard.append("lost"))
            raise LookupError

    async with deck.writing() as session:
        session.after_commit(lambda: heard.append("kept"))
        assert heard == []
    with pytest.raises(LookupError):
        await fail()

    assert heard == ["kept"]


async def test_a_lock_held_elsewhere_is_a_busy_database_not_a_hang(deck: Database, stored_in: Settings) -> None:
    await write(deck, "contended")
    elsewhere = open_database(stored_in)
    change = text("UPDATE notes SET body = 'mine' WHERE body = 'contended'")

    async with elsewhere.writing() as holder:
        await holder.run(change)
        with pytest.raises(DatabaseBusy) as refused:
            async with deck.writing() as session:
                await session.run(change)

    assert (refused.value.status, refused.value.code, refused.value.retry_after) == (503, "DATABASE_BUSY", 1)
    await write(deck, "free again")
    await elsewhere.close()


async def test_times_are_kept_to_the_microsecond_and_come_back_in_utc_and_in_order(deck: Database) -> None:
    in_delhi = timezone(timedelta(hours=5, minutes=30))
    moments = [NOON, NOON + timedelta(microseconds=1), (NOON + timedelta(hours=1)).astimezone(in_delhi)]
    async with deck.writing() as session:
        await session.run(insert(notes), [{"written": moment} for moment in reversed(moments)])

    async with deck.reading() as session:
        rows = await session.rows(select(notes.c.written).order_by(notes.c.written))

    assert [row.written for row in rows] == moments
    assert {row.written.tzinfo for row in rows} == {UTC}


async def test_a_time_without_a_zone_is_never_stored(deck: Database) -> None:
    with pytest.raises(Exception, match="without a zone"):
        async with deck.writing() as session:
            await session.run(insert(notes), {"written": NOON.replace(tzinfo=None)})


async def test_structured_facts_come_back_as_they_were_and_nothing_is_null(deck: Database) -> None:
    async with deck.writing() as session:
        await session.run(insert(notes), [{"facts": {"a": [1, "ü", None]}}, {"facts": None}])

    async with deck.reading() as session:
        assert await session.scalar(select(notes.c.facts).where(notes.c.facts.is_not(None))) == {"a": [1, "ü", None]}
        assert await session.scalar(select(func.count()).where(notes.c.facts.is_(None))) == 1


async def test_no_row_is_none_and_a_write_tells_how_much_it_touched(deck: Database) -> None:
    await write(deck, "a", "b")

    async with deck.writing() as session:
        assert await session.run(text("DELETE FROM notes")) == 2
    async with deck.reading() as session:
        assert await session.row(select(notes)) is None
        assert await session.scalar(select(notes.c.id)) is None


async def test_a_database_that_is_gone_is_said_to_be_down(settings: Settings) -> None:
    nowhere = settings.database.model_copy(update={"database_url": "postgresql://deck@127.0.0.1:1/deck"})
    database = open_database(type(settings)(server=settings.server, database=nowhere))

    with pytest.raises(DatabaseDown):
        async with database.reading() as session:
            await session.scalar(text("SELECT 1"))

    await database.close()
