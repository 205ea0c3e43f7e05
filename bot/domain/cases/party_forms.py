"""Forms of the editor of parties: an agency joins, its capacity, the plaintiffs, the reconsideration, who appears."""

from __future__ import annotations

from bot.domain.cases.parties import HANDLES, NO_PARTY, Ground
from bot.domain.hall.forms import Choice, Field, Form, Values
from bot.domain.hall.names import REVIEWS
from bot.domain.hall.terms import PartyCapacity
from bot.domain.reading import stuck_labels
from bot.domain.reading.answers import choices_of, line_of, lines_of, read_count

CHOICES: dict[str, str] = {
    PartyCapacity.DEFENDANT.value: "defendant",
    PartyCapacity.THIRD_PARTY.value: "third party",
    PartyCapacity.RECONSIDERATION_BODY.value: "reconsideration body, sued as a co-defendant",
    "review_alone": "reconsideration body, sued alone",
}
SHOWN: dict[str, str] = {
    PartyCapacity.DEFENDANT.value: "defendant",
    PartyCapacity.THIRD_PARTY.value: "third party",
    PartyCapacity.RECONSIDERATION_BODY.value: "reconsideration body",
    "review_alone": "reconsideration body, sued alone",
}
"""A capacity where it is shown."""
GROUNDS: dict[Ground, str] = {
    Ground.AGREEMENT: "agreement of the co-defendants",
    Ground.COURT: "the court has decided",
    Ground.RULE: "by rule: it made the original act",
}
_YES_NO = (Choice("yes", "Yes", translated=True), Choice("no", "No", translated=True))


def _changing(values: Values) -> bool:
    """Whether something that is recorded already becomes another: then a reason is asked for."""
    return bool(values.get("changing"))


REASON = Field("reason", "For what reason?", "Reason", read=lines_of(400))
REASON_OF_CHANGE = Field("reason", "For what reason?", "Reason", read=lines_of(400), wanted=_changing)

ADD = Form(
    "party_add",
    "Add a party",
    (
        Field(
            "agency",
            "Which agency? Press it, or write its full name.",
            "Agency",
            read=line_of(60, *stuck_labels.AGENCIES),
        ),
        Field(
            "capacity",
            "In which capacity?",
            "Capacity",
            read=None,
            choices=choices_of({**CHOICES, HANDLES: "handles the case, is no party"}),
        ),
        Field("reason", "On what ground? Skip if the paper says it.", "Ground", read=lines_of(400), optional=True),
    ),
)
FIX = Form(
    "party_fix",
    "Correct a party",
    (
        Field(
            "capacity",
            "What is right?",
            "Capacity",
            read=None,
            choices=choices_of({**CHOICES, NO_PARTY: "is no party of this case"}),
        ),
        REASON,
    ),
)
PLAINTIFFS = Form(
    "plaintiffs",
    "Plaintiffs",
    (
        Field(
            "what",
            "What is to be entered or corrected?",
            "Correct",
            read=None,
            choices=choices_of(
                {"name": "plaintiff's name", "count": "number of plaintiffs", "kind": "whether a procuratorate sues"}
            ),
        ),
        Field(
            "name",
            "Who is the plaintiff? (shown only to the case's own people)",
            "Plaintiff",
            read=line_of(60, *stuck_labels.PLAINTIFFS),
            wanted=lambda v: v.get("what") == "name",
        ),
        Field(
            "count",
            "How many plaintiffs are there?",
            "Number of plaintiffs",
            read=read_count,
            wanted=lambda v: v.get("what") == "count",
        ),
        Field(
            "kind",
            "Is it a public-interest suit of a people's procuratorate?",
            "Procuratorate",
            read=None,
            choices=_YES_NO,
            wanted=lambda v: v.get("what") == "kind",
        ),
        REASON_OF_CHANGE,
    ),
)
RECONSIDERATION = Form(
    "review",
    "Reconsideration",
    (
        Field(
            "review",
            "What did the reconsideration come to?",
            "Reconsideration",
            read=None,
            choices=choices_of({**REVIEWS, "none": "there was no reconsideration"}),
        ),
        REASON_OF_CHANGE,
    ),
)
WHO = Form(
    "who_appears",
    "Who appears",
    (
        Field("agencies", "Whose leaders appear? Several may be chosen.", "Agencies", read=None, many=True),
        Field("ground", "On what ground?", "Ground", read=None, choices=choices_of(GROUNDS)),
        REASON_OF_CHANGE,
    ),
)
