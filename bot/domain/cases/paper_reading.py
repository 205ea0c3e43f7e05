"""What one line about an envelope says: 「（2026）鲁0831行初12号 应诉通知书 起诉状 今天收到」. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from bot.domain.cases.cases import DECISION_PAPERS, LATER_DECISIONS
from bot.domain.hall.terms import PaperKind, PartyCapacity, ServiceMode
from bot.domain.reading.case_names import find_case_names
from bot.domain.reading.casenumbers import CaseNumber, find_case_numbers
from bot.domain.reading.chat_headers import without_headers
from bot.domain.reading.cleaning import clean_text
from bot.domain.reading.court_texts import find_papers, labelled
from bot.domain.reading.dates import find_moments, too_many
from bot.domain.reading.eservice import announces, is_electronic, is_of_service, without_links
from bot.domain.reading.instances import latest_and_before
from bot.domain.reading.line_breaks import unbroken
from bot.domain.reading.moments import Found
from bot.domain.reading.number_series import blotted, find_numbers
from bot.domain.reading.numerals import fold
from bot.domain.reading.parties import Stated, read_parties
from bot.domain.reading.party_texts import find_agencies, find_cause, find_parties
from bot.domain.reading.stuck_labels import apart
from bot.domain.reading.whole_papers import (
    Decided,
    decided,
    decided_in_line,
    other_title,
    suggests_leader,
    with_decisions,
)

LONGEST = 8000
LINE = 80
"""What is longer, or has several lines, is a paper's own text: its days are its own, not that of its receipt."""
SHORT = 40
"""What is not longer may be a remark that a paper came, without the number of its case."""
_RECEIVED = re.compile(r"收到|送达|签收|收件|收的|收悉|received|served", re.IGNORECASE)
_ARRIVED = re.compile(rf"{_RECEIVED.pattern}|到达|查收|投递", re.IGNORECASE)
"""Said beside a day, these say that papers came then; alone they may say that a person did."""
_HELD = re.compile(r"开庭|庭审|出庭|审理|hearing", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s、，,；;。+和及与]+")
_SERVED_PAPERS = re.compile(r"送达(?:的)?(?:文书|材料)(?:名称)? ?: ?(?P<papers>[^\n]{2,80})")
_OTHER = re.compile(r"[\u4e00-\u9fff]{2,12}(?:通知书|告知书|须知)")
_CLAUSE_END = re.compile(r"[，。；,;\s]")
_SIDE = r"(?:原告方?|对方(?:当事人)?)"
_OTHER_SIDE = re.compile(rf"{_SIDE}(?:[\u4e00-\u9fff]{{0,4}}于)?")
_TO_OTHER_SIDE = re.compile(rf"(?:已?送达(?:给)?{_SIDE}|{_SIDE}已?(?:收到|签收))")
_MODES: tuple[tuple[str, ServiceMode], ...] = (
    ("电子送达", ServiceMode.ELECTRONIC),
    ("电子", ServiceMode.ELECTRONIC),
    ("邮寄", ServiceMode.POST),
    ("邮政", ServiceMode.POST),
    ("EMS", ServiceMode.POST),
    ("留置", ServiceMode.RETAINED),
    ("转交", ServiceMode.FORWARDED),
    ("公告送达", ServiceMode.ANNOUNCED),
    ("直接送达", ServiceMode.IN_PERSON),
    ("当面", ServiceMode.IN_PERSON),
)
#: English words for papers, for those who write English.
_ENGLISH: tuple[tuple[str, PaperKind], ...] = (
    ("notice of response", PaperKind.NOTICE_OF_RESPONSE),
    ("complaint", PaperKind.COMPLAINT_COPY),
    ("summons", PaperKind.SUMMONS),
    ("appearance notice", PaperKind.APPEARANCE_NOTICE),
    ("mediation", PaperKind.MEDIATION),
    ("judicial advice", PaperKind.ADVICE),
    ("urging letter", PaperKind.URGING),
    ("circulated criticism", PaperKind.CRITICISM),
)
#: Of which instance they are is told by the number of the case.
_ENGLISH_DECISIONS: tuple[tuple[str, str], ...] = (("judgment", "判决书"), ("ruling", "裁定书"))


@dataclass(frozen=True, slots=True)
class EnvelopeReading:
    """What was understood; empty where the text says nothing, or two things."""

    number: str = ""
    several: tuple[CaseNumber, ...] = ()
    """The numbers of all cases, where one list names several: then there is no single one."""
    original: str = ""
    """The number of the case that was decided before, which a paper of a later instance names as well."""
    kinds: tuple[PaperKind, ...] = ()
    served_on: date | None = None
    others_on: date | None = None
    """The day on which the other side was served, where the text says so."""
    mode: ServiceMode | None = None
    stated: Stated = field(default_factory=Stated)
    """What it says of the parties."""
    cause: str = ""
    agency: str = ""
    names_hearing: bool = False
    """Whether a day with an hour is named that is not that of its service: then it is about a hearing."""
    decided: Decided = field(default_factory=Decided)
    """What a decision comes to by its operative part."""
    suggested: bool = False
    """Whether the court suggests in writing that a leader appears."""
    announced: bool = False
    """Whether a court's platform says that papers are ready, whichever they are."""


@lru_cache(maxsize=4)
def read_envelope(text: str, today: date) -> EnvelopeReading:
    """Read a line or a pasted paper, seen from `today` (local). Of two days none is taken; of two case numbers only
    that of the latest instance, as its papers name the case that was decided before."""
    whole = without_headers(without_links(apart(unbroken(clean_text(text[:LONGEST])))))
    if not whole:
        return EnvelopeReading()
    numbers = find_numbers(whole)
    number, original = latest_and_before([*find_case_numbers(whole), *numbers.full])
    several = () if number else numbers.together()
    instance = str(number.instance) if number else str(several[0].instance) if several else ""
    whole = blotted(whole, numbers, " ")
    folded, stated = fold(whole), read_parties(whole)
    kinds = _kinds(folded, instance)
    return EnvelopeReading(
        number=str(number or ""),
        several=several,
        original=str(original or ""),
        kinds=kinds,
        decided=_decided(whole, kinds),
        suggested=suggests_leader(whole),
        served_on=_served(whole, today),
        others_on=_others(whole, today),
        mode=_mode(text, folded),
        stated=stated,
        cause=_cause(folded),
        agency=_agency(folded, stated),
        names_hearing=_names_hearing(whole, today),
        announced=announces(text[:LONGEST]),
    )


def _decided(whole: str, kinds: tuple[PaperKind, ...]) -> Decided:
    decisions = [kind for kind in kinds if kind in DECISION_PAPERS]
    if len(decisions) != 1:
        return Decided()
    later = decisions[0] in LATER_DECISIONS
    return decided_in_line(whole, later=later) if _is_line(whole) else decided(whole, later=later)


def _is_line(text: str) -> bool:
    return len(text) <= LINE and "\n" not in text.strip()


def _mode(text: str, folded: str) -> ServiceMode | None:
    plain = folded.casefold()
    said = next((mode for word, mode in _MODES if word.casefold() in plain), None)
    return said or (ServiceMode.ELECTRONIC if is_electronic(text[:LONGEST]) else None)


def says_received(text: str) -> bool:
    """Whether a few words say that something came: 「收到传票了」."""
    return is_remark(text) and bool(_RECEIVED.search(text))


def says_of_a_case(text: str) -> bool:
    """Whether one line says that something came in a case that is called by a person's name."""
    line = text.strip()
    return "\n" not in line and len(line) <= LINE and bool(_RECEIVED.search(line)) and bool(find_case_names(line))


def calls_to_hearing(text: str, today: date) -> bool:
    """Whether a line names a day to come, or one with an hour, on which something is held: 4月29日开庭. The days in a
    paper's own text are not meant: a decision tells of the hearing that was."""
    line = without_links(clean_text(text[:LONGEST]))
    if "\n" in line or len(line) > 2 * LINE or not _HELD.search(line):
        return False
    found = find_moments(line, today, past=False, future=True)
    return any(not _is_of_service(line, one) and (one.clock or one.problem or _is_ahead(one, today)) for one in found)


def _is_ahead(one: Found, today: date) -> bool:
    return isinstance(one.day, date) and one.day > today


def is_remark(text: str) -> bool:
    """Whether it is a few words on one line."""
    return len(text.strip()) <= SHORT and "\n" not in text.strip()


def other_papers(text: str) -> tuple[str, ...]:
    """Papers that a text names and that are not recorded, as they are written there: 举证通知书, 诉讼须知."""
    title, listed = other_title(text), _SERVED_PAPERS.search(fold(text))
    if title or (title := _no_trial(text)):
        return (title,)
    if listed:
        text = listed["papers"]
    if "\n" in text.strip() or len(text) > LINE:
        return ()
    words = (word for word in _BETWEEN.split(clean_text(text)) if _OTHER.fullmatch(word))
    return tuple(dict.fromkeys(word for word in words if not find_papers(word, "first")[0]))


def _no_trial(text: str) -> str:
    """A decision in a case that is no trial, as the ruling on an enforcement (行审) or an application (行申)."""
    numbers = find_case_numbers(clean_text(text[:LONGEST]))
    if len(numbers) != 1 or str(numbers[0].instance) not in ("review", "execution_review", "other"):
        return ""
    kinds, pieces = find_papers(fold(text[:LONGEST]), str(numbers[0].instance))
    return next((one.text for one in pieces if one.name in ("judgment", "ruling")), "") if not kinds else ""


def _kinds(folded: str, instance: str) -> tuple[PaperKind, ...]:
    said = len(folded) <= LINE and "\n" not in folded
    kinds, _ = find_papers(with_decisions(folded) if said else folded, instance)
    if said and (("二审" in folded and instance == "first") or ("一审" in folded and instance == "second")):
        # The words and the number speak of different instances: which decision it is will be asked.
        kinds = tuple(kind for kind in kinds if kind not in DECISION_PAPERS)
    lower = folded.casefold()
    english = [kind for word, kind in _ENGLISH if word in lower]
    if said and _RECEIVED.search(folded):
        decisions = (title for word, title in _ENGLISH_DECISIONS if word in lower)
        english += [kind for title in decisions for kind in find_papers(title, instance)[0]]
    return tuple(dict.fromkeys((*kinds, *english)))


def _served(text: str, today: date) -> date | None:
    """The one day gone by (or today) that is named without an hour, and of several the one said to be of receipt.

    The day that stands under a judgment or a notice is not the day on which it came, nor that of the other side's.
    """
    found = [
        (day, _says_received(text, start, end))
        for day, start, end in _days(text, today)
        if not _is_others(text, start, end)
    ]
    days = {day for day, _ in found}
    if "\n" in text.strip() or len(text) > LINE or len(days) > 1:
        days = {day for day, received in found if received}
    return days.pop() if len(days) == 1 and too_many(text) is None else None


def _others(text: str, today: date) -> date | None:
    """The one day gone by that is said to be of the other side: 原告3月5日收到."""
    days = {day for day, start, end in _days(text, today) if _is_others(text, start, end)}
    return days.pop() if len(days) == 1 and too_many(text) is None else None


def _days(text: str, today: date) -> list[tuple[date, int, int]]:
    """The days up to today that are named without an hour, or with that of a service, each with its place."""
    return [
        (one.day, one.start, one.end)
        for one in find_moments(text, today, past=True, future=False)
        if isinstance(one.day, date) and (one.clock is None or _is_of_service(text, one)) and one.day <= today
    ]


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The clause that stands before a day, and that behind it."""
    before = _CLAUSE_END.split(text[max(0, start - 12) : start].rstrip())[-1]
    return before, _CLAUSE_END.split(text[end : end + 12].lstrip(), maxsplit=1)[0]


def _is_others(text: str, start: int, end: int) -> bool:
    before, after = _around(text, start, end)
    return bool(_OTHER_SIDE.fullmatch(before) and _RECEIVED.match(after)) or bool(_TO_OTHER_SIDE.match(after))


def _says_received(text: str, start: int, end: int) -> bool:
    """Whether the clause around a day speaks of receipt."""
    return any(_ARRIVED.search(clause) for clause in _around(text, start, end))


def _names_hearing(text: str, today: date) -> bool:
    found = find_moments(text, today, past=True, future=True)
    asides = [label for label in labelled(fold(text)) if label.name == "other_day"]
    about = (one for one in found if not any(label.start <= one.start < label.end for label in asides))
    return any(one.clock is not None and not _is_of_service(text, one) for one in about)


def _is_of_service(text: str, one: Found) -> bool:
    return is_of_service(text, one.start, one.end)


def _cause(folded: str) -> str:
    stated = next((label.text for label in labelled(folded) if label.name == "cause" and label.text), "")
    stated = stated or next((p.text for p in find_parties(folded) if p.name == "cause"), "")
    piece = find_cause(folded)
    return (stated or (piece.text if piece else ""))[:60]


def _agency(folded: str, stated: Stated) -> str:
    """The agency that the paper was served on, where that is plain: the addressee, else the only one sued, else the
    only body named that is not said to be something else."""
    if stated.addressee:
        return stated.addressee
    sued = [name for name, capacity in stated.agencies if capacity is PartyCapacity.DEFENDANT]
    others = {name for name, _ in stated.agencies}
    chosen = sued or [one for one in dict.fromkeys(p.text for p in find_agencies(folded)) if one not in others]
    return chosen[0] if len(chosen) == 1 else ""
