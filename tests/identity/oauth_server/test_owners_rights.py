"""What a program may do follows its owner, and ends with a word of theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from quarterdeck.identity.authentication.caller_cache import FRESH
from quarterdeck.identity.users.models import users
from quarterdeck.kit import clock
from tests.identity.decks import PASSWORD, Deck, Person, error_of
from tests.identity.oauth_server.flows import API, SCOPES, Program, browser_of, registered, standard_error, tokens


async def test_a_connection_is_shown_and_ended_by_its_owner(deck: Deck, user: Person, program: Program) -> None:
    given = await tokens(deck, user, program, resource=API)
    client = deck.client(given["access_token"])
    assert (await client.get("/organizations")).status_code == 200
    await deck.identity.deferred_writes.drain()

    [shown] = (await user.client.get("/auth/connections")).json()["items"]
    assert (shown["client_name"], shown["redirect_host"], shown["scopes"]) == ("Tool", "127.0.0.1:5000", list(SCOPES))
    assert shown["last_used_at"] is not None
    stranger = await deck.person()
    assert (await stranger.client.get("/auth/connections")).json()["items"] == []
    error_of(await stranger.client.delete(f"/auth/connections/{shown['id']}"), 404)

    assert (await user.client.delete(f"/auth/connections/{shown['id']}")).status_code == 204

    assert (await user.client.get("/auth/connections")).json()["items"] == []
    error_of(await client.get("/organizations"), 401)
    assert standard_error(await program.refresh(given["refresh_token"])) == "invalid_grant"


async def test_a_code_that_nobody_fetched_is_no_connection_for_long(deck: Deck, user: Person, program: Program) -> None:
    with clock.frozen(clock.now()):
        await browser_of(user).let_in(program)
        clock.advance(timedelta(seconds=61))

        assert (await user.client.get("/auth/connections")).json()["items"] == []


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "readonly"}, {"password": PASSWORD}])
async def test_a_closed_or_changed_account_ends_its_grants(
    deck: Deck, admin: Person, user: Person, program: Program, change: dict[str, object]
) -> None:
    given = await tokens(deck, user, program, resource=API)
    client = deck.client(given["access_token"])
    assert (await client.get("/organizations")).status_code == 200

    assert (await admin.client.patch(f"/users/{user.id}", json=change)).status_code == 200

    error_of(await client.get("/organizations"), 401)
    assert standard_error(await program.refresh(given["refresh_token"])) == "invalid_grant"


async def test_a_new_name_ends_nothing(deck: Deck, admin: Person, user: Person, program: Program) -> None:
    given = await tokens(deck, user, program, resource=API)

    await admin.client.patch(f"/users/{user.id}", json={"name": "New"})

    assert (await deck.client(given["access_token"]).get("/organizations")).status_code == 200


async def test_ones_own_new_password_ends_ones_grants(deck: Deck, program: Program) -> None:
    person = await deck.person(password=PASSWORD)
    given = await tokens(deck, person, program, resource=API)

    change = {"current_password": PASSWORD, "new_password": "quite another one, that is"}
    assert (await person.client.post("/auth/me/password", json=change)).status_code == 204

    error_of(await deck.client(given["access_token"]).get("/organizations"), 401)


async def test_a_password_set_by_link_ends_ones_grants(
    deck: Deck, admin: Person, user: Person, program: Program
) -> None:
    given = await tokens(deck, user, program, resource=API)
    client = deck.client(given["access_token"])
    for body, status in (({}, 200), ({"password": PASSWORD}, 401)):
        token = (await admin.client.post(f"/users/{user.id}/sign-in-link")).json()["token"]

        assert (await deck.client().post("/auth/sign-in-link", json={"token": token, **body})).status_code == 200

        assert (await client.get("/organizations")).status_code == status


async def test_an_owner_disabled_by_another_process_is_noticed_within_five_seconds(
    deck: Deck, user: Person, program: Program
) -> None:
    with clock.frozen(clock.now()):
        given = await tokens(deck, user, program, resource=API)
        client = deck.client(given["access_token"])
        assert (await client.get("/organizations")).status_code == 200
        async with deck.database.writing() as session:
            await session.run(update(users).where(users.c.id == user.id).values(disabled_at=clock.now()))
        clock.advance(FRESH)

        error_of(await client.get("/organizations"), 401)
        assert standard_error(await program.refresh(given["refresh_token"])) == "invalid_grant"


async def test_an_owner_demoted_by_another_process_takes_the_program_along(deck: Deck, program: Program) -> None:
    person = await deck.person()
    with clock.frozen(clock.now()):
        given = await tokens(deck, person, program, resource=API, scope="organizations:read organizations:write")
        client = deck.client(given["access_token"])
        assert (await client.post("/organizations", json={"name": "Mine"})).status_code == 201
        async with deck.database.writing() as session:
            await session.run(update(users).where(users.c.id == person.id).values(role="readonly"))
        clock.advance(FRESH)

        error_of(await client.post("/organizations", json={"name": "Mine"}), 403)
        assert (await client.get("/organizations")).status_code == 200


async def test_a_client_whose_scopes_were_narrowed_loses_them_at_once(deck: Deck, admin: Person, user: Person) -> None:
    gpt = await registered(deck, admin)
    given = await tokens(deck, user, gpt, resource=API)
    client = deck.client(given["access_token"])
    with clock.frozen(clock.now()):  # so that what is known of callers stays fresh
        assert (await client.get("/organizations")).status_code == 200

        changed = await admin.client.patch(f"/oauth/clients/{gpt.row}", json={"scopes": ["projects:read"]})
        assert changed.json()["scopes"] == ["projects:read"]
        error_of(await client.get("/organizations"), 403)

        await admin.client.patch(f"/oauth/clients/{gpt.row}", json={"scopes": list(SCOPES)})
        assert (await client.get("/organizations")).status_code == 200
