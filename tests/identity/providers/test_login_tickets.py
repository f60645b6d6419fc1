"""The temporary token: one minute, once, in the browser that began."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.providers import walk
from tests.identity.providers.noted import refusals


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_a_temporary_token_works_once(deck: Deck, admin: Person) -> None:
    browser = deck.client()
    token = await walk.temporary_token(browser, "google")
    cookie = browser.cookies["qd_sign_in"]

    answers = await asyncio.gather(*(walk.exchange(browser, token) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 9
    replayed = await walk.exchange(deck.client(Cookie=f"qd_sign_in={cookie}"), token)
    assert error_of(replayed, 401)["code"] == "INVALID_TEMPORARY_TOKEN"
    assert "INVALID_TEMPORARY_TOKEN" in await refusals(deck, admin)


async def test_another_browser_gets_nothing_for_it_and_its_own_still_does(deck: Deck) -> None:
    browser, thief = deck.client(), deck.client()
    token = await walk.temporary_token(browser, "google")
    await walk.depart(thief, "google")

    for other in (thief, deck.client()):
        stolen = await walk.exchange(other, token)
        assert error_of(stolen, 401)["code"] == "INVALID_TEMPORARY_TOKEN"
        assert "set-cookie" not in stolen.headers
        error_of(await other.get("/auth/login-success-redirect", params={"token": token}), 401)

    assert (await walk.exchange(browser, token)).status_code == 200


async def test_it_ends_after_a_minute(deck: Deck) -> None:
    early, late = deck.client(), deck.client()
    with clock.frozen(datetime.now(UTC)):
        in_time, too_late = [await walk.temporary_token(each, "google") for each in (early, late)]
        clock.advance(timedelta(seconds=59))
        assert (await walk.exchange(early, in_time)).status_code == 200
        clock.advance(timedelta(seconds=1))
        error_of(await walk.exchange(late, too_late), 401)


@pytest.mark.parametrize("token", [None, "", 7, [], "x" * 201])
async def test_nothing_is_no_temporary_token(deck: Deck, token: object) -> None:
    error_of(await deck.client().post("/auth/validate-token", json={"token": token}), 422)


async def test_a_made_up_token_is_refused(deck: Deck) -> None:
    browser = deck.client()
    await walk.depart(browser, "google")

    error_of(await walk.exchange(browser, "A" * 43), 401)


async def test_whoever_was_disabled_meanwhile_gets_no_session(deck: Deck, admin: Person) -> None:
    user = (await walk.sign_in(deck.client(), "google")).json()["user"]
    browser = deck.client()
    token = await walk.temporary_token(browser, "google")

    await admin.client.patch(f"/users/{user['id']}", json={"disabled": True})
    await admin.client.patch(f"/users/{user['id']}", json={"disabled": False})

    error_of(await walk.exchange(browser, token), 401)


async def test_a_new_password_takes_waiting_tokens_with_it(deck: Deck) -> None:
    signed_in, browser = deck.client(), deck.client()
    await walk.sign_in(signed_in, "google")
    token = await walk.temporary_token(browser, "google")

    changed = await signed_in.post("/auth/me/password", json={"new_password": "four other words will do"})

    assert changed.status_code == 204
    error_of(await walk.exchange(browser, token), 401)
    assert (await signed_in.get("/auth/me")).status_code == 200


async def test_another_site_s_page_cannot_exchange_it(deck: Deck) -> None:
    browser = deck.client()
    token = await walk.temporary_token(browser, "google")

    for headers in ({"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = await browser.post("/auth/validate-token", json={"token": token}, headers=headers)
        assert error_of(refused, 403)["code"] == "CROSS_SITE_REQUEST"

    assert (await walk.exchange(browser, token)).status_code == 200


async def test_the_cookies_that_it_gives(tls_deck: Deck) -> None:
    browser = tls_deck.client()
    browser.base_url = "https://deck.test/api/v1"
    answer = await walk.sign_in(browser, "google")

    session, refresh, gone = answer.headers.get_list("set-cookie")

    everywhere = ("HttpOnly", "Secure")
    assert session.startswith("__Host-qd_session=")
    assert all(part in session for part in (*everywhere, "Path=/;", "SameSite=lax"))
    assert refresh.startswith("__Secure-qd_refresh=")
    assert all(part in refresh for part in (*everywhere, "Path=/api/v1/auth/refresh", "SameSite=strict"))
    assert gone.startswith('__Host-qd_sign_in="";')
    assert all(part in gone for part in (*everywhere, "Max-Age=0", "Path=/", "SameSite=lax"))
