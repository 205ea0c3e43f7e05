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

    AGENCY = ("agency:{}", "agency no. {n}")
    PERSON = ("person:{}", "person no. {n}")
    INVITATION = ("invitation:{}", "invitation no. {n}")
    GROUP = ("group:{}", "group no. {n}")
    ROSTER = ("roster", "the roster")
    CASE = ("case:{}", "case no. {n}")
    PAPER = ("paper:{}", "paper no. {n}")
    DUTY = ("duty:{}", "duty no. {n}")
    OVERDUE = ("overdue:{}:{}", "what agency no. {n} owes")
    """The message of one agency and day (local): a later state is shown in the newest one only."""
    HEARING = ("hearing:{}", "hearing no. {n}")
    APPEARANCE = ("appearance:{}", "appearance no. {n}")
    PENDING = ("pending:{}", "hearings to be checked")
    """Lines of hearing lists that wait for an agency; `pending:drafted` for who entered them."""
    OBSERVERS = ("observers:{}", "observers of hearing no. {n}")
    CIRCULAR = ("circular:{}", "circular no. {n}")
    """What a circular's cards and boards show."""
    CIRCULAR_SENDING = ("circular.send:{}", "copies of circular no. {n}")
    """What the rows to the recipients are about, so that they are stopped together."""
    CIRCULAR_STEPS = ("circular.steps:{}", "reminders of circular no. {n}")
    CIRCULAR_ANSWER = ("circular_answer:{}", "answer no. {n} to a circular")
    EVENT = ("event:{}", "event no. {n}")
    """What the organiser's cards show."""
    EVENT_AGENCY = ("event:{}@{}", "event no. {n}")
    """What an agency's liaisons see of it."""
    EVENT_CODE = ("event:{}:code", "code of event no. {n}")
    """What phones that show the code have on screen."""
    EVENT_MATERIAL = ("event:{}:material", "material of event no. {n}")
    EVENT_PHOTO = ("event:{}:photo", "photos of event no. {n}")
    GUEST = ("guest:{}", "guest no. {n}")
    """What one guest sees of an event."""
    TODO = ("todo:{}", "the to-do list")
    CALENDAR = ("calendar:{}", "the working days of {n}")
    UPDATE = ("update:{}", "what came in, no. {n}")
    OUTBOX = ("outbox:{}", "message no. {n}")
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
