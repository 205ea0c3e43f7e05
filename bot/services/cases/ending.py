"""The end of a case that is none: closed by mistake, or left empty because its number was entered wrongly."""

from __future__ import annotations

from sqlmodel import col, select

from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Stale
from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus
from bot.domain.law.triggers import Trigger
from bot.services.cases import cases
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Appearance, Case, Duty, Hearing, Paper

_OVER = (HearingStatus.CANCELLED, HearingStatus.WITHDRAWN)


def reopen(desk: Desk, case_id: int, version: int) -> Case:
    """It was closed by mistake, or goes on: what its end started is taken back.

    Raises:
        Missing, NotAllowed: as `cases.visible`; it needs the right to correct.
        Stale: somebody changed the case meanwhile, or it is open.
    """
    case = cases.locked(desk, case_id)
    if not cases.may(desk, Action.CORRECT, case):
        raise NotAllowed
    if case.version != version or case.closed_on is None:
        raise Stale
    cases.open_again(desk, case)
    for duty in desk.session.exec(
        select(Duty).where(
            Duty.case_id == case.id,
            Duty.trigger == Trigger.CASE_CLOSED.value,
            col(Duty.state).in_((DutyState.OPEN, DutyState.SUBMITTED)),
        )
    ).all():
        duties.cancel(desk, duty, "")
    outbox.refresh(desk, f"case:{case.id}")
    return case


def close_if_empty(desk: Desk, case_id: int, reason: str) -> bool:
    """A case in which nothing is recorded any more is closed, with an entry; True when it was.

    Nothing may hang on it: no paper, no hearing, no leader named, no open duty. A paper or a hearing that is entered
    in it later opens it again.
    """
    case = desk.session.get_one(Case, case_id)
    if case.closed_on is not None or _holds_something(desk, case_id):
        return False
    case.closed_on = desk.today
    case.revise()
    case.facts = {**case.facts, "emptied": True}
    desk.session.add(case)
    desk.session.flush()
    desk.audit("case_emptied", f"case:{case.id}", case_id=case.id, new={"on": desk.today.isoformat()}, reason=reason)
    outbox.refresh(desk, f"case:{case.id}")
    return True


def _holds_something(desk: Desk, case_id: int) -> bool:
    kept = (
        select(Paper.id).where(Paper.case_id == case_id, col(Paper.withdrawn).is_(False)),
        select(Hearing.id).where(Hearing.case_id == case_id, col(Hearing.status).not_in(_OVER)),
        select(Appearance.id).where(
            Appearance.case_id == case_id,
            col(Appearance.leader_name) != "",
            col(Appearance.state) != AppearanceState.CLOSED,
        ),
        select(Duty.id).where(Duty.case_id == case_id, col(Duty.state).in_((DutyState.OPEN, DutyState.SUBMITTED))),
    )
    return any(desk.session.exec(one).first() is not None for one in kept)
