"""The papers of one hearing: what goes to the court before it, and what is fed back after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.documents.documents import DocumentState
from bot.domain.documents.kinds import Kind
from bot.domain.hall.terms import AppearanceState

NOTICE, REMINDER = "hearing_notice", "leader_notice"
"""From the bureau to the unit, and from the unit to its leader."""
CERTIFICATE, PROXY, ABSENCE, FEEDBACK = (
    "identity_certificate",
    "power_of_attorney",
    "absence_statement",
    "feedback_form",
)
KINDS: dict[str, str] = {
    NOTICE: "Appearance notice",
    REMINDER: "Leader's reminder",
    CERTIFICATE: "Identity certificate",
    PROXY: "Power of attorney",
    ABSENCE: "Absence statement",
    FEEDBACK: "Feedback form",
}
"""By the id of the kind, in the order of the hearing; the words are message ids, short enough for a button."""
READIES: dict[str, str] = {CERTIFICATE: "identity", PROXY: "proxy"}
"""What of the checklist before a hearing a sealed paper shows to be ready."""
SCORE = "court_score"
"""The field for what the court says of an appearance, which comes when the form has long been submitted."""


def wanted(state: AppearanceState, *, named: bool, reported: bool) -> tuple[str, ...]:
    """Which of these papers an agency may need, by where it stands."""
    if reported or state is AppearanceState.CLOSED:
        return (FEEDBACK,) if reported else ()
    if state is AppearanceState.CANNOT:
        return ABSENCE, PROXY
    return (NOTICE, REMINDER, CERTIFICATE, PROXY) if named else (NOTICE, PROXY)


@dataclass(frozen=True, slots=True)
class HearingPaper:
    """One of them; `document` is 0 where nobody has begun it."""

    kind: Kind
    document: int = 0
    state: DocumentState | None = None
    may_begin: bool = False
    may_score: bool = False
    """What the court says of the appearance can be written down now."""


@dataclass(frozen=True, slots=True)
class HearingPapers:
    """All of them, for one reader and one agency of the hearing."""

    hearing_id: int
    agency_id: int
    appearance_id: int
    number: str
    agency: str
    starts_at: datetime
    papers: tuple[HearingPaper, ...] = ()
    version: int = 0
    """Of the appearance."""
    may_name_defect: bool = False
    """The court may find something wrong with the certificate, and the reader may say so."""
