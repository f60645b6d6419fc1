"""Registering, listing, changing and removing repositories over HTTP."""

from pathlib import Path
from typing import Any

import httpx2
import pytest

from quarterdeck.infra.web.schema import ListOf
from quarterdeck.insights.repositories.schemas import RepositoryOut
from tests.insights import golden
from tests.insights.decks import Catalog
from tests.insights.gitobjects import Objects
from tests.shapes import assert_error

UNKNOWN = "01900000-0000-7000-8000-000000000000"


async def test_a_repository_has_the_shape_of_the_document(catalog: Catalog, story: golden.Golden) -> None:
    made = await catalog.read(story.path, name="backend-api", language="Pascal")

    listed = await catalog.get("/repositories", skip=0, limit=100)
    assert listed["total"] == 1
    (item,) = listed["items"]
    shown = {name: item[name] for name in ("id", "name", "url", "language", "team_id", "last_commit", "commit_count")}
    assert shown == {
        "id": made["id"],
        "name": "backend-api",
        "url": None,
        "language": "Pascal",
        "team_id": None,
        "last_commit": "2024-03-31T00:00:00Z",
        "commit_count": len(golden.LINES),
    }


async def test_the_list_is_written_as_its_model_would_be(catalog: Catalog, story: golden.Golden) -> None:
    """The list is laid out by hand for speed; model and layout must not drift apart."""
    await catalog.read(story.path)
    await catalog.register(name="waiting")

    answer = await catalog.client.get("/repositories", params={"page_size": 1})
    waiting = await catalog.client.get("/repositories", params={"page": 2, "page_size": 1})

    assert waiting.text == ListOf[RepositoryOut].model_validate_json(waiting.text).model_dump_json()
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == ListOf[RepositoryOut].model_validate_json(answer.text).model_dump_json()
    assert answer.json()["next_cursor"] is not None


async def test_a_repository_is_registered_once_in_an_organization(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.register(path=str(story.path))

    again = await catalog.client.post("/repositories", json={"path": f"{story.path}/../golden.git"})
    assert_error(again, 409, "REPOSITORY_EXISTS")
    elsewhere = await catalog.stranger.client.post("/repositories", json={"path": str(story.path)})
    assert elsewhere.status_code == 201


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("--upload-pack=touch x", "UNSAFE_URL"),
        ("ext::sh -c id", "UNSAFE_URL"),
        ("file:///etc", "UNSAFE_URL"),
        ("https://user:secret@93.184.216.34/a", "UNSAFE_URL"),
        ("https://127.0.0.1/a", "PRIVATE_ADDRESS"),
        ("https://[::ffff:10.0.0.1]/a", "UNSAFE_URL"),
    ],
)
async def test_an_address_that_is_not_to_be_cloned_is_refused(catalog: Catalog, url: str, code: str) -> None:
    refused = await catalog.client.post("/repositories", json={"url": url})

    error = assert_error(refused, 422, code)
    assert "secret" not in str(error)
    assert (await catalog.get("/repositories"))["total"] == 0


async def test_a_public_address_is_registered_and_spelt_one_way(catalog: Catalog) -> None:
    made = await catalog.register(url="https://93.184.216.34/org/backend-api.git")
    again = await catalog.client.post("/repositories", json={"url": "https://93.184.216.34/org/backend-api/"})

    assert (made["name"], made["sync"]["state"]) == ("backend-api", "queued")
    assert_error(again, 409, "REPOSITORY_EXISTS")


async def test_a_path_outside_the_roots_is_refused_before_anything_is_told_of_it(
    catalog: Catalog, tmp_path: Path
) -> None:
    for path in ("/etc", "/no/such/thing", f"{tmp_path}/../../../etc"):
        assert_error(await catalog.client.post("/repositories", json={"path": path}), 403, "OUTSIDE_ROOTS")
    assert_error(await catalog.client.post("/repositories", json={"path": str(tmp_path)}), 422, "NOT_A_REPOSITORY")


async def test_an_empty_repository_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    Objects(tmp_path / "empty.git")

    refused = await catalog.client.post("/repositories", json={"path": f"{tmp_path}/empty.git"})

    assert_error(refused, 422, "EMPTY_REPOSITORY")
    assert (await catalog.get("/repositories"))["total"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "https://93.184.216.34/a", "path": "/a"},
        {"name": "x", "strategy": {"kind": "guess"}},
        {"name": "x", "unknown": 1},
        {"name": "x", "team_id": UNKNOWN},
        {"name": "x", "organization_id": UNKNOWN},
    ],
)
async def test_a_body_that_makes_no_sense_is_told_why(catalog: Catalog, body: dict[str, Any]) -> None:
    assert_error(await catalog.client.post("/repositories", json=body), 422, "VALIDATION_ERROR")


async def test_a_foreign_repository_is_as_good_as_none(catalog: Catalog) -> None:
    made = await catalog.register(name="ours")

    async def answers(client: httpx2.AsyncClient, repository_id: str) -> list[tuple[int, str]]:
        address = f"/repositories/{repository_id}"
        found = [
            await client.get(address),
            await client.get(f"{address}/commits"),
            await client.get(f"{address}/pull-requests"),
            await client.put(address, json={"name": "x"}),
            await client.patch(address, json={"name": "x"}),
            await client.post(f"{address}/sync"),
            await client.delete(address),
        ]
        return [(answer.status_code, answer.json()["error"]["message"]) for answer in found]

    foreign = await answers(catalog.stranger.client, made["id"])
    assert foreign == await answers(catalog.stranger.client, UNKNOWN)
    assert {status for status, _ in foreign} == {404}
    listed = await catalog.stranger.client.get("/repositories", params={"organization_id": catalog.organization_id})
    assert listed.json()["total"] == 0
    assert (await catalog.get("/repositories"))["total"] == 1


async def test_a_viewer_sees_and_changes_nothing(catalog: Catalog) -> None:
    viewer = await catalog.deck.person(email="viewer@example.org")
    organization_id = await catalog.deck.organization(owner=catalog.owner, viewer=viewer)
    made = await catalog.register(name="ours", organization_id=organization_id)

    assert (await viewer.client.get(f"/repositories/{made['id']}")).status_code == 200
    refused = [
        await viewer.client.post("/repositories", json={"name": "mine"}),
        await viewer.client.patch(f"/repositories/{made['id']}", json={"name": "mine"}),
        await viewer.client.delete(f"/repositories/{made['id']}"),
        await viewer.client.post("/ingest/incidents", json=[], params={"repository_id": made["id"]}),
    ]
    for answer in refused[:3]:
        assert_error(answer, 403, "NOT_A_MEMBER")


async def test_an_update_from_a_stale_version_is_a_conflict(catalog: Catalog) -> None:
    made = await catalog.register(name="ours")
    address = f"/repositories/{made['id']}"

    first = await catalog.client.patch(address, json={"name": "new"}, headers={"If-Match": f'"{made["version"]}"'})
    assert (first.json()["name"], first.json()["version"]) == ("new", made["version"] + 1)
    stale = await catalog.client.put(address, json={"name": "old", "expected_version": made["version"]})
    assert_error(stale, 409, "STALE_VERSION")
    assert (await catalog.get(address))["name"] == "new"


async def test_null_takes_a_team_away_and_leaving_it_out_does_not(catalog: Catalog) -> None:
    team = (await catalog.client.post("/teams", json={"name": "Platform"})).json()
    made = await catalog.register(name="ours", team_id=team["id"])
    address = f"/repositories/{made['id']}"

    assert (await catalog.client.patch(address, json={"name": "new"})).json()["team_id"] == team["id"]
    assert (await catalog.get("/repositories", team_id=team["id"]))["total"] == 1
    assert (await catalog.client.patch(address, json={"team_id": None})).json()["team_id"] is None
    assert (await catalog.get("/repositories", team_id=team["id"]))["total"] == 0


async def test_pages_of_three_kinds_hold_the_same_rows(either_catalog: Catalog) -> None:
    catalog = either_catalog
    names = [(await catalog.register(name=f"r{place}"))["name"] for place in range(5)]

    by_page = [await catalog.get("/repositories", page=page, page_size=2) for page in (1, 2, 3)]
    by_skip = [await catalog.get("/repositories", skip=skip, limit=2) for skip in (0, 2, 4)]
    by_cursor = [await catalog.get("/repositories", cursor="", limit=2)]
    while (after := by_cursor[-1]["next_cursor"]) is not None:
        by_cursor.append(await catalog.get("/repositories", cursor=after, limit=2))

    for pages in (by_page, by_skip, by_cursor):
        assert [item["name"] for page in pages for item in page["items"]] == names
        assert {page["total"] for page in pages} == {5}


async def test_a_page_beyond_the_end_still_tells_the_total(catalog: Catalog) -> None:
    await catalog.register(name="only")

    beyond = await catalog.get("/repositories", page=7, page_size=20)

    assert (beyond["items"], beyond["total"], beyond["page"]) == ([], 1, 7)


async def test_the_same_registration_sent_twice_acts_once(catalog: Catalog) -> None:
    body, headers = {"name": "once"}, {"Idempotency-Key": "abc"}

    first = await catalog.client.post("/repositories", json=body, headers=headers)
    second = await catalog.client.post("/repositories", json=body, headers=headers)

    assert first.json() == second.json()
    assert (await catalog.get("/repositories"))["total"] == 1


async def test_a_cached_page_shows_a_write_at_once(catalog: Catalog) -> None:
    made = await catalog.register(name="ours")
    await catalog.work()
    address = f"/repositories/{made['id']}"
    assert (await catalog.get(address))["name"] == "ours"

    await catalog.client.patch(address, json={"name": "new"})
    assert (await catalog.get(address))["name"] == "new"
    row = {"number": 1, "title": "Add it", "author_name": "Ann", "opened_time": "2024-01-01T00:00:00Z"}
    await catalog.client.post("/ingest/pull-requests", json=[row], params={"repository_id": made["id"]})
    await catalog.work()
    assert (await catalog.get(address))["statistics"]["open_pull_requests"] == 1
