"""How an issued paper comes to its addressee: in the bot, where its people are there; else by hand, with a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.duties.duties import Distance
from bot.domain.law.explanations import Named


@dataclass(frozen=True, slots=True)
class Got:
    """One of the addressee's people: whether it was sent, and when he or she signed for it."""

    name: str
    sent: bool = False
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How one paper goes, or went, to its addressee."""

    document: int
    version: int
    addressee: str
    title: tuple[str, str]
    number: str
    may: bool
    """Whether the reader may send it, or write down that it was handed over."""
    ready: bool
    """Whether the file that goes out is there."""
    people: tuple[str, ...] = ()
    """Who of the addressee would get it now; empty where nobody is in the bot."""
    sent: bool = False
    """It is on its way to them in the bot."""
    got: tuple[Got, ...] = ()
    board: int = 0
    """The circular that carries it, where the reader may open its board."""
    unsealed: bool = False
    """It goes out only when the signed or sealed paper is here."""
    handed: bool = False
    """It is with the addressee."""
    notice: str = ""
    """What can be sent through other channels: no plaintiff's name, nothing of what it says."""
    others: tuple[Named, ...] = ()
    """To whom it goes as well, outside the bot."""
    protected: bool = False
    """It goes from person to person only."""


def notice_of(issuer: str, addressee: str, title: str, number: str, contact: str) -> str:
    """The notice of a paper for other channels. It stays Chinese: the paper is."""
    numbered = f"（{number}）" if number else ""
    ends = f"联系人：{contact}。" if contact else ""
    return f"【公文送达】{addressee}：{issuer}向贵单位发出《{title}》{numbered}，请派员领取并签收。{ends}"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit to which a letter may be written, and the draft that there is (0: none)."""

    agency: int
    name: str
    document: int = 0


@dataclass(frozen=True, slots=True)
class Hearing:
    """A letter that comes before a unit is named, for the unit: until when that may answer it."""

    document: int
    title: tuple[str, str]
    """In Chinese and in English."""
    number: str
    about: str
    """The number of the case; may be empty."""
    until: date
    distance: Distance
