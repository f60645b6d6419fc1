"""Developers: who they are, what they did, and putting right what was concluded of them."""

from datetime import UTC, datetime
from typing import Any

import httpx2

from quarterdeck.insights.developers import measures
from quarterdeck.insights.developers.types import DeveloperScope
from quarterdeck.kit.clock import frozen
from tests.insights import golden
from tests.insights.decks import Catalog
from tests.shapes import assert_error

UNKNOWN = "01900000-0000-7000-8000-000000000000"


async def people(catalog: Catalog, **params: Any) -> dict[str, dict[str, Any]]:
    found = await catalog.get("/developers", **params)
    assert found["total"] == len(found["items"])
    return {one["email"]: one for one in found["items"]}


async def test_there_is_one_developer_for_each_canonical_address(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.read(story.path)

    found = await people(catalog)

    assert {(one["name"], one["actor"]) for one in found.values()} == {
        ("Ann Lee", "human"),
        ("Bob", "human"),
        ("dependabot[bot]", "bot"),
    }
    assert "ann@old.example" not in found
    assert found["ann@example.com"]["first_seen"] == "2024-01-01T00:00:00Z"
    assert found["ann@example.com"]["last_seen"] == "2024-03-31T00:00:00Z"
    assert set(await people(catalog, actor="bot")) == {golden.BOT.email}


async def test_metrics_are_those_of_the_last_30_days(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)
    scope = DeveloperScope(["ann@example.com"], [found["id"]])

    with frozen(datetime(2024, 4, 1, tzinfo=UTC)):  # day 91
        measured = await measures.recent_metrics(
            catalog.facts, {"ann": scope, "nobody": DeveloperScope([], [found["id"]])}
        )

    # r1, r2, c12, c13 and c14, of which c12 takes a line away.
    assert measured["ann"].model_dump() == {
        "commits_last_30d": 5,
        "prs_opened": 0,
        "prs_reviewed": None,
        "lines_added": 3,
        "lines_deleted": 1,
    }
    assert measured["nobody"].lines_added == 0


async def test_lines_are_not_known_before_they_are_counted(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)
    await catalog.facts.query("update commits set additions = null, deletions = null")
    scope = DeveloperScope(["ann@example.com"], [found["id"]])

    with frozen(datetime(2024, 4, 1, tzinfo=UTC)):
        measured = await measures.recent_metrics(catalog.facts, {"ann": scope})

    assert (measured["ann"].commits_last_30d, measured["ann"].lines_added) == (5, None)


async def test_a_developer_known_in_two_repositories_is_one(
    catalog: Catalog, story: golden.Golden, own_story: golden.Golden
) -> None:
    await catalog.read(story.path)
    await catalog.read(own_story.path)

    found = await people(catalog)
    page = await catalog.get(f"/developers/{found['bob@example.com']['id']}")

    assert len(found) == 3
    assert page["totals"]["repositories"] == 2
    assert page["totals"]["commits"] == 2 * 3  # c2, c6 and x1


async def test_a_foreign_developer_is_as_good_as_none(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.read(story.path)
    bob = (await people(catalog))["bob@example.com"]

    async def answers(client: httpx2.AsyncClient, developer_id: str) -> list[tuple[int, str]]:
        address = f"/developers/{developer_id}"
        found = [
            await client.get(address),
            await client.get(f"{address}/activity"),
            await client.patch(address, json={"name": "x"}),
            await client.post(f"{address}/merge", json={"into": UNKNOWN}),
            await client.delete(f"{address}/merge"),
        ]
        return [(answer.status_code, answer.json()["error"]["message"]) for answer in found]

    foreign = await answers(catalog.stranger.client, bob["id"])
    assert foreign == await answers(catalog.stranger.client, UNKNOWN)
    assert {status for status, _ in foreign} == {404}
    assert (await catalog.stranger.client.get("/developers")).json()["total"] == 0


async def test_the_same_address_in_another_organization_is_another_developer(
    catalog: Catalog, story: golden.Golden
) -> None:
    await catalog.read(story.path)
    await catalog.stranger.client.post("/repositories", json={"path": str(story.path)})
    await catalog.work()

    theirs = (await catalog.stranger.client.get("/developers")).json()["items"]

    assert {one["id"] for one in theirs}.isdisjoint({one["id"] for one in (await people(catalog)).values()})
    commits = next(one for one in theirs if one["email"] == "bob@example.com")
    page = (await catalog.stranger.client.get(f"/developers/{commits['id']}")).json()
    assert page["totals"]["repositories"] == 1


async def test_a_merge_counts_the_work_of_both_and_can_be_undone(either_catalog: Catalog, story: golden.Golden) -> None:
    catalog = either_catalog
    await catalog.read(story.path)
    found = await people(catalog)
    ann, bob = found["ann@example.com"], found["bob@example.com"]
    alone = (await catalog.get(f"/developers/{ann['id']}"))["totals"]["commits"]

    merged = (await catalog.client.post(f"/developers/{bob['id']}/merge", json={"into": ann["id"]})).json()

    assert (merged["id"], merged["emails"]) == (ann["id"], ["ann@example.com", "bob@example.com"])
    assert merged["totals"]["commits"] == alone + 3
    assert set(await people(catalog)) == {"ann@example.com", golden.BOT.email}
    assert (await catalog.get(f"/developers/{bob['id']}"))["merged_into"] == ann["id"]

    undone = (await catalog.client.delete(f"/developers/{bob['id']}/merge")).json()
    assert (undone["merged_into"], undone["totals"]["commits"]) == (None, 3)
    assert (await catalog.get(f"/developers/{ann['id']}"))["totals"]["commits"] == alone


async def test_merges_make_no_chains_and_no_circles(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.read(story.path)
    found = await people(catalog)
    ann, bob, bot = (found[email]["id"] for email in ("ann@example.com", "bob@example.com", golden.BOT.email))
    await catalog.client.post(f"/developers/{bob}/merge", json={"into": ann})

    for who, into in ((ann, bob), (ann, bot), (bot, bob), (bot, bot)):
        refused = await catalog.client.post(f"/developers/{who}/merge", json={"into": into})
        assert_error(refused, 409, "CANNOT_MERGE")
    assert_error(await catalog.client.delete(f"/developers/{ann}/merge"), 409, "NOT_MERGED")
    unknown = await catalog.client.post(f"/developers/{bot}/merge", json={"into": UNKNOWN})
    assert_error(unknown, 422, "VALIDATION_ERROR")


async def test_activity_tells_of_commits_and_pull_requests(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.read(story.path)
    bob = (await people(catalog))["bob@example.com"]
    address = f"/developers/{bob['id']}/activity"

    told = await catalog.get(address)

    assert [(event["kind"], event["title"], event["time"]) for event in told["items"]] == [
        ("pull_request_merged", "Draw icons", "2024-03-12T00:00:00Z"),
        ("commit", "Draw", "2024-03-11T00:00:00Z"),
        ("pull_request_merged", "Speed up", "2024-02-10T00:00:00Z"),
        ("commit", "Speed up (#4)", "2024-02-10T00:00:00Z"),
        ("pull_request_merged", "Add parser", "2024-01-02T06:00:00Z"),
        ("commit", "Add parser (#1)", "2024-01-02T06:00:00Z"),
    ]
    assert (await catalog.get(address, kind="commit"))["total"] == 3
    assert (await catalog.get(address, until="2024-02-01T00:00:00Z"))["total"] == 2
    walked, cursor = [], ""
    while cursor is not None:
        page = await catalog.get(address, cursor=cursor, limit=1)
        walked += page["items"]
        cursor = page["next_cursor"]
    assert walked == told["items"]


async def test_a_name_put_right_stays_right_when_the_repository_is_read_again(
    catalog: Catalog, own_story: golden.Golden
) -> None:
    found = await catalog.read(own_story.path)
    bob = (await people(catalog))["bob@example.com"]

    changed = await catalog.client.patch(f"/developers/{bob['id']}", json={"name": "Robert"})
    assert changed.json()["name"] == "Robert"
    (own_story.path / "refs" / "tags" / "v1.0.0").unlink()
    await catalog.client.post(f"/repositories/{found['id']}/sync")
    await catalog.work()

    assert (await people(catalog))["bob@example.com"]["name"] == "Robert"
    stale = await catalog.client.patch(
        f"/developers/{bob['id']}", json={"name": "Rob", "expected_version": bob["version"]}
    )
    assert_error(stale, 409, "STALE_VERSION")
