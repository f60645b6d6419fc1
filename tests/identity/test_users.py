"""Accounts, as administrators see them."""

import asyncio

import pytest

from tests.identity.decks import PASSWORD, Deck, Person, error_of

both_dialects = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
ADA = {"email": "ada@example.org", "name": "Ada", "password": PASSWORD}


@both_dialects
async def test_an_administrator_makes_reads_changes_and_removes_an_account(deck: Deck, admin: Person) -> None:
    made = await admin.client.post("/users", json=ADA)
    assert made.status_code == 201
    user = made.json()
    assert user["role"] == "user"
    assert user["version"] == 1
    assert "password" not in made.text

    changed = await admin.client.patch(f"/users/{user['id']}", json={"name": "Countess", "role": "readonly"})

    assert changed.json() | {"updated_at": None} == user | {
        "name": "Countess",
        "role": "readonly",
        "version": 2,
        "updated_at": None,
    }
    assert (await admin.client.get(f"/users/{user['id']}")).json() == changed.json()
    assert (await admin.client.delete(f"/users/{user['id']}")).status_code == 204
    error_of(await admin.client.get(f"/users/{user['id']}"), 404)


async def test_a_made_account_can_sign_in(deck: Deck, admin: Person) -> None:
    await admin.client.post("/users", json=ADA)

    signed = await deck.client().post("/auth/login", json={"username": "ada@example.org", "password": PASSWORD})

    assert signed.status_code == 200


@both_dialects
async def test_one_address_has_one_account_however_it_is_written(deck: Deck, admin: Person) -> None:
    await admin.client.post("/users", json=ADA)

    again = await admin.client.post("/users", json=ADA | {"email": "\uff21DA@Example.org"})
    look_alike = await admin.client.post("/users", json=ADA | {"email": "\u0430da@example.org"})

    assert error_of(again, 409)["code"] == "EMAIL_TAKEN"
    assert look_alike.status_code == 201


@both_dialects
async def test_of_ten_accounts_made_at_once_for_one_address_one_is_made(deck: Deck, admin: Person) -> None:
    body = {"email": "ada@example.org", "name": "Ada"}

    answers = await asyncio.gather(*(admin.client.post("/users", json=body) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9


@both_dialects
async def test_users_are_listed_by_page_by_offset_and_by_cursor(deck: Deck, admin: Person) -> None:
    for number in range(4):
        await deck.person("agent", f"agent{number}@example.org")

    by_page = (await admin.client.get("/users", params={"page": 2, "page_size": 2})).json()
    by_offset = (await admin.client.get("/users", params={"skip": 2, "limit": 2})).json()
    first = (await admin.client.get("/users", params={"cursor": "", "page_size": 3})).json()
    rest = (await admin.client.get("/users", params={"cursor": first["next_cursor"], "page_size": 3})).json()

    assert by_page["total"] == by_offset["total"] == 5
    assert [user["email"] for user in by_page["items"]] == ["agent1@example.org", "agent2@example.org"]
    assert by_offset["items"] == by_page["items"]
    assert len(first["items"]) == 3
    assert [user["email"] for user in rest["items"]] == ["agent2@example.org", "agent3@example.org"]
    assert rest["next_cursor"] is None
    assert first["total"] == rest["total"] == 5


async def test_a_page_beyond_the_end_is_empty_and_still_tells_the_total(admin: Person) -> None:
    beyond = (await admin.client.get("/users", params={"page": 9})).json()

    assert (beyond["items"], beyond["total"]) == ([], 1)


@both_dialects
async def test_users_are_filtered_by_role_state_and_address(deck: Deck, admin: Person, user: Person) -> None:
    await admin.client.patch(f"/users/{user.id}", json={"disabled": True})

    async def found(**wanted: str) -> list[str]:
        listed = await admin.client.get("/users", params=wanted)
        return [item["email"] for item in listed.json()["items"]]

    assert await found(role="admin") == [admin.email]
    assert await found(disabled="true") == [user.email]
    assert await found(disabled="false") == [admin.email]
    assert await found(email="USER@example.org") == [user.email]
    assert await found(email="nobody@example.org") == []


@pytest.mark.parametrize("change", [{"role": "user"}, {"disabled": True}])
async def test_the_last_administrator_stays(deck: Deck, admin: Person, change: dict[str, object]) -> None:
    refused = await admin.client.patch(f"/users/{admin.id}", json=change)
    assert error_of(refused, 409)["code"] == "LAST_ADMINISTRATOR"
    error_of(await admin.client.delete(f"/users/{admin.id}"), 409)

    await deck.person("admin", "second@example.org")

    assert (await admin.client.patch(f"/users/{admin.id}", json=change)).status_code == 200


@both_dialects
async def test_two_administrators_cannot_remove_each_other_at_once(deck: Deck, admin: Person) -> None:
    other = await deck.person("admin", "second@example.org")

    answers = await asyncio.gather(
        admin.client.patch(f"/users/{other.id}", json={"role": "user"}),
        other.client.patch(f"/users/{admin.id}", json={"role": "user"}),
    )

    assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])


@pytest.mark.parametrize("field", ["expected_version", "If-Match"])
async def test_a_change_made_from_an_old_version_is_refused(admin: Person, user: Person, field: str) -> None:
    async def rename(version: int) -> int:
        headers = {"If-Match": f'"{version}"'} if field == "If-Match" else {}
        body = {"name": "New"} | ({} if headers else {field: version})
        return (await admin.client.patch(f"/users/{user.id}", json=body, headers=headers)).status_code

    assert await rename(1) == 200
    assert await rename(1) == 409
    assert await rename(2) == 200


async def test_a_password_given_by_an_administrator_ends_the_persons_sessions(admin: Person, user: Person) -> None:
    await admin.client.patch(f"/users/{user.id}", json={"password": PASSWORD})

    error_of(await user.client.get("/auth/me"), 401)


async def test_only_welcome_addresses_get_accounts(deck: Deck, admin: Person) -> None:
    security = deck.parts.settings.security
    object.__setattr__(security, "user_whitelist", ("crew.example",))

    refused = await admin.client.post("/users", json=ADA)
    made = await admin.client.post("/users", json=ADA | {"email": "ada@crew.example"})

    assert error_of(refused, 422)["code"] == "EMAIL_NOT_ALLOWED"
    assert made.status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        ADA | {"email": "no address"},
        ADA | {"role": "owner"},
        ADA | {"password": "short"},
        ADA | {"password": "ada@example.org"},
        ADA | {"id": "01a2006c-cd7f-7579-940e-f29154f4d890"},
        ADA | {"created_at": "2026-01-01T00:00:00Z"},
        ADA | {"name": ""},
        ADA | {"name": "x" * 201},
        ADA | {"name": 7},
    ],
)
async def test_a_body_that_is_not_right_makes_no_account(admin: Person, body: dict[str, object]) -> None:
    refused = await admin.client.post("/users", json=body)

    error_of(refused, 422)
    assert (await admin.client.get("/users")).json()["total"] == 1


async def test_nothing_offensive_is_echoed(admin: Person) -> None:
    refused = await admin.client.post("/users", json=ADA | {"email": "canary at nowhere", "password": "canary"})

    assert "canary" not in refused.text
