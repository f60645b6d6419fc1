"""Sign-in through providers, and console sessions that are remembered"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op
from alembic.operations.base import BatchOperations

from quarterdeck.infra.database import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHECK = "ck_sessions_proof"
PROOFS = "proof in ('password', 'link', 'provider')"
OLD_PROOFS = "proof in ('password', 'link')"


def upgrade() -> None:
    remembered = sa.Column("remembered", sa.Boolean(), server_default=sa.false(), nullable=False)
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_sessions(PROOFS, lambda batch: batch.add_column(remembered))
    else:
        op.add_column("sessions", remembered)
        op.drop_constraint(op.f(CHECK), "sessions", type_="check")
        op.create_check_constraint(op.f(CHECK), "sessions", PROOFS)
    op.create_table(
        "identities",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.Column("last_used_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_identities_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
    )
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"], unique=False)
    op.create_table(
        "provider_flows",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("redirect_uri", sa.String(length=700), nullable=False),
        sa.Column("return_to", sa.String(length=500), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.Column("expires_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_provider_flows_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_provider_flows")),
    )
    op.create_index(op.f("ix_provider_flows_expires_at"), "provider_flows", ["expires_at"], unique=False)
    op.create_table(
        "provider_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("return_to", sa.String(length=500), nullable=False),
        sa.Column("expires_at", types.UtcTimestamp(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_provider_tokens_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_provider_tokens")),
    )
    op.create_index(op.f("ix_provider_tokens_user_id"), "provider_tokens", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("provider_tokens")
    op.drop_table("provider_flows")
    op.drop_table("identities")
    op.execute("DELETE FROM sessions WHERE proof = 'provider'")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_sessions(OLD_PROOFS, lambda batch: batch.drop_column("remembered"))
    else:
        op.drop_constraint(op.f(CHECK), "sessions", type_="check")
        op.create_check_constraint(op.f(CHECK), "sessions", OLD_PROOFS)
        op.drop_column("sessions", "remembered")


def _rebuild_sessions(proofs: str, change: Callable[[BatchOperations], object]) -> None:
    """Build the table anew, which is how SQLite changes a check.

    Dropping the old one would take the refresh tokens with it, by their ON DELETE CASCADE and without a word, so they
    step aside.
    """
    op.execute("CREATE TABLE refresh_tokens_aside AS SELECT * FROM refresh_tokens")
    with op.batch_alter_table("sessions", recreate="always") as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), proofs)
        change(batch)
    op.execute("DELETE FROM refresh_tokens")
    op.execute("INSERT INTO refresh_tokens SELECT * FROM refresh_tokens_aside")
    op.execute("DROP TABLE refresh_tokens_aside")
