"""What a reported hearing counts as: attended, excused, unexcused, exempt; asked of the law anew each time."""

from __future__ import annotations

from typing import Any

from bot.domain.hearings.appearances import COURT_SAID, STAFF_FACTS, UNPERMITTED, questions_of
from bot.domain.hearings.hearings import Question
from bot.domain.law.appearing import Decision
from bot.domain.law.attendance import Outcome
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Hearing, HearingResult


def outcome_of(desk: Desk, result: HearingResult, hearing: Hearing) -> Outcome | None:
    """The outcome of one agency's report; None where the agency has no appearance any more."""
    appearance = appearance_of(desk, hearing, result.agency_id)
    return decision_of(desk, appearance, result, hearing).outcome if appearance is not None else None


def outcome_and_questions(
    desk: Desk, appearance: Appearance, result: HearingResult, hearing: Hearing
) -> tuple[Outcome | None, tuple[Question, ...]]:
    """The outcome, and what a person has to say of it: also whether a leader was owed, where that decides."""
    decision = decision_of(desk, appearance, result, hearing)
    outcome = decision.outcome
    if outcome is None:
        return None, ()
    return outcome, questions_of(outcome.questions if outcome.counts_as is not None else decision.questions)


def appearance_of(desk: Desk, hearing: Hearing, agency_id: int) -> Appearance | None:
    """The agency's appearance at a hearing, if it has one."""
    return appearances_store.of_agency(desk.session, hearing.id, agency_id)


def decision_of(desk: Desk, appearance: Appearance, result: HearingResult, hearing: Hearing) -> Decision:
    """Whether a leader was owed, and what the report counts as.

    Raises:
        Refused: the agency's rule book is not installed.
    """
    told = told_by(result, appearance)
    known = "substitution" in appearance.facts
    if not _is_unpermitted(appearance, result):
        told |= {"substitution": "permitted"} if known else {}
    elif not known:
        said = appearance.facts.get(COURT_SAID)
        told["substitution"] = "refused" if said and not said["granted"] else "pending"
    return appearing.decision_of(desk, appearance, hearing, outcome=told)


def _is_unpermitted(appearance: Appearance, result: HearingResult) -> bool:
    """Whether who came was proposed instead of the first leader, and the court's permission was not recorded."""
    proposed = appearance.facts.get(UNPERMITTED)
    if not proposed or not result.attended:
        return False
    if result.leader_id is not None:
        return bool(proposed.get("id") == result.leader_id)
    return bool(proposed.get("name") == result.leader_name)


_ACCEPTED = {"accepted": True, "repaired": True, "refused": False}


def told_by(result: HearingResult, appearance: Appearance) -> dict[str, Any]:
    """The report as the law engine's facts; who came is in the appearance's facts, an absence with the appearance."""
    who = STAFF_FACTS.get(str(appearance.facts.get("who_came")), frozenset())
    known: dict[str, Any] = {**appearing.absence_facts(appearance), "held": True, "staff": who}
    known.pop("postponement", None)
    known["leader_present"] = result.attended
    if result.attended:
        known |= {
            "leader_role": result.rank or None,
            "left_without_leave": None if result.stayed is None else not result.stayed,
            "spoke": result.spoke,
            "video": result.video,
            "identity_accepted": _ACCEPTED.get(str(appearance.facts.get("identity"))),
        }
    return {name: value for name, value in known.items() if value is not None}
