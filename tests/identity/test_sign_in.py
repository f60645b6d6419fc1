"""Signing in by password, over HTTP, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from quarterdeck.identity.sessions.lockout import PAIR_LIMIT, WINDOW
from quarterdeck.kit import clock
from tests.identity.decks import PASSWORD, Deck, Person, error_of

pytestmark = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
RIGHT = {"username": "ada@example.org", "password": PASSWORD}
WRONG = {"username": "ada@example.org", "password": "not the password"}


async def test_the_right_password_gives_tokens_that_work(deck: Deck) -> None:
    ada = await deck.person(email="ada@example.org", password=PASSWORD)

    signed = (await deck.client().post("/auth/login", json=RIGHT)).json()

    assert signed["token_type"] == "bearer"
    assert signed["expires_in"] == 900
    assert signed["refresh_token"]
    me = await deck.client(signed["access_token"]).get("/auth/me")
    assert me.json()["id"] == ada.id
    assert me.json()["credential"] == "token"


async def test_the_address_is_found_however_it_is_typed(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)

    signed = await deck.client().post("/auth/login", json=RIGHT | {"username": "ADA@Example.org"})

    assert signed.status_code == 200


async def test_token_takes_json_and_the_form_of_the_documentation(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    anonymous = deck.client()

    by_json = await anonymous.post("/auth/token", json={"email": "ada@example.org", "password": PASSWORD})
    by_form = await anonymous.post("/auth/token", data={"grant_type": "password", **RIGHT})

    assert by_json.status_code == by_form.status_code == 200
    assert by_json.json().keys() == by_form.json().keys()


async def test_token_refuses_other_content_and_missing_fields(deck: Deck) -> None:
    anonymous = deck.client()

    error_of(await anonymous.post("/auth/token", content="x", headers={"Content-Type": "text/plain"}), 415)
    missing = error_of(await anonymous.post("/auth/token", data={"username": "ada@example.org"}), 422)
    assert [detail["field"] for detail in missing["details"]] == ["password"]
    extra = await anonymous.post("/auth/token", json={"email": "a@b.c", "password": "x", "role": "admin"})
    error_of(extra, 422)


async def test_wrong_absent_and_disabled_get_the_same_answer(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    bo = await deck.person(email="bo@example.org", password=PASSWORD)
    admin = await deck.person("admin")
    await admin.client.patch(f"/users/{bo.id}", json={"disabled": True})
    anonymous = deck.client()

    answers = [
        error_of(await anonymous.post("/auth/login", json=WRONG), 401),
        error_of(await anonymous.post("/auth/login", json=WRONG | {"username": "nobody@example.org"}), 401),
        error_of(await anonymous.post("/auth/login", json=WRONG | {"username": "not an address"}), 401),
        error_of(await anonymous.post("/auth/login", json=RIGHT | {"username": "bo@example.org"}), 401),
    ]

    assert len({(answer["code"], answer["message"]) for answer in answers}) == 1
    assert answers[0]["code"] == "INVALID_CREDENTIALS"


async def test_an_account_without_a_password_cannot_be_signed_in_to_by_one(deck: Deck) -> None:
    await deck.person(email="ada@example.org")

    error_of(await deck.client().post("/auth/login", json=RIGHT | {"password": "the password of nobody"}), 401)


async def test_after_ten_failures_even_the_right_password_waits(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    anonymous = deck.client()
    with clock.frozen(NOON):
        for number in range(PAIR_LIMIT):
            clock.advance(timedelta(seconds=1))
            headers = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.1.0.{number}"}
            error_of(await anonymous.post("/auth/login", json=WRONG, headers=headers), 401)

        locked = await anonymous.post("/auth/login", json=RIGHT)

        assert error_of(locked, 429)["code"] == "LOCKED_OUT"
        assert 0 < int(locked.headers["retry-after"]) <= WINDOW.total_seconds()
        elsewhere = await deck.client(peer="10.9.9.9").post("/auth/login", json=RIGHT)
        assert elsewhere.status_code == 200
        clock.advance(WINDOW)
        assert (await anonymous.post("/auth/login", json=RIGHT)).status_code == 200


async def test_the_door_closes_for_absent_accounts_just_the_same(deck: Deck) -> None:
    anonymous = deck.client()
    for _ in range(PAIR_LIMIT):
        error_of(await anonymous.post("/auth/login", json=WRONG), 401)

    assert error_of(await anonymous.post("/auth/login", json=WRONG), 429)["code"] == "LOCKED_OUT"


async def test_guesses_sent_at_once_are_counted_one_by_one(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    anonymous = deck.client()

    answers = await asyncio.gather(*(anonymous.post("/auth/login", json=WRONG) for _ in range(2 * PAIR_LIMIT)))

    statuses = [answer.status_code for answer in answers]
    assert statuses.count(401) == PAIR_LIMIT
    assert statuses.count(429) == PAIR_LIMIT


async def test_signing_in_forgives_the_failures_before_it(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    anonymous = deck.client()
    for _ in range(2):
        for _ in range(PAIR_LIMIT - 1):
            error_of(await anonymous.post("/auth/login", json=WRONG), 401)
        assert (await anonymous.post("/auth/login", json=RIGHT)).status_code == 200


@pytest.mark.parametrize("change", [{"password": "another four plain words"}, {"disabled": True}])
async def test_what_changes_while_the_password_is_looked_at_counts(
    deck: Deck, admin: Person, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    ada = await deck.person(email="ada@example.org", password=PASSWORD)
    verify = deck.parts.passwords.verify

    async def verify_slowly(password: str, kept: str | None) -> bool:
        right = await verify(password, kept)
        changed = await admin.client.patch(f"/users/{ada.id}", json=change)
        assert changed.status_code == 200
        return right

    with monkeypatch.context() as slowly:
        slowly.setattr(deck.parts.passwords, "verify", verify_slowly)
        refused = await deck.client().post("/auth/login", json=RIGHT)

    assert error_of(refused, 401)["code"] == "INVALID_CREDENTIALS"
    assert (await admin.client.get(f"/users/{ada.id}/sessions")).json()["total"] == 0
    tried = (await admin.client.get("/audit", params={"action": "sign_in"})).json()["items"]
    assert [event["outcome"] for event in tried] == ["failure"]


async def test_a_new_name_while_the_password_is_looked_at_does_not_matter(
    deck: Deck, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await deck.person(email="ada@example.org", password=PASSWORD)
    verify = deck.parts.passwords.verify

    async def verify_slowly(password: str, kept: str | None) -> bool:
        await admin.client.patch(f"/users/{ada.id}", json={"name": "Ada"})
        return await verify(password, kept)

    monkeypatch.setattr(deck.parts.passwords, "verify", verify_slowly)

    assert (await deck.client().post("/auth/login", json=RIGHT)).status_code == 200
