"""What the bot says on its own of documents. Asked again when it is due."""

from __future__ import annotations

from bot.domain.documents.cards import DocumentCard
from bot.domain.documents.documents import Act
from bot.domain.documents.topics import (
    CARD,
    HEARD,
    NAMED,
    NEXT,
    REMIND,
    RETURNED,
    SILENT,
    TOLD,
    OfDocument,
    OfNamed,
    Returned,
    StepDay,
    Told,
)
from bot.domain.documents.topics import Turn as NextTurn
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.services.documents import cards, heard, naming
from bot.telegram.router import Router, Scene
from bot.views.documents import cards as views
from bot.views.documents import letters, news
from bot.views.documents import naming as naming_views


def register(router: Router) -> None:
    """Each renderer asks whether it is still true, and whether the reader may still see it."""
    router.topic(CARD, card)
    router.topic(NEXT, turn)
    router.topic(RETURNED, returned)
    router.topic(REMIND, due)
    router.topic(SILENT, silent)
    router.topic(TOLD, told)
    router.topic(NAMED, named)
    router.topic(HEARD, hearing)


def _card(scene: Scene[OfDocument | NextTurn | Returned | StepDay | Told]) -> DocumentCard | None:
    try:
        return cards.of(scene.desk, scene.payload.document)
    except Refused:
        return None


def card(scene: Scene[OfDocument]) -> Message | None:
    one = _card(scene)
    return views.card(one, scene.tr) if one else None


def turn(scene: Scene[NextTurn]) -> Message | None:
    one, said = _card(scene), scene.payload
    if one is None:
        return None
    if (one.step, one.edition) != (said.step, said.edition) or one.is_over:
        return views.card(one, scene.tr) if scene.shown else None
    return news.turn(one, said.by, scene.tr)


def returned(scene: Scene[Returned]) -> Message | None:
    one, said = _card(scene), scene.payload
    if one is None or not one.is_open:
        return views.card(one, scene.tr) if one and scene.shown else None
    return news.returned(one, said.by, said.reason, scene.tr)


def due(scene: Scene[StepDay]) -> Message | None:
    one = _still(scene)
    if one is None or one.next is None:
        return _moved_on(scene)
    return news.due(one, one.next, scene.tr)


def silent(scene: Scene[StepDay]) -> Message | None:
    one = _still(scene)
    if one is None or one.next is None:
        return _moved_on(scene)
    return news.silent(one, one.next, scene.tr)


def _still(scene: Scene[StepDay]) -> DocumentCard | None:
    """The document, while it stands at that step."""
    one, said = _card(scene), scene.payload
    there = one is not None and not one.is_over and (one.step, one.edition) == (said.step, said.edition)
    return one if there else None


def _moved_on(scene: Scene[StepDay]) -> Message | None:
    one = _card(scene) if scene.shown else None
    return views.card(one, scene.tr) if one else None


def told(scene: Scene[Told]) -> Message | None:
    one, said = _card(scene), scene.payload
    return news.told(one, Act(said.act), said.by, scene.tr) if one else None


def named(scene: Scene[OfNamed]) -> Message | None:
    """To whoever is of the unit when it is due, while the bulletin still means to name it."""
    try:
        found = naming.of(scene.desk, scene.payload.document, scene.payload.agency)
    except Refused:
        return None
    return naming_views.told(found, scene.tr) if found.lines else None


def hearing(scene: Scene[OfDocument]) -> Message | None:
    """To the unit that has the letter, while it has not answered and may; later, what became of the letter."""
    try:
        found = heard.hearing(scene.desk, scene.payload.document)
    except Refused:
        return None
    if found is None:
        return card(scene) if scene.shown else None
    return letters.hearing(found, scene.tr)
