"""Requests for access on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.identity.oauth_server.clients.types import ClientKind
from quarterdeck.identity.roles import SCOPES, Scope
from quarterdeck.infra.web.schema import ResponseModel, StrictModel, UtcDateTime


class AskingClient(ResponseModel):
    id: str = Field(description="How the client names itself; an address when a document there describes it")
    name: str
    redirect_host: str = Field(description="Where the answer goes", examples=["chatgpt.com"])
    kind: ClientKind
    verified: bool = Field(description="An administrator registered it, or the answer goes to where it is described")
    logo_uri: None = Field(default=None, description="Never shown: a picture from outside proves nothing")


class AskedScope(ResponseModel):
    name: Scope
    description: str = Field(examples=["See your projects"])


class AccessRequestOut(ResponseModel):
    client: AskingClient
    scopes: list[AskedScope] = Field(description="Those asked for that you have yourself")
    resource: str
    expires_at: UtcDateTime
    warnings: list[str]


class DecisionIn(StrictModel):
    allow: bool
    scopes: Annotated[list[Scope], Field(max_length=len(SCOPES))] | None = Field(
        default=None, description="Fewer than asked for; all of them when absent"
    )


class DecisionOut(ResponseModel):
    redirect_to: str = Field(description="Where the browser goes now")
