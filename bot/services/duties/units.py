"""The open duties of many agencies, agency by agency: what a coordinator of a county can read on a phone."""

from __future__ import annotations

from bot.domain.duties.duties import PENDING, DutyPage, UnitLine, UnitsPage
from bot.domain.hall.paging import Page, within
from bot.services.duties import cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.duties import owed as owed_store

MANY, FEW = 6, 2
"""More duties than that, of more agencies than that, are listed agency by agency."""
PER_PAGE = 6
"""Agencies on one page."""


def first(desk: Desk) -> DutyPage | UnitsPage:
    """What /duties begins with: the duties, or the agencies where there is more than one page of many agencies.

    Raises NotAllowed for people who see no duties.
    """
    units = listed(desk)
    if units.duties > MANY and units.lines.total > FEW:
        return units
    return cards.listed(desk)


def listed(desk: Desk, page: int = 0) -> UnitsPage:
    """A page of the agencies with open duties, most overdue first. Raises NotAllowed as `cards.listed`."""
    scope, own = cards.scope(desk)
    rows = owed_store.loads(
        desk.session, scope, cards.soon(desk), desk.today, PENDING, blind=cards.looks_on_at(desk, scope)
    )
    number = within(page, len(rows), PER_PAGE)
    shown = rows[number * PER_PAGE : (number + 1) * PER_PAGE]
    lines = [UnitLine(i, access.agency(desk, i).short_name, n, overdue, day) for i, n, overdue, day in shown]
    return UnitsPage(
        Page(tuple(lines), number, len(rows), PER_PAGE),
        duties=sum(load.duties for load in rows),
        overdue=sum(load.overdue for load in rows),
        has_own=any(load.agency_id in own for load in rows),
        follows=cards.follows(desk),
    )
