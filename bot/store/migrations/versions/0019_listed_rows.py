"""Rows of a quarter are listed in the order of an index"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LISTED = ["quarter", "first_held_at", "id", "agency_id", "counted", "principal_owed"]


def upgrade() -> None:
    op.create_index("ix_count_row_listed", "count_row", LISTED)


def downgrade() -> None:
    op.drop_index("ix_count_row_listed", table_name="count_row")
