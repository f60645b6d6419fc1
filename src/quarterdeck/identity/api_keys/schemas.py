"""API keys on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.identity.roles import SCOPES, Scope
from quarterdeck.infra.web.schema import Answer, Closed, Identifier, Instant, Moment, Name

Scopes = Annotated[
    list[Scope], Field(min_length=1, max_length=len(SCOPES), examples=[["projects:read", "analytics:read"]])
]


class ApiKeyIn(Closed):
    name: Name = Field(examples=["My key"])
    scopes: Scopes
    expires_at: Instant | None = Field(default=None, description="90 days from now when absent")
    requests_per_minute: int | None = Field(
        default=None, ge=1, le=10_000_000, description="A limit of the key's own, given by an administrator"
    )
    user_id: Identifier | None = Field(default=None, description="Whose key, if an administrator makes it for them")


class ApiKeyRotation(Closed):
    expires_at: Instant | None = Field(default=None, description="90 days from now when absent")


class ApiKeyOut(Answer):
    id: str
    user_id: str
    prefix: str = Field(description="How the key begins; enough to recognise it")
    name: str
    scopes: list[Scope]
    requests_per_minute: int | None
    created_at: Moment
    rotated_at: Moment | None
    last_used_at: Moment | None
    expires_at: Moment


class ApiKeyShown(ApiKeyOut):
    key: str = Field(description="The secret, shown this once", examples=["qd_…"])
