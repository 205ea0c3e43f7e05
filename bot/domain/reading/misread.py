"""Look-alikes that the reading of pictures confuses, put right where the grammar leaves only one reading.

Only inside case numbers, dates, times and names of court rooms: there every place admits few signs. What was put right
is a reading all the same, and nobody's certainty: `pictured` marks it.
"""

from __future__ import annotations

import re

from bot.domain.reading.casenumbers import COURT_NAMES
from bot.domain.reading.court_codes import BEGINNINGS, PROVINCES

_DIGITS = {"0": "OoQD〇○", "1": "lI|!i丨", "2": "Zz", "5": "Ss", "8": "B"}
_AS_DIGIT = {sign: digit for digit, signs in _DIGITS.items() for sign in signs}
_D = "0-9" + re.escape("".join(_AS_DIGIT))
_OPEN, _CLOSE = r"[（(〔［\[【〈《{｛﹝]", r"[）)〕］\]】〉》}｝﹞]"
_LOOKS = {"鲁": "售鱼兽魯", "豫": "像預预", "赣": "贑", "冀": "翼", "晋": "普", "闽": "阕", "浙": "淅", "粤": "奥"}
_PROVINCE = {sign: word for word, signs in _LOOKS.items() for sign in signs}
_TRIAL = "行衍仃銜"
_STAGES = {"初": "初扨礽仞韧切", "终": "终終络絡", "再": "再", "申": "申", "监": "监監", "赔": "赔賠陪"}
_STAGE = {sign: stage for stage, signs in _STAGES.items() for sign in signs}
_NUMBER = re.compile(
    rf"(?P<open>{_OPEN}?)(?P<year>[2Zz][{_D}]{{3}})(?P<close>{_CLOSE}?)\s?(?P<word>[\u3400-\u9fff])\s?"
    rf"(?P<code>[{_D}]{{0,4}})\s?[{_TRIAL}](?P<stages>[{''.join(_STAGE)}]{{1,2}})\s?(?P<serial>[{_D}]{{1,6}})\s?[号號吕另]"
)
_UNIT = re.compile(rf"(?<![A-Za-z])(?=[{_D}]{{0,3}}[0-9])[{_D}]{{1,4}}(?=\s?(?:[年月日时点]|分(?!院|局|公)))")
_CLOCK = re.compile(rf"(?<![{_D}A-Za-z])(?=[{_D}:：]{{0,4}}[0-9])[{_D}]{{1,2}}[:：][{_D}]{{2}}(?![{_D}A-Za-z])")
_ISO = re.compile(rf"(?<![{_D}A-Za-z])2[{_D}]{{3}}[-/.][{_D}]{{1,2}}[-/.][{_D}]{{1,2}}(?![A-Za-z])")
_SUN = re.compile(r"(?<=[0-9一二三四五六七八九十])[曰目白](?=\s|[上下中早]|[（(0-9]|$)")
_NOON = re.compile(r"(?<=[上下中])[牛干千](?=\s?[0-9一二三四五六七八九十])")
_HOUR = re.compile(r"(?<=[0-9])[吋肘对](?=\s?[0-9]{2}\s?分|整)")
_ROOM = re.compile(r"(第[0-9一二三四五六七八九十]{1,3})([审串宙]判|法)[庭底廷延]")
_COURT = re.compile(r"[\u4e00-\u9fff]{2,20}?人民法院")


def repaired(text: str) -> str:
    """The text as it must have been; nothing is changed where several readings are left."""
    text = _ISO.sub(_digits, _CLOCK.sub(_digits, _UNIT.sub(_digits, text)))
    text = _HOUR.sub("时", _NOON.sub("午", _SUN.sub("日", text)))
    text = _ROOM.sub(lambda found: f"{found[1]}{'法' if found[2] == '法' else '审判'}庭", text)
    return _NUMBER.sub(lambda found: _number(found, text), text)


def _digits(found: re.Match[str]) -> str:
    return _as_digits(found[0])


def _as_digits(text: str) -> str:
    return "".join(_AS_DIGIT.get(sign, sign) for sign in text)


def _number(found: re.Match[str], text: str) -> str:
    word, code = _word(found["word"], _as_digits(found["code"]), text), _as_digits(found["code"])
    if not word:
        return found[0]
    stages = "".join(_STAGE[sign] for sign in found["stages"])
    year, serial = _as_digits(found["year"]), _as_digits(found["serial"])
    return f"（{year}）{word}{code}行{stages}{serial}号"


def _word(word: str, code: str, text: str) -> str:
    """The province's word: as it stands, else by the court that the paper names, else by its look; "" for none."""
    if word in BEGINNINGS:
        return word
    courts = _COURT.findall(text)
    by_code = {
        known[0] for known, name in COURT_NAMES.items() if known[1:] == code and any(name in one for one in courts)
    }
    by_province = {short for short, name in PROVINCES.items() if any(name in one for one in courts)}
    for found in (by_code, by_province):
        if len(found) == 1:
            return found.pop()
    return _PROVINCE.get(word, "")
