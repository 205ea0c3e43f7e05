"""What is read once for a whole list: whose step is whose, who holds which office, the dates beside many documents.

Only while a list is read: nothing that is written meanwhile would be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from bot.services.hall.desk import Desk
from bot.store.documents import beside
from bot.store.duties import queries as duties_store
from bot.store.tables import Document, Duty

T = TypeVar("T")
_KEY = "documents_remembered"


@contextmanager
def listing(desk: Desk) -> Iterator[None]:
    """Within it what `once` was asked is not asked again."""
    if _KEY in desk.session.info:
        yield
        return
    desk.session.info[_KEY] = {}
    try:
        yield
    finally:
        del desk.session.info[_KEY]


def once(desk: Desk, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives; within a list what it gave before."""
    known: dict[Hashable, Any] | None = desk.session.info.get(_KEY)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found


def fetch(desk: Desk, documents: Sequence[Document], name: str = "") -> None:
    """The agencies and cases of many documents: asked for one by one, they are there. `name` parts several lists."""
    known = desk.session.info[_KEY]
    # A row that nobody holds is forgotten by the session, and read again.
    known[f"agencies {name}"] = beside.agencies(desk.session, {one.agency_id for one in documents})
    known[f"cases {name}"] = beside.cases(desk.session, {one.case_id for one in documents if one.case_id})


def fetch_own_duties(desk: Desk, documents: Sequence[Document]) -> None:
    """The duties for which they were begun."""
    known = desk.session.info[_KEY]
    known["duties"] = beside.duties(desk.session, {one.duty_id for one in documents if one.duty_id})


def fetch_duties(desk: Desk, case_ids: set[int]) -> None:
    """All duties of many cases."""
    found: dict[int, list[Duty]] = {one: [] for one in case_ids}
    for duty in beside.duties_of_cases(desk.session, case_ids):
        found[duty.case_id or 0].append(duty)
    desk.session.info[_KEY].update({("of case", case_id): duties for case_id, duties in found.items()})


def duties_of(desk: Desk, case_id: int) -> list[Duty]:
    """All of a case, as they came into being."""
    return once(desk, ("of case", case_id), lambda: duties_store.of_case(desk.session, case_id))
