"""A person's own account."""

import pytest

from tests.identity.decks import PASSWORD, Deck, Person, error_of

NEW = "another four plain words"


async def test_me_tells_who_i_am_and_what_i_may_do(deck: Deck, user: Person) -> None:
    organization = await deck.organization(member=user)

    me = (await user.client.get("/auth/me")).json()

    assert (me["id"], me["email"], me["role"]) == (user.id, user.email, "user")
    assert "repositories:write" in me["scopes"]
    assert "users:manage" not in me["scopes"]
    assert me["organizations"] == {organization: "member"}
    assert me["must_set_password"] is True


async def test_i_change_my_name(user: Person) -> None:
    changed = await user.client.patch("/auth/me", json={"name": "Ada", "expected_version": 1})

    assert (changed.json()["name"], changed.json()["version"]) == ("Ada", 2)
    stale = await user.client.patch("/auth/me", json={"name": "Bo", "expected_version": 1})
    assert error_of(stale, 409)["code"] == "STALE_VERSION"


@pytest.mark.parametrize("field", ["role", "email", "scopes", "disabled", "id", "version"])
async def test_i_cannot_change_what_is_not_mine_to_change(user: Person, field: str) -> None:
    error_of(await user.client.patch("/auth/me", json={"name": "Ada", field: "admin"}), 422)

    me = (await user.client.get("/auth/me")).json()
    assert (me["role"], me["version"]) == ("user", 1)


async def test_a_new_password_needs_the_current_one(deck: Deck) -> None:
    ada = await deck.person(email="ada@example.org", password=PASSWORD)

    for given in ({}, {"current_password": None}, {"current_password": "wrong"}):
        refused = await ada.client.post("/auth/me/password", json=given | {"new_password": NEW})
        assert error_of(refused, 422)["code"] == "WRONG_PASSWORD"
    changed = await ada.client.post("/auth/me/password", json={"current_password": PASSWORD, "new_password": NEW})

    assert changed.status_code == 204
    assert (await sign_in(deck, NEW)) == 200
    assert (await sign_in(deck, PASSWORD)) == 401


async def test_a_new_password_ends_my_other_sessions_and_keeps_this_one(deck: Deck) -> None:
    ada = await deck.person(email="ada@example.org", password=PASSWORD)
    body = {"email": "ada@example.org", "password": PASSWORD}
    other = deck.client((await deck.client().post("/auth/token", json=body)).json()["access_token"])
    assert (await other.get("/auth/me")).status_code == 200

    await ada.client.post("/auth/me/password", json={"current_password": PASSWORD, "new_password": NEW})

    error_of(await other.get("/auth/me"), 401)
    assert (await ada.client.get("/auth/me")).status_code == 200


@pytest.mark.parametrize("weak", ["short", "password1234", "ada@example.org", "x" * 129])
async def test_a_weak_new_password_is_refused(deck: Deck, weak: str) -> None:
    ada = await deck.person(email="ada@example.org", password=PASSWORD)

    refused = await ada.client.post("/auth/me/password", json={"current_password": PASSWORD, "new_password": weak})

    error = error_of(refused, 422)
    assert error["code"] == "WEAK_PASSWORD"
    assert [detail["field"] for detail in error["details"]] == ["new_password"]
    assert (await sign_in(deck, PASSWORD)) == 200


async def test_a_key_is_not_a_person(deck: Deck, user: Person) -> None:
    client = deck.client(await deck.key(user, "projects:read"))

    assert (await client.get("/auth/me")).json()["credential"] == "key"
    error_of(await client.patch("/auth/me", json={"name": "Eve"}), 403)
    error_of(await client.post("/auth/me/password", json={"new_password": NEW}), 403)
    error_of(await client.get("/auth/sessions"), 403)


async def sign_in(deck: Deck, password: str) -> int:
    body = {"username": "ada@example.org", "password": password}
    return (await deck.client().post("/auth/login", json=body)).status_code
