"""The open duties of many agencies, agency by agency: what a coordinator of a county can read on a phone."""

from __future__ import annotations

from sqlmodel import case, col, func, select

from bot.domain.duties.duties import DutyPage, UnitLine, UnitsPage
from bot.domain.hall.paging import SIZE, Page, within
from bot.services.duties import cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Duty

FEW = 2
"""Agencies whose duties are listed in one go."""


def first(desk: Desk) -> DutyPage | UnitsPage:
    """What /duties begins with: the duties, or the agencies where there is more than one page of many agencies.

    Raises NotAllowed for people who see no duties.
    """
    units = listed(desk)
    if units.duties > cards.PER_PAGE and units.lines.total > FEW:
        return units
    return cards.listed(desk)


def listed(desk: Desk, page: int = 0) -> UnitsPage:
    """A page of the agencies with open duties, most overdue first. Raises NotAllowed as `duty_views.listed`."""
    scope, own = cards.scope(desk)
    late = func.sum(case((cards.is_late(desk.today), 1), else_=0))
    nearest = func.min(func.coalesce(Duty.set_date, Duty.safe))
    rows = desk.session.exec(
        select(Duty.agency_id, func.count(), late, nearest)
        .where(*cards.pending_in(desk, scope))
        .group_by(col(Duty.agency_id))
        .order_by(late.desc(), nearest, col(Duty.agency_id))
    ).all()
    number = within(page, len(rows))
    shown = rows[number * SIZE : (number + 1) * SIZE]
    lines = [UnitLine(i, access.agency(desk, i).short_name, n, int(bad or 0), day) for i, n, bad, day in shown]
    return UnitsPage(
        Page(tuple(lines), number, len(rows), SIZE),
        duties=sum(n for _, n, _, _ in rows),
        overdue=sum(int(bad or 0) for _, _, bad, _ in rows),
        has_own=any(agency_id in own for agency_id, *_ in rows),
    )
