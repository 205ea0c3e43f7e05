"""Assessment: what each unit scores by the indicator table of its book, line by line, with what it rests on.

Coordinators and assessors see the units below them and enter what no formula gives; a unit sees its own and may object.
When the year of the assessment is over its data are frozen: what is counted afterwards changes no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.figures import assessment_acts
from bot.domain.figures.assessment import Indicator, Sheet, State
from bot.domain.figures.assessment_views import RowLine, ScoreCard, ScoreList, UnitLine
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.message import XLSX, Attachment
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.figures import scoring, sight
from bot.services.figures.scoring import Scored
from bot.services.hall import access, workbooks
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.figures import scores as store
from bot.store.figures.reports import Node
from bot.store.tables import Agency, Score
from bot.texts import Translator

SCORERS = (Role.ASSESSOR, Role.COORDINATOR)
OWN = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL)
PER_PAGE, ROWS = 8, 8
_NO_UNITS = frozenset({AgencyKind.COURT, AgencyKind.INTERNAL, AgencyKind.DISPATCHED})


# -- who sees what -------------------------------------------------------------------------------------------------


def _reach(desk: Desk) -> tuple[str, ...]:
    return tuple(path for one in desk.actor.appointments if one.role in SCORERS for path in one.reach)


def _scores(desk: Desk, agency: Agency) -> bool:
    """Whether the actor enters scores of an agency: whoever watches over it, never its own people."""
    reach = _reach(desk)
    return bool(reach) and agency.path.startswith(reach) and agency.id not in desk.actor.agencies(*SCORERS)


def _units(desk: Desk) -> list[Scored]:
    """Whose scores are the actor's to see, in the order of the tree: of areas that are seen as wholes none but the
    whole. Raises NotAllowed: there are none."""
    wholes = sight.wholes_of(desk)
    found = [one for agency in _all_units(desk) for one in _seen(desk, agency, wholes)]
    if not found:
        raise NotAllowed
    return found


def _seen(desk: Desk, agency: Agency, wholes: Sequence[Node]) -> list[Scored]:
    """The scores of an agency that are the actor's to see: its own people see both of a government below another."""
    mine = agency.id in desk.actor.agencies(*OWN)
    whole = _whole_above(agency, wholes)
    scores = _scores(desk, agency)
    found = [Scored(agency)] if mine or (scores and whole is None) else []
    as_whole = (scores and whole == agency.id) or (mine and _is_below_another(desk, agency))
    return [*found, Scored(agency, whole=True)] if as_whole else found


def _whole_above(agency: Agency, wholes: Sequence[Node]) -> int | None:
    """The area of those that are seen as wholes to which an agency belongs."""
    return next((one.id for one in wholes if agency.path.startswith(one.path)), None)


def _is_hidden(desk: Desk, agency: Agency) -> bool:
    return _whole_above(agency, sight.wholes_of(desk)) is not None


def _is_below_another(desk: Desk, agency: Agency) -> bool:
    """Whether it is a government that another one above scores as a whole."""
    if agency.kind is not AgencyKind.GOVERNMENT or agency.parent_id is None:
        return False
    return access.agency(desk, agency.parent_id).kind is AgencyKind.GOVERNMENT


def _unit(desk: Desk, key: str) -> Scored:
    """What a button names. Raises Missing where its scores are not the actor's to see."""
    number = key.removeprefix("w")
    if not number.isascii() or not number.isdigit():
        raise Missing
    seen = _seen(desk, access.agency(desk, int(number[:17])), sight.wholes_of(desk))
    found = next((one for one in seen if one.key == key), None)
    if found is None:
        raise Missing
    return found


# -- looking -------------------------------------------------------------------------------------------------------


def this_year(desk: Desk) -> int:
    """Until the end of January the year that is over is what people ask for."""
    return desk.today.year - (desk.today.month == 1)


def listed(desk: Desk, year: int, page: int = 0) -> ScoreList:
    """The units with what they score, in the order of the tree. Raises NotAllowed for whoever sees none."""
    units = cut(_units(desk), page, PER_PAGE)
    lines = tuple(_unit_line(desk, one, year) for one in units.items)
    return ScoreList(year, Page(lines, units.number, units.total, PER_PAGE), bool(_reach(desk)))


def _unit_line(desk: Desk, one: Scored, year: int) -> UnitLine:
    period = scoring.period_of(desk, one, year)
    sheet = scoring.sheet_of(desk, one, period)
    lines = scoring.lines(desk, one, sheet, period, year) if sheet is not None else ()
    objections = sum(each.state is State.OBJECTED for each in lines)
    return UnitLine(one.key, one.name, scoring.total(lines), objections, one.whole, sheet is not None)


def of(desk: Desk, key: str, year: int) -> ScoreCard:
    """The score of one unit. Raises Missing where it is not the actor's to see, or its book has no table."""
    one = _unit(desk, key)
    period = scoring.period_of(desk, one, year)
    sheet = scoring.sheet_of(desk, one, period)
    if sheet is None:
        raise Missing
    lines = scoring.lines(desk, one, sheet, period, year)
    until = _until(desk, one, sheet, year)
    mine = one.id in desk.actor.agencies(*OWN)
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
        may_score=_scores(desk, one.agency) and _is_hidden(desk, one.agency) == one.whole,
        frozen=until is not None,
        object_until=until if mine and until is not None and desk.today <= until else None,
    )


def _until(desk: Desk, one: Scored, sheet: Sheet, year: int) -> date | None:
    """The last day on which the unit may object; None while its data are not frozen."""
    rows = store.of_unit(desk.session, one.id, sheet.id, one.kept(year))
    on = next((str(row.frozen["on"]) for row in rows if row.frozen), None)
    if on is None:
        return None
    day = date.fromisoformat(on)
    for _ in range(sheet.objection_days):
        day = desk.house.law.calendar.next_working(day + timedelta(days=1))
    return day


def rows(desk: Desk, key: str, year: int, page: int = 0) -> tuple[ScoreCard, Page[RowLine]]:
    """The cases on which a unit's score rests; of an area that is seen as a whole those in which the principal leader
    is owed. Raises as `of`."""
    card, one = of(desk, key, year), _unit(desk, key)
    hidden = _is_hidden(desk, one.agency)
    lines = [
        RowLine(row.case_id, number, row.counted, row.leader_name)
        for row, _, number in scoring.rows(desk, one, card.period)
        if row.principal_owed or not hidden
    ]
    return card, cut(lines, page, ROWS)


# -- entering, objecting, answering --------------------------------------------------------------------------------


def _row(desk: Desk, key: str, year: int, indicator: str) -> tuple[Score, Indicator, ScoreCard]:
    card = of(desk, key, year)
    one = card.sheet.indicator(indicator)
    if one is None:
        raise Missing
    period = _unit(desk, key).kept(year)
    row = store.one(desk.session, card.agency, card.sheet.id, period, indicator)
    if row is None:
        row = Score(agency_id=card.agency, sheet=card.sheet.id, period=period, indicator=indicator, at=desk.now)
    return row, one, card


def enter(desk: Desk, key: str, year: int, indicator: str, points: str, reason: str, evidence: str = "") -> None:
    """What a line gives, by somebody's word and with the reason; an objection that waits is answered by it.

    Raises:
        Missing: there is no such line, or it is not the actor's to see. NotAllowed: it is not the actor's to score.
        Refused: the points are out of its bounds, or no reason is given.
    """
    row, one, card = _row(desk, key, year, indicator)
    if not card.may_score:
        raise NotAllowed
    value, words = Decimal(points), reasoned(reason)
    low, high = (-one.points, Decimal()) if one.deducts else (Decimal(), one.points)
    if not low <= value <= high:
        raise Refused("This line gives {low} to {high} points.", low=str(low), high=str(high)).about("points")
    old = row.points
    row.points, row.reason, row.evidence = str(value), words, evidence.strip()[:500]
    if row.state == State.OBJECTED:
        row.answer, row.state = words, State.ANSWERED.value
    _put(desk, row)
    new = {"indicator": one.zh, "points": row.points}
    desk.audit(assessment_acts.SCORED, About.AGENCY(card.agency), agency_id=card.agency, old={"points": old}, new=new,
               reason=words)  # fmt: skip


def object_to(desk: Desk, key: str, year: int, indicator: str, text: str) -> None:
    """The unit objects to a line, within its days.

    Raises: as `enter`; Stale: its days are over, or the data are not frozen yet.
    """
    row, one, card = _row(desk, key, year, indicator)
    if card.agency not in desk.actor.agencies(*OWN):
        raise NotAllowed
    if card.object_until is None or row.state != State.OPEN:
        raise Stale
    row.objection, row.state = reasoned(text), State.OBJECTED.value
    _put(desk, row)
    desk.audit(assessment_acts.OBJECTED, About.AGENCY(card.agency), agency_id=card.agency, new={"indicator": one.zh},
               reason=row.objection)  # fmt: skip


def answer(desk: Desk, key: str, year: int, indicator: str, text: str) -> None:
    """An objection is answered and the points stay. Raises: as `enter`; Stale: nothing waits for an answer."""
    row, one, card = _row(desk, key, year, indicator)
    if not card.may_score:
        raise NotAllowed
    if row.state != State.OBJECTED:
        raise Stale
    row.answer, row.state = reasoned(text), State.ANSWERED.value
    _put(desk, row)
    desk.audit(assessment_acts.ANSWERED, About.AGENCY(card.agency), agency_id=card.agency, new={"indicator": one.zh},
               reason=row.answer)  # fmt: skip


def _put(desk: Desk, row: Score) -> None:
    row.by, row.at = desk.actor.person_id or None, desk.now
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


def _all_units(desk: Desk) -> Sequence[Agency]:
    return [a for a in agencies_store.open_agencies(desk.session, courts=False) if a.kind not in _NO_UNITS]


def _all_scored(desk: Desk) -> Iterable[Scored]:
    for agency in _all_units(desk):
        yield Scored(agency)
        if _is_below_another(desk, agency):
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
    ids = [row.id for row, _, _ in scoring.rows(desk, one, period)]
    for each in sheet.indicators:
        row = kept.get(each.id) or Score(
            agency_id=one.id, sheet=sheet.id, period=one.kept(year), indicator=each.id, at=desk.now
        )
        value = worked[each.id]
        row.frozen = {"on": desk.today.isoformat(), "points": str(value) if value is not None else "", "rows": ids}
        desk.session.add(row)
    desk.session.flush()
    desk.audit(assessment_acts.FROZEN, About.AGENCY(one.id), agency_id=one.id, new={"year": str(year)})
    return True


# -- as a sheet ----------------------------------------------------------------------------------------------------

HEADINGS = ("Agency", "Indicator", "Most", "By the figures", "Points", "Reason", "Evidence", "Objection", "Answer")


def sheet(desk: Desk, year: int, tr: Translator) -> Attachment:
    """All of it as a workbook. Raises as `table`."""
    headings = [str(tr(one)) for one in HEADINGS]
    return Attachment(f"{tr('Assessment')}-{year}.xlsx", workbooks.sheet(headings, table(desk, year), str(year)), XLSX)


def may_export(desk: Desk) -> list[Scored]:
    """Whom the actor scores. Raises NotAllowed for whoever scores nobody."""
    units = [one for one in _units(desk) if _scores(desk, one.agency)]
    if not units:
        raise NotAllowed
    return units


def table(desk: Desk, year: int) -> list[list[Any]]:
    """Every line of every unit that the actor scores. Raises NotAllowed for whoever scores nobody."""
    units = may_export(desk)
    return [cells for one in units for cells in _cells(desk, one, year)]


def _cells(desk: Desk, scored: Scored, year: int) -> Iterable[list[Any]]:
    period = scoring.period_of(desk, scored, year)
    sheet = scoring.sheet_of(desk, scored, period)
    lines = scoring.lines(desk, scored, sheet, period, year) if sheet is not None else ()
    name = f"{scored.name}（全域）" if scored.whole else scored.name
    for one in lines:
        given = [_number(one.indicator.points), _number(one.worked), _number(one.points)]
        yield [name, one.indicator.zh, *given, one.reason, one.evidence, one.objection, one.answer]
    if lines:
        yield [name, "合计", "", "", _number(scoring.total(lines)), "", "", "", ""]


def _number(value: Decimal | None) -> float | str:
    return float(value) if value is not None else ""
