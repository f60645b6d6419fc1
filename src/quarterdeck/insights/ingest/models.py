"""What was handed in. These rows are the source; the fact store can be made from them again at any time."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, Json, UtcTimestamp

ingest_batches = Table(
    "ingest_batches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("received", Integer, nullable=False),
    Column("created", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("requested_by", Id),
    Column("created_at", UtcTimestamp, nullable=False),
)

ingest_rows = Table(
    "ingest_rows",
    metadata,
    Column("repository_id", Id, ForeignKey("repositories.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("natural_key", String(300), primary_key=True),
    Column("payload", Json, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("batch_id", Id, ForeignKey("ingest_batches.id"), nullable=False),
)
