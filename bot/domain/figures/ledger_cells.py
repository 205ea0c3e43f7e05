"""What the cells of a bureau's ledger say: days, hearings, yes and no, a leader with a post. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.cleaning import clean_line, shown
from bot.domain.reading.dates import find_moments
from bot.domain.reading.serials import FIRST_DAY, written

NINE = time(9)
"""The hour of a hearing of which a ledger says only the day."""
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "空", "n/a", "none"})
_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "y", "yes", "1", "true", "出庭", "已出庭", "已发言", "发言", "已"})
_NO = frozenset(
    {"否", "没有", "×", "✗", "✘", "x", "n", "no", "0", "false", "未", "未出庭", "不出庭", "未发言", "没出庭"}
)
_PLAIN = re.compile(r"[\s。.]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|[一二]九?[〇零○0-9一二三四五六七八九]{3}年")
_PARTS = re.compile(r"[；;\n]+|(?<=[^\d\s]),(?=\s*\d)|，|、|(?=第[一二三四五六12345]次)")
_SEVERAL = re.compile(r"[；;、,，/\n]+")
_BRACKETS = re.compile(r"^(?P<name>[^（(]{1,20})[（(](?P<post>[^）)]{1,30})[）)]$")
_POST = re.compile(
    r"^(?P<post>.{0,18}?(?:局长|主任|镇长|乡长|县长|市长|区长|所长|站长|队长|书记|委员|组长|科长|股长|院长|政委|调研员))"
    r"\s*(?P<name>[一-鿿·]{2,4})$"
)
_TRAILING = re.compile(
    r"^(?P<name>[一-鿿·]{2,4})\s+(?P<post>.{0,18}(?:局长|主任|镇长|乡长|县长|市长|区长|所长|站长|队长|书记|委员|组长|科长"
    r"|股长|院长|政委|调研员))$"
)
_INNER = re.compile(r"科长|股长|室主任|中队长")
_SECRETARY = re.compile(r"书记")
_FIRST = re.compile(r"局长|主任|镇长|乡长|县长|市长|区长|所长|站长|队长|院长")


@dataclass(frozen=True, slots=True)
class Held:
    """A hearing as a ledger names it; `assumed` where it gives no hour, and nine is taken."""

    day: date
    clock: time
    assumed: bool = False


def is_nothing(cell: str) -> bool:
    """Whether a cell holds nothing but a sign that it holds nothing."""
    return clean_line(cell).lower() in NOTHING


def day(cell: str, today: date, first_day: date = FIRST_DAY) -> date | None | Problem:
    """The day in a cell; None where there is none."""
    found = hearings(cell, today, first_day)
    if isinstance(found, Problem):
        return found
    return found[0].day if found else None


def hearings(cell: str, today: date, first_day: date = FIRST_DAY) -> tuple[Held, ...] | Problem:
    """The hearings in a cell, several where it names several, each once and in order."""
    if is_nothing(cell):
        return ()
    found: dict[date, Held] = {}
    for part in filter(None, (one.strip() for one in _PARTS.split(cell))):
        read = _hearing(written(part, first_day), today, found)
        if isinstance(read, Problem):
            return read
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.clock)))


def _hearing(text: str, today: date, found: dict[date, Held]) -> Problem | None:
    moments = find_moments(text, today, past=True)
    if not moments:
        # What has no digit is a remark (第一次, 上午), not a date that cannot be read.
        return _unread(text) if any(sign.isdigit() for sign in text) else None
    for one in moments:
        if one.problem is not None or not isinstance(one.day, date):
            return one.problem or _unread(text)
        if not _YEAR.search(text):
            return problem("“{text}” has no year. Please write it like 2026-03-05.", text=shown(text))
        found.setdefault(one.day, Held(one.day, one.clock or NINE, one.clock is None))
    return None


def _unread(text: str) -> Problem:
    return problem("“{text}” is no date that I can read. Please write it like 2026-03-05 9:30.", text=shown(text))


def yes_no(cell: str) -> tuple[bool, ...] | None:
    """The answers in a cell, one or several; () where there is none, None where it is no answer."""
    if is_nothing(cell):
        return ()
    answers = [_answer(part) for part in _SEVERAL.split(cell) if part.strip()]
    known = [one for one in answers if one is not None]
    return tuple(known) if len(known) == len(answers) else None


def _answer(text: str) -> bool | None:
    plain = _PLAIN.sub("", clean_line(text)).lower()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    if plain.startswith(("未", "没", "否", "不", "无")):
        return False
    return True if plain.startswith(("是", "已出庭", "负责人出庭", "正职出庭", "副职出庭")) else None


def person(cell: str, post: str) -> tuple[str, str]:
    """Name and post of a leader, also where one cell says both: 张明（副局长）, 副局长张明."""
    if is_nothing(cell):
        return "", "" if is_nothing(post) else clean_line(post)
    text = clean_line(cell)
    for pattern in (_BRACKETS, _TRAILING, _POST):
        match = pattern.match(text)
        if match is not None:
            own = "" if is_nothing(post) else clean_line(post)
            return match["name"].strip(), own or match["post"].strip()
    return text, "" if is_nothing(post) else clean_line(post)


def rank_of(post: str) -> str:
    """What a post makes of its holder in court: a key of the ranks of a result; "" where a person has to say."""
    if not post:
        return ""
    if post in ("正职", "主要负责人", "一把手", "principal"):
        return "principal"
    if _INNER.search(post):
        return "department_head"
    if "主持" in post and "工作" in post:
        return "acting_deputy"
    if "副" in post or post == "deputy":
        return "deputy"
    if _SECRETARY.search(post) and not _FIRST.search(post):
        return "party_secretary"
    return "principal" if _FIRST.search(post) else ""


def names(cell: str) -> Sequence[str]:
    """The names of units in a cell."""
    return [clean_line(part) for part in re.split(r"[；;、,，\n]+", cell) if clean_line(part)]
