"""Case numbers (案号): reading them however they are typed, and what they say of court and instance.

Source: 最高人民法院关于人民法院案件案号的若干规定 and its tables; reference section B4. The form is
（year of filing）court code, type code, running number, 号.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bot.domain.reading.court_codes import BEGINNINGS, court_name, is_possible


class CaseInstance(StrEnum):
    """What a type code says of the proceedings. Only the first three are trials."""

    FIRST = "first"
    SECOND = "second"
    RETRIAL = "retrial"
    REVIEW = "review"
    EXECUTION_REVIEW = "execution_review"
    OTHER = "other"


TRIALS = frozenset({CaseInstance.FIRST, CaseInstance.SECOND, CaseInstance.RETRIAL})

TYPE_CODES: dict[str, CaseInstance] = {
    "行初": CaseInstance.FIRST,
    "行终": CaseInstance.SECOND,
    "行再": CaseInstance.RETRIAL,
    "行监": CaseInstance.REVIEW,
    "行申": CaseInstance.REVIEW,
    "行抗": CaseInstance.REVIEW,
    "行审": CaseInstance.EXECUTION_REVIEW,
    "行审复": CaseInstance.EXECUTION_REVIEW,
    "行他": CaseInstance.OTHER,
    "行辖": CaseInstance.OTHER,
    "行保": CaseInstance.OTHER,
    "行赔初": CaseInstance.FIRST,
    "行赔终": CaseInstance.SECOND,
    "行赔再": CaseInstance.RETRIAL,
    "行赔监": CaseInstance.REVIEW,
    "行赔申": CaseInstance.REVIEW,
    "行赔抗": CaseInstance.REVIEW,
    "行赔他": CaseInstance.OTHER,
}

#: Courts of the five places the rule books come from. The codes follow the administrative division.
COURT_NAMES: dict[str, str] = {
    "最高法": "最高人民法院",
    "豫": "河南省高级人民法院",
    "豫04": "河南省平顶山市中级人民法院",
    "豫0482": "河南省汝州市人民法院",
    "豫12": "河南省三门峡市中级人民法院",
    "鲁": "山东省高级人民法院",
    "鲁08": "山东省济宁市中级人民法院",
    "鲁0831": "山东省泗水县人民法院",
    "皖": "安徽省高级人民法院",
    "津": "天津市高级人民法院",
    "津01": "天津市第一中级人民法院",
    "津02": "天津市第二中级人民法院",
    "津03": "天津市第三中级人民法院",
    "津0114": "天津市武清区人民法院",
}

_NUMERALS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_FOLD = {ord("０") + digit: str(digit) for digit in range(10)}
_FOLD |= dict.fromkeys(map(ord, "（〔［【〈《﹝〖{｛"), "(") | dict.fromkeys(map(ord, "）〕］】〉》﹞〗}｝"), ")")
_FOLD |= {ord("["): "(", ord("]"): ")", ord("號"): "号", ord("贛"): "赣", ord("審"): "审", ord("終"): "终"}
_FOLD |= {
    ord("賠"): "赔",
    ord("復"): "复",
    ord("複"): "复",
    ord("監"): "监",
    ord("轄"): "辖",
    ord("魯"): "鲁",
}
#: Invisible characters that come along when a number is copied.
_DROPPED = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_TYPES = "|".join(sorted(TYPE_CODES, key=len, reverse=True))
_CORE = (
    rf"(?P<year>[12][0-9]{{3}}|[一二][〇零○一二三四五六七八九]{{3}})年?\)?年?"
    rf"(?P<court>最高法知?|[{BEGINNINGS}][0-9]{{0,4}})"
    rf"(?P<type>{_TYPES})字?第?(?P<number>[0-9]{{1,7}})"
)
_WHOLE = re.compile(rf"\(?{_CORE}号?(?:之[一二三四五六七八九十0-9]{{1,3}})?")
_WITHIN = re.compile(rf"(?<![0-9])\(?{_CORE}号")

#: A case number is short; a hearing list pasted into a chat message is at most a few pages.
_LONGEST_NUMBER = 80
_LONGEST_TEXT = 20_000
_MOST_FOUND = 200


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """A normalised case number. `year` is the year of filing, not of the hearing."""

    year: int
    court: str
    type_code: str
    number: int

    def __str__(self) -> str:
        return f"（{self.year}）{self.court}{self.type_code}{self.number}号"

    @property
    def instance(self) -> CaseInstance:
        """What the type code says of the proceedings."""
        return TYPE_CODES[self.type_code]

    @property
    def is_trial(self) -> bool:
        """Whether a hearing under this number needs a leader; 行审 and reviews never do."""
        return self.instance in TRIALS

    @property
    def court_name(self) -> str:
        """The court's name where it is known, "" where only the code is."""
        return COURT_NAMES.get(self.court) or court_name(self.court)

    @property
    def compensation(self) -> bool:
        """Whether it is a case of administrative compensation."""
        return self.type_code.startswith("行赔")


def parse_case_number(text: str) -> CaseNumber | None:
    """Return the case number that `text` is, or None. Brackets, spaces, widths and 第 do not matter."""
    if len(text) > _LONGEST_NUMBER:
        return None
    match = _WHOLE.fullmatch(_folded(text))
    return _number(match) if match else None


def find_case_numbers(text: str) -> list[CaseNumber]:
    """Return the case numbers in a longer text, in order, each once; at most 200."""
    if "行" not in text:
        return []
    matches = islice(_WITHIN.finditer(_folded(text[:_LONGEST_TEXT])), _MOST_FOUND)
    found = (_number(match) for match in matches)
    return list(dict.fromkeys(number for number in found if number is not None))


def _folded(text: str) -> str:
    return _DROPPED.sub("", text.translate(_FOLD))


def _number(match: re.Match[str]) -> CaseNumber | None:
    year = int("".join(_NUMERALS.get(char, char) for char in match["year"]))
    court, number = match["court"], int(match["number"])
    if not 1990 <= year <= 2100 or number == 0 or not is_possible(court):
        return None
    return CaseNumber(year, court, match["type"], number)
