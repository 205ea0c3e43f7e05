"""Reads a working-day table that a person pasted: TOML, plain lines, or the State Council's notice itself.

Plain lines are `休 2027-01-01 2027-01-03 元旦` (one day or first and last day) and
`班 2027-01-09`, with `文号 国办发明电〔2026〕7号` and `年 2027` before them. The notice is recognised by
its own wording (…放假…上班).
"""

import re
import tomllib
from datetime import date

from bot.domain.law.calendar import Notice, YearTable
from bot.law.calendars import HOLIDAYS, CalendarError, checked, days_of, table_of

#: A notice is about one page; more is not a notice.
_LONGEST_TEXT = 20_000
_YEAR = re.compile(r"关于(20\d\d)年")
_NUMBER = re.compile(r"国办发明电[〔\[（(](20\d\d)[〕\]）)](\d{1,3})号")
_ISSUED = re.compile(r"(20\d\d)年(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日")
_ITEM = re.compile(r"[一二三四五六七八]、([^：:\n]{2,12})[：:]")
_DAY = re.compile(r"(?:(20\d\d)年)?(?:(1[0-2]|0?[1-9])月)?(3[01]|[12]\d|0?[1-9])日")
_REMARK = re.compile(r"[（(][^（）()]{0,30}[）)]")
_ISO = re.compile(r"20\d\d-\d\d-\d\d")
_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"\s*[（(]?[^（）()，。；,;\n\d]{0,20}?(?:周|星期)([一二三四五六日天])[）)]?")
_TOTAL = re.compile(r"共(\d{1,2})天")


def parse_table(text: str) -> YearTable:
    """Return the table that `text` holds. Raises CalendarError saying what to write instead."""
    if len(text) > _LONGEST_TEXT:
        raise CalendarError("the text is too long for one year's table")
    if "放假" in text and "日" in text:
        return _notice(text)
    if re.search(r"^\s*year\s*=", text, re.MULTILINE):
        try:
            return table_of(tomllib.loads(text))
        except CalendarError:
            raise
        except (ValueError, RecursionError) as error:
            raise CalendarError("this is not valid TOML: {error}", error=error) from error
    return _lines(text)


def _lines(text: str) -> YearTable:
    """Read the plain form, one statement a line."""
    holidays: dict[date, str] = {}
    work: set[date] = set()
    year, number = 0, ""
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        days = [_stated(_iso(found[0]), rest, found.end()) for found in _ISO.finditer(rest)]
        if word == "年" and rest.strip().isdecimal():
            year = int(rest)
        elif word == "文号":
            number = rest.strip()
        elif word == "休" and 1 <= len(days) <= 2:
            name = _WEEKDAY.sub("", _ISO.sub("", rest)).strip()
            holidays |= dict.fromkeys(days_of(days[0], days[-1]), HOLIDAYS.get(name, name))
        elif word == "班" and days:
            work.update(days)
        else:
            raise CalendarError(
                "cannot read “{line}”; write 休 2027-01-01 2027-01-03 元旦, or 班 2027-01-09", line=line[:60]
            )
    if not holidays:
        raise CalendarError("no day off was found; write 休 2027-01-01 2027-01-03 元旦, one line for each holiday")
    year = year or max(day.year for day in holidays)
    return checked(YearTable(year, holidays, frozenset(work), (Notice(number),) if number else ()))


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CalendarError("{text} is not a date", text=text) from None


def _notice(text: str) -> YearTable:
    """Read the wording of a notice: 一、元旦：1月1日至3日放假调休，共3天。1月4日上班。"""
    found = _YEAR.search(text)
    if found is None:
        raise CalendarError("the year is missing: paste the notice with its heading (关于2027年部分节假日安排的通知)")
    year = int(found[1])
    holidays: dict[date, str] = {}
    work: set[date] = set()
    parts = _ITEM.split(text)
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        _item(year, name.strip(), body.split("\n\n")[0], holidays, work)
    return checked(YearTable(year, holidays, frozenset(work), _notices(text)))


def _item(year: int, name: str, body: str, holidays: dict[date, str], work: set[date]) -> None:
    """Read one numbered item: the span of the holiday, then the days on which work is ordered."""
    plain = _REMARK.sub("", body)
    off, _, rest = plain.partition("放假")
    span = _days(year, off)
    if not span:
        raise CalendarError("no day was found for {name}; write it as 1月1日至3日放假", name=name)
    _days(year, body)
    first, last = span[0], span[-1]
    if "与周末连休" in plain:
        first, last = _with_weekend(first)
    total = _TOTAL.search(plain)
    if total is not None and int(total[1]) != (last - first).days + 1:
        raise CalendarError(
            "{name} is from {first} to {last}, which is {n} days, but the notice says {said}",
            name=name,
            first=first,
            last=last,
            n=(last - first).days + 1,
            said=total[1],
        )
    holidays |= dict.fromkeys(days_of(first, last), _name(name))
    worked = [sentence for sentence in re.split(r"[。；]", rest) if "上班" in sentence]
    work.update(day for sentence in worked for day in _days(year, sentence))


def _with_weekend(day: date) -> tuple[date, date]:
    """A holiday next to a weekend: Friday to Sunday, or Saturday to Monday."""
    ordinal = day.toordinal()
    if day.weekday() == 4:
        return day, date.fromordinal(ordinal + 2)
    if day.weekday() == 0:
        return date.fromordinal(ordinal - 2), day
    return day, day


def _name(name: str) -> str:
    """The first holiday that a heading names (国庆节、中秋节 share one span)."""
    for chinese, english in HOLIDAYS.items():
        if name.startswith(chinese):
            return english
    return name


def _days(year: int, text: str) -> list[date]:
    """Every date in a sentence; a missing month or year is that of the date before. A weekday beside it must fit."""
    found: list[date] = []
    at_year, at_month = year, 0
    for match in _DAY.finditer(text):
        at_year = int(match[1]) if match[1] else (year if match[2] and not found else at_year)
        at_month = int(match[2]) if match[2] else at_month
        try:
            day = date(at_year, at_month, int(match[3]))
        except ValueError:
            raise CalendarError("{text} is not a date", text=match[0]) from None
        found.append(_stated(day, text, match.end()))
    return found


def _stated(day: date, text: str, at: int) -> date:
    """The day, unless the text says a weekday behind it that it is not."""
    said = _WEEKDAY.match(text, at)
    if said is None or _WEEKDAYS[day.weekday()] == said[1].replace("天", "日"):
        return day
    raise CalendarError("{day} is written as “{weekday}”: one of the two is wrong", day=day, weekday=f"周{said[1]}")


def _notices(text: str) -> tuple[Notice, ...]:
    number = _NUMBER.search(text)
    dates = _ISSUED.findall(text)
    issued = date(*map(int, dates[-1])) if dates else None
    return (Notice(f"国办发明电〔{number[1]}〕{number[2]}号" if number else "", issued),)
