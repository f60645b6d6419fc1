"""The table of audit events. It refers to nothing, so that what it says outlives what it speaks of."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, UtcTimestamp

audit_events = Table(
    "audit_events",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("time", UtcTimestamp, nullable=False),
    Column("actor_id", Id),
    Column("credential", String(16), nullable=False),
    Column("credential_id", String(64)),
    Column("action", String(64), nullable=False),
    Column("object_type", String(64), nullable=False),
    Column("object_id", String(128)),
    Column("outcome", String(16), nullable=False),
    Column("request_id", String(64)),
    Column("peer", String(64)),
    Column("facts", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "actor_id", "seq"),
    Index(None, "action", "seq"),
    Index(None, "object_type", "object_id", "seq"),
    Index(None, "time"),
)
