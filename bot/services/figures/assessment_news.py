"""Who hears of an assessment: a unit's people that the data are frozen and that an objection was answered; its scorers
that there is one. Whoever did it knows already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.domain.figures.assessment_topics import ANSWERED, FROZEN, OBJECTED, OfLine, OfScores
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.figures.assessment_sight import OWN
from bot.services.figures.scoring import Scored
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import former
from bot.store.tables import Score


def frozen(desk: Desk, one: Scored, year: int) -> None:
    """Each of the unit's people once a year."""
    _tell(desk, _of_unit(desk, one.id), FROZEN, OfScores(one.key, year), one.id, f"assessment.frozen:{one.key}:{year}")


def objected(desk: Desk, row: Score) -> None:
    """To who leads, and to who entered the line."""
    one = _scored(desk, row)
    lead = access.lead_of(desk, one.by)
    people = {one.id or 0 for one in access.holders(desk, lead.id or 0, Role.COORDINATOR)} if lead else set()
    _tell(desk, people | {row.by or 0}, OBJECTED, _line(desk, row), row.agency_id, f"assessment.objected:{row.id}")


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


def _tell(desk: Desk, people: Iterable[int], topic: Any, payload: Any, agency_id: int, key: str) -> None:
    for person in sorted({*people} - {0, desk.actor.person_id}):
        notice = Notice(topic, payload, About.AGENCY(agency_id))
        outbox.plan(desk, notice, to_person(person), dedupe=f"{key}:{person}")
