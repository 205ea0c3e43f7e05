"""Entries of the audit trail have hashes, and are sealed every night"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
ADDED = ("form", "hash", "marks", "salts", "seal")


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("upto", UTCDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("tree", AutoString(length=64), nullable=False),
        sa.Column("previous", AutoString(length=64), nullable=False),
        sa.Column("root", AutoString(length=64), nullable=False),
        sa.Column("ids", JSON, nullable=False),
        sa.Column("hashes", JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seal")),
    )
    # What is there already gets its hash when it is sealed: a table of years is not read through at a start.
    op.add_column("audit", sa.Column("form", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("audit", sa.Column("hash", AutoString(length=64), nullable=False, server_default=""))
    op.add_column("audit", sa.Column("marks", AutoString(length=40), nullable=False, server_default=""))
    op.add_column("audit", sa.Column("salts", JSON, nullable=False, server_default="{}"))
    op.add_column("audit", sa.Column("seal", sa.Integer(), nullable=True))
    op.create_index("ix_audit_seal", "audit", ["seal", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_seal", "audit")
    with op.batch_alter_table("audit") as table:
        for name in reversed(ADDED):
            table.drop_column(name)
    op.drop_table("seal")
