"""Selects that go to the driver as they are: the same values as by way of the engine, and the same named failures."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, func, insert, literal, select

from quarterdeck.infra.database import Database, open_database
from quarterdeck.infra.database.failures import DatabaseBusy
from quarterdeck.infra.database.prepared import PreparedSelect
from quarterdeck.infra.database.types import Json, UtcTimestamp
from quarterdeck.infra.settings import Settings

tables = MetaData()
watches = Table(
    "watches",
    tables,
    Column("id", String(10), primary_key=True),
    Column("began", UtcTimestamp),
    Column("crew", Json),
    Column("bells", Integer),
)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROWS: list[dict[str, Any]] = [
    {"id": "a", "began": NOON, "crew": ["ada", {"mate": "bo"}], "bells": 8},
    {"id": "b", "began": None, "crew": None, "bells": None},
]
ONE = PreparedSelect(select(watches, watches.c.id, literal("x")).where(watches.c.id == bindparam("wanted")))


@asynccontextmanager
async def with_rows(settings: Settings) -> AsyncIterator[Database]:
    patience = settings.database.model_copy(update={"database_timeout": 0.3})
    opened = open_database(replace(settings, database=patience))
    await opened.run_sync(tables.create_all)
    async with opened.writing() as session:
        await session.run(insert(watches), ROWS)
    yield opened
    await opened.run_sync(tables.drop_all)
    await opened.close()


@pytest.fixture
async def deck(stored_in: Settings) -> AsyncIterator[Database]:
    async with with_rows(stored_in) as opened:
        yield opened


@pytest.mark.parametrize("wanted", ["a", "b", "c", "a' OR 'x"])
async def test_the_values_are_those_of_the_engine(deck: Database, wanted: str) -> None:
    async with deck.reading() as session:
        by_engine = await session.rows(ONE.select, {"wanted": wanted})
        prepared = await session.prepared(ONE, {"wanted": wanted})
    async with deck.writing() as session:
        in_writing = await session.prepared(ONE, {"wanted": wanted})

    assert [tuple(row) for row in prepared] == [tuple(row) for row in by_engine]
    assert [tuple(row) for row in in_writing] == [tuple(row) for row in by_engine]
    assert len(prepared) == (wanted in {"a", "b"})


async def test_an_endless_one_is_stopped_in_sqlite_and_the_next_one_answers(settings: Settings) -> None:
    numbers = select(literal(1).label("i")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.i + 1))
    endless = PreparedSelect(select(func.max(numbers.c.i)))

    async with with_rows(settings) as deck, deck.reading() as session:
        with pytest.raises(DatabaseBusy):
            await session.prepared(endless, {})
        assert len(await session.prepared(ONE, {"wanted": "a"})) == 1
