"""Takes a bureau's ledger over: cases found, made or merged by their number, in one transaction with its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.figures.ledger_acts import LEDGER_TAKEN
from bot.domain.figures.ledger_import import OURS, THEIRS, Difference, Plan, choice
from bot.domain.figures.ledger_rows import Entry, RowError
from bot.domain.hall.access import Action
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.subjects import About
from bot.domain.hearings.appearances import Result
from bot.services.cases import cases, fresh, linking
from bot.services.figures.ledger_compare import COLUMNS, LEDGER, Compared, compare, day_of, known, told_on
from bot.services.figures.ledger_units import Units
from bot.services.hall.desk import Desk
from bot.services.hearings import hearings, recorded, results
from bot.services.hearings.hearings import Entry as Entered
from bot.services.hearings.recorded import Told
from bot.store.cases import queries as cases_store
from bot.store.hearings import queries as hearings_store
from bot.store.reading import foresee
from bot.store.tables import Agency, Case, Hearing

REASON = "按单位台账更正"
"""Why a result is corrected by a ledger: stands in the history, as what people write does."""
_ANSWERS = {"yes": True, "no": False}
_LENGTHS = {"court": 60, "cause": 120, "plaintiff": 120, "original_number": 60}


@dataclass
class Work:
    """Goes through the rows; `does` says whether anything is written or only counted."""

    desk: Desk
    choices: Mapping[str, Sequence[str]]
    does: bool
    plan: Plan
    units: Units = field(init=False)
    _new: set[str] = field(default_factory=set)
    _fresh: list[tuple[Entry, Agency, Compared]] = field(default_factory=list)
    _asked: dict[str, Difference] = field(default_factory=dict)
    _errors: list[RowError] = field(default_factory=list)
    _remarks: list[RowError] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.units = Units(self.desk)

    def run(self, entries: Sequence[Entry]) -> Plan:
        """The plan, which is what was done where anything is written."""
        numbers = {one.number for one in entries}
        foresee(self.desk.session, cases_store.of_number, cases_store.of_numbers(self.desk.session, numbers))
        rest = list(self._set_aside(entries)) if self.does else []
        for entry in entries if not self.does else ():
            self._row(entry)
        if self._fresh:
            with self.desk.many_acts():
                rest += self._open_fresh()
        for entry in rest:
            self._row(entry)
        errors = tuple(sorted((*self.plan.errors, *self._errors), key=lambda one: one.row))
        remarks = tuple(sorted((*self.plan.remarks, *self._remarks), key=lambda one: one.row))
        rows = self.plan.rows - len({one.row for one in self._errors})
        return replace(self.plan, rows=rows, errors=errors, remarks=remarks, open=tuple(self._asked.values()))

    # -- cases that nobody knows ---------------------------------------------------------------------------------------

    def _set_aside(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        """Keep those rows of which nothing is known, of one unit and one case each, all of it over: they are written
        together, table by table. The others are gone through one by one, for each may be about what one before it
        brought."""
        several = Counter(one.number for one in entries)
        for entry in entries:
            known = self.desk.session, entry.number
            agencies, unknown, why = self.units.of(entry)
            if several[entry.number] > 1 or len(agencies) != 1 or unknown or why or entry.values.get("original"):
                yield entry
                continue
            found = compare(self.desk, entry, agencies[0], self.units)
            days = {one.starts_at.date() for one in found.past}
            if found.is_new and len(days) == len(found.past) and not cases_store.of_number(*known):
                self._fresh.append((entry, agencies[0], found))
            else:
                yield entry

    def _open_fresh(self) -> list[Entry]:
        """Write what was set aside; the rows again where somebody else was quicker with one of these cases."""
        made = []
        for entry, agency, found in self._fresh:
            case = cases.blank(self.desk, cases.read_number(entry.number))
            made.append((case, agency, found, _fill(self.desk, case, dict(entry.values), new=True)))
            _count_plaintiffs(case, entry)
        opened = [
            (case, agency.id or 0, _is_history(self.desk, found, entry))
            for (case, agency, found, _), (entry, _, _) in zip(made, self._fresh, strict=True)
        ]
        if not fresh.open_all(self.desk, opened, Action.ENTER_HEARING):
            return [entry for entry, _, _ in self._fresh]
        for case, agency, _, (old, new) in made:
            _say_taken(self.desk, case, agency, old, new)
        told = [(case, agency.id or 0, one) for case, agency, found, _ in made for one in found.past]
        recorded.record_new(self.desk, told)
        for entry, _, found in self._fresh:
            for remark in found.remarks:
                self._say(entry, remark)
            self._count(entry, found, 0)
        return []

    # -- one by one ----------------------------------------------------------------------------------------------------

    def _row(self, entry: Entry) -> None:
        agencies, unknown, why = self.units.of(entry)
        if why is not None:
            self._errors.append(RowError(entry.row, "Agency", why))
            return
        for name in unknown:
            self._say(entry, problem("“{name}” is no unit of the roster: left aside.", name=name))
        for agency in agencies:
            self._of_unit(entry, agency)

    def _say(self, entry: Entry, remark: Problem) -> None:
        self._remarks.append(RowError(entry.row, "", remark))

    def _of_unit(self, entry: Entry, agency: Agency) -> None:
        found = compare(self.desk, entry, agency, self.units)
        chosen = self._chosen(found.differences)
        for remark in found.remarks:
            self._say(entry, remark)
        self._count(entry, found, len(chosen))
        if self.does:
            self._write(entry, agency, found, chosen)

    def _chosen(self, differences: Iterable[Difference]) -> list[Difference]:
        """Those of which the ledger's word was chosen; what nobody has said of is still to be asked."""
        found = []
        for one in differences:
            said = choice(self.choices, one)
            if said == THEIRS:
                found.append(one)
            elif said != OURS:
                self._asked.setdefault(one.key, one)
        return found

    def _count(self, entry: Entry, found: Compared, chosen: int) -> None:
        new = found.case is None and entry.number not in self._new
        self._new |= {entry.number} if new else set()
        plan = self.plan
        told = [one for one in found.past if one.attended is not None]
        self.plan = replace(
            plan,
            cases=plan.cases + new,
            hearings=plan.hearings + len(found.past) + len(found.ahead),
            results=plan.results + len(told) + len(found.results),
            filled=plan.filled + len(found.filled),
            changed=plan.changed + chosen,
            same=plan.same + (not found.anything and not found.differences),
        )

    # -- writing -------------------------------------------------------------------------------------------------------

    def _write(self, entry: Entry, agency: Agency, found: Compared, chosen: Sequence[Difference]) -> None:
        if not found.anything and not chosen:
            return
        history = _is_history(self.desk, found, entry)
        case = cases.open_case(
            self.desk, entry.number, agency_id=agency.id or 0, action=Action.ENTER_HEARING, history=history
        )
        values = dict(entry.values) if found.case is None else dict(found.filled)
        mine = [one for one in chosen if day_of(one, self.desk) is None]
        _keep(self.desk, case, agency, values | {one.field: one.theirs for one in mine}, new=found.case is None)
        _count_plaintiffs(case, entry)
        for told in found.past:
            recorded.record(self.desk, case, agency.id or 0, told)
        for hearing, told in found.results:
            _report(self.desk, hearing, case, agency, told)
        for told in found.ahead:
            entered = Entered(entry.number, told.starts_at, (agency.id or 0,), place=told.place)
            hearings.enter(self.desk, entered, announced=True)
        for one in chosen:
            day = day_of(one, self.desk)
            said = told_on(self.desk, entry, agency, day.date(), self.units) if day is not None else None
            if said is not None:
                _correct(self.desk, case, agency, one, said)


def _is_history(desk: Desk, found: Compared, entry: Entry) -> bool:
    """Whether a row tells of what has gone by: heard, over, or filed in a month before, and nothing ahead of it."""
    filed = entry.values.get("filed_on", "")
    past = bool(found.past or entry.values.get("closed_on") or (filed and filed < f"{desk.today:%Y-%m}"))
    return past and not found.ahead


def _keep(desk: Desk, case: Case, agency: Agency, values: dict[str, str], *, new: bool) -> None:
    """Fields of a case; one that is over by the ledger is closed only where the ledger brought it."""
    old, changed = _fill(desk, case, values, new=new)
    if changed:
        case.revise()
        desk.session.add(case)
        desk.session.flush()
        _say_taken(desk, case, agency, old, changed)


def _fill(desk: Desk, case: Case, values: dict[str, str], *, new: bool) -> tuple[dict[str, str], dict[str, str]]:
    """What was known and what is known now, of that which changes."""
    # The place is the hearing's, the reason of an absence the appearance's.
    values = {name: value for name, value in values.items() if name not in ("place", "absence")}
    changed = {name: value for name, value in values.items() if known(case, name) != value}
    old = {name: known(case, name) for name in changed}
    facts = dict(case.facts.get(LEDGER) or {})
    for name, value in changed.items():
        if name == "original":
            linking.note(desk, case, value)
        elif name in COLUMNS:
            setattr(case, COLUMNS[name], value[: _LENGTHS[COLUMNS[name]]])
        elif name == "closed_on" and new:
            case.closed_on = date.fromisoformat(value)
        else:
            facts[name] = value
    if facts:
        case.facts = {**case.facts, LEDGER: facts}
    return old, changed


def _say_taken(desk: Desk, case: Case, agency: Agency, old: dict[str, str], new: dict[str, str]) -> None:
    if new:
        desk.audit(LEDGER_TAKEN, About.CASE(case.id), case_id=case.id, agency_id=agency.id, old=old, new=new)


def _count_plaintiffs(case: Case, entry: Entry) -> None:
    if entry.plaintiffs > 1 and case.plaintiff_count == 1:
        case.plaintiff_count = entry.plaintiffs


def _report(desk: Desk, hearing: Hearing, case: Case, agency: Agency, told: Told) -> None:
    """Of a hearing that people entered, the result is reported as they would, with all that follows."""
    if recorded.is_told(hearing):
        recorded.record(desk, case, agency.id or 0, told)
        return
    result = Result(
        attended=bool(told.attended),
        leader_id=told.leader_id,
        leader=told.leader,
        rank=told.rank,
        spoke=told.spoke,
        who="",
        outcome=told.outcome,
    )
    results.report(desk, hearing.id or 0, agency.id or 0, result)


def _correct(desk: Desk, case: Case, agency: Agency, one: Difference, said: Told) -> None:
    """The ledger's word of a result was chosen."""
    hearing = recorded.on_day(desk, case, said.starts_at.astimezone(desk.house.zone).date())
    row = hearings_store.result_of(desk.session, hearing.id, agency.id or 0) if hearing is not None else None
    if hearing is None or row is None:
        return
    values = _corrected(one, said)
    if recorded.is_told(hearing):
        recorded.correct(desk, hearing, agency.id or 0, values, REASON)
        return
    told = Result(
        attended=row.attended, leader_id=row.leader_id, leader=row.leader_name, rank=row.rank, stayed=row.stayed,
        spoke=row.spoke, on_settlement=row.on_settlement, who="", staff=row.staff, counsel=row.counsel,
        video=row.video, outcome=row.outcome,
    )  # fmt: skip
    words = {"leader": values.pop("leader_name"), **values} if "leader_name" in values else values
    results.report(desk, hearing.id or 0, agency.id or 0, replace(told, **words), version=row.version, reason=REASON)


def _corrected(one: Difference, said: Told) -> dict[str, Any]:
    """Whether a leader came brings along who it was, and whether that one spoke: nothing else was asked."""
    leader: dict[str, Any] = {"leader_name": said.leader, "leader_id": said.leader_id}
    if one.field == "leader":
        return {**leader, **({"rank": said.rank} if said.rank else {})}
    if one.field == "attended":
        return {"attended": bool(said.attended), **leader, "rank": said.rank, "spoke": said.spoke}
    return {one.field: _ANSWERS[one.theirs]}
