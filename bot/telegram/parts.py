"""What a planned message says, matter by matter: itself, or what it carries; and the way through them one at a time."""

from __future__ import annotations

import structlog

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotInstalled, Refused
from bot.domain.hall.message import Button, Item, Message, message, plain, tap
from bot.domain.hall.subjects import Subject
from bot.domain.hall.terms import SendState
from bot.domain.hall.topics import Notice
from bot.domain.post.topics import ITEM, MERGED, ItemOf
from bot.services.hall.desk import Desk
from bot.services.post import manners
from bot.store.tables import OutboxRow
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.texts import Translator
from bot.views.post import merged as views

log = structlog.get_logger(__name__)


def register(router: Router) -> None:
    """The button that goes through a message, and what it shows."""
    router.press("mg.at", lambda turn: go(turn, router), sees=_own)
    router.topic(ITEM, lambda scene: shown(scene, router))


def said(router: Router, row: OutboxRow, desk: Desk, tr: Translator, *, shown: bool) -> Message | None:
    """What a row of a topic says now; None if it is no longer true.

    Raises NotInstalled where what is on the screen (`shown`) cannot be worked out: it may stay as it is.
    """
    known = router.topics.get(row.topic)
    if known is None:
        log.error("No renderer for a topic", action="topic_unknown", topic=row.topic)
        return None
    topic, renderer = known
    try:
        return renderer(Scene(desk, topic.read(row.args), desk.actor, tr, shown))
    except NotInstalled as absent:
        if shown:
            raise
        return _absent(absent, tr)


def _absent(absent: NotInstalled, tr: Translator) -> Message:
    """What it would say cannot be worked out: that is what it says, for somebody must know."""
    return message(tr(absent.problem.msgid, **absent.problem.params))


def all_of_it(desk: Desk, tr: Translator) -> Button | None:
    """The list of everything that is open, for whoever sees one."""
    if desk.is_system or not desk.actor.may_somewhere(Action.SEE_CASE):
        return None
    return tap(tr("Everything open"), "td.d")


def _items(router: Router, row: OutboxRow, desk: Desk, tr: Translator) -> list[Item]:
    """What a message that was sent says now, to whoever has it."""
    rows = manners.parts_of(desk.session, row) if row.topic == MERGED.name else [row]
    there = [one for one in rows if one.state is not SendState.CANCELLED]
    return views.items_of((m, one.subject) for one in there if (m := _now(router, one, desk, tr)) is not None)


def _now(router: Router, row: OutboxRow, desk: Desk, tr: Translator) -> Message | None:
    try:
        return said(router, row, desk, tr, shown=True)
    except NotInstalled as absent:
        return _absent(absent, tr)
    except Refused:
        return None


def _row(desk: Desk, number: int) -> OutboxRow:
    """The message, if it is the actor's own. Raises Missing."""
    row = desk.session.get(OutboxRow, number)
    if row is None or row.person_id is None or row.person_id != desk.actor.person_id:
        raise Missing
    return row


def _own(turn: Turn) -> None:
    _row(turn.desk, turn.number(0))


def go(turn: Turn, router: Router) -> None:
    """One of the matters, as it stands at this moment: beside the list, in place of the one before."""
    asked = ItemOf(turn.number(0), turn.number(1), ":".join(turn.incoming.press_args[2:]))
    items = _items(router, _row(turn.desk, asked.row), turn.desk, turn.tr)
    place = _place(items, asked)
    if place is None:
        turn.show(views.gone(turn.tr))
        return
    key = items[place].key
    if asked.key not in ("", key):
        turn.toast(plain(turn.tr("That matter is settled.")))
    turn.show(
        views.one_of(items, place, asked.row, turn.tr),
        Notice(ITEM, ItemOf(asked.row, place, key), Subject.read(key)),
    )


def _place(items: list[Item], asked: ItemOf) -> int | None:
    """Where the matter stands now; one that is gone leaves its place to the next one."""
    if not items:
        return None
    place = min(asked.place, len(items) - 1)
    if not asked.key or items[place].key == asked.key:
        return place
    return next((i for i, one in enumerate(items) if one.key == asked.key), place)


def shown(scene: Scene[ItemOf], router: Router) -> Message | None:
    """The matter in a message that goes through them, after it has changed."""
    asked = scene.payload
    try:
        row = _row(scene.desk, asked.row)
    except Missing:
        return None
    items = _items(router, row, scene.desk, scene.tr)
    place = _place(items, asked)
    if place is None:
        return views.gone(scene.tr)
    if asked.key and items[place].key != asked.key:
        return views.settled(items, place, asked.row, scene.tr)
    return views.one_of(items, place, asked.row, scene.tr)
