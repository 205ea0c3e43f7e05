"""Totals of all instances beside those of each; what is to come of an agency is found by its index; one queue of files"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
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
    # Whoever waits for a picture in this moment asks once more; pictures wait among the files now.
    op.drop_table("figure_job")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM count_total WHERE instance = '*'"))
    _indexes(["quarter", "agency_id", "instance"], ["scheduled_at"])
    op.create_table(
        "figure_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("wanted", JSON, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Float(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_figure_job_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_job")),
    )


def _indexes(totals: list[str], scheduled: list[str]) -> None:
    op.drop_index("ix_count_total_quarter", table_name="count_total")
    op.create_index("ix_count_total_quarter", "count_total", [*totals, *NAMES.split(", ")])
    op.drop_index("ix_count_row_scheduled", table_name="count_row")
    op.create_index("ix_count_row_scheduled", "count_row", scheduled)
