"""The scope of the event that a delivery tells of"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What the log does not hold any more is sent again by nobody but administrators.
KNOWN = "UPDATE webhook_deliveries SET scope = (SELECT events.scope FROM events WHERE events.id = event_id)"
FORGOTTEN = """UPDATE webhook_deliveries SET scope = 'users:manage' WHERE event_type <> 'webhook.test'
    AND NOT EXISTS (SELECT 1 FROM events WHERE events.id = event_id)"""


def upgrade() -> None:
    with op.batch_alter_table("webhook_deliveries") as batch:
        batch.add_column(sa.Column("scope", sa.String(length=32), nullable=True))
    op.execute(KNOWN)
    op.execute(FORGOTTEN)


def downgrade() -> None:
    with op.batch_alter_table("webhook_deliveries") as batch:
        batch.drop_column("scope")
