"""The rate limit of signing in: by peer, and by account from one peer, moved by no header."""

from dataclasses import replace

import httpx2
import pytest

from quarterdeck.identity.sessions.lockout import WIDE_LIMIT
from quarterdeck.infra.settings import Settings
from tests.identity.decks import PASSWORD, Deck, error_of


@pytest.fixture
def identity_settings(settings: Settings) -> Settings:
    """The default limits."""
    return replace(settings)


async def test_a_peer_tries_five_times_a_minute_whatever_it_claims_to_be(deck: Deck) -> None:
    anonymous = deck.client()

    async def attempt(number: int) -> httpx2.Response:
        body = {"username": f"user{number}@example.org", "password": "not the password"}
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "X-Real-IP": f"10.0.0.{number}"}
        return await anonymous.post("/auth/login", json=body, headers=headers)

    for number in range(5):
        error_of(await attempt(number), 401)

    refused = await attempt(5)

    assert error_of(refused, 429)["code"] == "RATE_LIMITED"
    assert int(refused.headers["retry-after"]) >= 1


async def test_strangers_who_try_an_account_do_not_keep_its_owner_out(deck: Deck) -> None:
    await deck.person(email="ada@example.org", password=PASSWORD)
    body = {"username": "ada@example.org", "password": "not the password"}
    for number in range(20):
        error_of(await deck.client(peer=f"10.0.0.{number % 4}").post("/auth/login", json=body), 401)
    for number in range(4):
        error_of(await deck.client(peer=f"10.0.0.{number}").post("/auth/login", json=body), 429)

    signed = await deck.client(peer="10.0.1.1").post("/auth/login", json=body | {"password": PASSWORD})

    assert signed.status_code == 200


async def test_an_account_that_is_tried_from_everywhere_is_closed_for_a_while(deck: Deck) -> None:
    body = {"username": "ada@example.org", "password": "not the password"}
    for number in range(WIDE_LIMIT):
        error_of(await deck.client(peer=f"10.0.{number // 4}.1").post("/auth/login", json=body), 401)

    error_of(await deck.client(peer="10.1.1.1").post("/auth/login", json=body), 429)


async def test_the_standing_is_told(deck: Deck) -> None:
    body = {"username": "ada@example.org", "password": "not the password"}

    answer = await deck.client().post("/auth/login", json=body)

    assert answer.headers["ratelimit-limit"] == "5"
    assert answer.headers["ratelimit-remaining"] == "4"
