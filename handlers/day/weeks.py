"""/week: this week and the next, as text and as a sheet."""

from __future__ import annotations

from bot.domain.hall.access import Action, Actor
from bot.domain.hall.message import message
from bot.services.day import weeks
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.day import weeks as views


def register(router: Router) -> None:
    router.command(
        "week", week, "hearings of this week and the next", shown=_shown, rank=21, label="This week's hearings"
    )
    router.press("wk", week, sees=nothing)
    router.press("wk.x", sheet, sees=nothing)


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEE_WEEK)


def week(turn: Turn) -> None:
    """The first page as an answer; the others in its place."""
    shown = views.text(weeks.week(turn.desk), turn.tr, turn.number())
    if turn.incoming.press_args:
        turn.show(shown)
    else:
        turn.say(shown)


def sheet(turn: Turn) -> None:
    """The same as an .xlsx, in a message of its own."""
    found = weeks.week(turn.desk)
    turn.say(message(turn.tr("Hearings of this week and the next"), attachment=views.sheet(found, turn.tr)))
