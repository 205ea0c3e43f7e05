"""Documents, their editions and steps, their numbers, and what waits to be printed"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
UTC = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column("appearance_id", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", UTC(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("touched_at", UTC(), nullable=False),
        sa.Column("replies_to", sa.Integer(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        *_keys("document", agency_id="agency", case_id="case", hearing_id="hearing", appearance_id="appearance",
               paper_id="paper", duty_id="duty", event_id="event", addressee_id="agency", created_by="person",
               replies_to="document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("key", name=op.f("uq_document_key")),
        sa.UniqueConstraint("agency_id", "kind", "number", name=op.f("uq_document_agency_id_kind_number")),
    )  # fmt: skip
    op.create_index("ix_document_agency_state", "document", ["agency_id", "state"])
    for column in ("case", "hearing", "duty", "paper", "addressee"):
        op.create_index(f"ix_document_{column}", "document", [f"{column}_id"])
    op.create_index("ix_document_replies_to", "document", ["replies_to"])
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", UTC(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        *_keys("edition", document_id="document", by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("document_id", "n", name=op.f("uq_edition_document_id_n")),
    )
    op.create_table(
        "document_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("for_name", sa.String(length=120), nullable=False),
        sa.Column("at", UTC(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        *_keys("document_step", document_id="document", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_step")),
    )
    op.create_index("ix_document_step_document", "document_step", ["document_id"])
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        *_keys("number_series", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("agency_id", "kind", "year", name=op.f("uq_number_series_agency_id_kind_year")),
    )
    op.create_table(
        "print_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Float(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("made_at", UTC(), nullable=False),
        *_keys("print_job", document_id="document", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    _letters()


def downgrade() -> None:
    _without_letters()
    for table in ("print_job", "number_series", "document_step", "edition", "document"):
        op.drop_table(table)


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]


# -- letters: what is delivered as a circular, and breaches that a person has to decide on ----------------------------


def _letters() -> None:
    op.add_column("circular", sa.Column("origin", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("circular", sa.Column("answer_with", sa.String(length=60), nullable=False, server_default=""))
    op.create_index("ix_circular_origin", "circular", ["origin"])
    op.create_table(
        "breach_candidate",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("measures", JSON, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTC(), nullable=True),
        sa.Column("created_at", UTC(), nullable=False),
        *_keys("breach_candidate", agency_id="agency", case_id="case", hearing_id="hearing", duty_id="duty",
               decided_by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_candidate")),
        sa.UniqueConstraint("key", name=op.f("uq_breach_candidate_key")),
    )  # fmt: skip
    op.create_index("ix_breach_candidate_agency_state", "breach_candidate", ["agency_id", "state"])


def _without_letters() -> None:
    op.drop_table("breach_candidate")
    op.drop_index("ix_circular_origin", "circular")
    with op.batch_alter_table("circular") as table:
        table.drop_column("answer_with")
        table.drop_column("origin")
