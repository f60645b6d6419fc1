"""What goes wrong with a repository leaves old facts alone, says so, and is over with the next run."""

from pathlib import Path

import pytest

from quarterdeck.infra.database import Database
from quarterdeck.insights.api import queue_catch_up, queue_rebuild
from quarterdeck.insights.facts.errors import FactsUnavailable
from tests.insights import golden
from tests.insights.decks import Catalog


async def sync_error(catalog: Catalog, repository_id: str) -> dict[str, object]:
    sync = (await catalog.get(f"/repositories/{repository_id}"))["sync"]
    assert sync["state"] == "failed"
    error: dict[str, object] = sync["error"]
    return error


async def test_a_clone_that_vanished_keeps_its_facts_and_comes_back(
    catalog: Catalog, own_story: golden.Golden, tmp_path: Path
) -> None:
    found = await catalog.read(own_story.path)
    own_story.path.rename(tmp_path / "elsewhere")

    await catalog.client.post(f"/repositories/{found['id']}/sync")
    await catalog.work()

    assert (await sync_error(catalog, found["id"]))["code"] == "NOT_A_REPOSITORY"
    assert len(await catalog.rows("sha", "commits", found["id"])) == golden.COMMITS

    (tmp_path / "elsewhere").rename(own_story.path)
    await catalog.client.post(f"/repositories/{found['id']}/sync")
    await catalog.work()
    assert (await catalog.get(f"/repositories/{found['id']}"))["sync"]["state"] == "done"


async def test_a_missing_commit_stores_nothing_half(catalog: Catalog, own_story: golden.Golden) -> None:
    made = await catalog.register(path=str(own_story.path))
    broken = own_story.objects.file_of(own_story.shas["c4"])
    kept = broken.read_bytes()
    broken.unlink()

    await catalog.work()

    assert (await sync_error(catalog, made["id"]))["code"] == "BROKEN_REPOSITORY"
    assert await catalog.rows("sha", "commits", made["id"]) == []

    broken.write_bytes(kept)
    await catalog.client.post(f"/repositories/{made['id']}/sync")
    await catalog.work()
    assert len(await catalog.rows("sha", "commits", made["id"])) == golden.COMMITS


async def test_a_missing_file_costs_only_the_lines_of_its_commits(catalog: Catalog, own_story: golden.Golden) -> None:
    own_story.objects.file_of(own_story.objects.blob(b"p\n")).unlink()

    found = await catalog.read(own_story.path)

    assert found["sync"]["state"] == "done"
    lines = {own_story.names[row[0]]: row[1] for row in await catalog.rows("sha, additions", "commits", found["id"])}
    assert lines["c2"] is None
    assert lines["c1"] == golden.LINES["c1"][1]
    warnings = {warning["code"]: warning["message"] for warning in found["warnings"]}
    assert "1 commits" in warnings["BROKEN_OBJECTS"]
    assert "2 tags" in warnings["TAGS_ON_NO_COMMIT"]


async def test_a_shallow_clone_is_read_with_a_warning(catalog: Catalog, own_story: golden.Golden) -> None:
    (own_story.path / "shallow").write_text(own_story.shas["c9"] + "\n")

    found = await catalog.read(own_story.path)

    assert "SHALLOW_CLONE" in {warning["code"] for warning in found["warnings"]}
    assert found["sync"]["state"] == "done"


async def test_a_huge_file_counts_as_binary(catalog: Catalog, own_story: golden.Golden) -> None:
    who = golden.ANN.at(95)
    files = {b"huge.txt": b"line\n" * 10_000_000}
    sha = own_story.objects.commit("Add a huge file\n", files, [own_story.shas["c14"]], author=who, committer=who)
    own_story.objects.ref("refs/heads/main", sha)

    found = await catalog.read(own_story.path)

    rows = {row[0]: row[1] for row in await catalog.rows("sha, additions", "commits", found["id"])}
    assert rows[sha] == 0  # of the files that it removes


async def test_an_outage_of_the_facts_leaves_the_job_to_be_tried_again(
    catalog: Catalog, story: golden.Golden, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await catalog.register(path=str(story.path))

    async def unavailable(*_: object) -> None:
        raise FactsUnavailable

    with monkeypatch.context() as outage:
        outage.setattr(catalog.facts, "replace_all", unavailable)
        await catalog.work()

    page = await catalog.get(f"/repositories/{made['id']}")
    assert page["sync"]["state"] == "queued"
    assert page["sync"]["last_synced_at"] is None
    assert await catalog.rows("sha", "commits", made["id"]) == []


async def test_facts_that_were_lost_are_read_again_at_the_next_start(
    catalog: Catalog, story: golden.Golden, database: Database
) -> None:
    found = await catalog.read(story.path)
    await catalog.facts.rebuild()
    assert await catalog.rows("sha", "commits", found["id"]) == []

    async with database.writing() as session:
        await queue_catch_up(session)
    await catalog.work()

    assert len(await catalog.rows("sha", "commits", found["id"])) == golden.COMMITS


async def test_catching_up_leaves_alone_what_is_up_to_date(
    catalog: Catalog, story: golden.Golden, database: Database
) -> None:
    found = await catalog.read(story.path)

    async with database.writing() as session:
        await queue_catch_up(session)
    await catalog.work()

    assert (await catalog.get(f"/repositories/{found['id']}"))["sync"]["job_id"] == found["sync"]["job_id"]


async def test_a_rebuild_makes_the_same_facts_again(catalog: Catalog, story: golden.Golden, database: Database) -> None:
    found = await catalog.read(story.path)
    row = {"incident_id": "i1", "started_time": "2024-03-01T00:00:00Z", "repository": found["id"]}
    await catalog.client.post("/ingest/incidents", json=[row])
    await catalog.work()
    tables = ("commits", "changes", "deployments", "deployment_changes", "incidents")
    before = [await catalog.rows("*", table, found["id"]) for table in tables]

    async with database.writing() as session:
        await queue_rebuild(session)
    await catalog.work()

    assert [await catalog.rows("*", table, found["id"]) for table in tables] == before


async def test_removing_a_repository_removes_its_facts_and_not_your_clone(
    catalog: Catalog, own_story: golden.Golden
) -> None:
    found = await catalog.read(own_story.path)

    answer = await catalog.client.delete(f"/repositories/{found['id']}")
    await catalog.work()

    assert answer.status_code == 204
    assert (await catalog.client.get(f"/repositories/{found['id']}")).status_code == 404
    assert await catalog.rows("sha", "commits", found["id"]) == []
    assert own_story.path.is_dir()


async def test_removing_it_before_its_first_reading_leaves_nothing(catalog: Catalog, own_story: golden.Golden) -> None:
    made = await catalog.register(path=str(own_story.path))

    await catalog.client.delete(f"/repositories/{made['id']}")
    await catalog.work()

    assert await catalog.rows("sha", "commits", made["id"]) == []
