"""The picture that stands in a bulletin: units against the target, and how it went, period by period.

Papers are Chinese, so what is said here is Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.domain.documents.bulletin import Unit, ranked
from bot.domain.documents.periods import Span
from bot.domain.figures.charts import MOST_BARS, Bar, Chart, Panel
from bot.domain.figures.rates import BASE, Base, Totals

_FOOT = "百分数为出庭率，其后为负责人出庭件数/开庭件数"


def chart(
    period: str,
    tables: Iterable[tuple[str, Iterable[Unit]]],
    trend: Sequence[tuple[Span, Totals]],
    target: float,
    base: Base = BASE,
) -> Chart:
    """`tables` are titles with their units: none where nobody is named. A table without anything heard is left out."""
    goal = f"目标{target:g}%"
    panels = [_bars(title, shown, target, goal) for title, units in tables if (shown := _heard(units))]
    points = tuple(Bar(_brief(span), _number(base.rate(totals)), _counts(totals)) for span, totals in trend)
    panels.append(Panel("trend", "各期出庭率", points, target, goal))
    return Chart(f"{period}负责人出庭情况", tuple(panels), _FOOT)


def _heard(units: Iterable[Unit]) -> list[Unit]:
    return [one for one in ranked(units) if one.now.heard]


def _bars(title: str, units: Sequence[Unit], target: float, goal: str) -> Panel:
    """Of more than a picture holds, the highest and the lowest."""
    rest = len(units) - MOST_BARS
    shown = units if rest <= 0 else [*units[: MOST_BARS // 2], *units[-MOST_BARS // 2 :]]
    more = f"列最高、最低各{MOST_BARS // 2}个，其余{rest}个见附表" if rest > 0 else ""
    bars = tuple(Bar(one.name, _number(one.rate), _counts(one.now)) for one in shown)
    return Panel("bars", f"{title}出庭率", bars, target, goal, more)


def _number(rate: Decimal | None) -> float | None:
    return None if rate is None else float(rate)


def _counts(totals: Totals) -> str:
    return f"{totals.attended}/{totals.heard}"


def _brief(span: Span) -> str:
    """26年三季度, 26年11月, 2026年: as short as it goes below a point."""
    year = span.first.year
    if span.is_quarter:
        return f"{year % 100}年{'一二三四'[(span.first.month - 1) // 3]}季度"
    return f"{year % 100}年{span.first.month}月" if span.months == 1 else f"{year}年"
