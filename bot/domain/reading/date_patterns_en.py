"""Patterns of days and times as English is written; see `date_patterns`.

“Next Friday” and “last Friday” are loose: some mean the nearest, some that of the next or last week.
"""

from __future__ import annotations

from bot.domain.reading.date_patterns import VAGUE, Match, Pattern, Read, S, clock_time, day_of_month, days_on, one_of
from bot.domain.reading.date_words import MONTH_NAMES, WEEKDAY_NAMES
from bot.domain.reading.days import CalendarDay, Weekday
from bot.domain.reading.daytimes import PART_WORDS, ClockReading, Part

_ON = {"this": 0, "next": 1, "last": -1}
_NAME = rf"(?P<name>{one_of(MONTH_NAMES)})(?![a-z])\.?"
_YEAR = rf"(?:,?{S}(?P<year>[0-9]{{4}})(?![0-9:]))?"
_WEEKDAY = rf"(?P<wd>{one_of(WEEKDAY_NAMES)})(?![a-z])"
_START = r"(?<![0-9a-z:.])"


def _named_month(m: Match) -> Read | None:
    return CalendarDay(MONTH_NAMES[m["name"]], int(m["day"]), int(m["year"]) if m["year"] else None)


def _weekday(m: Match) -> Read | None:
    weekday = WEEKDAY_NAMES[m["wd"]]
    if m["week"]:
        return Weekday(weekday, _ON[m["week"]])
    on = _ON.get(m["on"] or "")
    return Weekday(weekday, on, loose=bool(on))


ENGLISH: tuple[Pattern, ...] = (
    (r"(?<![a-z])(?:next|this|last) (?:week|month)(?![a-z])", VAGUE, ""),
    (r"(?<![a-z])(?:some ?day|soon|(?:at the )?weekend|end of the month)(?![a-z])", VAGUE, ""),
    (rf"(?<![a-z]){_NAME}{S}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:]){_YEAR}", _named_month, ""),
    (rf"{_START}(?:the )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{S}(?:of )?{S}{_NAME}{_YEAR}", _named_month, ""),
    (rf"(?<![a-z])(?:(?P<on>this|next|last) )?{_WEEKDAY}(?: (?P<week>this|next|last) week)?", _weekday, ""),
    (rf"(?<![a-z])(?P<week>this|next|last) week,? (?:on )?(?P<on>){_WEEKDAY}", _weekday, ""),
    (r"(?<![a-z])the (?P<day>[0-9]{1,2})(?:st|nd|rd|th)(?![a-z])", day_of_month, ""),
    (r"(?<![a-z])in (?P<n>[0-9]{1,2}) (?P<unit>day|week)s?(?P<way>)(?![a-z])", days_on, ""),
    (rf"{_START}(?P<n>[0-9]{{1,2}}) (?P<unit>day|week)s? (?P<way>ago)(?![a-z])", days_on, ""),
    (
        rf"{_START}(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-9]{{2}}))? ?"
        r"(?P<after>a\.m\.|p\.m\.|a\.m|p\.m|am|pm)(?![a-z])",
        clock_time,
        "",
    ),
    (
        rf"{_START}(?P<hour>[0-9]{{1,2}})(?::(?P<minute>[0-9]{{2}}))?(?: ?o'clock)?,? in the "
        r"(?P<after>morning|afternoon|evening)(?![a-z])",
        clock_time,
        "",
    ),
    (rf"{_START}(?P<hour>[0-9]{{1,2}}) ?o'clock(?! in the)", clock_time, ""),
    (r"(?<![a-z])noon(?![a-z])", lambda _: ClockReading(12, 0, Part.NOON), ""),
    (r"(?<![a-z])(?:in the )?(?P<word>morning|afternoon|evening|am|pm)(?![a-z])", lambda m: PART_WORDS[m["word"]], ""),
)
