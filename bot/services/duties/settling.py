"""Duties that end by what the bot itself sees: the leader who was to be named is named, the hearing is over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from bot.domain.duties.acts import DUTY_DONE, DUTY_REOPENED
from bot.domain.duties.duties import LEADER_NAMED, PENDING
from bot.domain.hall.terms import DutyState
from bot.domain.law.triggers import HEARINGS_TO_COME, Trigger
from bot.services.duties import acts, duties, reminders
from bot.services.hall.desk import Desk
from bot.store.duties import queries as duties_store
from bot.store.tables import Appearance, Duty, Hearing

_BY_LEADER = LEADER_NAMED
"""Where nothing else is asked for (no form to be filed), the name is the proof; the leader's yes is another matter."""


def leader_is_named(desk: Desk, row: Appearance) -> list[Duty]:
    """Close what only asks for a leader of this agency to be named, whoever owes it; returns those closed."""
    mine = _by_leader(desk, row, PENDING)
    for duty in mine:
        rests_on_leader(duty)
        _done(desk, duty, desk.today, f"{row.leader_name}{row.leader_post}")
    return mine


def rests_on_leader(duty: Duty) -> None:
    """It is done because somebody is named, in the bot or in the form that was filed: it opens again when nobody is."""
    duty.citation = {**duty.citation, _SETTLED: _BY_LEADER}


def nobody_is_named(desk: Desk, row: Appearance) -> None:
    """Whoever was named does not come: what the name had closed is open again, and whoever owes it is told."""
    for duty in _by_leader(desk, row, {DutyState.DONE}):
        if duty.citation.get(_SETTLED) != _BY_LEADER:
            continue
        _reopen(desk, duty, "uncertain")


def paper_is_of_no_use(desk: Desk, duty: Duty, reason: str) -> None:
    """The paper that showed it done says what is so no more: open again, and whoever owes it is told why."""
    if duty.state is DutyState.DONE:
        _reopen(desk, duty, "reopened", reason)


def _reopen(desk: Desk, duty: Duty, why: str, reason: str = "") -> None:
    duty.state, duty.done_on, duty.done_by, duty.done_note = DutyState.OPEN, None, None, ""
    acts.changed(desk, duty, DUTY_REOPENED, old={"state": DutyState.DONE.value}, reason=reason)
    reminders.replan(desk, duty, announced=True)
    reminders.urge(desk, duty, why, reason)


def _by_leader(desk: Desk, row: Appearance, states: Collection[DutyState]) -> list[Duty]:
    rows = duties_store.locked_by_evidence(desk.session, row.case_id, _BY_LEADER, states)
    return [duty for duty in rows if int(duty.citation.get("for") or duty.agency_id) == row.agency_id]


_SETTLED = "settled_by"
"""What in the citation of a duty says that a leader's name closed it, so that the bot may open it again."""
BEGUN = "begun"
"""The reason why what was to be seen to before a hearing has ended; a view puts it into words."""


def hearing_has_begun(desk: Desk, hearing: Hearing, agency_id: int) -> None:
    """What was to be seen to before a hearing is not chased when its hour has come, done or not."""
    for duty in _before(desk, hearing, agency_id, PENDING):
        duties.cancel(desk, duty, BEGUN)
        acts.refresh(desk, duty)


def _before(desk: Desk, hearing: Hearing, agency_id: int, states: Collection[DutyState]) -> list[Duty]:
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    before = [trigger.value for trigger in HEARINGS_TO_COME]
    rows = duties_store.locked_before(desk.session, hearing.id, before, on, states)
    defects, after = [Trigger.IDENTITY_DEFECT.value], on + timedelta(days=1)
    rows += duties_store.locked_before(desk.session, hearing.id, defects, after, states)
    return [duty for duty in rows if int(duty.citation.get("for") or duty.agency_id) == agency_id]


def hearing_is_over(desk: Desk, hearing: Hearing, agency_id: int, leader: str) -> list[Duty]:
    """End what was to be seen to before a hearing that was held; returns what was still pending.

    What falls to the day itself stays (of the observers, see `nothing_was_watched`). Where a leader appeared the court
    has seen what it asked for; where none did there is nothing left to hand in.
    """
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    states = {*PENDING, DutyState.CANCELLED}
    mine = [d for d in _before(desk, hearing, agency_id, states) if d.state in PENDING or d.reason == BEGUN]
    for duty in mine:
        if leader:
            duty.reason = ""
            # The court let the leader appear: it had what was asked for, and nobody knows that it had it late.
            _done(desk, duty, min(on, duty.deadline), leader)
        elif duty.state in PENDING:
            duties.cancel(desk, duty, "")
            acts.refresh(desk, duty)
    return mine


_OBSERVERS = "observer_list"


def nothing_was_watched(desk: Desk, hearing: Hearing, agency_id: int) -> None:
    """The principal did not appear: there was nothing for the agency's people to watch (安徽 2023 二（三）)."""
    for duty in _observing(desk, hearing, agency_id):
        if duty.state in PENDING:
            duties.cancel(desk, duty, "")
            acts.refresh(desk, duty)


def observers_are_listed(desk: Desk, hearing: Hearing, agency_id: int) -> bool:
    """Whether the list of who observes was handed in for the day itself: it is not owed once more afterwards."""
    handed_in = (DutyState.SUBMITTED, DutyState.DONE)
    return any(duty.state in handed_in for duty in _observing(desk, hearing, agency_id))


def _observing(desk: Desk, hearing: Hearing, agency_id: int) -> list[Duty]:
    """What was owed for the day of the hearing by way of observers, for the agency that appears: a unit that handles
    the case for it owes that in its place."""
    before = {trigger.value for trigger in HEARINGS_TO_COME}
    rows = duties_store.about(desk.session, f"hearing:{hearing.id}:{agency_id}")
    return [one for one in rows if one.trigger in before and _OBSERVERS in one.evidence.split(",")]


def result_is_reported(desk: Desk, owed: Sequence[Duty]) -> None:
    """What was owed of a hearing whose result is reported is done, whoever reported it."""
    for duty in owed:
        if duty.state in PENDING:
            _done(desk, duty, desk.today, "")


def _done(desk: Desk, duty: Duty, on: date, note: str) -> None:
    reminders.stop(desk, duty)
    duty.state, duty.done_on, duty.done_by = DutyState.DONE, on, desk.actor.person_id or None
    duty.done_note = note
    acts.changed(desk, duty, DUTY_DONE, new={"on": on.isoformat(), "note": note})
