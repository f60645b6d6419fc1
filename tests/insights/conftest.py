"""A fact store on each engine (a test that takes `facts` runs on both), and the golden repository."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from quarterdeck.infra.database import Database
from quarterdeck.infra.settings import Settings
from quarterdeck.insights.facts.duck import DuckEngine
from quarterdeck.insights.facts.postgres import PostgresEngine
from quarterdeck.insights.facts.store import FactStore
from tests.conftest import opened_database
from tests.insights import golden
from tests.insights.decks import Catalog, open_catalog


@pytest.fixture
async def duck_facts(tmp_path: Path) -> AsyncIterator[FactStore]:
    store = FactStore(await DuckEngine.open(tmp_path / "facts.duckdb"))
    yield store
    await store.close()


@pytest.fixture
async def postgres_facts(postgres_url: str) -> AsyncIterator[FactStore]:
    store = FactStore(await PostgresEngine.open(postgres_url))
    yield store
    await store.close()


@pytest.fixture(params=["duckdb", "postgresql"])
def facts(request: pytest.FixtureRequest) -> FactStore:
    store: FactStore = request.getfixturevalue("duck_facts" if request.param == "duckdb" else "postgres_facts")
    return store


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> golden.Golden:
    """The golden repository; shared, so never to be written to."""
    return golden.build(tmp_path_factory.mktemp("golden") / "golden.git")


@pytest.fixture
def own_story(tmp_path: Path) -> golden.Golden:
    """A golden repository of the test's own, to change or to damage."""
    return golden.build(tmp_path / "own.git")


@pytest.fixture
def catalog_settings(settings: Settings, tmp_path: Path) -> Settings:
    """Settings that allow clones below the folder of this run, with rate limits out of the way."""
    return replace(
        settings,
        rate_limits=settings.rate_limits.model_copy(update={"rate_limit_profile": "off"}),
        security=settings.security.model_copy(update={"repository_roots": (str(tmp_path.parent),)}),
    )


@pytest.fixture
async def catalog(
    catalog_settings: Settings, database: Database, duck_facts: FactStore, tmp_path: Path
) -> AsyncIterator[Catalog]:
    """The application on SQLite and DuckDB, with two people of two organizations."""
    async with open_catalog(catalog_settings, database, duck_facts, tmp_path) as opened:
        yield opened


@pytest.fixture
async def server_catalog(
    catalog_settings: Settings, postgres_url: str, postgres_facts: FactStore, tmp_path: Path
) -> AsyncIterator[Catalog]:
    """The same with everything on PostgreSQL."""
    named = catalog_settings.database.model_copy(update={"database_url": postgres_url})
    settings = replace(catalog_settings, database=named)
    async with (
        opened_database(settings) as database,
        open_catalog(settings, database, postgres_facts, tmp_path) as opened,
    ):
        yield opened


@pytest.fixture(params=["embedded", "server"])
def either_catalog(request: pytest.FixtureRequest) -> Catalog:
    found: Catalog = request.getfixturevalue("catalog" if request.param == "embedded" else "server_catalog")
    return found
