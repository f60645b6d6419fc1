"""Signing in, on the wire."""

from typing import Annotated, Literal, Self

from pydantic import Field

from quarterdeck.identity.sessions.types import SessionKind
from quarterdeck.identity.users.schemas import Password
from quarterdeck.infra.web.schema import ResponseModel, StrictModel, UtcDateTime

Typed = Annotated[str, Field(min_length=1, max_length=320, examples=["user@example.com"])]
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class LoginIn(StrictModel):
    username: Typed = Field(description="The e-mail address of the account")
    password: Password
    cookies: bool = Field(
        default=False,
        description="True begins a console session: an HTTP-only cookie is set, and no token reaches the page",
    )
    remember: bool = Field(
        default=False,
        description="True also sets a refresh cookie, with which the console goes on after a pause; implies `cookies`",
    )


class TokenIn(StrictModel):
    email: Typed
    password: Password


class RefreshIn(StrictModel):
    refresh_token: Secret


class SignInLinkIn(StrictModel):
    token: Secret
    password: Password | None = Field(default=None, description="Becomes the password of the account")


class TokensOut(ResponseModel):
    access_token: str | None = Field(description="Null for a console session, which is in its cookie")
    refresh_token: str | None = Field(description="Works once; null for a console session")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - RFC 6750 names it so
    expires_in: int = Field(
        description="Seconds until the access token, or an unused console session, expires", examples=[900]
    )


class SessionOut(ResponseModel):
    id: str
    kind: SessionKind
    ip: str
    user_agent: str
    created_at: UtcDateTime
    last_used_at: UtcDateTime
    expires_at: UtcDateTime
    current: bool = Field(description="Whether this request belongs to it")


class SignInLinkOut(ResponseModel):
    token: str = Field(description="Shown this once; works once, for 15 minutes")
    path: str = Field(description="Where the console takes the token", examples=["/console/sign-in#token=…"])

    @classmethod
    def of(cls, token: str) -> Self:
        """Put the token behind the `#`, which browsers keep to themselves."""
        return cls(token=token, path=f"/console/sign-in#token={token}")
