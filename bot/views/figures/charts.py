"""Figures as a picture and as a workbook, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bot.domain.figures.asked import SPLIT_NAMES
from bot.domain.figures.cards import CountLine, FigureCard, FigureLine
from bot.domain.figures.charts import MOST_BARS, Bar, Book, Cell, Chart, Column, Panel, Table
from bot.domain.figures.periods import Period, Span
from bot.domain.figures.rates import Totals
from bot.domain.hall.files import safe_name
from bot.texts import Translator
from bot.views.figures import words

Trend = Sequence[tuple[Period, Totals]]


def chart(
    one: FigureCard, split: Sequence[FigureLine], trend: Trend, now: datetime, tr: Translator, *, dark: bool
) -> Chart:
    """Bars against the target, the best on top, where the reader sees several; below, how it went, period by period."""
    goal = str(tr("target {goal}", goal=words.percent(one.target))) if one.target is not None else ""
    panels = (
        [Panel("bars", _split_name(one, tr), _bars(split, one, tr), one.target, goal, _more(split, tr))]
        if split
        else []
    )
    panels.append(Panel("trend", str(tr("Period by period")), _points(trend, one, tr), one.target, goal))
    title = f"{tr('Appearances')}: " if not tr.chinese else "出庭情况："
    return Chart(
        title + f"{one.asked.period.label(chinese=tr.chinese)} · {words.where(one.asked, one.where, one.part, tr)}",
        tuple(panels),
        str(tr("As of {moment}; attended / heard", moment=now)),
        dark,
    )


def _split_name(one: FigureCard, tr: Translator) -> str:
    return str(tr(SPLIT_NAMES[one.splits[0]])) if one.splits else ""


def _bars(split: Sequence[FigureLine], one: FigureCard, tr: Translator) -> tuple[Bar, ...]:
    ranked = sorted(split, key=lambda line: (-(_rate(one, line.totals) or -1), -line.totals.heard))
    if len(ranked) > MOST_BARS:
        # The lowest are what whoever looks must act on; of the rest the best are shown.
        ranked = [*ranked[: MOST_BARS // 2], *ranked[-MOST_BARS // 2 :]]
    return tuple(Bar(_name(line, one, tr), _rate(one, line.totals), _counts(line.totals)) for line in ranked)


def _name(line: FigureLine, one: FigureCard, tr: Translator) -> str:
    return words.line_name(one.splits[0] if one.splits else None, line.label, tr, home=line.home, whole=line.whole)


def _more(split: Sequence[FigureLine], tr: Translator) -> str:
    rest = len(split) - MOST_BARS
    return str(tr("highest and lowest; {n} more in the sheet", n=rest)) if rest > 0 else ""


def _points(trend: Trend, one: FigureCard, tr: Translator) -> tuple[Bar, ...]:
    """What lies before the first hearing that is known is left out."""
    known = next((n for n, (_, totals) in enumerate(trend) if totals.heard), 0)
    return tuple(Bar(_brief(period, tr), _rate(one, totals), _counts(totals)) for period, totals in trend[known:])


def _brief(period: Period, tr: Translator) -> str:
    """26年三季度, Q3 2026; whatever else it is, as short as it goes."""
    year, n = period.first.year, (period.first.month + 2) // 3
    if period.span is Span.QUARTER:
        return f"{year % 100}年{'一二三四'[n - 1]}季度" if tr.chinese else f"Q{n} {year}"
    if period.span is Span.MONTH:
        return f"{year % 100}年{period.first.month}月" if tr.chinese else f"{period.first:%m/%Y}"
    return f"{year}年" if tr.chinese and period.span is Span.YEAR else period.key


def _counts(totals: Totals) -> str:
    return f"{totals.attended}/{totals.heard}"


def _rate(one: FigureCard, totals: Totals) -> float | None:
    return _number(one.base.rate(totals))


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def file_name(one: FigureCard, tr: Translator) -> str:
    """出庭情况-2026年第三季度-全县.xlsx."""
    parts = (
        str(tr("Appearances")), one.asked.period.label(chinese=tr.chinese),
        words.where(one.asked, one.where, one.part, tr),
    )  # fmt: skip
    return safe_name("-".join(parts) + ".xlsx")


# -- the workbook ----------------------------------------------------------------------------------------------------


def book(
    one: FigureCard, split: Sequence[FigureLine], trend: Trend, rows: Sequence[CountLine], now: datetime, tr: Translator
) -> Book:
    """The lines of the split and the periods, each with a chart of its own, and the rows behind them."""
    where = words.where(one.asked, one.where, one.part, tr)
    about = (
        f"{tr('Appearances')} · {one.asked.period.label(chinese=tr.chinese)} · {where}",
        str(tr("As of {moment}; attended / heard", moment=now)),
    )
    tables = [_split_table(one, split, tr)] if split else []
    tables += [_trend_table(one, trend, tr), _rows_table(rows, tr)]
    return Book(tuple(tables), about)


_COLUMNS = (
    "Heard", "Cases attended", "Rate", "Without excused", "Excused", "Absent", "Results to come", "By the principal",
    "Principal rate", "Cases spoken in", "Speaking rate", "Lost",
)  # fmt: skip
_OTHER = "Without excused"
_RATES = frozenset({"Rate", _OTHER, "With excused", "Principal rate", "Speaking rate"})


def _figure_columns(one: FigureCard, first: str, tr: Translator) -> tuple[Column, ...]:
    names = (name if one.base.excused or name != _OTHER else "With excused" for name in _COLUMNS)
    rest = (Column(str(tr(name)), "rate" if name in _RATES else "count", 11) for name in names)
    return (Column(first, "text", 24), *rest)


def _figures(label: str, totals: Totals, one: FigureCard) -> tuple[Cell, ...]:
    base = one.base
    return (
        label, totals.heard, totals.attended, _number(base.rate(totals)), _number(base.other_rate(totals)),
        totals.excused, totals.unexcused, totals.open, totals.principal, _number(base.principal_rate(totals)),
        totals.spoke, _number(totals.speaking_rate), totals.lost,
    )  # fmt: skip


def _split_table(one: FigureCard, split: Sequence[FigureLine], tr: Translator) -> Table:
    rows = [_figures(_name(line, one, tr), line.totals, one) for line in split]
    rows.append(_figures(str(tr("In all")), one.totals, one))
    return Table(
        _split_name(one, tr), _figure_columns(one, _split_name(one, tr), tr), tuple(rows), "bars", 3, one.target,
        str(tr("Target")),
    )  # fmt: skip


def _trend_table(one: FigureCard, trend: Trend, tr: Translator) -> Table:
    rows = tuple(_figures(period.label(chinese=tr.chinese), totals, one) for period, totals in trend)
    name = str(tr("Period by period"))
    return Table(name, _figure_columns(one, str(tr("Period")), tr), rows, "trend", 3, one.target, str(tr("Target")))


def _rows_table(rows: Sequence[CountLine], tr: Translator) -> Table:
    columns = (
        Column(str(tr("Case number")), "text", 24), Column(str(tr("Agency")), "text", 18),
        Column(str(tr("First heard")), "text", 14), Column(str(tr("Leader")), "text", 18),
        Column(str(tr("Counted as")), "text", 20),
    )  # fmt: skip
    body = tuple(
        (
            row.number, row.agency, row.on.isoformat() if row.on else "", words.leader(row, tr),
            str(tr(words.COUNTED[row.counted])),
        )
        for row in rows
    )  # fmt: skip
    return Table(str(tr("Cases")), columns, body)
