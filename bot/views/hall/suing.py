"""Who sues, and how many they are: the same words on every card."""

from __future__ import annotations

from bot.domain.hall.message import Html
from bot.domain.reading.parties import without_count
from bot.texts import Translator


def plaintiffs(name: str, count: int, tr: Translator) -> Html | None:
    """原告：张三等16人."""
    bare = without_count(name)
    if count == 1:
        return tr("Plaintiff: {name}", name=name) if name else None
    if not bare:
        return tr("Plaintiffs: {n}", n=count)
    return tr("Plaintiff: {name} ({n} in all)", name=bare, n=count)
