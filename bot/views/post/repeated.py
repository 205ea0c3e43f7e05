"""A message of which nobody knows whether it arrived is sent once more, and says so."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.hall.message import Message, lines
from bot.texts import Translator


def repeated(said: Message, tr: Translator) -> Message:
    """The message with a line at its end: who has it already need not act twice."""
    return replace(said, text=lines(said.text or None, tr("(possibly sent twice)")))
