"""Who belongs to an organization."""

import asyncio

import pytest

from quarterdeck.kit.ids import new_id
from tests.identity.decks import Deck, Person, error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
async def owner(deck: Deck) -> Person:
    return await deck.person(email="owner@example.org")


@pytest.fixture
async def members(deck: Deck, owner: Person) -> str:
    """The address of the members of an organization that `owner` owns."""
    return f"/organizations/{await deck.organization(owner=owner)}/members"


@both_dialects
async def test_an_owner_adds_changes_and_removes_a_member(owner: Person, user: Person, members: str) -> None:
    added = await owner.client.post(members, json={"email": "USER@example.org", "role": "viewer"})
    assert added.status_code == 201
    assert (added.json()["user_id"], added.json()["email"], added.json()["role"]) == (user.id, user.email, "viewer")
    assert (await user.client.get(members)).json()["total"] == 2

    changed = await owner.client.patch(f"{members}/{user.id}", json={"role": "member"})
    assert changed.json()["role"] == "member"
    assert (await user.client.get(f"{members}/{user.id}")).json() == changed.json()

    assert (await owner.client.delete(f"{members}/{user.id}")).status_code == 204
    error_of(await user.client.get(members), 404)


async def test_a_member_may_be_named_by_id(owner: Person, user: Person, members: str) -> None:
    assert (await owner.client.post(members, json={"user_id": user.id})).json()["role"] == "member"


async def test_nobody_is_a_member_twice(owner: Person, user: Person, members: str) -> None:
    await owner.client.post(members, json={"user_id": user.id})

    again = await owner.client.post(members, json={"user_id": user.id, "role": "owner"})

    assert error_of(again, 409)["code"] == "ALREADY_MEMBER"
    assert (await owner.client.get(f"{members}/{user.id}")).json()["role"] == "member"


@pytest.mark.parametrize("body", [{"user_id": new_id()}, {"email": "nobody@example.org"}, {}])
async def test_an_unknown_user_cannot_be_added(owner: Person, members: str, body: dict[str, str]) -> None:
    error_of(await owner.client.post(members, json=body), 404)


@pytest.mark.parametrize("body", [{"role": "admin"}, {"user_id": "x"}, {"user_id": None, "organization_id": "x"}])
async def test_a_member_that_is_not_right_is_refused(owner: Person, members: str, body: dict[str, object]) -> None:
    error_of(await owner.client.post(members, json=body), 422)


async def test_the_last_owner_stays_until_there_is_another(owner: Person, user: Person, members: str) -> None:
    leaving = await owner.client.delete(f"{members}/{owner.id}")
    stepping_down = await owner.client.patch(f"{members}/{owner.id}", json={"role": "member"})
    assert error_of(leaving, 409)["code"] == error_of(stepping_down, 409)["code"] == "LAST_OWNER"

    await owner.client.post(members, json={"user_id": user.id, "role": "owner"})

    assert (await owner.client.delete(f"{members}/{owner.id}")).status_code == 204


@both_dialects
async def test_two_owners_cannot_leave_past_each_other(
    owner: Person, user: Person, admin: Person, members: str
) -> None:
    await owner.client.post(members, json={"user_id": user.id, "role": "owner"})

    await asyncio.gather(owner.client.delete(f"{members}/{owner.id}"), user.client.delete(f"{members}/{user.id}"))

    left = (await admin.client.get(members)).json()["items"]
    assert [member["role"] for member in left] == ["owner"]


@pytest.mark.parametrize("role", ["member", "viewer"])
async def test_a_member_cannot_make_themselves_owner(deck: Deck, user: Person, role: str) -> None:
    members = f"/organizations/{await deck.organization(**{role: user})}/members"

    error_of(await user.client.patch(f"{members}/{user.id}", json={"role": "owner"}), 403)
    error_of(await user.client.post(members, json={"email": "user@example.org", "role": "owner"}), 403)
    assert (await user.client.get(f"{members}/{user.id}")).json()["role"] == role


async def test_a_stranger_cannot_tell_that_the_organization_exists(deck: Deck, members: str) -> None:
    stranger = await deck.person()

    for attempt in (
        stranger.client.get(members),
        stranger.client.get(f"{members}/{stranger.id}"),
        stranger.client.post(members, json={"user_id": stranger.id, "role": "owner"}),
        stranger.client.delete(f"{members}/{stranger.id}"),
    ):
        assert error_of(await attempt, 404)["message"] == "There is no such organization"


async def test_a_new_member_sees_the_organization_at_once(owner: Person, user: Person, members: str) -> None:
    organization = members.removesuffix("/members")
    error_of(await user.client.get(organization), 404)

    await owner.client.post(members, json={"user_id": user.id, "role": "viewer"})

    assert (await user.client.get(organization)).status_code == 200
