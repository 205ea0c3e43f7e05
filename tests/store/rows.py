"""Rows that tests of several rooms of the store write."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from bot.domain.hall.terms import AgencyKind, PartyCapacity
from bot.store.tables import Agency, Appearance, Case, Hearing, OutboxRow, Party, Person

NOW = datetime(2026, 4, 2, 1, tzinfo=UTC)
TODAY = date(2026, 4, 2)


def a_small_tree(session: Session) -> None:
    """A county with a bureau and a township, a second county; three people without any office."""
    for number, parent, path, name in (
        (1, None, "/1/", "县"), (2, 1, "/1/2/", "局"), (3, 1, "/1/3/", "镇"), (10, None, "/10/", "邻县"),
    ):  # fmt: skip
        session.add(
            Agency(id=number, parent_id=parent, path=path, name=name, short_name=name, kind=AgencyKind.JUSTICE_BUREAU)
        )
        session.flush()
    for number in (1, 2, 3):
        session.add(Person(id=number, name=f"P{number}", created_at=NOW, chat_id=number))
    session.flush()


def a_row(number: int, **values: Any) -> OutboxRow:
    usual: dict[str, Any] = {"due_at": NOW, "planned_at": NOW, "topic": "t", "person_id": 1}
    return OutboxRow(id=number, **(usual | values))


def a_case(session: Session, number: str, *agencies: int, plaintiff: str = "") -> Case:
    case = Case(number=number, plaintiff=plaintiff, created_at=NOW)
    session.add(case)
    session.flush()
    for agency_id in agencies:
        session.add(Party(case_id=case.id or 0, agency_id=agency_id, capacity=PartyCapacity.DEFENDANT))
    session.flush()
    return case


def a_hearing(session: Session, case: Case, starts_at: datetime, agency_id: int, **more: Any) -> Hearing:
    hearing = Hearing(case_id=case.id or 0, starts_at=starts_at, entered_at=NOW, **more)
    session.add(hearing)
    session.flush()
    session.add(Appearance(case_id=case.id or 0, agency_id=agency_id, hearing_id=hearing.id))
    session.flush()
    return hearing
