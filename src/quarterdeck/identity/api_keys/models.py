"""The table of API keys."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, Json, UtcTimestamp

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("scopes", Json, nullable=False),
    Column("requests_per_minute", Integer),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("rotated_at", UtcTimestamp),
    Column("last_used_at", UtcTimestamp),
    Column("expires_at", UtcTimestamp, nullable=False),
    Index(None, "user_id"),
)
