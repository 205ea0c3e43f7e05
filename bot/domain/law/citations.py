"""Where a passage stands, as it is cited in English: 第三条第三款 is art. 3(3), 四（四） is part 4(4)."""

from __future__ import annotations

import re

SUPPLEMENTARY = "附则"
_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100}
_NUMBER = "[零一二三四五六七八九十百]+"
_ITEM = re.compile(rf"第（?({_NUMBER})）?[款项]")
_ARTICLE = re.compile(rf"第({_NUMBER})条((?:第{_NUMBER}款)?(?:第（?{_NUMBER}）?项)?)")
_PART = re.compile(rf"({_NUMBER})?((?:（{_NUMBER}）)?)")
_BRACKETED = re.compile(rf"（({_NUMBER})）")


def cited_in_english(section: str) -> str:
    """Return the place in English, empty where it is written otherwise than articles and numbered parts are."""
    if section == SUPPLEMENTARY:
        return "supplementary provisions"
    places = section.split("、")
    articles = [_ARTICLE.fullmatch(place) for place in places]
    if all(articles):
        word = "art." if len(articles) == 1 else "arts."
        return f"{word} " + ", ".join(_article(found) for found in articles if found)
    parts = [_PART.fullmatch(place) for place in places]
    if not all(parts) or not parts[0] or not parts[0][1]:
        return ""
    return "part " + ", ".join(_part(found) for found in parts if found)


def _article(found: re.Match[str]) -> str:
    return str(_value(found[1])) + "".join(f"({_value(each)})" for each in _ITEM.findall(found[2]))


def _part(found: re.Match[str]) -> str:
    head = str(_value(found[1])) if found[1] else ""
    return head + "".join(f"({_value(each)})" for each in _BRACKETED.findall(found[2]))


def _value(number: str) -> int:
    """一百零四 is 104; a unit without a digit before it counts once."""
    total, digit = 0, 0
    for char in number:
        if char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        else:
            digit = _DIGITS[char]
    return total + digit
