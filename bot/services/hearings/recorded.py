"""Hearings that a ledger tells of, held before anybody entered them: kept as they were, for figures and history.

Nothing follows from them: nobody is asked or reminded, no duty begins. What is to follow is entered as usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AbsenceReason, AppearanceState, HearingStatus
from bot.domain.hearings.acts import HEARING_ENTERED, RESULT_REPORTED
from bot.domain.law import verdicts
from bot.domain.law.appearing import Decision
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
        result = _result(desk, hearing, row, told)
        desk.session.add(result)
        desk.session.flush()
        _say_reported(desk, row, result)
    return hearing


def record_new(desk: Desk, several: Sequence[tuple[Case, int, Told]]) -> None:
    """The same of cases that were nobody's until now and have no hearing, each of another day: all of them together,
    table by table."""
    hearings = [_hearing(desk, case, told) for case, _, told in several]
    _write(desk, hearings)
    pairs = list(zip(hearings, several, strict=True))
    rows = [_place(hearing, agency_id, told) for hearing, (_, agency_id, told) in pairs]
    _write(desk, rows)
    told = [
        (hearing, row, one) for (hearing, (*_, one)), row in zip(pairs, rows, strict=True) if one.attended is not None
    ]
    results = [_result(desk, *one) for one in told]
    _write(desk, results)
    for hearing in hearings:
        _say_entered(desk, hearing)
    for (_, row, _), result in zip(told, results, strict=True):
        _say_reported(desk, row, result)


def _write(desk: Desk, rows: Sequence[Hearing | Appearance | HearingResult]) -> None:
    desk.session.add_all(rows)
    desk.session.flush()


def _made(desk: Desk, case: Case, told: Told) -> Hearing:
    hearing = _hearing(desk, case, told)
    desk.session.add(hearing)
    desk.session.flush()
    _say_entered(desk, hearing)
    return hearing


def _hearing(desk: Desk, case: Case, told: Told) -> Hearing:
    notes: dict[str, Any] = {IMPORTED: True, **({"hour_assumed": True} if told.assumed else {})}
    return Hearing(
        case_id=case.id or 0,
        starts_at=told.starts_at,
        place=told.place[:120],
        mode="online" if says_online(told.place) else "",
        status=HearingStatus.HELD,
        entered_at=desk.now,
        entered_by=desk.actor.person_id or None,
        notes=notes,
    )


def _say_entered(desk: Desk, hearing: Hearing) -> None:
    new = {
        "starts_at": hearing.starts_at.astimezone(desk.house.zone).isoformat(),
        "place": hearing.place,
        "status": hearing.status.value,
    }
    desk.audit(HEARING_ENTERED, About.HEARING(hearing.id), case_id=hearing.case_id, new=new)


def _appearance(desk: Desk, hearing: Hearing, agency_id: int, told: Told) -> Appearance:
    """The agency's place at the hearing, as it is or made now."""
    row = appearances_store.of_agency(desk.session, hearing.id, agency_id)
    if row is None:
        row = _place(hearing, agency_id, told)
        desk.session.add(row)
        desk.session.flush()
    return row


def _place(hearing: Hearing, agency_id: int, told: Told) -> Appearance:
    """Whether a leader was owed is judged when all of the ledger is there (`judge`): which hearing was the first of its
    year, say."""
    row = Appearance(case_id=hearing.case_id, agency_id=agency_id, hearing_id=hearing.id, state=AppearanceState.CLOSED)
    if told.attended:
        row.leader_id, row.leader_name, row.leader_post = told.leader_id, told.leader[:60], told.post[:60]
    elif told.attended is False and told.reason is not None:
        row.absence_reason, row.absence = told.reason, {"note": told.note[:300], "proof": "none"}
    return row


def judge(desk: Desk, rows: Sequence[Appearance]) -> set[int | None]:
    """By the law of its day, for the first time; nobody is asked what the books leave open, and nothing follows. Ids of
    those that are of a hearing that only a ledger tells of: the others are left alone."""
    hearings = [(row, hearing) for row in rows if is_told(hearing := desk.session.get_one(Hearing, row.hearing_id))]
    # All are judged before one is written.
    judged = [(row, _decided(desk, row, hearing)) for row, hearing in hearings]
    for row, decision in judged:
        if decision is not None:
            row.strength, row.grounds = decision.required.value, verdicts.kept(decision)
            desk.session.add(row)
    return {row.id for row, _ in hearings}


def _decided(desk: Desk, row: Appearance, hearing: Hearing) -> Decision | None:
    """None where the agency's rule book is not installed: that holds up no ledger."""
    try:
        return appearing.decision_of(desk, row, hearing)
    except Refused:
        return None


def _result(desk: Desk, hearing: Hearing, row: Appearance, told: Told) -> HearingResult:
    came = bool(told.attended)
    return HearingResult(
        hearing_id=row.hearing_id or 0,
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


def _say_reported(desk: Desk, row: Appearance, result: HearingResult) -> None:
    new = {name: getattr(result, name) for name in ("attended", "leader_name", "rank", "spoke", "outcome")}
    subject = About.HEARING(result.hearing_id)
    desk.audit(RESULT_REPORTED, subject, case_id=row.case_id, agency_id=row.agency_id, new=new)


def correct(desk: Desk, hearing: Hearing, agency_id: int, values: dict[str, Any], reason: str) -> None:
    """Another ledger says otherwise of a hearing that a ledger told of, and a person chose that; `values` by the
    columns of the result."""
    result = hearings_store.result_of(desk.session, hearing.id, agency_id)
    if result is None:
        return
    old = {name: getattr(result, name) for name in values}
    for name, value in values.items():
        setattr(result, name, value)
    if "attended" in values:
        _stands_anew(desk, hearing, result)
    result.reported_at, result.reported_by = desk.now, desk.actor.person_id or None
    result.revise()
    desk.session.add(result)
    desk.session.flush()
    desk.audit(
        RESULT_REPORTED, About.HEARING(hearing.id), case_id=hearing.case_id, agency_id=agency_id,
        old={name: value for name, value in old.items() if name != "leader_id"},
        new={name: value for name, value in values.items() if name != "leader_id"}, reason=reason[:500],
    )  # fmt: skip


def _stands_anew(desk: Desk, hearing: Hearing, result: HearingResult) -> None:
    """Who came after all has no reason for an absence; of whoever did not, no leader is left."""
    row = appearances_store.of_agency(desk.session, hearing.id, result.agency_id)
    if row is None:
        return
    if result.attended:
        row.absence_reason, row.absence = None, {}
    row.leader_id, row.leader_name, row.leader_post = result.leader_id, result.leader_name, ""
    row.revise()
    desk.session.add(row)


def is_open(hearing: Hearing) -> bool:
    """Whether a result can be reported of a hearing: it was not called off."""
    return hearing.status in (HearingStatus.HELD, HearingStatus.SCHEDULED)


def is_told(hearing: Hearing) -> bool:
    """Whether only a ledger told of it."""
    return bool(hearing.notes.get(IMPORTED))
