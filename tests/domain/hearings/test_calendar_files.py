"""The calendar file of a hearing, read back with another eye."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from icalendar import Calendar, Component

from bot.domain.hearings.calendar_files import CalendarEntry, calendar_file, uid_of

AT = datetime(2026, 12, 15, 1, 30, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid_of(7, 5), 0, AT, AT - timedelta(days=9), "出庭应诉", "县法院第二审判庭；二楼", "（2026）鲁0831行初12号"
)


def read(content: bytes) -> tuple[Component, Component]:
    calendar = Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_it_says_when_and_where_with_alarms_a_day_and_two_hours_before() -> None:
    calendar, event = read(calendar_file(ENTRY))
    assert calendar["METHOD"] == "PUBLISH"
    assert event.decoded("DTSTART") == AT
    assert event["LOCATION"] == "县法院第二审判庭；二楼"
    assert [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")] == [timedelta(days=-1), timedelta(hours=-2)]


def test_a_move_keeps_the_uid_and_raises_the_sequence() -> None:
    moved = CalendarEntry(ENTRY.uid, 1, AT + timedelta(days=3), ENTRY.stamp, "出庭应诉", "", "")
    (_, before), (_, after) = read(calendar_file(ENTRY)), read(calendar_file(moved))
    assert before["UID"] == after["UID"]
    assert (before.decoded("SEQUENCE"), after.decoded("SEQUENCE")) == (0, 1)


def test_a_cancelled_one_takes_the_entry_away_and_rings_no_more() -> None:
    calendar, event = read(calendar_file(CalendarEntry(ENTRY.uid, 2, AT, AT, "x", "", "", cancelled=True)))
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event.walk("VALARM") == []


@pytest.mark.parametrize("cancelled", [False, True])
def test_it_is_published_and_cancelled_as_rfc_5546_wants_it(cancelled: bool) -> None:
    """3.2.1 and 3.2.5: exactly one organizer, and no attendee, who would be asked to answer by mail."""
    calendar, event = read(calendar_file(replace(ENTRY, sequence=3, cancelled=cancelled)))
    assert calendar["METHOD"] == ("CANCEL" if cancelled else "PUBLISH")
    assert str(event["ORGANIZER"]) == "mailto:chuting@chuting.invalid"
    assert event["ORGANIZER"].params["CN"] == "出庭"
    assert "ATTENDEE" not in event
    needed = {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS", "ORGANIZER"}
    assert [name for name in needed if not isinstance(event.get(name), str | int) and name not in event] == []
    assert calendar.get("PRODID")
    assert calendar["VERSION"] == "2.0"


@pytest.mark.parametrize("cancelled", [False, True])
def test_another_reader_of_calendars_understands_the_same(cancelled: bool) -> None:
    entry = replace(ENTRY, sequence=2, place="第二审判庭；二楼，东", text="请带好\n身份证件", cancelled=cancelled)
    calendar = vobject.readOne(calendar_file(entry).decode())
    event = calendar.vevent
    assert calendar.method.value == ("CANCEL" if cancelled else "PUBLISH")
    assert (event.uid.value, event.sequence.value) == (entry.uid, "2")
    assert event.dtstart.value == AT
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert (event.summary.value, event.location.value) == ("出庭应诉", "第二审判庭；二楼，东")
    assert event.description.value == "请带好\n身份证件"
    assert event.status.value == ("CANCELLED" if cancelled else "CONFIRMED")
    assert [one.value for one in event.contents["organizer"]] == ["mailto:chuting@chuting.invalid"]
    assert len(event.contents.get("valarm", [])) == (0 if cancelled else 2)


def test_through_moves_and_the_end_the_organizer_stays_who_he_was() -> None:
    """Calendars take a change only from whoever published the entry, and only with a higher sequence."""
    life = [
        ENTRY,
        replace(ENTRY, sequence=1, starts_at=AT + timedelta(days=3)),
        replace(ENTRY, sequence=2, starts_at=AT + timedelta(days=3), cancelled=True),
        replace(ENTRY, sequence=3, starts_at=AT + timedelta(days=20)),
    ]
    events = [read(calendar_file(entry))[1] for entry in life]
    assert len({(event["UID"], str(event["ORGANIZER"])) for event in events}) == 1
    assert [event.decoded("SEQUENCE") for event in events] == [0, 1, 2, 3]


def test_every_line_is_at_most_75_octets_as_the_standard_wants() -> None:
    long = CalendarEntry(ENTRY.uid, 0, AT, AT, "出庭应诉" * 40, "审判庭" * 60, "案号" * 100)
    assert all(len(line) <= 75 for line in calendar_file(long).split(b"\r\n"))
