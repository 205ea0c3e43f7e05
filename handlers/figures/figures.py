"""/figures: how often leaders appeared, by period and scope; splits, rows, reasons, pictures and sheets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.figures import asked as asking
from bot.domain.figures import exports, periods
from bot.domain.figures import forms as declared
from bot.domain.figures.asked import Asked
from bot.domain.figures.exports import CHART, SHEET
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Missing
from bot.services.figures import colours, viewing
from bot.telegram.forms import Bound, Forms
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.figures import cards as views
from bot.views.figures import exports as export_views
from bot.views.figures import rows as row_views
from handlers.figures import exports as files

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The command, the plain words, the buttons, the form of another period."""
    router.command("figures", begin, "how often leaders appeared", shown=_shown, rank=32)
    router.text(words)
    router.press("fig", lambda turn: show(turn, _read(turn)), sees=_look)
    router.press("fig.by", splits, sees=_look)
    router.press("fig.sp", split, sees=_look)
    router.press("fig.bk", back, sees=_look)
    router.press("fig.per", choose_period, sees=_look)
    router.press("fig.pt", lambda turn: type_period(turn, forms), sees=_look)
    router.press("fig.rows", rows, sees=_look)
    router.press("fig.why", why, sees=lambda turn: viewing.why(turn.desk, turn.number()))
    router.press("fig.pic", picture, sees=_look)
    router.press("fig.x", sheet, sees=_look)
    forms.add(Bound(declared.PERIOD, typed_period))


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEE_SUMMARY)


def _read(turn: Turn) -> Asked:
    """What the button asks for. Raises Missing."""
    found = asking.read(turn.arg(0), turn.arg(1), turn.arg(2), turn.arg(3))
    if found is None:
        raise Missing
    return found


def _look(turn: Turn) -> None:
    viewing.visible(turn.desk, _read(turn))


# -- the card --------------------------------------------------------------------------------------------------------


def begin(turn: Turn) -> None:
    """/figures, also with a period or the name of a unit behind it."""
    if not _in_words(turn, turn.incoming.args):
        turn.say(views.not_a_period(turn.incoming.args, turn.tr))


def words(turn: Turn) -> bool:
    """统计, 本季度出庭率, 县公安局去年出庭率: whether the text asked for figures."""
    text = turn.incoming.text
    if not text or turn.incoming.files or not _shown(turn.actor):
        return False
    said = declared.asked_in_words(text)
    return said is not None and _in_words(turn, said)


def _in_words(turn: Turn, said: str) -> bool:
    """A period, a unit, both, or neither."""
    found = viewing.named(turn.desk, said)
    if found is None:
        return False
    turn.say(views.card(viewing.card(turn.desk, found, draws=_draws(turn)), turn.tr))
    return True


def show(turn: Turn, asked: Asked) -> None:
    turn.show(views.card(viewing.card(turn.desk, asked, draws=_draws(turn)), turn.tr))


def _draws(turn: Turn) -> bool:
    return turn.desk.house.printshop.draughtsman.font() is not None


# -- splits, periods -------------------------------------------------------------------------------------------------


def splits(turn: Turn) -> None:
    turn.show(views.splits(viewing.card(turn.desk, _read(turn)), turn.tr))


def split(turn: Turn) -> None:
    turn.show(views.listed(viewing.page(turn.desk, _read(turn), turn.number(4)), turn.tr))


def back(turn: Turn) -> None:
    """To the page of the split from which this was opened."""
    turn.show(views.listed(viewing.page_before(turn.desk, _read(turn)), turn.tr))


def choose_period(turn: Turn) -> None:
    today = turn.desk.today
    offered = views.offered(periods.month(today.year, today.month))
    turn.show(views.choose_period(_read(turn), offered, turn.tr))


def type_period(turn: Turn, forms: Forms) -> None:
    asked = _read(turn)
    turn.beside()
    forms.start(turn, declared.PERIOD.name, {}, {"scope": asked.scope})


def typed_period(turn: Turn, values: Given, context: Given) -> None:
    asked = asking.read(str(values["period"]), str(context["scope"]), "", "")
    if asked is None:
        raise Missing
    turn.say(views.card(viewing.card(turn.desk, asked, draws=_draws(turn)), turn.tr))


# -- rows ------------------------------------------------------------------------------------------------------------


def rows(turn: Turn) -> None:
    counted = asking.counted_of(turn.arg(4))
    turn.show(row_views.listed(viewing.rows(turn.desk, _read(turn), counted, turn.number(5)), turn.tr))


def why(turn: Turn) -> None:
    """Below the list, which keeps its place."""
    turn.beside()
    turn.show(row_views.why(viewing.why(turn.desk, turn.number()), turn.tr))


# -- files -----------------------------------------------------------------------------------------------------------


def picture(turn: Turn) -> None:
    """Drawn beside what people do, in the colours that the person chose last; a message says so, and the picture
    follows it."""
    if not _draws(turn):
        turn.say(views.undrawn(turn.tr))
    else:
        dark = colours.dark(turn.desk, export_views.COLOURS.get(turn.number(4)))
        files.begin(turn, CHART, replace(_file(_read(turn)), dark=dark))


def sheet(turn: Turn) -> None:
    """The same as an .xlsx with charts of its own."""
    files.begin(turn, SHEET, _file(_read(turn)))


def _file(asked: Asked) -> exports.Asked:
    return exports.Asked(asked.period.key, asked.agency_id, figures=asked.args)
