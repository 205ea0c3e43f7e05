"""Assessment: who scores how much and why; entered, objected to, answered, exported."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.domain.figures.assessment import State
from bot.domain.figures.assessment_acts import ANSWERED, OBJECTED, SCORED
from bot.domain.figures.assessment_forms import ANSWER, OBJECT, SCORE
from bot.domain.figures.assessment_topics import ANSWERED as ANSWERED_TOPIC
from bot.domain.figures.assessment_topics import FROZEN, WAITS, OfLine, OfScores
from bot.domain.figures.assessment_topics import OBJECTED as OBJECTED_TOPIC
from bot.domain.figures.assessment_views import ScoreCard
from bot.domain.figures.exports import SCORES, Asked
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.forms import Form
from bot.domain.hall.message import Message
from bot.services.figures import assessment_sight, assessments
from bot.telegram.bound import Bound
from bot.telegram.forms import Forms
from bot.telegram.outdated import Subject, nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.texts import Translator
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
    router.topic(FROZEN, frozen)
    router.topic(OBJECTED_TOPIC, lambda scene: _told(scene, State.OBJECTED, views.objected))
    router.topic(WAITS, lambda scene: _told(scene, State.OBJECTED, views.waits))
    router.topic(ANSWERED_TOPIC, lambda scene: _told(scene, State.ANSWERED, views.answered))
    for verb, form in (("as.enter", SCORE), ("as.object", OBJECT), ("as.answer", ANSWER)):
        router.press(verb, partial(_begin, forms=forms, form=form), sees=_unit)
    forms.add(Bound(SCORE, enter, of=UNIT))
    forms.add(Bound(OBJECT, object_to, of=UNIT))
    forms.add(Bound(ANSWER, answer, of=UNIT))


def _seen(actor: Any) -> bool:
    return any(one.role in (*assessment_sight.SCORERS, *assessment_sight.OWN) for one in actor.appointments)


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


UNIT = Subject(
    "agency",
    lambda turn, agency: card(turn, assessments.key_of(turn.desk, agency), assessments.this_year(turn.desk)),
    lambda turn, agency: assessments.key_of(turn.desk, agency),
    words={one.name: one.words for one in (SCORED, OBJECTED, ANSWERED)},
)
"""What forms of scores are about: who said something of a line meanwhile is named, and the present state is shown."""


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
        turn,
        form.name,
        {},
        {"agency": found.agency, "unit": unit, "year": year, "n": n, "line": one.indicator.id, "stands": one.stands},
    )


def _at(context: Given) -> assessments.Place:
    return assessments.Place(
        str(context["unit"]), int(context["year"]), str(context["line"]), str(context.get("stands") or "")
    )


def enter(turn: Turn, values: Given, context: Given) -> None:
    assessments.enter(turn.desk, _at(context), values["points"], values["reason"], values.get("evidence") or "")
    _after(turn, context)


def object_to(turn: Turn, values: Given, context: Given) -> None:
    assessments.object_to(turn.desk, _at(context), values["text"])
    _after(turn, context)


def answer(turn: Turn, values: Given, context: Given) -> None:
    assessments.answer(turn.desk, _at(context), values["text"])
    _after(turn, context)


def _after(turn: Turn, context: Given) -> None:
    _line(turn, str(context["unit"]), int(context["year"]), int(context["n"]))


def export(turn: Turn) -> None:
    """Every line of every unit as a sheet."""
    files.begin(turn, SCORES, Asked(str(_year(turn, 0))))


# -- on its own ------------------------------------------------------------------------------------------------------


def frozen(scene: Scene[OfScores]) -> Message | None:
    """As it stands when it is sent; not to whoever is of the unit no more, nor of a unit that nothing gave points."""
    try:
        found = assessments.of(scene.desk, scene.payload.unit, scene.payload.year)
    except Refused:
        return None
    return views.frozen(found, scene.tr) if found.frozen and found.total is not None else None


def _told(scene: Scene[OfLine], state: State, view: Callable[[ScoreCard, int, Translator], Message]) -> Message | None:
    """Of a line, while it is in this state."""
    try:
        found = assessments.of(scene.desk, scene.payload.unit, scene.payload.year)
    except Refused:
        return None
    for n, one in enumerate(found.lines, 1):
        if one.indicator.id == scene.payload.line and one.state is state:
            return view(found, n, scene.tr)
    return None
