"""What is typed about figures: another period, or the plain words that ask for them."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.figures import periods
from bot.domain.hall.forms import Field, Form, Situation
from bot.domain.hall.problems import problem
from bot.domain.reading.cleaning import clean_line, shown


def read_period(text: str, situation: Situation) -> Any:
    """The key of a period."""
    found = periods.parse(clean_line(text), situation.today)
    if found is None:
        return problem(
            "“{text}” is no period. Write, for example: 2026Q3, January to September, last year.", text=shown(text)
        )
    return found.key


def _shown(value: Any, tr: Any) -> object:
    found = periods.of_key(str(value))
    return found.label(chinese=tr.chinese) if found is not None else value


PERIOD = Form(
    "figures.period",
    "Figures of another period",
    (
        Field(
            "period",
            "Figures of which period? For example: 2026Q3, September, last year, last 3 months, 2026-07-01~2026-08-15.",
            "Period",
            read=read_period,
            show=_shown,
            free=True,
        ),
    ),
    at_once=True,
)
_LONGEST = 40
_ASKS = re.compile(
    r"(?:查看|查询|查一下|查|看)?(?P<rest>.*?)的?(?:行政机关)?(?:负责人)?(?:出庭应诉|出庭)??"
    r"(?:统计|出庭率|出庭情况|出庭数据)(?:情况|数据|表)?[。？?！!]?"
)
_ENGLISH = re.compile(r"(?:figures|appearance rate|statistics)(?: of| for)?\s*(?P<rest>.*)", re.IGNORECASE)


def asked_in_words(text: str) -> str | None:
    """What stands beside the words that ask for figures (a period, the name of a unit, nothing); None where they are no
    such words: 统计, 本季度出庭率, 县公安局去年出庭率."""
    line = clean_line(text)
    if len(line) > _LONGEST or "\n" in text.strip():
        return None
    found = _ASKS.fullmatch(line) or _ENGLISH.fullmatch(line)
    return found["rest"].strip() if found is not None else None
