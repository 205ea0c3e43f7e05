"""Catalogs: message ids to words in a language, with dates and numbers as people write them.

Catalogs are read from `locales/<language>/LC_MESSAGES/bot.po`, as they stand: no compile step to forget. The Chinese
one is complete. A message id is its own English text, so the English one holds only what differs from its id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.pofile import read_po

from bot.domain.hall.message import Html, html
from bot.domain.hall.posts import post_in_english
from bot.domain.hall.problems import Problem
from bot.domain.hall.worded import Worded
from bot.domain.law.explanations import Named

LANGUAGES = ("zh_CN", "en")
LOCALES = Path(__file__).resolve().parent.parent / "locales"
FAR = timedelta(days=183)
"""From half a year on, a month and a day alone would be taken for the nearer year."""
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Translator:
    """Words of one language; times are shown in `zone`. Called with an English message id and its values.

    An id that `words` or `plurals` does not hold stands for itself.

    Values are escaped unless they are `Html` already, so a name that holds markup stays a name.
    """

    language: str
    zone: ZoneInfo
    words: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    today: date | None = None
    """The reader's present day (local), where it is known: a day further off than FAR is shown with its year."""

    def __call__(self, msgid: str, /, **values: object) -> Html:
        if isinstance(msgid, Worded):
            return html(msgid.zh if self.chinese else str(msgid))
        return self._fill(self.words.get(msgid, msgid), values)

    def plural(self, singular: str, many: str, n: int, /, **values: object) -> Html:
        forms = self.plurals.get(singular) or (singular, many)
        form = forms[0] if n == 1 or len(forms) == 1 else forms[1]
        return self._fill(form, {"n": n, **values})

    def _fill(self, pattern: str, values: Mapping[str, object]) -> Html:
        def put(match: re.Match[str]) -> str:
            name = match[1]
            return self.show(values[name]) if name in values else match[0]

        return Html(_PLACE.sub(put, pattern))

    def show(self, value: object) -> Html:
        """A value as it stands in a sentence: dates with their weekday, instants in local time."""
        match value:
            case datetime():
                return Html(self.moment(value))
            case date():
                return Html(self.day(value))
            case Named():
                return html(value.zh if self.chinese else value.en)
            case Problem():
                return self(value.msgid, **value.params)
            case _:
                return html(value)

    @property
    def chinese(self) -> bool:
        return self.language.startswith("zh")

    def day(self, value: date, *, year: bool = False) -> str:
        """A date with its weekday: 12月15日（周二）, Tue 15 Dec. With `year`, or far off, 2026年12月15日（周二）."""
        year = year or (self.today is not None and abs(value - self.today) > FAR)
        if self.chinese:
            head = f"{value.year}年" if year else ""
            return f"{head}{value.month}月{value.day}日（周{'一二三四五六日'[value.weekday()]}）"
        return format_date(value, "EEE d MMM y" if year else "EEE d MMM", locale="en")

    def post(self, recorded: str) -> str:
        """A post for this reader: as it is recorded, or in English where it is known."""
        return recorded if self.chinese else post_in_english(recorded)

    def called(self, name: str, post: str) -> str:
        """Somebody with the post: 张明副局长, 张明 (deputy director)."""
        if not post:
            return name
        return f"{name}{post}" if self.chinese else f"{name} ({self.post(post)})"

    def brief(self, value: date) -> str:
        """A date without its weekday, where several stand in one line: 4月14日, 14 Apr."""
        far = self.today is not None and abs(value - self.today) > FAR
        if self.chinese:
            return f"{f'{value.year}年' if far else ''}{value.month}月{value.day}日"
        return format_date(value, "d MMM y" if far else "d MMM", locale="en")

    def clock(self, value: time) -> str:
        return f"{value.hour}:{value.minute:02d}"

    def moment(self, value: datetime, *, year: bool = False) -> str:
        """An instant in local time: 12月15日（周二）9:30."""
        local = value.astimezone(self.zone)
        gap = "" if self.chinese else ", "
        return f"{self.day(local.date(), year=year)}{gap}{self.clock(local.time())}"

    def join(self, names: list[str]) -> str:
        return ("、" if self.chinese else ", ").join(names)


@cache
def _catalog(language: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    words: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    path = LOCALES / language / "LC_MESSAGES" / "bot.po"
    with path.open("rb") as file:
        for entry in read_po(file, locale=language):
            if not entry.id or entry.fuzzy:
                continue
            if isinstance(entry.id, tuple | list):
                plurals[entry.id[0]] = tuple(s for s in entry.string or () if s)
            elif entry.string:
                words[entry.id] = str(entry.string)
    return words, plurals


def translator(language: str, zone: str | ZoneInfo = "Asia/Shanghai", *, now: datetime | None = None) -> Translator:
    """The translator of a language (`zh_CN` for one that is not shipped)."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    words, plurals = _catalog(chosen)
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    return Translator(chosen, place, words, plurals, now.astimezone(place).date() if now else None)
