"""The cards of the figures: what is asked by a button, answered as far as the actor may see it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.figures import periods
from bot.domain.figures.asked import COUNTED_LETTERS, Asked, token_of
from bot.domain.figures.cards import CountedWhy, CountLine, CountLines, FigureCard, FigureLine, FigureLines
from bot.domain.figures.counting import Counted
from bot.domain.figures.forecast import needed
from bot.domain.figures.periods import Period, Span
from bot.domain.figures.questions import Filters, Line, Question, Report, RowView, Split
from bot.domain.figures.rates import Base, Totals
from bot.domain.hall import paging
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.reading import chosen
from bot.services.figures import asking, leaders, parameters
from bot.services.figures import sight as seeing
from bot.services.figures.sight import Sight
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.figures import reports
from bot.store.figures.reports import Node

LINES = 8
MOST_LINES = 100_000
MOST_ROWS = 2000
"""Rows of a sheet of figures; the ledger has all of them."""
POINTS = 6
_WIDE = frozenset({Role.COORDINATOR, Role.ASSESSOR, Role.OBSERVER})
_RANKED = (Split.UNIT, Split.AREA)
_FILTERS: dict[Split, Callable[[str], Filters]] = {
    Split.INSTANCE: lambda key: Filters(instance=key),
    Split.COURT: lambda key: Filters(court=key),
    Split.CAUSE: lambda key: Filters(cause=key),
}


def this_quarter(desk: Desk) -> Asked:
    """What /figures begins with."""
    return Asked(periods.quarter(desk.today.year, (desk.today.month + 2) // 3))


def visible(desk: Desk, asked: Asked) -> None:
    """Whether the actor may see figures of this scope. Raises Missing, NotAllowed."""
    question = _question(desk, asked, Split.NONE)
    seeing.of(desk, question.area, question.agencies)


def named(desk: Desk, said: str) -> Asked | None:
    """A period, the name of a unit, both, or neither, as somebody writes them; None where it is something else.

    Raises:
        NotAllowed: the actor may see no figures at all. Refused: those of this unit are not the actor's to see.
    """
    start, bare = this_quarter(desk), "".join(said.split())
    sight = seeing.of(desk)
    if not bare:
        return start
    unit, said_so = _named_unit(desk, sight, said)
    rest = bare.replace(said_so, "", 1).strip("的，,") if unit else bare
    period = periods.parse(rest, desk.today) if rest else start.period
    if period is None:
        return None
    if unit is None:
        return replace(start, period=period)
    if not _is_seen(sight, unit):
        raise Refused("The figures of {unit} by itself are not yours to see.", unit=unit.name)
    return replace(start, period=period, scope=f"{'b' if sight.whole_of(unit) is not None else 'u'}{unit.id}")


def _named_unit(desk: Desk, sight: Sight, said: str) -> tuple[Node | None, str]:
    """The unit that a text names by its whole or its short name, the longest of them, and how it does; of two that bear
    the same name the one that may be seen. Else the only one in sight of whose name a word is a part (自然资源)."""
    bare = "".join(said.split())
    tree = [node for node in reports.tree(desk.session) if node.closed_on is None]
    found = [
        (len(name), _is_seen(sight, node), node, name)
        for node in tree
        for name in (node.full, node.name)
        if name and name in bare
    ]
    if found:
        _, _, node, name = max(found, key=lambda one: one[:2])
        return node, name
    seen = {str(node.id): node for node in tree if _is_seen(sight, node)}
    options = [chosen.Option(key, (node.name, node.full)) for key, node in seen.items()]
    for word in said.split():
        fits = chosen.near(options, word) if periods.parse(word, desk.today) is None else ()
        if len(fits) == 1:
            return seen[fits[0]], word
    return None, ""


def _is_seen(sight: Sight, node: Node) -> bool:
    return node.path.startswith(sight.branches) and not sight.is_within_a_whole(node)


# -- the card --------------------------------------------------------------------------------------------------------


def card(desk: Desk, asked: Asked, *, draws: bool = True) -> FigureCard:
    """The card. Raises Missing where the agency is not the actor's to see, NotAllowed where no figure is."""
    part = _part(desk, asked) if asked.is_part else None
    report = _asked(desk, asked, Split.NONE, part)
    head = _head(desk, asked)
    target = _parameter(desk, head, "target_rate")
    over = asked.period.is_over(desk.today)
    goal = float(target) if target is not None else None
    base = _base(desk, head)
    return FigureCard(
        asked, _name(desk, asked, head), part.label if part else "", report.total, report.before or None, goal,
        needed(_denominated(report.total, base), report.scheduled, goal, over=over)
        if goal is not None and part is None
        else None,
        base=base,
        around=(report.around.label, report.around.totals) if report.around is not None and part is None else None,
        splits=_splits(desk, asked, part),
        draws=draws,
        is_over=over,
        back=_back(asked),
        missing=report.unreported if part is None else 0,
        sees_rows=desk.actor.may_somewhere(Action.SEE_CASE),
    )  # fmt: skip


def _base(desk: Desk, head: int) -> Base:
    """What the book reckons rates on."""
    with suppress(Refused):
        if head:
            return parameters.base(desk, head)
    return Base()


def _denominated(totals: Totals, base: Base) -> Totals:
    """What a target is reckoned by: as the rate is."""
    return totals if base.excused else totals._replace(heard=totals.heard - totals.excused)


def _asked(desk: Desk, asked: Asked, split: Split, part: Line | None = None) -> Report:
    return asking.ask(desk, _question(desk, asked, split, part))


def _all_lines(desk: Desk, asked: Asked, split: Split) -> tuple[Line, ...]:
    if split is Split.LEADER and not _sees_leaders(desk, asked):
        raise NotAllowed
    return asking.lines(desk, _question(desk, asked, split))


def _question(desk: Desk, asked: Asked, split: Split, part: Line | None = None) -> Question:
    filters = _filter(asked.split, part) if part is not None and asked.split is not None else Filters()
    return Question(
        asked.period,
        area=asked.agency_id if asked.scope.startswith("b") else None,
        agencies=_agencies(desk, asked),
        split=split,
        filters=filters,
    )


def _agencies(desk: Desk, asked: Asked) -> tuple[int, ...]:
    """The unit, or what an area has beside the areas below it; else none by name."""
    if asked.is_home:
        return seeing.home_of(desk, asked.agency_id)
    return (asked.agency_id,) if asked.is_unit else ()


def _filter(split: Split, part: Line) -> Filters:
    if split is Split.LEADER:
        by_name = part.key.startswith("=")
        return Filters(leader_name=part.key[1:]) if by_name else Filters(leader_id=int(part.key))
    return _FILTERS[split](part.key) if part.key else Filters(blank=str(split))


def _part(desk: Desk, asked: Asked) -> Line:
    """The line of the split that the token names. Raises Missing where it is gone by now."""
    assert asked.split is not None
    found = _all_lines(desk, asked.whole(), asked.split)
    line = next((one for one in found if token_of(one.key) == asked.token), None)
    if line is None:
        raise Missing
    return line


def _sees_leaders(desk: Desk, asked: Asked) -> bool:
    """Leaders see their own figures, and nobody's beside them: neither there nor where they are only leaders."""
    if not asked.agency_id:
        return leaders.sees_others(desk, () if desk.is_system else desk.actor.branches(Action.SEE_SUMMARY))
    return leaders.sees_others(desk, (access.agency(desk, asked.agency_id).path,))


def _splits(desk: Desk, asked: Asked, part: Line | None) -> tuple[Split, ...]:
    if not asked.is_unit and not asked.is_home and not _WIDE.isdisjoint(desk.actor.roles()):
        found = [Split.UNIT, Split.AREA]
    else:
        found = [Split.UNIT] if asking.several(desk, _question(desk, asked, Split.UNIT, part)) else []
    found += [Split.INSTANCE, Split.COURT, Split.CAUSE]
    return (*found, Split.LEADER) if _sees_leaders(desk, asked) else tuple(found)


def _back(asked: Asked) -> Asked | None:
    """A unit that was asked for by its name leads back to all that the actor sees."""
    return replace(asked.whole(), scope="all") if asked.scope != "all" and asked.origin is None else None


# -- whose -----------------------------------------------------------------------------------------------------------


def _head(desk: Desk, asked: Asked) -> int:
    """The agency by whose rule book a scope goes: itself, or the head of all that the actor sees; 0 where none is."""
    if asked.agency_id:
        return asked.agency_id
    branches = desk.actor.branches(Action.SEE_SUMMARY)
    path = min(branches, key=lambda one: (one.count("/"), one)) if branches else "/"
    ids = [int(one) for one in path.split("/") if one]
    if ids:
        return ids[-1]
    return next((one.id or 0 for one in agencies_store.open_agencies(desk.session, courts=False)), 0)


def _name(desk: Desk, asked: Asked, agency_id: int) -> str:
    """Of an area its government's whole name: short ones are the same in every county."""
    if not agency_id:
        return ""
    found = access.agency(desk, agency_id)
    return found.name if found.kind is AgencyKind.GOVERNMENT and not asked.is_unit else found.short_name


def _parameter(desk: Desk, agency_id: int, name: str, *, default: Any = None) -> Any:
    with suppress(Refused):
        if agency_id:
            return parameters.value(desk, agency_id, name)
    return default


# -- splits, periods -------------------------------------------------------------------------------------------------


def lines(desk: Desk, asked: Asked) -> tuple[FigureLine, ...]:
    """All lines of a split; units and areas with the lowest rate first, for there is something to be done.

    Raises Missing, NotAllowed.
    """
    if asked.split is None:
        raise Missing
    found = [_figure(one) for one in _all_lines(desk, asked, asked.split)]
    if asked.split in _RANKED:
        base = _base(desk, _head(desk, asked))
        rates = {one.key: base.rate(one.totals) for one in found}
        found.sort(key=lambda one: (rates[one.key] is None, rates[one.key] or 0, -one.totals.heard))
    return tuple(found)


def page(desk: Desk, asked: Asked, number: int) -> FigureLines:
    """One page of the same. Raises Missing, NotAllowed."""
    head = _head(desk, asked)
    target = _parameter(desk, head, "target_rate")
    return FigureLines(
        asked, _name(desk, asked, head), _page(desk, asked, number),
        float(target) if target is not None else None, _base(desk, head),
    )  # fmt: skip


def _page(desk: Desk, asked: Asked, number: int) -> paging.Page[FigureLine]:
    if asked.split not in _RANKED:
        return paging.cut(lines(desk, asked), number, LINES)
    found = _ranked(desk, asked, asked.split, number, LINES)
    return paging.Page(tuple(map(_figure, found.items)), found.number, found.total, found.size)


def _ranked(desk: Desk, asked: Asked, split: Split, number: int, size: int) -> paging.Page[Line]:
    """By the rate that is shown, as the book reckons it."""
    excused = _base(desk, _head(desk, asked)).excused
    return asking.ranked(desk, _question(desk, asked, split), number, size, excused=excused)


def _figure(one: Line) -> FigureLine:
    return FigureLine(one.key, one.label, one.totals, one.whole, one.home)


def page_before(desk: Desk, asked: Asked) -> FigureLines:
    """The page of the split from which a line was opened. Raises Missing where it was opened from none."""
    origin = asked.origin
    if origin is None:
        raise Missing
    if origin.split in _RANKED:
        found = tuple(map(_figure, _ranked(desk, origin, origin.split, 0, MOST_LINES).items))
    else:
        found = lines(desk, origin)
    at = next((n for n, one in enumerate(found) if origin.line(one.key, whole=one.whole, home=one.home) == asked), 0)
    return page(desk, origin, at // LINES)


def trend(desk: Desk, asked: Asked) -> list[tuple[Period, Totals]]:
    """The last months, where a month is asked for; else the last quarters. What was not heard of has no rate."""
    by_month = asked.period.span is Span.MONTH
    last = asked.period.last
    latest = periods.month(last.year, last.month) if by_month else periods.quarter(last.year, (last.month + 2) // 3)
    row = [latest]
    while len(row) < POINTS:
        row.insert(0, row[0].previous)
    over = asked.whole().during(Period(row[0].first, row[-1].last))
    found = _all_lines(desk, over, Split.MONTH if by_month else Split.QUARTER)
    totals = {one.key: one.totals for one in found}
    return [(one, totals.get(one.key, Totals())) for one in row]


# -- rows ------------------------------------------------------------------------------------------------------------


def rows(desk: Desk, asked: Asked, counted: str, number: int) -> CountLines:
    """The rows behind a figure. Raises Missing, NotAllowed."""
    part = _part(desk, asked) if asked.is_part else None
    report = _asked(desk, asked, Split.NONE, part)
    found = asking.rows(
        desk, _question(desk, asked, Split.NONE, part), (counted,) if counted else (), page=number, size=LINES
    )
    question = _question(desk, asked, Split.NONE, part)
    hidden = seeing.of(desk, question.area, question.agencies).has_wholes
    if hidden:
        sums = {way: asking.count(desk, question, (way,)) for way in COUNTED_LETTERS}
    else:
        sums = {way: getattr(report.total, way, 0) for way in COUNTED_LETTERS}
        sums[Counted.NOT_HEARD] = report.unreported if part is None else 0
    counts = {way: n for way, n in sums.items() if n}
    lines_ = tuple(_line(one) for one in found.rows)
    where = _name(desk, asked, _head(desk, asked))
    return CountLines(
        asked,
        where,
        part.label if part else "",
        paging.Page(lines_, found.page, found.count, LINES),
        counted,
        counts,
        hidden,
    )


def all_rows(desk: Desk, asked: Asked) -> list[CountLine]:
    """For a sheet: as many as it takes; none for whoever sees no cases."""
    with suppress(NotAllowed):
        return [_line(one) for one in asking.rows(desk, _question(desk, asked, Split.NONE), (), size=MOST_ROWS).rows]
    return []


def _line(row: RowView) -> CountLine:
    at = row.heard_at or row.scheduled_at
    on: date | None = at.date() if at is not None else None
    return CountLine(row.id, row.number, row.agency, row.counted, on, row.leader, row.rank)


def why(desk: Desk, row_id: int) -> CountedWhy:
    """Why it is counted so. Raises Missing, NotAllowed."""
    found = asking.why(desk, row_id)
    return CountedWhy(_line(found.row), found)
