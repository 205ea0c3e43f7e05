"""Assessment: what each unit scores by the indicator table of its book, line by line, with what it rests on.

Coordinators and assessors see the units below them and enter what no formula gives; a unit sees its own and may object.
When the year of the assessment is over its data are frozen: what is counted afterwards changes no score.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.domain.figures import assessment_acts
from bot.domain.figures.acts import COUNTED
from bot.domain.figures.assessment import Indicator, Sheet, State
from bot.domain.figures.assessment_views import RowLine, ScoreCard, ScoreList, UnitLine
from bot.domain.figures.periods import Period
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.message import XLSX, Attachment
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.subjects import About
from bot.services.figures import assessment_news, scoring
from bot.services.figures import assessment_sight as seeing
from bot.services.figures import assessment_terms as terms
from bot.services.figures.scoring import Scored
from bot.services.hall import workbooks
from bot.services.hall.desk import Desk
from bot.store.figures import scores as store
from bot.store.tables import Score
from bot.texts import Translator

PER_PAGE, ROWS = 8, 8


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a unit's year; `unit` as a button names it, `seen` how the line stood (`ScoreLine.stands`) when whoever
    changes it looked at it."""

    unit: str
    year: int
    line: str
    seen: str | None = None


# -- looking -------------------------------------------------------------------------------------------------------


def this_year(desk: Desk) -> int:
    """Until the end of January the year that is over is what people ask for."""
    return desk.today.year - (desk.today.month == 1)


def key_of(desk: Desk, agency_id: int) -> str:
    """Under which the actor sees an agency's scores. Raises Missing."""
    for key in (str(agency_id), f"w{agency_id}"):
        with contextlib.suppress(Missing):
            return seeing.unit(desk, key).key
    raise Missing


def listed(desk: Desk, year: int, page: int = 0) -> ScoreList:
    """The units with what they score, in the order of the tree. Raises NotAllowed for whoever sees none."""
    units = cut(seeing.units(desk, year), page, PER_PAGE)
    lines = tuple(_unit_line(desk, one, year) for one in units.items)
    return ScoreList(year, Page(lines, units.number, units.total, PER_PAGE), bool(seeing.reach(desk)))


def _unit_line(desk: Desk, one: Scored, year: int) -> UnitLine:
    period = scoring.period_of(desk, one, year)
    sheet = scoring.sheet_of(desk, one, period)
    lines = scoring.lines(desk, one, sheet, period, year) if sheet is not None else ()
    waiting = [each for each in lines if each.state is State.OBJECTED]
    away = (each.answer_in for each in waiting if each.answer_in is not None)
    return UnitLine(
        one.key,
        one.name,
        scoring.total(lines),
        len(waiting),
        min(away, key=lambda one: one.order, default=None),
        one.whole,
        sheet is not None,
    )


def of(desk: Desk, key: str, year: int) -> ScoreCard:
    """The score of one unit. Raises Missing where it is not the actor's to see, or its book has no table."""
    one = seeing.unit(desk, key)
    period = scoring.period_of(desk, one, year)
    sheet = scoring.sheet_of(desk, one, period)
    if sheet is None:
        raise Missing
    lines = scoring.lines(desk, one, sheet, period, year)
    until = terms.object_until(desk, sheet, store.of_unit(desk.session, one.id, sheet.id, one.kept(year)))
    mine = one.id in seeing.own(desk)
    return ScoreCard(
        unit=key,
        agency=one.id,
        name=one.name,
        sheet=sheet,
        year=year,
        period=period,
        lines=lines,
        total=scoring.total(lines),
        whole=one.whole,
        may_score=seeing.scores(desk, one.agency) and seeing.is_hidden(desk, one.agency) == one.whole,
        frozen=until is not None,
        object_until=until if mine and until is not None and desk.today <= until else None,
    )


def rows(desk: Desk, key: str, year: int, page: int = 0) -> tuple[ScoreCard, Page[RowLine]]:
    """The cases on which a unit's score rests; of an area that is seen as a whole those in which the principal leader
    is owed. Raises as `of`."""
    card, one = of(desk, key, year), seeing.unit(desk, key)
    return card, cut(_cases(desk, one, card.sheet, card.period, year), page, ROWS)


def _cases(desk: Desk, one: Scored, sheet: Sheet, period: Period, year: int) -> list[RowLine]:
    hidden = seeing.is_hidden(desk, one.agency)
    return [line for line, owed in scoring.cases(desk, one, sheet, period, year) if owed or not hidden]


# -- entering, objecting, answering --------------------------------------------------------------------------------


def _row(desk: Desk, at: Place) -> tuple[Score, Indicator, ScoreCard]:
    """The line, which nobody else changes before the commit. Raises Missing; Stale where it is not as it was seen."""
    unit = seeing.unit(desk, at.unit)
    store.lock_unit(desk.session, unit.id)
    card = of(desk, at.unit, at.year)
    line = next((each for each in card.lines if each.indicator.id == at.line), None)
    one = card.sheet.indicator(at.line)
    if one is None or line is None:
        raise Missing
    if at.seen is not None and line.stands != at.seen:
        raise Stale
    period = unit.kept(at.year)
    row = store.one(desk.session, card.agency, card.sheet.id, period, at.line)
    if row is None:
        row = Score(agency_id=card.agency, sheet=card.sheet.id, period=period, indicator=at.line, at=desk.now)
    return row, one, card


def enter(desk: Desk, at: Place, points: str, reason: str, evidence: str = "") -> None:
    """What a line gives, by somebody's word and with the reason; an objection that waits is answered by it.

    Raises:
        Missing: there is no such line, or it is not the actor's to see. NotAllowed: it is not the actor's to score.
        Stale: somebody else said something of the line since it was seen.
        Refused: the points are out of its bounds, or no reason is given.
    """
    row, one, card = _row(desk, at)
    if not card.may_score:
        raise NotAllowed
    value, words = Decimal(points), reasoned(reason)
    low, high = (-one.points, Decimal()) if one.deducts else (Decimal(), one.points)
    if not low <= value <= high:
        raise Refused("This line gives {low} to {high} points.", low=str(low), high=str(high)).about("points")
    old, waits = row.points, row.state == State.OBJECTED
    row.points, row.reason, row.evidence = str(value), words, evidence.strip()[:500]
    if waits:
        row.answer, row.state = words, State.ANSWERED.value
    _put(desk, row)
    if waits:
        assessment_news.answered(desk, row)
    new = {"indicator": one.zh, "points": row.points}
    desk.audit(assessment_acts.SCORED, About.AGENCY(card.agency), agency_id=card.agency, old={"points": old}, new=new,
               reason=words)  # fmt: skip


def object_to(desk: Desk, at: Place, text: str) -> None:
    """The unit objects to a line, within its days.

    Raises: as `enter`; Stale: its days are over, or the data are not frozen yet.
    """
    row, one, card = _row(desk, at)
    if card.agency not in seeing.own(desk):
        raise NotAllowed
    if card.object_until is None or row.state != State.OPEN:
        raise Stale
    row.objection, row.state = reasoned(text), State.OBJECTED.value
    row.frozen = {**row.frozen, terms.OBJECTED: desk.today.isoformat()}
    scorer = row.by
    _put(desk, row)
    row.by = scorer
    assessment_news.objected(desk, row)
    desk.audit(assessment_acts.OBJECTED, About.AGENCY(card.agency), agency_id=card.agency, new={"indicator": one.zh},
               reason=row.objection)  # fmt: skip


def answer(desk: Desk, at: Place, text: str) -> None:
    """An objection is answered and the points stay. Raises: as `enter`; Stale: nothing waits for an answer."""
    row, one, card = _row(desk, at)
    if not card.may_score:
        raise NotAllowed
    if row.state != State.OBJECTED:
        raise Stale
    row.answer, row.state = reasoned(text), State.ANSWERED.value
    _put(desk, row)
    assessment_news.answered(desk, row)
    desk.audit(assessment_acts.ANSWERED, About.AGENCY(card.agency), agency_id=card.agency, new={"indicator": one.zh},
               reason=row.answer)  # fmt: skip


def _put(desk: Desk, row: Score) -> None:
    row.by, row.at = desk.actor.person_id or None, desk.now
    if row.id is not None:
        row.revise()
    desk.session.add(row)
    desk.session.flush()


# -- the end of the year -------------------------------------------------------------------------------------------


def freeze_due(desk: Desk) -> int:
    """Freeze what every unit scores in the assessment year that ended last; once. For the bot itself.

    Gives how many units were frozen."""
    frozen = 0
    for one in _all_scored(desk):
        year = desk.today.year
        while scoring.period_of(desk, one, year).last >= desk.today:
            year -= 1
        frozen += _freeze(desk, one, year)
    return frozen


def _all_scored(desk: Desk) -> Iterable[Scored]:
    for agency in seeing.all_units(desk):
        yield Scored(agency)
        if seeing.is_below_another(desk, agency):
            yield Scored(agency, whole=True)


def _freeze(desk: Desk, one: Scored, year: int) -> bool:
    """A year that ended before the table came into force, or long ago, is frozen by nobody."""
    period = scoring.period_of(desk, one, year)
    sheet = scoring.sheet_of(desk, one, period)
    if sheet is None or desk.today - period.last > timedelta(days=31):
        return False
    kept = {row.indicator: row for row in store.of_unit(desk.session, one.id, sheet.id, one.kept(year))}
    if any(row.frozen for row in kept.values()):
        return False
    worked = scoring.worked_out(desk, one, sheet, period)
    cases = [[line.case, line.number, line.counted, line.leader, owed] for line, owed in
             scoring.live_cases(desk, one, period)]  # fmt: skip
    for each in sheet.indicators:
        row = kept.get(each.id) or Score(
            agency_id=one.id, sheet=sheet.id, period=one.kept(year), indicator=each.id, at=desk.now
        )
        value = worked[each.id]
        row.frozen = {"on": desk.today.isoformat(), "points": str(value) if value is not None else ""}
        if each is sheet.indicators[0]:
            row.frozen[scoring.CASES] = cases
        desk.session.add(row)
    desk.session.flush()
    desk.audit(assessment_acts.FROZEN, About.AGENCY(one.id), agency_id=one.id, new={"year": str(year)})
    assessment_news.frozen(desk, one, year)
    return True


# -- as a sheet ----------------------------------------------------------------------------------------------------

HEADINGS = ("Agency", "Indicator", "Most", "By the figures", "Points", "Reason", "Evidence", "Objection", "Answer")
CASE_HEADINGS = ("Agency", "Case number", "Counted as", "Leader")


def sheet(desk: Desk, year: int, tr: Translator) -> Attachment:
    """All of it as a workbook: the scores, and on a page of its own the cases behind them. Raises as `table`."""
    scores = workbooks.Page(str(year), [str(tr(one)) for one in HEADINGS], table(desk, year))
    cases = workbooks.Page(
        str(tr("The cases")), [str(tr(one)) for one in CASE_HEADINGS], list(_case_cells(desk, year, tr))
    )
    return Attachment(f"{tr('Assessment')}-{year}.xlsx", workbooks.book([scores, cases]), XLSX)


def may_export(desk: Desk, year: int) -> list[Scored]:
    """Whom the actor scores. Raises NotAllowed for whoever scores nobody."""
    units = [one for one in seeing.units(desk, year) if seeing.scores(desk, one.agency)]
    if not units:
        raise NotAllowed
    return units


def table(desk: Desk, year: int) -> list[list[Any]]:
    """Every line of every unit that the actor scores. Raises NotAllowed for whoever scores nobody."""
    units = may_export(desk, year)
    return [cells for one in units for cells in _cells(desk, one, year)]


def _cells(desk: Desk, scored: Scored, year: int) -> Iterable[list[Any]]:
    period = scoring.period_of(desk, scored, year)
    sheet = scoring.sheet_of(desk, scored, period)
    lines = scoring.lines(desk, scored, sheet, period, year) if sheet is not None else ()
    name = _called(scored)
    for one in lines:
        given = [_number(one.indicator.points), _number(one.worked), _number(one.points)]
        yield [name, one.indicator.zh, *given, one.reason, one.evidence, one.objection, one.answer]
    if lines:
        yield [name, "合计", "", "", _number(scoring.total(lines)), "", "", "", ""]


def _case_cells(desk: Desk, year: int, tr: Translator) -> Iterable[list[Any]]:
    for one in may_export(desk, year):
        period = scoring.period_of(desk, one, year)
        sheet = scoring.sheet_of(desk, one, period)
        for line in _cases(desk, one, sheet, period, year) if sheet is not None else ():
            yield [_called(one), line.number, str(tr(COUNTED[line.counted])), line.leader]


def _called(one: Scored) -> str:
    return f"{one.name}（全域）" if one.whole else one.name


def _number(value: Decimal | None) -> float | str:
    return float(value) if value is not None else ""
