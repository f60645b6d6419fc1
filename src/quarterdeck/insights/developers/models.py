"""One row for each canonical e-mail address in an organization. A merge only points; so it can be undone."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, UtcTimestamp

developers = Table(
    "developers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("organization_id", Id, ForeignKey("organizations.id"), nullable=False),
    Column("email", String(320), nullable=False),
    Column("name", String(200), nullable=False),
    Column("given_name", String(200)),
    Column("actor", String(10), nullable=False),
    Column("given_actor", String(10)),
    Column("merged_into", Id, ForeignKey("developers.id", ondelete="SET NULL")),
    Column("first_seen", UtcTimestamp, nullable=False),
    Column("last_seen", UtcTimestamp, nullable=False),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("updated_at", UtcTimestamp, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("organization_id", "email"),
    CheckConstraint("actor in ('human', 'bot', 'agent')", name="actor"),
    CheckConstraint("merged_into <> id", name="merged_into_another"),
    Index(None, "merged_into"),
)
