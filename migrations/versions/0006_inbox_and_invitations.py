"""The inbox, and invitations"""

import sqlalchemy as sa
from alembic import op

from quarterdeck.infra.database import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_sources",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("slug", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_secret_until", types.UtcTimestamp(timezone=True), nullable=True),
        sa.Column("created_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_inbox_sources_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_sources")),
        sa.UniqueConstraint("slug", name=op.f("uq_inbox_sources_slug")),
    )
    op.create_index(op.f("ix_inbox_sources_organization_id"), "inbox_sources", ["organization_id"], unique=False)
    op.create_table(
        "inbox_deliveries",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source_id", sa.String(length=36), nullable=False),
        sa.Column("delivery_id", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("content_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("received_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.Column("processed_at", types.UtcTimestamp(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["inbox_sources.id"],
            name=op.f("fk_inbox_deliveries_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_deliveries")),
        sa.UniqueConstraint("source_id", "delivery_id", name=op.f("uq_inbox_deliveries_source_id_delivery_id")),
        sa.UniqueConstraint("source_id", "fingerprint", name=op.f("uq_inbox_deliveries_source_id_fingerprint")),
    )
    op.create_index(op.f("ix_inbox_deliveries_received_at"), "inbox_deliveries", ["received_at"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.Column("expires_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.CheckConstraint("role in ('owner', 'member', 'viewer')", name=op.f("ck_invitations_role")),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["users.id"], name=op.f("fk_invitations_invited_by"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_invitations_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("organization_id", "email", name=op.f("uq_invitations_organization_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(op.f("ix_invitations_email"), "invitations", ["email"], unique=False)
    op.create_index(op.f("ix_invitations_invited_by"), "invitations", ["invited_by"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_invitations_invited_by"), table_name="invitations")
    op.drop_index(op.f("ix_invitations_email"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_inbox_deliveries_received_at"), table_name="inbox_deliveries")
    op.drop_table("inbox_deliveries")
    op.drop_index(op.f("ix_inbox_sources_organization_id"), table_name="inbox_sources")
    op.drop_table("inbox_sources")
