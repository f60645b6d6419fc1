"""Sources of incoming webhooks, and what they delivered."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, UtcTimestamp

# `slug` is the last part of the address: the kind for the built-in ones, whose secret is a setting, else the id.
inbox_sources = Table(
    "inbox_sources",
    metadata,
    Column("id", Id, primary_key=True),
    Column("organization_id", Id, ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    Column("slug", String(36), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("sealed_secret", LargeBinary),
    Column("sealed_old_secret", LargeBinary),
    Column("old_secret_until", UtcTimestamp),
    Column("created_at", UtcTimestamp, nullable=False),
    Index(None, "organization_id"),
)

# The database itself keeps a delivery from being stored twice: by the sender's id, and by what the signature covers.
inbox_deliveries = Table(
    "inbox_deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", Id, ForeignKey("inbox_sources.id", ondelete="CASCADE"), nullable=False),
    Column("delivery_id", String(200), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("event", String(100), nullable=False),
    Column("content_type", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("error", Text),
    Column("received_at", UtcTimestamp, nullable=False),
    Column("processed_at", UtcTimestamp),
    UniqueConstraint("source_id", "delivery_id"),
    UniqueConstraint("source_id", "fingerprint"),
    Index(None, "received_at"),
)
