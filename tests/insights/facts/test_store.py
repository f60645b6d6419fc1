"""What any fact store promises, on both engines."""

import asyncio

import pytest

from quarterdeck.insights.facts.store import FactStore
from tests.insights.facts.builders import COMMIT, MONDAY, commit, deployment


async def shas(facts: FactStore, repository: str = "r") -> list[str]:
    rows = await facts.query("select sha from commits where repository_id = $1 order by sha", [repository])
    return [sha for (sha,) in rows]


async def test_gives_back_every_column_as_it_was_written(facts: FactStore) -> None:
    full = COMMIT._replace(reverts_sha="c0", pr_number=7, files=1, additions=2, deletions=3)
    bare = COMMIT._replace(sha="c2", subject="Ünïcode ✓")

    await facts.upsert("commits", [full, bare])

    rows = await facts.query("select * from commits order by sha")
    assert [type(COMMIT)(*row) for row in rows] == [full, bare]


async def test_overwrites_a_row_with_the_same_key(facts: FactStore) -> None:
    await facts.upsert("deployments", [deployment("d", MONDAY)])
    await facts.upsert("deployments", [deployment("d", MONDAY, failed=True)])

    assert await facts.query("select deployment_id, failed from deployments") == [("d", True)]


async def test_keeps_the_last_of_two_rows_with_one_key_in_one_write(facts: FactStore) -> None:
    await facts.upsert("commits", [commit("a", subject="old"), commit("a", subject="new")])

    assert await facts.query("select subject from commits") == [("new",)]


async def test_replacing_leaves_exactly_the_new_rows_and_no_other_repository_changes(facts: FactStore) -> None:
    await facts.upsert("commits", [commit("a"), commit("b"), COMMIT._replace(repository_id="other", sha="z")])

    await facts.replace("commits", "r", [commit("b", subject="again"), commit("c")])

    assert await shas(facts) == ["b", "c"]
    assert await shas(facts, "other") == ["z"]
    assert await facts.query("select subject from commits where sha = 'b'") == [("again",)]


async def test_forgets_all_of_one_repository(facts: FactStore) -> None:
    await facts.replace_all("r", {"commits": [commit("a")], "deployments": [deployment("d", MONDAY)]})

    await facts.purge("r")

    assert await shas(facts) == []
    assert await facts.query("select * from deployments") == []


async def test_a_write_changes_the_data_version_of_its_repositories_only(facts: FactStore) -> None:
    await facts.upsert("commits", [commit("a")])
    ours, others = await facts.data_version(["r"]), await facts.data_version(["other"])

    await facts.upsert("commits", [commit("b")])

    assert await facts.data_version(["r"]) != ours
    assert await facts.data_version(["other"]) == others
    assert await facts.data_version(["r", "other"]) == await facts.data_version(["other", "r"])


async def test_writes_that_meet_all_arrive(facts: FactStore) -> None:
    await asyncio.gather(*(facts.upsert("commits", [commit(f"{n:02}")]) for n in range(40)))

    assert await shas(facts) == [f"{n:02}" for n in range(40)]


async def test_a_write_that_fails_leaves_nothing_and_harms_no_neighbour(facts: FactStore) -> None:
    bad = COMMIT._replace(sha="bad", subject=None)  # type: ignore[arg-type]  # what the schema must refuse

    outcomes = await asyncio.gather(
        facts.upsert("commits", [commit("good")]),
        facts.replace_all("r2", {"commits": [COMMIT._replace(repository_id="r2", sha="half"), bad]}),
        facts.upsert("commits", [commit("fine")]),
        return_exceptions=True,
    )

    assert [outcome is None for outcome in outcomes] == [True, False, True]
    assert await shas(facts) == ["fine", "good"]
    assert await shas(facts, "r2") == []


async def test_a_rebuild_empties_the_store_and_makes_old_versions_void(facts: FactStore) -> None:
    await facts.upsert("commits", [commit("a")])
    before = await facts.data_version(["r"])

    await facts.rebuild()
    await facts.upsert("commits", [commit("b")])

    assert await shas(facts) == ["b"]
    assert await facts.data_version(["r"]) != before


@pytest.mark.parametrize("table", ["commits", "changes", "deployments", "deployment_changes", "incidents"])
async def test_writing_nothing_is_allowed(facts: FactStore, table: str) -> None:
    await facts.upsert(table, [])
    await facts.replace(table, "r", [])

    assert await facts.query(f"select * from {table}") == []  # noqa: S608 - one of the names above
