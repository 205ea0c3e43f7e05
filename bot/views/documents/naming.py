"""What a unit is told, alone, before a bulletin names it."""

from __future__ import annotations

from bot.domain.documents.naming import GROUNDS, Line, Named
from bot.domain.hall.message import Html, Message, html, message
from bot.texts import Translator

SHOWN = 8


def told(one: Named, tr: Translator) -> Message:
    """【通报告知】: which bulletin, for what, and until when the unit may answer."""
    shown, more = one.lines[:SHOWN], len(one.lines) - SHOWN
    return message(
        tr(
            "【Before a bulletin】{lead} intends to name {agency} in its “{title}” on {period}:",
            lead=one.lead,
            agency=one.unit,
            title=one.kind[0] if tr.chinese else one.kind[1],
            period=one.period,
        ),
        *(_line(n, each, tr) for n, each in enumerate(shown, 1)),
        tr("and {n} more", n=more) if more > 0 else None,
        tr("If anything in this is wrong, please tell {lead} by {date}. The bulletin goes out after that.",
           lead=one.lead, date=one.until),
    )  # fmt: skip


def _line(n: int, one: Line, tr: Translator) -> Html:
    words = tr(GROUNDS[one.ground])
    return html(f"{n}. {one.what}") + html("：" if tr.chinese else ": ") + html(words)
