"""What a session looks like outside its table."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

SessionKind = Literal["console", "token"]
Proof = Literal["password", "link", "provider"]

LINK_LIFETIME = timedelta(minutes=15)
"""How long a sign-in link works, and how long after it a password may be set without the old one."""


@dataclass(frozen=True, slots=True)
class SignInSession:
    """One stay of one person, in a browser (`console`) or with access tokens (`token`)."""

    id: str
    user_id: str
    kind: SessionKind
    proof: Proof
    peer: str
    user_agent: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    remembered: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What signing in yields: a cookie for a browser, two when it is to be remembered, or two tokens for a program."""

    user_id: str
    session_id: str
    expires_in: int
    access_token: str | None = None
    refresh_token: str | None = None
    cookie: str | None = None
    refresh_cookie: str | None = None
