"""Text as it comes out of a page: lines that ended at the margin are joined, so that no word is in two parts."""

from __future__ import annotations

import re

_WIDE = 24
"""Letters from which a line can be one that ended at the margin."""
_NEARLY = 0.85
_SENTENCE = re.compile(r"[。；：:;!！?？]$")
_BEGINS = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,3}[、.．)）]|[^，。,]{2,8}[:：]|附)")
_LETTER = re.compile(r"[\u4e00-\u9fff]")
_NUMERAL = "0-9０-９一二三四五六七八九十"
_DAY = re.compile(rf"[{_NUMERAL}]{{1,3}}日(?:[(（][^()（）]{{1,4}}[)）])?$|[上下中]午$|[早晚]上$")
_CLOCK = re.compile(rf"^(?:[上下中]午|[早晚]上)?\s*[{_NUMERAL}]{{1,3}}\s*[:：时点]")


def unwrapped(text: str) -> str:
    """The text with its broken lines joined: at the margin, between a day and its hour, in a title down the page."""
    lines = text.split("\n")
    margin = max(map(len, lines))
    found: list[str] = []
    before = ""
    for line in lines:
        if found and _belongs(before, line, margin):
            found[-1] += line.strip()
        else:
            found.append(line)
        before = line.strip()
    return "\n".join(found)


def _belongs(before: str, line: str, margin: int) -> bool:
    """Whether a line goes on with what the one above it began."""
    line = line.strip()
    if not before or not line:
        return False
    if _LETTER.fullmatch(before) and _LETTER.fullmatch(line):
        return True
    if _DAY.search(before) and _CLOCK.match(line):
        return True
    ended = margin < _WIDE or len(before) < _NEARLY * margin or _SENTENCE.search(before)
    return not ended and not _BEGINS.match(line)
