"""Circulars: who came to one after it had begun, and whether one answer of each agency is enough"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

UTC = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.add_column("circular", sa.Column("one_answer", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("circular_receipt", sa.Column("joined_at", UTC(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("circular_receipt") as table:
        table.drop_column("joined_at")
    with op.batch_alter_table("circular") as table:
        table.drop_column("one_answer")
