"""/status and /held: how the bot is doing, and what only a person can decide."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.access import Action, Actor
from bot.domain.hall.message import Html, Message
from bot.domain.operations import forms as declared
from bot.domain.operations.topics import CLOCK, MORNING, OUTAGE, ROOT, ClockFound, Morning, Outage, Root
from bot.services.law import workdays
from bot.services.operations import clocks, holding, operations
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.operations import operations as views
from bot.views.operations import seals as seal_views


def register(router: Router, forms: Forms) -> None:
    """Commands and buttons for administrators and coordinators, and what they are told without asking."""
    router.command("status", status, "how the bot is doing", shown=_shown, rank=84)
    router.command("held", held, "what is held since a restore", shown=lambda actor: actor.is_administrator, rank=85)
    router.press("op.status", status_again, sees=nothing)
    router.press("op.retry", lambda turn: _parked(turn, drop=False), sees=nothing)
    router.press("op.drop", lambda turn: _parked(turn, drop=True), sees=nothing)
    router.press("op.again", lambda turn: _doubtful(turn, again=True), sees=nothing)
    router.press("op.leave", lambda turn: _doubtful(turn, again=False), sees=nothing)
    router.press("op.held", held_page, sees=nothing)
    router.press("op.sure", lambda turn: sure(turn, forms), sees=nothing)
    router.press("op.do", lambda turn: do(turn, forms), sees=nothing)
    router.press("op.clock", settle_clock, sees=nothing)
    forms.add(Bound(declared.DISCARD, discard, intro=_about_held))
    router.topic(CLOCK, clock)
    router.topic(OUTAGE, outage)
    router.topic(MORNING, morning)
    router.topic(ROOT, root)


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.SEE_STATUS)


def _status(turn: Turn) -> Message:
    return views.status(operations.status(turn.desk), turn.desk.now, turn.tr)


def status(turn: Turn) -> None:
    turn.say(_status(turn))


def status_again(turn: Turn) -> None:
    turn.show(_status(turn))


def _parked(turn: Turn, *, drop: bool) -> None:
    operations.decide_parked(turn.desk, turn.number(), drop=drop)
    turn.toast(turn.tr("It is dropped.") if drop else turn.tr("It is tried again within half a minute."))
    turn.show(_status(turn))


def _doubtful(turn: Turn, *, again: bool) -> None:
    operations.decide_doubtful(turn.desk, turn.number(), again=again)
    turn.toast(turn.tr("It is sent once more.") if again else turn.tr("It stays as it is."))
    turn.show(_status(turn))


def held(turn: Turn) -> None:
    turn.say(views.held(holding.held(turn.desk), turn.tr))


def held_page(turn: Turn) -> None:
    turn.show(views.held(holding.held(turn.desk, turn.number()), turn.tr))


def sure(turn: Turn, forms: Forms) -> None:
    """Releasing is asked once more; for discarding a word must be typed."""
    if turn.number() == 1:
        turn.show(views.sure(holding.held(turn.desk).total, turn.tr))
        return
    total = holding.held(turn.desk).total
    turn.beside()
    forms.start(turn, declared.DISCARD.name, {}, {"seen": total})


def do(turn: Turn, forms: Forms) -> None:
    """Released; an older button that discarded at once begins the form."""
    if turn.number() != 1:
        sure(turn, forms)
        return
    count = holding.release(turn.desk)
    turn.show(Message(turn.tr.plural("{n} message was released.", "{n} messages were released.", count)))


def _about_held(turn: Turn, values: dict[str, Any], context: dict[str, Any]) -> Html | None:
    return turn.tr("Held since a restore: {n}", n=context["seen"])


def discard(turn: Turn, values: dict[str, Any], context: dict[str, Any]) -> None:
    count = holding.discard(turn.desk, int(context["seen"]))
    turn.show(Message(turn.tr.plural("{n} message was discarded.", "{n} messages were discarded.", count)))


def settle_clock(turn: Turn) -> None:
    right = turn.number(1) == 1
    clocks.decide(turn.desk, turn.arg(), machine=right)
    words = (
        turn.tr("Noted: the machine's clock is right. What waited goes on within seconds.")
        if right
        else turn.tr("Noted: the machine's clock is wrong. Please have it put right; the bot will notice.")
    )
    turn.show(Message(words))


def clock(scene: Scene[ClockFound]) -> Message | None:
    """Told once, to administrators."""
    return views.clock(scene.payload, clocks.is_open(scene.desk.session, scene.payload.doubt), scene.tr)


def outage(scene: Scene[Outage]) -> Message | None:
    """Told once, to coordinators and administrators."""
    return views.outage(scene.payload.from_, scene.payload.to, scene.tr)


def morning(scene: Scene[Morning]) -> Message | None:
    """Left out if everything has come right meanwhile."""
    year = scene.payload.year
    missing = year if year and workdays.is_missing(scene.desk, year) else 0
    seen = operations.overview(scene.desk)
    return views.morning(seen, scene.tr, year=missing) if seen.needs_a_person or missing else None


def root(scene: Scene[Root]) -> Message | None:
    """Once a month, to administrators, where the settings say so."""
    return seal_views.root_of_the_month(scene.payload, scene.tr)
