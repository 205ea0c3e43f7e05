"""What came of hearings, said in words: 行初12号、13号今天开庭，张明副局长已出庭."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.dates import find_moments
from bot.domain.reading.number_series import blotted, find_numbers
from bot.domain.reading.numerals import fold

LONGEST = 300
_STAYED_AWAY = re.compile(
    r"(?:未|没有|没|未能|无)(?:负责人)?(?:出庭|到庭|参加(?:庭审|开庭))|(?:负责人|领导)(?:都|均)?(?:未|没有|没)(?:出|到)"
)
_CAME = re.compile(
    r"已(?:经)?(?:全部|都|均|按时)?(?:出庭|到庭)|(?:出庭|到庭|参加庭审|参加开庭)(?:应诉)?了|(?:都|均|全程)出庭(?!通知)"
)
_COMES = re.compile(r"(?<![未没无不])(?:出庭|到庭)(?!通知|人员|情况|证明|报备)")
_OVER = re.compile(
    r"开(?:了|过|完了?)庭|开庭(?:了|完|结束)|已(?:经)?开庭|庭审(?:已经?|都)?(?:结束|完毕|开完)|休庭了"
    r"|发了?言了?|发过言|发表了?意见|全程(?:在庭|在场|参加|参与|出席|出庭)|中途(?:离|退)庭"
)
"""Words that only fit a hearing which is over."""
_OFF = re.compile(r"不(?:用|必|再|需|能|了|开庭)|无需|无须|取消|改期|延期|撤诉|改(?:为|到|成|由)|换成|没开|未开")
"""Words of a hearing that was not held, or of a change."""
_SILENT = re.compile(r"(?:未|没有|没|未曾)(?:当庭)?(?:发言|说话|发表意见)")
_SPOKE = re.compile(r"发了?言|发过言|发表了?意见")
_LEFT = re.compile(r"中途(?:离|退)庭|提前(?:离|退)庭|未全程|没有全程")
_STAYED = re.compile(r"全程")
_VIDEO = re.compile(r"(?:视频|线上|在线|远程)(?:方式)?(?:出庭|参加|参与|开庭|庭审)|互联网庭审")
_NOT = re.compile(r"[?？]|[吗么]\s*$|是否|请.{0,12}出庭|能否|将|拟|要求|应当|必须|不能出庭|明天|后天|下周")


@dataclass(frozen=True, slots=True)
class Said:
    """Whether a leader came, in which cases, on which day (local; None where none is said)."""

    numbers: tuple[CaseNumber, ...]
    came: bool
    day: date | None = None
    sure: bool = True
    """Its words fit only what is over; otherwise it may as well say who will appear."""
    spoke: bool | None = None
    stayed: bool | None = None
    video: bool | None = None


def read_results(text: str, now: datetime, zone: ZoneInfo) -> Said | None:
    """What a text says of hearings that were held; None where it names no case, or not whether a leader came."""
    numbers = find_numbers(text[:LONGEST])
    if len(text) > LONGEST or not numbers.full:
        return None
    bare = fold(blotted(text, numbers))
    if _NOT.search(bare):
        return None
    today = now.astimezone(zone).date()
    moments = find_moments(bare, today, past=True, future=False)
    days = {one.day for one in moments if isinstance(one.day, date)}
    day = days.pop() if len(days) == 1 else None
    away, came = bool(_STAYED_AWAY.search(bare)), bool(_CAME.search(bare))
    if away != came:
        said = Said(tuple(numbers.full), came, day)
        return _told(said, bare) if came else said
    if away or _OFF.search(bare) or not _COMES.search(bare):
        return None
    if _OVER.search(bare):
        return _told(Said(tuple(numbers.full), came=True, day=day), bare)
    # 今天开庭，张明副局长出庭: over, where the result of that hearing is awaited.
    past = day is not None and day <= today and "开庭" in bare and all(one.clock is None for one in moments)
    return Said(tuple(numbers.full), came=True, day=day, sure=False) if past else None


def _told(said: Said, bare: str) -> Said:
    """With what is said of the leader in the hearing."""
    spoke = False if _SILENT.search(bare) else True if _SPOKE.search(bare) else None
    stayed = False if _LEFT.search(bare) else True if _STAYED.search(bare) else None
    return replace(said, spoke=spoke, stayed=stayed, video=True if _VIDEO.search(bare) else None)
