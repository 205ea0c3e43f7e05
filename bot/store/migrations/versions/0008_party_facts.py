"""What was answered about an agency in a case is kept with the party, not with one of its hearings"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
MOVED = ("should_be_defendant", "co_defendants_agreed", "court_named", "original_agency")
PARTY = sa.table(
    "party", sa.column("id", sa.Integer), sa.column("case_id", sa.Integer), sa.column("agency_id", sa.Integer),
    sa.column("facts", JSON),
)  # fmt: skip
APPEARANCE = sa.table(
    "appearance", sa.column("id", sa.Integer), sa.column("case_id", sa.Integer), sa.column("agency_id", sa.Integer),
    sa.column("facts", JSON),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("party", sa.Column("facts", JSON, nullable=False, server_default=sa.text("'{}'")))
    answers: dict[tuple[int, int], dict[str, Any]] = {}
    for number, case_id, agency_id, facts in _answered():
        answers.setdefault((case_id, agency_id), {}).update({name: facts[name] for name in MOVED if name in facts})
        _write(APPEARANCE, number, {name: value for name, value in facts.items() if name not in MOVED})
    for number, case_id, agency_id in _parties():
        if (case_id, agency_id) in answers:
            _write(PARTY, number, answers[case_id, agency_id])


def downgrade() -> None:
    """The answers go to every appearance of the agency in the case, where earlier versions look for them."""
    facts = sa.select(PARTY.c.case_id, PARTY.c.agency_id, PARTY.c.facts)
    answers = {(case, agency): _read(found) for case, agency, found in op.get_bind().execute(facts).all()}
    statement = sa.select(APPEARANCE.c.id, APPEARANCE.c.case_id, APPEARANCE.c.agency_id, APPEARANCE.c.facts)
    for number, case_id, agency_id, stored in op.get_bind().execute(statement.order_by(APPEARANCE.c.id)).all():
        given = {name: value for name, value in answers.get((case_id, agency_id), {}).items() if name in MOVED}
        if given:
            _write(APPEARANCE, number, {**_read(stored), **given})
    with op.batch_alter_table("party") as table:
        table.drop_column("facts")


def _answered() -> list[tuple[int, int, int, dict[str, Any]]]:
    """Appearances with an answer about their party, in the order in which they were made: the newest counts."""
    statement = sa.select(APPEARANCE.c.id, APPEARANCE.c.case_id, APPEARANCE.c.agency_id, APPEARANCE.c.facts)
    rows = op.get_bind().execute(statement.order_by(APPEARANCE.c.id)).all()
    found = [(number, case_id, agency_id, _read(facts)) for number, case_id, agency_id, facts in rows]
    return [one for one in found if any(name in one[3] for name in MOVED)]


def _parties() -> list[Any]:
    return list(op.get_bind().execute(sa.select(PARTY.c.id, PARTY.c.case_id, PARTY.c.agency_id)).all())


def _read(facts: Any) -> dict[str, Any]:
    return dict(json.loads(facts) if isinstance(facts, str) else facts or {})


def _write(table: Any, number: int, facts: dict[str, Any]) -> None:
    op.get_bind().execute(table.update().where(table.c.id == number).values(facts=facts))
