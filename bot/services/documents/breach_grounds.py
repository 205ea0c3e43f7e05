"""What candidates for breaches rest on: duties past their last day, and what was reported of hearings.

What only a ledger tells of is no ground: it does not say who else came, nor what was said of an absence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from bot.domain.documents.breaches import CandidateState, Ground
from bot.domain.hall.terms import DutyState
from bot.domain.law.triggers import Trigger
from bot.services.hall.desk import Desk
from bot.services.hearings import consequences, recorded
from bot.services.law import appearing, counting
from bot.store.documents import breaches as store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, BreachCandidate, Duty, Hearing, HearingResult

_FOLLOWING = frozenset({Trigger.LEADER_ABSENT.value, Trigger.PRINCIPAL_ABSENT.value})
"""What these start is the bureau's work on a breach: its being late is none."""
_OF_RESULTS = ("spc_", "principal_duty_missed", "no_leader_no_staff", "absent_or_left")
"""Codes that only the result of a hearing can give."""
_ENDED = frozenset({DutyState.CANCELLED, DutyState.TRANSFERRED, DutyState.EXCUSED, DutyState.NOT_APPLICABLE})
"""States of a duty that this agency need not do any more."""
_OF_ABSENCE = frozenset({"spc_absent", "spc_absent_again", "spc_both_absent", "no_leader_no_staff", "absent_or_left"})
"""Codes that count only where the absence is certain (`consequences.is_unexcused`)."""


def found(desk: Desk, agency_ids: Collection[int], since: date, begins: datetime) -> Iterator[Ground]:
    """Every ground of these agencies from the day on (local; `begins` is its beginning, aware)."""
    for duty in store.overdue(desk.session, agency_ids, since, desk.today):
        yield from _of_duty(desk, duty)
    for hearing, row, result in store.reported(desk.session, agency_ids, begins):
        if recorded.is_told(hearing):
            continue
        yield from _of_result(desk, hearing, row, result)


def _of_duty(desk: Desk, duty: Duty) -> Iterator[Ground]:
    if duty.deadline >= desk.today or duty.trigger in _FOLLOWING:
        return
    for code in _codes(desk, duty):
        yield Ground(
            code,
            duty.rule,
            duty.agency_id,
            f"duty:{duty.id}",
            duty.deadline,
            duty.case_id,
            duty.hearing_id,
            duty.id,
            fact_of(duty, code),
        )


def _codes(desk: Desk, duty: Duty) -> list[str]:
    """Of which breaches a duty that was not done in time is one."""
    rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
    return [code for code in (rule.breach if rule else ()) if not code.startswith(_OF_RESULTS)]


def fact_of(duty: Duty, code: str) -> str:
    """What was not done: the paper that was wanted of the agency for the same cause, whichever rules want it."""
    wanted = str(duty.citation.get("draft") or duty.rule)
    return f"{code}/{wanted}/{duty.agency_id}/{duty.paper_id or duty.about}"


def same(desk: Desk, duty: Duty, code: str) -> list[Duty]:
    """The other duties of the agency, past their last day, by whose rules the same was not done."""
    rows = store.overdue(desk.session, [duty.agency_id], date.min, desk.today)
    others = [row for row in rows if row.id != duty.id and row.deadline < desk.today and code in _codes(desk, row)]
    return [row for row in others if fact_of(row, code) == fact_of(duty, code)]


def once(desk: Desk, grounds: Iterable[Ground], rows: Iterable[BreachCandidate]) -> dict[str, Ground]:
    """Grounds by their keys, one of each fact: that which is a candidate already, else that of the agency's own book
    before the national one, and the earlier one first."""
    standing: dict[str, set[str]] = {}
    for row in rows:
        duty = desk.session.get(Duty, row.duty_id) if row.duty_id is not None else None
        if duty is not None and row.state is not CandidateState.GONE:
            standing.setdefault(fact_of(duty, row.code), set()).add(row.key)
    chosen: dict[str, Ground] = {}
    for ground in sorted(grounds, key=lambda one: (one.rule.startswith("CN-"), one.on, one.key)):
        there = standing.setdefault(ground.fact, set()) if ground.fact else set()
        if ground.key in there or not there:
            chosen[ground.key] = ground
            there.add(ground.key)
    return chosen


def _of_result(desk: Desk, hearing: Hearing, row: Appearance, result: HearingResult) -> Iterator[Ground]:
    outcome = counting.outcome_of(desk, result, hearing)
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    certain = consequences.is_unexcused(outcome)
    for code in dict.fromkeys(outcome.breaches if outcome else ()):
        if code in _OF_ABSENCE and not certain:
            continue
        rule = _rule(desk, row, on, code)
        if not rule:
            continue  # no text that binds this agency makes a breach of it
        subject = f"hearing:{hearing.id}:{row.agency_id}"
        yield Ground(code, rule, row.agency_id, subject, on, hearing.case_id, hearing.id)


def _rule(desk: Desk, row: Appearance, on: date, code: str) -> str:
    """The rule that names the breach: the county's own before the national one."""
    rules = [rule for rule in appearing.stack_of(desk, row.agency_id, on).rules if code in rule.breach]
    own = [rule for rule in rules if not rule.id.startswith("CN-")]
    return next((rule.id for rule in (*own, *rules)), "")


def is_gone(desk: Desk, row: BreachCandidate) -> bool:
    """Whether its ground fell away: the duty was called off, the result is another now. Done too late is late."""
    if row.said:
        return False
    if row.duty_id is not None:
        duty = desk.session.get(Duty, row.duty_id)
        if duty is None or duty.state in _ENDED:
            return True
        return duty.deadline >= desk.today or (duty.done_on is not None and duty.done_on <= duty.deadline)
    if row.hearing_id is None:
        return True
    result = hearings_store.result_of(desk.session, row.hearing_id, row.agency_id)
    hearing = desk.session.get(Hearing, row.hearing_id)
    if hearing is None or recorded.is_told(hearing):
        return True
    outcome = counting.outcome_of(desk, result, hearing) if result is not None else None
    if outcome is None or row.code not in outcome.breaches:
        return True
    return row.code in _OF_ABSENCE and not consequences.is_unexcused(outcome)
