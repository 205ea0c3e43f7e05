"""A row of a ledger beside what is known of its case: what is new, what fills a gap, what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.cases.cases import mask_name
from bot.domain.figures import act_kinds
from bot.domain.figures.ledger_cells import Held
from bot.domain.figures.ledger_import import Difference, is_same
from bot.domain.figures.ledger_rows import Entry, answer_at
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.terms import AbsenceReason
from bot.services.cases import cases
from bot.services.figures.ledger_units import Units
from bot.services.hall.desk import Desk
from bot.services.hearings import recorded
from bot.services.hearings.recorded import Told
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Agency, Case, Hearing, HearingResult

LEDGER = "ledger"
"""Fact of a case: what only a ledger said of it, by the names of its columns."""
COLUMNS = {"court": "court", "cause": "cause", "plaintiff": "plaintiff", "original": "original_number"}
"""Fields of a ledger that a case has a column for."""
FACTS = (
    "filed_on", "received_on", "closed_on", "third_party", "outcome", "archive", "note", "act", "performance", "advice",
)  # fmt: skip
_REASONS = {
    "不可抗力": AbsenceReason.FORCE_MAJEURE,
    "意外事件": AbsenceReason.ACCIDENT,
    "他人不能代替的公务": AbsenceReason.IRREPLACEABLE_DUTY,
}
_ANSWERS = {True: "yes", False: "no", None: ""}


@dataclass
class Compared:
    """What one row means for one unit. `case` is None where the case is new."""

    case: Case | None
    filled: dict[str, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    past: list[Told] = field(default_factory=list)
    """Hearings held that are not known."""
    results: list[tuple[Hearing, Told]] = field(default_factory=list)
    """Hearings that are known, of which nobody reported what the ledger tells."""
    ahead: list[Told] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Nothing is known of the case, and all that the row tells is over."""
        return self.case is None and not (self.results or self.ahead or self.differences)

    @property
    def anything(self) -> bool:
        return bool(self.case is None or self.filled or self.past or self.results or self.ahead)


def compare(desk: Desk, entry: Entry, agency: Agency, units: Units) -> Compared:
    """One row beside what is known, for one of its units; nothing is changed."""
    case = cases.of_agency(desk, entry.number, agency.id or 0)
    found = Compared(case)
    if case is not None:
        _fields(found, case, entry, agency)
    for at, held in enumerate(entry.hearings):
        _hearing(desk, found, _told(desk, entry, agency, held, at, units), entry, agency)
    if not entry.hearings and entry.attended:
        found.remarks.append(problem("It says who appeared, but not when the hearing was: that is not taken over."))
    return found


def known(case: Case, name: str) -> str:
    """What a case says of a field of a ledger."""
    if name in COLUMNS:
        return str(getattr(case, COLUMNS[name]) or "")
    if name == "closed_on" and case.closed_on is not None:
        return case.closed_on.isoformat()
    told = str((case.facts.get(LEDGER) or {}).get(name, ""))
    return told or (act_kinds.of_cause(case.cause) if name == "act" else "")


def _fields(found: Compared, case: Case, entry: Entry, agency: Agency) -> None:
    for name in (*COLUMNS, *FACTS):
        theirs, ours = entry.values.get(name, ""), known(case, name)
        if not theirs or is_same(name, ours, theirs) or (name == "plaintiff" and theirs == mask_name(ours)):
            continue
        if not ours:
            found.filled[name] = theirs
        else:
            found.differences.append(_difference(entry, agency, name, ours, theirs))


def _difference(entry: Entry, agency: Agency, name: str, ours: str, theirs: str, day: str = "") -> Difference:
    # What is the case's is asked once, whichever of its rows says it.
    key = f"{entry.number}|{f'{agency.id}|{day}' if day else ''}|{name}"
    return Difference(key, entry.row, entry.number, agency.short_name or agency.name, name, ours, theirs)


def _told(desk: Desk, entry: Entry, agency: Agency, held: Held, at: int, units: Units) -> Told:
    attended = answer_at(entry.attended, at)
    leader_id, rank = units.leader(agency.id or 0, entry) if attended else (None, "")
    reason = entry.values.get("absence", "")
    return Told(
        desk.at(held.day, held.clock),
        entry.values.get("place", ""),
        attended,
        entry.leader if attended else "",
        leader_id,
        entry.post,
        rank,
        answer_at(entry.spoke, at) if attended else None,
        entry.values.get("outcome", ""),
        _REASONS.get(reason, AbsenceReason.OTHER) if reason and attended is False else None,
        reason,
        held.assumed,
    )


def told_on(desk: Desk, entry: Entry, agency: Agency, day: date, units: Units) -> Told | None:
    """What the row tells of its hearing on a day (local)."""
    return next(
        (_told(desk, entry, agency, one, at, units) for at, one in enumerate(entry.hearings) if one.day == day), None
    )


def _hearing(desk: Desk, found: Compared, told: Told, entry: Entry, agency: Agency) -> None:
    day = told.starts_at.astimezone(desk.house.zone).date()
    hearing = recorded.on_day(desk, found.case, day) if found.case is not None else None
    result = hearings_store.result_of(desk.session, hearing.id, agency.id or 0) if hearing is not None else None
    if day > desk.today or (hearing is None and told.starts_at > desk.now):
        _ahead(found, hearing, told)
    elif hearing is None:
        found.past.append(told)
    elif result is not None:
        found.differences += _of_result(entry, agency, result, told, day.isoformat())
    elif told.attended is not None and recorded.is_open(hearing):
        found.results.append((hearing, told))


def _ahead(found: Compared, hearing: Hearing | None, told: Told) -> None:
    """A hearing that is to come is entered as any other, and needs its hour."""
    if hearing is not None:
        return
    if told.assumed:
        found.remarks.append(
            problem("The hearing to come on {day} has no hour: it is not entered.", day=told.starts_at)
        )
    else:
        found.ahead.append(told)


def _of_result(entry: Entry, agency: Agency, result: HearingResult, told: Told, day: str) -> Iterator[Difference]:
    if told.attended is not None and told.attended != result.attended:
        yield _difference(entry, agency, "attended", _ANSWERS[result.attended], _ANSWERS[told.attended], day)
        return
    if told.attended and told.leader and told.leader != result.leader_name:
        yield _difference(entry, agency, "leader", result.leader_name, told.leader, day)
    if told.attended and told.spoke is not None and told.spoke != result.spoke:
        yield _difference(entry, agency, "spoke", _ANSWERS[result.spoke], _ANSWERS[told.spoke], day)


def day_of(one: Difference, desk: Desk) -> datetime | None:
    """The day that a difference of a result is about; None where it is of the case."""
    day = one.key.split("|")[2] if one.key.count("|") > 2 else ""
    return datetime.fromisoformat(day).replace(tzinfo=desk.house.zone) if day else None
