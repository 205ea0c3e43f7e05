"""What the views of several duties ask, asked for all of them at once: a list costs as many queries as one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import SQLModel

from bot.domain.duties.topics import REMIND
from bot.domain.hall.subjects import About
from bot.services.duties import making, titles
from bot.services.hall.desk import Desk
from bot.store.cases import files as files_store
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.post import told as told_store
from bot.store.reading import read_all
from bot.store.tables import Case, Duty, Paper, Person


def look_up(desk: Desk, duties: Sequence[Duty]) -> None:
    """Nothing is changed, and nothing is shown that would not be without it."""
    session = desk.session
    if len(duties) < 2:
        return
    subjects = [str(About.DUTY(duty.id)) for duty in duties]
    files_store.foresee_counts(session, subjects)
    told_store.foresee_moments(session, REMIND.name, subjects)
    duties_store.foresee_about(session, [_origin(duty) for duty in duties])
    documents_store.foresee_all(session, _numbers(d.case_id for d in duties), _numbers(d.id for d in duties))
    of_cases = {(d.case_id, who) for d in duties if d.case_id for who in (d.agency_id, titles.concerned(d))}
    if of_cases:
        duties_store.foresee_of_cases(session, sorted(of_cases))
        appearances_store.foresee_of_agencies(session, sorted(of_cases))
    people = (who for duty in duties for who in (duty.acknowledged_by, duty.done_by))
    _rows(desk, Case, (duty.case_id for duty in duties))
    _rows(desk, Paper, (duty.paper_id for duty in duties))
    _rows(desk, Person, people)


def _rows(desk: Desk, table: type[SQLModel], numbers: Iterable[int | None]) -> None:
    read_all(desk.session, table, _numbers(numbers))


def _numbers(found: Iterable[int | None]) -> list[int]:
    return sorted({number for number in found if number})


def _origin(duty: Duty) -> tuple[str, str]:
    rule, _, about = making.base_of(duty.key).partition("/")
    return about, rule
