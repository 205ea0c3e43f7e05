"""The working-day calendar while running: what is official, importing a year, and who must be told."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.law.acts import CALENDAR_IMPORTED
from bot.domain.law.calendar import YearTable
from bot.domain.law.workdays import CalendarView, TableView, table_view, year_view
from bot.domain.reading.cleaning import clean_text
from bot.law.calendars import CalendarError, table_text
from bot.law.facade import Law
from bot.law.notices import parse_table
from bot.services.hall import access, notes
from bot.services.hall.desk import Desk
from bot.store.hall import queries as hall_store
from bot.store.tables import Person

_PREFIX = "calendar:"
_ASKED = "asked:calendar"
"""Name of the note that keeps which table was asked for last."""
LONGEST = 20_000
"""Characters of a text that is looked at."""
LARGEST = 1024 * 1024
"""Bytes of a file that is looked at."""
#: From this day on a missing table of the coming year is a worry (month, day).
WORRY_FROM = (12, 1)


def overview(desk: Desk) -> CalendarView:
    """Every year from the first shipped one to the next, and whether it is official.

    Raises NotAllowed for people who are not answerable for the calendar.
    """
    access.require_somewhere(desk, Action.IMPORT_CALENDAR)
    calendar = desk.house.law.calendar
    known = hall_store.notes_beginning_with(desk.session, _PREFIX)
    stored = {int(note.key.removeprefix(_PREFIX)): note.value for note in known}
    years = range(min(calendar.tables, default=desk.today.year), desk.today.year + 2)
    found = [year_view(calendar.year(y), _importer(desk, stored.get(y, {}).get("by"))) for y in years]
    return CalendarView(tuple(found), True)


def _importer(desk: Desk, person_id: int | None) -> str:
    person = desk.session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def text_of(content: bytes) -> str:
    """What a file says, as far as a table can be long."""
    return clean_text(content[: 4 * LONGEST].decode("utf-8", "replace")[:LONGEST])


def read_table(text: str) -> YearTable:
    """The table that a pasted text or a file holds.

    Raises Refused: it cannot be read; the sentence says what to write.
    """
    try:
        return parse_table(text)
    except CalendarError as error:
        raise Refused("This cannot be read as a year's table: {error}", error=error.problem) from None


def look(text: str) -> TableView:
    """What would be imported, for checking by eye. Raises Refused as `read_table`."""
    return table_view(read_table(text))


def import_year(desk: Desk, text: str) -> tuple[TableView, int]:
    """Take in the announced table of a year: kept, used at once, everything that depends on it worked out anew.

    Returns the table and how many dates moved; only the people whose date moved are told.

    Raises:
        NotAllowed: the actor is not answerable for the calendar.
        Refused: the text is no table, or its year is not near.
    """
    access.require_somewhere(desk, Action.IMPORT_CALENDAR)
    table = read_table(text)
    if abs(table.year - desk.today.year) > 5:
        raise Refused("This is a table for {year}. Please check the year.", year=str(table.year))
    old = desk.house.law.calendar
    value = {"toml": table_text(table), "by": desk.actor.person_id, "at": desk.now.isoformat()}
    notes.put(desk.session, f"{_PREFIX}{table.year}", value, now=desk.now)
    desk.audit(CALENDAR_IMPORTED, About.CALENDAR(table.year), new={"work": len(table.work), "off": len(table.holidays)})
    desk.house.law.learn_year(table)
    try:
        moved = desk.house.wiring.tell_calendar_arrived(desk, table.year)
    except Exception:
        # The transaction is taken back; what the process believes must be taken back with it.
        desk.house.law.calendar = old
        raise
    return table_view(table), moved


def learn_stored(session: Session, law: Law) -> int:
    """Use the tables that were imported earlier: at the start, and daily where several instances run."""
    count = 0
    for note in hall_store.notes_beginning_with(session, _PREFIX):
        table = parse_table(str(note.value.get("toml", "")))
        if law.calendar.tables.get(table.year) != table:
            law.learn_year(table)
            count += 1
    return count


def to_ask_for(desk: Desk) -> int:
    """The year whose table is missing and is to be asked for this morning, which is asked for then; 0 for none.

    From 1 December the next year's, once; in a year that has begun without one, once a week, for by then every date
    that people are given is provisional.
    """
    this, soon = desk.today.year, desk.today >= date(desk.today.year, *WORRY_FROM)
    if is_missing(desk, this):
        year, key = this, f"{this}:{desk.today.isocalendar().week}"
    elif soon and is_missing(desk, this + 1):
        year, key = this + 1, str(this + 1)
    else:
        return 0
    if notes.get(desk.session, _ASKED).get("key") == key:
        return 0
    notes.put(desk.session, _ASKED, {"key": key}, now=desk.now)
    return year


def is_missing(desk: Desk, year: int) -> bool:
    return desk.house.law.calendar.is_provisional(year)
