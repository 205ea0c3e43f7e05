"""The court's quarterly bulletin came in: what is owed from that day on starts (letters to units with few leaders).

That it came is reported with the duty to obtain it, whose rule is the court's and about bulletins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from bot.domain.hall.terms import DutyState
from bot.domain.law.roles import Role
from bot.domain.law.triggers import Trigger
from bot.services.duties import duties
from bot.services.hall.desk import DESK, Desk
from bot.store.tables import Duty
from bot.store.transaction import Follower, changed

_CAME = "bulletins_came"
_REPORTED = frozenset({DutyState.SUBMITTED, DutyState.DONE})
FEATURE = "bulletins"


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Duty) and row.owed_by == Role.COURT.value and changed(row, "state") is not None:
            session.info.setdefault(_CAME, set()).add(row.id)


def _settle(session: Session) -> None:
    session.flush()
    found: set[int] = session.info.pop(_CAME, set())
    desk: Desk | None = session.info.get(DESK)
    for number in sorted(found) if desk is not None else ():
        duty = session.get(Duty, number)
        if desk is not None and duty is not None and duty.state in _REPORTED and _is_bulletin(desk, duty):
            _start(desk, duty)


def _is_bulletin(desk: Desk, duty: Duty) -> bool:
    rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
    return rule is not None and rule.feature == FEATURE


def _start(desk: Desk, duty: Duty) -> None:
    """From the day on which it was received, as reported; about the quarter that it is of."""
    duties.start(
        desk,
        trigger=Trigger.COURT_BULLETIN.value,
        on=duty.done_on or desk.today,
        agency_id=duty.agency_id,
        subject=subject_of(duty),
    )


def subject_of(duty: Duty) -> str:
    """What the duties are about that start when the bulletin comes in that this duty asks for: its quarter."""
    return f"{duty.about.partition(':')[0]}:bulletin:{duty.agency_id}"


FOLLOWER = Follower(_note, _settle)
"""Duties of the court note in their session that they were reported; before the commit what follows is started."""
