"""The papers of an event, as one page shows them. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import EventKind, EventState

NOTICE, SHEET, SUMMARY = "event_notice", "sign_in_sheet", "event_summary"
OBSERVERS, AGENDA, MINUTES = "observer_list", "agenda", "minutes"
KINDS: dict[str, str] = {
    NOTICE: "Notice",
    SHEET: "Sign-in sheet (Word)",
    SUMMARY: "Summary (Word)",
    OBSERVERS: "List of observers",
    AGENDA: "Meeting agenda",
    MINUTES: "Minutes",
}
"""What buttons call them (message ids)."""


@dataclass(frozen=True, slots=True)
class EventPaper:
    """`document` is 0 where none was begun."""

    kind: str
    document: int = 0
    state: DocumentState | None = None


@dataclass(frozen=True, slots=True)
class EventPapers:
    """`event` is its id."""

    event: int
    title: str
    kind: EventKind
    starts_at: datetime
    papers: tuple[EventPaper, ...] = ()


def wanted(kind: EventKind, state: EventState, *, begun: bool, watches: bool) -> tuple[str, ...]:
    """Which papers an event can have now: a notice until it begins, and of a conference what is on its table; a summary
    from then on, and of a conference what it agreed; who observes a hearing only where its own staff sits in. One that
    was cancelled has none."""
    if state is EventState.CANCELLED:
        return ()
    over = begun or state is EventState.HELD
    names = [SHEET] if over else [NOTICE, SHEET]
    if watches and kind is EventKind.SITTING_IN:
        names.append(OBSERVERS)
    if kind is EventKind.JOINT_MEETING:
        names.append(MINUTES if over else AGENDA)
    return (*names, SUMMARY) if over else tuple(names)
