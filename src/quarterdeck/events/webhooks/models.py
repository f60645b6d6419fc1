"""Webhooks, what was sent to them, and how far the log has been looked at."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, Json, UtcTimestamp

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("organization_id", Id, ForeignKey("organizations.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("description", String(500), nullable=False),
    Column("event_types", Json, nullable=False),
    Column("scopes", Json, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("disabled_reason", String(32)),
    Column("after_seq", BigInteger, nullable=False),
    Column("failing_since", UtcTimestamp),
    Column("failures", Integer, nullable=False),
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("sealed_former_secret", LargeBinary),
    Column("former_secret_until", UtcTimestamp),
    Column("created_by", Id, nullable=False),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("updated_at", UtcTimestamp, nullable=False),
    Column("version", Integer, nullable=False),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("webhook_id", Id, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("event_id", Id, nullable=False),
    Column("event_type", String(64), nullable=False),
    Column("scope", String(32)),  # of the event: what whoever is told must hold, also later
    Column("body", Text, nullable=False),  # what is signed and sent, byte for byte, at every attempt
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("response_status", Integer),
    Column("response_ms", Float),
    Column("response_excerpt", Text),
    Column("error", String(32)),
    Column("next_attempt_at", UtcTimestamp),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("finished_at", UtcTimestamp),
    CheckConstraint("(state = 'pending') = (next_attempt_at is not null)", name="pending_has_a_time"),
    UniqueConstraint("webhook_id", "event_id"),
    Index(None, "next_attempt_at"),
    Index(None, "finished_at"),
)

webhook_cursor = Table(
    "webhook_cursor",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)


@event.listens_for(webhook_cursor, "after_create")
def add_the_row(_table: Any, connection: Connection, **_options: Any) -> None:
    connection.execute(webhook_cursor.insert(), {"id": 1, "seq": 0})
