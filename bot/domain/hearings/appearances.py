"""Who counts as what in court, and what can be answered about an appearance. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.hall.terms import AbsenceReason, Role
from bot.domain.hearings.hearings import Question
from bot.domain.law.explanations import Step


@dataclass(frozen=True, slots=True)
class Replacement:
    """A leader who has said yes, in whose place another one would appear."""

    name: str
    post: str
    told: tuple[str, ...] = ()
    """Who would get word of it, by name."""
    waits: bool = False
    """The court must permit the change first."""


#: Ranks offered in the result form, in order of weight; the values are facts of the law engine.
RANKS: dict[str, str] = {
    "principal": "principal leader",
    "acting_deputy": "deputy in charge of the whole work",
    "deputy": "deputy leader",
    "deputy_in_charge": "deputy leader in charge of the matter",
    "other_in_charge": "another leader in charge of the matter",
    "party_secretary": "Party secretary without the administrative post",
    "secretary_general": "secretary-general",
    "business_leader": "leader of the business line",
    "department_head": "head of an internal section",
}
REASONS: dict[AbsenceReason, str] = {
    AbsenceReason.FORCE_MAJEURE: "force majeure",
    AbsenceReason.ACCIDENT: "accident",
    AbsenceReason.IRREPLACEABLE_DUTY: "a duty that nobody else can perform",
    AbsenceReason.OTHER: "another proper reason",
}
PROOFS: dict[str, str] = {
    "sealed": "sealed by the agency",
    "signed": "signed by the principal leader",
    "none": "not ready yet",
}
WHO_COMES: dict[str, str] = {
    "staff": "staff of the agency",
    "staff_lawyer": "staff of the agency and a lawyer",
    "entrusted": "staff of an entrusted body",
    "lower": "staff of a lower organ",
    "lawyer": "a lawyer only",
    "nobody": "nobody",
}
"""Who came, or will come, besides a leader."""
STAFF_FACTS: dict[str, frozenset[str]] = {
    "staff": frozenset({"own_staff"}),
    "staff_lawyer": frozenset({"own_staff", "lawyer"}),
    "entrusted": frozenset({"entrusted_body_staff"}),
    "lower": frozenset({"lower_organ_staff"}),
    "lawyer": frozenset({"lawyer"}),
    "nobody": frozenset(),
}

ENTRUSTABLE = ("staff", "staff_lawyer", "entrusted", "lower")
"""Who may be entrusted where no leader comes; the last two where the rule book counts them as the agency's staff."""

_SECRETARY = re.compile(r"书记")
_ADMINISTRATIVE = re.compile(r"局长|主任|镇长|乡长|县长|市长|区长|所长|站长")
_ACTING = re.compile(r"主持.{0,4}工作")


def rank_of(role: Role | None, post: str) -> str:
    """What a person's appointment makes of them in court (reference C3, the defaults of register A12)."""
    if _ACTING.search(post):
        return "acting_deputy"
    if _SECRETARY.search(post) and not _ADMINISTRATIVE.search(post):
        return "party_secretary"
    return "principal" if role is Role.PRINCIPAL else "deputy"


_YES_NO = ("yes", "no")
_FACT_OF: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ask_should_be_defendant": ("should_be_defendant", _YES_NO),
    "ask_co_defendants": ("co_defendants_agreed", ("us", "other", "both")),
    "ask_original_agency": ("original_agency", _YES_NO),
    "ask_government_principal": ("government_principal_meant", _YES_NO),
    "ask_attended_first": ("attended_first", _YES_NO),
    "ask_attended_before": ("attended_before", _YES_NO),
    "ask_party_secretary": ("counts_as_leader", _YES_NO),
    "ask_business_leader": ("counts_as_leader", _YES_NO),
    "ask_secretary_general": ("counts_as_leader", _YES_NO),
    "ask_substitution": ("substitution", ("permitted", "refused")),
    "ask_court_view": ("court_view", ("accepted", "rejected")),
}
#: Questions that a person answers with a button; others need the case to be corrected.
SETTLING: Mapping[str, tuple[str, ...]] = dict(_FACT_OF.values())

FIRST = "stands_in_for"
"""Fact of an appearance: the first leader, while a change of leader waits for the court, also of a hearing that ended
while it waited."""


def first_leader(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The leader who stays on duty while a change waits for the court: `id`, `name`, `post` and more; else empty."""
    return dict(facts.get(FIRST, {}))


def named(leader_id: int | None, facts: Mapping[str, Any]) -> set[int]:
    """People of the roster who keep the day: who is named, and the first leader while a change waits for the court."""
    return {one for one in (leader_id, first_leader(facts).get("id")) if one is not None}


UNPERMITTED = "unpermitted"
"""Fact of an appearance: a leader whom the court has not permitted to come instead of the first one."""
COURT_SAID = "court_said"
"""Fact of an appearance: what the court said of the change, with both leaders, so that it can be taken back."""
OUT_OF_CASE = "left_the_case"
"""Fact of an appearance that ended because its agency turned out to be no party: it is judged no more."""

PARTY_FACTS = frozenset(
    {
        "should_be_defendant",
        "co_defendants_agreed",
        "court_named",
        "original_agency",
        "government_principal_meant",
    }
)
"""Answers that hold for the agency in the whole case, whichever hearing it was asked at: kept with the party."""


IDENTITY: dict[str, str] = {
    "accepted": "accepted",
    "repaired": "repaired before the start",
    "refused": "refused",
}
"""What the court made of the leader's identity certificate (法释〔2020〕3号 art. 6)."""
NO_REASON = "none"
"""No reason was given why no leader came."""


def questions_of(asked: Sequence[Step]) -> tuple[Question, ...]:
    """The open questions of a decision, with the answers that buttons offer."""
    found = []
    for sentence in asked:
        fact, answers = _FACT_OF.get(sentence.code, ("", ()))
        found.append(Question(fact, sentence, answers))
    return tuple(found)


def fact_value(answer: str) -> Any:
    """An answer of a button as the law engine's value."""
    return {"yes": True, "no": False}.get(answer, answer)


@dataclass(frozen=True, slots=True)
class Absence:
    """What was said when a leader cannot come (法释〔2020〕3号 arts. 8-9)."""

    reason: AbsenceReason
    note: str
    proof: str
    who: str
    staff: str
    counsel: str = ""
    postponement: bool = False
    consent: bool = False
    """The government's principal leader consents, where the rule book wants that."""
    happened: str = ""
    """When it happened, in words, where it is recorded only after the hearing's hour."""
    files: tuple[Mapping[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Result:
    """What is reported after a hearing that was held."""

    attended: bool
    leader_id: int | None = None
    leader: str = ""
    rank: str = ""
    stayed: bool | None = None
    spoke: bool | None = None
    on_settlement: bool | None = None
    who: str = "nobody"
    staff: str = ""
    counsel: str = ""
    video: bool = False
    outcome: str = ""
    identity: str = ""
    """A key of `IDENTITY`; empty where no leader came, or nobody has said."""
    excuse: Absence | None = None
    """Why no leader came, where that was not reported before the hearing."""
