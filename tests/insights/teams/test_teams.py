"""Teams and their members over HTTP."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from quarterdeck.infra.cache import Cache
from quarterdeck.insights.team_members import details
from quarterdeck.insights.teams import service
from quarterdeck.kit.clock import frozen
from tests.insights import golden
from tests.insights.decks import Catalog
from tests.shapes import assert_error

UNKNOWN = "01900000-0000-7000-8000-000000000000"


async def make(catalog: Catalog, name: str = "Platform Team", **body: Any) -> dict[str, Any]:
    made = await catalog.client.post("/teams", json={"name": name, **body})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def team_page(catalog: Catalog, team_id: str) -> dict[str, Any]:
    """The page as it is composed now; a held clock does not fit the credentials of a client."""
    async with catalog.deck.database.reading() as session:
        team = await service.team_seen_by(session, replace(catalog.owner.as_caller, role="admin"), team_id)
        cache = Cache(catalog.deck.parts.settings)
        page: dict[str, Any] = json.loads(await details.team_details(session, catalog.facts, cache, team))
        return page


async def test_a_team_has_the_shape_of_the_document(catalog: Catalog) -> None:
    made = await make(catalog, description="Runs it")

    listed = await catalog.get("/teams", organization_id=catalog.organization_id, skip=0, limit=100)

    assert listed["total"] == 1
    (item,) = listed["items"]
    assert item == made
    assert set(item) >= {"id", "name", "organization_id", "members_count", "created_at"}
    assert (item["organization_id"], item["members_count"]) == (catalog.organization_id, 0)


async def test_a_name_is_taken_once_in_an_organization(catalog: Catalog) -> None:
    await make(catalog)
    other = await make(catalog, "Other")

    assert_error(await catalog.client.post("/teams", json={"name": "Platform Team"}), 409, "TEAM_NAME_TAKEN")
    renamed = await catalog.client.patch(f"/teams/{other['id']}", json={"name": "Platform Team"})
    assert_error(renamed, 409, "TEAM_NAME_TAKEN")
    assert (await catalog.stranger.client.post("/teams", json={"name": "Platform Team"})).status_code == 201


async def test_put_replaces_and_patch_changes(catalog: Catalog) -> None:
    made = await make(catalog, description="Runs it")
    address = f"/teams/{made['id']}"

    patched = (await catalog.client.patch(address, json={"name": "New"})).json()
    assert (patched["name"], patched["description"], patched["version"]) == ("New", "Runs it", 2)
    put = (await catalog.client.put(address, json={"name": "Newer"}, headers={"If-Match": '"2"'})).json()
    assert (put["name"], put["description"]) == ("Newer", "")
    assert_error(await catalog.client.put(address, json={"name": "x", "expected_version": 2}), 409, "STALE_VERSION")


async def test_a_foreign_team_is_as_good_as_none(catalog: Catalog) -> None:
    made = await make(catalog)

    async def answers(client: httpx2.AsyncClient, team_id: str) -> list[tuple[int, str]]:
        address = f"/teams/{team_id}"
        found = [
            await client.get(address),
            await client.put(address, json={"name": "x"}),
            await client.patch(address, json={"name": "x"}),
            await client.get(f"{address}/members"),
            await client.post(f"{address}/members", json={"user_id": catalog.stranger.id}),
            await client.delete(f"{address}/members/{catalog.owner.id}"),
            await client.delete(address),
        ]
        return [(answer.status_code, answer.json()["error"]["message"]) for answer in found]

    foreign = await answers(catalog.stranger.client, made["id"])
    assert foreign == await answers(catalog.stranger.client, UNKNOWN)
    assert {status for status, _ in foreign} == {404}
    assert (await catalog.stranger.client.get("/teams")).json()["total"] == 0


async def test_an_administrator_sees_every_team(catalog: Catalog) -> None:
    made = await make(catalog)
    admin = await catalog.deck.person("admin", "admin@example.org")

    assert (await admin.client.get("/teams")).json()["items"] == [made]
    named = {"name": "x", "organization_id": catalog.organization_id}
    assert (await admin.client.post("/teams", json=named)).status_code == 201
    assert_error(await admin.client.post("/teams", json={"name": "y"}), 422, "VALIDATION_ERROR")


async def test_developers_and_users_of_the_organization_join_and_leave(catalog: Catalog, story: golden.Golden) -> None:
    await catalog.read(story.path)
    team = await make(catalog)
    bob = (await catalog.get("/developers", cursor="", limit=100))["items"][1]
    address = f"/teams/{team['id']}/members"

    joined = [
        await catalog.client.post(address, json={"developer_id": bob["id"]}),
        await catalog.client.post(address, json={"user_id": catalog.owner.id}),
    ]
    assert [(answer.status_code, answer.json()["kind"]) for answer in joined] == [(201, "developer"), (201, "user")]
    assert_error(await catalog.client.post(address, json={"user_id": catalog.owner.id}), 409, "ALREADY_IN_TEAM")

    page = await catalog.get(f"/teams/{team['id']}")
    assert page["members_count"] == 2
    assert {(one["name"], one["email"]) for one in page["members"]} == {
        ("Bob", "bob@example.com"),
        ("User", "owner@example.org"),
    }
    in_team = await catalog.get("/developers", team_id=team["id"])
    assert [(one["email"], one["team_id"]) for one in in_team["items"]] == [("bob@example.com", team["id"])]

    left = await catalog.client.delete(f"{address}/{bob['id']}")
    assert left.status_code == 204
    assert (await catalog.get(address))["total"] == 1
    assert_error(await catalog.client.delete(f"{address}/{bob['id']}"), 404, "NOT_FOUND")


@pytest.mark.parametrize("body", [{}, {"developer_id": UNKNOWN}, {"user_id": UNKNOWN}])
async def test_nobody_else_can_be_put_into_a_team(catalog: Catalog, body: dict[str, str]) -> None:
    team = await make(catalog)

    refused = await catalog.client.post(f"/teams/{team['id']}/members", json=body)
    foreign = await catalog.client.post(f"/teams/{team['id']}/members", json={"user_id": catalog.stranger.id})

    assert_error(refused, 422, "VALIDATION_ERROR")
    assert_error(foreign, 422, "VALIDATION_ERROR")


async def test_a_team_shows_what_happened_in_its_repositories_lately(catalog: Catalog, story: golden.Golden) -> None:
    team = await make(catalog)
    await catalog.read(story.path, team_id=team["id"])

    with frozen(datetime(2024, 4, 1, tzinfo=UTC)):  # day 91
        page = await team_page(catalog, team["id"])

    assert page["metrics"] == {
        "window_days": 30,
        "repositories": 1,
        "commits": 6,  # r1 r2 x1 c12 c13 c14
        "contributors": 2,
        "changes_merged": 6,  # r1 r2 m11 c12 c13 c14
        "deployments": 2,
    }


async def test_a_cached_team_shows_a_write_at_once(catalog: Catalog, story: golden.Golden) -> None:
    team = await make(catalog)
    assert (await catalog.get(f"/teams/{team['id']}"))["metrics"]["repositories"] == 0

    await catalog.read(story.path, team_id=team["id"])
    assert (await catalog.get(f"/teams/{team['id']}"))["metrics"]["repositories"] == 1
    await catalog.client.post(f"/teams/{team['id']}/members", json={"user_id": catalog.owner.id})
    assert (await catalog.get(f"/teams/{team['id']}"))["members_count"] == 1


async def test_removing_a_team_leaves_its_repositories(catalog: Catalog) -> None:
    team = await make(catalog)
    made = await catalog.register(name="ours", team_id=team["id"])

    assert (await catalog.client.delete(f"/teams/{team['id']}")).status_code == 204

    assert (await catalog.get(f"/repositories/{made['id']}"))["team_id"] is None
    assert (await catalog.get("/teams"))["total"] == 0


async def test_an_organization_with_a_team_is_not_removed(catalog: Catalog) -> None:
    await make(catalog)

    refused = await catalog.client.delete(f"/organizations/{catalog.organization_id}")

    assert_error(refused, 409, "ORGANIZATION_IN_USE")
