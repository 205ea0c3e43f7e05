"""What everybody got: messages, sounds, lengths, buttons, by role and kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape

from sqlmodel import Session, col, select

from bot.clock import SteppedClock
from bot.domain.hall.terms import SendState
from bot.store.tables import OutboxRow
from tests import phone
from tests.fakes import Shown
from tests.houses import ZONE

LONGEST, BUTTONS, OF_A_PICKER = 900, phone.MOST, phone.MOST_OF_A_PICKER
ALARM = "hearing.alarm"
_LOOKS = frozenset({
    "cs.open", "cs.show", "cs.hist", "cs.more", "cs.all", "cs.why", "dt.open", "dt.show", "dt.why", "dt.list",
    "dt.unit", "dt.late", "dt.units", "dt.files", "dt.more", "hr", "hr.open", "hr.ics", "hs", "wk", "wk.x", "ev.at",
    "ev.list", "ev.file", "pt", "pt.at", "ap.files", "ap.why", "ap.at", "td.d", "td.h", "fd.page", "cb.at", "cb.list",
})  # fmt: skip
"""Buttons that only show more."""


def lead(text: str) -> str:
    """What stands before the quote, as it is read."""
    return unescape(re.sub(r"<[^>]*>", "", text.partition("<blockquote")[0])).strip()


def asks(shown: Shown) -> bool:
    """Whether it has a button that does something."""
    verbs = {data.split(":")[0] for row in shown.buttons for _, data in row if not data.startswith("http")}
    return bool(verbs - _LOOKS)


@dataclass(frozen=True)
class Sent:
    """One new message. `answer`: to what this person has just done in the chat."""

    chat: int
    message: int
    at: datetime
    silent: bool
    answer: bool
    asks: bool
    text: str

    @property
    def day(self) -> date:
        return self.at.astimezone(ZONE).date()


@dataclass
class Extreme:
    """The most that was met of something, and the message."""

    most: int = 0
    kind: str = ""
    text: str = ""

    def meet(self, number: int, shown: Shown) -> None:
        if number > self.most:
            self.most, self.kind, self.text = number, phone.kind_of(shown), lead(shown.text)


@dataclass
class Tally:
    """Looks at every message of the bot; `during` names whose act is being answered."""

    clock: SteppedClock
    sent: list[Sent] = field(default_factory=list)
    edits: Counter[int] = field(default_factory=Counter)
    longest: Extreme = field(default_factory=Extreme)
    buttons: Extreme = field(default_factory=Extreme)
    picker: Extreme = field(default_factory=Extreme)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What a phone cuts or cannot hold, by kind of message."""
    topics: dict[tuple[int, int], str] = field(default_factory=dict)
    alarms: set[tuple[int, int]] = field(default_factory=set)
    _acting: int | None = None
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def during(self, user: int | None) -> None:
        self._acting = user

    def look(self, shown: Shown) -> None:
        """A message is new or changed."""
        self._measure(shown)
        key = (shown.chat_id, shown.message_id)
        if key in self._seen:
            self.edits[shown.chat_id] += 1
            return
        self._seen.add(key)
        answer = self._acting == shown.chat_id
        self.sent.append(Sent(*key, self.clock.now(), shown.silent, answer, asks(shown), shown.text))

    def _measure(self, shown: Shown) -> None:
        count = sum(len(row) for row in shown.buttons)
        (self.picker if phone.is_picker(shown.buttons) else self.buttons).meet(count, shown)
        length = len(lead(shown.text))
        self.longest.meet(length, shown)
        found = phone.faults(shown.buttons) + ([f"{length} characters"] if length > LONGEST else [])
        for fault in found:
            self.faults[phone.kind_of(shown), re.sub("[0-9]+", "N", fault)] += 1

    def learn(self, session: Session) -> None:
        """Which topic each message was, and which were alarms, from the outbox."""
        rows = session.exec(
            select(OutboxRow).where(OutboxRow.state == SendState.SENT, col(OutboxRow.message_id).is_not(None))
        ).all()
        for row in rows:
            key = (row.chat_id or 0, row.message_id or 0)
            self.topics[key] = row.topic
            if row.topic == ALARM or (row.topic == "merged" and row.urgent):
                self.alarms.add(key)

    def kind(self, one: Sent) -> str:
        """Topic and head of a message."""
        head = phone.kind_of(Shown(one.chat, one.message, one.text, []))
        return f"{self.topics.get((one.chat, one.message)) or 'answer'} 【{head}】"

    # -- figures -------------------------------------------------------------------------------------------------

    def of(self, chats: Collection[int]) -> list[Sent]:
        """What these people got without asking for it."""
        return [one for one in self.sent if one.chat in chats and not one.answer]

    def sounds(self, chats: Collection[int], *, alarms: bool = True) -> list[Sent]:
        heard = [one for one in self.of(chats) if not one.silent]
        return heard if alarms else [one for one in heard if (one.chat, one.message) not in self.alarms]

    def answers(self, chats: Collection[int]) -> int:
        """Answers that made a sound: in the chat that was open at that moment."""
        return sum(one.answer and not one.silent for one in self.sent if one.chat in chats)

    def culprits(self, chats: Collection[int], most: int = 10) -> list[tuple[str, int]]:
        """The kinds of messages that make the most sounds."""
        return Counter(self.kind(one) for one in self.sounds(chats)).most_common(most)

    def share_asking(self, chats: Iterable[int]) -> float:
        """Of all messages that nobody asked for: how many asked for an act."""
        got = self.of(set(chats))
        return sum(one.asks for one in got) / len(got) if got else 0.0
