"""The one line a month that a principal gets."""

from __future__ import annotations

from bot.domain.bulletins.principals import MonthLine
from bot.domain.figures.rates import shown
from bot.domain.hall.message import Message, message
from bot.texts import Translator


def month(one: MonthLine, tr: Translator) -> Message:
    """What was heard, who came, how often the principal did, what is overdue; and the year so far."""
    now, year = one.totals, one.so_far
    return message(
        tr(
            "【The month】{agency}, {year}-{month}: heard {heard}, attended {attended}, you yourself {principal}; "
            "overdue {overdue}.",
            agency=one.agency, year=str(one.year), month=str(one.month), heard=now.heard, attended=now.attended,
            principal=now.principal, overdue=one.overdue,
        ),
        tr(
            "This year: heard {heard}, rate {rate}, principal {principal}.",
            heard=year.heard, rate=shown(year.rate), principal=year.principal,
        ),
    )  # fmt: skip
