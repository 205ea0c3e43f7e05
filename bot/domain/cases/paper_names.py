"""What papers, outcomes and tags are called: English message ids."""

from __future__ import annotations

from bot.domain.hall.terms import PaperKind, ServiceMode
from bot.domain.law.trigger_facts import ON_APPEAL, OUTCOMES, TAGS

PAPER_NAMES: dict[PaperKind, str] = {
    PaperKind.NOTICE_OF_RESPONSE: "notice of response",
    PaperKind.COMPLAINT_COPY: "copy of the complaint",
    PaperKind.SUMMONS: "summons",
    PaperKind.APPEARANCE_NOTICE: "appearance notice",
    PaperKind.JUDGMENT_FIRST: "judgment (first instance)",
    PaperKind.RULING_FIRST: "ruling (first instance)",
    PaperKind.JUDGMENT_SECOND: "judgment (second instance)",
    PaperKind.RULING_SECOND: "ruling (second instance)",
    PaperKind.JUDGMENT_RETRIAL: "judgment (retrial)",
    PaperKind.RULING_RETRIAL: "ruling (retrial)",
    PaperKind.MEDIATION: "mediation statement",
    PaperKind.APPEAL_COPY: "copy of the appeal",
    PaperKind.RETRIAL_COPY: "copy of the retrial application",
    PaperKind.ADVICE: "judicial advice",
    PaperKind.URGING: "urging letter",
    PaperKind.CRITICISM: "circulated criticism",
}
MODE_NAMES: dict[ServiceMode, str] = {
    ServiceMode.IN_PERSON: "in person",
    ServiceMode.POST: "by post",
    ServiceMode.ELECTRONIC: "electronically",
    ServiceMode.RETAINED: "left at the place",
    ServiceMode.FORWARDED: "forwarded",
    ServiceMode.ANNOUNCED: "by public notice",
}
OUTCOME_NAMES: dict[str, str] = {
    "revoked": "act revoked",
    "declared_unlawful": "declared unlawful",
    "declared_void": "declared void",
    "altered": "act altered",
    "ordered_to_perform": "ordered to perform its duty",
    "ordered_to_redo": "ordered to act anew",
    "payment_ordered": "payment or performance ordered",
    "compensation_ordered": "compensation ordered",
    "claim_dismissed": "claims dismissed",
    "suit_dismissed": "suit dismissed",
    "withdrawn": "suit withdrawn",
    "mediated": "settled by mediation",
}
ON_APPEAL_NAMES: dict[str, str] = {
    "upheld": "appeal dismissed, decision upheld",
    "altered": "decision altered",
    "remanded": "revoked and sent back for a new trial",
    "appeal_withdrawn": "withdrawal of the appeal allowed",
    "mediated": "settled by mediation",
}
"""What a second instance makes of the decision before it."""
ON_RETRIAL_NAMES: dict[str, str] = {
    **ON_APPEAL_NAMES,
    "upheld": "decision upheld in the retrial",
    "appeal_withdrawn": "withdrawal of the application allowed",
}
PROCEDURE_NAMES: dict[str, str] = {"ordinary": "ordinary procedure", "summary": "summary procedure"}
WHO_NAMES: dict[str, str] = {"own": "our side", "other": "the other side"}
"""Who appealed."""
RULING_NAMES = {
    "not_accepted": "case not accepted",
    "suit_dismissed": "suit dismissed (ruling)",
    "jurisdiction": "on jurisdiction",
    "other": "another ruling",
}
ADVICE_NAMES = {
    "normative_document": "on a normative document",
    "governance": "on governance",
    "absence": "on an absence in court",
    "case": "on this case",
}
TAG_NAMES: dict[str, str] = {
    "public_opinion": "public opinion",
    "mass_incident_risk": "risk of a mass incident",
    "chain_reaction_risk": "risk of a chain reaction",
    "high_public_attention": "high public attention",
    "major_public_interest": "major public interest",
    "food_drug_safety": "food and drug safety",
    "ecology_resources": "environment and resources",
    "major_accident": "major accident",
    "public_health": "public health",
    "livelihood_sanction": "sanction that takes a livelihood",
    "detention": "detention",
    "expropriation": "expropriation",
    "public_interest_suit": "public-interest suit",
    "major_personal_property": "major personal or property interest",
    "superior_document": "a superior's document requires it",
    "superior_demand": "a superior demands it",
    "court_notice": "the court notified the leader",
    "court_suggestion": "the court suggests it in writing",
    "principal_demanded_by_superior": "superior demands the principal",
    "principal_demanded_by_review_body": "review body demands the principal",
    "principal_demanded_by_court": "court demands the principal",
    "supreme_court_case": "before the Supreme Court",
}
FIX_NAMES = {
    "served_on": "day of receipt",
    "mode": "how it was served",
    "outcome": "outcome (correction)",
    "on_appeal": "what became of the decision before",
    "ruling_kind": "kind of ruling",
    "appeal": "whether to appeal",
    "harm": "whether the act did harm",
    "procedure": "the procedure",
    "term": "the document's own term",
    "redo": "the paper or the case number is wrong",
    "withdraw": "entered by mistake: take it back",
}

assert set(TAG_NAMES) == set(TAGS)
assert set(OUTCOME_NAMES) == set(OUTCOMES)
assert set(ON_APPEAL_NAMES) == set(ON_RETRIAL_NAMES) == set(ON_APPEAL)
