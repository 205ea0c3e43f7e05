"""Who has reported what comes with the calendar; an agency's word on its people, once a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.duties import forms as declared
from bot.domain.duties.topics import MISSING, ROSTER_CHANGES, RosterChanges
from bot.domain.hall.access import Action
from bot.domain.hall.batches import Batch
from bot.domain.hall.errors import Missing, Refused, Stale
from bot.domain.hall.message import Html, Message, plain
from bot.domain.hall.topics import Notice
from bot.services.duties import cards, confirming, missing
from bot.telegram.batches import listed
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.duties import confirming as roster_views
from bot.views.duties import missing as views
from handlers.duties.duties import DUTY

Given = dict[str, Any]


def register(router: Router, forms: Forms) -> None:
    """The lists, and the page of an agency's people with its two answers."""
    router.command(
        "missing",
        lambda turn: _list(turn, 0),
        "who has reported, who has not",
        shown=lambda actor: actor.may_somewhere(Action.JUDGE_DUTY),
        rank=46,
    )
    router.press("mi", lambda turn: _list(turn, turn.number()), sees=nothing)
    router.press("mi.at", lambda turn: _show(turn, turn.arg(0), _day(turn.arg(1))), sees=_seen)
    router.press("mi.press", press, sees=nothing)
    router.press("dt.roster", roster, sees=DUTY.look)
    router.press("dt.nochange", unchanged, of=DUTY)
    router.press("dt.changes", lambda turn: _begin(turn, forms), of=DUTY)
    forms.add(Bound(declared.ROSTER, changed, intro=_intro, of=DUTY))
    router.topic(ROSTER_CHANGES, told)


# -- who has reported ----------------------------------------------------------------------------------------------


def _list(turn: Turn, page: int) -> None:
    turn.show(views.listed(missing.listed(turn.desk, page), turn.tr))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing from None


def _seen(turn: Turn) -> None:
    missing.of(turn.desk, turn.arg(0), _day(turn.arg(1)))


def _show(turn: Turn, rule: str, last: date) -> None:
    found = missing.of(turn.desk, rule, last)
    batch = Batch([[one.id] for one in found.missing])
    turn.show(views.detail(found, turn.tr), Notice(MISSING, batch) if found.missing else None)


def press(turn: Turn) -> None:
    """Exactly those whom the message lists as missing."""
    batch = listed(turn, MISSING)
    if batch is None or not batch.items:
        _list(turn, 0)
        return
    ids = [item[0] for item in batch.items]
    done = missing.press(turn.desk, ids)
    duty = cards.of(turn.desk, ids[0])
    turn.show(views.pressed(done, (duty.rule, duty.trigger_on.isoformat()), turn.tr))


# -- an agency's word on its people --------------------------------------------------------------------------------


def roster(turn: Turn) -> None:
    turn.show(roster_views.page(confirming.of(turn.desk, turn.number()), turn.tr))


def unchanged(turn: Turn) -> None:
    """无变动: one tap."""
    found = confirming.of(turn.desk, turn.number(0))
    note = roster_views.unchanged_note(found, turn.tr)
    confirming.unchanged(turn.desk, found.duty.id, turn.number(1), note)
    turn.toast(plain(turn.tr("Confirmed.")))
    roster(turn)


def _begin(turn: Turn, forms: Forms) -> None:
    found = confirming.of(turn.desk, turn.number(0))
    if not found.duty.is_open or found.duty.version != turn.number(1):
        raise Stale
    turn.beside()
    forms.start(turn, declared.ROSTER.name, {}, {"duty": found.duty.id, "version": found.duty.version})


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    try:
        return roster_views.intro(confirming.of(turn.desk, int(context["duty"])), turn.tr)
    except Refused:
        return None


def changed(turn: Turn, values: Given, context: Given) -> None:
    """有变动: what has changed goes to the bureau."""
    duty_id, said = int(context["duty"]), str(values["said"])
    note = roster_views.changed_note(said, turn.tr)
    confirming.changes(turn.desk, duty_id, int(context["version"]), said, note)
    turn.show(roster_views.page(confirming.of(turn.desk, duty_id), turn.tr))


def told(scene: Scene[RosterChanges]) -> Message | None:
    """To the bureau; not where the duty is the reader's no more."""
    try:
        duty = cards.of(scene.desk, scene.payload.duty)
    except Refused:
        return None
    return roster_views.changes(duty, scene.payload.by, scene.payload.said, scene.tr)
