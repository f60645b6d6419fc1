"""What an API key looks like outside its table."""

from dataclasses import dataclass
from datetime import datetime

from quarterdeck.identity.api_keys.format import PREFIX
from quarterdeck.identity.roles import Scope


@dataclass(frozen=True, slots=True)
class ApiKey:
    id: str
    user_id: str
    name: str
    scopes: tuple[Scope, ...]
    requests_per_minute: int | None
    created_at: datetime
    rotated_at: datetime | None
    last_used_at: datetime | None
    expires_at: datetime

    @property
    def prefix(self) -> str:
        """Return how the key begins: enough to recognise one that turned up somewhere."""
        return f"{PREFIX}{self.id.replace('-', '')}"


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key to be made; without `expires_at` it lives 90 days, without `user_id` it is the maker's own."""

    name: str
    scopes: tuple[Scope, ...]
    expires_at: datetime | None = None
    requests_per_minute: int | None = None
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key and its secret, which is shown this once."""

    key: ApiKey
    secret: str
