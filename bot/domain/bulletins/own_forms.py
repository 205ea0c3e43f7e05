"""What is asked when a bulletin of ours is issued again."""

from bot.domain.hall.forms import Field, Form
from bot.domain.reading.answers import lines_of

AGAIN = Form(
    "bulletin.again",
    "Issue the bulletin again",
    (
        Field(
            "reason",
            "For what reason is it issued again? It stands in the new one.",
            "Reason",
            read=lines_of(400),
            free=True,
        ),
    ),
    confirm="Issue it again",
)
