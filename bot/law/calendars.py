"""Working-day tables: the shipped years, an operator's own, and computed ones for years to come.

Sources: the yearly notices of the General Office of the State Council; for years not yet announced,
全国年节及纪念日放假办法 (revised 2013 and 2024) and the lunar calendar.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.hall.problems import Problem
from bot.domain.law.calendar import Notice, WorkingCalendar, YearTable

SHIPPED = Path(__file__).parent / "calendar"
#: Chinese name of a holiday -> its English name, which is also its message id.
HOLIDAYS: dict[str, str] = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}
_LONGEST_HOLIDAY = 16


class CalendarError(ValueError):
    """A working-day table cannot be used; the message says why and what to write.

    `problem` holds it as a message id with its values, for people who read another language.
    """

    def __init__(self, msgid: str, /, **params: object) -> None:
        super().__init__(msgid.format(**params))
        self.problem = Problem(msgid, params)


def load_calendar(extra: Path | None = None) -> WorkingCalendar:
    """Return the calendar of the shipped years; `extra` (a file or a folder) replaces or adds years.

    Raises CalendarError when a table cannot be used.
    """
    tables = dict(_shipped())
    for path in _files(extra):
        table = _table_in(path)
        tables[table.year] = table
    return WorkingCalendar(tables, computed_table)


def _table_in(path: Path) -> YearTable:
    try:
        return table_of(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CalendarError("{file}: {error}", file=path, error=error.strerror or error) from error
    except (ValueError, RecursionError) as error:
        raise CalendarError("{file}: {error}", file=path.name, error=error) from error


@cache
def _shipped() -> Mapping[int, YearTable]:
    found = (table_of(tomllib.loads(path.read_text(encoding="utf-8"))) for path in SHIPPED.glob("*.toml"))
    return {table.year: table for table in found}


def _files(extra: Path | None) -> Iterable[Path]:
    if extra is None:
        return ()
    return sorted(extra.glob("*.toml")) if extra.is_dir() else (extra,)


def table_of(data: Mapping[str, Any]) -> YearTable:
    """Return the table that a TOML file of the shipped form holds. Raises CalendarError."""
    year = data.get("year")
    if type(year) is not int or not 1990 <= year <= 2200:
        raise CalendarError("write year = 2027 (a year between 1990 and 2200)")
    holidays: dict[date, str] = {}
    for span in _tables(data, "holiday"):
        first, last = span.get("from"), span.get("to")
        if type(first) is not date or type(last) is not date:
            raise CalendarError('each [[holiday]] needs from and to, such as "from = 2027-01-01"')
        name = str(span.get("en") or HOLIDAYS.get(str(span.get("zh")), span.get("zh", "")))
        holidays |= dict.fromkeys(days_of(first, last), name)
    return checked(YearTable(year, holidays, _work(data), tuple(_notice(one) for one in _tables(data, "notice"))))


def _tables(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise CalendarError("write each {key} as a table [[{key}]]", key=key)
    return found


def _work(data: Mapping[str, Any]) -> frozenset[date]:
    found = data.get("work", [])
    if not isinstance(found, list) or not all(type(day) is date for day in found):
        raise CalendarError("write work = [2027-01-09], the make-up working days, without quotes")
    return frozenset(found)


def _notice(data: Mapping[str, Any]) -> Notice:
    issued_on = data.get("issued_on")
    if issued_on is not None and type(issued_on) is not date:
        raise CalendarError("write issued_on = 2026-11-04, without quotes")
    return Notice(str(data.get("number", "")), issued_on)


def days_of(first: date, last: date) -> list[date]:
    """Return every day from `first` to `last`. Raises CalendarError for a span that is no holiday."""
    length = (last - first).days + 1
    if not 1 <= length <= _LONGEST_HOLIDAY:
        raise CalendarError(
            "{first} to {last} is not a holiday: it must be 1 to {most} days",
            first=first,
            last=last,
            most=_LONGEST_HOLIDAY,
        )
    return [first + timedelta(days=offset) for offset in range(length)]


def checked(table: YearTable) -> YearTable:
    """Return the table if it can be true. Raises CalendarError."""
    for day in (*table.holidays, *table.work):
        if day.year != table.year and (day.year, day.month) != (table.year - 1, 12):
            raise CalendarError("{day} does not belong to {year}", day=day, year=str(table.year))
    for day in table.work:
        if day.weekday() < 5:
            raise CalendarError("{day} is not a weekend day, so it cannot be a make-up working day", day=day)
        if day in table.holidays:
            raise CalendarError("{day} is both a day off and a make-up working day", day=day)
    if len(set(table.holidays.values())) < 5:
        raise CalendarError("the table of {year} names fewer than five holidays; is it complete?", year=str(table.year))
    return table


def computed_table(year: int) -> YearTable:
    """Return weekends and statutory holidays of a year that is not announced; always provisional.

    The days by which a holiday is lengthened, and make-up days, are not guessed.
    """
    # The lunar calendar is large and needed for such years only.
    from lunar_python import Lunar, Solar

    def solar(month: int, day: int) -> date:
        found = Lunar.fromYmd(year, month, day).getSolar()
        return date(found.getYear(), found.getMonth(), found.getDay())

    spring = solar(1, 1)
    since_2025 = year >= 2025
    qingming = Solar.fromYmd(year, 4, 6).getLunar().getJieQiTable()["清明"]
    days = {
        date(year, 1, 1): "New Year",
        **{spring + timedelta(days=n): "Spring Festival" for n in range(-1 if since_2025 else 0, 3)},
        date(qingming.getYear(), qingming.getMonth(), qingming.getDay()): "Qingming",
        **{date(year, 5, 1 + n): "Labour Day" for n in range(2 if since_2025 else 1)},
        solar(5, 5): "Dragon Boat Festival",
        solar(8, 15): "Mid-Autumn Festival",
        **{date(year, 10, 1 + n): "National Day" for n in range(3)},
    }
    return YearTable(year, days, frozenset(), provisional=True)


def table_text(table: YearTable) -> str:
    """Return a table as the text of a file of the shipped form."""
    lines = [f"year = {table.year}", f"work = [{', '.join(str(day) for day in sorted(table.work))}]"]
    for notice in table.notices:
        lines += ["", "[[notice]]", f"number = {_quoted(notice.number)}"]
        if notice.issued_on:
            lines.append(f"issued_on = {notice.issued_on}")
    for first, last, name in _spans(table):
        lines += ["", "[[holiday]]", f"en = {_quoted(name)}", f"from = {first}", f"to = {last}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A JSON text is a TOML text too; a name may hold quotes or line ends."""
    return json.dumps(text, ensure_ascii=False)


def _spans(table: YearTable) -> list[tuple[date, date, str]]:
    spans: list[tuple[date, date, str]] = []
    for day, name in sorted(table.holidays.items()):
        if spans and spans[-1][2] == name and spans[-1][1] + timedelta(days=1) == day:
            spans[-1] = (spans[-1][0], day, name)
        else:
            spans.append((day, day, name))
    return spans
