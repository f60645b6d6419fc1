"""Identities, sign-ins under way, and finished ones that wait for their page."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, UtcTimestamp

# Who somebody is at a provider: issuer and subject, never the e-mail address, which is kept to be shown.
identities = Table(
    "identities",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("provider", String(32), nullable=False),
    Column("issuer", String(500), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("email", String(254)),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("last_used_at", UtcTimestamp, nullable=False),
    UniqueConstraint("issuer", "subject"),
    Index(None, "user_id"),
)

# Only hashes: without the browser's cookie nobody can go on from a copy of this table.
provider_flows = Table(
    "provider_flows",
    metadata,
    Column("state_hash", String(64), primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("provider", String(32), nullable=False),
    Column("redirect_uri", String(700), nullable=False),
    Column("return_to", String(500), nullable=False),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE")),
    Column("session_id", Id),
    Column("expires_at", UtcTimestamp, nullable=False),
    Index(None, "expires_at"),
)

provider_tokens = Table(
    "provider_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("provider", String(32), nullable=False),
    Column("return_to", String(500), nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
    Index(None, "user_id"),
)
