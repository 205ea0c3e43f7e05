"""Circulars, as values: their parts, what is shown of them, where they stand with their recipients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from bot.domain.agencies.audiences import Named, Recipient
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Ahead, Attachment, Copies
from bot.domain.hall.paging import Page
from bot.domain.hall.terms import CircularState, ReplyWanted

MOST_PARTS = 20
DELETABLE = timedelta(hours=47)
"""A bot may delete its messages for two days (core.telegram.org/bots/api#deletemessage)."""
MOST_IN_ALBUM = 10
"""core.telegram.org/bots/api#sendmediagroup."""
TEXT_LIMIT = 4096
"""UTF-16 units of a text after entity parsing (core.telegram.org/bots/api#sendmessage)."""
KEPT_BYTES = 20 * 1024 * 1024
"""Larger files are copied to the recipients all the same, but the bot cannot fetch them to keep them."""
NOT_COPIED = frozenset({"poll", "game", "invoice", "giveaway", "giveaway_winners", "paid_media", "story", "service"})
"""What `copyMessage` refuses (core.telegram.org/bots/api#copymessage), and polls, whose answers nobody could keep."""
OPEN_STATES = frozenset({CircularState.DRAFT, CircularState.AWAITING, CircularState.SCHEDULED})
"""Nothing has gone out yet."""
GONE_STATES = frozenset({CircularState.CANCELLED, CircularState.REPLACED, CircularState.WITHDRAWN})
STATE_NAMES: dict[CircularState, str] = {
    CircularState.DRAFT: "draft",
    CircularState.AWAITING: "awaiting approval",
    CircularState.SCHEDULED: "to be sent later",
    CircularState.SENDING: "being sent",
    CircularState.PAUSED: "paused",
    CircularState.FINISHED: "sent",
    CircularState.CANCELLED: "called off",
    CircularState.REPLACED: "replaced by a correction",
    CircularState.WITHDRAWN: "recalled",
}
REPLY_NAMES: dict[ReplyWanted, str] = {
    ReplyWanted.NOTHING: "nothing",
    ReplyWanted.RECEIPT: "receipt only",
    ReplyWanted.ANSWER: "receipt and a short answer",
    ReplyWanted.FILE: "a file back",
}
KIND_NAMES: dict[str, str] = {
    "text": "text",
    "photo": "picture",
    "document": "file",
    "stored": "file",
    "video": "video",
    "animation": "animation",
    "audio": "sound",
    "voice": "voice message",
    "video_note": "video note",
    "sticker": "sticker",
    "location": "place",
    "venue": "place",
    "contact": "contact",
    "dice": "dice",
}
"""What a part is, by the kind that Telegram calls it."""
STORED = "stored"
"""The kind of a part that is a file of the bot's own."""
Contents = Mapping[str, bytes]
"""Bytes of stored files by their hash."""
_TAGS = re.compile(r"<[^>]*>")
_ABSENCE = re.compile(
    r"未出庭|不出庭|没有出庭|拒不到庭|未到庭|缺席|无故不|应出未出|did not (?:appear|attend)|absen(?:t|ce)", re.I
)


@dataclass(frozen=True, slots=True)
class Part:
    """One message (or one album) of the composer's, to be copied to every recipient; or a file that the bot has."""

    kind: str
    chat: int
    messages: tuple[int, ...]
    html: str = ""
    """Its text or caption, formatted."""
    name: str = ""
    size: int = 0
    hash: str = ""
    """Of the files that are kept as evidence, separated by spaces; empty where there are none or they are too large."""
    album: str = ""
    origin: tuple[int, ...] = ()
    """Chat and ids of the author's messages, where it is copied from what the approver saw."""
    mime: str = ""
    """Content type of a stored file."""

    @classmethod
    def stored(cls, name: str, digest: str, size: int, mime: str) -> Part:
        """A file that the bot itself has: nobody sent it in a message that could be copied."""
        return cls(STORED, 0, (), name=name, size=size, hash=digest, mime=mime)

    @property
    def is_stored(self) -> bool:
        return self.kind == STORED

    def ahead(self, contents: Contents) -> Ahead:
        """What goes out of it. A stored file's bytes are in `contents` (else KeyError is raised)."""
        if self.is_stored:
            return Attachment(self.name, contents[self.hash], self.mime or "application/octet-stream")
        return Copies(self.chat, self.messages)

    @property
    def text(self) -> str:
        """Its words without formatting."""
        return unescape(_TAGS.sub("", self.html))

    @property
    def not_kept(self) -> bool:
        return self.size > KEPT_BYTES

    def to_json(self) -> dict[str, Any]:
        more = {slot: getattr(self, slot) for slot in ("html", "name", "size", "hash", "album", "origin", "mime")}
        base = {"kind": self.kind, "chat": self.chat, "messages": list(self.messages)}
        return {**base, **{key: value for key, value in more.items() if value}}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Part:
        return cls(**{**data, "messages": tuple(data["messages"]), "origin": tuple(data.get("origin", ()))})

    def holds(self, chat: int, message: int) -> bool:
        """Whether it was made of this message of its author's."""
        if self.is_stored:
            return False
        known = self.origin or (self.chat, *self.messages)
        return known[0] == chat and message in known[1:]


def kind_name(kind: str) -> str:
    """Message id of what a part is."""
    return KIND_NAMES.get(kind, "message")


TITLE_SHOWN = 20
_BREAKS = "，。：；！？,;:!?."
_WIDE = re.compile(r"[一-鿿]")


def proposed_title(parts: Sequence[Part]) -> str:
    """A title out of the first line of the first text, or the name of the first file; empty where there is neither."""
    line = next((part.text.strip().splitlines()[0].strip() for part in parts if part.text.strip()), "")
    line = line.strip("【】 ") or next((part.name for part in parts if part.name), "")
    # A letter is half as wide as a Chinese character.
    room = TITLE_SHOWN if _WIDE.search(line) else 2 * TITLE_SHOWN
    if len(line) <= room:
        return line.rstrip(_BREAKS)
    ends = [n for n, sign in enumerate(line[: room + 1]) if sign in _BREAKS and n >= 4]
    return line[: ends[-1]] if ends else f"{line[: room - 1]}…"


def with_part(parts: Sequence[Part], new: Part) -> tuple[Part, ...]:
    """The parts with one more; a further picture of an album joins its album.

    Raises:
        Refused: it cannot be copied, or there are too many.
    """
    if new.kind in NOT_COPIED:
        raise Refused("This kind of message cannot be copied to others. Please send it as text, a picture or a file.")
    for index, part in enumerate(parts):
        if new.album and part.album == new.album:
            joined = Part(
                part.kind,
                part.chat,
                tuple(sorted({*part.messages, *new.messages}))[:MOST_IN_ALBUM],
                part.html or new.html,
                part.name,
                max(part.size, new.size),
                " ".join(filter(None, (part.hash, new.hash))),
                part.album,
            )
            return (*parts[:index], joined, *parts[index + 1 :])
    if len(parts) >= MOST_PARTS:
        raise Refused("A circular has at most {n} parts.", n=MOST_PARTS)
    return (*parts, new)


def moved_up(parts: Sequence[Part], index: int) -> tuple[Part, ...]:
    """The parts with one a place further up; the first goes to the end."""
    rest = [*parts[:index], *parts[index + 1 :]]
    rest.insert(index - 1 if index else len(rest), parts[index])
    return tuple(rest)


def shown_length(html: str) -> int:
    """Length as Telegram counts: UTF-16 units of what is left without markup."""
    return len(unescape(_TAGS.sub("", html)).encode("utf-16-le")) // 2


def single_text(parts: Sequence[Part]) -> Part | None:
    """The only part, where it is a text: it may stand in one message with the head."""
    return parts[0] if len(parts) == 1 and parts[0].kind == "text" and parts[0].html else None


def names_absent_agency(text: str, agencies: Sequence[str]) -> str:
    """The first agency that a text names together with an absence; empty if it names none."""
    return next((name for name in agencies if name and name in text), "") if _ABSENCE.search(text) else ""


# -- what is shown -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above or below a circular's parts."""

    id: int
    title: str
    number: str
    signed_by: str
    reply: ReplyWanted
    answer_by: datetime | None
    protect: bool = False
    withdrawal: bool = False
    replaces: str = ""
    """Title of the circular that this one corrects or takes back."""
    corrects: bool = False
    paper: bool = False  # It carries an official paper, for which the agency signs.
    document: int = 0
    answered_in: int = 0
    """The document that it carries, and the same where another one answers it; else 0."""
    title_en: str = ""
    about: str = ""
    """Of that document: its title in English, and the number of its case."""
    together: bool = False
    """Whether one answer of each agency is enough."""
    issued: int = 0
    """The bulletin of ours that it carries; else 0."""

    @property
    def kind(self) -> str:
        """Message id of what it is."""
        if self.withdrawal:
            return "Withdrawal"
        return "Official paper" if self.paper else "Correction" if self.corrects else "Circular"


@dataclass(frozen=True, slots=True)
class Letter:
    """A circular as one recipient has it."""

    head: Head
    parts: tuple[Part, ...]
    receipt_id: int = 0
    state: CircularState = CircularState.SENDING
    read_at: datetime | None = None
    answered_at: datetime | None = None
    contents: Contents = field(default_factory=dict)
    """Of its stored files, where they are to be sent."""
    signed: tuple[str, datetime] | None = None
    """Who of the agency signed for it, or answered it, where one is enough and it is somebody else."""
    joined_at: datetime | None = None
    """When the reader came to it, where that was after it had begun."""
    begun_at: datetime | None = None

    @property
    def closed(self) -> bool:
        """Whether the recipient did what was asked, or need not any more."""
        if self.signed is not None:
            return True
        wants = self.head.reply
        if wants is ReplyWanted.NOTHING:
            return True
        return (self.read_at if wants is ReplyWanted.RECEIPT else self.answered_at) is not None


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom it would reach now, in numbers and the first names."""

    people: int = 0
    agencies: int = 0
    unreachable: int = 0
    empty: int = 0
    """Agencies with nobody appointed."""
    names: tuple[str, ...] = ()
    """Short names of the agencies."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Why what is to go out has not gone yet, and until when."""

    why: str
    """Message id."""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A circular as its senders see it before it goes."""

    id: int
    version: int
    state: CircularState
    head: Head
    parts: tuple[Part, ...]
    collecting: bool
    audience: Named | None
    reach: Reach
    groups: tuple[str, ...]
    groups_possible: bool
    urgent: bool
    names_absence: bool
    needs_approval: str
    """Message id of why a second coordinator must approve; empty if none must."""
    send_at: datetime | None = None
    author: str = ""
    approved_by: str = ""
    returned: str = ""
    mine: bool = True
    """Whether the reader wrote it."""
    mine_to_approve: bool = False
    contents: Contents = field(default_factory=dict)
    """Of its stored files, while it waits for approval: whoever approves sees them."""
    waits: Waits | None = None
    """Why it goes later than it was set for, where it does."""

    @property
    def ready(self) -> bool:
        return bool(self.parts or self.head.withdrawal) and self.audience is not None


@dataclass(frozen=True, slots=True)
class NameList:
    """One page of those it would reach."""

    id: int
    what: str
    """people, unreachable or empty."""
    page: Page[Recipient | str] = field(default_factory=lambda: Page(()))


@dataclass(frozen=True, slots=True)
class AnswerLine:
    name: str
    agency: str
    text: str
    files: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """What is told up the line after the term: who of an agency is silent."""

    head: Head
    agency: str
    names: tuple[str, ...]
    step: str
    board: int = 0
    missed: tuple[str, ...] = ()
    """Agencies some of whose people it did not reach."""
    unregistered: tuple[str, ...] = ()
    """Agencies some of whose people never came to the bot."""
