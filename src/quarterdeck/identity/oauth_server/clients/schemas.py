"""Clients on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.identity.oauth_server.clients.types import ClientKind, Pkce
from quarterdeck.identity.oauth_server.redirects import LONGEST, MOST
from quarterdeck.identity.roles import SCOPES, Scope
from quarterdeck.infra.web.schema import Name, ResponseModel, StrictModel, UtcDateTime

Redirect = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Redirects = Annotated[
    list[Redirect],
    Field(min_length=1, max_length=MOST, examples=[["https://chatgpt.com/aip/g-0123456789/oauth/callback"]]),
]
RequestedScopes = Annotated[list[Scope], Field(min_length=1, max_length=len(SCOPES), examples=[["projects:read"]])]


class ClientIn(StrictModel):
    name: Name = Field(description="People read it when they are asked", examples=["Our GPT"])
    redirect_uris: Redirects = Field(description="Where people are sent back to, character for character")
    scopes: RequestedScopes = Field(description="The most it may ask for")
    pkce: Pkce = Field(default="required", description="`optional` only for clients that cannot: GPT Actions")


class ClientPatch(StrictModel):
    name: Name | None = None
    redirect_uris: Redirects | None = None
    scopes: RequestedScopes | None = None


class ClientOut(ResponseModel):
    id: str
    client_id: str = Field(description="What the client sends as `client_id`")
    kind: ClientKind
    name: str
    redirect_uris: list[str]
    scopes: list[Scope]
    pkce: Pkce
    created_by: str | None
    created_at: UtcDateTime


class ClientIssued(ClientOut):
    client_secret: str = Field(description="Shown this once")
