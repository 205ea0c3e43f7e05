"""The coordinator's morning message, the afternoon's, and what their buttons open below them."""

from __future__ import annotations

from bot.domain.day.topics import DIGEST, FILINGS, OfDay
from bot.domain.hall.access import Action
from bot.domain.hall.message import Message
from bot.services.day import digests
from bot.services.duties import cards
from bot.services.hall import access
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.day import digests as views
from bot.views.duties import lists as duty_lists
from bot.views.duties import together


def register(router: Router) -> None:
    """The two topics, and the buttons that open a list beside them."""
    router.topic(DIGEST, digest)
    router.topic(FILINGS, filings)
    router.press("dg.own", own, sees=nothing)
    router.press("dg.claims", claims, sees=nothing)
    router.press("dg.asks", questions, sees=nothing)
    router.press("dg.all", whole, sees=nothing)


def digest(scene: Scene[OfDay]) -> Message | None:
    """Said only on the day it is for, and only if there is something to say."""
    if scene.payload.on != scene.desk.today or not scene.reader.is_coordinator:
        return None
    return views.digest(digests.digest(scene.desk), scene.tr, shown=scene.shown)


def filings(scene: Scene[OfDay]) -> Message | None:
    """What waits to be accepted; not said where all is decided meanwhile."""
    if scene.payload.on != scene.desk.today or not scene.reader.is_coordinator:
        return None
    found = digests.filings(scene.desk)
    return together.filings(found, scene.payload.on, scene.tr) if found or scene.shown else None


def own(turn: Turn) -> None:
    """What the presser's own agency owes."""
    turn.beside()
    turn.show(duty_lists.listed(cards.listed(turn.desk, own_only=True), turn.tr))


def claims(turn: Turn) -> None:
    access.require_somewhere(turn.desk, Action.JUDGE_DUTY)
    turn.beside()
    turn.show(views.claims(digests.digest(turn.desk).claims, turn.tr))


def questions(turn: Turn) -> None:
    access.require_somewhere(turn.desk, Action.JUDGE_DUTY)
    turn.beside()
    turn.show(views.questions(digests.digest(turn.desk).questions, turn.tr))


def whole(turn: Turn) -> None:
    """Everything that the digest counts: below it at first, page by page then."""
    access.require_somewhere(turn.desk, Action.JUDGE_DUTY)
    if not turn.incoming.press_args:
        turn.beside()
    turn.show(views.whole(digests.digest(turn.desk), turn.number(), turn.tr))
