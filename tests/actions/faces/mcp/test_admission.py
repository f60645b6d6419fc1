"""Who is let in at `/mcp`, and how the others are told."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from quarterdeck.actions.api import CATALOGUE, McpEndpoint
from quarterdeck.infra.settings import Settings
from quarterdeck.kit.tools import Catalogue
from quarterdeck.server.errors import error_response
from tests.actions.faces.mcp.clients import mcp_client
from tests.actions.faces.mcp.conftest import Served, served
from tests.identity.decks import PASSWORD, Person, error_of
from tests.identity.oauth_server.flows import VERIFIER, Program, query_of

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
LEGACY = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}


def calling(name: str, **arguments: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


async def post(client: httpx2.AsyncClient, message: Mapping[str, Any] = LIST, **headers: str) -> httpx2.Response:
    return await client.post("/mcp", json=message, headers=LEGACY | headers)


async def with_key(server: Served, person: Person, *scopes: str) -> httpx2.AsyncClient:
    return server.over_network(await server.deck.key(person, *(scopes or ("projects:read",))))


async def granted(server: Served, person: Person, resource: str) -> str:
    """An access token of a program that registered itself."""
    redirect = "http://127.0.0.1:5000/callback"
    program = Program(server.over_network(), "", None, redirect)
    wanted = {"redirect_uris": [redirect], "token_endpoint_auth_method": "none"}
    program.client_id = (await program.client.post("/oauth/register", json=wanted)).json()["client_id"]
    http = server.over_network(person.client.headers["authorization"].removeprefix("Bearer "))
    begun = await http.get("/oauth/authorize", params=program.authorization_request(resource=resource))
    request_id = begun.headers["location"].rpartition("/")[2]
    decided = await http.post(f"/api/v1/oauth/requests/{request_id}/decision", json={"allow": True})
    code = query_of(decided.json()["redirect_to"])["code"]
    body = {"grant_type": "authorization_code", "code": code, "client_id": program.client_id}
    body |= {"redirect_uri": redirect, "code_verifier": VERIFIER}
    token: str = (await http.post("/oauth/token", data=body)).json()["access_token"]
    return token


async def test_who_brings_nothing_is_told_where_to_get_a_token(server: Served, person: Person) -> None:
    answer = await post(server.over_network())

    error_of(answer, 401)
    challenge = answer.headers["www-authenticate"]
    assert challenge == f'Bearer resource_metadata="{server.url}/.well-known/oauth-protected-resource/mcp"'
    assert (await server.over_network().get(challenge.split('"')[1])).json()["resource"] == server.mcp
    assert (await post(await with_key(server, person))).status_code == 200


async def test_what_is_no_good_is_called_invalid(server: Served) -> None:
    for credential in ("nonsense", "qd_nonsense", "a.b.c"):
        answer = await post(server.over_network(credential))
        error_of(answer, 401)
        assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token", resource_metadata="')


async def test_a_token_is_for_mcp_or_for_the_api_and_never_for_both(server: Served, person: Person) -> None:
    for_mcp = await granted(server, person, server.mcp)
    for_api = await granted(server, person, f"{server.url}/api/v1")

    for _ in range(2):  # the second time from what is remembered
        assert (await post(server.over_network(for_mcp))).status_code == 200
        error_of(await post(server.over_network(for_api)), 401)
        assert (await server.over_network(for_api).get("/api/v1/organizations")).status_code == 200
        error_of(await server.over_network(for_mcp).get("/api/v1/organizations"), 401)


async def test_a_persons_own_token_and_cookie_do_not_count_here(server: Served) -> None:
    person = await server.deck.person(email="cookie@example.org", password=PASSWORD)
    console = server.over_network()
    signed = await console.post(
        "/api/v1/auth/login", json={"username": person.email, "password": PASSWORD, "cookies": True}
    )
    assert signed.status_code == 200
    assert (await console.get("/api/v1/auth/me")).status_code == 200

    error_of(await post(console), 401)
    error_of(await post(server.over_network(person.client.headers["authorization"].removeprefix("Bearer "))), 401)


async def test_another_host_name_reaches_nothing(server: Served, person: Person) -> None:
    client = await with_key(server, person)

    error_of(await post(client, Host="evil.example"), 421)

    assert (await post(client, Host=f"localhost:{server.url.rpartition(':')[2]}")).status_code == 200


async def test_the_page_of_another_site_reaches_nothing(server: Served, person: Person) -> None:
    client = await with_key(server, person)

    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        error_of(await post(client, Origin=origin), 403)

    assert (await post(client, Origin=server.url)).status_code == 200


async def test_behind_a_public_name_that_name_counts(settings: Settings) -> None:
    names = {"base_url": "https://deck.example.org", "allowed_hosts": ("deck.test",)}
    public = settings.server.model_copy(update={**names, "cors_origins": ("https://inspector.example",)})
    async with served(replace(settings, server=public)) as server:
        person = await server.deck.person()
        client = await with_key(server, person)
        assert (await post(client, Host="deck.example.org", Origin="https://deck.example.org")).status_code == 200
        assert (await post(client, Host="deck.example.org", Origin="https://inspector.example")).status_code == 200
        error_of(await post(client, Host="deck.example.org", Origin="http://deck.example.org"), 403)
        error_of(await post(client, Host="deck.example.org.evil.example"), 421)
        challenge = (await post(server.over_network(), Host="deck.example.org")).headers["www-authenticate"]
        assert '"https://deck.example.org/.well-known/oauth-protected-resource/mcp"' in challenge


async def test_a_tool_whose_scope_is_missing_is_refused_so_that_a_client_can_ask_for_it(
    server: Served, person: Person
) -> None:
    whoami = CATALOGUE["whoami"]
    guarded = Catalogue(whoami, replace(whoami, name="guarded", scope="projects:write"))
    deck = server.deck
    endpoint = McpEndpoint(deck.parts.settings, deck.database, deck.identity.requests, guarded, error_response)
    server.deck.use(mcp=endpoint)
    reader, writer = await with_key(server, person), await with_key(server, person, "projects:write")

    refused = await post(reader, calling("guarded"))

    error_of(refused, 403)
    assert refused.headers["www-authenticate"].startswith('Bearer error="insufficient_scope", scope="projects:write", ')
    assert (await post(writer, calling("guarded"))).json()["result"]["structuredContent"]["credential"] == "key"
    assert (await post(reader, calling("whoami"))).status_code == 200
    listed = {
        who: [tool["name"] for tool in (await post(client)).json()["result"]["tools"]]
        for who, client in {"reader": reader, "writer": writer}.items()
    }
    assert listed == {"reader": ["whoami"], "writer": ["whoami", "guarded"]}
    await endpoint.close()


async def test_the_model_is_told_what_is_wrong_with_a_call(server: Served, person: Person) -> None:
    client = await with_key(server, person)

    unknown = (await post(client, calling("nothing"))).json()["result"]
    unwanted = (await post(client, calling("whoami", secret="x"))).json()["result"]

    assert (unknown["isError"], unwanted["isError"]) == (True, True)
    assert "no such tool" in unknown["content"][0]["text"]
    assert unwanted["content"][0]["text"].startswith("VALIDATION_ERROR")
    assert "secret: " in unwanted["content"][0]["text"]


async def test_the_tool_says_what_it_takes_and_gives(server: Served, person: Person) -> None:
    async with mcp_client(
        server, "auto", headers={"X-API-Key": await server.deck.key(person, "projects:read")}
    ) as client:
        [tool] = (await client.list_tools()).tools

    assert tool.input_schema["additionalProperties"] is False
    assert set(tool.output_schema["required"]) >= {"user", "role", "scopes", "organizations", "credential"}  # type: ignore[index]
    assert tool.annotations is not None
    assert tool.annotations.read_only_hint is True


async def test_there_is_nothing_to_get_and_nothing_to_delete(server: Served, person: Person) -> None:
    client = await with_key(server, person)

    for method in ("GET", "DELETE", "PUT"):
        answer = await client.request(method, "/mcp")
        error_of(answer, 405)
        assert answer.headers["allow"] == "POST"
    error_of(await client.post("/mcp/", json=LIST), 404)


async def test_bodies_are_small_json_and_nothing_else(server: Served, person: Person) -> None:
    client = await with_key(server, person)

    error_of(await client.post("/mcp", content=b"{", headers={"Content-Type": "application/json"}), 400)
    error_of(await client.post("/mcp", content=b'{"a":1,"a":2}', headers={"Content-Type": "application/json"}), 400)
    error_of(await client.post("/mcp", data={"a": "b"}), 415)
    error_of(await client.post("/mcp", json={"a": "x" * 1_100_000}), 413)
    assert (await post(client, calling("whoami"))).status_code == 200


async def test_an_idle_server_has_not_loaded_the_sdk(server: Served, person: Person) -> None:
    endpoint: McpEndpoint = server.deck.parts.mcp
    assert endpoint._engine is None
    error_of(await post(server.over_network()), 401)
    assert endpoint._engine is None

    assert (await post(await with_key(server, person))).status_code == 200

    assert endpoint._engine is not None


def test_importing_the_server_does_not_import_the_sdk() -> None:
    code = (
        "import sys, quarterdeck.server.application; sys.exit(any(name.split('.')[0] == 'mcp' for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("message", [{}, {"jsonrpc": "2.0"}, {"jsonrpc": "2.0", "id": 1, "method": "no/such"}])
async def test_messages_that_mean_nothing_are_answered_by_the_protocol(
    server: Served, person: Person, message: dict[str, Any]
) -> None:
    answer = await post(await with_key(server, person), message)

    assert answer.status_code < 500
    assert "error" in answer.json()
