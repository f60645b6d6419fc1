"""The same tests on both databases."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from tests.conftest import opened_database


@pytest.fixture(params=["sqlite", "postgresql"])
def stored_in(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Settings of a server that keeps its metadata in SQLite, then of one that keeps it in PostgreSQL."""
    wanted = {"database_timeout": 0.5}
    if request.param == "postgresql":
        wanted["database_url"] = request.getfixturevalue("postgres_url")
    return replace(settings, database=settings.database.model_copy(update=wanted))


@pytest.fixture
async def any_database(stored_in: Settings) -> AsyncIterator[Database]:
    """An empty database with every table of the server, of each kind."""
    async with opened_database(stored_in) as opened:
        yield opened
