"""What the core and the kinds of providers tell each other, and the rows outside their tables."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

FLOW_LIFETIME = timedelta(minutes=10)
"""How long a person may take at the provider."""

TOKEN_LIFETIME = timedelta(seconds=60)
"""How long the temporary token waits for the page that exchanges it."""


@dataclass(frozen=True, slots=True)
class AuthenticationRequest:
    """The secrets of one sign-in, known again from the browser's cookie and the state; none of them is stored."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class AuthorizationResponse:
    """What the provider's redirect brought back, unchecked."""

    state: str
    code: str | None = None
    error: str | None = None
    iss: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom a provider vouches for. `issuer` and `subject` are the identity; `email` is canonical and decides less."""

    issuer: str
    subject: str
    name: str
    email: str | None
    email_verified: bool


class Provider(Protocol):
    """One configured provider."""

    name: str
    label: str
    redirect_uri: str
    """An address registered in place of our own, or empty."""

    async def authorization_url(self, request: AuthenticationRequest) -> str:
        """Where to send the browser. Raises `ProviderUnavailable`."""

    async def identify(self, returned: AuthorizationResponse, request: AuthenticationRequest) -> Profile:
        """Exchange the code and learn who came back. Raises `ProviderUnavailable`, `ProviderRefused`, `BadProof`."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sign-in under way. With `user_id` it links an identity to that account, as session `session_id` asked."""

    provider: str
    redirect_uri: str
    return_to: str
    user_id: str | None
    session_id: str | None


@dataclass(frozen=True, slots=True)
class LoginTicket:
    """A finished sign-in that waits for its page."""

    user_id: str
    provider: str
    return_to: str


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """A way into an account through a provider."""

    id: str
    user_id: str
    provider: str
    issuer: str
    subject: str
    email: str | None
    created_at: datetime
    last_used_at: datetime
