"""Hearings that are there already and that an entry, or a line of a list, may mean: moved, the same, or another."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.hall.access import Action
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings.hearings import Clash
from bot.services.cases import cases
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import cards
from bot.store.hearings import queries as hearings_store

_OPEN = (HearingStatus.SCHEDULED, HearingStatus.NOT_HELD)


def clashes(desk: Desk, number: str, agency_ids: Iterable[int]) -> list[Clash]:
    """Hearings of the case that the number means for these agencies: still to come, waiting for a new date, or gone by
    unreported. A number that is only others' has none.

    Raises:
        Missing, NotAllowed: there is no such agency, or the actor enters no hearings for it.
    """
    found: dict[int, int] = {}
    for agency_id in agency_ids:
        access.require(desk, Action.ENTER_HEARING, agency_id)
        case = cases.of_agency(desk, number, agency_id)
        if case is not None:
            found[case.id or 0] = agency_id
    return _open_of(desk, found)


def beside(desk: Desk, hearing_id: int) -> list[Clash]:
    """The same for a line of a list: of its own case, at other hours. Raises Missing or NotAllowed as `cards.view`."""
    view = cards.view(desk, hearing_id)
    return [one for one in _open_of(desk, [view.case_id]) if one.starts_at != view.starts_at]


def _open_of(desk: Desk, case_ids: Iterable[int]) -> list[Clash]:
    return [
        Clash(h.id or 0, h.version, h.starts_at, h.place, h.status is HearingStatus.NOT_HELD, h.starts_at <= desk.now)
        for h in hearings_store.of_cases(desk.session, list(case_ids), _OPEN)
    ]
