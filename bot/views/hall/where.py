"""When and where a hearing is: every list, card, question and reminder says it with these words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.hall.message import Html
from bot.domain.reading.court_texts import says_online
from bot.texts import Translator


class Placed(Protocol):
    """A hearing, as far as its time and place go."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def place(self) -> str: ...
    @property
    def online(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A time and a place that are not a hearing yet."""

    starts_at: datetime
    place: str = ""
    online: bool = False


def place_of(one: Placed, tr: Translator, *, unknown: str | None = None) -> str:
    """Where it is, in words; `unknown` as it stands where nobody has said so."""
    if one.online and not (one.place and says_online(one.place)):
        return str(tr("online") if not one.place else tr("{place} (online)", place=one.place))
    return one.place or (str(tr("place not known yet")) if unknown is None else unknown)


def when_and_where(one: Placed, tr: Translator, *, year: bool = False) -> Html:
    when: object = tr.moment(one.starts_at, year=True) if year else one.starts_at
    return tr("{when}, {place}", when=when, place=place_of(one, tr))
