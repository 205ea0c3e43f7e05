"""The end of a case that is none: closed by mistake, or left empty because its number was entered wrongly."""

from __future__ import annotations

from bot.domain.cases.acts import CASE_EMPTIED
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import HearingStatus
from bot.domain.law.triggers import Trigger
from bot.services.cases import cases, claims
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Case

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
    for duty in duties_store.pending_of_case(desk.session, case.id, Trigger.CASE_CLOSED.value):
        duties.cancel(desk, duty, "")
    outbox.refresh(desk, About.CASE(case.id))
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
    desk.audit(CASE_EMPTIED, About.CASE(case.id), case_id=case.id, new={"on": desk.today.isoformat()}, reason=reason)
    outbox.refresh(desk, About.CASE(case.id))
    claims.show(desk, case)
    claims.succeed(desk, case)
    return True


def _holds_something(desk: Desk, case_id: int) -> bool:
    return (
        bool(papers_store.standing(desk.session, case_id))
        or any(hearing.status not in _OVER for hearing in hearings_store.of_case(desk.session, case_id))
        or appearances_store.somebody_is_named(desk.session, case_id)
        or bool(duties_store.pending_of_case(desk.session, case_id))
    )
