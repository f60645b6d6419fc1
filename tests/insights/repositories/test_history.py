"""Commits and pull requests of a repository."""

from typing import Any

import pytest

from tests.insights import golden
from tests.insights.decks import Catalog
from tests.shapes import assert_error


async def shas(catalog: Catalog, repository_id: str, **params: Any) -> list[str]:
    return [item["sha"] for item in (await catalog.get(f"/repositories/{repository_id}/commits", **params))["items"]]


async def test_commits_come_newest_first_with_all_that_is_known(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)

    listed = await catalog.get(f"/repositories/{found['id']}/commits")

    assert listed["total"] == golden.COMMITS
    names = [story.names[item["sha"]] for item in listed["items"]]
    assert names[:4] == ["c14", "c13", "c12", "m11"]
    helped = next(item for item in listed["items"] if story.names[item["sha"]] == "c6")
    assert (helped["actor"], helped["pr_number"], helped["files"]) == ("agent", 4, 1)
    assert helped["co_authors"] == ["Claude <noreply@anthropic.com>"]
    assert helped["parents"] == [story.shas["c7"]]
    assert helped["committed_time"] == "2024-02-10T00:00:00Z"


async def test_filters_narrow_the_commits(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)

    async def names(**params: Any) -> set[str]:
        return {story.names[sha] for sha in await shas(catalog, found["id"], limit=100, **params)}

    assert await names(author="BOB@example") >= {"c2", "c6"}
    assert "c1" not in await names(author="bob")
    assert await names(actor="bot") == {"c5"}
    assert await names(since="2024-03-21T00:00:00Z") == {"c12", "c13", "c14"}
    assert await names(until="2024-01-02T06:00:00+00:00") == {"c1"}
    assert await names(since="2024-01-02T06:00:00+00:00", until="2024-01-02T07:00:00+01:00") == set()


async def test_a_walk_by_cursor_meets_every_commit_once(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)
    address = f"/repositories/{found['id']}/commits"

    page = await catalog.get(address, cursor="", limit=4)
    walked = [item["sha"] for item in page["items"]]
    while page["next_cursor"] is not None:
        page = await catalog.get(address, cursor=page["next_cursor"], limit=4)
        walked += [item["sha"] for item in page["items"]]

    assert walked == await shas(catalog, found["id"], limit=100)
    assert len(set(walked)) == golden.COMMITS


async def test_pull_requests_are_those_that_merges_and_squashes_show(catalog: Catalog, story: golden.Golden) -> None:
    found = await catalog.read(story.path)

    listed = await catalog.get(f"/repositories/{found['id']}/pull-requests")

    assert [item["number"] for item in listed["items"]] == [6, 4, 3, 2, 1]
    lexer = listed["items"][3]
    assert (lexer["title"], lexer["state"], lexer["source"]) == ("Lexer rewrite", "merged", "derived")
    assert (lexer["author_name"], lexer["commit_count"], lexer["additions"]) == ("Ann Lee", 2, 3)
    assert (lexer["opened_time"], lexer["merged_time"]) == (None, "2024-01-12T00:00:00Z")
    assert (await catalog.get(f"/repositories/{found['id']}/pull-requests", state="open"))["total"] == 0
    agents = await catalog.get(f"/repositories/{found['id']}/pull-requests", actor="agent")
    assert [item["number"] for item in agents["items"]] == [6, 4]


@pytest.mark.parametrize(
    "params",
    [
        {"since": "2024-01-01T00:00:00"},
        {"since": "0001-01-01T00:00:00+14:00"},
        {"actor": "cat"},
        {"cursor": "WzEsMl0"},
        {"cursor": "WyJ4IiwieSJd"},
        {"page": 1, "limit": 5},
        {"limit": 1001},
    ],
)
async def test_a_question_that_makes_no_sense_is_an_error_of_the_asker(
    catalog: Catalog, story: golden.Golden, params: dict[str, Any]
) -> None:
    made = await catalog.register(path=str(story.path))

    answer = await catalog.client.get(f"/repositories/{made['id']}/commits", params=params)

    assert_error(answer, 422, "VALIDATION_ERROR")
