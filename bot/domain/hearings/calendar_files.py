"""A hearing as a calendar file (.ics, RFC 5545 and 5546): what goes into it, as a value.

An entry is published (RFC 5546, 3.2.1), not requested: a request wants an attendee with an address, who is to answer it
by mail, and there is none. A published entry names its organizer and no attendee; it is changed by publishing it again
with the same UID and a higher SEQUENCE, and taken out of calendars by CANCEL, which names the same organizer (4.1.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Alarm, Event

LENGTH = timedelta(hours=2)
"""Courts do not say when a hearing ends: so long the calendar shows its owner as busy (a product default)."""
ALARMS = (timedelta(days=-1), timedelta(hours=-2))
_PRODUCT = "-//Chuting//Hearings//ZH"
_ADDRESS = "mailto:chuting@chuting.invalid"
"""Of the organizer: an address to which nobody can write (RFC 2606), for nobody would read what came there."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One hearing in one leader's calendar. `uid` never changes, `sequence` rises with every change."""

    uid: str
    sequence: int
    starts_at: datetime
    stamp: datetime
    """When this version was made (aware)."""
    title: str
    place: str
    text: str
    cancelled: bool = False
    alarm_text: str = ""
    length: timedelta = LENGTH
    organiser: str = "出庭"
    """Who publishes it, as its reader is shown that. The address is always the same, as a cancellation must have it."""


def uid_of(hearing_id: int, agency_id: int) -> str:
    return f"hearing-{hearing_id}-{agency_id}@chuting"


def calendar_file(entry: CalendarEntry) -> bytes:
    """The file. Times are in UTC, so that every calendar shows them right; a cancelled one takes the entry away."""
    # Imported when it is needed: the bot's memory is small, and this is used now and then.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    from icalendar import Event, vCalAddress

    event, organiser = Event(), vCalAddress(_ADDRESS)
    organiser.params["CN"] = entry.organiser
    event.add("organizer", organiser)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.starts_at.astimezone(UTC) + entry.length)
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if not entry.cancelled:
        for before in ALARMS:
            event.add_component(_alarm(before, entry.alarm_text or entry.title))
    return event


def _alarm(before: timedelta, text: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", before)
    alarm.add("description", text)
    return alarm
