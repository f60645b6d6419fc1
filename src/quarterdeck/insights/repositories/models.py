"""Registered repositories.

`revision` is raised by whatever the facts depend on besides git (the strategy, imported rows, people's kinds);
`applied_revision` is the one that the facts show. `facts_version` is raised with every new set of facts.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from quarterdeck.infra.database import metadata
from quarterdeck.infra.database.types import Id, Json, UtcTimestamp

repositories = Table(
    "repositories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("organization_id", Id, ForeignKey("organizations.id"), nullable=False),
    Column("team_id", Id, ForeignKey("teams.id", ondelete="SET NULL")),
    Column("name", String(200), nullable=False),
    Column("url", String(2_000)),
    Column("path", String(4_096)),
    Column("location", String(2_100), nullable=False),
    Column("trusted", Boolean, nullable=False),  # registered on this machine's own command line
    Column("language", String(100)),
    Column("strategy", Json, nullable=False),
    Column("created_at", UtcTimestamp, nullable=False),
    Column("updated_at", UtcTimestamp, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    # What the last reading found.
    Column("applied_revision", Integer, nullable=False),
    Column("facts_version", Integer, nullable=False),
    Column("facts_generation", String(36)),
    Column("sync_job_id", Id),
    Column("last_synced_at", UtcTimestamp),
    Column("detected_language", String(100)),
    Column("default_branch", String(1_000)),
    Column("last_commit", UtcTimestamp),
    Column("commit_count", Integer, nullable=False),
    Column("change_count", Integer, nullable=False),
    Column("deployment_count", Integer, nullable=False),
    Column("contributor_count", Integer, nullable=False),
    Column("warnings", Json, nullable=False),
    Column("strategy_used", String(40)),
    Column("strategy_reason", String(1_000)),
    # Fingerprints of the branches and tags that were read, and of those whose lines are counted.
    Column("read_state", String(64)),
    Column("counted_state", String(64)),
    UniqueConstraint("organization_id", "location"),
    Index(None, "team_id"),
)
