"""What a paper promises by a day (a measure, a correction): followed to that day, and until it is done or excused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.documents.kinds import Kind
from bot.domain.hall.forms import Field, Form
from bot.domain.reading.answers import lines_of, read_day_gone_by, show_day
from bot.domain.reading.cleaning import clean_line
from bot.domain.reading.dates import read_date

DAYS_BEFORE = 2
"""Working days before its day on which somebody is reminded of it."""
DAYS_AFTER = (1, 5, 10, 15, 20, 30, 40, 60, 80, 100, 140, 180, 220, 260)
"""Working days after its day on which they are pressed for it: through a year, ever more seldom."""
ALARMED_AFTER = (1, 20, 60, 140, 260)
"""So many working days after its day those who keep watch are told as well."""

NO_DAY = "“{text}” is no day; please write one, as 5月20日."
WITHOUT_DAY = "The last day is missing. Please send it again, like: {text}；5月20日"


class FollowState(StrEnum):
    OPEN = "open"
    DONE = "done"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One promise. `key` names it within its document: field and place of the row."""

    key: str
    what: str
    who: str
    until: date
    state: FollowState = FollowState.OPEN
    on: date | None = None
    note: str = ""
    by: str = ""
    left: int = 0
    """Working days to its day; negative where it has gone by."""
    agency: str = ""
    """The unit that does it, where that is not the one whose paper it is."""

    @property
    def is_open(self) -> bool:
        return self.state is FollowState.OPEN

    @property
    def late(self) -> bool:
        return self.is_open and self.left < 0


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What one paper promises, for one reader."""

    document: int
    version: int
    title_zh: str
    title_en: str
    agency: str
    case_number: str
    items: tuple[FollowUp, ...]
    may_report: bool = False
    may_excuse: bool = False
    whole: bool = True
    """Whether the reader sees the paper itself, and not only what it gave his or her unit to do."""
    own: bool = True
    """As of a `DocumentCard`."""
    protect: bool = False

    @property
    def open(self) -> tuple[FollowUp, ...]:
        return tuple(one for one in self.items if one.is_open)

    def of(self, key: str) -> FollowUp | None:
        return next((one for one in self.items if one.key == key), None)


def rows(kind: Kind, raws: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The rows of a document that are followed, each with its key."""
    for field in kind.fields:
        if field.followed:
            for n, row in enumerate(raws.get(field.name) or ()):
                yield f"{field.name}.{n}", row


def day_of(row: Mapping[str, str], today: date) -> date | None:
    """The day by which it is promised: 5月20日, 2026年5月20日前; None where it cannot be read."""
    text = clean_line(str(row.get("until") or ""))
    for end in ("之前", "以前", "前"):
        text = text.removesuffix(end)
    found = read_date(text, today, past=True, future=True) if text else None
    return found if isinstance(found, date) else None


DONE_FORM = Form(
    "follow_done",
    "Reported as done",
    (
        Field("on", "On which day was it done?", "Done on", read=read_day_gone_by, show=show_day),
        Field("note", "What was done, and what came of it?", "Note", read=lines_of(400)),
        Field(
            "files",
            "Please send what shows it (a photo or file); if there is none, press Done.",
            "Files",
            read=None,
            files=True,
            optional=True,
        ),
    ),
)
EXCUSE_FORM = Form(
    "follow_excuse",
    "Excuse it",
    (Field("reason", "For what reason?", "Reason", read=lines_of(400)),),
)
