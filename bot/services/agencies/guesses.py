"""Wrong codes, counted by account and in all: guessing stops after a few, and administrators are told once.

Codes of invitations and the claim code are one kind of code, sign-in codes of events another, each with its own limit
for all accounts together: strangers who try invitation codes do not keep people from signing in.

How far one gets, at the limits and for ever: an invitation code is one of about 32^10 = 1.1e15, and 1,000 wrong ones an
hour in all hit one of 2,000 that are out with a chance of 1.8e-9 an hour (once in 63,000 years). A sign-in code has six
digits and is taken in its own minute and the next, so that 200 wrong ones an hour in all hit with a chance of 4e-4 an
hour; one account has five tries, 1e-5, and has then put somebody on a list who sits in front of the screen anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.agencies.acts import CODES_GUESSED as GUESSED_ACT
from bot.domain.agencies.topics import CODES_GUESSED, Guessed
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.topics import Notice, to_audience
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.hall import queries as hall_store


class Code(StrEnum):
    """Kinds of codes that can be guessed."""

    INVITATION = "invitation"
    """Invitations and the claim code of the first administrator: in deep links or typed."""
    SIGN_IN = "sign_in"
    """The code that an event shows, in the link of its image or typed."""


ALLOWED = 5
"""Wrong codes of one account within `WITHIN` before further ones are not even looked at."""
IN_ALL: Mapping[Code, int] = {Code.INVITATION: 1000, Code.SIGN_IN: 200}
"""The same for all accounts together."""
ALARM: Mapping[Code, int] = {Code.INVITATION: 30, Code.SIGN_IN: 30}
"""So many wrong codes in all within `WITHIN` are told to the administrators: one message a day and kind."""
WITHIN = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def locked(desk: Desk, telegram_id: int, kind: Code = Code.INVITATION) -> Problem | None:
    """Why this account may not try a code now; None when it may."""
    recent = _recent(desk, telegram_id)
    if len(recent) >= ALLOWED:
        return problem("That was too many wrong codes. Please try again after {time}.", time=min(recent) + WITHIN)
    minutes = _minutes(desk, kind)
    if sum(minutes.values()) >= IN_ALL[kind]:
        first = datetime.fromisoformat(min(minutes))
        return problem(
            "Many wrong codes come in at this moment, so none is taken. Please try again after {time}.",
            time=first + _MINUTE + WITHIN,
        )
    return None


def count(desk: Desk, telegram_id: int, kind: Code = Code.INVITATION) -> None:
    """Write down one more wrong code, and forget those of others that lie long back."""
    recent = [*_recent(desk, telegram_id), desk.now]
    value = {"at": [instant.isoformat() for instant in recent[-ALLOWED:]]}
    notes.put(desk.session, _key(telegram_id), value, now=desk.now)
    _count_in_all(desk, kind)
    hall_store.forget_notes(desk.session, "guess:", desk.now - WITHIN)


def _count_in_all(desk: Desk, kind: Code) -> None:
    minutes = _minutes(desk, kind)
    now = desk.now.replace(second=0, microsecond=0).isoformat()
    minutes[now] = minutes.get(now, 0) + 1
    notes.put(desk.session, _in_all(kind), minutes, now=desk.now)
    total = sum(minutes.values())
    if total < ALARM[kind]:
        return
    today = f"guessed:{kind.value}:{desk.today.isoformat()}"
    told = outbox.plan(
        desk, Notice(CODES_GUESSED, Guessed(kind.value, total)), to_audience("administrators"), dedupe=today
    )
    if told is not None:
        desk.audit(GUESSED_ACT, new={"kind": kind.value, "count": total})


def _minutes(desk: Desk, kind: Code) -> dict[str, int]:
    """Wrong codes of all accounts, by the minute (UTC) in which they came, of the time that counts."""
    # Locked, so that no two processes write the same number.
    note = hall_store.locked_note(desk.session, _in_all(kind))
    held: dict[str, int] = dict(note.value) if note else {}
    return {minute: n for minute, n in held.items() if datetime.fromisoformat(minute) + _MINUTE > desk.now - WITHIN}


def _recent(desk: Desk, telegram_id: int) -> list[datetime]:
    held = notes.get(desk.session, _key(telegram_id)).get("at", [])
    instants = [datetime.fromisoformat(text) for text in held]
    return [instant for instant in instants if instant > desk.now - WITHIN]


def _key(telegram_id: int) -> str:
    return f"guess:{telegram_id}"


def _in_all(kind: Code) -> str:
    return f"guesses:{kind.value}"
