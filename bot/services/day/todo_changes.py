"""Notices that something changed which the pinned cards show, wherever in a transaction that was.

Rows of duties, documents, hearings, appearances and cases note in their session what they concern; just before the
commit one edit of each card concerned is planned, some time later, so that the many changes of a few minutes' work are
one edit.
A transaction that changes none of these pays nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.services.day import todo_cards
from bot.services.hall.desk import MOMENT
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Case, Document, Duty, Hearing
from bot.store.transaction import Follower

PAUSE = timedelta(minutes=1)
"""How long a card waits for further changes."""
_AGENCIES, _CASES = "todo_agencies", "todo_cases"


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        match row:
            case Duty() | Appearance() | Document():
                session.info.setdefault(_AGENCIES, set()).add(row.agency_id)
            case Hearing():
                session.info.setdefault(_CASES, set()).add(row.case_id)
            case Case():
                session.info.setdefault(_CASES, set()).add(row.id)


def _settle(session: Session) -> None:
    session.flush()
    agencies, cases = session.info.pop(_AGENCIES, set()), session.info.pop(_CASES, set())
    moment = session.info.get(MOMENT)
    if moment is None or not (agencies or cases):
        return
    now, zone = moment
    concerned = agencies | _agencies_of(session, cases)
    todo_cards.touch(session, concerned, at=now + PAUSE, now=now, today=now.astimezone(zone).date())


def _agencies_of(session: Session, cases: set[int]) -> set[int]:
    """The agencies that have a duty or an appearance in one of the cases."""
    if not cases:
        return set()
    return appearances_store.agencies_in(session, cases) | duties_store.agencies_in(session, cases)


FOLLOWER = Follower(_note, _settle)
