"""Putting a read roster into the database, row by row; what a row refuses is kept with its row."""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.agencies.roster import AgencyRow, Counts, Parsed, PersonRow, RowError
from bot.domain.agencies.roster_words import AGENCY_COLUMNS, PEOPLE_COLUMNS, plain
from bot.domain.hall.errors import Refused
from bot.domain.hall.problems import Problem, problem
from bot.services.agencies import agencies, leaving, staffing
from bot.services.hall.desk import Desk
from bot.store.agencies import former
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency, Appointment, Person

_TITLES = {
    sheet: {column.key: column.chinese for column in columns}
    for sheet, columns in (("agencies", AGENCY_COLUMNS), ("people", PEOPLE_COLUMNS))
}


@dataclass
class Import:
    """One run over a file, inside one transaction. `run` never raises for a row: it gathers."""

    desk: Desk
    parsed: Parsed
    errors: list[RowError] = field(default_factory=list)
    done: Tally[str] = field(default_factory=Tally)
    by_name: dict[str, list[Agency]] = field(default_factory=lambda: defaultdict(list))
    by_former: dict[str, int] = field(default_factory=dict)
    """Names that were borne before a reform, and ids of the agencies to which they lead."""
    changed: set[int] = field(default_factory=set)
    """Agencies that were changed, or made: each counts once."""
    rows: dict[int, Agency] = field(default_factory=dict)
    """By the number of its row: the agency that it is about."""
    stands: dict[int, AgencyRow] = field(default_factory=dict)
    """By the id of the agency: the row that was worked off about it."""
    faulty: set[str] = field(default_factory=set)
    """Names of agencies whose rows are wrong already: what names them is a consequence, and no error of its own."""

    def run(self) -> Counts:
        """Agencies first (parents before children), then people: endings before new appointments."""
        self.faulty |= self.parsed.faulty
        self._learn()
        self._agencies()
        for each in self.parsed.left_out:
            self._named(each.sheet, each.row, each.key, each.name)
        self._people()
        return Counts(**{key: self.done[key] for key in Counts.__slots__})

    # -- agencies ----------------------------------------------------------------------------------------------

    def _learn(self) -> None:
        for agency in sorted(agencies_store.open_agencies(self.desk.session), key=lambda agency: agency.id or 0):
            self._index(agency)
        for row in former.every(self.desk.session):
            self.by_former |= {plain(row.name): row.agency_id, plain(row.short_name): row.agency_id}

    def _index(self, agency: Agency) -> None:
        for name in {plain(agency.name), plain(agency.short_name)}:
            self.by_name[name].append(agency)

    def agency(self, name: str) -> Agency | Problem:
        """The agency that a cell names, by its full or short name; else by one that it bore before a reform."""
        found = list({agency.id: agency for agency in self.by_name.get(plain(name), [])}.values())
        exact = [agency for agency in found if plain(agency.name) == plain(name)]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found and plain(name) in self.by_former:
            return self.desk.session.get_one(Agency, self.by_former[plain(name)])
        if found:
            return problem("There are several agencies “{name}”; please write the full name.", name=name)
        return problem("There is no agency “{name}”, neither in this file nor in the tree.", name=name)

    def _agencies(self) -> None:
        waiting = list(self.parsed.agencies)
        while waiting:
            new = {plain(row.name) for row in waiting} | {plain(row.short_name) for row in waiting if row.short_name}
            ready = [row for row in waiting if not row.parent or plain(row.parent) not in new or self._known(row)]
            if not ready:
                for row in waiting:
                    self._wrong("agencies", row.row, "parent", problem("These agencies stand above one another."))
                    self._is_faulty(row)
                break
            for row in ready:
                errors = len(self.errors)
                with self._row("agencies", row.row, "name"):
                    self._one_agency(row)
                if len(self.errors) > errors:
                    self._is_faulty(row)
            waiting = [row for row in waiting if row not in ready]
        for row in self.parsed.agencies:
            with self._row("agencies", row.row, "lead"):
                self._links(row)

    def _known(self, row: AgencyRow) -> bool:
        """Whether the row is about an agency that exists, so that it can be worked off in any order."""
        return isinstance(self.agency(row.parent), Agency) and isinstance(self.agency(row.name), Agency)

    def _one_agency(self, row: AgencyRow) -> None:
        parent = self._named("agencies", row.row, "parent", row.parent)
        if row.parent and parent is None:
            self._is_faulty(row)
            return
        existing = self._existing(row, parent)
        if existing is not None and (other := self.stands.get(existing.id or 0)) is not None:
            if existing.parent_id == (parent.id if parent else None):
                self._again(row, other)
                return
            existing = None  # of the same name, and elsewhere
        if existing is None and self._is_former(row):
            return
        if existing is None:
            made = agencies.create(
                self.desk,
                name=row.name,
                short_name=row.short_name or row.name,
                kind=row.kind,
                parent_id=parent.id if parent else None,
            )
            self._index(made)
            self._is_about(row, made)
            self.changed.add(made.id or 0)
            self.done["agencies_created"] += 1
            return
        self._is_about(row, existing)
        short = row.short_name or existing.short_name
        if (existing.name, existing.short_name) != (row.name, short):
            self._change(existing, "name", {"name": row.name, "short_name": short})
            self._index(existing)
        if existing.kind is not row.kind:
            self._change(existing, "kind", {"kind": row.kind.value})
        if parent is not None and existing.parent_id != parent.id:
            self._change(existing, "parent", {"parent": parent.id})

    def _is_about(self, row: AgencyRow, agency: Agency) -> None:
        self.rows[row.row] = agency
        self.stands[agency.id or 0] = row

    def _again(self, row: AgencyRow, other: AgencyRow) -> None:
        """One more row about an agency of this file: the same once more is nothing; which of two holds, who knows."""
        if replace(other, row=row.row) != row:
            words = problem("This agency stands in row {row} as well, and otherwise.", row=other.row)
            self._wrong("agencies", row.row, "name", words)

    def _existing(self, row: AgencyRow, parent: Agency | None) -> Agency | None:
        """By full name; of several the one in the place that the row names."""
        found = [a for a in self.by_name.get(plain(row.name), []) if plain(a.name) == plain(row.name)]
        found = list({agency.id: agency for agency in found}.values())
        here = [a for a in found if parent is None or a.parent_id == parent.id]
        if len(found) > 1 and parent is not None:
            return here[0] if here else None
        return found[0] if found else None

    def _is_former(self, row: AgencyRow) -> bool:
        """Whether the row is about an agency as it was before a reform: its successor is not made that again."""
        return plain(row.name) in self.by_former and not self.by_name.get(plain(row.name))

    def _links(self, row: AgencyRow) -> None:
        """Supervisor, lead organ and rule book, once every agency exists; of a row that is wrong, what it names."""
        agency = self.rows.get(row.row)
        for what in ("supervisor", "lead"):
            other = self._named("agencies", row.row, what, getattr(row, what))
            if agency is not None and other is not None and getattr(agency, f"{what}_id") != other.id:
                self._change(agency, what, {what: other.id})
        if agency is not None and row.rulebook and agency.rulebook != row.rulebook:
            self._change(agency, "rulebook", {"rulebook": row.rulebook})

    def _change(self, agency: Agency, what: str, values: dict[str, Any]) -> None:
        changed = agencies.change(self.desk, agency.id or 0, agency.version, what, values)
        if changed.id not in self.changed:
            self.changed.add(changed.id or 0)
            self.done["agencies_changed"] += 1

    def _named(self, sheet: str, row: int, key: str, name: str) -> Agency | None:
        if not name:
            return None
        found = self.agency(name)
        if isinstance(found, Problem):
            if plain(name) not in self.faulty:
                self._wrong(sheet, row, key, found)
            return None
        return found

    def _is_faulty(self, row: AgencyRow) -> None:
        self.faulty |= {plain(row.name), plain(row.short_name)} - {""}

    # -- people ------------------------------------------------------------------------------------------------

    def _people(self) -> None:
        self._one_number_one_name()
        rows = sorted(self.parsed.people, key=lambda row: (row.to_date is None, row.row))
        placed = [(row, agency) for row in rows if (agency := self._named("people", row.row, "agency", row.agency))]
        for group in _same_person(placed):
            with self._row("people", group[0][0].row, "phone"):
                self._one_person(group)

    def _one_number_one_name(self) -> None:
        """A mobile number belongs to one person; an office's landline may stand at several."""
        names: dict[str, str] = {}
        for row in self.parsed.people:
            if not row.phone.isdigit() or len(row.phone) != 11:
                continue
            other = names.setdefault(row.phone, row.name)
            if other != row.name:
                words = problem("This mobile number stands at {name} as well.", name=other)
                self._wrong("people", row.row, "phone", words)

    def _one_person(self, group: Sequence[tuple[PersonRow, Agency]]) -> None:
        phone = next((row.phone for row, _ in group if row.phone), "")
        person = self._find_person(group, phone)
        for row, agency in group:
            with self._row("people", row.row, "role"):
                self._one_role(person, row, agency, phone)
            if person is None and len(group) > 1:
                person = self._find_person([(row, agency)], phone)

    def _find_person(self, group: Sequence[tuple[PersonRow, Agency]], phone: str) -> Person | None:
        """By name and number; else by the name among the people of the agencies named."""
        name = group[0][0].name
        if phone:
            found = staffing.same_person(self.desk, name, phone)
            if found is not None:
                return found
            staffing.check_number_free(self.desk, name, phone)
        here = people_store.namesakes(self.desk.session, name, [agency.id or 0 for _, agency in group])
        listed = {(row.name, row.phone) for row in self.parsed.people if row.phone}
        people = [person for person in here if not phone or (person.name, person.phone) not in listed]
        if len(people) > 1:
            raise Refused("There are several people “{name}” here; please give the telephone number.", name=name)
        return people[0] if people else None

    def _one_role(self, person: Person | None, row: PersonRow, agency: Agency, phone: str) -> None:
        if person is None:
            staffing.add(self.desk, agency.id or 0, name=row.name, phone=phone, role=row.role, **_post(row))
            self.done["people_created"] += 1
            self.done["appointments_created"] += 1
            return
        if phone and person.phone != phone:
            staffing.correct(self.desk, person.id or 0, person.version, name=person.name, phone=phone)
            self.done["people_changed"] += 1
        held = self._held(person, row, agency)
        if held is None:
            staffing.appoint(self.desk, person.id or 0, agency.id or 0, row.role, **_post(row))
            self.done["appointments_created"] += 1
            return
        self._compare(held, row)

    def _held(self, person: Person, row: PersonRow, agency: Agency) -> Appointment | None:
        until = row.to_date or self.desk.today
        rows = people_store.appointed_in(self.desk.session, agency.id or 0, [row.role], person_id=person.id or 0)
        return next((held for held, _ in reversed(rows) if held.to_date is None or held.to_date >= until), None)

    def _compare(self, held: Appointment, row: PersonRow) -> None:
        post, matters = row.post or held.post, row.in_charge_of or held.in_charge_of
        if (held.post, held.in_charge_of) != (post, matters):
            staffing.correct_post(self.desk, held.id or 0, held.version, post=post, in_charge_of=matters)
            self.done["appointments_changed"] += 1
        if row.to_date is not None and held.to_date != row.to_date:
            leaving.end(self.desk, held.id or 0, held.version, row.to_date)
            self.done["appointments_ended"] += 1

    # -- errors ------------------------------------------------------------------------------------------------

    @contextmanager
    def _row(self, sheet: str, row: int, key: str) -> Iterator[None]:
        """What is refused inside is an error of this row; the other rows go on."""
        try:
            yield
        except Refused as refused:
            self._wrong(sheet, row, key, refused.problem)

    def _wrong(self, sheet: str, row: int, key: str, found: Problem) -> None:
        title = self.parsed.titles.get(sheet, sheet)
        if not any((e.sheet, e.row, e.problem) == (title, row, found) for e in self.errors):
            self.errors.append(RowError(title, row, _TITLES[sheet].get(key, key), found))


def _post(row: PersonRow) -> dict[str, Any]:
    return {
        "post": row.post,
        "in_charge_of": row.in_charge_of,
        "from_date": row.from_date,
        "to_date": row.to_date,
    }


def _same_person(placed: Sequence[tuple[PersonRow, Agency]]) -> list[list[tuple[PersonRow, Agency]]]:
    """Rows about one person: of one name and number; a row without a number joins its name in the same agency."""
    groups: dict[tuple[str, str], list[tuple[PersonRow, Agency]]] = defaultdict(list)
    numbers: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row, agency in placed:
        if row.phone:
            numbers[row.name, agency.id or 0].add(row.phone)
    for row, agency in placed:
        known = numbers.get((row.name, agency.id or 0), set())
        phone = row.phone or (next(iter(known)) if len(known) == 1 else f"@{agency.id}")
        groups[row.name, phone].append((row, agency))
    return list(groups.values())
