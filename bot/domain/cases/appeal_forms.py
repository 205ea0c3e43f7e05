"""Forms about what follows a decision: an appeal, the other side's service, the number of the next instance."""

from __future__ import annotations

from bot.domain.cases.later_forms import read_number
from bot.domain.cases.paper_names import WHO_NAMES
from bot.domain.hall.forms import Field, Form, Situation
from bot.domain.hall.problems import Problem
from bot.domain.reading.answers import choices_of, line_of, lines_of, read_day_gone_by, show_day


def _check_proof(situation: Situation) -> Problem | None:
    """The own appeal is proved: what the court or the post gave for it."""
    values = situation.values
    if values.get("by") == "own" and not (values.get("number") or values.get("files")):
        return Problem("Please give the number of the receipt, or a file that shows that the appeal was lodged.").about(
            "number", "files"
        )
    return None


APPEALED = Form(
    "appealed",
    "Appealed",
    (
        Field("by", "Who appealed?", "Appealed by", read=None, choices=choices_of(WHO_NAMES)),
        Field(
            "on", "On which day was the appeal lodged or posted?", "Appealed on", read=read_day_gone_by, show=show_day
        ),
        Field(
            "files",
            "Please send the court's receipt or the proof of posting; if there is none, press Done.",
            "Proof",
            read=None,
            files=True,
            optional=True,
            wanted=lambda v: v.get("by") == "own",
        ),
        Field(
            "number",
            "Which number does the receipt or the posting have?",
            "Number",
            read=line_of(120),
            optional=True,
            wanted=lambda v: v.get("by") == "own",
        ),
    ),
    check=_check_proof,
)
NOT_APPEALED = Form(
    "not_appealed",
    "Not appealed after all",
    (Field("reason", "For what reason?", "Reason", read=lines_of(400)),),
)
OTHERS = Form(
    "others_served",
    "Service on the other side",
    (
        Field(
            "on",
            "When was the other side served? Of several parties, the last one.",
            "Other side served on",
            read=read_day_gone_by,
            show=show_day,
        ),
        Field(
            "reason",
            "For what reason is the date changed?",
            "Reason",
            read=lines_of(400),
            wanted=lambda v: bool(v.get("known")),
        ),
    ),
)
NEXT = Form(
    "case_next",
    "Number of the next instance",
    (
        Field(
            "number",
            "What is the new case number? The two cases are linked by it.",
            "New case number",
            read=read_number,
        ),
    ),
)
ORIGIN = Form(
    "case_origin",
    "Case decided before",
    (
        Field(
            "number",
            "What is the number of the case that was decided before?",
            "Case decided before",
            read=read_number,
        ),
    ),
)
