"""Numbers of issued papers: from the kind's pattern, one after another in a year; or typed. None is given twice."""

from __future__ import annotations

from datetime import date

from bot.domain.documents.kinds import TYPED, Kind
from bot.domain.hall.errors import Refused
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Document

MOST = 80


def give(desk: Desk, document: Document, kind: Kind, typed: str, on: date) -> str | None:
    """The number that a document bears from now on, taken in this transaction: who is undone gives it back.

    Typed where it is typed; else the next of the agency, the kind and the year, unless somebody typed another one.

    Raises:
        Refused: it is typed and missing, or another document bears it.
    """
    words = " ".join(typed.split())[:MOST]
    if not kind.number and not words:
        return None
    documents_store.lock_numbers(desk.session, document.agency_id, kind.id)
    if kind.number in ("", TYPED) or words:
        return _typed(desk, document, kind, words, on)
    issuer = access.agency(desk, document.agency_id).short_name
    while True:
        n = documents_store.next_number(desk.session, document.agency_id, kind.id, on.year)
        number = worded(kind.number, issuer, on.year, n)
        # One that somebody typed before is left out: no number is given twice.
        if documents_store.has_number(desk.session, document.agency_id, kind.id, number) is None:
            return number


def _typed(desk: Desk, document: Document, kind: Kind, words: str, on: date) -> str:
    if not words:
        raise Refused("Please give the number.").about("number")
    if words == proposed(desk, document, kind, on):
        documents_store.next_number(desk.session, document.agency_id, kind.id, on.year)
    there = documents_store.has_number(desk.session, document.agency_id, kind.id, words)
    if there is not None and there.id != document.id:
        raise Refused("Another document bears this number already.").about("number")
    return words


def worded(pattern: str, issuer: str, year: int, n: int) -> str:
    """The number as the pattern writes it."""
    return pattern.replace("{issuer}", issuer).replace("{year}", str(year)).replace("{n}", str(n))[:MOST]


def proposed(desk: Desk, document: Document, kind: Kind, on: date | None = None) -> str:
    """The number that would come next; empty where it bears one, or it is typed, or there is none."""
    if not kind.number or kind.number == TYPED or document.number:
        return ""
    issuer, year = access.agency(desk, document.agency_id).short_name, (on or desk.today).year
    n = documents_store.last_number(desk.session, document.agency_id, kind.id, year) + 1
    while True:
        number = worded(kind.number, issuer, year, n)
        if documents_store.has_number(desk.session, document.agency_id, kind.id, number) is None:
            return number
        n += 1


def beside(desk: Desk, document: Document, heir: int, old: Agency) -> str:
    """The number of a paper that passes to a successor; where that one gave the same number, it says whose it was. What
    was frozen keeps the number as it was given."""
    number = document.number or ""
    documents_store.lock_numbers(desk.session, heir, document.kind)
    mark, n = f"（{old.short_name}）"[: MOST // 2], 1
    shown = number
    while documents_store.has_number(desk.session, heir, document.kind, shown) is not None:
        shown, n = f"{number[: MOST - len(mark) - 3]}{mark}{n if n > 1 else ''}", n + 1
    return shown
