"""Reports over the count rows, the rows behind a figure, and why a row counts as it does.

From the totals where a report consists of whole quarters and asks for nothing that they do not tell apart; else from
the rows. Permission is asked in here, whoever calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from bot.domain.hall import paging
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.services.figures import sight as seeing
from bot.services.figures.sight import Sight
from bot.services.hall.desk import Desk
from bot.store.figures import reports
from bot.store.figures.reports import Part, Parting, Scope, Span, Wanted
from bot.store.tables import Case, CountRow

PAGE = 6
_COLUMN = {
    Split.INSTANCE: "instance",
    Split.COURT: "court",
    Split.CAUSE: "cause",
    Split.MONTH: "month",
    Split.QUARTER: "quarter",
}
_BY_AGENCY = (Split.UNIT, Split.AREA)
_IN_TIME = (Split.MONTH, Split.QUARTER)
_IN_TOTALS = {Split.INSTANCE, Split.QUARTER}


def ask(desk: Desk, question: Question) -> Report:
    """The figures that are asked for, as far as they are the actor's to see: every line there is, and the total.

    Raises:
        Missing: an agency of the question is none. NotAllowed: it is not the actor's to see.
    """
    sight = seeing.of(desk, question.area, question.agencies)
    compared = question.period.compared
    found: tuple[Line, ...] = ()
    if question.split is Split.NONE:
        total, before = _totals(desk, sight, question)
    else:
        now, earlier = _summed(desk, sight, question), _summed(desk, sight, replace(question, period=compared))
        found = tuple(_lines(question, now, earlier))
        total, before = (together(line.totals for line in sums.values()) for sums in (now, earlier))
    to_come, gone = reports.waiting(desk.session, sight.scope, *_instants(desk, question.period), desk.now)
    return Report(question, found, total, before, compared, to_come, gone, _around(desk, sight, question))


def lines(desk: Desk, question: Question) -> tuple[Line, ...]:
    """The lines alone, those of this period, without what they were before. Raises as `ask`."""
    sight = seeing.of(desk, question.area, question.agencies)
    return tuple(_lines(question, _summed(desk, sight, question), {}))


def ranked(desk: Desk, question: Question, number: int, size: int, *, excused: bool = True) -> paging.Page[Line]:
    """A page of units or areas, the lowest rate first, with excused absences in its denominator or without: the others
    are not even read. Raises as `ask`."""
    sight = seeing.of(desk, question.area, question.agencies)
    parting = _parting(desk, sight, question)
    total = reports.count_parts(desk.session, parting)
    number = paging.within(number, total, size)
    found = reports.parts(desk.session, parting, lowest=(number * size, size), excused=excused)
    return paging.Page(tuple(_of_part(sight, question.split, one) for one in found), number, total, size)


def several(desk: Desk, question: Question) -> bool:
    """Whether there is more than one unit with a figure in it. Raises as `ask`."""
    sight = seeing.of(desk, question.area, question.agencies)
    return len(sight.only) != 1 and reports.count_parts(desk.session, _parting(desk, sight, question)) > 1


def _around(desk: Desk, sight: Sight, question: Question) -> Around | None:
    home = seeing.around(desk, sight)
    if home is None:
        return None
    return Around(home.called, *_totals(desk, Sight((home.path,)), question))


# -- sums -----------------------------------------------------------------------------------------------------------


def _totals(desk: Desk, sight: Sight, question: Question) -> tuple[Totals, Totals]:
    """Of all of it: what it comes to, and what the period before came to."""
    both = question.period, question.period.compared
    if not _is_kept(question) or any(one.quarters is None for one in both):
        now, before = (_total(desk, sight, question, one) for one in both)
        return now, before
    quarters = [set(one.quarters or ()) for one in both]
    instance = question.filters.instance
    found = reports.by_totals(desk.session, sight.scope, quarters[0] | quarters[1], "quarter", instance)
    now, before = (together(totals for quarter, totals in found if quarter in mine) for mine in quarters)
    return now, before


def _total(desk: Desk, sight: Sight, question: Question, period: Period) -> Totals:
    [(total,)] = reports.by_rows(desk.session, sight.scope, _span(desk, period), (), question.filters)
    return total  # type: ignore[no-any-return]


def _is_kept(question: Question) -> bool:
    """Whether the totals by quarter and instance can answer it."""
    return question.period.quarters is not None and not question.filters.beyond_instance()


def _parting(desk: Desk, sight: Sight, question: Question) -> Parting:
    areas = seeing.areas(desk, sight) if question.split is Split.AREA else sight.wholes
    quarters = question.period.quarters
    if quarters is not None and _is_kept(question):
        return Parting(sight.scope, areas, quarters, filters=question.filters)
    return Parting(sight.scope, areas, span=_span(desk, question.period), filters=question.filters)


def _summed(desk: Desk, sight: Sight, question: Question) -> dict[str, Line]:
    """By the key of each line: the line, with its sums."""
    split = question.split
    if split in _BY_AGENCY:
        found = reports.parts(desk.session, _parting(desk, sight, question))
        return {str(one.id): _of_part(sight, split, one) for one in found}
    if split is Split.LEADER:
        return _by_leader(desk, sight, question)
    if split in _IN_TOTALS and _is_kept(question):
        by, quarters = _COLUMN[split], question.period.quarters or ()
        sums = reports.by_totals(desk.session, sight.scope, quarters, by, question.filters.instance)
    else:
        columns = [_COLUMN[split]]
        sums = reports.by_rows(desk.session, sight.scope, _span(desk, question.period), columns, question.filters)
    return {str(key): Line(str(key), str(key), totals) for key, totals in sums}


def _by_leader(desk: Desk, sight: Sight, question: Question) -> dict[str, Line]:
    """One whom the bot knows is one, by whatever names rows call them; nobody is on no line."""
    found: dict[str, Line] = {}
    columns = ["leader_id", "leader_name"]
    for leader_id, name, totals in reports.by_rows(
        desk.session, sight.apart, _span(desk, question.period), columns, question.filters
    ):
        key = str(leader_id) if leader_id else f"={name}"
        if name:
            known = found.get(key, Line(key, name, NOTHING))
            found[key] = replace(known, label=name, totals=known.totals + totals)
    return found


def _of_part(sight: Sight, split: Split, part: Part) -> Line:
    whole = any(one.id == part.id for one in sight.wholes)
    home = split is Split.AREA and not whole and part.has_others
    label = part.called if whole or split is Split.AREA else part.label
    return Line(str(part.id), label, part.totals, agency_id=part.id, whole=whole, home=home)


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


def _lines(question: Question, now: Mapping[str, Line], before: Mapping[str, Line]) -> Iterable[Line]:
    """Units in the order of the tree, periods as they follow, all else by how much was heard."""
    in_time = question.split in _IN_TIME
    keys = list(now) if in_time else [*now, *(key for key in before if key not in now)]
    if in_time:
        keys.sort()
    elif question.split not in _BY_AGENCY:
        keys.sort(key=lambda key: (-now[key].totals.heard if key in now else 0, key))
    for key in keys:
        line, earlier = now.get(key), before.get(key)
        if line is None and earlier is not None:
            line = replace(earlier, totals=NOTHING)
        if line is not None and (line.totals or (earlier and earlier.totals and not in_time)):
            yield replace(line, before=earlier.totals) if earlier else line


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
    counts = reports.count(desk.session, wanted)
    count = sum(counts.values())
    pages = max(1, -(-count // size))
    at = min(max(page, 0), pages - 1)
    found = reports.listed(desk.session, wanted, counts, at * size, size)
    return Page(tuple(_view(desk, *one) for one in found), count, at, pages)


def count(desk: Desk, question: Question, counted: Sequence[str]) -> int:
    """How many rows `rows` would list. Raises as it does."""
    return sum(reports.count(desk.session, _wanted(desk, question, counted)).values())


def _wanted(desk: Desk, question: Question, counted: Sequence[str]) -> Wanted:
    sight = seeing.of(desk, question.area, question.agencies)
    branches = ("/",) if desk.is_system else desk.actor.branches(Action.SEE_CASE)
    mine = tuple(path for path in sight.branches if path.startswith(branches)) if branches else ()
    if not mine or any(not one.path.startswith(branches) for one in sight.only):
        raise NotAllowed
    scope = sight.scope if sight.only else Scope(None if mine == ("/",) else mine)
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
    if sight.whole_at(agency.path) is not None and not row.principal_owed:
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
