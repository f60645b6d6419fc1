"""What the core and the kinds of providers tell each other, and the rows outside their tables."""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

from quarterdeck.identity.names import LONGEST, shown_name
from quarterdeck.identity.users.emails import canonical_email

FLOW_LIFETIME = timedelta(minutes=10)
"""How long a person may take at the provider."""

TICKET_LIFETIME = timedelta(seconds=60)
"""How long a login ticket waits for the page that exchanges it."""


@dataclass(frozen=True, slots=True)
class AuthenticationRequest:
    """The secrets of one sign-in, known again from the browser's cookie and the state; none of them is stored."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str

    @classmethod
    def derived(cls, browser: str, state: str, redirect_uri: str) -> "AuthenticationRequest":
        """Return the request with the nonce and the PKCE verifier that only this browser and this state give."""
        nonce, verifier = (_derived(browser, f"{purpose}:{state}") for purpose in ("nonce", "verifier"))
        return cls(state, nonce, verifier, redirect_uri)

    @property
    def code_challenge(self) -> str:
        """Return the challenge of RFC 7636 under S256."""
        return _urlsafe(sha256(self.verifier.encode("ascii")).digest())


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

    @classmethod
    def of_claims(cls, issuer: str, subject: str, claims: Mapping[str, Any]) -> "Profile":
        """Take nothing in the claims for more than it says.

        Only the JSON value `true` verifies an address: `"true"`, 1 and nothing do not.
        """
        email = canonical_or_none(claims.get("email"))
        verified = email is not None and claims.get("email_verified") is True
        name = shown_name(claims.get("name")) or (email or "").partition("@")[0] or subject[:LONGEST]
        return cls(issuer, subject, name, email, verified)


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
    """A finished sign-in that waits for its page, under what the API calls a temporary token."""

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


def canonical_or_none(claimed: Any) -> str | None:
    if not isinstance(claimed, str):
        return None
    try:
        return canonical_email(claimed)
    except ValueError:
        return None


def _derived(browser: str, message: str) -> str:
    return _urlsafe(hmac.new(browser.encode(), message.encode(), sha256).digest())


def _urlsafe(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
