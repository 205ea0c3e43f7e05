"""What is asked when the court has said how a leader's appearance was."""

from bot.domain.hall.forms import Field, Form
from bot.domain.reading.answers import line_of

SCORE = Form(
    "document.score",
    "The court's word on the appearance",
    (
        Field(
            "score",
            "What does the court say of the leader's appearance? A grade, or a score.",
            "Court's word",
            read=line_of(120),
            free=True,
        ),
    ),
)
