"""Wrong invitation codes, counted by account: guessing stops after a few."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.hall.problems import Problem, problem
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.hall import queries as hall_store

ALLOWED = 5
"""Wrong codes within `WITHIN` before further ones are not even looked at."""
WITHIN = timedelta(hours=1)


def locked(desk: Desk, telegram_id: int) -> Problem | None:
    """Why this account may not try a code now; None when it may."""
    recent = _recent(desk, telegram_id)
    if len(recent) < ALLOWED:
        return None
    return problem("That was too many wrong codes. Please try again after {time}.", time=min(recent) + WITHIN)


def count(desk: Desk, telegram_id: int) -> None:
    """Write down one more wrong code, and forget those of others that lie long back."""
    recent = [*_recent(desk, telegram_id), desk.now]
    value = {"at": [instant.isoformat() for instant in recent[-ALLOWED:]]}
    notes.put(desk.session, _key(telegram_id), value, now=desk.now)
    hall_store.forget_notes(desk.session, "guess:", desk.now - WITHIN)


def _recent(desk: Desk, telegram_id: int) -> list[datetime]:
    held = notes.get(desk.session, _key(telegram_id)).get("at", [])
    instants = [datetime.fromisoformat(text) for text in held]
    return [instant for instant in instants if instant > desk.now - WITHIN]


def _key(telegram_id: int) -> str:
    return f"guess:{telegram_id}"
