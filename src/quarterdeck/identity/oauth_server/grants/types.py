"""What a grant, its code and its refresh tokens look like outside their tables."""

from dataclasses import dataclass
from datetime import datetime

from quarterdeck.identity.roles import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person allowed a client, as of now; `client_id` is the client's own name for itself."""

    id: str
    user_id: str
    role: Role
    user_disabled_at: datetime | None
    client_id: str
    client_name: str
    scopes: frozenset[str]
    resource: str
    redirect_host: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None

    def lasts(self, moment: datetime) -> bool:
        return self.ended_at is None and self.user_disabled_at is None and self.expires_at > moment


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """An authorization code that was handed out."""

    grant: Grant
    code_hash: str
    redirect_uri: str
    code_challenge: str | None
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OAuthRefreshToken:
    """A refresh token that was handed out."""

    grant: Grant
    token_hash: str
    expires_at: datetime
    used_at: datetime | None
