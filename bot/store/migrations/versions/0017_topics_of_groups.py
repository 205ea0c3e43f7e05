"""Groups: the topic in which a group was linked"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("linked_group", sa.Column("thread", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("linked_group") as table:
        table.drop_column("thread")
