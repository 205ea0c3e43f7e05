"""Assessment: what each unit scores by the indicator table of its book, line by line, with what it rests on.

Coordinators and assessors see the units below them and enter what no formula gives; a unit sees its own and may object.
When the year of the assessment is over its data are frozen: what is counted afterwards changes no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from typing import Any

from bot.domain.figures import assessment, assessment_acts
from bot.domain.figures.assessment import Indicator, Sheet, State
from bot.domain.figures.assessment_views import RowLine, ScoreCard, ScoreLine, ScoreList, UnitLine
from bot.domain.figures.periods import Period, year_of
from bot.domain.figures.rates import Totals
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.message import XLSX, Attachment
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState
from bot.services.figures import assessment_news, parameters
from bot.services.figures import assessment_sight as sight
from bot.services.hall import access, workbooks
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.figures import months as rows_store
from bot.store.figures import scores as store
from bot.store.figures.rows import totals_of
from bot.store.tables import Agency, CountRow, Duty, Score
from bot.texts import Translator

PER_PAGE, ROWS = 8, 8
Given = tuple[Totals, int, int]
"""Totals, silent leaders, late papers of one unit."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a unit's year; `seen` is how it stood (`ScoreLine.stands`) when whoever changes it looked at it."""

    unit: int
    year: int
    line: str
    seen: str | None = None


# -- the year and its table ----------------------------------------------------------------------------------------


def period_of(desk: Desk, agency_id: int, year: int) -> Period:
    return year_of(year, str(parameters.value(desk, agency_id, "assessment_year_start") or "01-01"))


def sheet_of(desk: Desk, agency_id: int, period: Period) -> Sheet | None:
    """The newest table of the agency's book that holds when the period ends."""
    book = access.rulebook_of(desk, agency_id)
    fit = [s for s in desk.house.law.sheets.values() if s.book == book and s.effective_from <= period.last]
    return max(fit, key=lambda one: (one.effective_from, one.id), default=None)


def this_year(desk: Desk) -> int:
    """Until the end of January the year that is over is what people ask for."""
    return desk.today.year - (desk.today.month == 1)


# -- what is given -------------------------------------------------------------------------------------------------


def _given(desk: Desk, agency: Agency, period: Period) -> Given:
    rows = [row for row, owner, _ in _rows(desk, agency, period) if owner.id == agency.id]
    late = rows_store.due_between(desk.session, agency.path, period.first, period.last)
    silent = sum(row.counted == "attended" and row.spoke is False for row in rows)
    own = sum(_is_late(desk, duty) for duty, owner in late if owner.id == agency.id)
    return reduce(lambda left, right: left + right, map(totals_of, rows), Totals()), silent, own


def _rows(desk: Desk, agency: Agency, period: Period) -> list[tuple[CountRow, Agency, str]]:
    return rows_store.of(desk.session, agency.path, f"{period.first:%Y-%m}", f"{period.last:%Y-%m}")


def _is_late(desk: Desk, duty: Duty) -> bool:
    if duty.state is DutyState.OPEN:
        return duty.deadline < desk.today
    return duty.done_on is not None and duty.done_on > duty.deadline


def _worked_out(desk: Desk, agency: Agency, sheet: Sheet, period: Period) -> dict[str, Decimal | None]:
    totals, silent, late = _given(desk, agency, period)
    base = str(parameters.value(desk, agency.id or 0, "principal_rate_base") or "heard")
    figures = assessment.figures_of(totals, base=base, silent=silent, late=late)
    return {one.id: assessment.points(one, figures) for one in sheet.indicators}


def _lines(desk: Desk, agency: Agency, sheet: Sheet, period: Period, year: int) -> tuple[ScoreLine, ...]:
    kept = {row.indicator: row for row in store.of_unit(desk.session, agency.id or 0, sheet.id, str(year))}
    frozen = any(row.frozen for row in kept.values())
    fresh = {} if frozen else _worked_out(desk, agency, sheet, period)
    return tuple(_line(one, kept.get(one.id), fresh.get(one.id)) for one in sheet.indicators)


def _line(one: Indicator, row: Score | None, fresh: Decimal | None) -> ScoreLine:
    worked = _decimal(row.frozen.get("points")) if row is not None and row.frozen else fresh
    said = _decimal(row.points) if row is not None else None
    return ScoreLine(
        indicator=one,
        points=said if said is not None else worked,
        worked=worked,
        reason=row.reason if row is not None else "",
        evidence=row.evidence if row is not None else "",
        objection=row.objection if row is not None else "",
        answer=row.answer if row is not None else "",
        state=State(row.state) if row is not None else State.OPEN,
    )


def _total(lines: Sequence[ScoreLine]) -> Decimal | None:
    """None where nothing gives points: what takes none away is no score."""
    if all(one.points is None for one in lines if not one.indicator.deducts):
        return None
    return assessment.total(one.points for one in lines)


def _decimal(text: Any) -> Decimal | None:
    return Decimal(str(text)) if text not in (None, "") else None


# -- looking -------------------------------------------------------------------------------------------------------


def listed(desk: Desk, year: int, page: int = 0) -> ScoreList:
    """The units with what they score, in the order of the tree. Raises NotAllowed for whoever sees none."""
    units = cut(sight.units(desk, year), page, PER_PAGE)
    lines = tuple(_unit_line(desk, one, year) for one in units.items)
    return ScoreList(year, Page(lines, units.number, units.total, PER_PAGE), bool(sight.reach(desk)))


def _unit_line(desk: Desk, agency: Agency, year: int) -> UnitLine:
    period = period_of(desk, agency.id or 0, year)
    sheet = sheet_of(desk, agency.id or 0, period)
    lines = _lines(desk, agency, sheet, period, year) if sheet is not None else ()
    return UnitLine(
        agency.id or 0,
        agency.short_name,
        _total(lines),
        sum(one.state is State.OBJECTED for one in lines),
    )


def of(desk: Desk, agency_id: int, year: int) -> ScoreCard:
    """The score of one unit. Raises Missing where it is not the actor's to see, or its book has no table."""
    agency = sight.unit(desk, agency_id)
    period = period_of(desk, agency_id, year)
    sheet = sheet_of(desk, agency_id, period)
    if sheet is None:
        raise Missing
    lines = _lines(desk, agency, sheet, period, year)
    until = _until(desk, agency_id, sheet, year)
    mine = agency_id in sight.own(desk)
    return ScoreCard(
        unit=agency_id,
        name=agency.short_name,
        sheet=sheet,
        year=year,
        period=period,
        lines=lines,
        total=_total(lines),
        may_score=sight.scores(desk, agency),
        frozen=until is not None,
        object_until=until if mine and until is not None and desk.today <= until else None,
    )


def _until(desk: Desk, agency_id: int, sheet: Sheet, year: int) -> date | None:
    """The last day on which the unit may object; None while its data are not frozen."""
    rows = store.of_unit(desk.session, agency_id, sheet.id, str(year))
    on = next((str(row.frozen["on"]) for row in rows if row.frozen), None)
    if on is None:
        return None
    day = date.fromisoformat(on)
    for _ in range(sheet.objection_days):
        day = desk.house.law.calendar.next_working(day + timedelta(days=1))
    return day


def rows(desk: Desk, agency_id: int, year: int, page: int = 0) -> tuple[ScoreCard, Page[RowLine]]:
    """The cases on which a unit's score rests. Raises as `of`."""
    card = of(desk, agency_id, year)
    found = _rows(desk, access.agency(desk, agency_id), card.period)
    lines = [
        RowLine(row.case_id, number, row.counted, row.leader_name) for row, a, number in found if a.id == agency_id
    ]
    return card, cut(lines, page, ROWS)


# -- entering, objecting, answering --------------------------------------------------------------------------------


def _row(desk: Desk, at: Place) -> tuple[Score, Indicator, ScoreCard]:
    """The line, which nobody else changes before the commit. Raises Missing; Stale where it is not as it was seen."""
    agency_id, year, indicator = at.unit, at.year, at.line
    sight.unit(desk, agency_id)
    store.lock_unit(desk.session, agency_id)
    card = of(desk, agency_id, year)
    line = next((each for each in card.lines if each.indicator.id == indicator), None)
    one = card.sheet.indicator(indicator)
    if one is None or line is None:
        raise Missing
    if at.seen is not None and line.stands != at.seen:
        raise Stale
    row = store.one(desk.session, agency_id, card.sheet.id, str(year), indicator)
    if row is None:
        row = Score(agency_id=agency_id, sheet=card.sheet.id, period=str(year), indicator=indicator, at=desk.now)
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
    desk.audit(assessment_acts.SCORED, About.AGENCY(at.unit), agency_id=at.unit, old={"points": old}, new=new,
               reason=words)  # fmt: skip


def object_to(desk: Desk, at: Place, text: str) -> None:
    """The unit objects to a line, within its days.

    Raises: as `enter`; Stale: its days are over, or the data are not frozen yet.
    """
    row, one, card = _row(desk, at)
    if at.unit not in sight.own(desk):
        raise NotAllowed
    if card.object_until is None or row.state != State.OPEN:
        raise Stale
    row.objection, row.state = reasoned(text), State.OBJECTED.value
    scorer = row.by
    _put(desk, row)
    row.by = scorer
    assessment_news.objected(desk, row)
    desk.audit(assessment_acts.OBJECTED, About.AGENCY(at.unit), agency_id=at.unit, new={"indicator": one.zh},
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
    desk.audit(assessment_acts.ANSWERED, About.AGENCY(at.unit), agency_id=at.unit, new={"indicator": one.zh},
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
    for agency in _all_units(desk):
        year = desk.today.year
        while period_of(desk, agency.id or 0, year).last >= desk.today:
            year -= 1
        frozen += _freeze(desk, agency, year)
    return frozen


def _all_units(desk: Desk) -> Sequence[Agency]:
    return [a for a in agencies_store.open_agencies(desk.session, courts=False) if a.kind not in sight.NO_UNITS]


def _freeze(desk: Desk, agency: Agency, year: int) -> bool:
    """A year that ended before the table came into force, or long ago, is frozen by nobody."""
    period = period_of(desk, agency.id or 0, year)
    sheet = sheet_of(desk, agency.id or 0, period)
    if sheet is None or desk.today - period.last > timedelta(days=31):
        return False
    kept = {row.indicator: row for row in store.of_unit(desk.session, agency.id or 0, sheet.id, str(year))}
    if any(row.frozen for row in kept.values()):
        return False
    worked = _worked_out(desk, agency, sheet, period)
    ids = [row.id for row, owner, _ in _rows(desk, agency, period) if owner.id == agency.id]
    for one in sheet.indicators:
        row = kept.get(one.id) or Score(
            agency_id=agency.id or 0, sheet=sheet.id, period=str(year), indicator=one.id, at=desk.now
        )
        value = worked[one.id]
        row.frozen = {"on": desk.today.isoformat(), "points": str(value) if value is not None else "", "rows": ids}
        desk.session.add(row)
    desk.session.flush()
    desk.audit(assessment_acts.FROZEN, About.AGENCY(agency.id), agency_id=agency.id, new={"year": str(year)})
    assessment_news.frozen(desk, agency.id or 0, year)
    return True


# -- as a sheet ----------------------------------------------------------------------------------------------------

HEADINGS = ("Agency", "Indicator", "Most", "By the figures", "Points", "Reason", "Evidence", "Objection", "Answer")


def sheet(desk: Desk, year: int, tr: Translator) -> Attachment:
    """All of it as a workbook. Raises as `table`."""
    headings = [str(tr(one)) for one in HEADINGS]
    return Attachment(f"{tr('Assessment')}-{year}.xlsx", workbooks.sheet(headings, table(desk, year), str(year)), XLSX)


def table(desk: Desk, year: int) -> list[list[Any]]:
    """Every line of every unit that the actor scores. Raises NotAllowed for whoever scores nobody."""
    units = [one for one in sight.units(desk, year) if sight.scores(desk, one)]
    if not units:
        raise NotAllowed
    return [cells for one in units for cells in _cells(desk, one, year)]


def _cells(desk: Desk, agency: Agency, year: int) -> Iterable[list[Any]]:
    period = period_of(desk, agency.id or 0, year)
    sheet = sheet_of(desk, agency.id or 0, period)
    lines = _lines(desk, agency, sheet, period, year) if sheet is not None else ()
    for one in lines:
        given = [_number(one.indicator.points), _number(one.worked), _number(one.points)]
        yield [agency.short_name, one.indicator.zh, *given, one.reason, one.evidence, one.objection, one.answer]
    if lines:
        yield [
            agency.short_name,
            "合计",
            "",
            "",
            _number(_total(lines)),
            "",
            "",
            "",
            "",
        ]


def _number(value: Decimal | None) -> float | str:
    return float(value) if value is not None else ""
