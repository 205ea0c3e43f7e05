"""Forms about duties: reporting them done, and what coordinators decide about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.hall.forms import Choice, Field, Form, Situation, Values
from bot.domain.hall.problems import Problem
from bot.domain.reading.answers import (
    days_back,
    line_of,
    lines_of,
    read_day_gone_by,
    read_day_to_come,
    show_day,
)
from bot.domain.reading.cleaning import clean_line, read_line, read_text

HANDLING, TWO, ARCHIVE, COPY = "handling", "two", "archive", "copy"
"""What is to be shown: that an advice is dealt with; the letter to the court and the copy to the bureau; under which
number the file of a case was archived; the copy of a court paper, and nothing in its place."""


def _shows(*kinds: str) -> Callable[[Values], bool]:
    return lambda values: str(values.get("shows") or "") in kinds


def _check_done(situation: Situation) -> Problem | None:
    """What shows that it was done, as far as the form can tell; the use case asks again."""
    values = situation.values
    if _shows(HANDLING)(values):
        return None
    if _shows(ARCHIVE)(values):
        return None if values.get("archive") else Problem(NO_ARCHIVE).about("archive")
    if _shows(COPY)(values):
        return None if values.get("paper_files") else Problem(NO_PAPER).about("paper_files")
    if _shows(TWO)(values):
        if not (values.get("letter") or values.get("letter_files") or values.get("files")):
            return Problem(NO_LETTER).about("letter_files", "letter")
        if not (values.get("copy") or values.get("copy_files")):
            return Problem(NO_COPY).about("copy_files", "copy")
        return None
    if any(values.get(name) for name in ("number", "files", "note")):
        return None
    return Problem(NOTHING_SHOWN).about("number", "files", "note")


NO_LETTER = "Please show the letter to the court: its number or a file."
NO_ARCHIVE = "Please give the number under which the file was archived."
NO_COPY = "Please show the copy to the bureau as well: its number or a file."
NO_PAPER = "Please send the copy of the paper itself, as a photo or a file: it stays open until that is there."
NOTHING_SHOWN = "Please give a number, a file or a note that shows it was done."
_NUMBER = re.compile(
    r"(?:.{0,20}[〔\[（(【]\s?\d{4}\s?[〕\]）)】].{0,6}\d{1,6}\s?号|[A-Za-z]{0,6}[\s:：-]{0,2}\d{6,20}|.{0,20}第?\s?\d{1,6}\s?号)"
)
"""A number of a document (泗自然资备〔2026〕3号), of an item by post (EMS 1234567890), of a receipt (第3号)."""
WORDED = frozenset({"", "files", "paper_files", "letter_files", "copy_files"})
"""The questions, and the preview, at which words are proof."""
_PARTS = {"letter_files": "letter", "copy_files": "copy"}
"""Where words belong that answer a question for files."""


def shown_by(text: str, asked: str, values: Values) -> dict[str, Any] | Problem:
    """What words say that are sent where proof is asked for, or at the preview: a number or a note; of the letter and
    the copy, what each of them asks for. Where a paper itself is asked for they stand beside it, and it is still asked
    for."""
    if asked in _PARTS:
        line = read_line(text, limit=120)
        return line if isinstance(line, Problem) else {_PARTS[asked]: line, asked: values.get(asked)}
    line = clean_line(text)
    if not _shows("", COPY)(values) or values.get("number") or not _NUMBER.fullmatch(line):
        note = read_text("\n".join(one for one in (values.get("note"), text) if one), limit=400)
        return note if isinstance(note, Problem) else {"note": note, **_led_on(values)}
    return {"number": line, **_led_on(values)}


def _led_on(values: Values) -> dict[str, Any]:
    return {"files": values.get("files")} if _shows("")(values) else {}


def days_done(today: date, shows: str) -> tuple[Choice, ...]:
    """The usual days. Where nothing is to be shown, one tap on today says it all."""
    if shows == ARCHIVE:
        return tuple(days_back(today))
    first, *others = days_back(today)
    if shows == HANDLING:
        return (replace(first, label="Done today", ends=True), *others)
    words = "Done today, with the copy …" if shows == COPY else "Done today, with a note …"
    return (replace(first, label=words), *others)


DONE = Form(
    "duty_done",
    "Report done",
    (
        Field("on", "On which day was it done?", "Done on", read=read_day_gone_by, show=show_day),
        Field(
            "files",
            "Please send what shows it: its number, a photo or file, or a note. One is enough; several may follow.",
            "Files",
            read=None,
            files=True,
            open_ended=True,
            wanted=lambda values: not values.get("shows") or (_shows(TWO)(values) and bool(values.get("files"))),
        ),
        Field(
            "paper_files",
            "Please send the copy of the paper, as a photo or a file; several may follow.",
            "Copy of the paper",
            read=None,
            files=True,
            open_ended=True,
            wanted=_shows(COPY),
        ),
        Field(
            "archive",
            "Under which number was the file archived? As it stands on the cover, for example 2026-XZ-012.",
            "Archive number",
            read=line_of(60),
            wanted=_shows(ARCHIVE),
        ),
        Field(
            "number",
            "Which number does the document have?",
            "Number",
            read=line_of(120),
            optional=True,
            later=True,
            wanted=_shows("", COPY),
        ),
        Field(
            "letter_files",
            "The letter to the court: please send its number, or a photo or file of it.",
            "Files of the letter",
            read=None,
            files=True,
            wanted=_shows(TWO),
        ),
        Field(
            "letter",
            "Which number does the letter to the court have?",
            "Letter to the court",
            read=line_of(120),
            optional=True,
            later=True,
            wanted=_shows(TWO),
        ),
        Field(
            "copy_files",
            "The copy to the bureau: please send its number or who received it, or a photo or file.",
            "Files of the copy",
            read=None,
            files=True,
            wanted=_shows(TWO),
        ),
        Field(
            "copy",
            "How was the copy sent to the bureau? Its number, or by whom it was received.",
            "Copy to the bureau",
            read=line_of(120),
            optional=True,
            later=True,
            wanted=_shows(TWO),
        ),
        Field("note", "Anything to note?", "Note", read=lines_of(400), optional=True, later=True),
    ),
    check=_check_done,
    confirm="Report done",
)


ROSTER = Form(
    "duty_roster",
    "Changes to the roster",
    (Field("said", "What has changed? Who leaves, who comes: name, post, telephone.", "Changes", read=lines_of(400)),),
    confirm="Send to the bureau",
)


def _reasoned(name: str, title: str, *fields: Field) -> Form:
    reason = Field("reason", "For what reason?", "Reason", read=lines_of(400))
    return Form(name, title, (*fields, reason))


SEND_BACK = _reasoned("duty_back", "Send back")
NOT_APPLICABLE = _reasoned("duty_na", "Not applicable")
EXCUSE = _reasoned("duty_exc", "Excuse")
REOPEN = _reasoned("duty_reopen", "Open it again")
TRANSFER = _reasoned(
    "duty_move", "Another agency", Field("agency", "Which agency owes it from now on?", "Agency", read=None)
)
SET_DATE = _reasoned(
    "duty_date",
    "Set another date",
    Field("date", "Which day shall be obeyed?", "Date", read=read_day_to_come, show=show_day),
)
