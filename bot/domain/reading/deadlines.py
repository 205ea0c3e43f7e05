"""A deadline that somebody speaks of (答辩期4月17日届满): the last day of a duty, and no hearing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.reading.casenumbers import find_case_numbers
from bot.domain.reading.cleaning import clean_line
from bot.domain.reading.dates import find_moments
from bot.domain.reading.numerals import fold

LONGEST = 80
"""Characters of a line that is about a deadline."""
_TERMS: tuple[tuple[str, str], ...] = (
    (r"答辩|举证|提交证据|证据", "答辩 举证 证据"),
    (r"上诉", "上诉"),
    (r"履行|执行", "履行"),
    (r"报备", "报备"),
    (r"备案", "备案"),
    (r"反馈", "反馈 结果"),
    (r"复函|回函|司法建议", "司法建议 函"),
    (r"分析", "分析"),
    (r"再审", "再审"),
)
_SAYS = re.compile(
    r"届满|期满|到期|截止|截至|最后(?:一天|期限|一日)|(?:答辩|举证|上诉|履行|报备|备案|反馈|申请再审)(?:的)?(?:期限?|截止日期?|时限)"
    r"|(?:日|号|天)(?:之前|以前|前)(?:必须|要|应|需)?(?:提交|交|报|答辩|举证|上诉|履行|反馈|回复|复函|完成)"
    r"|(?:日|号|天|[0-9一二三四五六]点|时|:[0-9]{2})(?:之前|以前|前)[^,;。\n]{0,40}(?:提交|递交|报送|交到|交至|上报|送交|寄)"
)
_HELD = re.compile(r"开庭|庭审|出庭|到庭|传票|应到|谈话|宣判")
_CAME = re.compile(r"收到|送达|签收")


@dataclass(frozen=True, slots=True)
class Deadline:
    """What was said of a deadline. Empty where the text says nothing."""

    words: tuple[str, ...]
    """One of them stands in the title of the duty that is meant; none: which one is not said."""
    number: str = ""
    """The case number, in full."""
    day: date | None = None


def read_deadline(text: str, today: date) -> Deadline | None:
    """A line that speaks of a deadline, and of neither a hearing nor a paper that came; None for every other."""
    line = clean_line(text)
    folded = fold(line)
    if not line or len(line) > LONGEST or "\n" in text.strip() or not _SAYS.search(folded):
        return None
    if _HELD.search(folded) or _CAME.search(folded):
        return None
    words = [word for pattern, titles in _TERMS if re.search(pattern, folded) for word in titles.split()]
    numbers = find_case_numbers(line)
    days = [one.day for one in find_moments(line, today, past=True, future=True) if isinstance(one.day, date)]
    if not words and not (numbers and days):
        return None
    return Deadline(
        tuple(dict.fromkeys(words)),
        str(numbers[0]) if len(numbers) == 1 else "",
        days[0] if len(set(days)) == 1 else None,
    )
