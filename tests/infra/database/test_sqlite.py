"""What only the embedded database does."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from quarterdeck.infra.database import Session, open_database
from quarterdeck.infra.database.failures import DatabaseBusy
from quarterdeck.infra.database.sqlite import SqliteDatabase
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.errors import StorageFull
from tests.waiting import eventually

ENDLESS = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
ADD = text("INSERT INTO notes VALUES (:body)")
COUNT = text("SELECT count(*) FROM notes")


@pytest.fixture
async def deck(settings: Settings) -> AsyncIterator[SqliteDatabase]:
    patience = settings.database.model_copy(update={"database_timeout": 0.3})
    opened = open_database(replace(settings, database=patience))
    assert isinstance(opened, SqliteDatabase)
    async with opened.writing() as session:
        await session.run(text("CREATE TABLE notes (body)"))
    yield opened
    await opened.close()


@pytest.fixture
def path(settings: Settings) -> Path:
    return settings.server.data_dir / "quarterdeck.db"


async def count(deck: SqliteDatabase) -> int:
    async with deck.reading() as session:
        return int(await session.scalar(COUNT))


async def test_an_acknowledged_write_is_on_the_disk(deck: SqliteDatabase) -> None:
    async with deck.writing() as session:
        assert await session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await session.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert await session.scalar(text("PRAGMA foreign_keys")) == 1


async def test_only_the_server_reads_its_files(deck: SqliteDatabase, path: Path) -> None:
    async with deck.writing() as session:
        await session.run(ADD, {"body": "private"})

    assert {each.name: oct(each.stat().st_mode & 0o777) for each in path.parent.glob("quarterdeck.db*")} == {
        "quarterdeck.db": "0o600",
        "quarterdeck.db-wal": "0o600",
        "quarterdeck.db-shm": "0o600",
    }
    assert path.parent.stat().st_mode & 0o077 == 0


async def test_an_endless_read_is_stopped_and_the_next_one_answers(deck: SqliteDatabase) -> None:
    async with deck.reading() as session:
        with pytest.raises(DatabaseBusy):
            await session.scalar(ENDLESS)

    async with deck.writing() as session:
        await session.run(ADD, {"body": "after"})
    assert await count(deck) == 1


async def test_a_reading_session_refuses_to_write(deck: SqliteDatabase) -> None:
    async with deck.reading() as session:
        with pytest.raises(RuntimeError, match="only reads"):
            await session.run(ADD, {"body": "sneaky"})


async def test_a_full_disk_is_named_nothing_is_half_written_and_it_heals(deck: SqliteDatabase) -> None:
    async def write_too_much() -> None:
        async with deck.writing() as session:
            await session.run(ADD, {"body": "small"})
            await session.run(ADD, {"body": "x" * 200_000})

    async with deck.writing() as session:
        await session.scalar(text("PRAGMA max_page_count = 20"))
    for _ in range(2):
        with pytest.raises(StorageFull) as refused:
            await write_too_much()
        assert refused.value.status == 507
    assert await count(deck) == 0

    async with deck.writing() as session:
        await session.scalar(text("PRAGMA max_page_count = 20000"))
    async with deck.writing() as session:
        await session.run(ADD, {"body": "there is room again"})
    assert await count(deck) == 1


async def test_a_request_cancelled_while_it_waits_for_the_lock_leaves_the_lock_free(
    deck: SqliteDatabase, path: Path
) -> None:
    async def request() -> None:
        async with deck.writing() as session:
            await session.run(ADD, {"body": "never"})

    sibling = sqlite3.connect(path, isolation_level=None, timeout=0)
    sibling.execute("BEGIN IMMEDIATE")
    task = asyncio.create_task(request())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    sibling.execute("COMMIT")

    def may_write() -> bool:
        with suppress(sqlite3.OperationalError):
            sibling.execute("BEGIN IMMEDIATE")
        return sibling.in_transaction

    await deck.on_writer(int)  # the writer thread has got its lock by now, and must give it back unasked
    assert await eventually(may_write)
    sibling.close()
    assert await count(deck) == 0


async def test_a_commit_that_outlives_its_request_is_still_told(deck: SqliteDatabase) -> None:
    heard, about_to_commit = asyncio.Event(), asyncio.Event()

    async def request() -> None:
        async with deck.writing() as session:
            await session.run(ADD, {"body": "kept"})
            session.after_commit(heard.set)
            about_to_commit.set()

    task = asyncio.create_task(request())
    await about_to_commit.wait()
    task.cancel()
    ends = await asyncio.gather(task, return_exceptions=True)

    assert isinstance(ends[0], asyncio.CancelledError)
    await asyncio.wait_for(heard.wait(), 1)
    assert await count(deck) == 1


async def test_reads_inside_a_write_see_it(deck: SqliteDatabase) -> None:
    async def seen_by(session: Session) -> int:
        return int(await session.scalar(COUNT))

    async with deck.writing() as writer, deck.reading() as reader:
        await writer.run(ADD, [{"body": "a"}, {"body": "b"}])
        assert (await seen_by(writer), await seen_by(reader)) == (2, 0)
