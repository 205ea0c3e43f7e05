"""Totals of all instances beside those of each; what is to come of an agency is found by its index"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None

NAMES = "heard, attended, excused, unexcused, exempt, open, principal, spoke, online, lost"


def upgrade() -> None:
    sums = ", ".join(f"sum({name})" for name in NAMES.split(", "))
    op.execute(
        sa.text(
            f"INSERT INTO count_total (agency_id, quarter, instance, {NAMES}) "
            f"SELECT agency_id, quarter, '*', {sums} FROM count_total GROUP BY agency_id, quarter"
        )
    )
    _indexes(["quarter", "instance", "agency_id"], ["agency_id", "counted", "scheduled_at"])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM count_total WHERE instance = '*'"))
    _indexes(["quarter", "agency_id", "instance"], ["scheduled_at"])


def _indexes(totals: list[str], scheduled: list[str]) -> None:
    op.drop_index("ix_count_total_quarter", table_name="count_total")
    op.create_index("ix_count_total_quarter", "count_total", [*totals, *NAMES.split(", ")])
    op.drop_index("ix_count_row_scheduled", table_name="count_row")
    op.create_index("ix_count_row_scheduled", "count_row", scheduled)
