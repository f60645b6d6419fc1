"""What goes into a decision of the protocol, and what comes out of it: plain values, read before and written after.

Authlib decides in between. It is synchronous and would ask the database where it stands; here it finds everything
ready, and notes what is to be done.
"""

from dataclasses import dataclass, field
from typing import Any

from quarterdeck.identity.authentication.location import ServerLocation
from quarterdeck.identity.oauth_server.clients.types import OAuthClient
from quarterdeck.identity.oauth_server.grants.types import AuthorizationCode, Grant, OAuthRefreshToken
from quarterdeck.identity.oauth_server.keys.signing import Signer


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """Read before the decision. `grant` is the one that an access token to be revoked names."""

    location: ServerLocation
    client: OAuthClient | None = None
    code: AuthorizationCode | None = None
    refresh: OAuthRefreshToken | None = None
    grant: Grant | None = None
    signer: Signer | None = None


@dataclass(slots=True)
class Decision:
    """To be written after it; what is set here has not happened yet."""

    new_code: str | None = None
    code_used: AuthorizationCode | None = None
    refresh_used: OAuthRefreshToken | None = None
    new_refresh: str | None = None
    reused: Grant | None = None
    revoked: Grant | None = None


@dataclass(slots=True)
class ProtocolResponse:
    """Authlib's answer. It reads and sets `location` where it adds the issuer (RFC 9207)."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def location(self) -> str | None:
        return self.headers.get("Location")

    @location.setter
    def location(self, value: str) -> None:
        self.headers["Location"] = value

    @property
    def error(self) -> str:
        return str(self.body.get("error", "")) if isinstance(self.body, dict) else ""
