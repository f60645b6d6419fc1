"""Tables of the authorization server. Secrets are kept as hashes, private keys sealed."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, Json, UtcTimestamp

# `client_id` is what the client calls itself: our own id, or the address of its metadata document.
oauth_clients = Table(
    "oauth_clients",
    metadata,
    Column("id", Id, primary_key=True),
    Column("client_id", String(500), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("redirect_uris", Json, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("secret_hash", String(64)),
    Column("pkce", String(16), nullable=False),
    Column("created_by", Id, ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTimestamp, nullable=False),
    CheckConstraint("kind in ('registered', 'metadata', 'dynamic')", name="kind"),
    CheckConstraint("pkce in ('required', 'optional')", name="pkce"),
    Index(None, "kind", "created_at"),
)

# A request waits here for a yes or no. A client known by its document alone gets its row with the first yes.
oauth_requests = Table(
    "oauth_requests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("client_id", String(500), nullable=False),
    Column("redirect_uri", String(2000), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("resource", String(600), nullable=False),
    Column("state", Text),
    Column("code_challenge", String(128)),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
    Column("decided_at", UtcTimestamp),
    Index(None, "expires_at"),
)

oauth_grants = Table(
    "oauth_grants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("client", Id, ForeignKey("oauth_clients.id", ondelete="CASCADE"), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("resource", String(600), nullable=False),
    Column("redirect_host", String(300), nullable=False),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("last_used_at", UtcTimestamp),
    Column("expires_at", UtcTimestamp, nullable=False),
    Column("ended_at", UtcTimestamp),
    Index(None, "user_id"),
    Index(None, "client"),
)

oauth_codes = Table(
    "oauth_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("grant_id", Id, ForeignKey("oauth_grants.id", ondelete="CASCADE"), nullable=False),
    Column("redirect_uri", String(2000), nullable=False),
    Column("code_challenge", String(128)),
    Column("expires_at", UtcTimestamp, nullable=False),
    Column("used_at", UtcTimestamp),
    Index(None, "grant_id"),
)

oauth_refresh_tokens = Table(
    "oauth_refresh_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("grant_id", Id, ForeignKey("oauth_grants.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
    Column("used_at", UtcTimestamp),
    Index(None, "grant_id"),
)

oauth_keys = Table(
    "oauth_keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("public", Json, nullable=False),
    Column("sealed_private", LargeBinary, nullable=False),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("retired_at", UtcTimestamp),
)
