"""The DuckDB file is opened when it must be, and health tells the truth before."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from quarterdeck.insights.facts.duck_lazy import LazyDuckEngine
from quarterdeck.insights.facts.errors import FactsLocked, FactsUnavailable
from quarterdeck.insights.facts.store import FactStore
from tests.insights.facts.builders import commit
from tests.insights.facts.test_duck_file import held_elsewhere

IDLE = """
import asyncio, sys
from pathlib import Path
from quarterdeck.infra.jobs import list_jobs
from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.load import with_kept_secrets
from quarterdeck.infra.settings.server import ServerSettings
from quarterdeck.kit.pages import PageRequest
from quarterdeck.server.parts import open_parts
from quarterdeck.server.platform import check_all
from quarterdeck.server.working import prepare, working

async def caught_up(parts):
    async with parts.database.reading() as session:
        return (await list_jobs(session, PageRequest(), None, "succeeded")).total

async def main():
    settings = with_kept_secrets(Settings(server=ServerSettings(environment="test", data_dir=Path(sys.argv[1]))))
    async with open_parts(settings) as parts:
        await prepare(parts)
        async with working(parts), asyncio.timeout(60):
            while not await caught_up(parts):
                await asyncio.sleep(0.01)
            checks = await check_all(parts)
        before = [name for name in ("duckdb", "numpy") if name in sys.modules]
        await parts.facts.query("select 1")
        print(checks["metrics_store"].status, before, "duckdb" in sys.modules)

asyncio.run(main())
"""


@pytest.fixture
async def lazy(tmp_path: Path) -> AsyncIterator[LazyDuckEngine]:
    engine = await LazyDuckEngine.open(tmp_path / "new" / "facts.duckdb", "1GB")
    yield engine
    await engine.close()


def test_an_idle_server_without_facts_loads_no_engine(tmp_path: Path) -> None:
    words = [sys.executable, "-c", IDLE, str(tmp_path)]
    said = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True).stdout

    assert said.splitlines()[-1] == "ok [] True"


async def test_nothing_is_made_before_it_is_needed(lazy: LazyDuckEngine, tmp_path: Path) -> None:
    facts = FactStore(lazy)

    await facts.check()
    assert not (tmp_path / "new").exists()

    await facts.upsert("commits", [commit("a")])
    await facts.check()
    assert await facts.query("select sha from commits") == [("a",)]


async def test_a_start_beside_another_process_fails_and_names_it(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"

    with held_elsewhere(path) as holder, pytest.raises(FactsLocked, match=rf"process {holder}, python"):
        await LazyDuckEngine.open(path, "1GB")


async def test_health_sees_a_file_that_another_process_took_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    engine = await LazyDuckEngine.open(path, "1GB")

    with held_elsewhere(path), pytest.raises(FactsLocked):
        await engine.check()

    await engine.check()
    assert await engine.query("select 1") == [(1,)]
    await engine.close()


async def test_health_sees_what_is_no_file_to_write(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    path.mkdir()
    engine = await LazyDuckEngine.open(path, "1GB")

    with pytest.raises(FactsUnavailable):
        await engine.check()


async def test_an_opening_that_failed_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    path.mkdir()
    engine = await LazyDuckEngine.open(path, "1GB")
    with pytest.raises(FactsUnavailable):
        await engine.query("select 1")

    path.rmdir()

    assert await engine.query("select 1") == [(1,)]
    await engine.close()
