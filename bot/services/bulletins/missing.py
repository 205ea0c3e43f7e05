"""On January's first working day an office hears which units' reports of the year it still lacks for its own."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from bot.domain.bulletins.missing import MISSING, MissingReports, OfYear
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState, Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty

REPORT = "annual_report"
_OWED = frozenset({DutyState.OPEN, DutyState.SUBMITTED, DutyState.DONE})


def plan(desk: Desk) -> int:
    """For every office with units whose report is missing; safe to repeat. Gives how many were planned."""
    if desk.house.law.calendar.next_working(date(desk.today.year, 1, 1)) != desk.today:
        return 0
    year, planned = desk.today.year - 1, 0
    for office, rows in _by_office(desk, year).items():
        if all(duty.state is not DutyState.OPEN for duty in rows):
            continue
        for person in access.holders(desk, office, Role.COORDINATOR):
            notice = Notice(MISSING, OfYear(office, year), About.AGENCY(office))
            key = f"reports.missing:{office}:{year}:{person.id}"
            planned += outbox.plan(desk, notice, to_person(person.id), dedupe=key) is not None
    return planned


def _by_office(desk: Desk, year: int) -> dict[int, list[Duty]]:
    """What units owe, by the office that answers for them."""
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in duties_store.about_beginning(desk.session, f"{year}:"):
        lead = access.lead_of(desk, duty.agency_id)
        if duty.citation.get("draft") == REPORT and duty.state in _OWED and lead is not None:
            found[lead.id or 0].append(duty)
    return found


def of(desk: Desk, office: int, year: int) -> MissingReports:
    """As it stands now.

    Raises:
        NotAllowed: the actor does not coordinate there any more. Missing: everybody has reported.
    """
    if office not in desk.actor.agencies(Role.COORDINATOR):
        raise NotAllowed
    rows = _by_office(desk, year).get(office, [])
    units = tuple(access.agency(desk, one.agency_id).short_name for one in rows if one.state is DutyState.OPEN)
    if not units:
        raise Missing
    return MissingReports(year, units, len(rows))
