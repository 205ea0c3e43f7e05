"""What was found in a text and not taken, in words: nothing is silently half read."""

from __future__ import annotations

from bot.domain.hall.message import Html, html, lines
from bot.domain.reading.unused import Left
from bot.texts import Translator


def not_used(left: Left, tr: Translator) -> Html | None:
    """One line that names it, and why where that is known; nothing where all was taken."""
    if not left.texts:
        return None
    named = ("、" if tr.chinese else ", ").join(left.texts)
    why = [tr(one.msgid, **one.params) for one in left.why]
    more = tr(" and {n} more", n=left.more) if left.more else html("")
    return lines(tr("Not taken: {what}", what=html(named) + more), *why)
