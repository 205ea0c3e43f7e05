"""Duties that come with the calendar: each month's, quarter's and year's, once, also after an outage.

They come into being when the period begins, so that what must be said before its end can be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.duties.acts import DUTY_CANCELLED, DUTY_DONE, DUTY_REOPENED
from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import DutyState
from bot.domain.law.obligations import Event, Obligation
from bot.domain.law.recurring import Period, label_of, period_of, periods_begun
from bot.domain.law.rules import Kind, Rule
from bot.domain.law.trigger_facts import WITHIN
from bot.domain.law.triggers import CALENDAR, Trigger
from bot.services.duties import making, reminders
from bot.services.duties.making import Cause
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.law import facts, obligations
from bot.services.law.obligations import Concern
from bot.services.post import outbox
from bot.store.agencies import queries as agencies_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Agency, Duty

NOTE = "boundaries"
PRINCIPAL_COUNT = "principal_count"
_UNHEARD = "unheard"
"""Key of a duty's citation: it fell away because no case of its agency was heard after all, as its rule asks."""
_NOTHING = {"cases_heard": 0, "principal_attended_times": 0}


def tick(desk: Desk) -> int:
    """Bring the duties of every period that has begun into being; returns how many are new.

    Run daily. An agency that is added, or whose first case of the year is heard, in the middle of a period gets
    its duties the next day; what was brought into being stays.
    """
    last = notes.get(desk.session, NOTE).get("on")
    after = date.fromisoformat(last) if last else None
    units = facts.levels_of(desk, agencies_store.open_agencies(desk.session, courts=False))
    count = sum(_period(desk, period, units, is_first=last is None) for period in _periods(after, desk.today))
    close_reached(desk)
    correct_reached(desk)
    notes.put(desk.session, NOTE, {"on": desk.today.isoformat()}, now=desk.now)
    return count


def begin(desk: Desk, branch: str) -> int:
    """The duties of the periods around today for the agencies of a branch (a path); returns how many are new."""
    units = facts.levels_of(desk, agencies_store.open_agencies(desk.session, courts=False))
    inside = [(agency, level) for agency, level in units if agency.path.startswith(branch)]
    periods = [period_of(trigger, desk.today) for trigger in (Trigger.MONTH_END, Trigger.QUARTER_END, Trigger.YEAR_END)]
    return sum(_period(desk, period, inside, is_first=False) for period in periods)


def _periods(after: date | None, today: date) -> Iterable[Period]:
    """The periods missed since the last run, those around today, and at first those before them (not yet due)."""
    found = {(p.trigger, p.first): p for p in periods_begun(after, today)}
    for trigger in (Trigger.MONTH_END, Trigger.QUARTER_END, Trigger.YEAR_END):
        current = period_of(trigger, today)
        found.setdefault((trigger, current.first), current)
        if after is None:
            before = period_of(trigger, current.first - timedelta(days=1))
            found.setdefault((trigger, before.first), before)
    return sorted(found.values(), key=lambda p: (p.first, p.last))


def _period(desk: Desk, period: Period, units: Sequence[tuple[Agency, str | None]], *, is_first: bool) -> int:
    """The duties of one period; those of a whole branch hang on the agency that leads it.

    Figures and what is there already are asked for all units at once: on most days nothing is to be done.
    """
    figures, there = _figures(desk, period), duties_store.rules_about(desk.session, f"{label_of(period)}:")
    kept = _kept(desk, period)
    count = 0
    for agency, level in units:
        known = facts.understood(period.trigger, {"level": level}) | figures.get(agency.id or 0, _NOTHING)
        event = Event(period.trigger, period.last, known)
        for one in obligations.compute(desk, event, agency.id or 0):
            if one.rule.kind is not Kind.RECURRING or not _concerns(one, agency, known):
                continue
            if is_first and period.last < desk.today and one.due < desk.today:
                # What was due before the bot came is nobody's open business here.
                continue
            count += _bring(desk, period, event, agency, one, there, kept)
    return count


def _kept(desk: Desk, period: Period) -> set[str]:
    """Subjects whose duties by an earlier rule book were left to run to their end: nothing comes beside them."""
    pending = duties_store.in_states_by_trigger(desk.session, PENDING, [period.trigger.value])
    return {duty.about for duty in pending if duty.citation.get("kept")}


def _concerns(one: Obligation, agency: Agency, known: dict[str, Any]) -> bool:
    """A rule with levels obliges each unit of these levels, and no body within a unit beside it; one without obliges a
    branch once."""
    if one.rule.units:
        return (agency.kind.value if agency.kind.value in WITHIN else known.get("level")) in one.rule.units
    return agency.lead_id is not None


def _bring(
    desk: Desk,
    period: Period,
    event: Event,
    agency: Agency,
    one: Obligation,
    there: set[tuple[str, str]],
    kept: set[str],
) -> int:
    """How many are new; `there` are the rules and subjects that have a duty, the new ones from now on as well."""
    count = 0
    for owing in obligations.owers(desk, one.rule, Concern(agency)):
        if obligations.is_report_to_itself(desk, one.rule, owing):
            continue
        whose = agency.id if one.rule.units else owing.id
        cause = Cause(event, f"{label_of(period)}:{whose}", agency.id or 0)
        if (one.rule.id, cause.subject) not in there and cause.subject not in kept:
            making.bring(desk, cause, one, owing, announced=False)
            there.add((one.rule.id, cause.subject))
            count += 1
    return count


def _figures(desk: Desk, period: Period) -> dict[int, dict[str, int]]:
    """By agency: hearings held with it in the period's year, and how often its principal leader came.

    Agencies of which nothing was heard are left out.
    """
    start = datetime.combine(date(period.first.year, 1, 1), time(0), desk.house.zone)
    end = datetime.combine(date(period.first.year + 1, 1, 1), time(0), desk.house.zone)
    heard = hearings_store.counts_by_agency(desk.session, start, end)
    came = hearings_store.counts_by_agency(desk.session, start, end, came_as="principal")
    return {a: {"cases_heard": n, "principal_attended_times": came.get(a, 0)} for a, n in heard.items()}


# -- counted duties --------------------------------------------------------------------------------------------


def close_reached(desk: Desk) -> int:
    """Close the yearly duties of principal leaders who have appeared as often as their rule book asks."""
    found = _of_principals(desk, DutyState.OPEN)
    return sum(_reached(desk, duty) for duty, rule, known in found if _is_reached(rule, known))


def correct_reached(desk: Desk) -> int:
    """While the period lasts: open again what the bot closed by appearances that a correction took away, and let go
    what rests on hearings that were none, where its rule asks for heard cases, until there is one again; returns how
    many. What somebody reported or decided stays as it is."""
    count = 0
    for duty, rule, known in _of_principals(desk, DutyState.DONE):
        if duty.done_by is None and duty.due >= desk.today and not _is_reached(rule, known):
            count += _open_again(desk, duty)
    for duty, rule, known in _of_principals(desk, DutyState.CANCELLED):
        if duty.citation.get(_UNHEARD) and duty.due >= desk.today and rule.when.answer(known) is not False:
            count += _open_again(desk, duty)
    for duty, rule, known in _of_principals(desk, DutyState.OPEN):
        if rule.when.answer(known) is False and duty.trigger_on >= desk.today:
            count += _let_go(desk, duty)
    return count


def _of_principals(desk: Desk, state: DutyState) -> Iterable[tuple[Duty, Rule, dict[str, int]]]:
    """Duties in a state that ask for appearances of principal leaders, each with its rule and its agency's figures."""
    years: dict[int, dict[int, dict[str, int]]] = {}
    for duty in duties_store.in_states_by_trigger(desk.session, (state,), [t.value for t in CALENDAR]):
        rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
        if rule is None or rule.goal is None or rule.goal.metric != PRINCIPAL_COUNT:
            continue
        period = period_of(Trigger(duty.trigger), duty.trigger_on)
        year = period.first.year
        figures = years[year] if year in years else years.setdefault(year, _figures(desk, period))
        yield duty, rule, figures.get(duty.agency_id, _NOTHING)


def _is_reached(rule: Rule, known: dict[str, int]) -> bool:
    return rule.goal is not None and known["principal_attended_times"] >= rule.goal.at_least


def _let_go(desk: Desk, duty: Duty) -> int:
    duty.state, duty.citation = DutyState.CANCELLED, {**duty.citation, _UNHEARD: True}
    duty.revise()
    desk.session.add(duty)
    desk.session.flush()
    reminders.stop(desk, duty)
    outbox.refresh(desk, reminders.subject_of(duty))
    desk.audit(DUTY_CANCELLED, reminders.subject_of(duty), agency_id=duty.agency_id)
    return 1


def _open_again(desk: Desk, duty: Duty) -> int:
    duty.state, duty.done_on = DutyState.OPEN, None
    duty.revise()
    desk.session.add(duty)
    desk.session.flush()
    reminders.replan(desk, duty, announced=True)
    outbox.refresh(desk, reminders.subject_of(duty))
    desk.audit(DUTY_REOPENED, reminders.subject_of(duty), agency_id=duty.agency_id)
    return 1


def reached(desk: Desk, agency_id: int, metric: str, count: int, on: date) -> int:
    """An agency has held so many events of a kind (`training_count`, …) this year: what asks for them is done.

    For the events room; returns how many duties were closed.
    """
    closed = 0
    for duty in duties_store.open_by_trigger(desk.session, [t.value for t in CALENDAR], agency_id):
        rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
        goal = rule.goal if rule is not None else None
        period = period_of(Trigger(duty.trigger), duty.trigger_on)
        if goal is not None and goal.metric == metric and count >= goal.at_least and period.first <= on <= period.last:
            closed += _reached(desk, duty)
    return closed


def _reached(desk: Desk, duty: Duty) -> int:
    duty.state, duty.done_on = DutyState.DONE, desk.today
    duty.revise()
    desk.session.add(duty)
    reminders.stop(desk, duty)
    outbox.refresh(desk, reminders.subject_of(duty))
    desk.audit(DUTY_DONE, reminders.subject_of(duty), agency_id=duty.agency_id, new={"on": desk.today.isoformat()})
    return 1
