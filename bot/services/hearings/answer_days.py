"""What duties that ask for a named leader mean for one who is named: a later paper may want the answer earlier, and
what asks for nothing but the name is done already.

Duties note in their session the cases in which one of them came or changed; before the commit these are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.duties.duties import LEADER_NAMED
from bot.domain.hall.terms import AppearanceState, DutyState
from bot.domain.hearings.hearings import NAMED
from bot.services.duties import settling
from bot.services.hall.desk import DESK, Desk
from bot.services.hearings import appearances, cards, plans
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Duty
from bot.store.transaction import Follower

_CASES = "leaders_to_be_named"
SOON = timedelta(minutes=1)
"""A leader who has to answer today after all is told so at once."""


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Duty) and row.state is DutyState.OPEN and LEADER_NAMED in row.evidence.split(","):
            session.info.setdefault(_CASES, set()).add(row.case_id)


def _settle(session: Session) -> None:
    session.flush()
    cases: set[int] = session.info.pop(_CASES, set())
    desk: Desk | None = session.info.get(DESK)
    if desk is None:
        return
    for case_id in sorted(cases):
        for row in appearances_store.all_of_case(session, case_id):
            if row.leader_name and row.state in NAMED:
                settling.leader_is_named(desk, row)
                _earlier(desk, row)


def _earlier(desk: Desk, row: Appearance) -> None:
    """The day of the answer moves forward with the day by which the leader is to be named, never back."""
    hearing, before = appearances.hearing_of(desk, row), row.answer_by
    if row.state is not AppearanceState.ASKED or before is None or not cards.answerable(hearing, row, desk.now):
        return
    appearances.set_answer_by(desk, row, hearing)
    if row.answer_by is None or row.answer_by >= before:
        row.answer_by = before
        return
    today = row.answer_by.astimezone(desk.house.zone).date() == desk.today
    plans.remind_to_answer(desk, row, at=desk.now + SOON if today else None)
    appearances.show(desk, row)


FOLLOWER = Follower(_note, _settle)
