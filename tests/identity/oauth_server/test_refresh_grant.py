"""Refresh tokens work once; the second time their grant ends, since nobody can tell whose hands they are in."""

import asyncio
from datetime import timedelta

import pytest

from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.oauth_server.flows import API, MCP, SCOPES, Program, self_registered, standard_error, tokens

both = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


async def test_a_refresh_brings_new_tokens(deck: Deck, user: Person, program: Program) -> None:
    first = await tokens(deck, user, program, resource=API)

    second = (await program.refresh(first["refresh_token"])).json()
    third = (await program.refresh(second["refresh_token"])).json()

    assert len({first["refresh_token"], second["refresh_token"], third["refresh_token"]}) == 3
    assert third["scope"] == " ".join(SCOPES)
    assert (await deck.client(third["access_token"]).get("/organizations")).status_code == 200


async def test_a_used_refresh_token_ends_the_grant(deck: Deck, user: Person, program: Program) -> None:
    first = await tokens(deck, user, program, resource=API)
    second = (await program.refresh(first["refresh_token"])).json()

    assert standard_error(await program.refresh(first["refresh_token"])) == "invalid_grant"

    assert standard_error(await program.refresh(second["refresh_token"])) == "invalid_grant"
    error_of(await deck.client(second["access_token"]).get("/organizations"), 401)


@both
async def test_of_two_refreshes_at_once_one_wins_and_the_grant_ends(deck: Deck, user: Person, program: Program) -> None:
    first = await tokens(deck, user, program, resource=API)

    answers = await asyncio.gather(*(program.refresh(first["refresh_token"]) for _ in range(2)))

    assert sorted(answer.status_code for answer in answers) == [200, 400]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    assert standard_error(await program.refresh(winner["refresh_token"])) == "invalid_grant"
    error_of(await deck.client(winner["access_token"]).get("/organizations"), 401)


async def test_a_refresh_may_ask_for_less_and_never_for_more(deck: Deck, user: Person, program: Program) -> None:
    first = await tokens(deck, user, program, resource=API)

    escalated = await program.refresh(first["refresh_token"], scope="projects:read repositories:write")
    assert standard_error(escalated) == "invalid_scope"

    less = (await program.refresh(first["refresh_token"], scope="projects:read")).json()
    assert less["scope"] == "projects:read"
    error_of(await deck.client(less["access_token"]).get("/organizations"), 403)


async def test_a_refresh_token_is_for_its_own_client_and_resource(deck: Deck, user: Person, program: Program) -> None:
    first = await tokens(deck, user, program)
    other = await self_registered(deck)

    assert standard_error(await other.refresh(first["refresh_token"])) == "invalid_grant"
    assert standard_error(await program.refresh(first["refresh_token"], resource=API)) == "invalid_target"

    assert (await program.refresh(first["refresh_token"], resource=MCP)).status_code == 200


async def test_a_refresh_token_unused_for_its_time_is_gone(deck: Deck, user: Person, program: Program) -> None:
    days = deck.parts.settings.security.refresh_token_expire_days
    with clock.frozen(clock.now()):
        first = await tokens(deck, user, program)
        clock.advance(timedelta(days=days) - timedelta(seconds=1))
        second = (await program.refresh(first["refresh_token"])).json()
        clock.advance(timedelta(days=days))
        assert standard_error(await program.refresh(second["refresh_token"])) == "invalid_grant"


async def test_a_token_given_back_ends_the_grant(deck: Deck, user: Person, program: Program) -> None:
    for kind in ("refresh_token", "access_token"):
        given = await tokens(deck, user, program, resource=API)
        client = deck.client(given["access_token"])
        assert (await client.get("/organizations")).status_code == 200

        assert (await program.post("revoke", token=given[kind])).status_code == 200

        error_of(await client.get("/organizations"), 401)
        assert standard_error(await program.refresh(given["refresh_token"])) == "invalid_grant"


async def test_nobody_gives_back_what_is_not_theirs(deck: Deck, user: Person, program: Program, gpt: Program) -> None:
    given = await tokens(deck, user, program)

    assert standard_error(await gpt.post("revoke", token=given["refresh_token"])) == "invalid_grant"
    wrong = await gpt.post("revoke", token=given["refresh_token"], client_secret="wrong")
    assert standard_error(wrong, 401) == "invalid_client"
    assert (await program.post("revoke", token="never was")).status_code == 200
    assert standard_error(await program.post("revoke")) == "invalid_request"

    assert (await program.refresh(given["refresh_token"])).status_code == 200
