"""Teams and who is in them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, UtcTimestamp

teams = Table(
    "teams",
    metadata,
    Column("id", Id, primary_key=True),
    Column("organization_id", Id, ForeignKey("organizations.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("updated_at", UtcTimestamp, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("organization_id", "name"),
)

team_members = Table(
    "team_members",
    metadata,
    Column("team_id", Id, ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Id, primary_key=True),
    Column("developer_id", Id, ForeignKey("developers.id", ondelete="CASCADE")),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE")),
    Column("added_at", UtcTimestamp, nullable=False),
    CheckConstraint("member_id = coalesce(developer_id, user_id)", name="member"),
    CheckConstraint("developer_id is null or user_id is null", name="one_kind"),
    Index(None, "developer_id"),
    Index(None, "user_id"),
)
