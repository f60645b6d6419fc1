"""The official MCP client gets in, by each way there is, in both eras of the protocol."""

import json
from typing import Any

import pytest

from tests.actions.faces.mcp.clients import CALLBACK, Era, Memory, Saying, mcp_client, provider
from tests.actions.faces.mcp.conftest import Served
from tests.identity.decks import Person
from tests.identity.oauth_server.flows import Program
from tests.servers.trap import Trap

eras = pytest.mark.parametrize("era", ["auto", "legacy"])


def document(site: Trap) -> str:
    """Publish a client's metadata document and return its address."""
    url = f"http://127.0.0.1:{site.port}/client.json"
    body = json.dumps({"client_id": url, "client_name": "MCP client", "redirect_uris": [CALLBACK]})
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    site.answers("/client.json", (head + body).encode())
    return url


def saying(server: Served, person: Person, *, allow: bool = True) -> Saying:
    credential = person.client.headers["authorization"].removeprefix("Bearer ")
    return Saying(server, server.over_network(credential), allow)


async def who(client: Any) -> dict[str, Any]:
    result = await client.call_tool("whoami", {})
    assert not result.is_error, result
    found: dict[str, Any] = result.structured_content
    return found


@eras
@pytest.mark.parametrize("by", ["document", "registration"])
async def test_the_official_client_gets_in_and_learns_for_whom_it_acts(
    server: Served, person: Person, site: Trap, era: Era, by: str
) -> None:
    memory, browser = Memory(), saying(server, person)
    auth = provider(server, memory, browser, document(site) if by == "document" else None)

    async with mcp_client(server, era, auth) as client:
        tools = (await client.list_tools()).tools
        found = await who(client)

    assert [tool.name for tool in tools] == ["whoami"]
    assert (found["user"]["id"], found["role"], found["credential"]) == (person.id, "user", "oauth")
    assert memory.tokens is not None
    assert sorted(found["scopes"]) == sorted((memory.tokens.scope or "").split())
    [asked] = browser.asked
    assert asked["client"]["kind"] == ("metadata" if by == "document" else "dynamic")
    assert asked["resource"] == server.mcp


@eras
async def test_it_refreshes_by_itself_when_its_token_has_run_out(server: Served, person: Person, era: Era) -> None:
    memory, browser = Memory(), saying(server, person)
    auth = provider(server, memory, browser)
    async with mcp_client(server, era, auth) as client:
        await who(client)
        auth.context.token_expiry_time = 1.0

        found = await who(client)

    assert found["user"]["id"] == person.id
    assert len({tokens.access_token for tokens in memory.history}) == 2
    assert len(browser.asked) == 1


async def test_it_asks_anew_when_its_owner_took_everything_back(server: Served, person: Person) -> None:
    memory, browser = Memory(), saying(server, person)
    auth = provider(server, memory, browser)
    async with mcp_client(server, "auto", auth) as client:
        await who(client)
        [connection] = (await person.client.get("/auth/connections")).json()["items"]
        assert (await person.client.delete(f"/auth/connections/{connection['id']}")).status_code == 204

        await who(client)

    assert len(browser.asked) == 2


async def test_a_no_keeps_it_out(server: Served, person: Person) -> None:
    browser = saying(server, person, allow=False)

    with pytest.raises(BaseExceptionGroup) as failed:
        async with mcp_client(server, "auto", provider(server, Memory(), browser)) as client:
            await who(client)

    assert "authorization code" in str(leaf(failed.value)).lower()


@eras
async def test_an_api_key_opens_as_well(server: Served, person: Person, era: Era) -> None:
    key = await server.deck.key(person, "organizations:read")
    organization = await server.deck.organization(owner=person)

    for headers in ({"Authorization": f"Bearer {key}"}, {"X-API-Key": key}):
        async with mcp_client(server, era, headers=headers) as client:
            found = await who(client)
        assert (found["credential"], found["scopes"]) == ("key", ["organizations:read"])
        assert found["organizations"] == [{"id": organization, "name": "Acme", "role": "owner"}]


async def test_a_gpt_action_gets_in_over_the_socket_without_pkce_and_without_a_resource(
    server: Served, person: Person
) -> None:
    admin = await server.deck.person("admin")
    callback = "https://chatgpt.com/aip/g-0123456789/oauth/callback"
    body = {"name": "Our GPT", "redirect_uris": [callback], "scopes": ["organizations:read"], "pkce": "optional"}
    shown = (await admin.client.post("/oauth/clients", json=body)).json()
    gpt = Program(server.over_network(), shown["client_id"], shown["client_secret"], callback, pkce=False)
    credential = person.client.headers["authorization"].removeprefix("Bearer ")
    browser = server.over_network(credential)
    authorization_request = gpt.authorization_request(scope="organizations:read", resource=None)

    begun = await browser.get("/oauth/authorize", params=authorization_request)
    request_id = begun.headers["location"].rpartition("/")[2]
    decided = await browser.post(f"/api/v1/oauth/requests/{request_id}/decision", json={"allow": True})
    code = decided.json()["redirect_to"].partition("code=")[2].partition("&")[0]
    exchanged = await gpt.client.post(
        "/oauth/token",
        data={
            "grant_type": "authorization_code",
            "client_id": gpt.client_id,
            "client_secret": gpt.secret or "",
            "code": code,
            "redirect_uri": callback,
        },
    )

    given = exchanged.json()
    assert exchanged.status_code == 200, exchanged.text
    assert {"access_token", "refresh_token", "expires_in", "token_type", "scope"} == given.keys()
    assert (await server.over_network(given["access_token"]).get("/api/v1/organizations")).status_code == 200
    assert (await server.over_network(given["access_token"]).get("/api/v1/repositories")).status_code == 403


def leaf(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
