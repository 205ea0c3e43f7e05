"""Signing in at an event: the code that changes, when it is taken, and who is late. Pure: no clock of its own."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.hall.terms import Presence

WINDOW = 60
"""Seconds for which one code is shown. The one before is accepted too: people type and networks are slow."""
DIGITS = 6
OPENS = timedelta(minutes=30)
"""Before the start sign-in opens, …"""
CLOSES = timedelta(minutes=30)
"""… and so long after the end it closes (product defaults; the texts only ask for a list)."""
NEAR = timedelta(hours=2)
"""So long before the start, with the last reminder, the button is shown."""
LATE_AFTER = timedelta(minutes=10)
"""Who signs in later than this after the start is late."""
SHOWN_FOR = 15
"""How many codes are shown by themselves after the organiser asked; then one press goes on."""
PAYLOAD = "si_"
"""How the payload of the link in the QR image begins: t.me/<bot>?start=si_<event>_<code>."""


def window_of(instant: datetime) -> int:
    """The number of the minute that a code belongs to."""
    return int(instant.timestamp()) // WINDOW


def end_of(window: int) -> datetime:
    """When the next code takes its place (UTC)."""
    return datetime.fromtimestamp((window + 1) * WINDOW, UTC)


def code_of(secret: str, window: int) -> str:
    """The code of one minute: six digits made from the event's secret (HMAC-SHA256)."""
    digest = hmac.new(secret.encode(), str(window).encode(), "sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def fits(secret: str, typed: str, now: datetime) -> bool:
    """Whether `typed` is the code of this minute or of the one before."""
    here = window_of(now)
    given = typed.encode()
    return any(hmac.compare_digest(code_of(secret, one).encode(), given) for one in (here, here - 1))


def looks_like_code(text: str) -> bool:
    return len(text) == DIGITS and text.isascii() and text.isdigit()


def is_open(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether people may sign themselves in at this moment."""
    return starts_at - OPENS <= now <= ends_at + CLOSES


def presence_at(starts_at: datetime, now: datetime) -> Presence:
    """In time or late."""
    return Presence.LATE if now > starts_at + LATE_AFTER else Presence.PRESENT


LATE_BY = (15, 30, 60)
"""Minutes after the start that are offered where somebody is put on the list later."""


def late_by(starts_at: datetime, ends_at: datetime, now: datetime) -> tuple[int, ...]:
    """Those of `LATE_BY` that lie neither after now nor after the end."""
    return tuple(n for n in LATE_BY if starts_at + timedelta(minutes=n) <= min(now, ends_at))


def read_payload(payload: str) -> tuple[int, str] | None:
    """(event, code) from the payload of the link; None when it is not one of these."""
    event, _, code = payload.removeprefix(PAYLOAD).partition("_")
    if (
        payload.startswith(PAYLOAD)
        and event.isascii()
        and event.isdigit()
        and len(event) < 12
        and looks_like_code(code)
    ):
        return int(event), code
    return None


def payload_of(event_id: int, code: str) -> str:
    return f"{PAYLOAD}{event_id}_{code}"


@dataclass(frozen=True, slots=True)
class CodeView:
    """What the organiser's phone shows."""

    event_id: int
    title: str
    code: str
    until: datetime
    """When the next code comes (UTC)."""
    present: int
    expected: int
    opens_at: datetime
    open: bool
    """Whether sign-in is open at this moment."""
    over: bool
    """The event was closed or cancelled."""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of signing in."""

    event_id: int
    title: str
    presence: Presence
    at: datetime
    again: bool = False
    """He or she was on the list already."""
    walked_in: bool = False
    """Came without an invitation, and is on the list now."""
