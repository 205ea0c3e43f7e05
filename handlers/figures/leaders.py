"""/leader: the figures of one leader, own or of those below; evaluations, entered and taken back."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.figures.leaders import ASPECTS, EVALUATE
from bot.domain.hall import paging
from bot.domain.hall.access import Actor
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.message import Html, Message, plain
from bot.domain.hall.terms import LEADERS, Role
from bot.services.figures import leaders
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.figures import leaders as views

Given = dict[str, Any]
_SHOWN = LEADERS | {
    Role.COORDINATOR,
    Role.ASSESSOR,
    Role.OBSERVER,
    Role.LIAISON,
    Role.DEPUTY_LIAISON,
    Role.COURT_CONTACT,
}
_YEAR = re.compile(r"\s*(20\d\d)年?\s*")


def register(router: Router, forms: Forms) -> None:
    """The command, the lists, the card, the form."""
    router.command("leader", begin, "one leader's figures", shown=_shown, rank=33)
    router.press("fig.ls", listing, sees=nothing)
    router.press("fig.ld", card, sees=_look)
    router.press("fig.lh", hearings, sees=_look)
    router.press("fig.le", evaluations, sees=_look)
    router.press("fig.lv", lambda turn: evaluate(turn, forms), sees=_evaluable)
    router.press("fig.lx", withdraw, sees=_own)
    forms.add(Bound(EVALUATE, submit, intro=_intro))


def _shown(actor: Actor) -> bool:
    return not _SHOWN.isdisjoint(actor.roles())


def _year(turn: Turn, place: int) -> int:
    year = turn.number(place)
    if not 2000 <= year <= 2999:
        raise Missing
    return year


def _look(turn: Turn) -> None:
    leaders.card(turn.desk, turn.number(0), _year(turn, 1))


def _evaluable(turn: Turn) -> None:
    leaders.evaluable(turn.desk, turn.number(0), turn.number(1), turn.number(2))


def _own(turn: Turn) -> None:
    leaders.own_evaluation(turn.desk, turn.number(0), turn.number(1))


def begin(turn: Turn) -> None:
    """Bare: who appeared, or to a leader the own figures; with a name, that leader's."""
    if not _shown(turn.actor):
        raise NotAllowed
    said, year = turn.incoming.args, turn.desk.today.year
    if (found := _YEAR.search(said)) is not None:
        said, year = _YEAR.sub(" ", said).strip(), int(found[1])
    if said and leaders.sees_others(turn.desk):
        _by_name(turn, said, year)
    elif leaders.sees_others(turn.desk) and not turn.actor.is_leader:
        turn.say(views.listed(leaders.listing(turn.desk, year), turn.tr))
    else:
        turn.say(_card(turn, turn.actor.person_id, year))


def _by_name(turn: Turn, name: str, year: int) -> None:
    found = leaders.find(turn.desk, name, year)
    people = {one.person_id for one in found}
    if not found:
        turn.say(views.nobody(name, turn.tr))
    elif len(people) == 1:
        turn.say(_card(turn, found[0].person_id, year))
    else:
        turn.say(views.which(found, year, turn.tr))


def _card(turn: Turn, person_id: int, year: int) -> Message:
    return views.card(leaders.card(turn.desk, person_id, year), leaders.sees_others(turn.desk), turn.tr)


def listing(turn: Turn) -> None:
    turn.show(views.listed(leaders.listing(turn.desk, _year(turn, 0), turn.number(1)), turn.tr))


def card(turn: Turn) -> None:
    turn.show(_card(turn, turn.number(0), _year(turn, 1)))


def hearings(turn: Turn) -> None:
    person_id, year = turn.number(0), _year(turn, 1)
    found = leaders.appearances(turn.desk, person_id, year, turn.number(2))
    turn.show(views.hearings(found, leaders.card(turn.desk, person_id, year).evaluates, turn.tr))


def evaluations(turn: Turn) -> None:
    one = leaders.card(turn.desk, turn.number(0), _year(turn, 1))
    page = paging.cut(one.evaluations, turn.number(2), 4)
    turn.show(views.evaluations(one, page, turn.actor.person_id, turn.tr))


# -- evaluations -----------------------------------------------------------------------------------------------------


def evaluate(turn: Turn, forms: Forms) -> None:
    leaders.evaluable(turn.desk, turn.number(0), turn.number(1), turn.number(2))
    turn.beside()
    context = {"leader": turn.number(0), "hearing": turn.number(1), "agency": turn.number(2)}
    given = {"source": leaders.COURT} if leaders.own_courts(turn.desk) else {}
    forms.start(turn, EVALUATE.name, given, context)


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        name, one = leaders.evaluable(turn.desk, *_which(context))
    except Refused:
        return None
    return views.about(name, one, turn.tr)


def _which(context: Given) -> tuple[int, int, int]:
    return int(context["leader"]), int(context["hearing"]), int(context["agency"])


def submit(turn: Turn, values: Given, context: Given) -> None:
    """The form is confirmed: the card with the new evaluation."""
    grades = {aspect: values[aspect] for aspect in ASPECTS if values.get(aspect)}
    year = leaders.evaluate(turn.desk, *_which(context), values["source"], grades, values.get("note") or "")
    turn.say(_card(turn, int(context["leader"]), year))


def withdraw(turn: Turn) -> None:
    person_id, year = leaders.withdraw(turn.desk, turn.number(0), turn.number(1))
    turn.toast(plain(turn.tr("Taken back.")))
    turn.show(_card(turn, person_id, year))
