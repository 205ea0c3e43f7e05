"""What was understood of a line or a paper that somebody sent, and the sheet on which it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import PaperKind
from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.court_texts import BLOT, Piece
from bot.domain.reading.moments import LocalMoment
from bot.domain.reading.numerals import fold


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a case, its paper and its hearing. Empty where it says nothing.

    Nothing here counts before a person has confirmed it. `problems` are about things that were there but
    cannot be taken as they stand; what is simply missing is no problem, it is asked for. `unread` is what
    nobody understood.
    """

    text: str
    case_number: CaseNumber | None = None
    several: tuple[CaseNumber, ...] = ()
    """All numbers, where one list names several cases; `case_number` is the first of them."""
    original: CaseNumber | None = None
    """Of a later instance: the number of the case that was decided before."""
    moment: LocalMoment | None = None
    day: date | None = None
    """The day of the hearing, also where the time is missing."""
    place: str = ""
    online: bool = False
    closed: bool = False
    """Not open to the public."""
    session: str = ""
    """What is held where that is no hearing: a kind of `session` in `bot.domain.law.hearing_facts`."""
    court: str = ""
    cause: str = ""
    plaintiffs: tuple[str, ...] = ()
    defendants: tuple[str, ...] = ()
    third_parties: tuple[str, ...] = ()
    addressee: str = ""
    agency: str = ""
    """The public body that this concerns: the only defendant, the addressee, or the only body named."""
    papers: tuple[PaperKind, ...] = ()
    changes: bool = False
    """Whether the text speaks of a hearing moved, postponed or cancelled."""
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether anything at all was read that identifies a case, a hearing or a paper."""
        return bool(self.case_number or self.day or self.moment or self.papers)

    def __str__(self) -> str:
        when = str(self.moment) if self.moment else str(self.day or "")
        return " ".join(filter(None, (str(self.case_number or ""), when, self.place, self.agency)))


@dataclass(slots=True)
class Sheet:
    """A text under reading: whatever has been understood is blotted out, the rest stays readable."""

    text: str
    folded: str = ""
    open: str = ""
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folded = self.open = fold(self.text)

    def take(self, piece: Piece | None) -> str:
        """Blot a piece out and return its value as it was written (empty for None)."""
        if piece is None:
            return ""
        self.blot(piece.start, piece.end)
        at = self.folded.find(piece.text, piece.start)
        found = self.text[at : at + len(piece.text)] if at >= 0 else piece.text.replace(BLOT, "")
        return found.replace("\n", " ").strip()

    def blot(self, start: int, end: int) -> None:
        self.open = self.open[:start] + BLOT * (end - start) + self.open[end:]

    def blot_all(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            self.blot(piece.start, piece.end)


_FILLER = re.compile(
    r"(?:应到|处所|日期|案号|案由|关于|受理的?|审理的?|本院|我院|兹|特此|通知|公告|定于|将于|于|在|由|公开|不公开|依法|开庭|审理|进行|庭审|一案|案件|案|的|与|和|及"
    r"|诉|被告|原告|第三人|地点|时间|请|准时|参加|到庭|出庭|应诉|前往|安排|如下|为|是|至|到|已|现|将|送达|收到|给|你单位|贵单位|号"
    r"|周[一二三四五六日]|北京时间|点|时|分)+"
)
_ROUTINE = re.compile(
    r"注意事项|^[0-9一二三四五六七八九十]{1,2} ?[,.)](?![0-9])|特此|^附|联系|此致|本票|携带|准时到|"
    r"送达回证|签名|盖章|^\(?院印|^\(?印章"
    r"|^(?:审判长|审判员|书记员|法官助理|人民陪审员|代理审判员)|^传 ?票$|^第?[0-9] ?页|^根据|^依照"
)
_ROUTINE_PIECE = re.compile(
    r"^(?:.*出生$|根据|依照|按照|随文|发送[给你贵]|请你|请[在于](?!.*[0-9])|请贵|现将|逾期|并|应当|必须|第.{1,6}条|中华人民共和国|住|[男女]$|出生|.族$|公民身份"
    r"|法定代表人|委托代理人|court$)"
)
_WORDY = re.compile(r"\w")


def leftover(sheet: Sheet) -> tuple[str, ...]:
    """What is left of the text, in pieces, without filler words and the routine sentences of court papers."""
    kept: list[str] = []
    at = 0
    for line in sheet.open.split("\n"):
        if not _ROUTINE.search(line.strip(f" {BLOT}")):
            kept.extend(_pieces(sheet.text[at : at + len(line)], line))
        at += len(line) + 1
    return tuple(kept)


def _pieces(written: str, line: str) -> Iterable[str]:
    for m in re.finditer(rf"(?:[^{BLOT}\s,，;；。:：()（）、|“”\"'!！?？]|(?<=[0-9]):(?=[0-9]))+", line):
        rest = _FILLER.sub("", m[0])
        if _WORDY.search(rest) and not _ROUTINE_PIECE.search(m[0]):
            yield written[m.start() : m.end()]
