"""Small repairs of times, as papers and people have them; what stays in doubt is asked about."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hall.problems import Problem
from bot.domain.reading.dates import read_moment
from bot.domain.reading.moments import LocalMoment
from bot.domain.reading.oneline import read_hearing

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("4月15日九时正", "2026-04-15 9:00"),
        ("4月15日下午两点正", "2026-04-15 14:00"),
        ("4月15日(三)9:30", "2026-04-15 9:30"),
        ("4月15日（三） 9:30", "2026-04-15 9:30"),
        ("2026-04-1509:30", "2026-04-15 9:30"),
        ("2026/04/1514:30:00", "2026-04-15 14:30"),
        ("2026年4月15日09:00至2026年4月15日12:00", "2026-04-15 9:00"),
        ("4月15日9:00-4月15日11:30", "2026-04-15 9:00"),
        ("时间：4月15日 时间：9:30", "2026-04-15 9:30"),
    ],
)
def test_read(text: str, moment: str) -> None:
    found = read_moment(text, NOW, ZONE)
    assert isinstance(found, LocalMoment)
    assert str(found) == moment
    assert str(read_hearing(f"（2026）鲁0831行初5号 {text} 第一法庭", NOW, ZONE).moment) == moment


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("4月15日下午三四点", "two hours"),
        ("4月15日下午3、4点", "two hours"),
        ("4月15日上午九十点", "two hours"),
        ("4月15日（四）9:30", "does not fit"),
        ("4月15日9:00至4月16日12:00", "but not"),
    ],
)
def test_asked_about(text: str, part: str) -> None:
    found = read_moment(text, NOW, ZONE)
    assert isinstance(found, Problem)
    assert part in found.msgid
