"""What is done to cases and their papers, as it is written down."""

from __future__ import annotations

from bot.domain.cases.paper_names import (
    ADVICE_NAMES,
    MODE_NAMES,
    ON_APPEAL_NAMES,
    OUTCOME_NAMES,
    PAPER_NAMES,
    PROCEDURE_NAMES,
    RULING_NAMES,
    TAG_NAMES,
    WHO_NAMES,
)
from bot.domain.hall.acts import Act, day, hidden, listed, named, number, term, text, yes_no
from bot.domain.hall.names import CAPACITIES, REVIEWS
from bot.domain.hall.subjects import About

_FACTS = (
    day("served_on"),
    term("mode", MODE_NAMES),
    term("outcome", OUTCOME_NAMES),
    term("ruling_kind", RULING_NAMES),
    yes_no("appeal_wanted", "an appeal is wanted: {value}"),
    term("advice_kind", ADVICE_NAMES),
    term("on_appeal", ON_APPEAL_NAMES),
    yes_no("harm_caused", "harm done: {value}"),
    term("procedure", PROCEDURE_NAMES),
    number("term_days", "own term in days: {value}"),
    number("term_months", "own term in months: {value}"),
    day("term_on", "own last day {value}"),
    day("others_served_on", "the other party got it on {value}"),
)
"""What papers hold that is entered or corrected."""

CASE_OPENED = Act("case_opened", "opened the case", text("number", personal=False))
CASE_RECORDED = Act("case_recorded", "entered a case of what has gone by", text("number", personal=False))
CASE_CLOSED = Act("case_closed", "closed the case", day("on"))
CASE_REOPENED = Act("case_reopened", "opened the case again")
CASE_EMPTIED = Act("case_emptied", "the case was closed, as nothing is recorded in it any more", day("on"))
CASE_TAGGED = Act("case_tagged", "changed the tags", term("tags", TAG_NAMES))
CASE_TAKEN_OVER = Act("case_taken_over", "took the case over", named("agency", About.AGENCY, "taken over from {value}"))
PARTY_ADDED = Act("party_added", "added a party", term("capacity", CAPACITIES))
PARTY_REMOVED = Act("party_removed", "removed a party", term("capacity", CAPACITIES))
PARTY_CHANGED = Act("party_changed", "corrected the capacity of a party", term("capacity", CAPACITIES))
PARTIES_STATED = Act(
    "parties_stated",
    "entered or corrected what is known of the parties",
    number("plaintiffs", "number of plaintiffs: {value}"),
    term("review", {**REVIEWS, "none": "there was no reconsideration"}, "reconsideration: {value}"),
    yes_no("procuratorate", "public-interest suit of a procuratorate: {value}"),
    text("outside", "parties outside the roster: {value}", personal=False),
    *hidden("plaintiff", personal=True),
)
"""The plaintiff's name is kept, and shown in no history: not everybody who reads one may know it."""
CLAIM_MADE = Act("claim_made", "entered a number that is another agency's case", text("number", personal=False))
CLAIM_CONFIRMED = Act("claim_confirmed", "confirmed a further party", named("agency", About.AGENCY), *hidden("claim"))
NUMBER_DOUBTED = Act("number_doubted", "said that the case number is wrong", text("number", personal=False))
NUMBER_CORRECTED = Act("number_corrected", "gave the right case number", text("number", personal=False))
UNIT_ASSIGNED = Act("unit_assigned", "named the handling unit", text("unit", personal=False))
PAPER_RECORDED = Act("paper_recorded", "recorded a paper", term("kind", PAPER_NAMES), *_FACTS)
PAPER_CORRECTED = Act("paper_corrected", "corrected a paper", *_FACTS)
PAPER_WITHDRAWN = Act("paper_withdrawn", "took a paper back", term("kind", PAPER_NAMES))
JUDGMENT_EFFECTIVE = Act("judgment_effective", "confirmed the effective date", day("on"))
JUDGMENT_APPEALED = Act("judgment_appealed", "noted an appeal", term("by", WHO_NAMES), day("on"), text("number"))
NOT_APPEALED = Act("judgment_not_appealed", "said that there was no appeal", *hidden("on"))
APPEAL_DECIDED = Act("appeal_decided", "said whether the agency appeals", yes_no("appeal_wanted", "{value}"))
OTHERS_SERVED = Act("others_served", "said when the other side was served", day("on"))
EFFECT_UNNEEDED = Act("effect_unneeded", "said that the effective date need not be asked for")
CASE_LINKED = Act("case_linked", "linked the case decided before", text("number", personal=False))
ADVICE_HANDLED = Act("advice_handled", "noted the advice as dealt with", day("on"))
FILES_FETCHED = Act("files_fetched", "fetched the files")
MESSAGE_SENT = Act("message_sent", "message sent")
"""Not written down by itself: the outbox holds the proof, and the history tells it like an act."""

ACTS = listed(
    CASE_OPENED, CASE_RECORDED, CASE_CLOSED, CASE_REOPENED, CASE_EMPTIED, CASE_TAGGED, CASE_TAKEN_OVER, PARTY_ADDED,
    PARTY_REMOVED, PARTY_CHANGED, PARTIES_STATED,
    CLAIM_MADE, CLAIM_CONFIRMED, NUMBER_DOUBTED, NUMBER_CORRECTED, UNIT_ASSIGNED, PAPER_RECORDED, PAPER_CORRECTED,
    PAPER_WITHDRAWN, JUDGMENT_EFFECTIVE, JUDGMENT_APPEALED, NOT_APPEALED, APPEAL_DECIDED, OTHERS_SERVED,
    EFFECT_UNNEEDED, CASE_LINKED, ADVICE_HANDLED, FILES_FETCHED, MESSAGE_SENT,
)  # fmt: skip
