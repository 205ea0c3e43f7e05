"""Who hears of an assessment: a unit's people that the data are frozen and that an objection was answered; its scorers
that there is one, and once more a working day before its term ends and when it is over. Whoever did it knows
already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from bot.domain.figures.assessment_topics import ANSWERED, FROZEN, OBJECTED, WAITS, OfLine, OfScores
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.figures import assessment_terms as terms
from bot.services.figures.assessment_sight import OWN
from bot.services.figures.scoring import Scored
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import former
from bot.store.figures import scores as store
from bot.store.tables import Score

_HOUR = time(9)


def frozen(desk: Desk, one: Scored, year: int) -> None:
    """Each of the unit's people once a year, on a working day with what else is said in the morning."""
    when = desk.at(desk.house.law.calendar.next_working(desk.today), _HOUR)
    key = f"assessment.frozen:{one.key}:{year}"
    _tell(desk, _of_unit(desk, one.id), FROZEN, OfScores(one.key, year), one.id, key, at=max(when, desk.now))


def objected(desk: Desk, row: Score) -> None:
    """To who leads, and to who entered the line."""
    key = f"assessment.objected:{row.id}"
    _tell(desk, _answering(desk, row), OBJECTED, _line(desk, row), row.agency_id, key)


def _answering(desk: Desk, row: Score) -> set[int]:
    lead = access.lead_of(desk, _scored(desk, row).by)
    people = {one.id or 0 for one in access.holders(desk, lead.id or 0, Role.COORDINATOR)} if lead else set()
    return people | {row.by or 0}


def remind_due(desk: Desk) -> int:
    """Of objections that wait: a working day before their term ends, and once when it is over. For the bot itself; safe
    to repeat. Gives how many were reminded of."""
    if not desk.house.law.calendar.is_working(desk.today):
        return 0
    return sum(_remind(desk, row) for row in store.objected(desk.session))


def _remind(desk: Desk, row: Score) -> bool:
    sheet = desk.house.law.sheets.get(row.sheet)
    until = terms.answer_until(desk, sheet, row) if sheet is not None else None
    if until is None or desk.today < desk.house.law.calendar.add_working(until, -1):
        return False
    _waits(desk, row, over=desk.today > until)
    return True


def _waits(desk: Desk, row: Score, *, over: bool) -> None:
    when = desk.at(desk.today, _HOUR)
    key = f"assessment.waits:{row.id}:{'over' if over else 'near'}"
    _tell(desk, _answering(desk, row), WAITS, _line(desk, row), row.agency_id, key, at=max(when, desk.now))


def answered(desk: Desk, row: Score) -> None:
    """To the unit's people."""
    key = f"assessment.answered:{row.id}"
    _tell(desk, _of_unit(desk, row.agency_id), ANSWERED, _line(desk, row), row.agency_id, key)


def _scored(desk: Desk, row: Score) -> Scored:
    """Whose line it is: the agency's own, or that of the area as a whole."""
    agency = access.agency(desk, row.agency_id)
    return Scored(agency, whole=not row.period.isdigit())


def _line(desk: Desk, row: Score) -> OfLine:
    return OfLine(_scored(desk, row).key, int(row.period[:4]), row.indicator)


def _of_unit(desk: Desk, agency_id: int) -> set[int]:
    """The unit's people; after a reform its successors\u2019."""
    places = [agency_id]
    if access.agency(desk, agency_id).closed_on is not None:
        places = [one.id or 0 for one in former.successors(desk.session, agency_id)]
    return {person.id or 0 for place in places for person in access.holders(desk, place, *OWN)}


def _tell(
    desk: Desk,
    people: Iterable[int],
    topic: Any,
    payload: Any,
    agency_id: int,
    key: str,
    at: datetime | None = None,
) -> None:
    for person in sorted({*people} - {0, desk.actor.person_id}):
        notice = Notice(topic, payload, About.AGENCY(agency_id))
        outbox.plan(desk, notice, to_person(person), at=at, dedupe=f"{key}:{person}")
