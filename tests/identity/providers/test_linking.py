"""Linking: a signed-in person adds a way into their account, sees the ways there are, and takes one away."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.identity.decks import PASSWORD, Deck, Person, error_of
from tests.identity.providers import walk
from tests.identity.providers.noted import refusals
from tests.servers.issuer import Issuer

LOGIN = {"username": "ada@crew.example", "password": PASSWORD, "cookies": True}


@pytest.fixture
async def ada(deck: Deck) -> Person:
    return await deck.person(email="ada@crew.example", password=PASSWORD)


@pytest.fixture
async def browser(deck: Deck, ada: Person) -> httpx2.AsyncClient:
    client = deck.client()
    assert (await client.post("/auth/login", json=LOGIN)).status_code == 200
    return client


async def begin(browser: httpx2.AsyncClient, provider: str = "google", **body: str) -> str:
    answer = await browser.post(f"/auth/{provider}/link", json=body)
    assert answer.status_code == 200, answer.text
    address: str = answer.json()["redirect_to"]
    return address


async def link(browser: httpx2.AsyncClient, provider: str = "google", **body: str) -> httpx2.Response:
    return await walk.arrive(browser, await walk.consent(await begin(browser, provider, **body)))


async def listed(browser: httpx2.AsyncClient) -> list[Any]:
    items: list[Any] = (await browser.get("/auth/identities")).json()["items"]
    return items


async def test_a_signed_in_person_links_and_then_signs_in_that_way(
    deck: Deck, ada: Person, browser: httpx2.AsyncClient
) -> None:
    done = await link(browser, return_to="/console/account?tab=ways-in")

    assert (done.status_code, done.headers["location"]) == (303, "/console/account?tab=ways-in")
    assert [(each["provider"], each["email"]) for each in await listed(browser)] == [("google", "ada@crew.example")]
    assert (await walk.sign_in(deck.client(), "google")).json()["user"]["id"] == ada.id


async def test_an_address_decides_nothing_in_linking(
    deck: Deck, ada: Person, browser: httpx2.AsyncClient, issuer: Issuer
) -> None:
    issuer.person |= {"email": "private@home.example", "email_verified": False}

    await link(browser)

    assert (await walk.sign_in(deck.client(), "google")).json()["user"]["id"] == ada.id


async def test_linking_needs_a_signed_in_person_and_no_other_site(
    deck: Deck, ada: Person, browser: httpx2.AsyncClient
) -> None:
    key = deck.client(await deck.key(ada, "projects:read"))

    error_of(await deck.client().post("/auth/google/link", json={}), 401)
    error_of(await key.post("/auth/google/link", json={}), 403)
    refused = await browser.post("/auth/google/link", json={}, headers={"Origin": "https://evil.test"})
    assert error_of(refused, 403)["code"] == "CROSS_SITE_REQUEST"
    error_of(await browser.post("/auth/google/link", json={"return_to": "//evil.test"}), 422)
    error_of(await browser.post("/auth/nobody/link", json={}), 404)


async def test_a_link_begun_by_an_attacker_does_not_bind_the_victim_s_identity(
    deck: Deck, ada: Person, browser: httpx2.AsyncClient
) -> None:
    """The attacker begins, and has the victim's browser open the callback."""
    callback = await walk.consent(await begin(browser))

    refused = await walk.arrive(deck.client(), callback)

    assert error_of(refused, 400)["code"] == "INVALID_STATE"
    assert await listed(browser) == []


async def test_an_identity_belongs_to_one_account(deck: Deck, admin: Person, browser: httpx2.AsyncClient) -> None:
    await link(browser)
    bo = await deck.person(email="bo@crew.example")

    refused = await link(bo.client)

    assert error_of(refused, 409)["code"] == "IDENTITY_TAKEN"
    assert await refusals(deck, admin) == ["IDENTITY_TAKEN"]
    assert await listed(bo.client) == []
    assert (await link(browser)).status_code == 303
    assert len(await listed(browser)) == 1


async def test_whoever_signs_out_while_linking_links_nothing(
    deck: Deck, ada: Person, browser: httpx2.AsyncClient
) -> None:
    callback = await walk.consent(await begin(browser))
    cookie = browser.cookies["qd_sign_in"]
    await browser.post("/auth/logout")

    refused = await walk.arrive(deck.client(Cookie=f"qd_sign_in={cookie}"), callback)

    assert error_of(refused, 401)["code"] == "LINK_INTERRUPTED"
    assert await listed(ada.client) == []


async def test_whoever_is_disabled_while_linking_links_nothing(
    deck: Deck, ada: Person, browser: httpx2.AsyncClient, admin: Person
) -> None:
    callback = await walk.consent(await begin(browser))
    await admin.client.patch(f"/users/{ada.id}", json={"disabled": True})

    assert error_of(await walk.arrive(browser, callback), 401)["code"] == "LINK_INTERRUPTED"


async def test_an_identity_is_unlinked_and_signs_in_no_more(deck: Deck, browser: httpx2.AsyncClient) -> None:
    await link(browser)
    identity = (await listed(browser))[0]["id"]

    assert (await browser.delete(f"/auth/identities/{identity}")).status_code == 204

    assert await listed(browser) == []
    other = deck.client()
    refused = await walk.arrive(other, await walk.consent(await walk.depart(other, "google")))
    assert error_of(refused, 409)["code"] == "ACCOUNT_EXISTS"


async def test_the_last_way_in_stays(deck: Deck) -> None:
    browser = deck.client()
    await walk.sign_in(browser, "google")
    google = (await listed(browser))[0]["id"]
    assert error_of(await browser.delete(f"/auth/identities/{google}"), 409)["code"] == "LAST_WAY_IN"

    await link(browser, "github")

    assert (await browser.delete(f"/auth/identities/{google}")).status_code == 204
    github = (await listed(browser))[0]["id"]
    assert error_of(await browser.delete(f"/auth/identities/{github}"), 409)["code"] == "LAST_WAY_IN"
    await browser.post("/auth/me/password", json={"new_password": "four other words will do"})
    assert (await browser.delete(f"/auth/identities/{github}")).status_code == 204


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_of_two_ways_taken_away_at_once_one_stays(deck: Deck) -> None:
    browser = deck.client()
    await walk.sign_in(browser, "google")
    await link(browser, "github")
    ids = [each["id"] for each in await listed(browser)]

    answers = await asyncio.gather(*(browser.delete(f"/auth/identities/{each}") for each in ids))

    assert sorted(answer.status_code for answer in answers) == [204, 409]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_two_accounts_that_link_one_identity_at_once_do_not_both_get_it(deck: Deck) -> None:
    people = [await deck.person(email=f"p{number}@crew.example") for number in range(5)]
    callbacks = [await walk.consent(await begin(person.client)) for person in people]

    answers = await asyncio.gather(
        *(walk.arrive(person.client, back) for person, back in zip(people, callbacks, strict=True))
    )

    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 4


async def test_somebody_else_s_identity_does_not_exist(deck: Deck, browser: httpx2.AsyncClient) -> None:
    await link(browser)
    bo = await deck.person(email="bo@crew.example")
    theirs = (await listed(browser))[0]["id"]

    foreign = error_of(await bo.client.delete(f"/auth/identities/{theirs}"), 404)
    absent = error_of(await bo.client.delete("/auth/identities/01a2006c-cd7f-7579-940e-f29154f4d890"), 404)

    assert foreign["message"] == absent["message"]
    assert len(await listed(browser)) == 1
