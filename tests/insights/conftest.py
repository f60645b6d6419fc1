"""A fact store on each engine (a test that takes `facts` runs on both), and the golden repository."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from quarterdeck.insights.facts.duck import DuckEngine
from quarterdeck.insights.facts.postgres import PostgresEngine
from quarterdeck.insights.facts.store import FactStore
from tests.insights import golden


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
