"""What somebody is told who sends faster than it can be read."""

from __future__ import annotations

from bot.domain.hall.message import Message, message
from bot.texts import Translator


def too_fast(seconds: int, tr: Translator) -> Message:
    """Said once; then there is silence until a pause of so many seconds."""
    return message(
        tr(
            "This is faster than I can read. What you send from now on is not handled; please pause for {n} seconds "
            "before you go on.",
            n=seconds,
        )
    )


def left_out(number: int, tr: Translator) -> Message:
    """After the pause: what must be sent again."""
    return message(
        tr("Your last {n} messages or taps were not handled. Please send again what is still needed.", n=number)
    )
