"""Figures of leaders: who appeared, one leader's year, and what was said of it."""

from __future__ import annotations

from bot.domain.figures.leaders import (
    ASPECTS,
    GRADES,
    SOURCES,
    Appeared,
    AppearedPage,
    EvaluationLine,
    LeaderCard,
    LeaderLine,
    LeaderPage,
)
from bot.domain.figures.rates import rate, shown
from bot.domain.hall.message import Button, Html, Message, bold, code, html, lines, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, shortened
from bot.texts import Translator
from bot.views.hall import fitting, paging


def listed(found: LeaderPage, tr: Translator) -> Message:
    """Who appeared in the year."""
    page = found.page
    start = page.number * page.size
    return message(
        _head(found.year, tr),
        *(html(f"{n}. ") + _line(one, tr) for n, one in enumerate(page.items, start + 1)),
        None if page.items else tr("No leader has appeared in this year yet."),
        tr("Of the areas below only cases are listed in which the principal leader is owed.") if found.wholes else None,
        paging.position(page, tr),
        buttons=(
            *fitting.rows(_each(page.items, start, found.year, tr)),
            paging.turning(page, tr, "fig.ls", found.year),
            _years("fig.ls", (), found.year, found.newest, tr),
        ),
    )


def _head(year: int, tr: Translator, name: str = "") -> Html:
    said = Html(f"【{tr('Leaders in court')}】") + bold(f"{year}年" if tr.chinese else str(year))
    return said + html(f" · {name}") if name else said


def _line(one: LeaderLine, tr: Translator) -> Html:
    figures = one.figures
    return tr(
        "{name}, {agency}: appeared {n}, spoke {spoke}",
        name=bold(tr.called(one.name, one.post)), agency=one.agency, n=figures.attended, spoke=figures.spoke,
    )  # fmt: skip


def _each(items: tuple[LeaderLine, ...], start: int, year: int, tr: Translator) -> list[Button]:
    return [
        tap(shortened(f"{n}. {tr.called(one.name, one.post)}", ALONE), "fig.ld", one.person_id, year)
        for n, one in enumerate(items, start + 1)
    ]


def _years(verb: str, args: tuple[object, ...], year: int, newest: int, tr: Translator) -> tuple[Button, ...]:
    """The year before and the one after, as far as there is one: nobody has appeared in a year to come."""
    return tuple(
        tap(f"{one}年" if tr.chinese else str(one), verb, *args, one, *((0,) if verb == "fig.ls" else ()))
        for one in dict.fromkeys((min(year - 1, newest), min(year + 1, newest)))
        if one != year
    )


def card(one: LeaderCard, others: bool, tr: Translator) -> Message:
    """One leader's year: cases, spoke, on settlement; what was said of it."""
    figures, args = one.line.figures, (one.line.person_id, one.year)
    spoke = shown(rate(figures.spoke, figures.attended))
    buttons: list[Button] = []
    if figures.attended:
        buttons.append(tap(str(tr("Hearings")), "fig.lh", *args, 0))
    if one.evaluations:
        buttons.append(tap(str(tr("Evaluations")), "fig.le", *args, 0))
    if others:
        buttons.append(tap(str(tr("All leaders")), "fig.ls", one.year, 0))
    return message(
        _head(one.year, tr, tr.called(one.line.name, one.line.post)),
        html(one.line.agency) if one.line.agency else None,
        tr("Appeared in {n}, spoke in {spoke} ({rate})", n=figures.attended, spoke=figures.spoke, rate=spoke)
        if figures.attended
        else tr("Has appeared in no case of this year yet."),
        tr("Spoke on settlement in {n}", n=figures.on_settlement) if figures.on_settlement else None,
        tr("By video: {n}", n=figures.online) if figures.online else None,
        tr("Left before the end: {n}", n=figures.left) if figures.left else None,
        _tally(one, tr),
        buttons=(*fitting.rows(buttons), _years("fig.ld", args[:1], one.year, one.newest, tr)),
    )


def _tally(one: LeaderCard, tr: Translator) -> Html | None:
    """评价3条：出声 好2 一般1；…"""
    if not one.evaluations:
        return None
    said = [
        tr(
            "{aspect}: {grades}",
            aspect=tr(ASPECTS[aspect]),
            grades=" ".join(_times(g, n, tr) for g, n in tally.items()),
        )
        for aspect, tally in one.tally.items()
    ]
    return lines(tr("Evaluations: {n}", n=len(one.evaluations)), *said)


def _times(grade: str, n: int, tr: Translator) -> str:
    """好2, good 2."""
    return f"{tr(GRADES[grade])}{n}" if tr.chinese else f"{tr(GRADES[grade])} {n}"


def hearings(found: AppearedPage, evaluates: bool, tr: Translator) -> Message:
    """The hearings of the year, each of which may be evaluated by those who may."""
    page = found.page
    start = page.number * page.size
    evaluate = _evaluating(found, start, tr) if evaluates else []
    return message(
        _head(found.year, tr, found.name),
        *(html(f"{n}. ") + appeared(one, tr) for n, one in enumerate(page.items, start + 1)),
        None if page.items else tr("Has appeared in no case of this year yet."),
        tr("Press a hearing to write down an evaluation of it.") if evaluate else None,
        paging.position(page, tr),
        buttons=(
            *fitting.rows(evaluate),
            paging.turning(page, tr, "fig.lh", found.person_id, found.year),
            _back(found.person_id, found.year, tr),
        ),
    )


def about(name: str, one: Appeared, tr: Translator) -> Html:
    """Above the form: whose appearance it is."""
    return lines(bold(name), appeared(one, tr))


def appeared(one: Appeared, tr: Translator) -> Html:
    said = lines(code(one.number), html(f"{tr.day(one.on)} · {one.agency}"))
    return said + tr(" · evaluations: {n}", n=one.evaluated) if one.evaluated else said


def _evaluating(found: AppearedPage, start: int, tr: Translator) -> list[Button]:
    return [
        tap(str(tr("Evaluate {n}", n=n)), "fig.lv", found.person_id, one.hearing_id, one.agency_id)
        for n, one in enumerate(found.page.items, start + 1)
    ]


def _back(person_id: int, year: int, tr: Translator) -> tuple[Button, ...]:
    return (tap(str(tr("‹ Go back")), "fig.ld", person_id, year),)


def evaluations(one: LeaderCard, page: Page[EvaluationLine], reader: int, tr: Translator) -> Message:
    """What was said, one by one; whoever wrote one down may take it back."""
    start = page.number * page.size
    mine = [
        tap(str(tr("Take back {n}", n=n)), "fig.lx", each.id, int(each.at.timestamp()))
        for n, each in enumerate(page.items, start + 1)
        if one.evaluates and each.by_id == reader
    ]
    return message(
        _head(one.year, tr, tr.called(one.line.name, one.line.post)),
        *(html(f"{n}. ") + _evaluation(each, tr) for n, each in enumerate(page.items, start + 1)),
        paging.position(page, tr),
        buttons=(
            *fitting.rows(mine),
            paging.turning(page, tr, "fig.le", one.line.person_id, one.year),
            _back(one.line.person_id, one.year, tr),
        ),
    )


def _evaluation(one: EvaluationLine, tr: Translator) -> Html:
    grades = [
        tr("{aspect}: {grades}", aspect=tr(ASPECTS[aspect]), grades=tr(GRADES[grade]))
        for aspect, grade in one.grades.items()
    ]
    said = html("；" if tr.chinese else "; ").join(grades)
    return lines(
        code(one.number),
        tr("{day}, {source}, by {name}", day=one.on, source=tr(SOURCES[one.source]), name=one.by),
        said,
        html(one.note) if one.note else None,
    )


def which(found: list[LeaderLine], year: int, tr: Translator) -> Message:
    """Several of this name."""
    return message(
        tr("Which of them?"),
        *(_line(one, tr) for one in found),
        buttons=fitting.rows(_each(tuple(found), 0, year, tr)),
    )


def nobody(name: str, tr: Translator) -> Message:
    return message(tr("Nobody called “{name}” is known here.", name=name))
