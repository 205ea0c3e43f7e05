"""A number that is another agency's case makes a claim of its own, until somebody says whether it is a party"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STANDS = sa.text("merged_into IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("case") as table:
        table.add_column(sa.Column("claimed_by", sa.Integer(), nullable=False, server_default=sa.text("0")))
        table.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        table.drop_constraint("uq_case_number", type_="unique")
        table.create_foreign_key("fk_case_merged_into_case", "case", ["merged_into"], ["id"])
    op.create_index("ix_case_merged_into", "case", ["merged_into"])
    op.create_index(
        "uq_case_number_claimed_by",
        "case",
        ["number", "claimed_by"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    _tell_apart()
    op.drop_index("uq_case_number_claimed_by", "case")
    op.drop_index("ix_case_merged_into", "case")
    with op.batch_alter_table("case") as table:
        table.drop_constraint("fk_case_merged_into_case", type_="foreignkey")
        table.drop_column("merged_into")
        table.drop_column("claimed_by")
        table.create_unique_constraint("uq_case_number", ["number"])


def _tell_apart() -> None:
    """A number was one case then. Claims stay, each with all that was entered, under a number that says whose they are:
    nothing of one agency comes to be seen by another, and no clock is lost."""
    op.execute(
        sa.text(
            "UPDATE \"case\" SET number = substr(number, 1, 48) || ' #' || CAST(id AS VARCHAR(9)) "
            "WHERE claimed_by <> 0 OR merged_into IS NOT NULL"
        )
    )
