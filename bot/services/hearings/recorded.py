"""Hearings that a ledger tells of, held before anybody entered them: kept as they were, for figures and history.

Nothing follows from them: nobody is asked or reminded, no duty begins. What is to follow is entered as usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AbsenceReason, AppearanceState, HearingStatus
from bot.domain.hearings.acts import HEARING_ENTERED, RESULT_REPORTED
from bot.domain.law import verdicts
from bot.domain.reading.court_texts import says_online
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Case, Hearing, HearingResult

IMPORTED = "imported"
"""Note of a hearing that a ledger told of."""


@dataclass(frozen=True)
class Told:
    """What a ledger says of one hearing and one agency. `starts_at` is aware; `attended` is None where it does not say.

    `assumed`: it gives the day only.
    """

    starts_at: datetime
    place: str = ""
    attended: bool | None = None
    leader: str = ""
    leader_id: int | None = None
    post: str = ""
    rank: str = ""
    spoke: bool | None = None
    outcome: str = ""
    reason: AbsenceReason | None = None
    note: str = ""
    assumed: bool = False


def on_day(desk: Desk, case: Case, day: date) -> Hearing | None:
    """The hearing of a case on a day (local) that was held or is to be."""
    rows = hearings_store.of_case(desk.session, case.id)
    mine = [one for one in rows if one.starts_at.astimezone(desk.house.zone).date() == day]
    standing = [one for one in mine if one.status in (HearingStatus.HELD, HearingStatus.SCHEDULED)]
    return next(iter(standing or mine), None)


def record(desk: Desk, case: Case, agency_id: int, told: Told) -> Hearing:
    """Keep a hearing that has gone by, with the agency's appearance and, where it is told, what was reported.

    The caller has asked whether the actor may enter hearings for the agency. One of the same day is joined.
    """
    day = told.starts_at.astimezone(desk.house.zone).date()
    hearing = on_day(desk, case, day) or _made(desk, case, told)
    row = _appearance(desk, hearing, agency_id, told)
    if told.attended is not None and hearings_store.result_of(desk.session, hearing.id, agency_id) is None:
        _report(desk, hearing, row, told)
    return hearing


def _made(desk: Desk, case: Case, told: Told) -> Hearing:
    notes: dict[str, Any] = {IMPORTED: True, **({"hour_assumed": True} if told.assumed else {})}
    hearing = Hearing(
        case_id=case.id or 0,
        starts_at=told.starts_at,
        place=told.place[:120],
        mode="online" if says_online(told.place) else "",
        status=HearingStatus.HELD,
        entered_at=desk.now,
        entered_by=desk.actor.person_id or None,
        notes=notes,
    )
    desk.session.add(hearing)
    desk.session.flush()
    new = {
        "starts_at": told.starts_at.astimezone(desk.house.zone).isoformat(),
        "place": hearing.place,
        "status": hearing.status.value,
    }
    desk.audit(HEARING_ENTERED, About.HEARING(hearing.id), case_id=case.id, new=new)
    return hearing


def _appearance(desk: Desk, hearing: Hearing, agency_id: int, told: Told) -> Appearance:
    """The agency's place at the hearing, by the law of its day; nobody is asked what the books leave open."""
    row = appearances_store.of_agency(desk.session, hearing.id, agency_id)
    if row is not None:
        return row
    row = Appearance(case_id=hearing.case_id, agency_id=agency_id, hearing_id=hearing.id, state=AppearanceState.CLOSED)
    if told.attended:
        row.leader_id, row.leader_name, row.leader_post = told.leader_id, told.leader[:60], told.post[:60]
    elif told.attended is False and told.reason is not None:
        row.absence_reason, row.absence = told.reason, {"note": told.note[:300], "proof": "none"}
    desk.session.add(row)
    desk.session.flush()
    decision = appearing.decision_of(desk, row, hearing)
    row.strength, row.grounds = decision.required.value, verdicts.kept(decision)
    desk.session.add(row)
    return row


def _report(desk: Desk, hearing: Hearing, row: Appearance, told: Told) -> None:
    came = bool(told.attended)
    result = HearingResult(
        hearing_id=hearing.id or 0,
        agency_id=row.agency_id,
        attended=came,
        leader_id=told.leader_id if came else None,
        leader_name=told.leader[:60] if came else "",
        rank=told.rank if came else "",
        spoke=told.spoke if came else None,
        video=came and hearing.online,
        outcome=told.outcome[:200],
        reported_at=desk.now,
        reported_by=desk.actor.person_id or None,
    )
    desk.session.add(result)
    desk.session.flush()
    new = {name: getattr(result, name) for name in ("attended", "leader_name", "rank", "spoke", "outcome")}
    desk.audit(RESULT_REPORTED, About.HEARING(hearing.id), case_id=hearing.case_id, agency_id=row.agency_id, new=new)


def correct(desk: Desk, hearing: Hearing, agency_id: int, values: dict[str, Any], reason: str) -> None:
    """Another ledger says otherwise of a hearing that a ledger told of, and a person chose that; `values` by the
    columns of the result."""
    result = hearings_store.result_of(desk.session, hearing.id, agency_id)
    if result is None:
        return
    old = {name: getattr(result, name) for name in values}
    for name, value in values.items():
        setattr(result, name, value)
    result.reported_at, result.reported_by = desk.now, desk.actor.person_id or None
    result.revise()
    desk.session.add(result)
    desk.session.flush()
    desk.audit(
        RESULT_REPORTED, About.HEARING(hearing.id), case_id=hearing.case_id, agency_id=agency_id,
        old={name: value for name, value in old.items() if name != "leader_id"},
        new={name: value for name, value in values.items() if name != "leader_id"}, reason=reason[:500],
    )  # fmt: skip


def is_open(hearing: Hearing) -> bool:
    """Whether a result can be reported of a hearing: it was not called off."""
    return hearing.status in (HearingStatus.HELD, HearingStatus.SCHEDULED)


def is_told(hearing: Hearing) -> bool:
    """Whether only a ledger told of it."""
    return bool(hearing.notes.get(IMPORTED))
