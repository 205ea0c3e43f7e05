"""Forms about duties: reporting them done, and what coordinators decide about them."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.hall.forms import Field, Form, Situation, Values
from bot.domain.hall.problems import Problem
from bot.domain.reading.answers import (
    line_of,
    lines_of,
    read_day_gone_by,
    read_day_to_come,
    show_day,
)

HANDLING, TWO = "handling", "two"
"""What is to be shown: that an advice is dealt with; the letter to the court and the copy to the bureau."""


def _shows(*kinds: str) -> Callable[[Values], bool]:
    return lambda values: str(values.get("shows") or "") in kinds


def _check_done(situation: Situation) -> Problem | None:
    """What shows that it was done, as far as the form can tell; the use case asks again."""
    values = situation.values
    if _shows(HANDLING)(values):
        return None
    if _shows(TWO)(values):
        if not (values.get("letter") or values.get("files")):
            return Problem("Please show the letter to the court: its number or a file.")
        if not (values.get("copy") or values.get("copy_files")):
            return Problem("Please show the copy to the bureau as well: its number or a file.")
        return None
    if any(values.get(name) for name in ("number", "files", "note")):
        return None
    return Problem("Please give a number, a file or a note that shows it was done.")


DONE = Form(
    "duty_done",
    "Report done",
    (
        Field("on", "On which day was it done?", "Done on", read=read_day_gone_by, show=show_day),
        Field(
            "number",
            "Which number does the document have?",
            "Number",
            read=line_of(120),
            optional=True,
            wanted=_shows(""),
        ),
        Field(
            "letter",
            "Which number does the letter to the court have?",
            "Letter to the court",
            read=line_of(120),
            optional=True,
            wanted=_shows(TWO),
        ),
        Field(
            "files",
            "Please send a photo or the file that shows it, or go on without.",
            "Files",
            read=None,
            files=True,
            optional=True,
            wanted=_shows("", TWO),
        ),
        Field(
            "copy",
            "How was the copy sent to the bureau? Its number, or by whom it was received.",
            "Copy to the bureau",
            read=line_of(120),
            optional=True,
            wanted=_shows(TWO),
        ),
        Field(
            "copy_files",
            "Please send the file that shows the copy to the bureau, or go on without.",
            "Files of the copy",
            read=None,
            files=True,
            optional=True,
            wanted=_shows(TWO),
        ),
        Field("note", "Anything to note?", "Note", read=lines_of(400), optional=True, later=True),
    ),
    check=_check_done,
    confirm="Report done",
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
