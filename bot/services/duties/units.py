"""The open duties of many agencies, agency by agency: what a coordinator of a county can read on a phone."""

from __future__ import annotations

from bot.domain.duties.duties import PENDING, DutyPage, UnitLine, UnitsPage
from bot.domain.hall.paging import SIZE, Page, within
from bot.services.duties import cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.duties import owed as owed_store

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
    """A page of the agencies with open duties, most overdue first. Raises NotAllowed as `cards.listed`."""
    scope, own = cards.scope(desk)
    rows = owed_store.loads(desk.session, scope, cards.soon(desk), desk.today, PENDING)
    number = within(page, len(rows))
    shown = rows[number * SIZE : (number + 1) * SIZE]
    lines = [UnitLine(i, access.agency(desk, i).short_name, n, overdue, day) for i, n, overdue, day in shown]
    return UnitsPage(
        Page(tuple(lines), number, len(rows), SIZE),
        duties=sum(load.duties for load in rows),
        overdue=sum(load.overdue for load in rows),
        has_own=any(load.agency_id in own for load in rows),
    )
