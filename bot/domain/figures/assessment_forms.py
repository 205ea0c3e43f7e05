"""What is asked of a line of a score: its points, an objection, the answer to one."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.hall.forms import Field, Form, Situation
from bot.domain.hall.problems import problem
from bot.domain.reading.answers import line_of, lines_of
from bot.domain.reading.cleaning import clean_line, shown
from bot.domain.reading.numerals import fold

_POINTS = re.compile(r"-?\d{1,3}(?:\.\d{1,2})?")


def read_points(text: str, situation: Situation) -> Any:
    """12.5, 12分."""
    words = fold(clean_line(text)).strip().rstrip("分")
    if _POINTS.fullmatch(words):
        return words
    return problem("“{text}” is not a number. Please write it like 3 or 12.5.", text=shown(text))


SCORE = Form(
    "assessment.score",
    "Enter a score",
    (
        Field("points", "How many points does it give?", "Points", read=read_points, free=True),
        Field("reason", "For what reason?", "Reason", read=lines_of(400), free=True),
        Field(
            "evidence", "What shows it? Skip if nothing does.", "Evidence", read=line_of(200), free=True, optional=True
        ),
    ),
    confirm="Enter the score",
)
OBJECT = Form(
    "assessment.object",
    "Object to a score",
    (Field("text", "What is wrong with it, and what shows that?", "Objection", read=lines_of(400), free=True),),
    confirm="Hand in the objection",
)
ANSWER = Form(
    "assessment.answer",
    "Answer an objection",
    (Field("text", "What is answered? The points stay as they are.", "Answer", read=lines_of(400), free=True),),
    confirm="Answer the objection",
)
