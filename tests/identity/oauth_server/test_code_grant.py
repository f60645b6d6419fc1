"""A code works once, for a minute, for its own client with its own proof; then it is worth two tokens."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from quarterdeck.identity.audit.models import audit_events
from quarterdeck.identity.oauth_server.models import oauth_codes, oauth_grants, oauth_refresh_tokens
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.infra.event_log import read_after
from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.oauth_server.flows import (
    API,
    BASE,
    CHALLENGE,
    MCP,
    SCOPES,
    Browser,
    Program,
    browser_of,
    query_of,
    registered,
    self_registered,
    standard_error,
    tokens,
)

both = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


async def test_a_program_gets_in_and_calls_the_api_with_what_it_was_granted(
    deck: Deck, user: Person, program: Program
) -> None:
    given = await tokens(deck, user, program, resource=API)

    assert given["token_type"] == "Bearer"
    assert given["expires_in"] == 600
    assert given["scope"] == " ".join(SCOPES)
    client = deck.client(given["access_token"])
    assert (await client.get("/organizations")).status_code == 200
    error_of(await client.get("/repositories"), 403)
    me = (await client.get("/auth/me")).json()
    assert (me["id"], sorted(me["scopes"])) == (user.id, sorted(SCOPES))


async def test_the_api_is_meant_where_no_resource_is_named(deck: Deck, user: Person, program: Program) -> None:
    given = await tokens(deck, user, program, resource=None)

    assert (await deck.client(given["access_token"]).get("/organizations")).status_code == 200


async def test_a_confidential_client_without_pkce_gets_in_as_a_gpt_does(deck: Deck, user: Person, gpt: Program) -> None:
    given = await tokens(deck, user, gpt, resource=None)

    assert (await deck.client(given["access_token"]).get("/organizations")).status_code == 200


async def test_a_client_may_authenticate_by_http_basic_instead(deck: Deck, user: Person, gpt: Program) -> None:
    code = await browser_of(user).let_in(gpt, resource=None)
    data = {"grant_type": "authorization_code", "code": code, "redirect_uri": gpt.redirect_uri}

    assert gpt.secret is not None
    answer = await gpt.client.post(f"{BASE}/oauth/token", data=data, auth=(gpt.client_id, gpt.secret))

    assert answer.status_code == 200, answer.text


async def test_a_program_is_no_person(deck: Deck, user: Person, program: Program) -> None:
    given = await tokens(deck, user, program, resource=API)
    client = deck.client(given["access_token"])

    for path in ("/auth/sessions", "/auth/api-keys", "/auth/connections"):
        assert "connected program" in error_of(await client.get(path), 403)["hint"]
        assert (await user.client.get(path)).status_code == 200


async def test_a_person_grants_fewer_scopes_than_were_asked_for(deck: Deck, user: Person, program: Program) -> None:
    answer = await program.exchange(await browser_of(user).let_in(program, ["projects:read"], resource=API))

    assert answer.json()["scope"] == "projects:read"
    error_of(await deck.client(answer.json()["access_token"]).get("/organizations"), 403)


async def test_nobody_grants_what_they_do_not_have(deck: Deck, program: Program) -> None:
    reader = await deck.person("readonly")
    request_id = await Browser(reader.client).begin(program.authorization_request(scope="projects:read projects:write"))

    read = (await reader.client.get(f"/oauth/requests/{request_id}")).json()
    answer = await Browser(reader.client).decide(request_id, scopes=["projects:read", "projects:write"])

    assert [scope["name"] for scope in read["scopes"]] == ["projects:read"]
    given = (await program.exchange(query_of(answer.json()["redirect_to"])["code"])).json()
    assert given["scope"] == "projects:read"


async def test_a_code_works_once_and_its_reuse_ends_what_it_brought(deck: Deck, user: Person, program: Program) -> None:
    code = await browser_of(user).let_in(program, resource=API)
    first = (await program.exchange(code)).json()
    client = deck.client(first["access_token"])
    assert (await client.get("/organizations")).status_code == 200

    assert standard_error(await program.exchange(code)) == "invalid_grant"

    error_of(await client.get("/organizations"), 401)
    assert standard_error(await program.refresh(first["refresh_token"])) == "invalid_grant"


@both
async def test_of_two_exchanges_at_once_one_wins_and_the_grant_ends(deck: Deck, user: Person, program: Program) -> None:
    code = await browser_of(user).let_in(program, resource=API)

    answers = await asyncio.gather(*(program.exchange(code) for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400, 400]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    error_of(await deck.client(winner["access_token"]).get("/organizations"), 401)


async def test_a_code_is_for_its_own_client_alone(deck: Deck, user: Person, program: Program) -> None:
    other = await self_registered(deck)
    code = await browser_of(user).let_in(program)

    assert standard_error(await other.exchange(code)) == "invalid_grant"

    assert (await program.exchange(code)).status_code == 200


async def test_a_code_is_for_whoever_holds_the_verifier(deck: Deck, user: Person, program: Program) -> None:
    code = await browser_of(user).let_in(program)

    assert standard_error(await program.exchange(code, code_verifier="w" * 43)) == "invalid_grant"
    assert standard_error(await program.exchange(code, code_verifier=None)) == "invalid_request"
    assert standard_error(await program.exchange(code, code_verifier=CHALLENGE)) == "invalid_grant"

    assert (await program.exchange(code)).status_code == 200


async def test_a_verifier_for_a_code_that_began_without_one_is_refused(deck: Deck, user: Person, gpt: Program) -> None:
    code = await browser_of(user).let_in(gpt)

    assert standard_error(await gpt.exchange(code, code_verifier="v" * 43)) == "invalid_request"

    assert (await gpt.exchange(code)).status_code == 200


async def test_a_code_lasts_a_minute(deck: Deck, user: Person, program: Program) -> None:
    with clock.frozen(clock.now()):
        late = await browser_of(user).let_in(program)
        clock.advance(timedelta(seconds=60))
        assert standard_error(await program.exchange(late)) == "invalid_grant"
        in_time = await browser_of(user).let_in(program)
        clock.advance(timedelta(seconds=59))
        assert (await program.exchange(in_time)).status_code == 200


async def test_the_redirect_address_is_the_same_at_the_exchange(deck: Deck, user: Person, program: Program) -> None:
    code = await browser_of(user).let_in(program)

    wrong = await program.exchange(code, redirect_uri="http://127.0.0.1:5001/callback")
    assert standard_error(wrong) == "invalid_grant"
    assert standard_error(await program.exchange(code, redirect_uri=None)) == "invalid_grant"

    assert (await program.exchange(code)).status_code == 200


async def test_the_resource_is_the_same_at_the_exchange(deck: Deck, user: Person, program: Program) -> None:
    code = await browser_of(user).let_in(program, resource=MCP)

    assert standard_error(await program.exchange(code, resource=API)) == "invalid_target"

    assert (await program.exchange(code, resource=MCP)).status_code == 200


async def test_a_confidential_client_proves_itself(deck: Deck, user: Person, gpt: Program) -> None:
    code = await browser_of(user).let_in(gpt)

    for secret in ("wrong", None):
        assert standard_error(await gpt.exchange(code, client_secret=secret), 401) == "invalid_client"
    both_ways = await gpt.client.post(
        f"{BASE}/oauth/token",
        data={"grant_type": "authorization_code", "code": code, "client_id": gpt.client_id, "client_secret": "x"},
        auth=(gpt.client_id, gpt.secret or ""),
    )
    assert standard_error(both_ways) == "invalid_request"
    assert (await gpt.exchange(code)).status_code == 200


async def test_a_client_that_was_removed_gets_nothing(deck: Deck, admin: Person, user: Person) -> None:
    gone = await registered(deck, admin)
    given = await tokens(deck, user, gone, resource=API)
    client = deck.client(given["access_token"])
    assert (await client.get("/organizations")).status_code == 200

    assert (await admin.client.delete(f"/oauth/clients/{gone.row}")).status_code == 204

    error_of(await client.get("/organizations"), 401)
    assert standard_error(await gone.refresh(given["refresh_token"])) == "invalid_client"


@both
async def test_neither_codes_nor_tokens_are_kept_readable(deck: Deck, user: Person, program: Program) -> None:
    code = await browser_of(user).let_in(program)
    given = (await program.exchange(code)).json()

    async with deck.database.reading() as session:
        codes = await session.rows(select(oauth_codes.c.code_hash))
        kept = await session.rows(select(oauth_refresh_tokens.c.token_hash))
        grants = await session.rows(select(oauth_grants.c.user_id, oauth_grants.c.resource))
    assert [row[0] for row in codes] == [secret_hash(code)]
    assert [row[0] for row in kept] == [secret_hash(given["refresh_token"])]
    assert [tuple(row) for row in grants] == [(user.id, MCP)]


async def test_letting_a_program_in_is_told_and_audited(deck: Deck, user: Person, program: Program) -> None:
    given = await tokens(deck, user, program)
    await program.refresh("nonsense")
    await deck.identity.deferred_writes.drain()

    async with deck.database.reading() as session:
        events = [event for event in await read_after(session, 0, 100) if event.type == "grant.created"]
        rows = await session.rows(select(audit_events.c.action, audit_events.c.outcome, audit_events.c.facts))
    assert [(event.user_id, event.data["client_name"]) for event in events] == [(user.id, "Tool")]
    assert {("grant.create", "success"), ("oauth.token", "denied")} <= {(row.action, row.outcome) for row in rows}
    assert not any(given["refresh_token"] in row.facts or given["access_token"] in row.facts for row in rows)
