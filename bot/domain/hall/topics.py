"""What the bot says on its own: each topic once, with its words, its manners and what it is rendered from.

Rooms declare theirs in `bot.domain.<room>.topics`; `bot.domain.records` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, Generic, Protocol, TypeVar, get_args, get_type_hints

from bot.domain.hall.subjects import Subject
from bot.domain.hall.terms import Lane


class Payload(Protocol):
    """A frozen dataclass of what a message is rendered from: numbers, texts, days and instants."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


P = TypeVar("P", bound=Payload)
P_co = TypeVar("P_co", bound=Payload, covariant=True)


@dataclass(frozen=True, slots=True)
class Nothing:
    """A topic that says how things stand for its reader needs nothing to be told."""


@dataclass(frozen=True, eq=False)
class Topic(Generic[P]):
    """One kind of message. `name` is what is stored; it never changes. `words` (a message id) say what it is.

    `lane`, `urgent` and `live` are as the outbox has them; one message may have another lane or be urgent by itself.
    """

    name: str
    words: str
    payload: type[P]
    lane: Lane = Lane.REMINDER
    urgent: bool = False
    live: bool = False
    rendered: bool = True
    """Whether rows of it are said; those of others become rows of another topic when they are due."""
    whole: bool = False
    """It is a list or a card by itself, and is never one line among others."""
    replaces: tuple[str, ...] = ()
    """Topics that show the same card of the same thing: shown to somebody who asks, it is the one that is kept up to
    date in that chat, beside its own kind."""

    def __str__(self) -> str:
        return self.name

    def read(self, args: Mapping[str, Any]) -> P:
        """The payload of a stored row. What an older version had not written has its default; the rest is ignored.

        Raises TypeError if something is missing without which nothing can be said.
        """
        return self.payload(**{name: how(args[key]) for name, key, how in _layout(self.payload) if key in args})


AnyTopic = Topic[Any]


@dataclass(frozen=True)
class Notice(Generic[P]):
    """One thing to be said: a topic with what it is rendered from, and what it is about.

    A later change of `about` edits the message in place if the topic is live. `lane` and `urgent` replace the topic's.
    """

    topic: Topic[P]
    payload: P
    about: Subject | None = None
    lane: Lane | None = None
    urgent: bool | None = None

    @property
    def args(self) -> dict[str, Any]:
        return to_args(self.payload)


@dataclass(frozen=True, slots=True)
class To:
    """Whom a message is for: a person, an audience that is looked up when it is due, or a chat."""

    person_id: int | None = None
    audience: str = ""
    chat_id: int | None = None


def to_person(person_id: int | None) -> To:
    return To(person_id=person_id)


def to_audience(audience: str) -> To:
    return To(audience=audience)


def to_chat(chat_id: int) -> To:
    return To(chat_id=chat_id)


def to_args(payload: Payload) -> dict[str, Any]:
    """The payload as plain JSON; what is None is left out. `from_` is stored as `from`, a word that is Python's own."""
    found: dict[str, Any] = {}
    for name, key, _ in _layout(type(payload)):
        value = getattr(payload, name)
        if value is not None:
            found[key] = value.isoformat() if isinstance(value, date) else value
    return found


@cache
def _layout(payload: type[Payload]) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """Name, key in JSON and reader of each field."""
    hints = get_type_hints(payload)
    return tuple((one.name, one.name.rstrip("_"), _reader(hints[one.name])) for one in fields(payload))


def _reader(hint: Any) -> Callable[[Any], Any]:
    kinds = get_args(hint) or (hint,)
    if datetime in kinds:
        return _instant
    return _day if date in kinds else _same


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _same(value: Any) -> Any:
    return value


def listed(*topics: AnyTopic) -> Mapping[str, AnyTopic]:
    """The topics by name. Raises ValueError where two have the same."""
    found = {topic.name: topic for topic in topics}
    if len(found) != len(topics):
        raise ValueError("a topic is declared twice")
    return found
