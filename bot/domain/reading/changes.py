"""A change of a hearing said in words: moved, put off without a date, called off, held elsewhere.

It is about a hearing that is on record: `old` says which, `new` and `place` what becomes of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import PaperKind
from bot.domain.reading.case_names import find_case_names
from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.cleaning import clean_text
from bot.domain.reading.court_texts import BLOT, find_papers, find_place
from bot.domain.reading.dates import find_moments
from bot.domain.reading.moments import Found
from bot.domain.reading.number_series import blotted, find_numbers
from bot.domain.reading.numerals import fold, parse_numeral

LONGEST = 600
"""A longer text is a paper, not the news of a change."""


class Kind(StrEnum):
    """What becomes of the hearing."""

    MOVED = "moved"
    PLACE = "place"
    PUT_OFF = "not_held"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """What a text says of a change. Days and times are the office's own."""

    kind: Kind
    numbers: tuple[CaseNumber, ...] = ()
    names: tuple[str, ...] = ()
    """Persons by whom the case is called."""
    old_day: date | None = None
    old_clock: time | None = None
    new_day: date | None = None
    new_clock: time | None = None
    same_clock: bool = False
    """At the same hour, on another day."""
    shift: timedelta | None = None
    """By how much it is later (or earlier) than until now, where that is all that is said: 推迟一周."""
    place: str = ""
    reason: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def says_which(self) -> bool:
        """Whether it says which hearing it is about, or what becomes of it."""
        return bool(self.numbers or self.names or self.old_day or self.new_day or self.place)


_VERB = r"(?:改期|延期|延后|推迟|推后|提前|顺延|调整|变更|更改|更正|挪|调|改|延)"
_WHAT = r"(?:开庭|庭审|审理)?(?:的)?(?:时间|日期|地点|场所|法庭)?"
_TO = (
    rf"{_VERB}{_WHAT}(?:至|到|为|在|于|成)|改(?=(?:线上|网上|在线|云上|视频|线下|现场)(?!服务))|(?:新的?|现|变更后的?)(?:开庭|庭审)?(?:时间|日期)(?:为|是|定于|在|于|改为)?"
    r"|现(?:定|改)(?:于|在|为|到|至)"
)
_N = "[0-9]{1,2}|[一二两三四五六七八九十半]{1,2}"
_SHIFTS = (
    rf"(?:提前|推迟|推后|延后|后延|顺延|延期|往后推|往后延)(?:了)?(?:{_N})个?(?:天|日|周|星期|礼拜|小时)"
    r"(?=开庭|庭审|审理|进行|举行|再开|[,，。;；!！\s]|$)"
)
_SHIFT = re.compile(
    rf"(?P<way>提前|推迟|推后|延后|后延|顺延|延期|往后推|往后延)(?:了)?(?P<n>{_N})个?(?P<unit>天|日|周|星期|礼拜|小时)"
)
_MOVES = re.compile(
    rf"{_TO}|改期|延期|延后|推迟|推后|顺延|{_SHIFTS}|(?:时间|地点|法庭|庭)(?:有变|有变化|变了|改了|变更|调整)|换(?:到|成|至|在)|移(?:到|至)"
)
_TO_HERE = re.compile(rf"(?:{_TO}|换(?:到|成|至)|移(?:到|至))\s?:?\s?(?:本院|我院)?$")
_OFF = re.compile(
    r"取消|不(?:再)?开(?:庭)?了|不再开庭|撤销开庭|不用(?:再)?(?:开庭|出庭|去开庭)|不开庭(?!审理)|停(?:止)?开庭"
)
_WITHDRAWN = re.compile(
    r"(?<!准备)(?<!打算)(?<!可能)(?<!考虑)(?<!拟)(?<!想)(?<!愿意)(?<!是否)(?<!愿)(?<!要)(?<!会)(?:撤诉|撤回(?:起诉|上诉|再审申请))"
)
_NO_DATE = re.compile(
    r"另行通知|另行确定|另行安排|另定|待定|择日|择期|等(?:候)?通知|时间未定|暂缓|延期|延后|推迟|推后|顺延|改期"
)
#: 4月28日的庭先不开了，等通知 is put off, whatever word was chosen.
_LATER = re.compile(r"另行通知|另行确定|另行安排|另定|待定|择日|择期|等(?:候)?通知")
_ASKED = re.compile(r"申请(?:延期|改期|变更|推迟)")
#: What was asked for and is granted is a change: 因原告申请延期审理，本院予以准许，时间另行通知.
_GRANTED = re.compile(
    r"准许|准予|(?:已|经|均|获)(?:本院|法院|我院)?(?:审查)?(?:同意|批准)|决定(?:延期|改期)|另行通知|另行确定|另行安排"
)
_NOT = re.compile(
    r"(?:能否|是否|可否|能不能|可不可以|请求|建议|希望|拟)(?:延期|改期|推迟|取消|变更|改)"
    r"|延期(?:审理)?申请|(?:延期|推迟|顺延)[^,;。\n]{0,8}(?:举证|答辩|提交|缴纳)|变更(?:诉讼请求|被告|原告|当事人|第三人|承办|审判|合议庭|法人|登记|出庭)"
    r"|取消(?:资格|许可|处罚|收费|登记)|提前(?:到庭|到达|到场|做好|准备|\d+分钟)|改为\s?原告|如(?:需|有)?(?:延期|改期|变更)"
    # Nothing changes, or it is only asked whether something does.
    r"|(?:不|没有|没|未|无需|不用|不会|不必|不再)(?:改期|延期|推迟|取消|变更|调整)(?!.{0,12}(?:至|到|为)[^,;。]{0,6}[0-9])"
    r"|(?:正常|照常|如期|按时|按期)开庭|(?:是不是|是否|会不会|有没有|要不要|可以)[^,;。\n]{0,10}(?:改|延|推|取消|变更|调整|提前)"
    r"|(?:改期|延期|推迟|取消|变更|调整|推后)了?(?:吗|么|没有|没|否|呢|[?？])|[?？]\s?$|为什么|为何|怎么(?:又|还|会)"
)
_ABOUT = re.compile(r"庭|案|开审|审理|传票")
_OLD_BEFORE = re.compile(
    r"(?:原定|原来|原|由|从|将|本定|定于|定在|约定)(?:于|在)?(?:的)?(?:开庭|庭审)?(?:时间|日期)?(?:为|是)?\s?:?\s?$"
)
_REASON = re.compile(r"因(?!此|为什么)(?P<why>[^,;。\n]{1,40}?)(?=[,;。\n]|需?改|延|推|取消|顺延|变更|调整|不|$)")
_NO_REASON = frozenset({"故", "故需", "为", "工作安排", "故原因"})
_SAME_CLOCK = re.compile(r"同一?时间|同样(?:的)?时间|具体时间不变|[时钟]点不变")
_RECEIVED = re.compile(r"\s?(?:刚|才)?(?:收到|接到|接|送达|得知|获悉|通知|法院(?:来|打)?电|电话)")


def read_change(text: str, now: datetime, zone: ZoneInfo) -> Change | None:
    """The change that a text speaks of, seen from the aware `now`; None where it speaks of none."""
    whole = clean_text(text[: 2 * LONGEST])
    if len(whole) > LONGEST or not whole:
        return None
    numbers = find_numbers(whole)
    bare = fold(blotted(whole, numbers))
    if not _speaks_of_change(bare, numbered=bool(numbers.written)):
        return None
    moments = find_moments(bare, now.astimezone(zone).date())
    found = tuple(one for one in moments if not _RECEIVED.match(bare, one.end))
    old, new = _told_apart(found, bare)
    place = _new_place(bare, whole, found)
    shift = _shift(bare) if new is None else None
    kind = _kind(bare, new, place) if shift is None else Kind.MOVED
    if kind is None:
        return None
    problems = tuple(one.problem for one in (new,) if one and one.problem) if kind is Kind.MOVED else ()
    return Change(
        kind,
        tuple(numbers.full),
        tuple(one.name for one in find_case_names(blotted(whole, numbers, " "))),
        *_parts(old),
        *(_parts(new) if kind is Kind.MOVED else (None, None)),
        kind is Kind.MOVED and bool(_SAME_CLOCK.search(bare)),
        shift,
        place if kind in (Kind.MOVED, Kind.PLACE) else "",
        _reason(bare),
        (*problems, *(one.why for one in numbers.wrong)),
    )


def _speaks_of_change(bare: str, *, numbered: bool) -> bool:
    if not (_MOVES.search(bare) or _OFF.search(bare) or _WITHDRAWN.search(bare)):
        return False
    kinds, _ = find_papers(bare, "first")
    paper = bool(set(kinds) - {PaperKind.SUMMONS}) or (bool(kinds) and "\n" in bare)
    refused = _NOT.search(bare) or (_ASKED.search(bare) and not _GRANTED.search(bare))
    return not paper and not refused and (numbered or bool(_ABOUT.search(bare)))


def _told_apart(found: tuple[Found, ...], bare: str) -> tuple[Found | None, Found | None]:
    """Which time is that of the hearing until now, and which the new one."""
    new = [one for one in found if _TO_HERE.search(bare[max(0, one.start - 16) : one.start])]
    rest = [one for one in found if one not in new]
    if new:
        return (rest[0] if rest else None), new[-1]
    old = [one for one in rest if _is_old(one, bare)]
    moves = _MOVES.search(bare)
    later = [one for one in rest if one not in old and moves and one.start > moves.start()]
    moved = later[-1] if later and not _OFF.search(bare) else None
    return next(iter(old or [one for one in rest if one is not moved]), None), moved


def _is_old(one: Found, bare: str) -> bool:
    before, after = bare[max(0, one.start - 12) : one.start], bare[one.end : one.end + 16]
    return bool(_OLD_BEFORE.search(before) or re.match(r"的(?:那个|那场)?(?:开庭|庭审|庭)|(?:那个|那场)庭", after))


def _shift(bare: str) -> timedelta | None:
    """The time by which a hearing is said to be later or earlier; None of working days, or where the court cancels."""
    if re.search(_SHIFTS, bare) is None or _OFF.search(bare) or _WITHDRAWN.search(bare):
        return None
    m = _SHIFT.search(bare)
    count = None if m is None else 0.5 if m["n"] == "半" else parse_numeral(m["n"])
    if m is None or not count:
        return None
    hours = {"小时": 1, "天": 24, "日": 24}.get(m["unit"], 7 * 24)
    return timedelta(hours=hours * count * (-1 if m["way"] == "提前" else 1))


def _kind(bare: str, new: Found | None, place: str) -> Kind | None:
    if new is not None:
        return Kind.MOVED
    if _WITHDRAWN.search(bare):
        return Kind.WITHDRAWN
    if _OFF.search(bare):
        return Kind.PUT_OFF if _LATER.search(bare) else Kind.CANCELLED
    if place:
        return Kind.PLACE
    return Kind.PUT_OFF if _NO_DATE.search(bare) else None


def _new_place(bare: str, whole: str, found: tuple[Found, ...]) -> str:
    """The place behind 改到, 改在, 地点变更为; where the time moved as well, any place that is named."""
    for one in found:
        bare = bare[: one.start] + BLOT * (one.end - one.start) + bare[one.end :]
    if re.search(r"地点(?:仍)?不变|(?:仍在|还在|还是|仍是|仍为|照旧)", bare):
        return ""
    last = None
    for m in re.finditer(rf"{_TO}|换(?:到|成|至|在)|移(?:到|至)|地点\s?:?", bare):
        last = m
    start = last.end() if last else -1
    piece = find_place(bare[start:]) if start >= 0 else None
    if piece is None:
        return ""
    return whole[start + piece.start : start + piece.end].replace(BLOT, "").strip(" ：:，,")


def _parts(found: Found | None) -> tuple[date | None, time | None]:
    if found is None or isinstance(found.day, Problem):
        return None, None
    day = found.day if isinstance(found.day, date) else None
    return day, found.clock if isinstance(found.clock, time) else None


def _reason(bare: str) -> str:
    m = _REASON.search(bare)
    why = m["why"].strip(f" {BLOT}") if m else ""
    return "" if why in _NO_REASON or BLOT in why else why


def missing_time(change: Change) -> Problem | None:
    """What a new time lacks."""
    if change.problems:
        return change.problems[0]
    if change.new_day is not None and change.new_clock is None and not change.same_clock:
        words = "I read the day {date}, but no time. Please add the time, like 9:30 am."
        return problem(words, date=change.new_day.isoformat())
    return None
