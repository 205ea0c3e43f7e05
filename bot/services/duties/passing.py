"""In a reform of agencies: what the old agency owes, the successor owes, with the same dates.

Where both owe the same, what is due first stays, and the other ends with a note.
"""

from __future__ import annotations

import re

from bot.domain.agencies.reform import Passing, Turned
from bot.domain.duties.acts import DUTY_PASSED, DUTY_TRANSFERRED
from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import DutyState
from bot.domain.law.triggers import CALENDAR
from bot.services.duties import acts, changeover, duties, making, recurring, reminders, titles
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty

_OF_AGENCY = re.compile(r"((?:case|hearing):\d+|\d{4}[-\dQ]*):(\d+)")
"""What a duty is about, where that names the agency: its case, hearing or period."""
_CALENDAR = [one.value for one in CALENDAR]


def pass_on(desk: Desk, passing: Passing) -> None:
    """Wired to a reform of agencies, after the cases."""
    for case_id, heir in passing.cases.items():
        for duty in duties_store.of_case(desk.session, case_id):
            _take_over(desk, passing, duty, heir)
    for duty in duties_store.in_states(desk.session, passing.old, tuple(PENDING)):
        _take_over(desk, passing, duty, passing.heir_of_duty(duty.id or 0, duty.case_id))
    if passing.ends_it:
        _pass_periods(desk, passing)
    for case_id, heir in passing.cases.items():
        if case_id in passing.joined or heir in passing.differs:
            duties.recompute(desk, case_id=case_id, reason=passing.note)
    _count(desk, passing)
    _other_rules(desk, passing)


def _pass_periods(desk: Desk, passing: Passing) -> None:
    """What others owe for the old agency by the calendar; and what is done of a period that is not over is not asked
    for again."""
    for duty in duties_store.of_triggers_since(desk.session, _CALENDAR, desk.today):
        if passing.old in (duty.agency_id, duty.citation.get("for")):
            _take_over(desk, passing, duty, passing.heir_of_duty(duty.id or 0, None))


def _take_over(desk: Desk, passing: Passing, duty: Duty, heir: int) -> None:
    """The duty is the successor's, if it was the old agency's or hangs on it."""
    old = passing.old
    about, key = _renamed(duty, old, heir)
    concerned = duty.agency_id == old or duty.citation.get("for") == old or key != duty.key
    if heir == old or not concerned:
        return
    same = next((one for one in making.same_duty(desk, making.base_of(key)) if one.key == key != duty.key), None)
    if duty.state not in PENDING:
        if same is None:
            _rekey(desk, duty, about, key)
        return
    twin = same if same and same.state is not DutyState.CANCELLED else _twin(desk, passing, duty, heir)
    if twin is not None and (twin.state not in PENDING or twin.obey <= duty.obey):
        _end(desk, passing, duty, heir)
        return
    if twin is not None:
        _end(desk, passing, twin, heir)
    if same is not None:
        _swap(desk, same, duty)
    _become(desk, passing, duty, heir, about, key)


def _renamed(duty: Duty, old: int, heir: int) -> tuple[str, str]:
    """What makes the duty once, with the successor in place of the old agency."""
    base, _, owing = duty.key.rpartition("@")
    rule, _, _ = base.partition("/")
    found = _OF_AGENCY.fullmatch(duty.about)
    about = f"{found[1]}:{heir}" if found and found[2] == str(old) else duty.about
    return about, f"{rule}/{about}@{heir if owing == str(old) else owing}"


def _twin(desk: Desk, passing: Passing, duty: Duty, heir: int) -> Duty | None:
    """The same of the successor in a case in which both were parties: by the rule, whatever paper it came from."""
    if duty.case_id not in passing.joined or duty.agency_id != passing.old:
        return None
    found = duties_store.pending_of_case(desk.session, duty.case_id, duty.trigger)
    same = [one for one in found if (one.rule, one.hearing_id, one.agency_id) == (duty.rule, duty.hearing_id, heir)]
    return next((one for one in same if one.id not in passing.duties), None)


def _end(desk: Desk, passing: Passing, duty: Duty, heir: int) -> None:
    """It does not come twice. Handed over, and not cancelled: what is worked out anew does not bring it back."""
    duty.state, duty.reason = DutyState.TRANSFERRED, passing.note[:500]
    duty.judged_by = desk.actor.person_id or None
    reminders.stop(desk, duty)
    name = access.agency(desk, heir).short_name
    acts.changed(desk, duty, DUTY_TRANSFERRED, new={"agency": name}, reason=passing.note)
    passing.ends.append(_line(desk, duty))


def _swap(desk: Desk, twin: Duty, duty: Duty) -> None:
    """The one that stays is to bear the key that the other has; no two may have it at a time."""
    mine = (duty.about, duty.key)
    _rekey(desk, duty, duty.about, f"{duty.key}~")
    _rekey(desk, twin, *mine)


def _rekey(desk: Desk, duty: Duty, about: str, key: str) -> None:
    duty.about, duty.key = about, key
    desk.session.add(duty)
    desk.session.flush()


def _become(desk: Desk, passing: Passing, duty: Duty, heir: int, about: str, key: str) -> None:
    old = duty.agency_id
    if old == passing.old:
        duty.agency_id = heir
    if duty.citation.get("for") == passing.old:
        duty.citation = {**duty.citation, "for": heir}
    _rekey(desk, duty, about, key)
    if old == passing.old:
        reminders.pass_on(desk, duty)
        acts.changed(desk, duty, DUTY_PASSED, old={"agency": access.agency(desk, old).short_name})
        passing.duties.append(duty.id or 0)


def _count(desk: Desk, passing: Passing) -> None:
    """What is still open of it, as the preview says it: rights are nobody's duties."""
    for number in passing.duties:
        duty = desk.session.get_one(Duty, number)
        if duty.state in PENDING and duty.kind != reminders.RIGHT and duty.agency_id in passing.shares:
            passing.shares[duty.agency_id].owes(duty.obey)


def _other_rules(desk: Desk, passing: Passing) -> None:
    """Recurring duties that the successor's rules do not know end with the note; what they ask for begins."""
    paths = [access.agency(desk, one).path for one in passing.branches]
    moved = set(passing.duties)
    for duty in duties_store.in_states_by_trigger(desk.session, tuple(PENDING), _CALENDAR):
        below = access.agency(desk, duty.agency_id).path.startswith(tuple(paths)) if paths else False
        kept = duty.citation.get("kept")
        if (below or duty.id in moved) and not kept and not changeover.goes_on(desk, duty):
            duties.cancel(desk, duty, passing.note)
            passing.ends.append(_line(desk, duty))
    desk.session.flush()
    before = {duty.id for duty in duties_store.in_states_by_trigger(desk.session, tuple(PENDING), _CALENDAR)}
    for one in sorted(passing.differs):
        recurring.begin(desk, access.agency(desk, one).path)
    for duty in duties_store.in_states_by_trigger(desk.session, tuple(PENDING), _CALENDAR):
        if duty.id not in before:
            passing.begins.append(_line(desk, duty))


def _line(desk: Desk, duty: Duty) -> Turned:
    return Turned(*titles.full(desk, duty), duty.obey, access.agency(desk, duty.agency_id).short_name)
