"""Breaches as candidates: what the bot has grounds for, what a person made of it. Nothing follows by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.hall.forms import Field, Form
from bot.domain.reading.answers import read_day_gone_by, show_day
from bot.domain.reading.cleaning import read_text

REASON_LENGTH = 500


BY_HAND = (
    "interference",
    "spc_refused_to_explain",
    "handling_failure",
    "no_settlement_effort",
    "other_violation",
)
"""Codes that nothing in the bot can show: a coordinator enters them."""
WHERE_NAMED = frozenset({"no_settlement_effort"})
"""Those of them that are a breach only where a text says so; the others are one everywhere."""


class CandidateState(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    GONE = "gone"
    """Its ground fell away before anybody decided."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a candidate rests on."""

    code: str
    rule: str
    agency_id: int
    subject: str
    on: date
    case_id: int | None = None
    hearing_id: int | None = None
    duty_id: int | None = None
    fact: str = ""
    """What was not done, where several rules ask for it: one letter answers the court by the national text and by the
    county's own. It is a breach once."""

    @property
    def key(self) -> str:
        return f"{self.code}/{self.subject}"


@dataclass(frozen=True, slots=True)
class Named:
    """A code, a measure or a kind of paper with its words in both languages."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One of a list."""

    id: int
    agency: str
    case: str
    breach: Named
    on: date
    state: CandidateState


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """One with what it rests on, what the texts provide for it, and what was done about it."""

    id: int
    version: int
    agency: str
    case: str
    breach: Named
    on: date
    state: CandidateState
    ground: tuple[str, str] = ("", "")
    """What was owed and not done, or what was reported of the hearing, in both languages; may be empty."""
    besides: tuple[tuple[str, str, date], ...] = ()
    """The same by other rules, each with its last day."""
    citation: tuple[str, str] = ("", "")
    """Every text that names it."""
    provided: tuple[Named, ...] = ()
    """Measures that the texts provide for."""
    chosen: tuple[str, ...] = ()
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    papers: tuple[tuple[int, str, str, str], ...] = ()
    """(document, its title in Chinese, in English, word of its state) of what was begun about it."""
    offered: tuple[Named, ...] = ()
    """Kinds of papers that may be begun now."""
    said: str = ""
    """What happened, of one that was entered by hand."""
    untold: bool = False
    """It is confirmed, and the unit, which is told first and alone, was not told yet."""


DISMISS = Form(
    "breach.dismiss",
    "Not a breach",
    (
        Field(
            "reason",
            "Why is it not a breach? What you write is kept; it is not raised again.",
            "Reason",
            lambda text, _: read_text(text, limit=REASON_LENGTH),
        ),
    ),
    confirm="Dismiss it",
)


ENTER = Form(
    "breach.enter",
    "Enter a possible breach",
    (
        Field("agency", "Which agency is it about?", "Agency", read=None),
        Field("code", "What may it be?", "Kind", read=None),
        Field("on", "On which day did it happen?", "Day", read=read_day_gone_by, show=show_day),
        Field(
            "said",
            "What happened? Facts only, without plaintiffs’ names; whether it is a breach is decided afterwards.",
            "What happened",
            lambda text, _: read_text(text, limit=REASON_LENGTH),
        ),
    ),
    confirm="Enter it",
)
