"""What only PostgreSQL does to us."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from quarterdeck.infra.database import Database
from quarterdeck.infra.database.failures import DatabaseBusy, DatabaseDown
from quarterdeck.infra.database.postgres import PostgresDatabase
from tests.waiting import eventually

ONE = text("SELECT 1")


@pytest.fixture
async def deck(postgres_url: str) -> AsyncIterator[Database]:
    url = postgres_url.replace("postgresql://", "postgresql+asyncpg://")
    opened = PostgresDatabase(url, pool_size=1, max_overflow=1, timeout=0.3, echo=False)
    yield opened
    await opened.close()


async def ask(deck: Database) -> object:
    async with deck.reading() as session:
        return await session.scalar(ONE)


async def test_an_endless_read_is_stopped_and_the_next_one_answers(deck: Database) -> None:
    async with deck.reading() as session:
        with pytest.raises(DatabaseBusy):
            await session.scalar(text("SELECT pg_sleep(10)"))

    assert await ask(deck) == 1


async def test_a_used_up_pool_is_a_busy_database(deck: Database) -> None:
    async with deck.reading(), deck.reading():
        with pytest.raises(DatabaseBusy):
            await ask(deck)

    assert await ask(deck) == 1


async def test_connections_cut_by_the_server_are_named_and_replaced(deck: Database) -> None:
    async with deck.writing() as killer, deck.reading() as session:
        victim = await session.scalar(text("SELECT pg_backend_pid()"))
        await killer.scalar(text("SELECT pg_terminate_backend(:pid)"), {"pid": victim})
        with pytest.raises(DatabaseDown):
            await session.scalar(ONE)

    assert await ask(deck) == 1


async def test_two_that_lock_each_other_out_are_told_to_try_again(deck: Database) -> None:
    async with deck.writing() as session:
        await session.run(text("CREATE TABLE pair (id int)"))
        await session.run(text("INSERT INTO pair VALUES (1), (2)"))
    take = text("UPDATE pair SET id = id WHERE id = :id")

    holding = asyncio.Barrier(2)

    async def both(first: int, second: int) -> None:
        async with deck.writing() as session:
            await session.run(take, {"id": first})
            await holding.wait()
            await session.run(take, {"id": second})

    ends = await asyncio.gather(both(1, 2), both(2, 1), return_exceptions=True)

    refused = [end for end in ends if end is not None]
    assert refused
    assert all(isinstance(end, DatabaseBusy) for end in refused)


async def test_a_cancelled_read_does_not_leave_its_answer_to_the_next(deck: Database) -> None:
    async def slow() -> None:
        async with deck.reading() as session:
            await session.scalar(text("SELECT 'mine', pg_sleep(60)"))

    async def is_asleep() -> bool:
        async with deck.reading() as session:
            asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE '%mine%'"
            return bool(await session.scalar(text(asleep)))

    for _ in range(5):
        task = asyncio.create_task(slow())
        await eventually(is_asleep)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await ask(deck) == 1
