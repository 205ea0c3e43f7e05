"""What came of hearings, said in words: 行初12号、13号今天开庭，张明副局长已出庭."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.dates import find_moments
from bot.domain.reading.number_series import blotted, find_numbers
from bot.domain.reading.numerals import fold

LONGEST = 300
_STAYED_AWAY = re.compile(
    r"(?:未|没有|没|未能|无)(?:负责人)?(?:出庭|到庭|参加(?:庭审|开庭))|(?:负责人|领导)(?:都|均)?(?:未|没有|没)(?:出|到)"
)
_CAME = re.compile(
    r"已(?:经)?(?:全部|都|均|按时)?(?:出庭|到庭)|(?:出庭|到庭|参加庭审|参加开庭)(?:应诉)?了|(?:都|均|全程)出庭(?!通知)"
)
_NOT = re.compile(r"[?？]|[吗么]\s*$|是否|请.{0,12}出庭|能否|将|拟|要求|应当|必须|不能出庭|明天|后天|下周")


@dataclass(frozen=True, slots=True)
class Said:
    """Whether a leader came, in which cases, on which day (local; None where none is said)."""

    numbers: tuple[CaseNumber, ...]
    came: bool
    day: date | None = None


def read_results(text: str, now: datetime, zone: ZoneInfo) -> Said | None:
    """What a text says of hearings that were held; None where it names no case, or not whether a leader came."""
    numbers = find_numbers(text[:LONGEST])
    if len(text) > LONGEST or not numbers.full:
        return None
    bare = fold(blotted(text, numbers))
    away, came = _STAYED_AWAY.search(bare), _CAME.search(bare)
    if _NOT.search(bare) or bool(away) == bool(came):
        return None
    today = now.astimezone(zone).date()
    days = {one.day for one in find_moments(bare, today, past=True, future=False) if isinstance(one.day, date)}
    return Said(tuple(numbers.full), bool(came), days.pop() if len(days) == 1 else None)
