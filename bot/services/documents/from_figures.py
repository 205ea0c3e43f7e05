"""What is counted, as values of fields: a person edits the words of a bulletin, its figures are not typed.

Units are named to their disadvantage only where a coordinator said so in the field `naming`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.domain.documents import bulletin, bulletin_charts, periods
from bot.domain.documents.bulletin import Row, Unit
from bot.domain.documents.showing import day
from bot.domain.figures.charts import Chart
from bot.domain.law.trigger_facts import LOSSES
from bot.services.documents.counted import Counted
from bot.services.documents.from_periods import branch
from bot.services.documents.material import Material
from bot.store.tables import Agency, Duty

WON = frozenset({"claim_dismissed", "suit_dismissed"})
"""Outcomes by which the agency was right."""
NAMING, BY_NAME = "naming", "name"
"""The field in which a coordinator says whether units are named, and the answer that names them."""
TABLES, AREAS = "bulletin_tables", "counties_and_organs"
_LABELS = {
    "heard": "开庭件数",
    "attended": "负责人出庭件数",
    "rate": "出庭率",
    "principal": "主要负责人出庭件数",
    "lost": "败诉件数",
}
"""The figures that one bulletin is compared with another by."""
Table = list[dict[str, str]]


def counted(material: Material) -> Counted | None:
    """What is counted for a paper; None where it is of no period. Read once for each filling."""
    if "counted" not in material.kept:
        key = material.document.period or str(material.desk.today.year)
        span = periods.read(key)
        found = Counted(material.desk, material.agency, branch(material), span, key) if span is not None else None
        material.kept["counted"] = found
    found = material.kept["counted"]
    return found if isinstance(found, Counted) else None


def names(material: Material) -> bool:
    """Whether the paper shows its units: one that asks nothing of it is for the office alone; a bulletin does where a
    coordinator said so, or where nobody stands in it to his disadvantage."""
    if material.kind.field(NAMING) is None or material.document.values.get(NAMING) == BY_NAME:
        return True
    found = counted(material)
    return found is not None and not found.adverse


def _of(read: Callable[[Counted], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        one = counted(material)
        return read(one) if one is not None else None

    return found


def _named(read: Callable[[Counted], Any]) -> Callable[[Material], Any]:
    """What stands in the paper only where units are named."""

    def found(material: Material) -> Any:
        one = counted(material)
        return read(one) if one is not None and names(material) else None

    return found


def figures(one: Counted) -> dict[str, str]:
    """The figures of the whole by name, as they are printed."""
    now = one.now
    return {
        "heard": str(now.heard),
        "attended": str(now.attended),
        "rate": bulletin.percent(one.base.rate(now)),
        "principal": str(now.principal),
        "lost": str(now.lost),
    }


def chart(material: Material) -> Chart | None:
    """The picture that stands in a paper: its units against the target where they are named, and how it went."""
    one = counted(material)
    if one is None or not one.now.heard:
        return None
    tables: list[tuple[str, Iterable[Unit]]] = []
    if names(material):
        areas = one.parameter(TABLES) == AREAS
        tables = [("各县区", one.counties), ("本级各部门", one.organs)] if areas else [("各单位", one.units)]
    return bulletin_charts.chart(one.span.zh, tables, one.trend, one.target, one.base)


# -- tables --------------------------------------------------------------------------------------------------------


def _units(one: Counted) -> Table:
    return [] if one.parameter(TABLES) == AREAS else bulletin.table(one.units)


def _areas(pick: Callable[[Counted], Iterable[Unit]]) -> Callable[[Counted], Table]:
    return lambda one: bulletin.table(pick(one)) if one.parameter(TABLES) == AREAS else []


def _cases(pick: Callable[[Row], bool]) -> Callable[[Counted], Table]:
    return lambda one: [bulletin.case_row(row) for row in one.rows if pick(row)]


def _late(one: Counted) -> Table:
    return [_late_row(duty, agency) for duty, agency in one.late]


def _late_row(duty: Duty, agency: Agency) -> dict[str, str]:
    handed = day(duty.done_on) if duty.done_on else "未报送"
    return {"unit": agency.short_name, "what": duty.title.get("zh", ""), "due": day(duty.deadline), "handed": handed}


def _top(one: Counted) -> str:
    """The best are listed too: everybody came, and everybody spoke."""
    best = [u for u in bulletin.ranked(one.units) if u.rate == bulletin.FULL and u.now.speaking_rate == bulletin.FULL]
    return "、".join(u.name for u in best)


def _won(one: Counted) -> int | None:
    """Of the cases that were heard, those whose claim or suit was dismissed; None while nothing is known of any."""
    decided = one.outcomes
    if one.now.heard and not decided and not one.now.lost:
        return None
    return sum(bool(found & WON) and not found & set(LOSSES) for found in decided.values())


def _lost(one: Counted) -> int | None:
    return one.now.lost if not one.now.heard or one.outcomes or one.now.lost else None


def _losses(material: Material) -> str | None:
    """Who lost is said where units are named, as in the table below it."""
    one = counted(material)
    if one is None:
        return None
    return bulletin.losses(one.rows, known=_lost(one) is not None, named=names(material))


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "count.won": _of(_won),
    "count.lost": _of(_lost),
    "figures.overall": _of(lambda c: bulletin.overall(c.now, c.before, c.base, c.parts)),
    "figures.heard": _of(lambda c: c.now.heard),
    "figures.attended": _of(lambda c: c.now.attended),
    "figures.principal": _of(lambda c: c.now.principal),
    "figures.lost": _of(lambda c: c.now.lost),
    "figures.rate": _of(lambda c: bulletin.compared(c.base.rate(c.now), c.base.rate(c.before))),
    "figures.principal_rate": _of(lambda c: bulletin.percent(c.base.principal_rate(c.now))),
    "figures.speaking": _of(lambda c: bulletin.percent(c.now.speaking_rate)),
    "figures.full": _of(lambda c: bulletin.full(c.units)),
    "figures.risers": _of(lambda c: bulletin.with_moves(bulletin.risers(c.units))),
    "figures.top": _of(_top),
    "figures.adverse": _of(lambda c: bool(c.adverse)),
    "figures.lowest": _named(lambda c: bulletin.with_rates(c.lowest)),
    "figures.fallers": _named(lambda c: bulletin.with_moves(bulletin.fallers(c.units))),
    "figures.units": _named(_units),
    "figures.counties": _named(_areas(lambda c: c.counties)),
    "figures.organs": _named(_areas(lambda c: c.organs)),
    "figures.absent": _named(_cases(lambda row: row.counted in ("unexcused", "excused"))),
    "figures.silent": _named(_cases(lambda row: row.silent)),
    "figures.late": _named(_late),
    "figures.lost_cases": _named(_cases(lambda row: row.lost)),
    "figures.cases": _named(_cases(lambda row: True)),
    "figures.again": _of(lambda c: c.again or None),
    "figures.corrections": _named(lambda c: c.corrections),
    "figures.changes": _of(lambda c: c.changes(_LABELS, figures(c))),
    "words.problems": _of(lambda c: bulletin.problems(c.rows, len(c.late))),
    "words.losses": _losses,
}
