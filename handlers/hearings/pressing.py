"""催办未定: whom it would reach, asked once, done; and what those are told."""

from __future__ import annotations

from bot.domain.hall.batches import Batch
from bot.domain.hall.message import Message
from bot.domain.hall.terms import HearingStatus
from bot.domain.hall.topics import Notice
from bot.domain.hearings.topics import PRESSED, PRESSING, Pressing
from bot.services.hearings import cards, pressing
from bot.telegram.batches import listed
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.hearings import hearings as hearing_views
from bot.views.hearings import pressing as views
from handlers.hearings.rendering import safely


def register(router: Router) -> None:
    router.press("hu", begin, sees=nothing)
    router.press("hu.p", lambda turn: show(turn, turn.number()), sees=nothing)
    router.press("hu.ok", press_all, sees=nothing)
    router.topic(PRESSED, safely(pressed))


def begin(turn: Turn) -> None:
    """Below the digest."""
    turn.beside()
    show(turn, 0)


def show(turn: Turn, number: int) -> None:
    found = pressing.unsettled(turn.desk)
    batch = Batch([[one.line.id, one.line.agency_id] for one in found.lines])
    turn.show(views.asked(found, number, turn.tr), Notice(PRESSING, batch) if found.lines else None)


def press_all(turn: Turn) -> None:
    """Exactly those that were listed."""
    batch = listed(turn, PRESSING)
    if batch is None:
        show(turn, 0)
        return
    done = pressing.press_all(turn.desk, [(item[0], item[1]) for item in batch.items])
    turn.show(views.done(done, turn.tr))


def pressed(scene: Scene[Pressing]) -> Message | None:
    """Said while it is open; once shown, it turns into the card of the hearing."""
    said = scene.payload
    view = cards.view(scene.desk, said.hearing)
    one = next((a for a in view.appearances if a.id == said.appearance), None)
    if one is None:
        return None
    coming = view.sequence == said.sequence and view.status is HearingStatus.SCHEDULED and not view.over
    if coming and not one.settled:
        return views.pressed(view, one, said.by, scene.tr)
    return hearing_views.card(view, scene.tr, focus=one.agency_id) if scene.shown else None
