"""Case numbers as people shorten them: 行初12号, （2026）行初12号, 鲁0831行初12号, at a question also 12号.

A short number names no case by itself: it is compared with the numbers that are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.reading.casenumbers import TYPE_CODES, CaseNumber, parse_case_number
from bot.domain.reading.numerals import fold

_TYPES = "|".join(sorted(TYPE_CODES, key=len, reverse=True))
_BEFORE = (
    r"(?:\(?(?P<year>(?:19|20)[0-9]{2})年?\)?年?)?\s*"
    r"(?P<court>最高法|[\u4e00-\u9fff](?:[0-9]{2}){1,2}|[0-9]{4}(?=\s*行))?\s*"
)
_WHOLE = re.compile(rf"{_BEFORE}(?P<type>{_TYPES})?\s*字?第?\s*(?P<number>[0-9]{{1,7}})\s*号?案?")


@dataclass(frozen=True, slots=True)
class ShortNumber:
    """What was said of a case number; what was left out fits every number."""

    number: int
    type_code: str = ""
    court: str = ""
    year: int | None = None
    text: str = ""
    """As it was written."""

    def fits(self, known: CaseNumber) -> bool:
        """Whether the shortened number may mean this one."""
        return (
            self.number == known.number
            and self.type_code in ("", known.type_code)
            and known.court.endswith(self.court)
            and self.year in (None, known.year)
        )


def read_short_number(text: str) -> ShortNumber | None:
    """The short number that an answer to the question for a case number is: also 12号, or 12."""
    match = _WHOLE.fullmatch(fold(text.strip()[:40]))
    return _short(match) if match else None


def _short(match: re.Match[str]) -> ShortNumber | None:
    number = int(match["number"])
    year = int(match["year"]) if match["year"] else None
    if number == 0:
        return None
    return ShortNumber(number, match["type"] or "", match["court"] or "", year, match[0].strip())


def brief(number: str) -> str:
    """A case number as a line of a list has it, beside the agency that tells whose it is: 行初12号."""
    known = parse_case_number(number)
    return f"{known.type_code}{known.number}号" if known else number
