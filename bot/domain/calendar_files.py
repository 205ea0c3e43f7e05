"""Calendar files (.ics): what a phone's calendar takes in, changes and takes out again (RFC 5545, RFC 5546).

The UID stays the same for one thing and one reader; each change raises SEQUENCE, so that a calendar replaces what it
has, and METHOD:CANCEL takes it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MIME = "text/calendar"
_LINE = 75
"""Octets of one line; longer ones are folded (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment in a calendar. Instants are aware; `alarms` say how long before the start it rings."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    cancelled: bool = False
    alarms: tuple[timedelta, ...] = ()


def to_ics(entry: CalendarEntry, now: datetime) -> bytes:
    """The file, in UTF-8 with CRLF line ends; `now` (aware) is its DTSTAMP."""
    method, status = ("CANCEL", "CANCELLED") if entry.cancelled else ("REQUEST", "CONFIRMED")
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Chuting//Chuting//ZH",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(entry.starts_at)}",
        f"DTEND:{_utc(entry.ends_at)}",
        f"SUMMARY:{_text(entry.summary)}",
        f"STATUS:{status}",
    ]
    rows += [f"LOCATION:{_text(entry.location)}"] if entry.location else []
    rows += [f"DESCRIPTION:{_text(entry.description)}"] if entry.description else []
    if not entry.cancelled:
        for before in entry.alarms:
            rows += _alarm(entry, before)
    rows += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_folded(row)}\r\n" for row in rows).encode()


def _alarm(entry: CalendarEntry, before: timedelta) -> list[str]:
    minutes = int(before.total_seconds() // 60)
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(entry.summary)}",
        f"TRIGGER:-PT{minutes}M",
        "END:VALARM",
    ]


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = (line.strip("\r") for line in escaped.split("\n"))
    return "\\n".join("".join(c for c in line if c >= " " or c == "\t") for line in lines)


def _folded(row: str) -> str:
    """Lines of at most 75 octets, never cut within a character."""
    parts, current, size = [], "", 0
    for char in row:
        width = len(char.encode())
        if size + width > _LINE:
            parts.append(current)
            current, size = "", 1
        current, size = current + char, size + width
    return "\r\n ".join([*parts, current])
