"""The forms about a document as a whole: reasons, a decision, number and date, the sealed paper, the delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.hall.forms import Choice, Field, Form, Values
from bot.domain.reading.answers import days_back, line_of, lines_of, read_day_gone_by, show_day

RECORDS, NUMBERED = "records", "numbered"
"""Flags: somebody writes down what a body decided that has nobody here; the paper bears a number."""


def _records(values: Values) -> bool:
    return bool(values.get(RECORDS))


def _numbered(values: Values) -> bool:
    return bool(values.get(NUMBERED))


def _reasoned(name: str, title: str) -> Form:
    return Form(name, title, (Field("reason", "For what reason?", "Reason", read=lines_of(400), free=True),))


VOID = _reasoned("document.void", "Declare the document void")
SEND_BACK = _reasoned("document.back", "Send the document back")
_WHO = Field(
    "who", "Who decided it? Name and post, or the meeting.", "Decided by", line_of(120), free=True, wanted=_records
)
_ON = Field("on", "On which day?", "Date", read=read_day_gone_by, show=show_day, wanted=_records)
_PROOF = Field(
    "files",
    "Please send what shows it (a photo or file); if there is none, press Done.",
    "Files",
    read=None,
    files=True,
    free=True,
    optional=True,
    wanted=_records,
)
_TEXT = Field(
    "text", "Any words beside it? Skip if there are none.", "Remark", read=lines_of(400), free=True, optional=True
)
APPROVE = Form("document.approve", "Approve the document", (_WHO, _ON, _TEXT, _PROOF), confirm="Approve it")
DECIDE = Form(
    "document.decide",
    "Decision on the document",
    (Field("choice", "What is decided?", "Decision", read=None), _WHO, _ON, _TEXT, _PROOF),
    confirm="Write the decision down",
)
ISSUE = Form(
    "document.issue",
    "Issue the document",
    (
        Field("number", "Which number does it bear?", "Number", read=line_of(60), free=True, wanted=_numbered),
        Field("on", "Of which day is it?", "Date", read=read_day_gone_by, show=show_day),
    ),
    confirm="Issue it",
)
SEAL = Form(
    "document.seal",
    "Signed or sealed paper",
    (
        Field(
            "files",
            "Please send the signed or sealed paper: photos or a PDF, one by one; then press Done.",
            "Files",
            read=None,
            files=True,
            free=True,
        ),
    ),
    confirm="Add it",
)
HAND_OVER = Form(
    "document.handed",
    "Record the delivery",
    (
        Field("by", "How, and to whom was it handed over?", "Way of delivery", read=line_of(120), free=True),
        Field("on", "On which day?", "Date", read=read_day_gone_by, show=show_day),
        replace(_PROOF, wanted=lambda values: True),
        Field("note", "Anything to note?", "Note", read=lines_of(400), free=True, optional=True, later=True),
    ),
    confirm="Record it",
)
ALL = (VOID, SEND_BACK, APPROVE, DECIDE, ISSUE, SEAL, HAND_OVER)


def lately(today: date) -> tuple[Choice, ...]:
    """The usual days of what was done."""
    return days_back(today)
