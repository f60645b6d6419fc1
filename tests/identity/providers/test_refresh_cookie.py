"""The refresh cookie: it renews a console session after a pause, once each time, and never for another site's page."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from quarterdeck.kit import clock
from tests.identity.decks import PASSWORD, Deck, Person, error_of
from tests.identity.providers import walk

LOGIN = {"username": "bo@crew.example", "password": PASSWORD}
COOKIES = ("qd_session", "qd_refresh")

pytestmark = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
async def bo(deck: Deck) -> Person:
    return await deck.person(email="bo@crew.example", password=PASSWORD)


@pytest.fixture
async def browser(deck: Deck, bo: Person) -> httpx2.AsyncClient:
    client = deck.client()
    answer = await client.post("/auth/login", json=LOGIN | {"remember": True})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["access_token"], answer.json()["refresh_token"]) == (None, None)
    return client


async def test_only_who_asks_to_be_remembered_gets_one(deck: Deck, bo: Person) -> None:
    plain = await deck.client().post("/auth/login", json=LOGIN | {"cookies": True})

    assert "qd_refresh" not in plain.headers["set-cookie"]


async def test_after_a_pause_the_cookie_renews_the_same_session(deck: Deck, bo: Person) -> None:
    browser = deck.client()
    with clock.frozen(datetime.now(UTC)):
        await browser.post("/auth/login", json=LOGIN | {"remember": True})
        before = {name: browser.cookies[name] for name in COOKIES}
        session = (await browser.get("/auth/sessions")).json()["items"][0]["id"]
        clock.advance(timedelta(hours=9))
        error_of(await browser.get("/auth/me"), 401)

        renewed = await browser.post("/auth/refresh")

        assert renewed.status_code == 200
        assert (renewed.json()["access_token"], renewed.json()["refresh_token"]) == (None, None)
        assert all(browser.cookies[name] != before[name] for name in COOKIES)
        assert (await browser.get("/auth/me")).json()["email"] == "bo@crew.example"
        assert (await browser.get("/auth/sessions")).json()["items"][0]["id"] == session
        error_of(await deck.client(Cookie=f"qd_session={before['qd_session']}").get("/auth/me"), 401)


async def test_a_remembered_session_is_listed_while_it_rests_and_can_be_ended(deck: Deck, bo: Person) -> None:
    browser = deck.client()
    with clock.frozen(datetime.now(UTC)):
        await browser.post("/auth/login", json=LOGIN | {"remember": True})
        clock.advance(timedelta(hours=9))
        elsewhere = deck.client()
        await elsewhere.post("/auth/login", json=LOGIN | {"cookies": True})
        listed = (await elsewhere.get("/auth/sessions")).json()["items"]
        resting = [each["id"] for each in listed if each["kind"] == "console" and not each["current"]]

        assert (await elsewhere.delete(f"/auth/sessions/{resting[0]}")).status_code == 204

        error_of(await browser.post("/auth/refresh"), 401)


async def test_a_refresh_cookie_seen_twice_ends_the_session_for_both(
    deck: Deck, browser: httpx2.AsyncClient, admin: Person
) -> None:
    stolen = browser.cookies["qd_refresh"]
    assert (await browser.post("/auth/refresh")).status_code == 200

    thief = await deck.client(Cookie=f"qd_refresh={stolen}").post("/auth/refresh")

    assert error_of(thief, 401)["code"] == "INVALID_REFRESH_TOKEN"
    error_of(await browser.get("/auth/me"), 401)
    error_of(await browser.post("/auth/refresh"), 401)
    events = (await admin.client.get("/audit", params={"action": "refresh_token.reused"})).json()
    assert events["total"] == 1


async def test_of_ten_renewals_at_once_one_wins(deck: Deck, browser: httpx2.AsyncClient) -> None:
    cookie = f"qd_refresh={browser.cookies['qd_refresh']}"
    clients = [deck.client(Cookie=cookie) for _ in range(10)]

    answers = await asyncio.gather(*(client.post("/auth/refresh") for client in clients))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 9


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://deck.test.evil.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.deck.test"},
    ],
)
async def test_another_site_s_page_cannot_renew_and_ours_can(
    browser: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    refused = await browser.post("/auth/refresh", headers=headers)

    assert error_of(refused, 403)["code"] == "CROSS_SITE_REQUEST"
    assert "set-cookie" not in refused.headers
    ours = {"Origin": "http://deck.test", "Sec-Fetch-Site": "same-origin"}
    assert (await browser.post("/auth/refresh", headers=ours)).status_code == 200


async def test_neither_kind_of_token_works_as_the_other(deck: Deck, browser: httpx2.AsyncClient) -> None:
    tokens = (await deck.client().post("/auth/login", json=LOGIN)).json()
    from_cookie = {"refresh_token": browser.cookies["qd_refresh"]}
    as_cookie = deck.client(Cookie=f"qd_refresh={tokens['refresh_token']}")

    error_of(await deck.client().post("/auth/refresh", json=from_cookie), 401)
    error_of(await as_cookie.post("/auth/refresh"), 401)

    assert (await browser.post("/auth/refresh")).status_code == 200
    again = await deck.client().post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert again.status_code == 200


async def test_without_body_and_cookie_there_is_nothing_to_renew(deck: Deck) -> None:
    assert error_of(await deck.client().post("/auth/refresh"), 401)["code"] == "INVALID_REFRESH_TOKEN"
    error_of(await deck.client().post("/auth/refresh", json={}), 422)


async def test_signing_out_removes_every_cookie_and_ends_the_refresh_token(
    deck: Deck, browser: httpx2.AsyncClient
) -> None:
    kept = browser.cookies["qd_refresh"]

    left = await browser.post("/auth/logout")

    removed = {cookie.partition("=")[0]: cookie for cookie in left.headers.get_list("set-cookie")}
    assert removed.keys() == {"qd_session", "qd_refresh", "qd_sign_in"}
    assert all("Max-Age=0" in cookie and "HttpOnly" in cookie for cookie in removed.values())
    assert "Path=/api/v1/auth/refresh" in removed["qd_refresh"]
    assert "SameSite=strict" in removed["qd_refresh"]
    assert not browser.cookies
    error_of(await deck.client(Cookie=f"qd_refresh={kept}").post("/auth/refresh"), 401)


async def test_disabling_and_a_new_password_end_remembered_sessions(
    deck: Deck, bo: Person, browser: httpx2.AsyncClient, admin: Person
) -> None:
    other = deck.client()
    await other.post("/auth/login", json=LOGIN | {"remember": True})
    change = {"current_password": PASSWORD, "new_password": "four other words will do"}

    assert (await other.post("/auth/me/password", json=change)).status_code == 204
    error_of(await browser.post("/auth/refresh"), 401)
    assert (await other.post("/auth/refresh")).status_code == 200

    await admin.client.patch(f"/users/{bo.id}", json={"disabled": True})
    error_of(await other.post("/auth/refresh"), 401)


async def test_a_session_through_a_provider_is_remembered_too(deck: Deck) -> None:
    browser = deck.client()
    with clock.frozen(datetime.now(UTC)):
        await walk.sign_in(browser, "google")
        clock.advance(timedelta(days=29))

        assert (await browser.post("/auth/refresh")).status_code == 200
        assert (await browser.get("/auth/me")).status_code == 200
        clock.advance(timedelta(days=31))
        error_of(await browser.post("/auth/refresh"), 401)
