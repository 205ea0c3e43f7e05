"""The calendar file of a hearing, read back with another eye."""

from datetime import UTC, datetime, timedelta

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
    assert calendar["METHOD"] == "REQUEST"
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


def test_every_line_is_at_most_75_octets_as_the_standard_wants() -> None:
    long = CalendarEntry(ENTRY.uid, 0, AT, AT, "出庭应诉" * 40, "审判庭" * 60, "案号" * 100)
    assert all(len(line) <= 75 for line in calendar_file(long).split(b"\r\n"))
