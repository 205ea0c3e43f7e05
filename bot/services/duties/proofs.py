"""By what a duty can be shown to be done: what each asks for, and what the first step of an advice is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.duties.duties import is_filing
from bot.domain.duties.forms import ARCHIVE, COPY, HANDLING, NO_ARCHIVE, NO_PAPER, TWO
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import DutyState, PaperKind
from bot.domain.law.triggers import CALENDAR, Trigger
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty, Paper

_TWO = frozenset({"letter_to_court", "copy_to_bureau"})
"""The letter to the court and the copy to the bureau are shown each by itself (SS21)."""
_ARCHIVE = "archive_number"
"""The file of a closed case, archived: its number is what shows it (SS5)."""
_PERIODS = frozenset(trigger.value for trigger in CALENDAR)
_FORM = "filing_form"
"""A form that names who will appear: filed again with every further paper (SS12)."""


@dataclass(frozen=True)
class Proof:
    """How a duty was done: on which local day, and by what it can be shown. `files` are as forms collect them."""

    on: date
    number: str = ""
    note: str = ""
    files: Sequence[dict[str, Any]] = field(default_factory=tuple)
    copy: str = ""
    """What shows that the copy went to the bureau, where that is to be shown beside the letter itself."""
    copy_files: Sequence[dict[str, Any]] = field(default_factory=tuple)
    by: int | None = None
    """Who did it, where the actor is somebody else: whoever signs for a letter did not write it."""

    @property
    def files_in_all(self) -> tuple[dict[str, Any], ...]:
        return (*self.files, *self.copy_files)


def wants_two(duty: Duty) -> bool:
    """Whether the letter to the court and the copy to the bureau are each to be shown."""
    return set(duty.evidence.split(",")) >= _TWO


def wants_copy(duty: Duty) -> bool:
    """Whether the copy of a court paper alone shows it: it stays open until that is there (SS17)."""
    return is_filing(duty.evidence.split(","), duty.owed_to)


def wants_archive(duty: Duty) -> bool:
    """Whether the number is to be given under which the file of the case was archived."""
    return _ARCHIVE in duty.evidence.split(",")


def confirms_roster(desk: Desk, duty: Duty) -> bool:
    """Whether it asks an agency, period by period, whether the people on record are still the right ones (SS27)."""
    if duty.case_id is not None or duty.trigger not in _PERIODS:
        return False
    rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
    return rule is not None and rule.feature == "roster"


def archived(rows: Iterable[Duty]) -> tuple[str, ...]:
    """The numbers under which the file of a case was archived, by its duties: as handed in, whether accepted yet or
    not; each once."""
    done = (DutyState.SUBMITTED, DutyState.DONE)
    return tuple(dict.fromkeys(d.done_number for d in rows if wants_archive(d) and d.state in done and d.done_number))


def shown_by(desk: Desk, duty: Duty) -> str:
    """What is to be shown, where it is not just anything: a word of `bot.domain.duties.forms`, or empty."""
    if is_handling(desk, duty):
        return HANDLING
    if wants_copy(duty):
        return COPY
    return TWO if wants_two(duty) else ARCHIVE if wants_archive(duty) else ""


def check(duty: Duty, proof: Proof) -> None:
    """Raise Refused unless the proof shows what the duty asks for."""
    if wants_two(duty):
        if not (proof.number or proof.files):
            raise Refused("Please show the letter to the court: its number or a file.")
        if not (proof.copy or proof.copy_files):
            raise Refused("Please show the copy to the bureau as well: its number or a file.")
    elif wants_copy(duty) and not proof.files:
        raise Refused(NO_PAPER)
    elif wants_archive(duty) and not proof.number:
        raise Refused(NO_ARCHIVE)
    elif not (proof.number or proof.note or proof.files):
        raise Refused("Please give a number, a file or a note that shows it was done.")


def is_handling(desk: Desk, duty: Duty) -> bool:
    """Whether the duty asks for an advice to be dealt with, and its book lets the answer be due from then on."""
    group = duty.citation.get("group")
    if duty.trigger != Trigger.ADVICE_RECEIVED or not group or not duty.paper_id:
        return False
    paper = desk.session.get_one(Paper, duty.paper_id)
    if paper.kind is not PaperKind.ADVICE or paper.facts.get("handled_on"):
        return False
    book = access.rulebook_of(desk, int(duty.citation.get("for") or duty.agency_id))
    if book not in desk.house.law.library.books:
        return False
    stack = desk.house.law.library.for_book(book, duty.trigger_on)
    return any(rule.group == group for rule in stack.by_trigger.get(Trigger.ADVICE_HANDLED, ()))


def filed_before(desk: Desk, duty: Duty) -> Duty | None:
    """The last filing of the same kind in the same case, where a further paper asks for this one."""
    if duty.case_id is None or _FORM not in duty.evidence.split(","):
        return None
    rows = duties_store.of_case(desk.session, duty.case_id, duty.agency_id)
    done = (DutyState.SUBMITTED, DutyState.DONE)
    earlier = [d for d in rows if d.rule == duty.rule and d.id != duty.id and d.state in done and d.done_on]
    return max(earlier, key=lambda d: (str(d.done_on), d.id or 0), default=None)
