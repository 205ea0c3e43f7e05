"""Names that agencies bore before a reform, and to which agency each leads now"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_id", sa.Integer(), nullable=True),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_former_name_agency_id_agency")),
        sa.ForeignKeyConstraint(["ended_id"], ["agency.id"], name=op.f("fk_former_name_ended_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_name_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_former_name_ended_id"), ["ended_id"], unique=False)


def downgrade() -> None:
    op.drop_table("former_name")
