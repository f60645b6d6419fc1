"""What clients find under `/.well-known`, with and without a path of our own."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest

from quarterdeck.identity.authentication.location import ServerLocation
from quarterdeck.identity.oauth_server.scopes import SENTENCES
from quarterdeck.identity.roles import SCOPES
from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app
from tests.conftest import running
from tests.identity.decks import Deck, error_of
from tests.identity.oauth_server.flows import API, BASE, MCP


async def test_the_server_says_what_it_does(deck: Deck) -> None:
    found = (await deck.client().get(f"{BASE}/.well-known/oauth-authorization-server")).json()

    assert found["issuer"] == BASE
    assert found["token_endpoint"] == f"{BASE}/oauth/token"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["token_endpoint_auth_methods_supported"] == ["none", "client_secret_basic", "client_secret_post"]
    assert found["client_id_metadata_document_supported"] is True
    assert found["authorization_response_iss_parameter_supported"] is True
    for alias in ("openid-configuration", "oauth-authorization-server/mcp", "openid-configuration/mcp"):
        assert (await deck.client().get(f"{BASE}/.well-known/{alias}")).json() == found
    error_of(await deck.client().get(f"{BASE}/.well-known/oauth-authorization-server/other"), 404)


async def test_each_resource_says_who_lets_in(deck: Deck) -> None:
    for path, resource in (("", MCP), ("/mcp", MCP), ("/api/v1", API)):
        found = (await deck.client().get(f"{BASE}/.well-known/oauth-protected-resource{path}")).json()
        assert (found["resource"], found["authorization_servers"]) == (resource, [BASE])
    error_of(await deck.client().get(f"{BASE}/.well-known/oauth-protected-resource/other"), 404)


@pytest.fixture
async def below_a_path(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    server = settings.server.model_copy(update={"base_url": "http://deck.test", "base_path": "/deck"})
    async with running(create_app(replace(settings, server=server))) as app:
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://deck.test") as client:
            yield client


async def test_below_a_path_documents_are_where_the_standards_put_them(below_a_path: httpx2.AsyncClient) -> None:
    for address in (
        "/.well-known/oauth-authorization-server/deck",
        "/.well-known/openid-configuration/deck",
        "/deck/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server/deck/mcp",
    ):
        found = (await below_a_path.get(address)).json()
        assert (found["issuer"], found["token_endpoint"]) == (
            "http://deck.test/deck",
            "http://deck.test/deck/oauth/token",
        ), address
    resource = (await below_a_path.get("/.well-known/oauth-protected-resource/deck/mcp")).json()
    assert resource["resource"] == "http://deck.test/deck/mcp"
    for address in (
        "/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/other",
        "/other",
    ):
        error_of(await below_a_path.get(address), 404)


async def test_a_server_that_does_not_know_its_address_says_so_but_answers_its_own_machine(settings: Settings) -> None:
    async with running(create_app(settings)) as app:
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport) as client:
            path = "/.well-known/oauth-authorization-server"
            assert "BASE_URL" in error_of(await client.get(f"http://evil.example{path}"), 503)["hint"]
            for own in ("http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"):
                assert (await client.get(f"{own}{path}")).json()["issuer"] == own


def test_the_name_of_a_document_stands_before_the_path() -> None:
    place = ServerLocation("https://example.org/deck")
    address = "https://example.org/.well-known/oauth-protected-resource/deck/mcp"
    assert place.well_known("oauth-protected-resource", "/mcp") == address


def test_every_scope_has_a_sentence() -> None:
    assert set(SENTENCES) == SCOPES
    assert len(set(SENTENCES.values())) == len(SENTENCES)
