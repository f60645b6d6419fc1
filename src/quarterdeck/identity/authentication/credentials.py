"""A credential as it was presented: nothing is known about it yet but how it came."""

from dataclasses import dataclass, field
from typing import Literal

from quarterdeck.identity.authentication.location import ServerLocation

CredentialPlacement = Literal["bearer", "key", "cookie"]
Endpoint = Literal["api", "mcp"]


@dataclass(frozen=True, slots=True)
class PresentedCredential:
    """What a caller shows: a bearer (API key or token), a key in its own header, or the console's cookie.

    `location` is where the caller sees this server, and `at` which of its endpoints they call.
    """

    kind: CredentialPlacement
    secret: str = field(repr=False)
    location: ServerLocation | None = None
    at: Endpoint = "api"

    @property
    def audience(self) -> str:
        """What a token that was granted to a program must be for; empty where this server does not know its address."""
        return "" if self.location is None else self.location.api if self.at == "api" else self.location.mcp
