"""Where case numbers stand in a text, well formed or not, so that nothing in them is read as a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.reading.casenumbers import CaseNumber, parse_case_number
from bot.domain.reading.court_codes import BEGINNINGS, INSTEAD, MILITARY
from bot.domain.reading.number_series import find_numbers

_HAN_DIGITS = "〇零○一二三四五六七八九"
#: A year, a province and court code, a kind of case, a number; blanks between them as copies have them.
_LOOKS_LIKE = re.compile(
    rf"[(（〔【［\[〈]?\s{{0,2}}(?:(?:19|20)[0-9]{{2}}|[一二][{_HAN_DIGITS}]{{3}})\s{{0,2}}[)）〕】］\]〉]?\s{{0,2}}年?\s{{0,2}}"
    rf"[{BEGINNINGS}{''.join(INSTEAD)}{MILITARY}最贛魯][\u4e00-\u9fff]{{0,3}}\s{{0,2}}[0-9]{{0,4}}\s{{0,2}}"
    r"[行民刑执赔法知破][\u4e00-\u9fff]{0,4}\s{0,2}第?\s{0,2}"
    rf"[0-9{_HAN_DIGITS}十百千]{{1,7}}(?:[-之][0-9]{{1,3}})?(?P<closed>\s{{0,2}}[号號](?:之[一二三四五六七八九十0-9]{{1,3}})?)?"
)


_KIND = re.compile(rf"[行民刑执赔法知破][\u4e00-\u9fff]{{0,4}}\s{{0,2}}第?\s{{0,2}}[0-9{_HAN_DIGITS}十百千]")
"""Where there is none of these, there is no number."""


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A place in a text with the case number there; None where it only looks like one."""

    start: int
    end: int
    number: CaseNumber | None


def spot_case_numbers(text: str) -> tuple[NumberSpan, ...]:
    """Everything in `text` that looks like a case number, in order.

    Without 号 at its end a number is only taken where the word ends too: 行初1212月15日 could be 12 or 1212.
    """
    return tuple(_span(m, text) for m in _LOOKS_LIKE.finditer(text)) if _KIND.search(text) else ()


def _span(m: re.Match[str], text: str) -> NumberSpan:
    follows = text[m.end() : m.end() + 1]
    whole = bool(m["closed"]) or not (follows.isalnum() or follows in ("-", ".", "/", ":", "："))
    return NumberSpan(m.start(), m.end(), parse_case_number(m[0]) if whole or not follows else None)


def misspelt(text: str) -> str:
    """What looks like a case number and is none, where none in the text can be read; else empty."""
    spans = spot_case_numbers(text)
    if spans and find_numbers(text).full:
        return ""
    return text[spans[0].start : spans[0].end] if spans and not any(span.number for span in spans) else ""


@lru_cache(maxsize=8)
def mask_case_numbers(text: str) -> str:
    """`text` with whatever looks like a case number blotted out, at the same length."""
    if _KIND.search(text) is None:
        return text
    return _LOOKS_LIKE.sub(lambda m: "\x00" * len(m[0]), text)
