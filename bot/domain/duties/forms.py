"""Forms about duties: reporting them done, and what coordinators decide about them."""

from __future__ import annotations

from bot.domain.hall.forms import Field, Form
from bot.domain.hall.problems import Problem
from bot.domain.reading.answers import (
    line_of,
    lines_of,
    read_day_gone_by,
    read_day_to_come,
    show_day,
)

DONE = Form(
    "duty_done",
    "Report done",
    (
        Field("on", "On which day was it done?", "Done on", read=read_day_gone_by, show=show_day),
        Field("number", "Which number does the document have?", "Number", read=line_of(120), optional=True),
        Field(
            "files",
            "Please send a photo or the file that shows it, or go on without.",
            "Files",
            read=None,
            files=True,
            optional=True,
        ),
        Field("note", "Anything to note?", "Note", read=lines_of(400), optional=True, later=True),
    ),
    check=lambda s: (
        None
        if any(s.values.get(name) for name in ("number", "files", "note"))
        else Problem("Please give a number, a file or a note that shows it was done.")
    ),
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
