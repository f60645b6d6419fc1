"""Refresh tokens: each works once, and one seen twice ends its family."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from quarterdeck.kit import clock
from tests.identity.decks import PASSWORD, Deck, Person, error_of

pytestmark = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def ada(deck: Deck) -> Person:
    return await deck.person(email="ada@example.org", password=PASSWORD)


async def sign_in(client: httpx2.AsyncClient) -> dict[str, str]:
    answer = await client.post("/auth/login", json={"username": "ada@example.org", "password": PASSWORD})
    tokens: dict[str, str] = answer.json()
    return tokens


async def refresh(client: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await client.post("/auth/refresh", json={"refresh_token": token})


async def test_a_refresh_token_gives_new_tokens_of_the_same_session(deck: Deck, ada: Person) -> None:
    first = await sign_in(deck.client())

    second = (await refresh(deck.client(), first["refresh_token"])).json()

    assert second["refresh_token"] != first["refresh_token"]
    me = await deck.client(second["access_token"]).get("/auth/me")
    assert me.json()["id"] == ada.id
    assert (await refresh(deck.client(), second["refresh_token"])).status_code == 200


async def test_a_refresh_token_seen_twice_ends_the_whole_family(deck: Deck, ada: Person) -> None:
    first = await sign_in(deck.client())
    second = (await refresh(deck.client(), first["refresh_token"])).json()

    reused = await refresh(deck.client(), first["refresh_token"])

    assert error_of(reused, 401)["code"] == "INVALID_REFRESH_TOKEN"
    error_of(await refresh(deck.client(), second["refresh_token"]), 401)
    error_of(await deck.client(second["access_token"]).get("/auth/me"), 401)


async def test_another_session_of_the_same_person_goes_on(deck: Deck, ada: Person) -> None:
    other, stolen = await sign_in(deck.client()), await sign_in(deck.client())
    await refresh(deck.client(), stolen["refresh_token"])
    await refresh(deck.client(), stolen["refresh_token"])

    assert (await refresh(deck.client(), other["refresh_token"])).status_code == 200


async def test_of_ten_refreshes_at_once_one_wins_and_none_wins_twice(deck: Deck, ada: Person) -> None:
    tokens = await sign_in(deck.client())
    client = deck.client()

    answers = await asyncio.gather(*(refresh(client, tokens["refresh_token"]) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 9


async def test_an_unused_refresh_token_ends_after_its_days(deck: Deck, ada: Person) -> None:
    with clock.frozen(NOON):
        early, late = await sign_in(deck.client()), await sign_in(deck.client())
        clock.advance(timedelta(days=30) - timedelta(seconds=1))
        assert (await refresh(deck.client(), early["refresh_token"])).status_code == 200
        clock.advance(timedelta(seconds=2))
        error_of(await refresh(deck.client(), late["refresh_token"]), 401)


@pytest.mark.parametrize("token", [None, "", [], {}, 7])
async def test_nothing_is_not_a_refresh_token(deck: Deck, token: object) -> None:
    error_of(await deck.client().post("/auth/refresh", json={"refresh_token": token}), 422)


async def test_a_made_up_refresh_token_is_refused(deck: Deck) -> None:
    error_of(await refresh(deck.client(), "A" * 43), 401)


async def test_signing_out_ends_the_refresh_token_too(deck: Deck, ada: Person) -> None:
    tokens = await sign_in(deck.client())

    left = await deck.client(tokens["access_token"]).post("/auth/logout")

    assert left.status_code == 204
    error_of(await deck.client(tokens["access_token"]).get("/auth/me"), 401)
    error_of(await refresh(deck.client(), tokens["refresh_token"]), 401)
