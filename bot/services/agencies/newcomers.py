"""Whoever has opened an invitation and not confirmed it: the language she chose, the number that she has shared."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.hall import queries as hall_store
from bot.store.tables import Note

KEPT = timedelta(days=7)
"""As long as an invitation is valid."""
_PREFIX = "newcomer:"


@dataclass(frozen=True, slots=True)
class Newcomer:
    language: str = ""
    """Empty: none was chosen, that of the account counts."""
    phone: str = ""


def opened(desk: Desk, telegram_id: int) -> None:
    """An account looks at an invitation; what was remembered of others long ago is forgotten."""
    hall_store.forget_notes(desk.session, _PREFIX, desk.now - KEPT)
    _keep(desk, telegram_id, of(desk, telegram_id) or Newcomer())


def of(desk: Desk, telegram_id: int) -> Newcomer | None:
    """None where this account has opened no invitation of late."""
    note = desk.session.get(Note, _key(telegram_id))
    return Newcomer(**note.value) if note is not None and note.updated_at >= desk.now - KEPT else None


def choose(desk: Desk, telegram_id: int, language: str) -> bool:
    """Remember a language; False where no invitation was opened."""
    known = of(desk, telegram_id)
    if known is not None:
        _keep(desk, telegram_id, replace(known, language=language))
    return known is not None


def share(desk: Desk, telegram_id: int, phone: str) -> bool:
    """Remember a number until it is compared with the roster's; False where no invitation was opened."""
    known = of(desk, telegram_id)
    if known is not None:
        _keep(desk, telegram_id, replace(known, phone=phone[:30]))
    return known is not None


def taken(desk: Desk, telegram_id: int) -> Newcomer:
    """What was remembered, and is not any more: the account belongs to somebody now."""
    known = of(desk, telegram_id) or Newcomer()
    note = desk.session.get(Note, _key(telegram_id))
    if note is not None:
        desk.session.delete(note)
    return known


def _keep(desk: Desk, telegram_id: int, newcomer: Newcomer) -> None:
    notes.put(desk.session, _key(telegram_id), asdict(newcomer), now=desk.now)


def _key(telegram_id: int) -> str:
    return f"{_PREFIX}{telegram_id}"
