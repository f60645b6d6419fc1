"""Requests for access: a wrong client or address leads nowhere, another fault leads back to registered clients only."""

from urllib.parse import urlencode

import httpx2
import pytest

from tests.identity.decks import Deck, Person, error_of
from tests.identity.oauth_server.flows import (
    BASE,
    CALLBACK,
    CHALLENGE,
    Browser,
    Program,
    query_of,
    registered,
    self_registered,
)


def back_with_error(answer: httpx2.Response, program: Program) -> str:
    """Assert that the browser is sent back to the client, told who says so, and return the error."""
    assert answer.status_code == 302, answer.text
    address = answer.headers["location"]
    assert address.startswith(f"{program.redirect_uri}?")
    back = query_of(address)
    assert back["iss"] == BASE
    assert "code" not in back
    return back["error"]


async def denials(deck: Deck, admin: Person) -> list[str]:
    """What the audit log tells of refused requests for access."""
    await deck.identity.deferred_writes.drain()
    found = await admin.client.get("/audit", params={"action": "oauth.authorize", "outcome": "denied"})
    return [item["facts"]["error"] for item in found.json()["items"]]


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "https://example.org/callback/",
        "https://example.org/callback?x=1",
        "https://example.org/callback#x",
        "https://example.org.evil.example/callback",
        "https://evil.example.org/callback",
        "https://user@example.org/callback",
        "https://EXAMPLE.ORG/callback",
        "https://example.org:444/callback",
        "http://example.org/callback",
        'https://example.org/callback"',
        "https://example.org/c\u00e4llback",
        "javascript:alert(1)",
    ],
)
async def test_a_wrong_redirect_address_never_redirects(
    deck: Deck, admin: Person, browser: Browser, redirect_uri: str
) -> None:
    gpt = await registered(deck, admin)

    answer = await browser.authorize(gpt.authorization_request(redirect_uri=redirect_uri))

    error = error_of(answer, 400)
    assert error["code"] == "INVALID_AUTHORIZATION_REQUEST"
    assert "location" not in answer.headers
    assert redirect_uri not in answer.text
    assert await browser.begin(gpt.authorization_request(redirect_uri=CALLBACK))


async def test_an_unknown_client_never_redirects(browser: Browser, program: Program) -> None:
    for client_id in ("nobody", "01a2006c-cd7f-7579-940e-f29154f4d890", None, 'x"y', "x" * 501):
        answer = await browser.authorize(program.authorization_request(client_id=client_id))
        assert error_of(answer, 400)["code"] == "INVALID_AUTHORIZATION_REQUEST"


async def test_a_loopback_client_comes_back_on_the_port_it_has_today(browser: Browser, program: Program) -> None:
    request_id = await browser.begin(program.authorization_request(redirect_uri="http://127.0.0.1:61234/callback"))

    answer = await browser.decide(request_id)

    assert answer.json()["redirect_to"].startswith("http://127.0.0.1:61234/callback?code=")


async def test_a_missing_address_is_the_only_one_listed(deck: Deck, admin: Person, browser: Browser) -> None:
    one = await registered(deck, admin)
    two = await registered(deck, admin, redirect_uris=[CALLBACK, f"{CALLBACK}/2"])

    assert await browser.begin(one.authorization_request(redirect_uri=None))
    error_of(await browser.authorize(two.authorization_request(redirect_uri=None)), 400)


faults = pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "no:such"}, "invalid_scope"),
        ({"scope": "users:manage audit:read approvals:decide"}, "invalid_scope"),
        ({"resource": "https://elsewhere.example/mcp"}, "invalid_target"),
        ({"resource": f"{BASE}/mcp/"}, "invalid_target"),
        ({"resource": f"{BASE}/MCP"}, "invalid_target"),
        ({"resource": BASE}, "invalid_target"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "s256"}, "invalid_request"),
        ({"code_challenge": "too short"}, "invalid_request"),
    ],
)


@faults
async def test_any_other_fault_is_told_to_a_client_that_an_administrator_registered(
    deck: Deck, admin: Person, browser: Browser, change: dict[str, str | None], error: str
) -> None:
    gpt = await registered(deck, admin)

    assert back_with_error(await browser.authorize(gpt.authorization_request(**change)), gpt) == error

    assert await browser.begin(gpt.authorization_request())
    assert await denials(deck, admin) == [error]


@faults
async def test_a_client_that_nobody_vouches_for_is_told_of_no_fault_before_a_person_saw_a_page(
    deck: Deck, admin: Person, browser: Browser, program: Program, change: dict[str, str | None], error: str
) -> None:
    answer = await browser.authorize(program.authorization_request(**change))

    refused = error_of(answer, 400)
    assert refused["code"] == "INVALID_AUTHORIZATION_REQUEST"
    assert refused["hint"].partition(":")[0] == error
    assert "location" not in answer.headers
    assert await denials(deck, admin) == [error]
    said = await browser.decide(await browser.begin(program.authorization_request()), allow=False)
    assert query_of(said.json()["redirect_to"])["error"] == "access_denied"


async def test_pkce_is_left_out_only_by_clients_that_were_marked_so(
    deck: Deck, admin: Person, browser: Browser, gpt: Program
) -> None:
    strict = await registered(deck, admin)
    confidential = await self_registered(deck, token_endpoint_auth_method="client_secret_post")
    without = {"code_challenge": None, "code_challenge_method": None}

    assert (
        back_with_error(await browser.authorize(strict.authorization_request(**without)), strict) == "invalid_request"
    )
    error_of(await browser.authorize(confidential.authorization_request(**without)), 400)
    assert await browser.begin(gpt.authorization_request())
    plain = gpt.authorization_request(code_challenge=CHALLENGE, code_challenge_method="plain")
    assert back_with_error(await browser.authorize(plain), gpt) == "invalid_request"


async def test_a_parameter_twice_leads_nowhere(program: Program, browser: Browser) -> None:
    async def asking(*more: str) -> httpx2.Response:
        query = "&".join((urlencode(program.authorization_request()), *more))
        return await browser.client.get(f"{BASE}/oauth/authorize?{query}")

    for name in ("client_id", "redirect_uri", "resource", "state", "code_challenge"):
        error_of(await asking(f"{name}=x"), 400)
    assert (await asking("audience=x", "audience=y")).status_code == 302


async def test_unknown_scopes_fall_away_and_none_means_reading(browser: Browser, program: Program) -> None:
    some = await browser.begin(program.authorization_request(scope="openid offline_access projects:read mcp"))
    none = await browser.begin(program.authorization_request(scope=None))

    asked = (await browser.client.get(f"/oauth/requests/{some}")).json()["scopes"]
    usual = (await browser.client.get(f"/oauth/requests/{none}")).json()["scopes"]

    assert [scope["name"] for scope in asked] == ["projects:read"]
    assert usual
    assert all(scope["name"].endswith(":read") for scope in usual)


async def test_a_registered_client_asks_for_no_more_than_it_was_given(
    deck: Deck, admin: Person, browser: Browser
) -> None:
    gpt = await registered(deck, admin, scopes=["projects:read"])

    request_id = await browser.begin(gpt.authorization_request(scope="projects:read projects:write"))

    asked = (await browser.client.get(f"/oauth/requests/{request_id}")).json()["scopes"]
    assert [scope["name"] for scope in asked] == ["projects:read"]


async def test_a_stranger_may_begin_and_signs_in_on_the_way(deck: Deck, program: Program) -> None:
    stranger = Browser(deck.client())

    request_id = await stranger.begin(program.authorization_request())

    error_of(await stranger.client.get(f"/oauth/requests/{request_id}"), 401)
    error_of(await stranger.decide(request_id), 401)
