"""What events count for: the yearly obligations of the rule books, by who organised and who took part.

Attending another's event is not organising one, unless the rule book says so (`others_observation_counts`, A20).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time

from bot.domain.duties.acts import DUTY_REOPENED
from bot.domain.duties.duties import citation_from_json
from bot.domain.events.events import HERE, METRICS, Standing
from bot.domain.hall.access import Action
from bot.domain.hall.terms import DutyState, EventKind
from bot.domain.law.rules import Goal
from bot.domain.law.triggers import Trigger
from bot.services.duties import recurring, reminders
from bot.services.events import rows
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.duties import queries as duties_store
from bot.store.events import queries as events_store
from bot.store.tables import Duty, Event

OTHERS_COUNT = "others_observation_counts"
_KEPT = (DutyState.OPEN, DutyState.SUBMITTED, DutyState.DONE)


def held(desk: Desk, agency_id: int, kind: EventKind, year: int) -> list[Event]:
    """Events of a kind that this agency organised in a calendar year and to which somebody came, in order."""
    return events_store.held_by(desk.session, agency_id, kind, *_year(desk, year))


def _year(desk: Desk, year: int) -> tuple[datetime, datetime]:
    """The instants at which a calendar year begins and ends (local time)."""
    first, end = (datetime.combine(date(y, 1, 1), time(0), desk.house.zone).astimezone(UTC) for y in (year, year + 1))
    return first, end


def attended(desk: Desk, agency_id: int, kind: EventKind, year: int) -> int:
    """How many events of a kind, held by other agencies in the year, somebody of this agency attended."""
    return events_store.count_attended(desk.session, agency_id, kind, *_year(desk, year))


def unsigned(desk: Desk, duty: Duty) -> int:
    """How many events that a yearly obligation asks for were held, but count for nothing as nobody signed in."""
    found = _with_goals(desk, [duty]) if duty.trigger == Trigger.YEAR_END else []
    if not found or duty.state is not DutyState.OPEN:
        return 0
    [(_, goal)] = found
    return _unsigned(desk, duty.agency_id, METRICS[goal.metric], duty.trigger_on.year)


def _unsigned(desk: Desk, agency_id: int, kind: EventKind, year: int) -> int:
    return events_store.count_unsigned(desk.session, agency_id, kind, *_year(desk, year))


def count(desk: Desk, agency_id: int, metric: str, year: int) -> int:
    """How many events of a year count towards `metric` for this agency, by its rule book."""
    kind = METRICS[metric]
    own = len(held(desk, agency_id, kind, year))
    return own + (attended(desk, agency_id, kind, year) if _others_count(desk, agency_id, kind, year) else 0)


def _others_count(desk: Desk, agency_id: int, kind: EventKind, year: int) -> bool:
    if kind is not EventKind.OBSERVATION:
        return False
    try:
        stack = desk.house.law.library.for_book(access.rulebook_of(desk, agency_id), date(year, 12, 31))
    except KeyError:
        return False
    return bool(stack.params.get(OTHERS_COUNT))


# -- obligations ---------------------------------------------------------------------------------------------------


def recount(desk: Desk, event: Event) -> None:
    """After an event was closed, opened again or its list corrected: close or open what asks for it."""
    metric = next((name for name, kind in METRICS.items() if kind is event.kind), None)
    if metric is None:
        return
    concerned = {event.organiser_id}
    if event.kind is EventKind.OBSERVATION:
        concerned |= {one.agency_id for one in rows.guests_of(desk, event.id) if one.presence in HERE}
    on = event.starts_at.astimezone(desk.house.zone).date()
    for agency_id in sorted(concerned):
        _settle(desk, event, agency_id, metric, on)


def _settle(desk: Desk, event: Event, agency_id: int, metric: str, on: date) -> None:
    number = count(desk, agency_id, metric, on.year)
    if number:
        waiting = [d for d, _ in yearly(desk, [agency_id], on.year, metric) if d.state is DutyState.OPEN]
        recurring.reached(desk, agency_id, metric, number, on)
        for duty in waiting:
            if duty.state is DutyState.DONE:
                _evidence(desk, duty, event)
    for duty, goal in yearly(desk, [agency_id], on.year, metric):
        if duty.state is DutyState.DONE and duty.done_number == number_of(desk, event) and number < goal.at_least:
            _open_again(desk, duty)


def number_of(desk: Desk, event: Event) -> str:
    """What the record of a duty names as its evidence, with the year in which the event was held (local time)."""
    return f"活动〔{event.starts_at.astimezone(desk.house.zone).year}〕{event.id}号"


def _evidence(desk: Desk, duty: Duty, event: Event) -> None:
    """The event itself is the evidence: its record and its list of who was there."""
    duty.done_on = event.starts_at.astimezone(desk.house.zone).date()
    duty.done_number, duty.done_by = number_of(desk, event), desk.actor.person_id or event.created_by
    duty.done_note = f"{event.title}（{rows.tally(desk, event.id).here}）"[:500]
    desk.session.add(duty)
    desk.session.flush()


def _open_again(desk: Desk, duty: Duty) -> None:
    duty.state, duty.done_on, duty.done_number, duty.done_note = DutyState.OPEN, None, "", ""
    duty.revise()
    desk.session.add(duty)
    desk.session.flush()
    reminders.replan(desk, duty, announced=True)
    desk.audit(DUTY_REOPENED, reminders.subject_of(duty), agency_id=duty.agency_id)


def settle_all(desk: Desk) -> int:
    """Every open yearly obligation once more (daily): events may have been closed before it came into being."""
    closed = 0
    for duty, goal in _open_yearly(desk):
        number = count(desk, duty.agency_id, goal.metric, duty.trigger_on.year)
        if number < goal.at_least:
            continue
        found = held(desk, duty.agency_id, METRICS[goal.metric], duty.trigger_on.year)
        closed += recurring.reached(desk, duty.agency_id, goal.metric, number, duty.trigger_on)
        if found and duty.state is DutyState.DONE:
            _evidence(desk, duty, found[-1])
    return closed


def _open_yearly(desk: Desk) -> list[tuple[Duty, Goal]]:
    return _with_goals(desk, duties_store.open_by_trigger(desk.session, [Trigger.YEAR_END.value]))


def yearly(desk: Desk, agencies: Collection[int], year: int, metric: str | None = None) -> list[tuple[Duty, Goal]]:
    """The obligations of a year that events fulfil, of these agencies, with their goals."""
    duties = duties_store.of_year(desk.session, agencies, Trigger.YEAR_END.value, year, _KEPT)
    found = _with_goals(desk, duties)
    return [(d, g) for d, g in found if metric is None or g.metric == metric]


def _with_goals(desk: Desk, duties: list[Duty]) -> list[tuple[Duty, Goal]]:
    found = []
    for duty in duties:
        rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
        if rule is not None and rule.goal is not None and rule.goal.metric in METRICS:
            found.append((duty, rule.goal))
    return found


def standings(desk: Desk, year: int) -> list[Standing]:
    """What each agency in sight owes this year and has: those at 0 first.

    Raises NotAllowed unless the actor sees figures of some agency.
    """
    access.require_somewhere(desk, Action.SEE_SUMMARY)
    agencies = {a.id or 0: a for a in access.within(desk, Action.SEE_SUMMARY)}
    order = {agency_id: n for n, agency_id in enumerate(agencies)}
    found = [
        Standing(
            agency_id=duty.agency_id,
            agency=agencies[duty.agency_id].short_name,
            title_zh=duty.title.get("zh", ""),
            title_en=duty.title.get("en", ""),
            source=citation_from_json(duty.citation).source,
            have=count(desk, duty.agency_id, goal.metric, year),
            need=int(goal.at_least),
            by=duty.obey,
            unsigned=_unsigned(desk, duty.agency_id, METRICS[goal.metric], year),
        )
        for duty, goal in yearly(desk, list(agencies), year)
    ]
    return sorted(found, key=lambda one: (one.met, one.have, order[one.agency_id]))


def without_event(desk: Desk, _: int, agencies: Collection[int]) -> set[int]:
    """Agencies that have organised no event of their own this calendar year."""
    return set(agencies) - events_store.organisers(desk.session, *_year(desk, desk.local.year))
