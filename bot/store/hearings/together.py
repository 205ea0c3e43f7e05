"""Many cases read together: what is asked of each of them, one after another, is read for all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlmodel import Session

from bot.store.cases import papers
from bot.store.cases import queries as cases
from bot.store.hearings import appearances
from bot.store.hearings import queries as hearings
from bot.store.reading import foresee, hold

AT_ONCE = 400
"""Cases of one stretch: SQLite takes so many values, and memory so many rows."""


def cut(case_ids: Collection[int]) -> Iterator[Sequence[int]]:
    """These cases in stretches, in their order."""
    ids = sorted(case_ids)
    yield from (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def read(session: Session, case_ids: Collection[int]) -> None:
    """Cases, their parties, papers, hearings, results and appearances are at hand from now on; of a single case they
    are asked for as they are needed."""
    if len(case_ids) < 2:
        return
    rows = hearings.of_each(session, case_ids)
    hold(session, [*cases.each(session, case_ids), *(one for some in rows.values() for one in some)])
    foresee(session, cases.parties_of, cases.parties_of_each(session, case_ids))
    foresee(session, papers.of_case, papers.of_cases(session, case_ids))
    foresee(session, hearings.of_case, rows)
    foresee(session, hearings.results_of_case, hearings.results_of_each(session, case_ids))
    foresee(session, appearances.all_of_case, appearances.of_each(session, case_ids))
