"""What is known of one agency in one case, gathered for counting, and the row that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.cases.cases import DECISION_PAPERS
from bot.domain.figures.counting import Came, Count, Counted, Facts, Held, count
from bot.domain.figures.periods import quarter_of
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import HearingStatus, PartyCapacity
from bot.domain.law.appearing import Decision, Required
from bot.domain.law.trigger_facts import LOSSES
from bot.domain.reading.casenumbers import parse_case_number
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing, counting
from bot.store.agencies import former
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Case, Hearing, HearingResult, Paper, Party

_IN_CHARGE = {"deputy_in_charge": True, "other_in_charge": True, "principal": None, "acting_deputy": None}
_IDENTITY = {"accepted": True, "repaired": True, "refused": False}


def row_values(desk: Desk, case: Case, party: Party) -> dict[str, Any]:
    """What the row of this party has to say, by its columns."""
    agencies = _with_predecessors(desk, case, party.agency_id)
    papers = [paper for one in agencies for paper in papers_store.standing(desk.session, case.id, agency_id=one)]
    hearings, owed = _hearings(desk, case, agencies)
    facts = _facts(desk, case, party, papers, hearings)
    counted = count(facts)
    return {
        **_of_case(case, party, facts),
        **_of_count(desk, counted),
        "principal_owed": owed and counted.counted is not Counted.OUTSIDE,
        "lost": any(paper.kind in DECISION_PAPERS and paper.facts.get("outcome") in LOSSES for paper in papers),
        **_of_book(desk, party.agency_id),
    }


def _with_predecessors(desk: Desk, case: Case, agency_id: int) -> list[int]:
    """The agency, and those whose place in this case it took: what they did there, it did."""
    before = former.predecessors(desk.session, agency_id)
    return [agency_id, *(one for one in before if not _is_party(desk, case, one))]


def _is_party(desk: Desk, case: Case, agency_id: int) -> bool:
    return cases_store.party_of(desk.session, case.id, agency_id) is not None


def _facts(desk: Desk, case: Case, party: Party, papers: Iterable[Paper], hearings: tuple[Held, ...]) -> Facts:
    number = parse_case_number(case.number)
    outcomes = {paper.facts.get("outcome") for paper in papers if paper.kind in DECISION_PAPERS}
    third = party.capacity is PartyCapacity.THIRD_PARTY
    return Facts(
        instance=number.instance.value if number else "other",
        is_trial=number is None or number.is_trial,
        case_kind=str(case.facts.get("case_kind") or "litigation"),
        third_party=third,
        counts_third_parties=third and "third_party" in (_parameter(desk, party.agency_id, "parties") or ()),
        should_be_defendant=bool(party.facts.get("should_be_defendant")),
        hearings=hearings,
        withdrawn="withdrawn" in outcomes,
        decided=bool(outcomes),
    )


def _parameter(desk: Desk, agency_id: int, name: str) -> Any:
    try:
        return appearing.parameter(desk, agency_id, name)
    except Refused:
        return None


# -- hearings ---------------------------------------------------------------------------------------------------


def _hearings(desk: Desk, case: Case, agencies: list[int]) -> tuple[tuple[Held, ...], bool]:
    """The hearings as they are for this agency, and whether the principal leader is owed at one of them."""
    rows = hearings_store.of_case(desk.session, case.id)
    told: dict[int, HearingResult] = {}
    for result in hearings_store.results_of_case(desk.session, case.id):
        if result.agency_id in agencies and (result.hearing_id not in told or result.agency_id == agencies[0]):
            told[result.hearing_id] = result
    places = _places(desk, case, agencies)
    found = [_held(desk, case, one, told.get(one.id or 0), places, agencies[0]) for one in rows]
    owed = any(one.decision is not None and one.decision.required is Required.PRINCIPAL for one in found)
    return tuple(found), owed or any(appearing.wants_principal(place) for place in places.values())


def _places(desk: Desk, case: Case, agencies: list[int]) -> Mapping[int | None, Appearance]:
    """The agency's appearances by hearing; its own before that of one whose place it took."""
    found: dict[int | None, Appearance] = {}
    for agency_id in reversed(agencies):
        for one in appearances_store.of_agency_in_case(desk.session, case.id, agency_id):
            found[one.hearing_id] = one
    return found


def _held(
    desk: Desk, case: Case, hearing: Hearing, told: HearingResult | None, places: Mapping[int | None, Appearance],
    agency_id: int,
) -> Held:  # fmt: skip
    place = places.get(hearing.id)
    counts = hearing.status is HearingStatus.HELD and hearing.session == "hearing"
    reason = place.absence_reason.value if place is not None and place.absence_reason is not None else ""
    return Held(
        id=hearing.id or 0,
        starts_at=hearing.starts_at,
        day=hearing.starts_at.astimezone(desk.house.zone).date(),
        state=hearing.status.value,
        session=hearing.session,
        online=hearing.online if hearing.mode else None,
        decision=_decision(desk, case, hearing, told, place, agency_id) if counts else None,
        came=_came(told, place) if told is not None else None,
        reason=reason,
    )


def _decision(
    desk: Desk, case: Case, hearing: Hearing, told: HearingResult | None, place: Appearance | None, agency_id: int
) -> Decision | None:
    """What the law says of a held hearing; None where the agency's rule book is not installed."""
    # Whoever has no place there yet is judged as one who was only served.
    stands = place or Appearance(case_id=case.id or 0, agency_id=agency_id, hearing_id=hearing.id)
    try:
        if told is not None:
            return counting.decision_of(desk, stands, told, hearing)
        return appearing.decision_of(desk, stands, hearing)
    except Refused:
        return None


def _came(told: HearingResult, place: Appearance | None) -> Came:
    identity = _IDENTITY.get(str(place.facts.get("identity"))) if place is not None and told.attended else None
    return Came(
        attended=told.attended,
        leader_id=told.leader_id,
        leader_name=told.leader_name,
        rank=told.rank,
        spoke=told.spoke,
        on_settlement=told.on_settlement,
        stayed=told.stayed,
        identity_accepted=identity,
        video=told.video,
    )


# -- columns ----------------------------------------------------------------------------------------------------


def _of_case(case: Case, party: Party, facts: Facts) -> dict[str, Any]:
    return {
        "instance": facts.instance,
        "court": case.court,
        "cause": case.cause,
        "capacity": party.capacity.value,
        "case_kind": facts.case_kind[:20],
    }


def _of_count(desk: Desk, counted: Count) -> dict[str, Any]:
    came = counted.came or Came(attended=False)
    day = counted.first.day if counted.first else None
    return {
        "heard": counted.heard,
        "not_heard": counted.not_heard.value if counted.not_heard else "",
        "counted": counted.counted.value,
        "why": [one.plain() for one in counted.why],
        "reason": counted.reason,
        "leader_id": came.leader_id,
        "leader_name": came.leader_name,
        "rank": came.rank,
        "in_charge": _IN_CHARGE.get(came.rank, False) if came.rank else None,
        "principal": counted.principal,
        "spoke": came.spoke,
        "on_settlement": came.on_settlement,
        "stayed": came.stayed,
        "identity_accepted": came.identity_accepted,
        "mode": "" if counted.online is None else "online" if counted.online else "in_court",
        "not_first": counted.not_first,
        "first_held_at": _instant(counted.first),
        "last_held_at": _instant(counted.last),
        "scheduled_at": _instant(counted.scheduled),
        "hearings": list(counted.hearings),
        "quarter": quarter_of(day) if day else "",
        "month": f"{day:%Y-%m}" if day else "",
        "year": day.year if day else 0,
    }


def _instant(hearing: Held | None) -> datetime | None:
    return hearing.starts_at if hearing is not None else None


def _of_book(desk: Desk, agency_id: int) -> dict[str, str]:
    book = access.rulebook_of(desk, agency_id)
    return {"book": book[:60], "edition": desk.house.law.library.edition(book)}
