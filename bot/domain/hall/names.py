"""Message ids for the terms of `bot.domain.hall.terms`: one wording for one thing, wherever it is shown."""

from __future__ import annotations

from bot.domain.hall.terms import AnswerVia, AppearanceState, DutyState, HearingStatus, PaperKind, PartyCapacity

PAPERS: dict[PaperKind, str] = {
    PaperKind.NOTICE_OF_RESPONSE: "notice of response",
    PaperKind.COMPLAINT_COPY: "copy of the complaint",
    PaperKind.SUMMONS: "summons",
    PaperKind.APPEARANCE_NOTICE: "appearance notice",
    PaperKind.JUDGMENT_FIRST: "first-instance judgment",
    PaperKind.RULING_FIRST: "first-instance ruling",
    PaperKind.JUDGMENT_SECOND: "second-instance judgment",
    PaperKind.RULING_SECOND: "second-instance ruling",
    PaperKind.JUDGMENT_RETRIAL: "retrial judgment",
    PaperKind.RULING_RETRIAL: "retrial ruling",
    PaperKind.MEDIATION: "mediation statement",
    PaperKind.APPEAL_COPY: "copy of the appeal",
    PaperKind.RETRIAL_COPY: "copy of the retrial application",
    PaperKind.ADVICE: "judicial advice",
    PaperKind.URGING: "urging letter",
    PaperKind.CRITICISM: "circulated criticism",
}
CAPACITIES: dict[PartyCapacity, str] = {
    PartyCapacity.DEFENDANT: "defendant",
    PartyCapacity.THIRD_PARTY: "third party",
    PartyCapacity.RECONSIDERATION_BODY: "reconsideration body",
}
REVIEWS: dict[str, str] = {
    "upheld": "act upheld",
    "altered": "act changed",
    "inadmissible": "application rejected as inadmissible",
    "inaction": "no decision was made",
}
"""What the reconsideration came to, as the rule books ask for it (行政诉讼法 art. 26; 法释〔2018〕1号 art. 133)."""
INSTANCES: dict[str, str] = {
    "first": "first instance",
    "second": "second instance",
    "retrial": "retrial",
    "review": "retrial review",
    "execution_review": "execution review",
    "other": "other procedure",
}
HEARINGS: dict[HearingStatus, str] = {
    HearingStatus.PENDING: "not confirmed yet",
    HearingStatus.SCHEDULED: "scheduled",
    HearingStatus.CANCELLED: "cancelled",
    HearingStatus.WITHDRAWN: "suit withdrawn",
    HearingStatus.HELD: "held",
    HearingStatus.NOT_HELD: "not held",
}
APPEARANCES: dict[AppearanceState, str] = {
    AppearanceState.UNNAMED: "no leader named",
    AppearanceState.ASKED: "asked, no answer yet",
    AppearanceState.CONFIRMED: "confirmed",
    AppearanceState.AWAITING_PERMISSION: "awaiting the court's permission",
    AppearanceState.CANNOT: "cannot appear",
    AppearanceState.CLOSED: "closed",
}
DUTIES: dict[DutyState, str] = {
    DutyState.OPEN: "open",
    DutyState.SUBMITTED: "handed in, waiting to be accepted",
    DutyState.DONE: "done",
    DutyState.EXCUSED: "excused",
    DutyState.TRANSFERRED: "transferred",
    DutyState.NOT_APPLICABLE: "not applicable",
    DutyState.CANCELLED: "cancelled",
}
VIAS: dict[AnswerVia, str] = {
    AnswerVia.TELEPHONE: "by telephone",
    AnswerVia.IN_PERSON: "face to face",
    AnswerVia.WRITTEN: "by written instruction",
}
"""How an answer came that was not given in the bot."""
