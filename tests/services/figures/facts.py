"""Cases, hearings and results for tests of figures, put into the rows as the bot keeps them."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.terms import AbsenceReason, AppearanceState, HearingStatus, PaperKind, PartyCapacity
from bot.services.figures import keeping
from bot.services.hall.desk import Desk
from bot.store.figures import rows
from bot.store.tables import Appearance, Case, CountRow, Hearing, HearingResult, Paper, Party
from tests import desk as desks

EXCUSED = {"proof": "sealed", "files": 1, "court_view": "accepted", "who": "staff"}
"""What makes an absence with a reason a valid one."""


def came(desk: Desk, hearing: Hearing, agency: int, rank: str = "deputy", **more: Any) -> HearingResult:
    """A leader of this rank came, stayed and spoke, unless `more` says otherwise."""
    place = _place(desk, hearing, agency)
    identity = more.pop("identity", "")
    if identity:
        place.facts = {**place.facts, "identity": identity}
    told = {"leader_name": "张明", "stayed": True, "spoke": True, **more}
    return _result(desk, hearing, agency, attended=True, rank=rank, **told)


def stayed_away(
    desk: Desk, hearing: Hearing, agency: int, reason: AbsenceReason | None = None, **absence: Any
) -> HearingResult:
    """Nobody came as a leader; with a reason, and with what else is on record of it."""
    place = _place(desk, hearing, agency)
    place.absence_reason, place.absence = reason, absence
    place.facts = {**place.facts, "who_came": "staff"}
    return _result(desk, hearing, agency, attended=False)


def _place(desk: Desk, hearing: Hearing, agency: int) -> Appearance:
    row = Appearance(case_id=hearing.case_id, agency_id=agency, hearing_id=hearing.id, state=AppearanceState.CLOSED)
    desk.session.add(row)
    desk.session.flush()
    return row


def _result(desk: Desk, hearing: Hearing, agency: int, **told: Any) -> HearingResult:
    made = HearingResult(hearing_id=hearing.id or 0, agency_id=agency, reported_at=desk.now, **told)
    desk.session.add(made)
    desk.session.flush()
    return made


def held(desk: Desk, case: Case, local: str, **notes: Any) -> Hearing:
    """A hearing that was held at a local time."""
    return desks.hearing(desk, case, local, HearingStatus.HELD, **notes)


def paper(desk: Desk, case: Case, agency: int, kind: PaperKind, served: str, **facts: Any) -> Paper:
    """A paper served on a local day."""
    made = Paper(
        case_id=case.id or 0, agency_id=agency, kind=kind, served_on=desks.at(f"{served} 09:00").date(),
        facts=facts, entered_at=desk.now,
    )  # fmt: skip
    desk.session.add(made)
    desk.session.flush()
    return made


def third_party(desk: Desk, case: Case, agency: int) -> Party:
    """The agency beside the defendant, as a third party."""
    made = Party(case_id=case.id or 0, agency_id=agency, capacity=PartyCapacity.THIRD_PARTY)
    desk.session.add(made)
    desk.session.flush()
    return made


def row_of(desk: Desk, case: Case, agency: int) -> CountRow:
    """The row of an agency in a case, counted now."""
    keeping.refresh(desk, case.id or 0)
    return next(row for row in rows.of_each(desk.session, [case.id or 0])[case.id or 0] if row.agency_id == agency)
