"""The console's cookie: how it is set, how long it lives, and who may use it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from quarterdeck.kit import clock
from tests.identity.decks import PASSWORD, Deck, Person, error_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LOGIN = {"username": "ada@example.org", "password": PASSWORD, "cookies": True}


@pytest.fixture
async def ada(deck: Deck) -> Person:
    return await deck.person(email="ada@example.org", password=PASSWORD)


@pytest.fixture
async def browser(deck: Deck, ada: Person) -> httpx2.AsyncClient:
    client = deck.client()
    assert (await client.post("/auth/login", json=LOGIN)).status_code == 200
    return client


async def test_signing_in_with_cookies_keeps_every_token_from_the_page(deck: Deck, ada: Person) -> None:
    answer = await deck.client().post("/auth/login", json=LOGIN)

    assert answer.json()["access_token"] is None
    assert answer.json()["refresh_token"] is None
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("qd_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


async def test_over_tls_the_cookie_is_bound_to_the_host(deck: Deck, ada: Person) -> None:
    server = deck.parts.settings.server.model_copy(update={"base_url": "https://deck.test"})
    deck.use(settings=replace(deck.parts.settings, server=server))

    cookie = (await deck.client().post("/auth/login", json=LOGIN)).headers["set-cookie"]

    assert cookie.startswith("__Host-qd_session=")
    assert "Secure" in cookie


async def test_the_cookie_signs_its_browser_in(browser: httpx2.AsyncClient) -> None:
    me = await browser.get("/auth/me")

    assert me.json()["email"] == "ada@example.org"
    assert me.json()["credential"] == "session"


async def test_another_site_cannot_write_with_the_cookie_but_our_page_can(browser: httpx2.AsyncClient) -> None:
    cross = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.test"}
    body = {"name": "Ada"}

    refused = await browser.patch("/auth/me", json=body, headers=cross)
    written = await browser.patch("/auth/me", json=body, headers={"Sec-Fetch-Site": "same-origin"})

    assert error_of(refused, 403)["code"] == "CROSS_SITE_REQUEST"
    assert written.status_code == 200


async def test_another_site_cannot_sign_a_browser_in(deck: Deck, ada: Person) -> None:
    refused = await deck.client().post("/auth/login", json=LOGIN, headers={"Origin": "https://evil.test"})

    assert error_of(refused, 403)["code"] == "CROSS_SITE_REQUEST"
    assert "set-cookie" not in refused.headers


async def test_an_unused_session_ends_after_half_an_hour(deck: Deck, ada: Person) -> None:
    browser = deck.client()
    with clock.frozen(NOON):
        await browser.post("/auth/login", json=LOGIN)
        for _ in range(3):
            clock.advance(timedelta(minutes=29))
            assert (await browser.get("/auth/me")).status_code == 200
            await deck.identity.deferred_writes.drain()
        clock.advance(timedelta(minutes=30))
        error_of(await browser.get("/auth/me"), 401)


async def test_a_session_in_use_ends_after_seven_days(deck: Deck, ada: Person) -> None:
    browser = deck.client()
    with clock.frozen(NOON):
        await browser.post("/auth/login", json=LOGIN)
        for _ in range(7 * 48):
            clock.advance(timedelta(minutes=29, seconds=59))
            assert (await browser.get("/auth/me")).status_code == 200
            await deck.identity.deferred_writes.drain()
        clock.advance(timedelta(minutes=10))
        error_of(await browser.get("/auth/me"), 401)


async def test_signing_out_ends_the_session_and_removes_the_cookie(deck: Deck, browser: httpx2.AsyncClient) -> None:
    cookie = browser.cookies["qd_session"]

    left = await browser.post("/auth/logout")

    assert left.status_code == 204
    removed = left.headers["set-cookie"]
    assert all(attribute in removed for attribute in ("Max-Age=0", "Path=/", "HttpOnly", "SameSite=lax"))
    replayed = deck.client(Cookie=f"qd_session={cookie}")
    error_of(await replayed.get("/auth/me"), 401)


async def test_a_person_sees_their_sessions_and_ends_one(deck: Deck, ada: Person, browser: httpx2.AsyncClient) -> None:
    listed = (await browser.get("/auth/sessions")).json()

    assert listed["total"] == 2
    assert [session["current"] for session in listed["items"]] == [True, False]
    other = listed["items"][1]["id"]
    assert (await browser.delete(f"/auth/sessions/{other}")).status_code == 204
    error_of(await ada.client.get("/auth/me"), 401)
    assert (await browser.get("/auth/sessions")).json()["total"] == 1


async def test_somebody_elses_session_does_not_exist(deck: Deck, browser: httpx2.AsyncClient) -> None:
    bo = await deck.person(email="bo@example.org")
    theirs = (await browser.get("/auth/sessions")).json()["items"][0]["id"]

    foreign = error_of(await bo.client.delete(f"/auth/sessions/{theirs}"), 404)
    absent = error_of(await bo.client.delete("/auth/sessions/01a2006c-cd7f-7579-940e-f29154f4d890"), 404)

    assert foreign["message"] == absent["message"]
    assert (await browser.get("/auth/me")).status_code == 200


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "A" * 4000, "' OR 1=1 --"])
async def test_a_made_up_cookie_signs_nobody_in(deck: Deck, cookie: str) -> None:
    error_of(await deck.client(Cookie=f"qd_session={cookie}").get("/auth/me"), 401)
