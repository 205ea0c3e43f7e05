"""The facts that each trigger understands: names, types and choices, shared by rule books and CLI."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.law.triggers import ADVICE, CALENDAR, DECISIONS, HEARINGS, PAPERS, Trigger

LOSSES: tuple[str, ...] = (
    "revoked",
    "declared_unlawful",
    "declared_void",
    "altered",
    "ordered_to_perform",
    "ordered_to_redo",
    "payment_ordered",
    "compensation_ordered",
)
OUTCOMES: tuple[str, ...] = (*LOSSES, "claim_dismissed", "suit_dismissed", "withdrawn", "mediated")
#: What a later instance makes of the decision before it (行政诉讼法 89; 法释〔2018〕1号 119-123).
ON_APPEAL: tuple[str, ...] = ("upheld", "altered", "remanded", "appeal_withdrawn", "mediated")
WITHIN: tuple[str, ...] = ("dispatched_body", "internal_body")
"""Bodies that are part of a unit: what a level owes each year its unit owes for them, unless a rule names them."""
LEVELS: tuple[str, ...] = (
    "township",
    "subdistrict",
    "county_department",
    "county_government",
    "city_department",
    "city_government",
    "provincial",
    "authorised_body",
)
TAGS: tuple[str, ...] = (
    "food_drug_safety",
    "ecology_resources",
    "major_accident",
    "public_health",
    "major_public_interest",
    "high_public_attention",
    "mass_incident_risk",
    "chain_reaction_risk",
    "public_opinion",
    "livelihood_sanction",
    "detention",
    "expropriation",
    "public_interest_suit",
    "major_personal_property",
    "superior_document",
    "superior_demand",
    "court_notice",
    "court_suggestion",
    "principal_demanded_by_superior",
    "principal_demanded_by_review_body",
    "principal_demanded_by_court",
    "supreme_court_case",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact a trigger understands. `kind` is bool, int, date, choice or choices (a set)."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    meaning: str = ""
    default: str | None = None


def _facts(*facts: Fact) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


_COMMON = _facts(
    Fact("level", "choice", LEVELS, "level of the unit that the duty concerns"),
    Fact(
        "case_kind",
        "choice",
        ("litigation", "reconsideration", "arbitration"),
        "kind of case",
        default="litigation",
    ),
)
_CASE = _facts(
    Fact(
        "position",
        "choice",
        ("defendant", "co_defendant", "third_party", "reconsideration_body"),
        "the agency's place in the case",
    ),
    Fact(
        "review_outcome",
        "choice",
        ("none", "upheld", "altered", "inaction", "inadmissible"),
        "what the reconsideration came to",
    ),
    Fact("instance", "choice", ("first", "second", "retrial"), "instance of the case"),
    Fact("procedure", "choice", ("ordinary", "summary"), "procedure of the first instance"),
    Fact("handling_unit_known", "bool", (), "false where the handling unit is not clear"),
    Fact("handling_units", "int", (), "how many units handled the act"),
    Fact("plaintiffs", "int", (), "number of plaintiffs"),
    Fact("tags", "choices", TAGS, "risk and subject tags of the case"),
    Fact("term_days", "int", (), "the document's own term in days, as typed in"),
    Fact("term_months", "int", (), "the document's own term in months, as typed in"),
    Fact("term_on", "date", (), "the last day that the document itself names"),
)
_DECISION = _facts(
    Fact("outcome", "choice", OUTCOMES, "what was decided, and of a later instance what stands now"),
    Fact("on_appeal", "choice", ON_APPEAL, "what a later instance made of the decision before it"),
    Fact(
        "ruling_kind",
        "choice",
        ("not_accepted", "suit_dismissed", "jurisdiction", "other"),
        "kind of a ruling; only the first three can be appealed",
    ),
    Fact("appeal_wanted", "bool", (), "whether the unit wants to appeal"),
    Fact("appealed", "bool", (), "whether anybody appealed"),
    Fact("pronounced_in_court", "bool", (), "whether judgment was pronounced in court"),
    Fact("harm_caused", "bool", (), "whether the unlawful act harmed the party"),
)
_HEARING = _facts(
    Fact("leader_required", "choice", ("none", "base", "hard", "principal", "ask"), "see `law appear`"),
    Fact("principal_required", "bool", (), "whether the principal leader had to appear"),
    Fact("excuse_accepted", "bool", (), "whether a valid reason was accepted"),
    Fact("leader_named", "bool", (), "whether the leader is already named"),
    Fact("absence_reported", "bool", (), "whether it is reported that no leader can come"),
    Fact("staff_came", "bool", (), "whether relevant staff of the agency came"),
)
_ADVICE = _facts(
    Fact(
        "advice_kind",
        "choice",
        ("normative_document", "governance", "absence", "case"),
        "what the judicial advice is about",
    ),
    Fact("term_days", "int", (), "the advice's own term in days"),
    Fact("term_months", "int", (), "the advice's own term in months"),
    Fact("term_on", "date", (), "the last day that the advice itself names"),
    Fact("advice_received_on", "date", (), "when the advice was received"),
)
_YEAR = _facts(
    Fact("cases_heard", "int", (), "hearings held this year with this unit"),
    Fact("principal_attended_times", "int", (), "times its principal leader appeared this year"),
    Fact("count_done", "int", (), "events of the kind already held in the period"),
)


def facts_of(trigger: Trigger) -> dict[str, Fact]:
    """Return the facts that `trigger` understands, by name."""
    facts = dict(_COMMON)
    if trigger in PAPERS or trigger in DECISIONS or trigger in HEARINGS or trigger in _CASE_EVENTS:
        facts |= _CASE
    if trigger in DECISIONS:
        facts |= _DECISION
    if trigger in HEARINGS:
        facts |= _HEARING
    if trigger in ADVICE:
        facts |= _ADVICE
    if trigger in CALENDAR:
        facts |= _YEAR
    if trigger is Trigger.PLAN_ITEM:
        facts |= {"term_on": _CASE["term_on"]}
    if trigger in (Trigger.URGING_LETTER, Trigger.REMINDER_LETTER, Trigger.CRITICISM_PUBLISHED):
        facts |= {name: _CASE[name] for name in ("term_days", "term_months", "term_on")}
    return facts


_CASE_EVENTS = frozenset({Trigger.RISK_TAGGED, Trigger.CASE_RECEIVED, Trigger.CASE_CLOSED, Trigger.FILING_RECEIVED})


#: What is taken for granted where a fact is not given.
DEFAULTS: dict[str, str] = {fact.name: fact.default for fact in _COMMON.values() if fact.default}


#: What an outcome says of a ruling's kind, where nobody typed the kind in: leave to withdraw is no ruling to appeal.
RULING_KINDS: dict[str, str] = {"suit_dismissed": "suit_dismissed", "withdrawn": "other", "mediated": "other"}


def ruling_kind_of(facts: Mapping[str, Any]) -> str | None:
    """The kind of a ruling: as it was said, else as it follows from what was decided; None where neither is known."""
    return facts.get("ruling_kind") or RULING_KINDS.get(str(facts.get("outcome")))
