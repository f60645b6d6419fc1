"""Teams, repositories, developers and what was handed in"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.infra.database import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ingest_batches",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_batches")),
    )
    op.create_table(
        "developers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=True),
        sa.Column("actor", sa.String(length=10), nullable=False),
        sa.Column("given_actor", sa.String(length=10), nullable=True),
        sa.Column("merged_into", sa.String(length=36), nullable=True),
        sa.Column("first_seen", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_seen", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("actor in ('human', 'bot', 'agent')", name=op.f("ck_developers_actor")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_developers_merged_into_another")),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["developers.id"], name=op.f("fk_developers_merged_into"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_developers_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_developers")),
        sa.UniqueConstraint("organization_id", "email", name=op.f("uq_developers_organization_id_email")),
    )
    op.create_index(op.f("ix_developers_merged_into"), "developers", ["merged_into"], unique=False)
    op.create_table(
        "teams",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_teams_organization_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_teams_organization_id_name")),
    )
    op.create_table(
        "repositories",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("team_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("path", sa.String(length=4096), nullable=True),
        sa.Column("location", sa.String(length=2100), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=100), nullable=True),
        sa.Column("strategy", types.Json, nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("applied_revision", sa.Integer(), nullable=False),
        sa.Column("facts_version", sa.Integer(), nullable=False),
        sa.Column("facts_generation", sa.String(length=36), nullable=True),
        sa.Column("sync_job_id", sa.String(length=36), nullable=True),
        sa.Column("last_synced_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("detected_language", sa.String(length=100), nullable=True),
        sa.Column("default_branch", sa.String(length=1000), nullable=True),
        sa.Column("last_commit", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("commit_count", sa.Integer(), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("deployment_count", sa.Integer(), nullable=False),
        sa.Column("contributor_count", sa.Integer(), nullable=False),
        sa.Column("warnings", types.Json, nullable=False),
        sa.Column("strategy_used", sa.String(length=40), nullable=True),
        sa.Column("strategy_reason", sa.String(length=1000), nullable=True),
        sa.Column("read_state", sa.String(length=64), nullable=True),
        sa.Column("counted_state", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_repositories_organization_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_repositories_team_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repositories")),
        sa.UniqueConstraint("organization_id", "location", name=op.f("uq_repositories_organization_id_location")),
    )
    op.create_index(op.f("ix_repositories_team_id"), "repositories", ["team_id"], unique=False)
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("developer_id", sa.String(length=36), nullable=True),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.Column("added_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("developer_id is null or user_id is null", name=op.f("ck_team_members_one_kind")),
        sa.CheckConstraint("member_id = coalesce(developer_id, user_id)", name=op.f("ck_team_members_member")),
        sa.ForeignKeyConstraint(
            ["developer_id"], ["developers.id"], name=op.f("fk_team_members_developer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_team_members_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "member_id", name=op.f("pk_team_members")),
    )
    op.create_index(op.f("ix_team_members_developer_id"), "team_members", ["developer_id"], unique=False)
    op.create_index(op.f("ix_team_members_user_id"), "team_members", ["user_id"], unique=False)
    op.create_table(
        "ingest_rows",
        sa.Column("repository_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("natural_key", sa.String(length=300), nullable=False),
        sa.Column("payload", types.Json, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["ingest_batches.id"], name=op.f("fk_ingest_rows_batch_id")),
        sa.ForeignKeyConstraint(
            ["repository_id"], ["repositories.id"], name=op.f("fk_ingest_rows_repository_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("repository_id", "kind", "natural_key", name=op.f("pk_ingest_rows")),
    )


def downgrade() -> None:
    op.drop_table("ingest_rows")
    op.drop_index(op.f("ix_team_members_user_id"), table_name="team_members")
    op.drop_index(op.f("ix_team_members_developer_id"), table_name="team_members")
    op.drop_table("team_members")
    op.drop_index(op.f("ix_repositories_team_id"), table_name="repositories")
    op.drop_table("repositories")
    op.drop_table("teams")
    op.drop_index(op.f("ix_developers_merged_into"), table_name="developers")
    op.drop_table("developers")
    op.drop_table("ingest_batches")
