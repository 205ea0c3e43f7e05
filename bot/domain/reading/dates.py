"""Reads dates and times as people write them, in Chinese and English, or says why not.

The rules, where a writer could mean several things (see also `days` and `daytimes`):

- A date without a year is the one within half a year of today, on the side that can be meant; a day just
  gone by is refused, not moved to next year; further away, the year is asked for.
- 周五 said on a Friday, “next Friday” said on a Monday, 3点 without 上午 or 下午: both readings are named.
- A weekday beside a date must agree with it. Ranges of days, lunar dates, 月底 and the like are refused.
- Of 9:00-10:30 the beginning counts.
- A bare 25日 is this month's while it lies ahead (or behind, for days gone by); else two months are named.

Nothing left over is ignored: what is not understood is named in the `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.case_spans import mask_case_numbers
from bot.domain.reading.cleaning import clean_line, shown
from bot.domain.reading.date_tokens import Token, is_crowded, tokens
from bot.domain.reading.days import CalendarDay, Horizon, Weekday
from bot.domain.reading.daytimes import clock
from bot.domain.reading.moments import TO, Found, LocalMoment, combine
from bot.domain.reading.ranges import without_range_end

__all__ = ["Found", "LocalMoment", "find_moments", "read_date", "read_moment"]

#: Longer answers to “which day?” are not a date.
ANSWER_LIMIT = 80
#: No date needs more words than this side by side.
GROUP_LIMIT = 12

_FILLER = re.compile(
    r"[\s,，、.。;；:：()（）\[\]【】〔〕!！“”\"'\-]|北京时间|时间|日期|开庭|收到|签收|送达|定于|于|在|是|为|的|我|们"
    r"|(?<![a-z])(?:at|on|the|of|we|it|was|received|served|hearing|is)(?![a-z])",
    re.IGNORECASE,
)
_LUNAR = re.compile("农历|阴历|旧历")
_DIGIT = re.compile("[0-9一二三四五六七八九十][日号]")
_JOINT = re.compile(r"[ \t,，、的于在()（）\[\]【】:：-]{0,4}|\s*(?:at|on|from)\s*", re.IGNORECASE)


def read_date(text: str, today: date, *, past: bool, future: bool) -> date | Problem:
    """The day that `text` names, seen from `today` (local); days gone by or to come only as allowed.

    `past` alone suits the day of service (今天, 昨天, 4月2日 is the last one), `future` alone a day to come.
    """
    found = _whole(text, Horizon(today, past, future))
    if isinstance(found, Problem):
        return found
    if isinstance(found.day, date | Problem):
        return found.day
    return problem(
        "I could not read a date in “{text}”. Please write it like Dec 3, 2026-12-03 or tomorrow.",
        text=shown(text),
    )


def read_moment(
    text: str, now: datetime, zone: tzinfo, *, past: bool = False, future: bool = True
) -> LocalMoment | Problem:
    """The day and time that `text` names, in `zone`, seen from the aware instant `now`.

    By default only what still lies ahead is accepted, to the minute.
    """
    local = now.astimezone(zone)
    found = _whole(text, Horizon(local.date(), past, future))
    return found if isinstance(found, Problem) else judge(found, local, past=past, future=future)


def judge(found: Found, local: datetime, *, past: bool = False, future: bool = True) -> LocalMoment | Problem:
    """`found` as a moment on the allowed side of `local`; else what is wrong or missing."""
    if found.problem:
        return found.problem
    moment = found.moment
    if moment is None:
        return _missing(found)
    seen = datetime.combine(moment.day, moment.clock, local.tzinfo)
    if (seen <= local and not past) or (seen > local and not future):
        return _wrong_side(moment, past=seen > local)
    return moment


def is_clock(text: str) -> bool:
    """Whether `text` is a time of day and nothing else."""
    line = clean_line(text)
    found = tokens(line) if len(line) <= ANSWER_LIMIT else ()
    return any(token.is_clock for token in found) and not _rest(found, line)


@lru_cache(maxsize=8)
def find_moments(text: str, today: date, *, past: bool = False, future: bool = True) -> tuple[Found, ...]:
    """Every day, time, or day with time in running text (already cleaned), in order, with its place.

    Numbers of cases are never read as dates, nor is a bare 12号 without a time beside it.
    """
    horizon = Horizon(today, past, future)
    masked = without_range_end(mask_case_numbers(text))
    return tuple(combine(group, masked, horizon) for group in _groups(tokens(masked), masked) if _says(group))


def too_many(text: str) -> Problem | None:
    """What is to be said of a text that is so full of days and times that only the first are read."""
    if not is_crowded(mask_case_numbers(text)):
        return None
    return problem("This names very many days and times: only the first of them were read. Please check.")


def find_meanings(text: str, today: date, sides: Sequence[tuple[bool, bool]]) -> tuple[tuple[Found, ...], ...]:
    """As `find_moments`, read once: of each place in `text` what it says with days gone by or to come as in `sides`."""
    masked = mask_case_numbers(text)
    groups = [group for group in _groups(tokens(masked), masked) if _says(group) or _names_days(group)]
    horizons = [Horizon(today, past, future) for past, future in sides]
    return tuple(tuple(combine(group, masked, one) for one in horizons) for group in groups)


def _whole(text: str, horizon: Horizon) -> Found | Problem:
    """All of `text` as one statement, nothing left over."""
    line = clean_line(text)
    if len(line) > ANSWER_LIMIT:
        return problem("This is too long for a date and time. Please write only them, like Dec 3 9:30 am.")
    masked = without_range_end(mask_case_numbers(line))
    found = tokens(masked)
    if not found:
        return _unreadable(line)
    rest = _rest(found, masked)
    combined = combine(found, masked, horizon)
    if rest and not any(t.is_problem for t in found):
        return problem(
            "I read “{read}”, but not “{rest}”. Please write only the date and the time, like Dec 3 9:30 am.",
            read=" ".join(t.text for t in found),
            rest=shown(rest),
        )
    return combined


def _rest(found: Sequence[Token], text: str) -> str:
    """What is neither a date word nor filler."""
    ends = [0, *(t.end for t in found)]
    starts = [*(t.start for t in found), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    inner = [gap for i, gap in enumerate(gaps) if not (_between_clocks(found, i) and TO.fullmatch(gap))]
    kept = (_FILLER.sub(" ", gap).replace("\x00", "#").strip() for gap in inner)
    return " ".join(gap for gap in kept if gap)


def _between_clocks(found: Sequence[Token], gap: int) -> bool:
    return 0 < gap < len(found) and found[gap - 1].is_clock and found[gap].is_clock


def _groups(found: Sequence[Token], text: str) -> Iterator[list[Token]]:
    """Tokens that stand together; a second day after a complete day with time begins a new group."""
    group: list[Token] = []
    for token in found:
        apart = group and (
            not _joined(group[-1], token, text) or _begins_anew(group, token) or _is_next(group[-1], token)
        )
        if apart or len(group) == GROUP_LIMIT:
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _joined(before: Token, after: Token, text: str) -> bool:
    gap = text[before.end : after.start]
    return bool(_JOINT.fullmatch(gap)) or (before.is_clock and after.is_clock and bool(TO.fullmatch(gap)))


def _begins_anew(group: Sequence[Token], token: Token) -> bool:
    complete = any(t.is_day for t in group) and any(t.is_clock for t in group)
    beside = isinstance(token.read, Weekday) and token.read.weeks_on is None
    return complete and token.is_day and not beside


def _is_next(before: Token, token: Token) -> bool:
    """Whether two days with their months stand side by side: 邮戳3月28日，4月1日签收 names two, each for itself."""
    return isinstance(before.read, CalendarDay) and isinstance(token.read, CalendarDay) and "月" in token.text


def _says(group: Sequence[Token]) -> bool:
    """Whether a group in running text is more than a loose word (春节, 上午, a bare 12号)."""
    return any(t.is_clock or (t.is_day and not t.weak) or (t.is_problem and _LUNAR.search(t.text)) for t in group)


def _names_days(group: Sequence[Token]) -> bool:
    """Whether a group names days that cannot be taken as they stand: 4月10日至15日."""
    return any(t.is_problem and _DIGIT.search(t.text) for t in group)


def _unreadable(line: str) -> Problem:
    return problem(
        "I could not read a date or a time in “{text}”. Please write it like Dec 3 9:30 am.",
        text=shown(line),
    )


def _missing(found: Found) -> Problem:
    if isinstance(found.day, date):
        return problem("I read the day {date}, but no time. Please add the time, like 9:30 am.", date=found.day)
    if isinstance(found.clock, time):
        return problem("I read the time {time}, but no day. Please add the day, like Dec 3.", time=clock(found.clock))
    return _unreadable(found.text)


def _wrong_side(moment: LocalMoment, *, past: bool) -> Problem:
    if past:
        return problem(
            "{date} {time} has not come yet. Please check the date and the time.",
            date=moment.day,
            time=clock(moment.clock),
        )
    return problem("{date} {time} has gone by. Please write a time to come.", date=moment.day, time=clock(moment.clock))
