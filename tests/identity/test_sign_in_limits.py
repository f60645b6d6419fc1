"""The rate limit of signing in: by account and by peer, moved by no header."""

from dataclasses import replace

import httpx2
import pytest

from quarterdeck.infra.settings import Settings
from tests.identity.decks import Deck, error_of


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


async def test_an_account_is_tried_five_times_a_minute_from_wherever(deck: Deck) -> None:
    body = {"username": "ada@example.org", "password": "not the password"}
    for number in range(5):
        error_of(await deck.client(peer=f"10.0.0.{number}").post("/auth/login", json=body), 401)

    error_of(await deck.client(peer="10.0.1.1").post("/auth/login", json=body), 429)


async def test_the_standing_is_told(deck: Deck) -> None:
    body = {"username": "ada@example.org", "password": "not the password"}

    answer = await deck.client().post("/auth/login", json=body)

    assert answer.headers["ratelimit-limit"] == "5"
    assert answer.headers["ratelimit-remaining"] == "4"
