"""The library of typical cases (SM7, AH11): kept by an office, shown to its units where it says so, plaintiffs masked.

Entries are taken from reports of models that units hand in, and typed from courts' and our own bulletins.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.bulletins import library
from bot.domain.bulletins.library import KEPT, SHOWN, TAGS, WITHDRAWN, Entry, EntryLine, Library, Model
from bot.domain.cases.cases import mask_name
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import Missing, NotAllowed, Stale
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.reading.casenumbers import parse_case_number
from bot.services.bulletins import offices
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.bulletins import library as store
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case, TypicalCase

PER_PAGE = 6
_OVERSEES = (Role.COORDINATOR, Role.ASSESSOR)
"""Who sees an entry that is not shown to the units."""


# -- who -------------------------------------------------------------------------------------------------------------


def _keeps(desk: Desk, office_id: int) -> bool:
    return office_id in desk.actor.agencies(Role.COORDINATOR)


def _sees(desk: Desk, row: TypicalCase) -> bool:
    """What is shown, everybody of the office; else who oversees it, and the unit whose own it is."""
    if row.state == SHOWN or row.unit_id in desk.actor.agencies():
        return True
    reach = tuple(path for one in desk.actor.appointments if one.role in _OVERSEES for path in one.reach)
    return (bool(reach) and access.agency(desk, row.agency_id).path.startswith(reach)) or _keeps(desk, row.agency_id)


def found(desk: Desk, entry_id: int) -> TypicalCase:
    """Raises Missing where there is none, or it is not the actor's to see."""
    row = desk.session.get(TypicalCase, entry_id)
    if (
        row is None
        or row.state == WITHDRAWN
        or row.agency_id not in {one.id for one in offices.read(desk)}
        or not _sees(desk, row)
    ):
        raise Missing
    return row


def _writable(desk: Desk, entry_id: int, version: int) -> TypicalCase:
    """The row, locked for a change. Raises Missing; NotAllowed: the actor only reads it; Stale: it changed since."""
    found(desk, entry_id)
    row = store.locked(desk.session, entry_id)
    if row is None or row.state == WITHDRAWN:
        raise Missing
    if not _keeps(desk, row.agency_id):
        raise NotAllowed
    if row.version != version:
        raise Stale
    return row


# -- looking ---------------------------------------------------------------------------------------------------------


def listed(desk: Desk, page: int = 0, tag: str = "", said: str = "") -> Library:
    """The entries that the actor sees, of this tag, that hold these words. Raises NotAllowed for whoever belongs to
    nothing."""
    read = offices.read(desk)
    rows = [row for one in read for row in store.of_office(desk.session, one.id or 0) if _sees(desk, row)]
    names = agencies_store.short_names(desk.session, {one.unit_id for one in rows if one.unit_id})
    fit = [one for one in rows if (not tag or tag in one.tags) and _holds(one, names.get(one.unit_id or 0, ""), said)]
    may = _keeps(desk, read[0].id or 0)
    lines = tuple(_line(one, names) for one in fit)
    kept_by = "、".join(one.short_name for one in read[:3])
    return Library(kept_by, cut(lines, page, PER_PAGE), tag, said, may, len(models(desk)) if may else 0)


def _holds(row: TypicalCase, unit: str, said: str) -> bool:
    """Every word, somewhere."""
    whole = "\n".join((row.title, row.text, row.number, row.origin, unit, str(row.year)))
    return all(word in whole for word in said.split())


def _line(row: TypicalCase, names: dict[int, str]) -> EntryLine:
    known = tuple(one for one in row.tags if one in TAGS)
    return EntryLine(row.id or 0, row.title, names.get(row.unit_id or 0, ""), row.year, known, row.state == SHOWN)


def of(desk: Desk, entry_id: int) -> Entry:
    """Raises Missing."""
    row = found(desk, entry_id)
    names = agencies_store.short_names(desk.session, {row.unit_id} if row.unit_id else set())
    return Entry(_line(row, names), row.version, row.text, row.number, row.origin, _keeps(desk, row.agency_id))


def models(desk: Desk) -> list[Model]:
    """Reports of models that wait to be taken in, for who keeps the library. Raises NotAllowed."""
    office = _keeper(desk)
    paths = agencies_store.paths_led_by(desk.session, office.id or 0) or [office.path]
    rows = store.models(desk.session, paths)
    names = agencies_store.short_names(desk.session, {one.agency_id for one, _ in rows})
    return [
        Model(row.id or 0, str(edition.shown.get("title") or ""), names.get(row.agency_id, "")) for row, edition in rows
    ]


def waiting(desk: Desk, page: int = 0) -> Page[Model]:
    return cut(models(desk), page, PER_PAGE)


def _keeper(desk: Desk) -> Agency:
    office = offices.read(desk)[0]
    if not _keeps(desk, office.id or 0):
        raise NotAllowed
    return office


# -- entering --------------------------------------------------------------------------------------------------------


def take(desk: Desk, document_id: int) -> TypicalCase:
    """Take a report of a model in: for the office alone, until it is shown to the units.

    Raises: NotAllowed; Missing: it is no report of a unit below; Stale: it was taken in already.
    """
    office = _keeper(desk)
    paths = agencies_store.paths_led_by(desk.session, office.id or 0) or [office.path]
    pair = next((one for one in store.models(desk.session, paths) if one[0].id == document_id), None)
    if pair is None:
        raise Stale
    document, edition = pair
    said = edition.shown
    kind = str((edition.values.get("what") or {}).get("raw") or "")
    number = str(said.get("case_number") or "")
    case = desk.session.get(Case, document.case_id) if document.case_id else _case(desk, number)
    words = "\n".join(str(said[name]) for name in ("summary", "results") if said.get(name))
    row = TypicalCase(
        agency_id=office.id or 0,
        unit_id=document.agency_id,
        document_id=document.id,
        year=edition.frozen_at.astimezone(desk.house.zone).year,
        title=_masked(case, str(said.get("title") or ""))[:120],
        number=case.number if case is not None else number[:60],
        tags=[kind] if kind in TAGS else [],
        text=_masked(case, words)[: library.MOST],
        origin="典型报送表",
        by=desk.actor.person_id or None,
        at=desk.now,
    )
    return _put(desk, row, library.ADDED)


def add(desk: Desk, title: str, text: str, tags: Sequence[str], number: str = "", origin: str = "") -> TypicalCase:
    """One that was typed. Raises NotAllowed."""
    office = _keeper(desk)
    case = _case(desk, number)
    row = TypicalCase(
        agency_id=office.id or 0,
        unit_id=_unit(desk, office, case),
        year=desk.today.year,
        title=_masked(case, title)[:120],
        number=(case.number if case is not None else number)[:60],
        tags=[one for one in TAGS if one in tags],
        text=_masked(case, text)[: library.MOST],
        origin=origin[:120],
        by=desk.actor.person_id or None,
        at=desk.now,
    )
    return _put(desk, row, library.ADDED)


def _case(desk: Desk, number: str) -> Case | None:
    """The case of a number, in whatever brackets it was written: its plaintiffs are masked."""
    known = parse_case_number(number)
    return cases_store.by_number(desk.session, str(known)) if known is not None else None


def _unit(desk: Desk, office: Agency, case: Case | None) -> int | None:
    """The defendant, where it is one of the office's units."""
    paths = tuple(agencies_store.paths_led_by(desk.session, office.id or 0) or [office.path])
    parties = cases_store.parties_of(desk.session, case.id) if case is not None else []
    own = (one.agency_id for one in parties if access.agency(desk, one.agency_id).path.startswith(paths))
    return next(own, None)


def _masked(case: Case | None, words: str) -> str:
    """Without the names of the case's plaintiffs, as outsiders read them."""
    if case is None or not case.plaintiff:
        return words
    names = [case.plaintiff, *case.plaintiff.replace("，", "、").replace(",", "、").split("、")]
    for name in sorted({one.strip() for one in names if len(one.strip()) > 1}, key=len, reverse=True):
        words = words.replace(name, mask_name(name))
    return words


def _put(desk: Desk, row: TypicalCase, act: Act) -> TypicalCase:
    desk.session.add(row)
    desk.session.flush()
    desk.audit(act, About.TYPICAL(row.id), agency_id=row.agency_id, new={"title": row.title})
    return row


def reword(desk: Desk, entry_id: int, version: int, text: str) -> TypicalCase:
    """Raises as `_writable`."""
    row = _writable(desk, entry_id, version)
    row.text = _masked(_case(desk, row.number), text)[: library.MOST]
    return _changed(desk, row, library.CHANGED)


def tag(desk: Desk, entry_id: int, version: int, name: str) -> TypicalCase:
    """A tag is put on, or taken off. Raises as `_writable`; Missing for what is no tag."""
    if name not in TAGS:
        raise Missing
    row = _writable(desk, entry_id, version)
    kept = {*row.tags} ^ {name}
    row.tags = [one for one in TAGS if one in kept]
    return _changed(desk, row, library.CHANGED)


def show(desk: Desk, entry_id: int, version: int) -> TypicalCase:
    """It is shown to the units, or hidden from them again. Raises as `_writable`."""
    row = _writable(desk, entry_id, version)
    row.state = KEPT if row.state == SHOWN else SHOWN
    return _changed(desk, row, library.SHARED if row.state == SHOWN else library.HIDDEN)


def withdraw(desk: Desk, entry_id: int, version: int) -> TypicalCase:
    """It is no part of the library any more. Raises as `_writable`."""
    row = _writable(desk, entry_id, version)
    row.state = WITHDRAWN
    return _changed(desk, row, library.TAKEN_OUT)


def _changed(desk: Desk, row: TypicalCase, act: Act) -> TypicalCase:
    row.revise()
    return _put(desk, row, act)
