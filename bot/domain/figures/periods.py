"""Periods of figures: a quarter, a month, a year, a half, or any days from one to another. All days are local."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_DIGITS = "一二三四"
_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class Span(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both in it."""

    first: date
    last: date

    @property
    def span(self) -> Span:
        """What it is called: a whole quarter is a quarter however it was asked for."""
        return next((span for span in (Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR) if self._is(span)), Span.DAYS)

    @property
    def key(self) -> str:
        """Short and unambiguous, for buttons and rows: 2026Q3, 2026-09, 2026, 2026H1, 2026-07-01~2026-08-15."""
        year = self.first.year
        return {
            Span.MONTH: f"{self.first:%Y-%m}",
            Span.QUARTER: quarter_of(self.first),
            Span.HALF: f"{year}H{1 if self.first.month == 1 else 2}",
            Span.YEAR: f"{year}",
        }.get(self.span, f"{self.first.isoformat()}~{self.last.isoformat()}")

    @property
    def quarters(self) -> tuple[str, ...] | None:
        """The quarters that it consists of; None where it cuts one."""
        if self.first.day != 1 or self.first.month % 3 != 1:
            return None
        after = self.last + timedelta(days=1)
        if after.day != 1 or after.month % 3 != 1:
            return None
        return self.touched_quarters

    @property
    def touched_quarters(self) -> tuple[str, ...]:
        """The quarters of which it has at least a day."""
        begins, ends = _index(self.first) // 3, _index(self.last) // 3
        return tuple(f"{n // 4}Q{n % 4 + 1}" for n in range(begins, ends + 1))

    @property
    def months(self) -> tuple[str, str] | None:
        """The first and the last month that it consists of; None where it cuts one."""
        whole = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        return (f"{self.first:%Y-%m}", f"{self.last:%Y-%m}") if whole else None

    @property
    def previous(self) -> Period:
        """The one before, as long as this: in months where it consists of months, else in days."""
        if self.months is not None:
            n = _index(self.last) - _index(self.first) + 1
            return _of_months(_index(self.first) - n, n)
        days = self.last - self.first
        return Period(self.first - timedelta(days=1) - days, self.first - timedelta(days=1))

    @property
    def next(self) -> Period:
        """The one after, as long as this."""
        if self.months is not None:
            n = _index(self.last) - _index(self.first) + 1
            return _of_months(_index(self.first) + n, n)
        days = self.last - self.first
        return Period(self.last + timedelta(days=1), self.last + timedelta(days=1) + days)

    @property
    def last_year(self) -> Period:
        """The same days a year before; the last of a month stays the last."""
        if self.months is not None:
            n = _index(self.last) - _index(self.first) + 1
            return _of_months(_index(self.first) - 12, n)
        return Period(_year_before(self.first), _year_before(self.last))

    @property
    def compared(self) -> Period:
        """What it is compared with: the one before; of other spans than the usual ones, the same days a year before."""
        return self.last_year if self.span is Span.DAYS else self.previous

    def is_over(self, today: date) -> bool:
        return self.last < today

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def label(self, *, chinese: bool) -> str:
        """2026年第三季度, 2026年9月, 2026年上半年; the third quarter of 2026, September 2026."""
        return _in_chinese(self) if chinese else _in_english(self)

    def _is(self, span: Span) -> bool:
        months = _MONTHS_IN[span]
        return self == _of_months(_index(self.first) // months * months, months)


def quarter_of(day: date) -> str:
    """2026Q3."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter(year: int, n: int) -> Period:
    """The n-th (1 to 4) quarter of a year."""
    return _of_months(year * 12 + (n - 1) * 3, 3)


def month(year: int, n: int) -> Period:
    return _of_months(year * 12 + n - 1, 1)


def half(year: int, n: int) -> Period:
    return _of_months(year * 12 + (n - 1) * 6, 6)


def year_of(year: int, starts: str = "01-01") -> Period:
    """A year; one of an assessment may start on another day (MM-DD), and is called by the year in which it starts."""
    begins = date.fromisoformat(f"{year}-{starts}")
    return Period(begins, date.fromisoformat(f"{year + 1}-{starts}") - timedelta(days=1))


def of_key(key: str) -> Period | None:
    """The period of a key."""
    if "~" in key:
        first, _, last = key.partition("~")
        return _days(first, last)
    return parse(key, date(2000, 1, 1))


@lru_cache(maxsize=256)
def named(key: str, *, chinese: bool) -> str:
    """What the period of a key is called; empty where it is none."""
    found = of_key(key) if key else None
    return found.label(chinese=chinese) if found is not None else ""


def _days(first: str, last: str) -> Period | None:
    try:
        found = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    return found if found.first <= found.last else None


# -- reading ------------------------------------------------------------------------------------------------------

_FOLD = str.maketrans("０１２３４５６７８９－—–～至到", "0123456789-----" + "-")
_HAN = {sign: str(n) for n, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "两": "2"}
_HAN_YEAR = re.compile(r"[一二][〇零○一二三四五六七八九]{3}(?=年|第|[一二三四]季|[上下]半)")
_HAN_COUNT = re.compile(r"(?P<ten>十)?(?P<n>[一二两三四五六七八九]?)(?=个?(?:月|季))")
_YEAR = r"(?:(?P<year>20\d\d)年?度?|(?P<word>今年|本年度?|去年|上年度?))?"
_LAST = r"(?:最?近|过去|last|past)(?:的)?"
_MONTH = r"[年\-./](?P<a>\d{1,2})月?(?:份)?"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("this_quarter", re.compile("(?:本|这)(?:个)?季度?|thisquarter")),
    ("last_quarter", re.compile("上(?:个)?季度?|lastquarter")),
    ("this_month", re.compile("(?:本|这|当)(?:个)?月(?:份)?|thismonth")),
    ("last_month", re.compile("上(?:个)?月(?:份)?|lastmonth")),
    ("recent", re.compile(_LAST + r"(?P<n>\d{1,2})(?:个)?(?:月|months?)")),
    ("recent", re.compile(_LAST + r"(?P<half>半年)|(?:最?近|过去)(?P<whole>1?一?年)")),
    ("first_quarters", re.compile(_YEAR + r"年?前(?P<n>[234])个?季度?")),
    ("quarter", re.compile(_YEAR + r"[年\-.]?(?:第?(?P<n>[1-4一二三四])(?:个)?季度?|[qQ](?P<q>[1-4]))")),
    ("quarter", re.compile(r"q(?P<q>[1-4])[\-/,]?(?:of)?(?P<year>20\d\d)?")),
    ("quarter", re.compile(r"(?:the)?(?P<name>first|second|third|fourth)quarter(?:of)?(?P<year>20\d\d)?")),
    ("half", re.compile(_YEAR + r"[年\-.]?(?:(?P<h>上|下)半年?|[hH](?P<n>[12]))")),
    ("half", re.compile(r"(?:the)?(?P<name>first|second)half(?:of)?(?P<year>20\d\d)?")),
    ("months", re.compile(_YEAR + r"[年\-./]?(?P<a>\d{1,2})月?(?:份)?-(?P<b>\d{1,2})月(?:份)?")),
    ("long", re.compile(rf"(?P<year>20\d\d){_MONTH}-(?P<to>20\d\d){_MONTH.replace('<a>', '<b>')}")),
    ("months", re.compile(r"(?P<ma>[a-z]{3,9})(?:-|to)(?P<mb>[a-z]{3,9})(?P<year>20\d\d)?")),
    ("long", re.compile(r"(?P<ma>[a-z]{3,9})(?P<year>20\d\d)(?:-|to)(?P<mb>[a-z]{3,9})(?P<to>20\d\d)")),
    ("month", re.compile(r"(?P<ma>[a-z]{3,9})(?P<year>20\d\d)?")),
    ("month", re.compile(r"(?P<year>20\d\d)[年\-./](?P<a>\d{1,2})月?(?:份)?")),
    ("month", re.compile(r"(?P<word>今年|本年|去年)?(?P<a>\d{1,2})月(?:份)?")),
    ("year", re.compile(r"(?P<year>20\d\d)年?度?(?:全年)?|年初(?:以来|至今)|全年")),
    ("year", re.compile(r"(?P<word>今年|本年度?|去年|上年度?|thisyear|lastyear)(?:全年|以来|至今)?")),
)  # fmt: skip
_MOST_MONTHS = 120
_DAY = r"(20\d\d)[年\-./](\d{1,2})[月\-./](\d{1,2})日?"
_DAYS = re.compile(rf"{_DAY}(?:[~\-]+|to){_DAY}")
_LONGEST = 60


def parse(text: str, today: date) -> Period | None:
    """What people write for a period; None where it is none. What names no year is of this one."""
    if len(text) > _LONGEST:
        return None
    bare = _in_digits(re.sub(r"\s+", "", text).lower()).translate(_FOLD)
    days = _DAYS.fullmatch(bare)
    if days is not None:
        return _days(*("-".join(f"{int(part):02}" for part in days.groups()[i : i + 3]) for i in (0, 3)))
    for name, form in _FORMS:
        found = form.fullmatch(bare)
        if found is not None and (period := _read(name, found.groupdict(), today)) is not None:
            return period
    return None


def _in_digits(text: str) -> str:
    """二〇二六年, 十二月, 近三个月: numbers as people also write them."""
    text = _HAN_YEAR.sub(lambda m: "".join(_HAN[sign] for sign in m[0]), text)
    return _HAN_COUNT.sub(lambda m: _counted(m["ten"], m["n"]) if m[0] else "", text)


def _counted(ten: str | None, unit: str) -> str:
    return str((10 if ten else 0) + int(_HAN.get(unit, "0")))


def _read(name: str, found: dict[str, str | None], today: date) -> Period | None:
    this = {"quarter": quarter(today.year, (today.month + 2) // 3), "month": month(today.year, today.month)}
    for unit, period in this.items():
        if name == f"this_{unit}":
            return period
        if name == f"last_{unit}":
            return period.previous
    year = _named_year(found, today)
    match name:
        case "quarter":
            return quarter(year, _which(found))
        case "half":
            return half(year, _which(found))
        case "recent":
            n = 6 if found.get("half") else 12 if found.get("whole") else int(found["n"] or 0)
            return _of_months(_index(today) - n + 1, n) if n else None
        case "first_quarters":
            return _of_months(year * 12, int(found["n"] or 0) * 3)
        case "months" | "month":
            first = _month_of(found, "a")
            return _months(year, first, _month_of(found, "b") if name == "months" else first)
        case "long":
            return _over_years(year, _month_of(found, "a"), int(found["to"] or 0), _month_of(found, "b"))
    return year_of(year)


def _which(found: dict[str, str | None]) -> int:
    """Which quarter or half: 3, 三, third; 上 or 下."""
    if name := found.get("name"):
        return _ORDINALS.index(name) + 1
    n = found.get("n") or found.get("q") or found.get("h") or ""
    return int(n) if n.isdigit() else _DIGITS.index(n) + 1 if n in _DIGITS else "上下".index(n) + 1


def _month_of(found: dict[str, str | None], which: str) -> int:
    """1 to 12, also by its English name or the beginning of it; 0 where it is none."""
    if (said := found.get(f"m{which}")) is not None:
        return next((n for n, name in enumerate(_NAMES, 1) if name.lower().startswith(said)), 0)
    return int(found.get(which) or 0)


def _over_years(year: int, first: int, last_year: int, last: int) -> Period | None:
    n = (last_year * 12 + last) - (year * 12 + first) + 1
    fits = 1 <= first <= 12 and 1 <= last <= 12 and 0 < n <= _MOST_MONTHS
    return _of_months(year * 12 + first - 1, n) if fits else None


def _named_year(found: dict[str, str | None], today: date) -> int:
    if found.get("year"):
        return int(found["year"] or 0)
    return today.year - ((found.get("word") or "") in ("去年", "上年", "上年度", "lastyear"))


def _months(year: int, first: int, last: int) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return _of_months(year * 12 + first - 1, last - first + 1)


# -- words ----------------------------------------------------------------------------------------------------------

_ORDINALS = ("first", "second", "third", "fourth")
_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _in_chinese(period: Period) -> str:
    first, last = period.first, period.last
    n = (first.month + 2) // 3
    to = f"{last.year}年" if first.year != last.year else ""
    months = f"{first.year}年{first.month}{'月' if to else ''}至{to}{last.month}月"
    days = f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    return {
        Span.MONTH: f"{first.year}年{first.month}月",
        Span.QUARTER: f"{first.year}年第{_DIGITS[n - 1]}季度",
        Span.HALF: f"{first.year}年{'上' if first.month == 1 else '下'}半年",
        Span.YEAR: f"{first.year}年",
    }.get(period.span, months if period.months is not None else days)


def _in_english(period: Period) -> str:
    first, last = period.first, period.last
    n = (first.month + 2) // 3
    since = f" {first.year}" if first.year != last.year else ""
    months = f"{_NAMES[first.month - 1]}{since} to {_NAMES[last.month - 1]} {last.year}"
    return {
        Span.MONTH: f"{_NAMES[first.month - 1]} {first.year}",
        Span.QUARTER: f"the {_ORDINALS[n - 1]} quarter of {first.year}",
        Span.HALF: f"the {_ORDINALS[0 if first.month == 1 else 1]} half of {first.year}",
        Span.YEAR: f"{first.year}",
    }.get(period.span, months if period.months is not None else f"{first} to {last}")


def _index(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def _of_months(index: int, n: int) -> Period:
    after = index + n
    return Period(
        date(index // 12, index % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
    )  # fmt: skip


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
