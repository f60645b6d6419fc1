"""What is forgotten with time, and what is not."""

from datetime import timedelta

import pytest

from quarterdeck.identity.api import purge
from quarterdeck.identity.invitations.types import LIFETIME as INVITED_FOR
from quarterdeck.identity.oauth_server.clients.dynamic import UNUSED_KEPT, Registration, register_dynamically
from quarterdeck.identity.oauth_server.scopes import OFFERED
from quarterdeck.identity.tickets.types import LIFETIME as TICKET_FOR
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


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_one_call_forgets_in_every_slice_when_its_time_is_over(deck: Deck) -> None:
    with clock.frozen(clock.now()):
        owner = await deck.person(email="owner@example.org")
        invitations = f"/organizations/{await deck.organization(owner=owner)}/invitations"
        assert (await owner.client.post(invitations, json={"email": "ada@example.org"})).status_code == 201
        assert (await owner.client.post("/ws/tickets", json={"path": "/ws/events"})).status_code == 201
        async with deck.database.writing() as session:
            await register_dynamically(
                session, Registration("Tool", ("http://127.0.0.1:5000/callback",), "none", OFFERED)
            )

        assert await forgotten(deck) == 0
        clock.advance(TICKET_FOR)
        assert await forgotten(deck) == 1
        clock.advance(UNUSED_KEPT)
        assert await forgotten(deck) == 1
        clock.advance(INVITED_FOR - UNUSED_KEPT)
        assert await forgotten(deck) == 1


async def forgotten(deck: Deck) -> int:
    async with deck.database.writing() as session:
        return await purge(session)
