"""A paper names another agency than the one for which it is entered: what is said of that."""

from __future__ import annotations

from bot.domain.hall.message import Html, Message, message
from bot.texts import Translator


def names_another(other: str, agency: str, tr: Translator) -> Html:
    """The paper names another agency than the one for which it is entered."""
    return tr("⚠ This paper names {other}, not {agency}. Please check whose it is.", other=other, agency=agency)


def not_ours(tr: Translator) -> Message:
    """Somebody says in words that a paper is not of the own agency."""
    return message(tr("Nothing was recorded, as it is not for your agency. Please pass it on to whom it is for."))


def passed_over(other: str, tr: Translator) -> Message:
    """It was another agency's paper."""
    return message(tr("Nothing was recorded: the paper is for {other}. Please pass it on there.", other=other))
