"""What came of a hearing: reported by each agency, corrected with a reason, and what follows from it."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.acts import COURT_VIEW_RECORDED, RESULT_REPORTED
from bot.domain.hearings.appearances import NO_REASON, PARTY_FACTS, SETTLING, Result
from bot.domain.hearings.topics import RESULT_OPEN, OfHearing
from bot.services.cases import party_answers
from bot.services.duties import settling
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import absences, appearances, awaiting, cards, outcomes, plans, verdicts
from bot.services.hearings.awaiting import AWAITED
from bot.services.hearings.cards import get
from bot.services.law import appearing, counting
from bot.services.post import delivery, outbox
from bot.store.cases import queries as cases_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Hearing, HearingResult

_YES_NO: dict[bool | None, str] = {True: "yes", False: "no"}


def reportable(desk: Desk, hearing_id: int, agency_id: int) -> tuple[Hearing, HearingResult | None]:
    """The hearing whose result the actor may report for an agency, and what was reported before.

    Raises:
        Missing: there is none. NotAllowed: the actor does not speak for this agency, or it has no part in the case.
        Refused: it has not begun, or it was not held.
    """
    hearing = get(desk, hearing_id)
    if not cards.may_report(desk, agency_id) or not cards.concerns(desk, hearing, agency_id):
        raise NotAllowed
    if hearing.status not in AWAITED:
        raise Stale
    if hearing.starts_at > desk.now:
        raise Refused("The hearing has not begun yet. If it is moved or called off, please say that instead.")
    return hearing, hearings_store.result_of(desk.session, hearing.id, agency_id)


def report(
    desk: Desk, hearing_id: int, agency_id: int, result: Result, *, version: int = 0, reason: str = ""
) -> HearingResult:
    """Record or (with `version` of what is there, and a reason) correct the result.

    Raises:
        Missing, NotAllowed, Refused: as `reportable`; Refused also where a correction has no reason.
        Stale: somebody else reported or corrected it meanwhile.
    """
    hearing, row = reportable(desk, hearing_id, agency_id)
    if (row.version if row else 0) != version:
        raise Stale
    if row is not None and not reason.strip():
        raise Refused("Please say why it is corrected.")
    old = _plain(desk, hearing, row) if row else {}
    row = row or HearingResult(hearing_id=hearing.id or 0, agency_id=agency_id, reported_at=desk.now, version=0)
    _fill(desk, row, result)
    _close(desk, hearing, agency_id, result)
    desk.audit(
        RESULT_REPORTED,
        plans.subject_of(hearing),
        case_id=hearing.case_id,
        agency_id=agency_id,
        old=old,
        new=_plain(desk, hearing, row),
        reason=reason[:500],
    )
    settling.hearing_is_over(desk, hearing, agency_id, row.leader_name)
    settling.result_is_reported(desk, awaiting.of(desk, hearing.id, agency_id))
    outcomes.of_result(desk, hearing, row, reason=reason)
    _put_question(desk, hearing, row)
    outbox.refresh(desk, plans.subject_of(hearing))
    outbox.refresh(desk, About.CASE(hearing.case_id))
    return row


def as_reported(desk: Desk, row: HearingResult) -> dict[str, Any]:
    """What was reported, as values of the form that corrects it; what was left open is asked again."""
    appearance = counting.appearance_of(desk, desk.session.get_one(Hearing, row.hearing_id), row.agency_id)
    known = {
        "came": _YES_NO[row.attended],
        "leader": (str(row.leader_id) if row.leader_id else row.leader_name) if row.attended else "",
        "rank": row.rank,
        "stayed": _YES_NO.get(row.stayed, ""),
        "spoke": _YES_NO.get(row.spoke, ""),
        "on_settlement": _YES_NO.get(row.on_settlement, ""),
        "video": _YES_NO[row.video],
        "who": str(appearance.facts.get("who_came") or "") if appearance else "",
        "identity": str(appearance.facts.get("identity") or "") if appearance and row.attended else "",
        "why": NO_REASON if appearance and not row.attended and appearance.absence_reason is None else "",
    }
    told = {"staff": row.staff or None, "counsel": row.counsel or None, "outcome": row.outcome or None}
    return {**{name: value for name, value in known.items() if value}, **told}


def as_expected(desk: Desk, hearing_id: int, agency_id: int, *, came: bool) -> dict[str, Any]:
    """What is to be presumed of a hearing that is over, as values of the form: who was to come, by what was settled
    before it. A leader who was asked and has not said yes is not among it."""
    row = counting.appearance_of(desk, desk.session.get_one(Hearing, hearing_id), agency_id)
    if row is None:
        return {}
    if came:
        leader = str(row.leader_id or row.leader_name)
        return {"leader": leader} if row.state is AppearanceState.CONFIRMED and leader else {}
    told = {name: row.absence.get(name) for name in ("who", "staff", "counsel")}
    return {name: value for name, value in told.items() if value}


def settle(desk: Desk, appearance_id: int, version: int, fact: str, answer: str) -> None:
    """A coordinator answers what the rule books leave open, before the hearing or of its result (A12, C5).

    Raises:
        Missing: there is no such appearance. Stale: it changed since the button was shown.
        NotAllowed: only a coordinator settles it. Refused: this cannot be answered with a button.
    """
    row = appearances.get(desk, appearance_id, version)
    access.require(desk, Action.JUDGE_DUTY, row.agency_id)
    hearing = desk.session.get(Hearing, row.hearing_id) if row.hearing_id else None
    stood = verdicts.standing(row)
    if fact == "court_view":
        _court_view(desk, row, answer)
    elif fact in PARTY_FACTS and _is_party(desk, row):
        party_answers.settle(desk, row.case_id, row.agency_id, fact, answer, about=appearing.subject_of(row))
    else:
        appearing.settle(desk, row, fact, answer)
        verdicts.follow(desk, row, hearing, stood)
    told = hearings_store.result_of(desk.session, hearing.id, row.agency_id) if hearing is not None else None
    if hearing is not None and told is not None:
        outcomes.of_result(desk, hearing, told)
    appearances.show(desk, row)


def take_back(desk: Desk, appearance_id: int, version: int, fact: str) -> None:
    """An answer was wrong: what it settled is open again.

    Raises:
        Missing, NotAllowed: as `settle`. Stale: it changed since the button was shown, or is not answered.
    """
    row = appearances.get(desk, appearance_id, version)
    access.require(desk, Action.JUDGE_DUTY, row.agency_id)
    hearing = desk.session.get(Hearing, row.hearing_id) if row.hearing_id else None
    stood = verdicts.standing(row)
    if fact in PARTY_FACTS and _is_party(desk, row):
        party_answers.take_back(desk, row.case_id, row.agency_id, fact, about=appearing.subject_of(row))
    else:
        appearing.reopen(desk, row, fact)
        verdicts.follow(desk, row, hearing, stood)
    told = hearings_store.result_of(desk.session, hearing.id, row.agency_id) if hearing is not None else None
    if hearing is not None and told is not None:
        outcomes.of_result(desk, hearing, told)
    appearances.show(desk, row)


def _is_party(desk: Desk, row: Appearance) -> bool:
    return cases_store.party_of(desk.session, row.case_id, row.agency_id) is not None


def _court_view(desk: Desk, row: Appearance, answer: str) -> None:
    """The court's word on the reason for an absence, learned only after the hearing."""
    if answer not in (*SETTLING["court_view"], "pending") or row.absence_reason is None:
        raise Refused("Please answer with one of the buttons shown.")
    old = row.absence.get("court_view")
    row.absence = {**row.absence, "court_view": answer}
    row.revise()
    desk.session.add(row)
    desk.audit(
        COURT_VIEW_RECORDED,
        appearing.subject_of(row),
        case_id=row.case_id,
        agency_id=row.agency_id,
        old={"court_view": old},
        new={"court_view": answer},
    )


def _put_question(desk: Desk, hearing: Hearing, row: HearingResult) -> None:
    """What only a person can say goes to the coordinators at once; whoever reported it sees it on the card."""
    appearance = counting.appearance_of(desk, hearing, row.agency_id)
    if appearance is None or not counting.outcome_and_questions(desk, appearance, row, hearing)[1]:
        return
    for person in delivery.coordinators(desk, row.agency_id):
        if person.id != desk.actor.person_id:
            outbox.plan(
                desk,
                Notice(
                    RESULT_OPEN, OfHearing(hearing=hearing.id or 0, agency=row.agency_id), plans.subject_of(hearing)
                ),
                to_person(person.id),
                dedupe=f"{RESULT_OPEN}:{row.id}:{row.version}:{person.id}",
            )


def _fill(desk: Desk, row: HearingResult, result: Result) -> None:
    row.attended = result.attended
    row.leader_id = result.leader_id if result.attended else None
    row.leader_name = result.leader[:60] if result.attended else ""
    row.rank = result.rank if result.attended else ""
    row.stayed, row.spoke, row.on_settlement = result.stayed, result.spoke, result.on_settlement
    row.staff, row.counsel, row.video = result.staff[:200], result.counsel[:200], result.video
    row.outcome = result.outcome[:200]
    row.reported_at, row.reported_by = desk.now, desk.actor.person_id or None
    row.revise()
    desk.session.add(row)
    desk.session.flush()


def _close(desk: Desk, hearing: Hearing, agency_id: int, result: Result) -> None:
    """The hearing was held; who came besides the leader is kept with the appearance, for what it counts as."""
    if hearing.status is not HearingStatus.HELD:
        hearing.status = HearingStatus.HELD
        hearing.revise()
        desk.session.add(hearing)
    appearance = counting.appearance_of(desk, hearing, agency_id)
    if appearance is not None:
        # Whether a post counts was said of the one reported before; a correction asks anew.
        kept = {name: value for name, value in appearance.facts.items() if name != "counts_as_leader"}
        appearance.facts = {**kept, "who_came": result.who, "identity": result.identity if result.attended else ""}
        appearance.state = AppearanceState.CLOSED
        if result.excuse is not None and not result.attended:
            absences.keep_late(desk, appearance, result.excuse)
        appearance.revise()
        desk.session.add(appearance)
    desk.session.flush()


def _plain(desk: Desk, hearing: Hearing, row: HearingResult) -> dict[str, Any]:
    names = ("attended", "leader_name", "rank", "stayed", "spoke", "on_settlement", "staff", "counsel", "video")
    appearance = counting.appearance_of(desk, hearing, row.agency_id)
    known = {name: getattr(row, name) for name in (*names, "outcome")}
    return {**known, "identity": str(appearance.facts.get("identity") or "") if appearance else ""}


def absence_is_known(desk: Desk, hearing_id: int, agency_id: int) -> bool:
    """Whether it is recorded already why no leader of the agency came."""
    appearance = counting.appearance_of(desk, desk.session.get_one(Hearing, hearing_id), agency_id)
    return appearance is not None and appearance.absence_reason is not None


def proof_came(desk: Desk, appearance_id: int) -> None:
    """Proof was attached after the hearing: what its result counts as follows."""
    row = appearances.get(desk, appearance_id)
    hearing = appearances.hearing_of(desk, row)
    told = hearings_store.result_of(desk.session, hearing.id, row.agency_id) if hearing is not None else None
    if hearing is not None and told is not None:
        outcomes.of_result(desk, hearing, told)
        _put_question(desk, hearing, told)
