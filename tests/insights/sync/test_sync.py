"""Reading a repository: from a registered clone to facts, and what becomes of them later."""

from datetime import UTC

from tests.insights import golden
from tests.insights.decks import Catalog
from tests.insights.gitobjects import Person


def commit_on(story: golden.Golden, parent: str, message: str, files: dict[bytes, bytes], days: float) -> str:
    """Write a commit by Ann on top of one of the story and move main there."""
    who = Person("Ann Lee", "ann@example.com").at(days)
    sha = story.objects.commit(message, files, [story.shas[parent]], author=who, committer=who)
    story.objects.ref("refs/heads/main", sha)
    return sha


async def test_a_registered_clone_is_read_to_the_last_line(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)

    assert found["sync"]["state"] == found["sync"]["phase"] == "done"
    assert found["sync"]["last_synced_at"] is not None
    assert (found["name"], found["language"], found["default_branch"]) == ("golden", "Python", "main")
    assert found["commit_count"] == found["statistics"]["commits"] == len(golden.LINES)
    assert found["statistics"]["merges"] == 2
    assert found["statistics"]["deployments"] == len(golden.DEPLOYED)
    assert found["statistics"]["failed_deployments"] == len(golden.FAILED)
    assert found["last_commit"] == golden.day(90).replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
    assert (found["strategy_used"], found["strategy_reason"]) == ("tags", "the repository has 7 release tags")


async def test_line_counts_are_those_of_the_story(either_catalog: Catalog, story: golden.Golden) -> None:
    catalog = either_catalog
    found = await catalog.read(story.path)

    rows = await catalog.rows("sha, files, additions, deletions", "commits", found["id"])
    counted = {story.names[row[0]]: tuple(row[1:]) for row in rows}
    assert {name: counts for name, counts in counted.items() if not name.startswith("m")} == golden.LINES
    assert counted["m3"] == (None, None, None)


async def test_a_change_sums_the_lines_of_its_commits(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)

    rows = await catalog.rows("change_id, additions, deletions", "changes", found["id"])
    lines = {story.names.get(row[0], row[0]): row[1:] for row in rows}
    assert lines["pr-2"] == (3, 1)  # b1 and b2
    assert lines["pr-6"] == (None, None)  # a binary alone
    assert lines["c14"] == (0, 0)


async def test_nothing_new_is_nothing_read(catalog: Catalog, own_story: golden.Golden) -> None:
    found = await catalog.read(own_story.path)
    before = await catalog.facts.data_version([found["id"]])

    job = (await catalog.client.post(f"/repositories/{found['id']}/sync")).json()
    await catalog.work()

    assert await catalog.facts.data_version([found["id"]]) == before
    assert (await catalog.get(f"/repositories/{found['id']}"))["sync"]["job_id"] == job["job_id"]


async def test_a_new_commit_is_added_to_what_is_known(catalog: Catalog, own_story: golden.Golden) -> None:
    found = await catalog.read(own_story.path)

    sha = commit_on(own_story, "c14", "Add more\n", {b"more.py": b"1\n2\n"}, 91)
    await catalog.client.post(f"/repositories/{found['id']}/sync")
    await catalog.work()

    after = await catalog.get(f"/repositories/{found['id']}")
    assert after["commit_count"] == found["commit_count"] + 1
    rows = {row[0]: row[1:] for row in await catalog.rows("sha, reachable", "commits", found["id"])}
    assert rows[sha] == (True,)
    assert len(rows) == golden.COMMITS + 1


async def test_a_force_push_keeps_what_it_drops_but_marks_it(catalog: Catalog, own_story: golden.Golden) -> None:
    found = await catalog.read(own_story.path)

    (own_story.path / "refs" / "tags" / "nightly-2024").unlink()  # it holds c14 too
    commit_on(own_story, "c13", "Another end\n", {b"b.py": b"1\n"}, 92)
    await catalog.client.post(f"/repositories/{found['id']}/sync")
    await catalog.work()

    rows = await catalog.rows("sha, reachable", "commits", found["id"])
    assert [own_story.names[sha] for sha, reachable in rows if not reachable] == ["c14"]
    after = await catalog.get(f"/repositories/{found['id']}")
    assert (after["commit_count"], after["statistics"]["unreachable_commits"]) == (found["commit_count"], 1)
    changes = {row[0] for row in await catalog.rows("change_id", "changes", found["id"])}
    assert own_story.shas["c14"] not in changes


async def test_another_strategy_derives_anew(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)

    change = {"strategy": {"kind": "first_parent_main"}, "expected_version": found["version"]}
    answer = await catalog.client.patch(f"/repositories/{found['id']}", json=change)
    assert answer.json()["sync"]["state"] == "queued"
    await catalog.work()

    after = await catalog.get(f"/repositories/{found['id']}")
    assert after["strategy_used"] == "first_parent_main"
    assert after["statistics"]["deployments"] > len(golden.DEPLOYED)
    assert "NO_RELEASES" in {warning["code"] for warning in after["warnings"]}


async def test_a_tag_pattern_chooses_the_releases(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path, strategy={"kind": "tags", "tag_pattern": "v1.[12].*"})

    rows = await catalog.rows("ref", "deployments", found["id"])
    assert [row[0] for row in rows] == [f"refs/tags/v1.{end}" for end in ("1.0", "2.0", "2.1")]


async def test_somebody_set_to_be_a_bot_is_one_in_the_facts(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)
    people = await catalog.get("/developers", actor="human")
    bob = next(one for one in people["items"] if one["email"] == "bob@example.com")

    await catalog.client.patch(f"/developers/{bob['id']}", json={"actor": "bot"})
    await catalog.work()

    rows = await catalog.rows("author_email, actor", "commits", found["id"])
    assert {actor for email, actor in rows if email == "bob@example.com"} == {"bot"}


async def test_numbers_are_out_while_lines_are_still_to_count(catalog: Catalog, story: golden.Golden) -> None:
    """Another job for the repository waits: counting lets it pass, and it goes on where this one stopped."""
    made = await catalog.register(path=str(story.path))
    page = await catalog.get(f"/repositories/{made['id']}")
    assert (page["sync"]["state"], page["statistics"]["commits_with_lines"]) == ("queued", 0)

    await catalog.work()

    page = await catalog.get(f"/repositories/{made['id']}")
    assert page["statistics"]["commits_with_lines"] == len(golden.LINES) - 1  # x1 is a binary alone
