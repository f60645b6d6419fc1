"""The DuckDB file: held, damaged, of an older form, lost power."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

import duckdb
import pytest

from quarterdeck.insights.facts.duck import DuckEngine
from quarterdeck.insights.facts.errors import FactsLocked
from quarterdeck.insights.facts.store import FactStore
from tests.insights.facts.builders import commit

WRITE_AND_DIE = """
import asyncio, os, signal, sys
from pathlib import Path
from quarterdeck.insights.facts.duck import DuckEngine
from quarterdeck.insights.facts.store import FactStore
from tests.insights.facts.builders import commit

async def main():
    facts = FactStore(await DuckEngine.open(Path(sys.argv[1])))
    for number in range(1000):
        await facts.upsert("commits", [commit(f"{number:04}")])
        print(number, flush=True)

asyncio.run(main())
"""


def killed_while_writing(path: Path) -> int:
    """Return the number of the last row that the killed process had seen acknowledged."""
    with subprocess.Popen([sys.executable, "-c", WRITE_AND_DIE, str(path)], stdout=PIPE) as writer:
        assert writer.stdout is not None
        first = [writer.stdout.readline() for _ in range(25)]
        writer.kill()
        return int([*first, *writer.stdout.read().splitlines()][-1])


@contextmanager
def held_elsewhere(path: Path) -> Iterator[int]:
    hold = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=PIPE, stdout=PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield holder.pid


def set_aside(folder: Path) -> list[bytes]:
    return [each.read_bytes() for each in folder.glob("*unreadable*")]


async def reopened(path: Path) -> FactStore:
    return FactStore(await DuckEngine.open(path))


async def test_facts_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "new" / "facts.duckdb"
    facts = await reopened(path)
    await facts.upsert("commits", [commit("a")])
    version = await facts.data_version(["r"])
    await facts.close()

    facts = await reopened(path)

    assert facts.notice is None
    assert await facts.query("select sha from commits") == [("a",)]
    assert await facts.data_version(["r"]) == version
    await facts.close()


async def test_a_file_that_another_process_holds_names_that_process(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"

    with held_elsewhere(path) as holder, pytest.raises(FactsLocked, match=rf"process {holder}, python"):
        await DuckEngine.open(path)

    assert set_aside(tmp_path) == []


async def test_a_damaged_file_is_kept_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    path.write_bytes(b"not a database" * 1000)

    facts = await reopened(path)

    assert "could not be read" in (facts.notice or "")
    assert await facts.query("select * from commits") == []
    assert [content[:14] for content in set_aside(tmp_path)] == [b"not a database"]
    await facts.close()


async def test_a_file_torn_in_the_middle_is_kept_aside_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    facts = await reopened(path)
    await facts.upsert("commits", [commit(f"{n}") for n in range(5000)])
    await facts.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x00" * (len(whole) - 4096))

    facts = await reopened(path)

    assert facts.notice is not None
    assert await facts.query("select * from commits") == []
    await facts.close()


async def test_a_file_of_another_format_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    await (await reopened(path)).close()
    with duckdb.connect(path) as connection:
        connection.execute("update store_format set format = 0")

    facts = await reopened(path)

    assert "another form" in (facts.notice or "")
    await facts.close()


async def test_an_acknowledged_write_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    acknowledged = killed_while_writing(path)

    facts = await reopened(path)

    found = [sha for (sha,) in await facts.query("select sha from commits order by sha")]
    assert found[: acknowledged + 1] == [f"{n:04}" for n in range(acknowledged + 1)]
    assert len(found) <= acknowledged + 2
    assert facts.notice is None
    await facts.close()
