"""A library of typical cases"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
UTC = sqlmodel.sql.sqltypes.UTCDateTime
_KEYS = {"agency_id": "agency", "unit_id": "agency", "document_id": "document", "by": "person"}


def upgrade() -> None:
    op.create_table(
        "typical_case",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", UTC(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_typical_case_{column}_{table}"))
            for column, table in _KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typical_case")),
        sa.UniqueConstraint("document_id", name=op.f("uq_typical_case_document_id")),
    )
    op.create_index("ix_typical_case_agency", "typical_case", ["agency_id", "year"])


def downgrade() -> None:
    op.drop_table("typical_case")
