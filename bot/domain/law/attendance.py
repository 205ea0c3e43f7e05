"""What came of a hearing counts as: attended, excused, unexcused, exempt or not heard (C3, C5, A12, A27)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.law.explanations import Step, step
from bot.domain.law.hearing_facts import OUTCOME_FACTS
from bot.domain.law.rules import Stack

Facts = Mapping[str, Any]


class CountsAs(StrEnum):
    """The row of the statistics that a hearing makes for one agency."""

    ATTENDED = "attended"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    EXEMPT = "exempt"
    NOT_HEARD = "not_heard"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a hearing counts and why; `counts_as` is None where a person has to say first.

    `principal_appeared` is None where nobody came as a leader or a person has to say; `breaches` are
    candidates for a person.
    """

    counts_as: CountsAs | None
    reasons: tuple[Step, ...]
    questions: tuple[Step, ...] = ()
    principal_appeared: bool | None = None
    breaches: tuple[str, ...] = ()


@dataclass(slots=True)
class _Judged:
    facts: Facts
    params: Mapping[str, Any]
    required: str
    present: bool | None
    reasons: list[Step] = field(default_factory=list)
    questions: list[Step] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)


#: Facts that tell something of what happened; that the date is a postponed one was known before.
_TELLING = OUTCOME_FACTS.keys() - {"postponed_before"}
_COMING = frozenset({"leader_role", "identity_accepted", "left_without_leave", "refused_to_explain", "video", "spoke"})
_STAYING_AWAY = frozenset(
    {
        "absence_reason",
        "proof_given",
        "proof_sealed_or_signed",
        "given_before_hearing",
        "court_view",
        "consent_given",
    }
)
_NEVER_LEADERS = frozenset({"department_head", "entrusted_body_leader", "lower_organ_leader", "lawyer", "staff"})
_OWN_STAFF = frozenset({"own_staff", "entrusted_body_staff", "lower_organ_staff", "legal_office_staff"})
_HIGH_LEVELS = frozenset({"city_government", "provincial"})


def judge_outcome(
    facts: Facts, stack: Stack, required: str, exempt: bool, *, principal: bool = False
) -> Outcome | None:
    """Return what the outcome counts as; None when nothing is known of what happened.

    `principal`: the principal leader had to come, also where it is open which of the co-defendants appears.
    """
    if not _TELLING & facts.keys() and facts["session"] == "hearing":
        return None
    judged = _Judged(facts, stack.params, required, _present_at(facts))
    counts = _counts(judged, exempt)
    appeared = _principal_appeared(judged, counts)
    if principal or required == "principal":
        _principal_missed(judged, counts, appeared)
    return Outcome(counts, tuple(judged.reasons), tuple(judged.questions), appeared, tuple(judged.breaches))


def _present_at(facts: Facts) -> bool | None:
    """Whether somebody came as the leader: as told, else as other facts imply; None where nothing says so."""
    if facts.get("leader_present") is not None:
        return bool(facts["leader_present"])
    if _COMING & facts.keys():
        return True
    return False if _STAYING_AWAY & facts.keys() else None


def _principal_appeared(judged: "_Judged", counts: CountsAs | None) -> bool | None:
    """Whether the principal leader appeared by the rules; a refused certificate or leaving is no appearance."""
    if not judged.present or counts is None:
        return None
    return _principal(judged) if counts in (CountsAs.ATTENDED, CountsAs.EXEMPT) else False


def _principal_missed(judged: "_Judged", counts: CountsAs | None, appeared: bool | None) -> None:
    """The principal had to come: a deputy instead is a candidate for criticism unless a valid reason was accepted."""
    if counts is CountsAs.ATTENDED and appeared is False:
        excused = set(_missing_parts(judged)) <= {"staff"}
        judged.reasons.append(step("principal_excused" if excused else "deputy_for_principal"))
        if excused:
            return
    elif counts is not CountsAs.UNEXCUSED and not _stayed_away(judged, counts):
        return
    judged.breaches.append("principal_duty_missed")


def _stayed_away(judged: "_Judged", counts: CountsAs | None) -> bool:
    """Nobody came, no valid reason is there, and it is open only which of the co-defendants had to."""
    if counts is not None or judged.required != "ask" or judged.present is not False:
        return False
    return bool(set(_missing_parts(judged)) - {"staff"})


def _counts(judged: _Judged, exempt: bool) -> CountsAs | None:
    facts = judged.facts
    if facts.get("held") is False or facts["session"] != "hearing" or facts.get("postponement") == "granted":
        judged.reasons.append(step("postponed" if facts.get("postponement") == "granted" else "not_held"))
        return CountsAs.NOT_HEARD
    if judged.required == "none":
        judged.reasons.append(step("row_exempt" if exempt else "no_duty"))
        return CountsAs.EXEMPT
    if judged.present:
        return _present(judged)
    if judged.required == "ask":
        judged.reasons.append(step("duty_open"))
        return None
    if judged.present is None:
        judged.questions.append(step("ask_leader_present"))
        return None
    return _absent(judged)


def _present(judged: _Judged) -> CountsAs | None:
    """Somebody came: was it a leader, was the identity accepted, did they stay?"""
    facts = judged.facts
    counted = _is_leader(judged)
    if counted is None:
        return None
    if not counted:
        judged.reasons.append(step("no_leader", role=str(facts.get("leader_role"))))
        return _absent(judged)
    if _unpermitted(judged):
        return CountsAs.UNEXCUSED
    for fact, bad, code, breaches in (
        ("identity_accepted", False, "identity_refused", ()),
        ("left_without_leave", True, "left", ("spc_left", "absent_or_left")),
        ("refused_to_explain", True, "refused_to_explain", ("spc_refused_to_explain",)),
    ):
        if facts.get(fact) is bad:
            judged.reasons.append(step(code))
            judged.breaches += breaches
            if code != "refused_to_explain":
                return CountsAs.UNEXCUSED
    if facts.get("video") and not judged.params.get("video_counts", True):
        judged.reasons.append(step("video_refused"))
        return CountsAs.UNEXCUSED
    if facts.get("spoke") is False:
        judged.reasons.append(step("silent"))
        judged.breaches.append("silent")
    judged.reasons.append(step("attended_video" if facts.get("video") else "attended"))
    first_only = judged.params.get("same_instance") == "first_hearing"
    if first_only and facts.get("hearings_before") and facts.get("attended_first") is False:
        judged.reasons.append(step("not_first_hearing"))
    return CountsAs.ATTENDED


def _unpermitted(judged: _Judged) -> bool:
    """Whether who came stands in for another leader without the court's permission, where the book wants it (C4)."""
    said = judged.facts.get("substitution")
    if said in (None, "permitted") or judged.params.get("change_of_leader") != "needs_permission":
        return False
    judged.reasons.append(step("substitution_unpermitted"))
    if said == "pending":
        judged.questions.append(step("ask_substitution"))
    return True


def _is_leader(judged: _Judged) -> bool | None:
    """Whether who came counts as a responsible leader (C3); None where a person has to say."""
    role = judged.facts.get("leader_role")
    if role is None:
        judged.questions.append(step("ask_leader_role"))
        return None
    if role in _NEVER_LEADERS:
        return False
    switch = {
        "party_secretary": judged.params.get("party_secretary", "ask"),
        "business_leader": judged.params.get("business_leader", "not_leader"),
        "secretary_general": _secretary(judged),
    }.get(str(role), "leader")
    confirmed = judged.facts.get("counts_as_leader")
    if switch == "ask" and confirmed is not None:
        return bool(confirmed)
    if switch == "ask":
        judged.questions.append(step(f"ask_{role}"))
        return None
    return bool(switch == "leader")


def _secretary(judged: _Judged) -> str:
    """A government's secretary-general counts only where the book says, in some from the city up."""
    way = str(judged.params.get("secretary_general", "not_leader"))
    if way == "city_and_above":
        return "leader" if judged.facts.get("level") in _HIGH_LEVELS else "not_leader"
    return way


def _principal(judged: _Judged) -> bool | None:
    """Whether the one who came is the principal leader; an acting deputy by the book's parameter."""
    role = judged.facts.get("leader_role")
    if role == "acting_deputy":
        way = judged.params.get("acting_deputy", "principal")
        if way == "ask":
            judged.questions.append(step("ask_acting_deputy"))
            return None
        return bool(way == "principal")
    return bool(role == "principal")


def _absent(judged: _Judged) -> CountsAs:
    """No leader: excused only when every part of a valid absence is there (C5)."""
    missing = list(_missing_parts(judged))
    staff = frozenset(judged.facts.get("staff", ()))
    if not missing:
        judged.reasons.append(step("all_parts"))
        return CountsAs.EXCUSED
    judged.reasons += [step(f"part_{part}") for part in missing]
    if "court_pending" in missing and "reason" not in missing:
        judged.questions.append(step("ask_court_view"))
    if "staff" in judged.facts and not staff & _OWN_STAFF:
        # The Court's text and those of counties say the same in words of their own; a lawyer alone is no staff (C5).
        judged.breaches += ["spc_both_absent", "no_leader_no_staff"]
        if not staff:
            judged.breaches.append("absent_or_left")
    judged.breaches.append("spc_absent_again" if judged.facts.get("postponed_before") else "spc_absent")
    return CountsAs.UNEXCUSED


def _missing_parts(judged: _Judged) -> list[str]:
    """Return the parts of a valid absence that are not there, in the order of the texts."""
    facts = judged.facts
    parts = {
        "reason": facts.get("absence_reason") is not None,
        "proof": facts.get("proof_given") is True,
        "seal": facts.get("proof_sealed_or_signed") is True,
        "before": facts.get("given_before_hearing") is True,
        "staff": bool(frozenset(facts.get("staff", ())) & _OWN_STAFF),
        "court_rejected": facts.get("court_view") != "rejected",
        "court_pending": facts.get("court_view") in ("accepted", "rejected"),
    }
    if judged.params.get("absence_consent", "none") != "none":
        parts["consent"] = facts.get("consent_given") is True
    return [part for part, there in parts.items() if not there]
