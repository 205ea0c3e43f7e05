"""Count rows and their totals, evaluations and scores, bulletins of courts and our own, candidates for letters"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
UTC = sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    _count_rows()
    _assessment()
    _court()
    _letters()
    _jobs()
    _files()


def downgrade() -> None:
    for table in (
        "ledger_import", "file_job", "figure_job", "issued", "letter_candidate", "difference", "court_case",
        "court_figure", "court_bulletin",
        "ledger_map", "score", "evaluation", "count_total", "count_row",
    ):  # fmt: skip
        op.drop_table(table)


def _keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]


def _count_rows() -> None:
    op.create_table(
        "count_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("instance", sa.String(length=20), nullable=False),
        sa.Column("court", sa.String(length=60), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("case_kind", sa.String(length=20), nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("not_heard", sa.String(length=20), nullable=False),
        sa.Column("counted", sa.String(length=20), nullable=False),
        sa.Column("why", JSON, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("leader_name", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.String(length=20), nullable=False),
        sa.Column("in_charge", sa.Boolean(), nullable=True),
        sa.Column("principal", sa.Boolean(), nullable=False),
        sa.Column("principal_owed", sa.Boolean(), nullable=False),
        sa.Column("spoke", sa.Boolean(), nullable=True),
        sa.Column("on_settlement", sa.Boolean(), nullable=True),
        sa.Column("stayed", sa.Boolean(), nullable=True),
        sa.Column("identity_accepted", sa.Boolean(), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("not_first", sa.Boolean(), nullable=False),
        sa.Column("first_held_at", UTC(), nullable=True),
        sa.Column("last_held_at", UTC(), nullable=True),
        sa.Column("scheduled_at", UTC(), nullable=True),
        sa.Column("hearings", JSON, nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("book", sa.String(length=60), nullable=False),
        sa.Column("edition", sa.String(length=16), nullable=False),
        sa.Column("touched_at", UTC(), nullable=False),
        *_keys("count_row", case_id="case", agency_id="agency", leader_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_row")),
        sa.UniqueConstraint("case_id", "agency_id", name=op.f("uq_count_row_case_id_agency_id")),
    )
    op.create_index("ix_count_row_agency", "count_row", ["agency_id", "quarter", "counted"])
    op.create_index("ix_count_row_leader", "count_row", ["leader_id", "quarter"])
    op.create_index(
        "ix_count_row_report",
        "count_row",
        [
            "quarter",
            "month",
            "agency_id",
            "instance",
            "counted",
            "court",
            "cause",
            "principal",
            "spoke",
            "mode",
            "lost",
            "leader_id",
            "first_held_at",
        ],
    )
    op.create_index("ix_count_row_scheduled", "count_row", ["scheduled_at"])
    op.create_table(
        "count_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("instance", sa.String(length=20), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("unexcused", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("principal", sa.Integer(), nullable=False),
        sa.Column("spoke", sa.Integer(), nullable=False),
        sa.Column("online", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        *_keys("count_total", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_total")),
        sa.UniqueConstraint("agency_id", "quarter", "instance", name=op.f("uq_count_total_agency_id_quarter_instance")),
    )
    op.create_index(
        "ix_count_total_quarter",
        "count_total",
        [
            "quarter", "agency_id", "instance", "heard", "attended", "excused", "unexcused", "exempt", "open",
            "principal", "spoke", "online", "lost",
        ],
    )  # fmt: skip


def _assessment() -> None:
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("leader_name", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("grades", JSON, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", UTC(), nullable=False),
        *_keys("evaluation", hearing_id="hearing", agency_id="agency", leader_id="person", by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_index("ix_evaluation_hearing", "evaluation", ["hearing_id", "agency_id"])
    op.create_index("ix_evaluation_leader", "evaluation", ["leader_id"])
    op.create_table(
        "score",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("indicator", sa.String(length=60), nullable=False),
        sa.Column("points", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", UTC(), nullable=False),
        sa.Column("objection", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("frozen", JSON, nullable=False),
        *_keys("score", agency_id="agency", by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint(
            "agency_id", "sheet", "period", "indicator", name=op.f("uq_score_agency_id_sheet_period_indicator")
        ),
    )
    op.create_index("ix_score_sheet", "score", ["sheet", "period"])
    op.create_table(
        "ledger_map",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("headings", JSON, nullable=False),
        *_keys("ledger_map", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_map")),
        sa.UniqueConstraint("agency_id", name=op.f("uq_ledger_map_agency_id")),
    )


def _court() -> None:
    op.create_table(
        "court_bulletin",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("court", sa.String(length=60), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", UTC(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        *_keys("court_bulletin", agency_id="agency", entered_by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_bulletin")),
    )
    op.create_index("ix_court_bulletin_agency", "court_bulletin", ["agency_id", "quarter"])
    op.create_table(
        "court_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("principal", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        *_keys("court_figure", bulletin_id="court_bulletin", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_figure")),
    )
    op.create_index("ix_court_figure_bulletin", "court_figure", ["bulletin_id"])
    op.create_table(
        "court_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        *_keys("court_case", bulletin_id="court_bulletin", agency_id="agency"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_case")),
    )
    op.create_index("ix_court_case_bulletin", "court_case", ["bulletin_id"])
    op.create_table(
        "difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("ours", JSON, nullable=False),
        sa.Column("theirs", JSON, nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", UTC(), nullable=True),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        *_keys("difference", bulletin_id="court_bulletin", agency_id="agency", case_id="case", settled_by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference")),
    )
    op.create_index("ix_difference_bulletin", "difference", ["bulletin_id"])


def _letters() -> None:
    op.create_table(
        "letter_candidate",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("appearance_id", sa.Integer(), nullable=True),
        sa.Column("values", JSON, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", UTC(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        *_keys(
            "letter_candidate",
            bulletin_id="court_bulletin",
            agency_id="agency",
            appearance_id="appearance",
            by="person",
            document_id="document",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_candidate")),
    )
    op.create_index("ix_letter_candidate_bulletin", "letter_candidate", ["bulletin_id", "agency_id"])
    op.create_index("ix_letter_candidate_state", "letter_candidate", ["agency_id", "state"])
    op.create_table(
        "issued",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", UTC(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("corrections", JSON, nullable=False),
        *_keys("issued", document_id="document", agency_id="agency", by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued")),
        sa.UniqueConstraint("document_id", "edition", name=op.f("uq_issued_document_id_edition")),
    )
    op.create_index("ix_issued_agency", "issued", ["agency_id", "kind", "period"])


def _jobs() -> None:
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
        sa.Column("made_at", UTC(), nullable=False),
        *_keys("figure_job", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_job")),
    )


# -- files that are being made, and a ledger that is being taken over -------------------------------------------------


def _files() -> None:
    op.create_table(
        "file_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("asked", JSON, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.Float(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("made_at", UTC(), nullable=False),
        *_keys("file_job", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_job")),
    )
    op.create_index("ix_file_job_person_id", "file_job", ["person_id"])
    op.create_table(
        "ledger_import",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("tables", JSON, nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("heads", JSON, nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("made_at", UTC(), nullable=False),
        *_keys("ledger_import", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_import")),
        sa.UniqueConstraint("person_id", name=op.f("uq_ledger_import_person_id")),
    )
