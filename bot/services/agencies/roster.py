"""The whole roster in one file: what it would do, doing it in one transaction, who has registered since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.agencies.acts import ROSTER_IMPORTED
from bot.domain.agencies.people import Invited
from bot.domain.agencies.roster import (
    AgencyRow,
    Counter,
    Counts,
    Imported,
    Parsed,
    PersonRow,
    Preview,
    Progress,
    RowError,
    Sheet,
    parse,
)
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.extracts import Table, hidden_in
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.services.agencies import agencies, invitations, roster_files
from bot.services.agencies.roster_apply import Import
from bot.services.hall import access, notes
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Appointment, Note, Person

SHORT_TOKEN = 16
SUBJECT = About.ROSTER()


def require_may_import(desk: Desk) -> None:
    """Raise `NotAllowed` unless the actor may register people somewhere."""
    access.require_somewhere(desk, Action.EDIT_PEOPLE)


# -- a file ----------------------------------------------------------------------------------------------------


def await_file(desk: Desk) -> None:
    """The next .xlsx of this person is a roster."""
    desk.untidy = True
    notes.put(desk.session, _key(desk), {"awaited": True}, now=desk.now)


def awaited(desk: Desk) -> bool:
    """Whether a roster is awaited from this person."""
    return bool(notes.get(desk.session, _key(desk)))


def preview(desk: Desk, digest: str, tables: Sequence[Table]) -> Preview:
    """What a stored file, whose tables were read, would do without what is hidden in it; it is remembered for the
    confirm button.

    Raises:
        NotAllowed: the actor may not register people anywhere.
        Refused: the file cannot be read; the sentence says why.
    """
    require_may_import(desk)
    shown = _previewed(desk, tables, digest[:SHORT_TOKEN], unseen=False)
    notes.put(desk.session, _key(desk), {"awaited": True, "file": digest}, now=desk.now)
    return shown


def _previewed(desk: Desk, tables: Sequence[Table], token: str, *, unseen: bool) -> Preview:
    found, _ = _run(desk, _parsed(desk, roster_files.of_tables(tables, unseen=unseen)), keep=False)
    return Preview(found.counts, found.errors, found.ignored, token, tuple(hidden_in(tables)), unseen)


def with_hidden(desk: Desk, token: str) -> Preview:
    """What the file whose preview was shown would do with what is hidden in it. Raises as `confirm`."""
    return _previewed(desk, roster_files.tables(_shown_file(desk, token)), token, unseen=True)


def confirm(desk: Desk, token: str, *, unseen: bool = False) -> Imported:
    """Import the file whose preview was shown, in this one transaction, and issue the invitations that it needs.

    Raises:
        Refused: another file was sent since, or this one has been imported.
    """
    done = import_file(desk, _shown_file(desk, token), unseen=unseen)
    if not done.preview.errors:
        _forget(desk)
    return done


def _shown_file(desk: Desk, token: str) -> bytes:
    require_may_import(desk)
    digest = str(notes.get(desk.session, _key(desk)).get("file", ""))
    if not digest or not token or not digest.startswith(token):
        raise Refused("This list has been imported already, or another one was sent since.")
    return _content(desk, digest)


def import_file(desk: Desk, content: bytes, *, dry_run: bool = False, unseen: bool = False) -> Imported:
    """Import a roster file, or only say what it would do. With any error in it nothing is changed.

    Raises:
        Refused: the file cannot be read; the sentence says why.
    """
    tables = roster_files.tables(content)
    parsed = _parsed(desk, roster_files.of_tables(tables, unseen=unseen))
    shown, kept = _run(desk, parsed, keep=not dry_run)
    shown = replace(shown, hidden=tuple(hidden_in(tables)), unseen=unseen)
    if not kept:
        return Imported(shown)
    desk.audit(ROSTER_IMPORTED, new={name: getattr(shown.counts, name) for name in Counts.__slots__})
    return Imported(shown, tuple(new_codes(desk)))


def drop(desk: Desk) -> None:
    """The person thinks better of it."""
    _forget(desk)


def _run(desk: Desk, parsed: Parsed, *, keep: bool) -> tuple[Preview, bool]:
    """Do everything in a savepoint, so that a preview says exactly what an import does."""
    work, counts = Import(desk, parsed), Counts()
    point = desk.session.begin_nested()
    try:
        if parsed.whole:
            # Also where cells are wrong already: whoever corrects a file wants to know everything at once.
            counts = work.run()
            desk.session.flush()
        keep = keep and not parsed.errors and not work.errors
    finally:
        if keep:
            point.commit()
        else:
            point.rollback()
    errors = tuple(sorted((*parsed.errors, *work.errors), key=lambda error: _cause(parsed, error)))
    return Preview(Counts() if errors else counts, errors, parsed.ignored), keep


def _cause(parsed: Parsed, error: RowError) -> tuple[bool, int]:
    """What is wrong with agencies comes before what is wrong with the people in them."""
    return error.sheet != parsed.titles.get("agencies"), error.row


def _parsed(desk: Desk, sheets: Sequence[Sheet]) -> Parsed:
    return parse(sheets, dict(agencies.books(desk)), desk.today)


def _content(desk: Desk, digest: str) -> bytes:
    path = desk.house.files.path(digest)
    if not path.exists():
        raise Missing
    if path.stat().st_size > roster_files.LARGEST:
        raise Refused("The file is larger than {mb} MB. Please send only the roster, without pictures.", mb=2)
    return desk.house.files.get(digest)


def _key(desk: Desk) -> str:
    return f"roster:{desk.actor.person_id}"


def awaiting(desk: Desk, person_id: int, touched_after: datetime | None) -> set[str]:
    """The file whose preview a person was shown and has not confirmed yet."""
    note = desk.session.get(Note, f"roster:{person_id}")
    if note is None or (touched_after is not None and note.updated_at < touched_after):
        return set()
    return {str(note.value.get("file", ""))}


def _forget(desk: Desk) -> None:
    note = desk.session.get(Note, _key(desk))
    if note is not None:
        desk.session.delete(note)
        desk.untidy = True


# -- what is there ---------------------------------------------------------------------------------------------


def present(desk: Desk) -> tuple[list[AgencyRow], list[PersonRow]]:
    """The roster in the actor's scope as rows of the sheets, so that it can be sent out, changed and sent in."""
    require_may_import(desk)
    scope = access.within(desk, Action.EDIT_PEOPLE)
    names = {agency.id: agency.name for agency in scope}
    rows = [_agency_row(desk, agency, number) for number, agency in enumerate(scope, start=2)]
    people = [
        PersonRow(
            number,
            names[appointment.agency_id],
            person.name,
            person.phone,
            appointment.role,
            appointment.post,
            appointment.in_charge_of,
            appointment.from_date,
            appointment.to_date,
        )
        for number, (appointment, person) in enumerate(_appointed(desk, list(names)), start=2)
    ]
    return rows, people


def _agency_row(desk: Desk, agency: Agency, number: int) -> AgencyRow:
    def name(agency_id: int | None) -> str:
        found = desk.session.get(Agency, agency_id) if agency_id else None
        return found.name if found else ""

    return AgencyRow(
        number,
        agency.name,
        agency.short_name,
        agency.kind,
        name(agency.parent_id),
        name(agency.supervisor_id),
        name(agency.lead_id),
        agency.rulebook or "",
    )


def _appointed(desk: Desk, agency_ids: list[Any]) -> list[tuple[Appointment, Person]]:
    rows = people_store.staff(desk.session, agency_ids, desk.today)
    found = [(held, person) for held, person, _ in rows if held.role is not Role.ADMINISTRATOR]
    return sorted(found, key=lambda one: one[0].agency_id or 0)


# -- who has registered ----------------------------------------------------------------------------------------


def counter(desk: Desk) -> Counter:
    """Registered and missing people, by agency, in the actor's scope."""
    scope = access.within(desk, Action.EDIT_PEOPLE)
    shorts = {agency.id: agency.short_name for agency in scope}
    by_agency: dict[int | None, dict[int | None, Person]] = defaultdict(dict)
    everybody: dict[int | None, Person] = {}
    for appointment, person in _appointed(desk, list(shorts)):
        by_agency[appointment.agency_id][person.id] = person
        everybody[person.id] = person
    progress = [_progress(shorts[agency_id], list(people.values())) for agency_id, people in by_agency.items()]
    return Counter(
        registered=sum(person.telegram_id is not None for person in everybody.values()),
        total=len(everybody),
        agencies=tuple(sorted((p for p in progress if p.missing), key=lambda p: -len(p.missing))),
        expired=invitations.expired(desk),
        without_link=len(invitations.waiting(desk, without_link=True)),
    )


def _progress(agency: str, people: list[Person]) -> Progress:
    missing = tuple(person.name for person in people if person.telegram_id is None)
    return Progress(agency, len(people) - len(missing), len(people), missing)


def new_codes(desk: Desk) -> list[Invited]:
    """Invitations for everybody in the actor's scope who is not registered and has none; expired ones are extended."""
    require_may_import(desk)
    invitations.extend_expired(desk)
    return invitations.issue(desk, invitations.waiting(desk, without_link=True))


def one_counter(desk: Desk) -> None:
    """The counter that is shown next is the only one that is kept up to date for this person."""
    post_store.no_longer_live(desk.session, str(SUBJECT), desk.actor.person_id)
