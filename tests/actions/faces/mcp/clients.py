"""The official MCP client, and a person who says yes in a browser when it asks."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx2
from mcp.client import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import AnyUrl

from tests.actions.faces.mcp.conftest import Served
from tests.identity.oauth_server.flows import query_of

Era = Literal["auto", "legacy"]
CALLBACK = "http://127.0.0.1:3030/callback"


@dataclass
class Memory:
    """What an MCP client keeps between calls."""

    tokens: OAuthToken | None = None
    info: OAuthClientInformationFull | None = None
    history: list[OAuthToken] = field(default_factory=list)

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens
        self.history.append(tokens)

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.info

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.info = client_info


@dataclass
class Saying:
    """A person's browser that follows the client to the consent page and says yes, or no."""

    server: Served
    browser: httpx2.AsyncClient
    allow: bool = True
    asked: list[dict[str, Any]] = field(default_factory=list)
    answer: AuthorizationCodeResult | None = None

    async def go(self, address: str) -> None:
        begun = await self.browser.get(address)
        assert begun.status_code == 302, begun.text
        request_id = begun.headers["location"].rpartition("/")[2]
        page = f"{self.server.url}/api/v1/oauth/requests/{request_id}"
        self.asked.append((await self.browser.get(page)).json())
        decided = await self.browser.post(f"{page}/decision", json={"allow": self.allow})
        back = query_of(decided.json()["redirect_to"])
        self.answer = AuthorizationCodeResult(code=back.get("code", ""), state=back["state"], iss=back["iss"])

    async def come_back(self) -> AuthorizationCodeResult:
        assert self.answer is not None
        return self.answer


def provider(server: Served, memory: Memory, person: Saying, document: str | None = None) -> OAuthClientProvider:
    """The SDK's own OAuth client; with `document` it names itself by a metadata document."""
    wanted = OAuthClientMetadata(
        redirect_uris=[AnyUrl(CALLBACK)], client_name="MCP client", token_endpoint_auth_method="none"
    )
    made = OAuthClientProvider(server.mcp, wanted, memory, person.go, person.come_back)
    made.context.client_metadata_url = document  # set late, as the SDK takes https alone and the test site has none
    return made


@asynccontextmanager
async def mcp_client(
    server: Served, era: Era, auth: OAuthClientProvider | None = None, headers: Mapping[str, str] | None = None
) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(auth=auth, headers=dict(headers or {})) as http,
        Client(streamable_http_client(server.mcp, http_client=http), mode=era) as client,
    ):
        yield client
