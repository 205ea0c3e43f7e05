"""The form by which an administrator discards what is held: a word is typed, so that no slip of a finger does it."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.forms import Field, Form, Situation
from bot.domain.hall.problems import Problem

WORDS = ("作废", "discard")
"""Either is taken, in whatever language the form is shown."""


def _read_word(text: str, _: Situation) -> Any:
    said = text.strip().casefold()
    return said if said in WORDS else Problem("Please type exactly the word “discard”, or cancel.")


DISCARD = Form(
    "held.discard",
    "Discard what is held",
    (
        Field(
            "word",
            "These messages will never be sent, and nobody is told of them. To discard them all, please type the word "
            "“discard”.",
            "Word",
            read=_read_word,
        ),
    ),
    confirm="Discard for good",
)
