"""Once a month the principal of each unit gets one line: heard, attended, by the principal, overdue (WQ15)."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.bulletins.principals import MONTH, MonthLine, OfMonth
from bot.domain.documents.periods import Span, read
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.documents.counted import Counted
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import queries as agencies_store
from bot.store.duties import owed as owed_store
from bot.store.tables import Agency


def plan(desk: Desk) -> int:
    """On the first working day of a month, for the month that is over: a line to each principal of a unit that has
    something to be told of. Safe to repeat. Gives how many were planned."""
    first = desk.today.replace(day=1)
    if desk.house.law.calendar.next_working(first) != desk.today:
        return 0
    month, planned = f"{first - timedelta(days=1):%Y-%m}", 0
    for agency in agencies_store.open_agencies(desk.session, courts=False):
        if agency.kind is AgencyKind.INTERNAL or _line(desk, agency, month) is None:
            continue
        for person in access.holders(desk, agency.id or 0, Role.PRINCIPAL):
            notice = Notice(MONTH, OfMonth(agency.id or 0, month), About.AGENCY(agency.id))
            key = f"figures.month:{agency.id}:{month}:{person.id}"
            planned += outbox.plan(desk, notice, to_person(person.id), dedupe=key) is not None
    return planned


def of(desk: Desk, agency_id: int, month: str) -> MonthLine:
    """The line, as it stands now, for the unit's own principal.

    Raises:
        Missing: there is nothing to be told of. NotAllowed: the actor is not the principal there any more.
    """
    if agency_id not in desk.actor.agencies(Role.PRINCIPAL):
        raise NotAllowed
    found = _line(desk, access.agency(desk, agency_id), month)
    if found is None:
        raise Missing
    return found


def _line(desk: Desk, agency: Agency, month: str) -> MonthLine | None:
    span = read(month)
    if span is None:
        raise Missing
    year = Span(date(span.first.year, 1, 1), span.last, "", span.first.month)
    so_far = Counted(desk, agency, agency.path, year, "")
    totals = Counted(desk, agency, agency.path, span, month).now
    overdue = len(owed_store.past_its_day(desk.session, agency.id or 0, desk.today))
    if not totals.heard and not overdue:
        return None
    return MonthLine(
        agency.short_name, span.first.year, span.first.month, totals, so_far.now, so_far.base.rate(so_far.now), overdue
    )
