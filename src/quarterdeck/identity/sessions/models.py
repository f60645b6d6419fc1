"""Sessions, their refresh tokens, one-time sign-in links, and attempts to sign in."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, String, Table, false

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, UtcTimestamp

# A console session is found by its cookie's hash; a token session by the `sid` in its access token. A remembered
# console session also has refresh tokens, with which its browser gets a fresh cookie after a pause.
sessions = Table(
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("proof", String(16), nullable=False),
    Column("cookie_hash", String(64), unique=True),
    Column("remembered", Boolean, nullable=False, server_default=false()),
    Column("peer", String(64), nullable=False),
    Column("user_agent", String(300), nullable=False),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("last_used_at", UtcTimestamp, nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
    Column("ended_at", UtcTimestamp),
    CheckConstraint("kind in ('console', 'token')", name="kind"),
    CheckConstraint("proof in ('password', 'link', 'provider')", name="proof"),
    Index(None, "user_id"),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
)

# Written before the password is looked at, so that guesses sent in parallel count too; removed on success.
sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_hash", String(64), nullable=False),
    Column("peer", String(64), nullable=False),
    Column("attempted_at", UtcTimestamp, nullable=False),
    Index(None, "account_hash", "attempted_at"),
    Index(None, "peer", "attempted_at"),
)

# All refresh tokens of one session are one family.
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
    Column("used_at", UtcTimestamp),
    Index(None, "session_id"),
)
