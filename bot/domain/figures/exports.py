"""Files of figures that somebody asks for: what of it, how far it is, what it is called. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.figures import periods
from bot.domain.figures.periods import Period

LEDGER, DOSSIER, CHART, SHEET, SCORES = "ledger", "dossier", "chart", "sheet", "scores"
"""Kinds of files."""
LARGEST = 48 * 1024 * 1024
"""Bytes of a file: a bot may send 50 MB (core.telegram.org/bots/api#senddocument)."""
HEADINGS = (
    "No.", "Agency", "Capacity", "Case number", "Original case number", "Court", "Instance", "Cause", "Kind of act",
    "Filed on",
    "Plaintiff", "Plaintiffs in all", "Third party", "Other agencies", "Papers served", "Defence due", "Defence done",
    "Hearings", "Leader", "Post or rank", "In charge", "Appearance", "Attended", "Spoke", "On settlement", "Stayed",
    "Mode", "Counted as", "Reason of absence", "Outcome", "Lost", "Judgment served", "Took effect", "Appeal",
    "Performance", "Judicial advice", "Open duties", "Overdue", "Closed on", "Archive number", "Period",
)  # fmt: skip
"""Of a ledger's columns (section F6 of the reference), as message ids."""
WIDTHS = (6, 16, 10, 26, 26, 18, 8, 16, 12, 12, 14, 8, 14, 18, 28, 12, 12, 30, 12, 14, 8, 14, 8, 8, 10, 8, 10, 16, 18,
          24, 8, 12, 12, 10, 20, 24, 8, 8, 12, 16, 10)  # fmt: skip


class JobState(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    MADE = "made"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = frozenset({JobState.WAITING, JobState.UNDER_WAY})


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the ledger, or of whom a dossier; empty asks for all there is for the asker."""

    period: str = ""
    """The key of a period."""
    unit: int = 0
    """The agency below which all are meant."""
    open: bool = False
    """Only cases that are not closed."""
    lost: bool = False
    names: bool = False
    """Plaintiffs in full, where the asker may see them."""
    figures: tuple[str, ...] = ()
    """Of a picture and a sheet of figures: the arguments of the card's buttons (`bot.domain.figures.asked`)."""
    dark: bool = False

    @property
    def spans(self) -> Period | None:
        return periods.of_key(self.period) if self.period else None

    def stored(self) -> dict[str, Any]:
        """As a row keeps it; what few ask for is left out where nobody did."""
        given = {"period": self.period, "unit": self.unit, "open": self.open, "lost": self.lost, "names": self.names}
        return given | ({"figures": list(self.figures), "dark": self.dark} if self.figures else {})


def asked_of(stored: Mapping[str, Any]) -> Asked:
    """What a row asks for."""
    return Asked(
        str(stored.get("period") or ""),
        int(stored.get("unit") or 0),
        bool(stored.get("open")),
        bool(stored.get("lost")),
        bool(stored.get("names")),
        tuple(map(str, stored.get("figures") or ())),
        bool(stored.get("dark")),
    )


@dataclass(frozen=True, slots=True)
class Choosing:
    """The card from which a file is asked for."""

    asked: Asked
    unit: str = ""
    rows: int = 0
    """How many a ledger would have."""
    may_names: bool = False
    may_import: bool = False
    may_dossier: bool = False
    wholes: bool = False
    """Areas below are seen as wholes only: their cases are in no ledger of the actor's."""
    waits: int = 0
    """The file that the actor waits for already."""


@dataclass(frozen=True, slots=True)
class JobView:
    """A file under way, or what became of it."""

    id: int
    kind: str
    state: JobState
    asked: Asked
    unit: str = ""
    done: int = 0
    total: int = 0
    why: str = ""
