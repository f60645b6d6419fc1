"""The log, and the one row that counts it."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Connection, Index, Integer, String, Table, event

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, Json, UtcTimestamp

# It refers to nothing, so that an event outlives what it speaks of.
events = Table(
    "events",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False, unique=True),
    Column("time", UtcTimestamp, nullable=False),
    Column("type", String(64), nullable=False),
    Column("subject_type", String(64), nullable=False),
    Column("subject_id", String(128), nullable=False),
    Column("scope", String(32)),
    Column("organization_id", Id),
    Column("user_id", Id),
    Column("actor_id", Id),
    Column("request_id", String(64)),
    Column("data", Json, nullable=False),
    Index(None, "time"),
)

# Its row lock, taken last in a transaction and held to the end, makes the order of numbers the order of commits.
event_log = Table(
    "event_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("forgotten_through", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)


@event.listens_for(event_log, "after_create")
def add_the_row(_table: Any, connection: Connection, **_options: Any) -> None:
    connection.execute(event_log.insert(), {"id": 1, "last_seq": 0, "forgotten_through": 0})
