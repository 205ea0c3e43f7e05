"""What a record or a message is about: a kind and its numbers, stored as short text such as `hearing:12`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

Id = int | str | date | None


class About(Enum):
    """Kinds of subjects: how each is stored (`{}` stands for an id), and its words (an English message id).

    Called with the ids, a kind gives the subject: `About.HEARING(12)`. Stored texts never change: rows that were
    written years ago are found by them.
    """

    AGENCY = ("agency:{}", "agency")
    PERSON = ("person:{}", "person")
    INVITATION = ("invitation:{}", "invitation")
    GROUP = ("group:{}", "group")
    ROSTER = ("roster", "the roster")
    CASE = ("case:{}", "case")
    CLAIM = ("claim:{}", "case number to be checked")
    """What those are told who decide about a claim. Its agency's own messages are about the case: it learns no more."""
    PAPER = ("paper:{}", "paper")
    DUTY = ("duty:{}", "duty")
    OVERDUE = ("overdue:{}:{}", "duties past their date")
    """The message of one agency and day (local): a later state is shown in the newest one only."""
    HEARING = ("hearing:{}", "hearing")
    APPEARANCE = ("appearance:{}", "appearance in court")
    PENDING = ("pending:{}", "hearings to be checked")
    """Lines of hearing lists that wait for an agency; `pending:drafted` for who entered them."""
    OBSERVERS = ("observers:{}", "observers of a hearing")
    CIRCULAR = ("circular:{}", "circular")
    """What a circular's cards and boards show."""
    CIRCULAR_SENDING = ("circular.send:{}", "copies of a circular")
    """What the rows to the recipients are about, so that they are stopped together."""
    CIRCULAR_STEPS = ("circular.steps:{}", "reminders of a circular")
    CIRCULAR_ANSWER = ("circular_answer:{}", "answer to a circular")
    EVENT = ("event:{}", "event")
    """What the organiser's cards show."""
    EVENT_AGENCY = ("event:{}@{}", "event")
    """What an agency's liaisons see of it."""
    EVENT_CODE = ("event:{}:code", "code of an event")
    """What phones that show the code have on screen."""
    EVENT_MATERIAL = ("event:{}:material", "material of an event")
    EVENT_PHOTO = ("event:{}:photo", "photos of an event")
    GUEST = ("guest:{}", "guest of an event")
    """What one guest sees of an event."""
    DOCUMENT = ("document:{}", "document")
    """Also what its scans and proofs belong to."""
    EDITION = ("edition:{}", "version of a document")
    """What the frozen file belongs to."""
    ISSUED = ("issued:{}", "bulletin as issued")
    BREACH = ("breach:{}", "possible breach")
    FILE_JOB = ("file_job:{}", "file of figures")
    """What the message about it shows, and what the file belongs to until it is forgotten."""
    COURT_BULLETIN = ("court_bulletin:{}", "the court's bulletin")
    """Also what its files belong to."""
    COURT_EXPECTED = ("court_expected:{}:{}", "the court's bulletin")
    """What an office (an agency) is told of a quarter whose bulletin did not come in."""
    TYPICAL = ("typical:{}", "typical case")
    """An entry of the library."""
    DIFFERENCE = ("difference:{}", "difference with the court's bulletin")
    LETTER_CANDIDATE = ("letter_candidate:{}", "candidate for a reminder letter")
    TODO = ("todo:{}", "the to-do list")
    DIGEST = ("digest:{}", "the digest of the morning")
    FILINGS = ("filings:{}", "what waits to be accepted")
    CALENDAR = ("calendar:{}", "the working days")
    UPDATE = ("update:{}", "what came in")
    OUTBOX = ("outbox:{}", "message")
    ALL_OUTBOX = ("outbox", "messages")
    OPERATIONS = ("operations", "operations")

    def __init__(self, pattern: str, words: str) -> None:
        self.pattern, self.words = pattern, words

    def __call__(self, *ids: Id) -> Subject:
        return Subject(self, ids)

    @cached_property
    def _reader(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.pattern).replace(r"\{\}", r"([^:@]+)"))

    def read(self, text: str) -> Subject | None:
        """The subject that `text` names, if it is of this kind."""
        found = self._reader.fullmatch(text)
        return Subject(self, tuple(int(one) if one.isdigit() else one for one in found.groups())) if found else None


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that records and messages are about. `str` gives the stored text."""

    kind: About
    ids: tuple[Id, ...] = ()

    def __str__(self) -> str:
        return self.kind.pattern.format(*self.ids)

    @property
    def number(self) -> int:
        """The id of the row it names; 0 where it names none."""
        first = self.ids[0] if self.ids else 0
        return first if isinstance(first, int) else 0

    @staticmethod
    def read(text: str) -> Subject | None:
        """The subject of a stored text; None for an empty one, or one that no version has written."""
        return next((found for kind in About if (found := kind.read(text)) is not None), None)
