"""Whoever is named is told first, alone, and heard: whether a paper that names a unit may go out yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.documents.cards import Awaited
from bot.domain.documents.delivery import Hearing
from bot.domain.documents.documents import DocumentState
from bot.domain.documents.kinds import Kind, Stage
from bot.domain.documents.topics import HEARD, OfDocument
from bot.domain.duties.duties import distance
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_audience
from bot.services.documents import permissions
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.documents import breaches as store
from bot.store.documents import queries as documents_store
from bot.store.tables import BreachCandidate, Case, Document, Duty
from bot.store.tables import Hearing as HearingRow

TERM = 3
"""Working days that a unit has to answer before it is named: the bot's own default, no text has one."""
SILENT = "收到告知后未提出异议。"
"""What a paper says of a unit that let the term go by."""
MORNING = time(9)
SAID = "breach.heard"
"""The source of a field that quotes what the unit said."""
CANDIDATE = "candidate"
"""The subject of what is about a candidate, before its number."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How far a unit was heard on what is to be held against it."""

    letter: Document | None = None
    delivered_on: date | None = None
    answer: Document | None = None
    until: date | None = None
    """The last day of its term to answer."""
    over: bool = False
    """It answered, or its term has gone by: it may be named."""


def candidate_of(desk: Desk, document: Document) -> BreachCandidate | None:
    """The candidate that a paper is about; of an answer, that of the letter."""
    subject = document.key.partition("/")[2]
    name, _, number = subject.partition("#")[0].partition(":")
    if name == CANDIDATE and number.isdigit():
        return desk.session.get(BreachCandidate, int(number))
    letter = desk.session.get(Document, document.replies_to) if document.replies_to else None
    return candidate_of(desk, letter) if letter is not None else None


def unit_of(desk: Desk, document: Document) -> int:
    """The unit that a paper is for, or is about; 0 where there is none."""
    row = candidate_of(desk, document)
    if row is not None:
        return row.agency_id
    kind = desk.house.law.kinds.get(document.kind)
    if kind is None or not kind.after:
        return document.addressee_id or 0
    # What names a unit goes to somebody else: its duty is owed because of the unit.
    duty = desk.session.get(Duty, document.duty_id) if document.duty_id else None
    return int((duty.citation.get("for") if duty is not None else None) or 0)


def of(desk: Desk, kind: Kind, document: Document) -> Heard:
    """How far the unit was heard before this paper."""
    unit = unit_of(desk, document)
    letters = store.letters_to(desk.session, kind.after, unit) if kind.after and unit else []
    letter = next((one for one in letters if _same(desk, one, document)), None)
    if letter is None:
        return Heard()
    at = letter.facts.get("reached", {}).get(Stage.DELIVERED.value)
    delivered = datetime.fromisoformat(at).astimezone(desk.house.zone).date() if at else None
    until = _until(desk, delivered) if delivered else None
    answer = _answer(desk, letter)
    over = answer is not None or (until is not None and desk.today > until)
    return Heard(letter, delivered, answer, until, over)


def _same(desk: Desk, letter: Document, document: Document) -> bool:
    """Whether the letter is about what the paper is about: the candidate, the hearing, the case, or all of the unit."""
    if letter.state is DocumentState.VOID:
        return False
    row, other = candidate_of(desk, letter), candidate_of(desk, document)
    if row is not None and other is not None:
        return row.id == other.id
    if document.hearing_id is not None:
        hearing = desk.session.get(HearingRow, document.hearing_id)
        return letter.hearing_id == document.hearing_id or (
            letter.hearing_id is None and hearing is not None and letter.case_id == hearing.case_id
        )
    return letter.case_id == document.case_id


def _until(desk: Desk, day: date) -> date:
    for _ in range(TERM):
        day = desk.house.law.calendar.next_working(date.fromordinal(day.toordinal() + 1))
    return day


def said(desk: Desk, kind: Kind, document: Document) -> str | None:
    """What the unit said, as a paper quotes it; None while it is still to be heard."""
    found = of(desk, kind, document)
    if not found.over:
        return None
    if found.answer is None:
        return SILENT
    frozen = documents_store.edition(desk.session, found.answer.id, found.answer.edition)
    value = (frozen.values.get("statement") or {}).get("raw") if frozen else None
    return str(value) if value else SILENT


def awaited(desk: Desk, kind: Kind, document: Document) -> Awaited | None:
    """That the unit is still to be heard before this paper, and until when; None where it was, or need not be."""
    found = of(desk, kind, document) if kind.after else Heard(over=True)
    if found.over:
        return None
    if found.until is None:
        return Awaited()
    return Awaited(found.until, distance(desk.house.law.calendar, desk.today, found.until, found.until))


def ask(desk: Desk, letter: Document, kind: Kind) -> None:
    """The unit has the letter that comes before it is named: it hears until when it may answer, at once and again on
    the last day."""
    first = any(one.after == kind.id for one in desk.house.law.kinds.values())
    if not first or letter.addressee_id is None or Stage.DELIVERED.value not in letter.facts.get("reached", {}):
        return
    shown = Notice(HEARD, OfDocument(letter.id or 0), About.DOCUMENT(letter.id))
    last = desk.at(_until(desk, desk.today), MORNING)
    for at in (desk.now, last):
        dedupe = f"doc.heard:{letter.id}:{at.isoformat()}"
        outbox.plan(desk, shown, to_audience(f"doers@{letter.addressee_id}"), at=at, dedupe=dedupe)


def hearing(desk: Desk, letter_id: int) -> Hearing | None:
    """Until when the unit may answer the letter, for the unit; None where it answered, or the letter is void.

    Raises:
        Missing, NotAllowed: there is no such letter, or it is not the actor's to read.
    """
    letter, kind = permissions.visible(desk, letter_id)
    reached = letter.facts.get("reached", {}).get(Stage.DELIVERED.value)
    if letter.state is DocumentState.VOID or not reached or _answer(desk, letter) is not None:
        return None
    until = _until(desk, datetime.fromisoformat(reached).astimezone(desk.house.zone).date())
    if desk.today > until:
        return None
    case = desk.session.get(Case, letter.case_id) if letter.case_id else None
    left = distance(desk.house.law.calendar, desk.today, until, until)
    return Hearing(letter_id, (kind.zh, kind.en), letter.number or "", case.number if case else "", until, left)


def _answer(desk: Desk, letter: Document) -> Document | None:
    answers = documents_store.answers_to(desk.session, letter.id)
    return next((one for one in answers if one.edition and one.state is not DocumentState.VOID), None)


def require(desk: Desk, kind: Kind, document: Document) -> None:
    """A paper that names a unit goes out only after the unit had the letter alone, and answered or let its term go by.

    Raises:
        Refused: it was not told yet, or its term runs.
    """
    if not kind.after:
        return
    found = of(desk, kind, document)
    if found.delivered_on is None:
        title = desk.house.law.kinds[kind.after].zh
        raise Refused("The unit must be told first, alone: please send it the “{title}” and hear it.", title=title)
    if not found.over:
        raise Refused("The unit may answer until {date}; it has not done so yet.", date=found.until)
