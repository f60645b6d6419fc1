"""Clients that register themselves, and those that administrators register."""

from datetime import timedelta
from typing import Any

import pytest

from quarterdeck.identity.api import purge
from quarterdeck.identity.oauth_server.clients import dynamic
from quarterdeck.identity.oauth_server.clients.dynamic import UNUSED_KEPT
from quarterdeck.infra.event_log import read_after
from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.oauth_server.flows import (
    BASE,
    Browser,
    Program,
    browser_of,
    registered,
    self_registered,
    standard_error,
)

LAWFUL: dict[str, Any] = {"redirect_uris": ["https://claude.ai/api/mcp/auth_callback"], "client_name": "Claude"}


async def register(deck: Deck, **changes: Any) -> Any:
    return await deck.client().post(f"{BASE}/oauth/register", json=LAWFUL | changes)


async def test_a_client_registers_itself_and_unknown_metadata_is_ignored(deck: Deck) -> None:
    answer = await register(deck, token_endpoint_auth_method="none", software_id="x", contacts=["a@example.org"])

    assert answer.status_code == 201
    made = answer.json()
    assert made["redirect_uris"] == LAWFUL["redirect_uris"]
    assert made["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in made
    assert "users:manage" not in made["scope"].split()


async def test_without_a_method_it_gets_a_secret_as_the_standard_says(deck: Deck) -> None:
    made = (await register(deck)).json()

    assert made["token_endpoint_auth_method"] == "client_secret_basic"
    assert len(made["client_secret"]) == 43
    assert made["client_secret_expires_at"] == 0


@pytest.mark.parametrize(
    "uris",
    [
        [],
        None,
        "https://claude.ai/api/mcp/auth_callback",
        [1],
        ["https://evil.example/callback"],
        [*LAWFUL["redirect_uris"], "https://evil.example/callback"],
        ["https://claude.ai.evil.example/api/mcp/auth_callback"],
        ["https://claude.ai/api/mcp/auth_callback#x"],
        ["javascript:alert(1)"],
        ["http://10.0.0.1/callback"],
        LAWFUL["redirect_uris"] * 21,
    ],
)
async def test_evil_redirect_addresses_are_refused(deck: Deck, uris: Any) -> None:
    assert standard_error(await register(deck, redirect_uris=uris)) == "invalid_redirect_uri"
    assert (await register(deck)).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"token_endpoint_auth_method": "private_key_jwt"},
        {"token_endpoint_auth_method": 1},
        {"grant_types": ["client_credentials"]},
        {"grant_types": "authorization_code"},
        {"response_types": ["token"]},
        {"client_name": {"en": "x"}},
        {"scope": ["projects:read"]},
    ],
)
async def test_what_this_server_does_not_do_is_refused(deck: Deck, change: dict[str, Any]) -> None:
    assert standard_error(await register(deck, **change)) == "invalid_client_metadata"


async def test_a_body_that_is_no_json_object_is_refused(deck: Deck) -> None:
    for content in (b"", b"[]", b"1", b"{", b'{"a":1,"a":2}', b"\xff"):
        answer = await deck.client().post(f"{BASE}/oauth/register", content=content)
        assert standard_error(answer) in {"invalid_request", "invalid_client_metadata"}


async def test_a_name_cannot_hide_or_turn_around(deck: Deck, user: Person) -> None:
    program = await self_registered(deck, client_name="  Claude\u202e\n\u200b (verified) " + "x" * 300)
    request_id = await browser_of(user).begin(program.authorization_request())

    name = (await user.client.get(f"/oauth/requests/{request_id}")).json()["client"]["name"]

    assert name.startswith("Claude (verified) xxx")
    assert len(name) == 200


async def test_registrations_are_few_for_each_address(deck: Deck) -> None:
    limiter = deck.parts.limiter
    limiter._numbers = limiter._numbers.model_copy(update={"rate_limit_auth": 3})
    for _ in range(3):
        assert (await register(deck)).status_code == 201

    limited = await register(deck)

    assert standard_error(limited, 429) == "temporarily_unavailable"
    assert int(limited.headers["retry-after"]) >= 1


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
async def test_the_oldest_registration_that_nobody_used_gives_way_to_a_new_one(
    deck: Deck, admin: Person, user: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpt, used = await registered(deck, admin), await self_registered(deck)
    assert (await used.exchange(await browser_of(user).let_in(used))).status_code == 200
    monkeypatch.setattr(dynamic, "MOST_UNUSED", 2)

    first, second, third = [await self_registered(deck) for _ in range(3)]

    browser = Browser(user.client)
    error_of(await browser.authorize(first.authorization_request()), 400)
    for kept in (second, third, used, gpt):
        assert await browser.begin(kept.authorization_request())


async def test_registrations_that_nobody_used_are_swept(deck: Deck, user: Person) -> None:
    used, unused = await self_registered(deck), await self_registered(deck)
    assert (await used.exchange(await browser_of(user).let_in(used))).status_code == 200

    with clock.frozen(clock.now() + UNUSED_KEPT + timedelta(seconds=1)):
        async with deck.database.writing() as session:
            await purge(session)
        browser = Browser(user.client)
        assert await browser.begin(used.authorization_request())
        error_of(await browser.authorize(unused.authorization_request()), 400)
        assert (await register(deck)).status_code == 201


async def test_an_administrator_registers_lists_changes_and_removes_clients(
    deck: Deck, admin: Person, program: Program
) -> None:
    gpt = await registered(deck, admin, pkce="optional")

    listed = (await admin.client.get("/oauth/clients")).json()["items"]
    assert {(client["kind"], client["pkce"]) for client in listed} == {
        ("registered", "optional"),
        ("dynamic", "required"),
    }
    assert not any("secret" in client for client in listed)
    dynamic_row = next(client["id"] for client in listed if client["kind"] == "dynamic")
    error_of(await admin.client.patch(f"/oauth/clients/{dynamic_row}", json={"name": "Trusted"}), 404)
    assert (await admin.client.patch(f"/oauth/clients/{gpt.row}", json={"name": "New"})).json()["name"] == "New"
    for row in (gpt.row, dynamic_row):
        assert (await admin.client.delete(f"/oauth/clients/{row}")).status_code == 204
    async with deck.database.reading() as session:
        told = [event.type for event in await read_after(session, 0, 100) if event.subject_type == "oauth_client"]
    assert told == ["oauth_client.created"] * 2 + ["oauth_client.updated"] + ["oauth_client.deleted"] * 2


async def test_an_administrators_client_needs_sound_addresses(deck: Deck, admin: Person) -> None:
    gpt = await registered(deck, admin)
    for uri in ("http://example.org/callback", "https://example.org/#x", "myapp://callback", "https://EXAMPLE.org/"):
        body = {"name": "x", "redirect_uris": [uri], "scopes": ["projects:read"]}
        assert (
            error_of(await admin.client.post("/oauth/clients", json=body), 422)["details"][0]["field"]
            == "redirect_uris"
        )
        error_of(await admin.client.patch(f"/oauth/clients/{gpt.row}", json={"redirect_uris": [uri]}), 422)
