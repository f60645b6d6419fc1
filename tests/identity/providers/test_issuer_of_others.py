"""The whole way through an issuer that nobody here wrote, with its own login form, over real connections."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from quarterdeck.infra.settings import Settings
from tests.identity.decks import Deck, error_of
from tests.identity.providers import walk
from tests.servers.oidc_mock import oidc_mock

pytestmark = pytest.mark.outside

GRACE = {"sub": "grace", "name": "Grace Hopper", "email": "grace@crew.example", "email_verified": True}
EVE = {"sub": "eve", "name": "Eve", "email": "grace@crew.example", "email_verified": False}


@pytest.fixture(scope="module")
def mock_url() -> Iterator[str]:
    with oidc_mock(GRACE, EVE) as url:
        yield url


@pytest.fixture
def identity_settings(identity_settings: Settings, mock_url: str) -> Settings:
    google = {
        "google_client_id": "anything",
        "google_client_secret": SecretStr("anything goes there"),
        "google_issuer": mock_url,
    }
    return replace(
        identity_settings,
        providers=identity_settings.providers.model_copy(update=google),
        security=identity_settings.security.model_copy(update={"user_whitelist": ("@crew.example",)}),
        outbound=identity_settings.outbound.model_copy(update={"private_hosts": (urlsplit(mock_url).netloc,)}),
    )


async def filled_in(address: str, **form: str) -> str:
    """Open the login form, fill it in and send it; returns where it leads."""
    async with httpx2.AsyncClient() as outside:
        page = await outside.get(address)
        assert re.search(r"<form", page.text)
        answer = await outside.post(address, data=form)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


async def test_a_person_signs_in_through_the_form(deck: Deck) -> None:
    browser = deck.client()

    callback = await filled_in(await walk.depart(browser, "google"), sub="grace")
    arrived = await walk.arrive(browser, callback)
    assert arrived.status_code == 303, arrived.text
    welcome = (await walk.exchange(browser, walk.token_in(arrived))).json()

    assert (welcome["user"]["email"], welcome["user"]["name"]) == ("grace@crew.example", "Grace Hopper")
    assert (await browser.get("/auth/me")).json()["credential"] == "session"


async def test_a_refusal_that_comes_without_the_state_is_not_believed(deck: Deck) -> None:
    """This issuer forgets it when a person declines; `test_state.py` has one that does not."""
    browser = deck.client()

    callback = await filled_in(await walk.depart(browser, "google"), sub="grace", action="deny")

    assert error_of(await walk.arrive(browser, callback), 422)["details"][0]["field"] == "state"


async def test_whom_it_does_not_vouch_for_gets_no_account(deck: Deck) -> None:
    browser = deck.client()

    refused = await walk.arrive(browser, await filled_in(await walk.depart(browser, "google"), sub="eve"))

    assert error_of(refused, 403)["code"] == "EMAIL_NOT_VERIFIED"


async def test_a_code_that_was_used_is_refused_by_the_issuer(deck: Deck) -> None:
    browser = deck.client()
    used = walk.query_of(await filled_in(await walk.depart(browser, "google"), sub="grace"))["code"]
    again = deck.client()
    async with httpx2.AsyncClient() as outside:
        spent = await outside.post(
            f"{deck.parts.settings.providers.google_issuer}/oauth2/token",
            data={"grant_type": "authorization_code", "code": used, "redirect_uri": f"{walk.AUTH}/google/callback"},
            auth=("anything", "anything goes there"),
        )
    assert spent.status_code == 200, spent.text

    callback = await filled_in(await walk.depart(again, "google"), sub="grace")
    refused = await walk.arrive(again, walk.with_query(callback, code=used))

    assert error_of(refused, 502)["code"] == "PROVIDER_REFUSED"
