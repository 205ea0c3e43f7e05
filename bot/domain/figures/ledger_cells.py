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
_RANKS = frozenset({"正职", "副职", "主要负责人", "分管负责人", "分管副职"})
"""Whose coming is what such a column says instead of yes."""
_STAFF = re.compile(r"委托|代理人|工作人员|律师|顾问|法制员")
_STAYED_AWAY = re.compile(r"(?:未|没有?|不能?|拒不|缺席)(?:出庭|到庭|参加)?")
_CAME = re.compile(r"(?:出庭|到庭)(?:应诉|并发言|发言|参加诉讼)*$|^(?:委派|指派)?[^，,]{0,12}(?:出庭|到庭)")
_PLAIN = re.compile(r"[\s。.]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|[一二]九?[〇零○0-9一二三四五六七八九]{3}年")
_SHORT_YEAR = re.compile(r"(?<![0-9])(?:'|’)?([0-9]{2})(?=年\s*[0-9]{1,2}\s*月)")
_SHORT_DATE = re.compile(r"^\s*(?:'|’)?([0-9]{2})(?=([./\-])[0-9]{1,2}\2[0-9]{1,2}(?:\D|$))")
"""26年3月5日, 26.3.5: the year comes first, as it does everywhere in a ledger."""
_PARTS = re.compile(r"[；;\n]+|(?<=[^\d\s]),(?=\s*\d)|，|、|(?=第[一二三四五六12345]次)")
_SEVERAL = re.compile(r"[；;、,，/\n]+")
_BRACKETS = re.compile(r"^(?P<name>[^（(]{1,20})[（(](?P<post>[^）)]{1,30})[）)]$")
_POST = re.compile(
    r"^(?P<post>.{0,18}?(?:局长|主任|镇长|乡长|县长|市长|区长|所长|站长|队长|书记|委员|组长|科长|股长|院长|政委|调研员))"
    r"\s*[:：]?\s*(?P<name>[一-鿿·]{2,4})$"
)
_TRAILING = re.compile(
    r"^(?P<name>[一-鿿·]{2,4})\s+(?P<post>.{0,18}(?:局长|主任|镇长|乡长|县长|市长|区长|所长|站长|队长|书记|委员|组长|科长"
    r"|股长|院长|政委|调研员))$"
)
_POSTS = r"局长|主任|镇长|乡长|县长|市长|区长|所长|站长|队长|书记|委员|组长|科长|股长|院长|政委|调研员"
_TOGETHER = re.compile(
    rf"^(?P<name>[一-鿿·]{{2,4}}?)(?<![副局县镇乡处队所办委院站科市区])"
    rf"(?P<post>(?:党组|党委|常务|第一|执法|[一二三四]级)*副?(?:{_POSTS}))$"
)
"""张明副局长, as everybody calls him."""
_IN_BRACKETS = re.compile(r"^(?:是|有|√|✓|出庭|已出庭)?[（(]([^）)]{2,30})[）)]$")
_A_NAME = re.compile(r"(?!.*[职责庭])[一-鿿·]{2,4}")
_THE_REST = re.compile(r"(?:负责人)?(?:参加|代表|依法)?(?:出庭|到庭).*$")
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


def day(cell: str, today: date, first_day: date = FIRST_DAY, year: int = 0) -> date | Problem | None:
    """The day in a cell; None where there is none. `year` as `hearings` takes it."""
    found = hearings(cell, today, first_day, year)
    if isinstance(found, Problem):
        return found
    return found[0].day if found else None


def hearings(cell: str, today: date, first_day: date = FIRST_DAY, year: int = 0) -> tuple[Held, ...] | Problem:
    """The hearings in a cell, several where it names several, each once and in order. `year` is the one that the sheet
    names above its table, 0 where it names none: a day without a year is of it."""
    if is_nothing(cell):
        return ()
    found: dict[date, Held] = {}
    for part in filter(None, (one.strip() for one in _PARTS.split(cell))):
        read = _hearing(_with_year(written(part, first_day), year), today, found)
        if isinstance(read, Problem):
            return read
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.clock)))


def _with_year(text: str, year: int) -> str:
    full = _SHORT_DATE.sub(r"20\1", _SHORT_YEAR.sub(r"20\1", text))
    bare = year and not _YEAR.search(full) and re.match(r"\D{0,6}[0-9]{1,2}\s*[月./\-]\s*[0-9]{1,2}", full)
    return re.sub(r"(?=[0-9]{1,2}\s*[月./\-])", f"{year}年", full, count=1) if bare and "月" in full else full


def _hearing(text: str, today: date, found: dict[date, Held]) -> Problem | None:
    moments = find_moments(text, today, past=True)
    if not moments:
        # What has no digit is a remark (第一次, 上午), not a date that cannot be read.
        return _unread(text) if any(sign.isdigit() for sign in text) else None
    for one in moments:
        if one.problem is not None or not isinstance(one.day, date) or isinstance(one.clock, Problem):
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
    if known and answers[0] is not None and len(known) == 1:
        return (answers[0],)  # what stands behind it is a remark: 未出庭，委托工作人员出庭
    return tuple(known) if len(known) == len(answers) else None


def _answer(text: str) -> bool | None:
    plain = _PLAIN.sub("", clean_line(text)).lower()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    if plain.startswith(("未", "没", "否", "不", "无")) or _STAYED_AWAY.search(plain):
        return False
    if plain in _RANKS or plain.startswith(("是", "已出庭")):
        return True
    if _STAFF.search(plain):
        return None  # that staff came says of the leader neither
    return True if _CAME.search(plain) else None


def person(cell: str, post: str) -> tuple[str, str]:
    """Name and post of a leader, also where one cell says both: 张明（副局长）, 副局长张明."""
    if is_nothing(cell):
        return "", "" if is_nothing(post) else clean_line(post)
    text, own = clean_line(cell), "" if is_nothing(post) else clean_line(post)
    match = _both(text)
    return (match["name"].strip(), own or match["post"].strip()) if match else (text, own)


def _both(text: str) -> re.Match[str] | None:
    patterns = (_BRACKETS, _TRAILING, _POST, _TOGETHER)
    return next((match for one in patterns if (match := one.match(text)) is not None), None)


def person_within(cell: str) -> tuple[str, str]:
    """Name and post in a cell that says who came and how, as 副局长徐刚出庭应诉; empty where it names nobody so."""
    text = _IN_BRACKETS.sub(r"\1", _THE_REST.sub("", clean_line(cell)).strip("，,；; "))
    match = _both(text)
    if match is not None:
        return match["name"].strip(), match["post"].strip()
    plain = _A_NAME.fullmatch(text) and text not in _RANKS and _answer(text) is None
    return (text, "") if plain else ("", "")


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
