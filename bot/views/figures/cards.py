"""【出庭情况】: the card of a scope and a period, its splits, and the ways to other periods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.figures import periods
from bot.domain.figures.asked import SPLIT_NAMES, Asked
from bot.domain.figures.cards import FigureCard, FigureLine, FigureLines
from bot.domain.figures.periods import Period, Span
from bot.domain.figures.questions import Split
from bot.domain.figures.rates import Totals, change, is_below, shown
from bot.domain.hall.message import Button, Html, Message, bold, html, message, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.figures import words
from bot.views.hall import fitting, paging


def card(one: FigureCard, tr: Translator) -> Message:
    """How often leaders appeared, what became of the target, and the ways to more."""
    return message(
        head(one.asked, words.where(one.asked, one.where, one.part, tr), tr),
        _rate(one, tr),
        _beside(one, tr),
        _speaking(one.totals, tr),
        _target(one, tr),
        _open(one, tr),
        _around(one, tr),
        None if one.draws else _no_font(tr),
        buttons=fitting.rows(_buttons(one, tr)),
    )


def head(asked: Asked, where: str, tr: Translator) -> Html:
    """【出庭情况】2026年第二季度 · 全县."""
    period = asked.period.label(chinese=tr.chinese)
    return Html(f"【{tr('Appearances')}】") + bold(f"{period} · {where}")


def undrawn(tr: Translator) -> Message:
    """An old button asks for a picture that cannot be drawn here."""
    return message(_no_font(tr))


def _no_font(tr: Translator) -> Html:
    return tr("No pictures here: the server has no Chinese font. `doctor` says what to install.")


# -- lines -----------------------------------------------------------------------------------------------------------


def _rate(one: FigureCard, tr: Translator) -> Html:
    if not one.totals.heard:
        return tr("No case was heard; there is no rate (—).")
    said = tr(
        "Heard {heard}, a leader appeared in {attended}: {rate}",
        heard=one.totals.heard, attended=one.totals.attended, rate=bold(shown(_headline(one, one.totals))),
    )  # fmt: skip
    return said + _compared(one, tr)


def _headline(one: FigureCard, totals: Totals) -> Decimal | None:
    return one.base.rate(totals)


def _compared(one: FigureCard, tr: Translator) -> Html:
    """（上季68.18%，提高3.25个百分点）."""
    before = _headline(one, one.before) if one.before is not None else None
    risen = change(_headline(one, one.totals), before)
    if risen is None:
        return Html("")
    named = tr(_BEFORE[one.asked.period.span], rate=shown(before))
    return tr(" ({before}, {change})", before=named, change=words.changed(risen, tr))


_BEFORE = {
    Span.QUARTER: "the quarter before {rate}",
    Span.MONTH: "the month before {rate}",
    Span.YEAR: "the year before {rate}",
    Span.HALF: "the half year before {rate}",
    Span.DAYS: "a year before {rate}",
}


def _beside(one: FigureCard, tr: Translator) -> Html | None:
    """The second figure, and those of principal leaders."""
    totals = one.totals
    if not totals.heard:
        return None
    parts = []
    if totals.excused:
        other = one.base.other_rate(totals)
        said = "without excused absences {rate}" if one.base.excused else "with excused absences {rate}"
        parts.append(tr(said, rate=shown(other)))
    principal = tr("principal leaders {rate}", rate=shown(one.base.principal_rate(totals)))
    if totals.attended:
        principal += tr(" ({n}; {share} of those attended)", n=totals.principal, share=shown(totals.principal_share))
    return words.capital(words.semicolons([*parts, principal], tr), tr)


def _speaking(totals: Totals, tr: Translator) -> Html | None:
    if not totals.attended:
        return None
    return tr("Spoke in {n}: {rate}", n=totals.spoke, rate=shown(totals.speaking_rate))


def _target(one: FigureCard, tr: Translator) -> Html | None:
    """目标90%：后续26件须全部出庭方可达到，已排期5件."""
    if one.target is None or one.needed is None:
        return None
    goal = words.percent(one.target)
    if not one.totals.heard:
        return tr("Target {goal}.", goal=goal)
    if one.needed.reached:
        return tr("Target {goal}: reached.", goal=goal)
    if not one.needed.reachable:
        said = "Target {goal}: not reached." if one.is_over else "Target {goal}: no longer reachable."
        return tr(said, goal=goal)
    if one.is_over or one.target >= 100:
        return tr(
            "Target {goal}: of the results still missing, {n} must be an appearance.", goal=goal, n=one.needed.next
        )
    if not one.needed.scheduled:
        return tr("Target {goal}: the next {n} must all be attended; none is scheduled yet.", goal=goal,
                  n=one.needed.next)  # fmt: skip
    return tr(
        "Target {goal}: the next {n} must all be attended; {scheduled} are scheduled.",
        goal=goal,
        n=one.needed.next,
        scheduled=one.needed.scheduled,
    )


def _open(one: FigureCard, tr: Translator) -> Html | None:
    """Heard, and the result is missing; or the day has gone by, and nobody has said what became of it."""
    missing = one.totals.open + one.missing
    return tr("Results still missing: {n}", n=missing) if missing else None


def _around(one: FigureCard, tr: Translator) -> Html | None:
    if one.around is None:
        return None
    name, totals = one.around
    return tr(
        "{name} in all: heard {heard}, attended {attended}, {rate}",
        name=words.area(name, tr), heard=totals.heard, attended=totals.attended, rate=shown(_headline(one, totals)),
    )  # fmt: skip


# -- buttons ---------------------------------------------------------------------------------------------------------


def _buttons(one: FigureCard, tr: Translator) -> list[Button]:
    args = one.asked.args
    found: list[Button] = []
    first = one.splits[0] if one.splits else None
    if first is not None and not one.asked.is_part:
        found.append(tap(str(tr(SPLIT_NAMES[first])), "fig.sp", *one.asked.by(first).args, 0))
    if one.draws and not one.asked.is_part:
        found.append(tap(str(tr("Picture")), "fig.pic", *args, 0))
    if one.sees_rows:
        found.append(tap(str(tr("Cases")), "fig.rows", *args, "", 0))
    found.append(tap(str(tr("Change the period")), "fig.per", *args))
    if len(one.splits) > 1 and not one.asked.is_part:
        found.append(tap(str(tr("Split")), "fig.by", *args))
    if one.ranking:
        found.append(tap(str(tr("Ranking as issued")), "bo.at", one.ranking, 0, 1))
    if not one.asked.is_part:
        found.append(tap(str(tr("As a sheet")), "fig.x", *args))
    if one.asked.origin is not None:
        found.append(tap(str(tr("‹ Go back")), "fig.bk", *args))
    elif one.back is not None:
        found.append(tap(str(tr("‹ Go back")), "fig", *one.back.args))
    return found


def splits(one: FigureCard, tr: Translator) -> Message:
    """By what the figures can be split."""
    buttons = [tap(str(tr(SPLIT_NAMES[by])), "fig.sp", *one.asked.by(by).args, 0) for by in one.splits]
    return message(
        head(one.asked, words.where(one.asked, one.where, one.part, tr), tr),
        tr("Split by what?"),
        buttons=(*fitting.rows(buttons), (_back(one.asked, tr),)),
    )


def listed(found: FigureLines, tr: Translator) -> Message:
    """A page of a split: a line each, and a button to what it holds."""
    page = found.page
    start = page.number * page.size
    assert found.asked.split is not None
    return message(
        head(found.asked, words.where(found.asked, found.where, "", tr), tr),
        tr(SPLIT_NAMES[found.asked.split]),
        *(html(f"{n}. ") + _line(one, found, tr) for n, one in enumerate(page.items, start + 1)),
        None if page.items else tr("No case was heard; there is no rate (—)."),
        paging.position(page, tr),
        buttons=(
            *fitting.rows(_opening(page.items, start, found.asked, tr)),
            paging.turning(page, tr, "fig.sp", *found.asked.args),
            (_back(found.asked, tr),),
        ),
    )


def _line(one: FigureLine, found: FigureLines, tr: Translator) -> Html:
    """县公安局：开庭10件，出庭9件，90.00%."""
    rate = found.base.rate(one.totals)
    low = found.target is not None and is_below(rate, found.target)
    return tr(
        "{name}: heard {heard}, attended {attended}, {rate}",
        name=bold(_name(one, found.asked, tr)), heard=one.totals.heard, attended=one.totals.attended,
        rate=html("▼ " if low else "") + html(shown(rate)),
    )  # fmt: skip


def _opening(items: Sequence[FigureLine], start: int, asked: Asked, tr: Translator) -> list[Button]:
    return [
        tap(
            shortened(f"{n}. {_name(one, asked, tr)}", ALONE),
            "fig",
            *asked.line(one.key, whole=one.whole, home=one.home).args,
        )
        for n, one in enumerate(items, start + 1)
        if one.key or asked.split in _BLANKS
    ]


_BLANKS = (Split.INSTANCE, Split.COURT, Split.CAUSE)
"""Splits with a line of what was not entered, which opens as the others do."""


def _name(one: FigureLine, asked: Asked, tr: Translator) -> str:
    return words.line_name(asked.split, one.label, tr, home=one.home, whole=one.whole)


def _back(asked: Asked, tr: Translator) -> Button:
    return tap(str(tr("‹ Go back")), "fig", *asked.whole().args)


def choose_period(asked: Asked, offered: Sequence[tuple[str, Period]], tr: Translator) -> Message:
    """Other periods in one tap, or whatever is typed."""
    buttons: list[Button] = [
        tap(str(tr(_OFFERED[name])), "fig", *asked.during(period).args)
        for name, period in offered
        if period != asked.period
    ]
    return message(
        Html(f"【{tr('Appearances')}】") + tr("Which period?"),
        tr("Now: {period}", period=asked.period.label(chinese=tr.chinese)),
        buttons=(
            *fitting.rows(buttons),
            (tap(str(tr("Type another period")), "fig.pt", *asked.args),),
            (tap(str(tr("‹ Go back")), "fig", *asked.args),),
        ),
    )


_OFFERED = {
    "quarter": "This quarter",
    "last_quarter": "Last quarter",
    "year": "This year",
    "last_year": "Last year",
    "month": "This month",
    "last_month": "Last month",
}


def offered(today: Period) -> list[tuple[str, Period]]:
    """The periods of the buttons, from the month of today."""
    first = today.first
    quarter = periods.quarter(first.year, (first.month + 2) // 3)
    year = periods.year_of(first.year)
    return [
        ("quarter", quarter),
        ("last_quarter", quarter.previous),
        ("year", year),
        ("last_year", year.previous),
        ("month", today),
        ("last_month", today.previous),
    ]


def not_a_period(said: str, tr: Translator) -> Message:
    return message(
        tr("“{text}” is neither a period nor a unit.", text=said),
        tr("Write, for example: 2026Q3, this year, September, last 3 months, 2026-07-01~2026-08-15."),
    )
