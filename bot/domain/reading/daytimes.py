"""What a time of day means: hour, minute and part of the day as written, and the clock time they give.

Without a part of the day, 8 to 12 is the morning as written and 13 to 23 the 24-hour clock; 1 to 7 could be
the afternoon, so it is asked (a court does not sit at 3:00). Midnight is asked too: it belongs to two days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.domain.hall.problems import Problem, problem


class Part(StrEnum):
    """A part of the day."""

    NIGHT = "night"
    EARLY = "early"
    FORENOON = "forenoon"
    NOON = "noon"
    AFTERNOON = "afternoon"
    DUSK = "dusk"
    EVENING = "evening"
    AM = "am"
    PM = "pm"


_WORDS: dict[Part, str] = {
    Part.NIGHT: "凌晨 半夜 午夜 深夜",
    Part.EARLY: "清晨 早晨 早上 清早 早 晨",
    Part.FORENOON: "上午 午前 morning",
    Part.NOON: "中午 正午",
    Part.AFTERNOON: "下午 午后 afternoon",
    Part.DUSK: "傍晚",
    Part.EVENING: "晚上 晚间 夜间 夜里 晚 夜 evening",
    Part.AM: "am a.m. a.m",
    Part.PM: "pm p.m. p.m",
}
PART_WORDS: dict[str, Part] = {word: part for part, words in _WORDS.items() for word in words.split()}

#: Hours that may follow each part of the day, and the hour each means. What is missing contradicts itself.
_HOURS: dict[Part, dict[int, int]] = {
    Part.NIGHT: {h: h for h in range(1, 6)},
    Part.EARLY: {h: h for h in range(5, 12)},
    Part.FORENOON: {h: h for h in range(5, 12)},
    Part.NOON: {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    Part.AFTERNOON: {h: h + 12 for h in range(1, 8)} | {h: h for h in range(13, 20)},
    Part.DUSK: {h: h + 12 for h in range(5, 8)} | {h: h for h in range(17, 20)},
    Part.EVENING: {h: h + 12 for h in range(6, 12)} | {h: h for h in range(18, 24)},
    Part.AM: {h: h for h in range(1, 12)},
    Part.PM: {h: h + 12 for h in range(1, 12)} | {h: h for h in range(12, 24)},
}
_UNSURE = range(1, 8)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """Hour and minute as written, with the part of the day beside them, if any."""

    hour: int
    minute: int = 0
    part: Part | None = None


def clock(value: time) -> str:
    """A time of day as it is written in every language here: 9:30."""
    return f"{value.hour}:{value.minute:02d}"


def resolve_clock(reading: ClockReading, text: str, part: Part | None = None) -> time | Problem:
    """The time of day that `reading`, written as `text`, means; `part` comes from the day (明早, tonight)."""
    if not (0 <= reading.hour <= 24 and 0 <= reading.minute <= 59):
        return problem(
            "“{text}” is not a time of day: hours go up to 23 and minutes up to 59. Please check it.",
            text=text,
        )
    if reading.hour in (0, 24):
        return _midnight(text)
    chosen = reading.part or part
    if chosen is None:
        return _bare(reading, text)
    if reading.part and part and not _agree(reading.part, part):
        return _at_odds(text)
    return _in_part(reading, chosen, text)


def _agree(one: Part, other: Part) -> bool:
    morning = {Part.EARLY, Part.FORENOON, Part.AM, Part.NIGHT}
    return one == other or (one in morning) == (other in morning)


def _bare(reading: ClockReading, text: str) -> time | Problem:
    if reading.hour in _UNSURE:
        return problem(
            "“{text}” may mean {first} or {second}. Please add am or pm.",
            text=text,
            first=clock(time(reading.hour, reading.minute)),
            second=clock(time(reading.hour + 12, reading.minute)),
        )
    return time(reading.hour, reading.minute)


def _in_part(reading: ClockReading, part: Part, text: str) -> time | Problem:
    if part is Part.AFTERNOON and reading.hour == 12 and reading.minute:
        return time(12, reading.minute)
    if reading.hour == 12 and part not in (Part.NOON, Part.PM):
        return _midnight(text)
    hour = _HOURS[part].get(reading.hour)
    return _at_odds(text) if hour is None else time(hour, reading.minute)


def _at_odds(text: str) -> Problem:
    return problem(
        "In “{text}” the part of the day and the hour do not fit together. Please write it like 14:30.",
        text=text,
    )


def _midnight(text: str) -> Problem:
    return problem("“{text}” could be midnight. Please check it; noon is written 12:00.", text=text)
