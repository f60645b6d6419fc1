"""Refresh tokens. All tokens of one session are one family."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, UtcTimestamp

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcTimestamp, nullable=False),
    Column("used_at", UtcTimestamp),
    Index(None, "session_id"),
)
