"""Many cases that are nobody's yet, opened together, as where a bureau's ledger comes in."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.acts import CASE_OPENED, CASE_RECORDED, PARTY_ADDED
from bot.domain.hall.access import Action
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PartyCapacity
from bot.services.cases.cases import ASSUMED
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store
from bot.store.tables import Case, Party


def open_all(desk: Desk, cases: Sequence[tuple[Case, int, bool]], action: Action) -> bool:
    """Write cases of numbers that nobody entered, each with an agency that is open as its defendant, and whether it is
    entered late, of what has gone by (`open_case`).

    False, and nothing is written, where somebody else was quicker with one: then they are opened one by one.

    Raises:
        NotAllowed: the actor may not enter anything for one of these agencies.
    """
    for agency_id in {one for _, one, _ in cases}:
        access.require(desk, action, agency_id)
    if not cases_store.write(desk.session, *(case for case, _, _ in cases)):
        return False
    capacity = PartyCapacity.DEFENDANT
    desk.session.add_all(
        Party(case_id=case.id or 0, agency_id=one, capacity=capacity, facts=dict(ASSUMED)) for case, one, _ in cases
    )
    desk.session.flush()
    for case, one, history in cases:
        subject = About.CASE(case.id)
        desk.audit(
            CASE_RECORDED if history else CASE_OPENED,
            subject,
            case_id=case.id,
            agency_id=one,
            new={"number": case.number},
        )
        desk.audit(PARTY_ADDED, subject, case_id=case.id, agency_id=one, new={"capacity": capacity.value})
    return True
