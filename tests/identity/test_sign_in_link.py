"""One-time sign-in links."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from quarterdeck.identity.sessions.service import make_sign_in_link
from quarterdeck.infra.event_log import read_after
from quarterdeck.kit import clock
from tests.identity.decks import PASSWORD, Deck, Person, error_of

pytestmark = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def link_of(admin: Person, user: Person) -> str:
    made = await admin.client.post(f"/users/{user.id}/sign-in-link")
    assert made.status_code == 201
    token: str = made.json()["token"]
    assert made.json()["path"] == f"/console/sign-in#token={token}"
    return token


async def link_made_here(deck: Deck, user: Person) -> str:
    """A link made by the server itself, at whatever time the clock is held."""
    async with deck.database.writing() as session:
        return await make_sign_in_link(session, None, user.id)


async def use(client: httpx2.AsyncClient, token: str, **more: str) -> httpx2.Response:
    return await client.post("/auth/sign-in-link", json={"token": token, **more})


async def test_a_link_signs_its_person_in_once(deck: Deck, admin: Person, user: Person) -> None:
    token = await link_of(admin, user)
    browser = deck.client()

    assert (await use(browser, token)).status_code == 200

    assert (await browser.get("/auth/me")).json()["id"] == user.id
    assert error_of(await use(deck.client(), token), 401)["code"] == "INVALID_SIGN_IN_LINK"


async def test_a_link_used_ten_times_at_once_works_once(deck: Deck, admin: Person, user: Person) -> None:
    token = await link_of(admin, user)
    client = deck.client()

    answers = await asyncio.gather(*(use(client, token) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 9


async def test_a_link_ends_after_fifteen_minutes(deck: Deck, user: Person) -> None:
    with clock.frozen(NOON):
        early = await link_made_here(deck, user)
        clock.advance(timedelta(minutes=15) - timedelta(seconds=1))
        assert (await use(deck.client(), early)).status_code == 200
        late = await link_made_here(deck, user)
        clock.advance(timedelta(minutes=15))
        error_of(await use(deck.client(), late), 401)


async def test_a_newer_link_replaces_the_older(deck: Deck, admin: Person, user: Person) -> None:
    older, newer = await link_of(admin, user), await link_of(admin, user)

    error_of(await use(deck.client(), older), 401)
    assert (await use(deck.client(), newer)).status_code == 200


async def test_a_link_can_set_the_password(deck: Deck, admin: Person, user: Person) -> None:
    await use(deck.client(), await link_of(admin, user), password=PASSWORD)

    signed = await deck.client().post("/auth/login", json={"username": user.email, "password": PASSWORD})

    assert signed.status_code == 200


async def test_a_password_by_link_ends_what_went_on_before(deck: Deck, admin: Person) -> None:
    ada = await deck.person(email="ada@example.org", password="a password that leaked")
    thief = deck.client()
    await use(thief, await link_of(admin, ada))
    assert (await ada.client.get("/auth/me")).status_code == 200
    browser = deck.client()

    assert (await use(browser, await link_of(admin, ada), password=PASSWORD)).status_code == 200

    assert (await browser.get("/auth/me")).json()["id"] == ada.id
    for before in (ada.client, thief):
        error_of(await before.get("/auth/me"), 401)
    assert (await browser.get("/auth/sessions")).json()["total"] == 1
    audited = (await admin.client.get("/audit", params={"action": "password.change"})).json()["items"]
    assert [(event["object_id"], event["outcome"]) for event in audited] == [(ada.id, "success")]
    async with deck.database.reading() as session:
        told = await read_after(session, 0, 100)
    assert [event.user_id for event in told if event.type == "password.changed"] == [ada.id]


async def test_a_link_without_a_password_ends_nothing(deck: Deck, admin: Person, user: Person) -> None:
    browser = deck.client()

    await use(browser, await link_of(admin, user))

    assert (await user.client.get("/auth/me")).status_code == 200
    assert (await browser.get("/auth/sessions")).json()["total"] == 2


async def test_a_weak_password_leaves_the_link_unused(deck: Deck, admin: Person, user: Person) -> None:
    token = await link_of(admin, user)

    assert error_of(await use(deck.client(), token, password="short"), 422)["code"] == "WEAK_PASSWORD"
    assert (await use(deck.client(), token)).status_code == 200


async def test_who_came_by_link_may_choose_a_password_without_the_old_one_for_a_while(
    deck: Deck,
) -> None:
    forgetful = await deck.person(email="bo@example.org", password="a password long forgotten")
    browser = deck.client()
    with clock.frozen(NOON):
        await use(browser, await link_made_here(deck, forgetful))
        assert (await browser.post("/auth/me/password", json={"new_password": PASSWORD})).status_code == 204
        clock.advance(timedelta(minutes=15))
        error_of(await browser.post("/auth/me/password", json={"new_password": PASSWORD}), 422)


async def test_a_disabled_person_has_no_use_of_a_link(deck: Deck, admin: Person, user: Person) -> None:
    token = await link_of(admin, user)
    await admin.client.patch(f"/users/{user.id}", json={"disabled": True})

    error_of(await use(deck.client(), token), 401)


@pytest.mark.parametrize("token", [None, "", [], 7])
async def test_nothing_is_no_link(deck: Deck, token: object) -> None:
    error_of(await deck.client().post("/auth/sign-in-link", json={"token": token}), 422)


async def test_the_token_of_a_link_is_not_kept(deck: Deck, admin: Person, user: Person) -> None:
    token = await link_of(admin, user)

    audit = await admin.client.get("/audit")

    assert "sign_in_link.create" in audit.text
    assert token not in audit.text
