"""Starts and stops of the program, noted in the database: by them a start knows how often it died shortly before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.services.hall import notes

KEY = "runs"
SHORTLY = timedelta(minutes=10)
DEATHS = 2
"""So many deaths within that time, and what was under way is settled one by one."""


def started(session: Session, owner: str, *, now: datetime, alone: bool) -> int:
    """Note a start; returns how often a process died within the last ten minutes.

    A start without a stop is a death: at once, where only one process works with the database (`alone`), and it is
    found now. Beside others it may be one that lives and works; then those count that began shortly before.
    """
    note = notes.get(session, KEY)
    running, deaths = _instants(note.get("running", {})), [datetime.fromisoformat(at) for at in note.get("deaths", [])]
    if alone:
        deaths += [now] * len(running)
        running = {}
    recent = [at for at in deaths if abs(now - at) <= SHORTLY]
    fresh = {name: at for name, at in running.items() if abs(now - at) <= SHORTLY}
    _keep(session, fresh | {owner: now}, recent, now)
    return len(recent) + len(fresh)


def stopped(session: Session, owner: str, *, now: datetime) -> None:
    """The program ends by itself: everything was put in order."""
    note = notes.get(session, KEY)
    running = _instants(note.get("running", {}))
    running.pop(owner, None)
    _keep(session, running, [datetime.fromisoformat(at) for at in note.get("deaths", [])], now)


def _instants(stored: dict[str, Any]) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(at) for name, at in stored.items()}


def _keep(session: Session, running: dict[str, datetime], deaths: list[datetime], now: datetime) -> None:
    value = {
        "running": {name: at.isoformat() for name, at in running.items()},
        "deaths": [at.isoformat() for at in deaths],
    }
    notes.put(session, KEY, value, now=now)
