"""Assessment: who scores how much and why; entered, objected to, answered, exported."""

from __future__ import annotations

from functools import partial
from typing import Any

from bot.domain.figures.assessment_forms import ANSWER, OBJECT, SCORE
from bot.domain.figures.exports import SCORES, Asked
from bot.domain.hall.errors import Missing, NotAllowed, Stale
from bot.domain.hall.forms import Form
from bot.services.figures import assessments
from bot.telegram.bound import Bound
from bot.telegram.forms import Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.figures import assessments as views
from handlers.figures import exports as files

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The list of units, a unit, a line; what is entered of it."""
    router.command("assessment", start, "scores of the assessment", shown=_seen, rank=59)
    router.press("as", lambda turn: listed(turn, _year(turn, 0), turn.number(1)), sees=nothing)
    router.press("as.at", lambda turn: card(turn, turn.arg(), _year(turn, 1)), sees=_unit)
    router.press("as.rows", rows, sees=_unit)
    router.press("as.line", line, sees=_unit)
    router.press("as.x", export, sees=nothing)
    for verb, form in (("as.enter", SCORE), ("as.object", OBJECT), ("as.answer", ANSWER)):
        router.press(verb, partial(_begin, forms=forms, form=form), sees=_unit)
    forms.add(Bound(SCORE, enter))
    forms.add(Bound(OBJECT, object_to))
    forms.add(Bound(ANSWER, answer))


def _seen(actor: Any) -> bool:
    return any(one.role in (*assessments.SCORERS, *assessments.OWN) for one in actor.appointments)


def _year(turn: Turn, place: int) -> int:
    year = turn.number(place)
    if not 2000 <= year <= 2999:
        raise Missing
    return year


def _unit(turn: Turn) -> None:
    assessments.of(turn.desk, turn.arg(), _year(turn, 1))


def start(turn: Turn) -> None:
    """A unit's own people come to its score at once."""
    year = assessments.this_year(turn.desk)
    found = assessments.listed(turn.desk, year)
    if found.lines.total == 1 and not found.exports:
        card(turn, found.lines.items[0].key, year)
    else:
        turn.show(views.listed(found, turn.tr))


def listed(turn: Turn, year: int, page: int) -> None:
    turn.show(views.listed(assessments.listed(turn.desk, year, page), turn.tr))


def card(turn: Turn, unit: str, year: int) -> None:
    turn.show(views.card(assessments.of(turn.desk, unit, year), turn.tr))


def rows(turn: Turn) -> None:
    found, page = assessments.rows(turn.desk, turn.arg(), _year(turn, 1), turn.number(2))
    turn.show(views.rows(found, page, turn.tr))


def line(turn: Turn) -> None:
    _line(turn, turn.arg(), _year(turn, 1), turn.number(2))


def _line(turn: Turn, unit: str, year: int, n: int) -> None:
    found = assessments.of(turn.desk, unit, year)
    if not 1 <= n <= len(found.lines):
        raise Missing
    turn.show(views.line(found, n, turn.tr))


def _begin(turn: Turn, forms: Forms, form: Form) -> None:
    """Whether it may be is asked before anybody types, and again when it is confirmed."""
    unit, year, n = turn.arg(), _year(turn, 1), turn.number(2)
    found = assessments.of(turn.desk, unit, year)
    if not 1 <= n <= len(found.lines):
        raise Missing
    if form is OBJECT and found.object_until is None:
        raise Stale
    if form is not OBJECT and not found.may_score:
        raise NotAllowed
    turn.beside()
    one = found.lines[n - 1]
    forms.start(
        turn, form.name, {}, {"unit": unit, "year": year, "n": n, "line": one.indicator.id, "stands": one.stands}
    )


def _at(turn: Turn, context: Given) -> tuple[str, int, str]:
    """Raises Stale: somebody else said something of the line while this was typed."""
    unit, year, line = str(context["unit"]), int(context["year"]), str(context["line"])
    lines = assessments.of(turn.desk, unit, year).lines
    if context.get("stands") not in {one.stands for one in lines if one.indicator.id == line}:
        raise Stale
    return unit, year, line


def enter(turn: Turn, values: Given, context: Given) -> None:
    assessments.enter(turn.desk, *_at(turn, context), values["points"], values["reason"], values.get("evidence") or "")
    _line(turn, str(context["unit"]), int(context["year"]), int(context["n"]))


def object_to(turn: Turn, values: Given, context: Given) -> None:
    assessments.object_to(turn.desk, *_at(turn, context), values["text"])
    _line(turn, str(context["unit"]), int(context["year"]), int(context["n"]))


def answer(turn: Turn, values: Given, context: Given) -> None:
    assessments.answer(turn.desk, *_at(turn, context), values["text"])
    _line(turn, str(context["unit"]), int(context["year"]), int(context["n"]))


def export(turn: Turn) -> None:
    """Every line of every unit as a sheet."""
    files.begin(turn, SCORES, Asked(str(_year(turn, 0))))
