"""Organizations, in the shapes of the platform's first document."""

import pytest

from quarterdeck.kit.ids import new_id
from tests.identity.decks import Deck, Person, error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
NEW = {
    "name": "New Organization",
    "description": "Organization description",
    "settings": {"timezone": "Europe/Berlin", "default_language": "de"},
}


@both_dialects
async def test_an_organization_is_made_read_replaced_changed_and_removed(deck: Deck, user: Person) -> None:
    made = await user.client.post("/organizations", json=NEW)
    assert made.status_code == 201
    organization = made.json()
    assert organization.keys() == {"id", "name", "description", "settings", "created_at", "updated_at", "version"}
    assert {name: organization[name] for name in NEW} == NEW
    assert organization["created_at"].endswith("Z")
    address = f"/organizations/{organization['id']}"
    assert (await user.client.get(address)).json() == organization

    changed = (await user.client.patch(address, json={"name": "Acme"})).json()
    assert (changed["name"], changed["description"], changed["version"]) == ("Acme", NEW["description"], 2)
    replaced = (await user.client.put(address, json={"name": "Acme"})).json()
    assert (replaced["description"], replaced["version"]) == ("", 3)
    assert replaced["settings"] == {"timezone": "UTC", "default_language": "en"}

    assert (await user.client.delete(address)).status_code == 204
    error_of(await user.client.get(address), 404)


@both_dialects
async def test_who_makes_an_organization_owns_it(deck: Deck, user: Person) -> None:
    made = (await user.client.post("/organizations", json=NEW)).json()

    members = (await user.client.get(f"/organizations/{made['id']}/members")).json()

    assert [(member["user_id"], member["role"]) for member in members["items"]] == [(user.id, "owner")]


@both_dialects
async def test_people_see_their_own_organizations_and_administrators_see_all(
    deck: Deck, admin: Person, user: Person
) -> None:
    own = await deck.organization(viewer=user)
    await deck.organization(owner=admin)
    await deck.organization()

    mine = (await user.client.get("/organizations")).json()
    every = (await admin.client.get("/organizations")).json()

    assert ([item["id"] for item in mine["items"]], mine["total"]) == ([own], 1)
    assert (len(every["items"]), every["total"]) == (3, 3)


@both_dialects
async def test_the_list_is_paged_by_skip_and_limit_and_by_cursor(deck: Deck, user: Person) -> None:
    ids = [await deck.organization(member=user) for _ in range(5)]
    await deck.organization()

    skipped = (await user.client.get("/organizations", params={"skip": 3, "limit": 100})).json()
    first = (await user.client.get("/organizations", params={"cursor": "", "page_size": 2})).json()
    second = (await user.client.get("/organizations", params={"cursor": first["next_cursor"], "page_size": 2})).json()

    assert [item["id"] for item in skipped["items"]] == ids[3:]
    assert [item["id"] for item in second["items"]] == ids[2:4]
    assert skipped["total"] == first["total"] == second["total"] == 5
    error_of(await user.client.get("/organizations", params={"skip": 0, "page": 1}), 422)


async def test_a_foreign_organization_is_like_one_that_never_was(deck: Deck, user: Person) -> None:
    foreign = await deck.organization()

    answers = [
        error_of(await getattr(user.client, verb)(f"/organizations/{wanted}{below}"), 404)
        for wanted in (foreign, new_id())
        for below in ("", "/members")
        for verb in ("get",)
    ]

    assert len({answer["message"] for answer in answers}) == 1


@pytest.mark.parametrize("role", ["member", "viewer"])
async def test_only_owners_change_an_organization(deck: Deck, user: Person, role: str) -> None:
    organization = await deck.organization(**{role: user})
    address = f"/organizations/{organization}"

    error_of(await user.client.patch(address, json={"name": "Mine"}), 403)
    error_of(await user.client.put(address, json={"name": "Mine"}), 403)
    error_of(await user.client.delete(address), 403)
    assert (await user.client.get(address)).json()["name"] == "Acme"


async def test_a_readonly_owner_still_only_reads(deck: Deck) -> None:
    reader = await deck.person("readonly")
    organization = await deck.organization(owner=reader)

    assert (await reader.client.get(f"/organizations/{organization}")).status_code == 200
    error_of(await reader.client.patch(f"/organizations/{organization}", json={"name": "Mine"}), 403)


@pytest.mark.parametrize("how", ["header", "body"])
async def test_a_stale_change_is_refused(deck: Deck, user: Person, how: str) -> None:
    address = f"/organizations/{await deck.organization(owner=user)}"

    async def rename(version: int) -> int:
        headers = {"If-Match": f'"{version}"'} if how == "header" else {}
        body: dict[str, object] = {"name": "Renamed"} | ({"expected_version": version} if how == "body" else {})
        return (await user.client.patch(address, json=body, headers=headers)).status_code

    assert await rename(2) == 409
    assert await rename(1) == 200
    assert await rename(1) == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 201},
        {"description": "x" * 10_001},
        {"settings": {"timezone": "Mars/Olympus"}},
        {"settings": {"timezone": "../../etc/passwd"}},
        {"settings": {"default_language": "klingon!"}},
        {"settings": {"colour": "red"}},
        {"settings": None},
        {"id": "org-1"},
        {"owner": "me"},
    ],
)
async def test_a_body_that_is_not_right_makes_nothing(user: Person, wrong: dict[str, object]) -> None:
    error_of(await user.client.post("/organizations", json=NEW | wrong), 422)

    assert (await user.client.get("/organizations")).json()["total"] == 0


@both_dialects
async def test_a_post_repeated_with_its_idempotency_key_makes_one_organization(deck: Deck, user: Person) -> None:
    headers = {"Idempotency-Key": "once"}

    first = await user.client.post("/organizations", json=NEW, headers=headers)
    second = await user.client.post("/organizations", json=NEW, headers=headers)
    other = await user.client.post("/organizations", json=NEW | {"name": "Other"}, headers=headers)

    assert second.json() == first.json()
    error_of(other, 409)
    assert (await user.client.get("/organizations")).json()["total"] == 1


async def test_the_idempotency_key_of_one_person_replays_nothing_to_another(deck: Deck, user: Person) -> None:
    bo = await deck.person()
    headers = {"Idempotency-Key": "once"}
    first = await user.client.post("/organizations", json=NEW, headers=headers)

    second = await bo.client.post("/organizations", json=NEW, headers=headers)

    assert second.json()["id"] != first.json()["id"]
