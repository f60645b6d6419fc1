"""What is forgotten with time, and what is not."""

from datetime import timedelta

import pytest

from quarterdeck.identity.api import forget_old
from quarterdeck.kit import clock
from tests.identity.decks import PASSWORD, Deck, error_of


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_only_what_can_no_longer_matter_is_forgotten(deck: Deck) -> None:
    with clock.frozen(clock.now()):
        await deck.person(email="ada@example.org", password=PASSWORD)
        body = {"username": "ada@example.org", "password": PASSWORD}
        tokens = (await deck.client().post("/auth/login", json=body)).json()
        await deck.client().post("/auth/login", json=body | {"password": "wrong"})

        assert await forgotten(deck) == 0
        clock.advance(timedelta(minutes=15))
        assert await forgotten(deck) == 1  # the failed attempt
        clock.advance(timedelta(days=30) - timedelta(minutes=16))
        refreshed = await deck.client().post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert refreshed.status_code == 200
        clock.advance(timedelta(days=31))
        assert await forgotten(deck) == 1  # the session that `person` began and nobody used
        clock.advance(timedelta(days=30))
        assert await forgotten(deck) == 1
        renewed = {"refresh_token": refreshed.json()["refresh_token"]}
        error_of(await deck.client().post("/auth/refresh", json=renewed), 401)


async def forgotten(deck: Deck) -> int:
    async with deck.database.writing() as session:
        return await forget_old(session)
