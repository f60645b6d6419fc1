"""API keys on the wire."""

from typing import Annotated

from pydantic import Field

from quarterdeck.identity.roles import SCOPES, Scope
from quarterdeck.infra.web.schema import Identifier, Instant, Name, ResponseModel, StrictModel, UtcDateTime

Scopes = Annotated[
    list[Scope], Field(min_length=1, max_length=len(SCOPES), examples=[["projects:read", "analytics:read"]])
]


class ApiKeyIn(StrictModel):
    name: Name = Field(examples=["My key"])
    scopes: Scopes
    expires_at: Instant | None = Field(default=None, description="90 days from now when absent")
    requests_per_minute: int | None = Field(
        default=None, ge=1, le=10_000_000, description="A limit of the key's own, given by an administrator"
    )
    user_id: Identifier | None = Field(default=None, description="Whose key, if an administrator makes it for them")


class ApiKeyRotation(StrictModel):
    expires_at: Instant | None = Field(default=None, description="90 days from now when absent")


class ApiKeyOut(ResponseModel):
    id: str
    user_id: str
    prefix: str = Field(description="How the key begins; enough to recognise it")
    name: str
    scopes: list[Scope]
    requests_per_minute: int | None
    created_at: UtcDateTime
    rotated_at: UtcDateTime | None
    last_used_at: UtcDateTime | None
    expires_at: UtcDateTime


class ApiKeyIssued(ApiKeyOut):
    key: str = Field(description="The secret, shown this once", examples=["qd_…"])
