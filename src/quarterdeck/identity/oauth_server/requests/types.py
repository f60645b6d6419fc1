"""What a request for access looks like outside its table."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LIFETIME: Final = timedelta(minutes=10)
MOST_OF_ONE_BROWSER: Final = 20


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A client's request, checked and kept until the person in the same browser answers it."""

    id: str
    browser_hash: str
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    resource: str
    state: str | None
    code_challenge: str | None
    created_at: datetime
    expires_at: datetime
    decided_at: datetime | None

    def parameters(self, scopes: tuple[str, ...]) -> dict[str, str]:
        """Return the request as the client sent it, but with `scopes`, which a person may have made fewer."""
        given = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(scopes),
            "resource": self.resource,
            "state": self.state,
            "code_challenge": self.code_challenge,
            "code_challenge_method": "S256" if self.code_challenge else None,
        }
        return {name: value for name, value in given.items() if value is not None}
