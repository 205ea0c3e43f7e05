"""What can start a duty, and the facts that each start understands.

The names are public: the CLI, the rule books and the papers room use the same ones.
"""

from dataclasses import dataclass
from enum import StrEnum


class Trigger(StrEnum):
    """An event that starts duties. Papers count from the day of service (`served_on`)."""

    NOTICE_OF_RESPONSE = "notice_of_response"
    COMPLAINT_COPY = "complaint_copy"
    SUMMONS = "summons"
    APPEARANCE_NOTICE = "appearance_notice"
    JUDGMENT_FIRST_INSTANCE = "judgment_first_instance"
    RULING_FIRST_INSTANCE = "ruling_first_instance"
    JUDGMENT_SECOND_INSTANCE = "judgment_second_instance"
    RULING_SECOND_INSTANCE = "ruling_second_instance"
    MEDIATION_STATEMENT = "mediation_statement"
    APPEAL_COPY = "appeal_copy"
    RETRIAL_APPLICATION_COPY = "retrial_application_copy"
    JUDGMENT_EFFECTIVE = "judgment_effective"
    COURT_BULLETIN = "court_bulletin"
    ADVICE_RECEIVED = "advice_received"
    ADVICE_HANDLED = "advice_handled"
    STATEMENT_RECEIVED = "statement_received"
    URGING_LETTER = "urging_letter"
    REMINDER_LETTER = "reminder_letter"
    CRITICISM_PUBLISHED = "criticism_published"
    HEARING_SCHEDULED = "hearing_scheduled"
    HEARING_POSTPONED = "hearing_postponed"
    HEARING_HELD = "hearing_held"
    HEARING_RESULT = "hearing_result"
    PRINCIPAL_ABSENT = "principal_absent"
    PRINCIPAL_ATTENDED = "principal_attended"
    RISK_TAGGED = "risk_tagged"
    CASE_RECEIVED = "case_received"
    CASE_CLOSED = "case_closed"
    FILING_RECEIVED = "filing_received"
    MODEL_FOUND = "model_found"
    IDENTITY_DEFECT = "identity_defect"
    MONTH_END = "month_end"
    QUARTER_END = "quarter_end"
    YEAR_END = "year_end"


PAPERS = frozenset(
    {
        Trigger.NOTICE_OF_RESPONSE,
        Trigger.COMPLAINT_COPY,
        Trigger.SUMMONS,
        Trigger.APPEARANCE_NOTICE,
        Trigger.JUDGMENT_FIRST_INSTANCE,
        Trigger.RULING_FIRST_INSTANCE,
        Trigger.JUDGMENT_SECOND_INSTANCE,
        Trigger.RULING_SECOND_INSTANCE,
        Trigger.MEDIATION_STATEMENT,
        Trigger.APPEAL_COPY,
        Trigger.RETRIAL_APPLICATION_COPY,
    }
)
DECISIONS = frozenset(
    {
        Trigger.JUDGMENT_FIRST_INSTANCE,
        Trigger.RULING_FIRST_INSTANCE,
        Trigger.JUDGMENT_SECOND_INSTANCE,
        Trigger.RULING_SECOND_INSTANCE,
        Trigger.MEDIATION_STATEMENT,
        Trigger.JUDGMENT_EFFECTIVE,
    }
)
HEARINGS = frozenset(
    {
        Trigger.HEARING_SCHEDULED,
        Trigger.HEARING_POSTPONED,
        Trigger.HEARING_HELD,
        Trigger.HEARING_RESULT,
        Trigger.PRINCIPAL_ABSENT,
        Trigger.PRINCIPAL_ATTENDED,
        Trigger.IDENTITY_DEFECT,
    }
)
#: Hearings that are recorded before they take place.
HEARINGS_TO_COME = frozenset({Trigger.HEARING_SCHEDULED, Trigger.HEARING_POSTPONED})
ADVICE = frozenset({Trigger.ADVICE_RECEIVED, Trigger.ADVICE_HANDLED, Trigger.STATEMENT_RECEIVED})
CALENDAR = frozenset({Trigger.MONTH_END, Trigger.QUARTER_END, Trigger.YEAR_END})

TRIGGER_NAMES: dict[Trigger, tuple[str, str]] = {
    Trigger.NOTICE_OF_RESPONSE: ("收到应诉通知书", "notice of response served"),
    Trigger.COMPLAINT_COPY: ("收到起诉状副本", "copy of the complaint served"),
    Trigger.SUMMONS: ("收到传票", "summons served"),
    Trigger.APPEARANCE_NOTICE: ("收到出庭通知书", "appearance notice served"),
    Trigger.JUDGMENT_FIRST_INSTANCE: ("收到一审判决书", "first-instance judgment served"),
    Trigger.RULING_FIRST_INSTANCE: ("收到一审裁定书", "first-instance ruling served"),
    Trigger.JUDGMENT_SECOND_INSTANCE: ("收到二审判决书", "second-instance judgment served"),
    Trigger.RULING_SECOND_INSTANCE: ("收到二审裁定书", "second-instance ruling served"),
    Trigger.MEDIATION_STATEMENT: ("收到调解书", "mediation statement served"),
    Trigger.APPEAL_COPY: ("收到上诉状副本", "copy of the appeal served"),
    Trigger.RETRIAL_APPLICATION_COPY: ("收到再审申请书副本", "copy of a retrial application served"),
    Trigger.JUDGMENT_EFFECTIVE: ("裁判生效", "judgment took effect"),
    Trigger.COURT_BULLETIN: ("收到法院季度通报", "court's quarterly bulletin received"),
    Trigger.ADVICE_RECEIVED: ("收到司法建议", "judicial advice received"),
    Trigger.ADVICE_HANDLED: ("司法建议处理完毕", "judicial advice handled"),
    Trigger.STATEMENT_RECEIVED: ("收到下级机关情况说明", "agency's statement received"),
    Trigger.URGING_LETTER: ("收到督促函", "urging letter received"),
    Trigger.REMINDER_LETTER: ("收到工作提醒函", "reminder letter received"),
    Trigger.CRITICISM_PUBLISHED: ("通报批评印发", "circulated criticism published"),
    Trigger.HEARING_SCHEDULED: ("开庭", "hearing"),
    Trigger.HEARING_POSTPONED: ("延期后的开庭", "postponed hearing"),
    Trigger.HEARING_HELD: ("已开庭", "hearing held"),
    Trigger.HEARING_RESULT: ("登记庭审结果", "hearing result recorded"),
    Trigger.PRINCIPAL_ABSENT: ("主要负责人应出庭未出庭", "principal leader absent from a duty case"),
    Trigger.PRINCIPAL_ATTENDED: ("主要负责人出庭", "principal leader appears"),
    Trigger.RISK_TAGGED: ("标记为风险案件", "case marked as a risk"),
    Trigger.CASE_RECEIVED: ("收到案件", "case received"),
    Trigger.CASE_CLOSED: ("结案", "case closed"),
    Trigger.FILING_RECEIVED: ("收到备案材料", "filing received"),
    Trigger.MODEL_FOUND: ("发现典型", "model case found"),
    Trigger.IDENTITY_DEFECT: ("身份证明被告知补正", "court asks to mend the identity certificate"),
    Trigger.MONTH_END: ("月末", "end of the month"),
    Trigger.QUARTER_END: ("季末", "end of the quarter"),
    Trigger.YEAR_END: ("年末", "end of the year"),
}

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
    Fact("term_on", "date", (), "the last day that the document itself names"),
)
_DECISION = _facts(
    Fact("outcome", "choice", OUTCOMES, "what was decided"),
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
)
_ADVICE = _facts(
    Fact(
        "advice_kind",
        "choice",
        ("normative_document", "governance", "absence", "case"),
        "what the judicial advice is about",
    ),
    Fact("term_days", "int", (), "the advice's own term in days"),
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
    if trigger in (Trigger.URGING_LETTER, Trigger.REMINDER_LETTER, Trigger.CRITICISM_PUBLISHED):
        facts |= {name: _CASE[name] for name in ("term_days", "term_on")}
    return facts


_CASE_EVENTS = frozenset(
    {Trigger.RISK_TAGGED, Trigger.CASE_RECEIVED, Trigger.CASE_CLOSED, Trigger.FILING_RECEIVED}
)


#: What is taken for granted where a fact is not given.
DEFAULTS: dict[str, str] = {fact.name: fact.default for fact in _COMMON.values() if fact.default}
