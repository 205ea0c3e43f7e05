"""What is asked of duties one by one: of a case, a cause, an agency. What agencies owe, counted and in pages, is in
`owed`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import DutyState
from bot.store.duties.tables import Duty
from bot.store.reading import foresee, once

_IS_PENDING = col(Duty.state).in_(tuple(PENDING))


@once(Duty)
def of_case(session: Session, case_id: int | None, agency_id: int | None = None) -> list[Duty]:
    """The duties of a case in any state, of one agency if it is given, in the order in which they came into being."""
    statement = _of_case(without=case_id is None, any_agency=agency_id is None)
    given = {name: value for name, value in (("case", case_id), ("agency", agency_id)) if value is not None}
    return list(session.exec(statement, params=given).all())


@lru_cache
def _of_case(*, without: bool, any_agency: bool) -> Any:
    """Made once: it is asked for every duty of every card."""
    statement = select(Duty).where(col(Duty.case_id).is_(None) if without else Duty.case_id == bindparam("case"))
    if not any_agency:
        statement = statement.where(Duty.agency_id == bindparam("agency"))
    return statement.order_by(col(Duty.id))


def learn_of_cases(session: Session, cases: Collection[tuple[int, int]]) -> None:
    """Ask `of_case` of all of these cases and agencies at once."""
    statement = select(Duty).where(col(Duty.case_id).in_({case_id for case_id, _ in cases})).order_by(col(Duty.id))
    found = list(session.exec(statement).all())
    foresee(session, of_case, {one: [row for row in found if (row.case_id, row.agency_id) == one] for one in cases})


def learn_about(session: Session, subjects: Collection[tuple[str, str]]) -> None:
    """Ask `about` of all of these subjects and rules at once."""
    statement = select(Duty).where(col(Duty.about).in_({subject for subject, _ in subjects})).order_by(col(Duty.id))
    found = list(session.exec(statement).all())
    foresee(session, about, {one: [row for row in found if (row.about, row.rule) == one] for one in subjects})


def of_agency_beside(session: Session, duty: Duty) -> list[Duty]:
    """The duties that the duty's agency has in the same case (or without a case, as this one), it included, in the
    order in which they came into being."""
    statement = (
        select(Duty)
        .where(Duty.agency_id == duty.agency_id)
        .where(Duty.case_id == duty.case_id if duty.case_id else col(Duty.case_id).is_(None))
        .order_by(col(Duty.id))
    )
    return list(session.exec(statement).all())


def of_paper(session: Session, paper_id: int | None, agency_id: int) -> list[Duty]:
    """What a paper started for an agency, in any state, in the order in which it came into being."""
    statement = select(Duty).where(Duty.paper_id == paper_id, Duty.agency_id == agency_id)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def of_hearing(session: Session, hearing_id: int, agency_id: int) -> list[Duty]:
    """What a hearing started for an agency, in any state, in the order in which it came into being."""
    statement = select(Duty).where(Duty.hearing_id == hearing_id, Duty.agency_id == agency_id)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def rights_reminded_of(session: Session, today: date) -> list[Duty]:
    """Open rights whose book reminds of them and whose last day has not gone by, in the order in which they came into
    being."""
    statement = select(Duty).where(Duty.kind == "right", Duty.state == DutyState.OPEN, Duty.package != "")
    return list(session.exec(statement.where(col(Duty.due) >= today).order_by(col(Duty.id))).all())


@once(Duty)
def about(session: Session, subject: str, rule: str | None = None) -> list[Duty]:
    """The duties that came from a subject (`paper:12`, `2026:5`), of one rule if it is given, in any state: in the
    order in which they came into being."""
    statement = select(Duty).where(Duty.about == subject)
    if rule is not None:
        statement = statement.where(Duty.rule == rule)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def rules_about(session: Session, beginning: str) -> set[tuple[str, str]]:
    """Rule and subject of the duties, in any state, whose subject begins so (`2026-04:`)."""
    statement = select(Duty.rule, Duty.about).where(col(Duty.about).startswith(beginning, autoescape=True)).distinct()
    return set(session.exec(statement).all())


def about_beginning(session: Session, beginning: str) -> list[Duty]:
    """The duties, in any state, whose subject begins so (`2026:`), in the order in which they came into being."""
    statement = select(Duty).where(col(Duty.about).startswith(beginning, autoescape=True))
    return list(session.exec(statement.order_by(col(Duty.id))).all())


# -- pending: open, or handed in -----------------------------------------------------------------------------------


def pending(session: Session) -> list[Duty]:
    """All that is pending, in the order in which it came into being."""
    return list(session.exec(select(Duty).where(_IS_PENDING).order_by(col(Duty.id))).all())


def pending_of_case(session: Session, case_id: int | None, trigger: str | None = None) -> list[Duty]:
    """What is pending in a case, of one trigger if it is given, in the order in which it came into being."""
    statement = select(Duty).where(Duty.case_id == case_id, _IS_PENDING)
    if trigger is not None:
        statement = statement.where(Duty.trigger == trigger)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def pending_of_paper(session: Session, paper_id: int, trigger: str | None = None) -> list[Duty]:
    """What a paper started and is pending, by one trigger if it is given, in the order in which it came into being."""
    statement = select(Duty).where(Duty.paper_id == paper_id, _IS_PENDING)
    if trigger is not None:
        statement = statement.where(Duty.trigger == trigger)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def pending_of_hearing(session: Session, hearing_id: int) -> list[Duty]:
    """What a hearing started and is pending, in the order in which it came into being."""
    statement = select(Duty).where(Duty.hearing_id == hearing_id, _IS_PENDING)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def open_of_role(session: Session, case_id: int | None, owed_by: str) -> list[Duty]:
    """What is open in a case and owed by this role (`handling_unit`), in the order in which it came into being."""
    statement = select(Duty).where(Duty.case_id == case_id, Duty.owed_by == owed_by, Duty.state == DutyState.OPEN)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def locked_by_evidence(session: Session, case_id: int, evidence: str, states: Collection[DutyState]) -> list[Duty]:
    """What is in one of these states in a case and is closed by this evidence, locked, in the order in which it came
    into being."""
    statement = select(Duty).where(Duty.case_id == case_id, Duty.evidence == evidence)
    statement = statement.where(col(Duty.state).in_(states))
    return list(session.exec(statement.order_by(col(Duty.id)).with_for_update()).all())


def open_with_evidence(session: Session, case_id: int, evidence: str) -> list[Duty]:
    """The open duties of a case of which this is part of what closes them, in the order in which they came."""
    statement = select(Duty).where(Duty.case_id == case_id, col(Duty.evidence).contains(evidence))
    return list(session.exec(statement.where(Duty.state == DutyState.OPEN).order_by(col(Duty.id))).all())


def locked_before(
    session: Session, hearing_id: int | None, triggers: Collection[str], day: date, states: Collection[DutyState]
) -> list[Duty]:
    """What a hearing started by one of these triggers, is in one of these states and due before the day: locked, in the
    order in which it came into being."""
    statement = (
        select(Duty)
        .where(Duty.hearing_id == hearing_id, col(Duty.trigger).in_(triggers))
        .where(col(Duty.state).in_(states), Duty.due < day)
        .order_by(col(Duty.id))
        .with_for_update()
    )
    return list(session.exec(statement).all())


def open_by_trigger(session: Session, triggers: Collection[str], agency_id: int | None = None) -> list[Duty]:
    """What is open and was started by one of these triggers, of one agency if it is given, in the order in which
    it came into being."""
    statement = select(Duty).where(Duty.state == DutyState.OPEN, col(Duty.trigger).in_(triggers))
    if agency_id is not None:
        statement = statement.where(Duty.agency_id == agency_id)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def in_states_by_trigger(session: Session, states: Collection[DutyState], triggers: Collection[str]) -> list[Duty]:
    """What is in one of these states and was started by one of these triggers, in the order in which it came."""
    statement = select(Duty).where(col(Duty.state).in_(states), col(Duty.trigger).in_(triggers))
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def of_triggers_since(session: Session, triggers: Collection[str], day: date) -> list[Duty]:
    """What was started by one of these triggers on the day or later, in any state, in the order in which it came."""
    statement = select(Duty).where(col(Duty.trigger).in_(triggers), Duty.trigger_on >= day)
    return list(session.exec(statement.order_by(col(Duty.id))).all())


# -- agencies ------------------------------------------------------------------------------------------------------


@once(Duty)
def agencies_with_a_duty(session: Session, case_id: int | None) -> list[int]:
    """Agencies that have a duty in the case which was not cancelled, each once, in no order."""
    statement = select(Duty.agency_id).where(Duty.case_id == case_id, Duty.state != DutyState.CANCELLED)
    return list(session.exec(statement.distinct()).all())


def agencies_in(session: Session, case_ids: Collection[int]) -> set[int]:
    """Agencies that have a duty in any state in one of these cases."""
    statement = select(Duty.agency_id).where(col(Duty.case_id).in_(case_ids))
    return set(session.exec(statement.distinct()).all())


def in_states(session: Session, agency_id: int, states: Collection[DutyState]) -> list[Duty]:
    """The agency's duties in one of these states, in the order in which they came into being."""
    statement = select(Duty).where(Duty.agency_id == agency_id, col(Duty.state).in_(states))
    return list(session.exec(statement.order_by(col(Duty.id))).all())


def of_year(
    session: Session, agency_ids: Collection[int], trigger: str, year: int, states: Collection[DutyState]
) -> list[Duty]:
    """What was started by a trigger in a calendar year and is in one of these states, agency by agency, in the order in
    which it came into being."""
    statement = (
        select(Duty)
        .where(col(Duty.agency_id).in_(agency_ids), Duty.trigger == trigger)
        .where(Duty.trigger_on >= date(year, 1, 1), Duty.trigger_on <= date(year, 12, 31))
        .where(col(Duty.state).in_(states))
        .order_by(col(Duty.agency_id), col(Duty.id))
    )
    return list(session.exec(statement).all())
