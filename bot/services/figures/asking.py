"""Reports over the count rows, the rows behind a figure, and why a row counts as it does.

From the totals where a report consists of whole quarters and asks for nothing that they do not tell apart; else from
the rows. Permission is asked in here, whoever calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from bot.domain.figures.counting import Counted, stepped
from bot.domain.figures.periods import Period
from bot.domain.figures.questions import (
    Around,
    Because,
    Line,
    Page,
    Question,
    Report,
    RowView,
    Split,
    WhyView,
)
from bot.domain.figures.rates import NOTHING, Totals, together
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.services.figures import sight as seeing
from bot.services.figures.sight import Sight
from bot.services.hall.desk import Desk
from bot.store.figures import reports
from bot.store.figures.reports import Scope, Span, Wanted
from bot.store.tables import Case, CountRow

PAGE = 6
_COLUMN = {
    Split.INSTANCE: "instance",
    Split.COURT: "court",
    Split.CAUSE: "cause",
    Split.MONTH: "month",
    Split.QUARTER: "quarter",
}
_BY = {Split.LEADER: ["leader_id", "leader_name"], Split.NONE: ["quarter"]}
_IN_TOTALS = {Split.NONE, Split.UNIT, Split.AREA, Split.INSTANCE, Split.QUARTER}
Sums = dict[str, tuple[Any, Totals]]


def ask(desk: Desk, question: Question) -> Report:
    """The figures that are asked for, as far as they are the actor's to see.

    Raises:
        Missing: an agency of the question is none. NotAllowed: it is not the actor's to see.
    """
    sight = seeing.of(desk, question.area, question.agencies)
    compared = question.period.compared
    now = _summed(desk, sight, question)
    before = _summed(desk, sight, replace(question, period=compared))
    lines = tuple(_lines(sight, question, now, before))
    total, total_before = (together(one for _, one in sums.values()) for sums in (now, before))
    to_come, gone = reports.waiting(desk.session, sight.scope, *_instants(desk, question.period), desk.now)
    return Report(
        question, lines, total, total_before, compared, to_come, gone, _around(desk, sight, question, compared)
    )


def _around(desk: Desk, sight: Sight, question: Question, compared: Period) -> Around | None:
    home = seeing.around(desk, sight)
    if home is None:
        return None
    all_of_it = Sight(sight.nodes, (home.path,))
    now, before = (
        together(one for _, one in _summed(desk, all_of_it, asked).values())
        for asked in (replace(question, period=period, split=Split.NONE) for period in (question.period, compared))
    )
    return Around(home.called, now, before)


# -- sums -----------------------------------------------------------------------------------------------------------


def _summed(desk: Desk, sight: Sight, question: Question) -> Sums:
    """By the key of each line: what the key stands for, and its sums."""
    split, quarters = question.split, question.period.quarters
    scope = sight.apart if split is Split.LEADER else sight.scope
    if quarters is not None and split in _IN_TOTALS and not question.filters.beyond_instance():
        by = "quarter" if split is Split.NONE else _COLUMN.get(split, "agency_id")
        found: Iterable[Any] = reports.by_totals(desk.session, scope, quarters, by, question.filters.instance)
    else:
        columns = _BY.get(split) or [_COLUMN.get(split, "agency_id")]
        found = reports.by_rows(desk.session, scope, _span(desk, question.period), columns, question.filters)
    sums: Sums = {}
    for *values, totals in found:
        key, thing = _keyed(sight, split, values)
        if thing is not None:
            known = sums.get(key)
            sums[key] = thing, totals + known[1] if known else totals
    return sums


def _keyed(sight: Sight, split: Split, values: Sequence[Any]) -> tuple[str, Any]:
    """The key of the line that a group belongs to, and what it stands for; None for what is on no line."""
    if split is Split.NONE:
        return "", ""
    if split is Split.LEADER:
        leader_id, name = values
        return (str(leader_id) if leader_id else f"={name}"), (name or None)
    if split in _COLUMN:
        return str(values[0]), str(values[0])
    node = sight.by_id.get(values[0])
    if node is None:
        return "", None
    shown = sight.area_of(node) if split is Split.AREA else sight.whole_of(node) or node
    return str(shown.id), shown


def _span(desk: Desk, period: Period) -> Span:
    """A period as rows are asked for it."""
    touched = period.touched_quarters
    if period.quarters is not None:
        return Span(touched)
    if period.months is not None:
        return Span(touched, months=period.months)
    return Span(touched, between=_instants(desk, period))


def _instants(desk: Desk, period: Period) -> tuple[datetime, datetime]:
    midnight = time(0)
    return desk.at(period.first, midnight), desk.at(period.last + timedelta(days=1), midnight)


# -- lines --------------------------------------------------------------------------------------------------------


def _lines(sight: Sight, question: Question, now: Sums, before: Sums) -> Iterable[Line]:
    if question.split is Split.NONE:
        return
    empty: tuple[Any, Totals] = ("", NOTHING)
    things = {key: thing for key, (thing, _) in (before | now).items()}
    if question.split in (Split.UNIT, Split.AREA):
        order = {str(node.id): place for place, node in enumerate(sight.nodes)}
        keys = sorted(things, key=lambda key: order.get(key, -1))
    else:
        keys = sorted(things, key=lambda key: (-now.get(key, empty)[1].heard, key))
        keys = sorted(keys) if question.split in (Split.MONTH, Split.QUARTER) else keys
    for key in keys:
        totals, earlier = now.get(key, empty)[1], before.get(key, empty)[1]
        if totals or (earlier and question.split not in (Split.MONTH, Split.QUARTER)):
            yield _line(sight, question.split, key, things[key], totals, earlier)


def _line(sight: Sight, split: Split, key: str, thing: Any, totals: Totals, before: Totals) -> Line:
    if split not in (Split.UNIT, Split.AREA):
        return Line(key, thing, totals, before)
    whole = any(one.id == thing.id for one in sight.wholes)
    home = split is Split.AREA and not whole and any(node.path != thing.path and node.path.startswith(thing.path)
                                                     for node in sight.nodes)  # fmt: skip
    label = thing.called if whole or split is Split.AREA else thing.name
    return Line(key, label, totals, before, thing.id, whole, home)


# -- rows -----------------------------------------------------------------------------------------------------------


def rows(
    desk: Desk, question: Question, counted: Sequence[str] = (), *, page: int = 0, size: int = PAGE
) -> Page:  # fmt: skip
    """The rows behind a figure, in the order in which they were heard; `counted` narrows them. Of those that were not
    heard only those whose hour has gone by without a word.

    Of an area that is seen as a whole, those in which the principal leader is owed.

    Raises:
        Missing, NotAllowed: as `ask`; NotAllowed also for whoever may see figures, but no case.
    """
    wanted = _wanted(desk, question, counted)
    count = reports.count(desk.session, wanted)
    pages = max(1, -(-count // size))
    at = min(max(page, 0), pages - 1)
    found = reports.listed(desk.session, wanted, at * size, size)
    return Page(tuple(_view(desk, *one) for one in found), count, at, pages)


def count(desk: Desk, question: Question, counted: Sequence[str]) -> int:
    """How many rows `rows` would list. Raises as it does."""
    return reports.count(desk.session, _wanted(desk, question, counted))


def _wanted(desk: Desk, question: Question, counted: Sequence[str]) -> Wanted:
    sight = seeing.of(desk, question.area, question.agencies)
    branches = ("/",) if desk.is_system else desk.actor.branches(Action.SEE_CASE)
    mine = tuple(path for path in sight.branches if path.startswith(branches)) if branches else ()
    if not mine or any(not sight.by_id[one].path.startswith(branches) for one in sight.only):
        raise NotAllowed
    scope = Scope(only=sight.only) if sight.only else Scope(None if mine == ("/",) else mine)
    hidden = tuple(one.path for one in sight.wholes)
    begins, ends = _instants(desk, question.period)
    gone = (begins, min(ends, desk.now)) if tuple(counted) == (Counted.NOT_HEARD,) else None
    return Wanted(scope, _span(desk, question.period), question.filters, tuple(counted), hidden, gone)


def _view(desk: Desk, row: CountRow, case: Case, agency: str) -> RowView:
    return RowView(
        id=row.id or 0, case_id=row.case_id, number=case.number, agency_id=row.agency_id, agency=agency,
        instance=row.instance, court=row.court, cause=row.cause, capacity=row.capacity, counted=row.counted,
        not_heard=row.not_heard, reason=row.reason, leader=row.leader_name, leader_id=row.leader_id, rank=row.rank,
        principal=row.principal, spoke=row.spoke, on_settlement=row.on_settlement, mode=row.mode,
        not_first=row.not_first, lost=row.lost, quarter=row.quarter, heard_at=_local(desk, row.first_held_at),
        scheduled_at=_local(desk, row.scheduled_at),
    )  # fmt: skip


def _local(desk: Desk, at: datetime | None) -> datetime | None:
    return at.astimezone(desk.house.zone) if at is not None else None


def why(desk: Desk, row_id: int) -> WhyView:
    """How a row came to be counted so, with the rules in their own words.

    Raises:
        Missing: there is no such row. NotAllowed: the case is not the actor's to see.
    """
    found = reports.row(desk.session, row_id)
    if found is None:
        raise Missing
    row, case, agency = found
    if not desk.is_system and not desk.actor.may(Action.SEE_CASE, agency.path):
        raise NotAllowed
    sight = seeing.of(desk)
    node = sight.by_id.get(row.agency_id)
    if node is not None and sight.whole_of(node) is not None and not row.principal_owed:
        raise NotAllowed
    document = desk.house.law.library.books[row.book].document if row.book in desk.house.law.library.books else None
    book = (document.short_title, document.short_title_en or document.short_title) if document else ("", "")
    steps = tuple(_because(desk, row.book, one) for one in row.why)
    return WhyView(_view(desk, row, case, agency.short_name), steps, tuple(row.hearings), book)


def _because(desk: Desk, book: str, kept: dict[str, Any]) -> Because:
    cited = kept.get("citation")
    if not cited:
        return Because(stepped(kept))
    library = desk.house.law.library
    rules = library.for_book(book, desk.today).rules if book in library.books else ()
    quotes = next((rule.quotes for rule in rules if rule.id == cited["rule"]), ())
    return Because(stepped(kept), (cited["zh"], cited["en"]), quotes)
