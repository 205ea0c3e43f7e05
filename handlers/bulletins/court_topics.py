"""What the bot says on its own of the court's bulletins. Asked again when it is due."""

from __future__ import annotations

from bot.domain.bulletins.court_cards import Awaited, BulletinCard
from bot.domain.bulletins.court_topics import CARD, CHANGED, CHASE, RECORDED, Added, Expected, OfBulletin
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.domain.hall.terms import Role
from bot.services.bulletins import chasing, court, court_cards
from bot.services.hall import access
from bot.telegram.router import Router, Scene
from bot.views.bulletins import court as views


def register(router: Router) -> None:
    """Each renderer asks whether it is still true, and whether the reader may still see it."""
    router.topic(CHASE, chase)
    router.topic(CARD, card)
    router.topic(RECORDED, recorded)
    router.topic(CHANGED, changed)


def chase(scene: Scene[Expected]) -> Message | None:
    """To the office: whom to ask. To the court's people: what is asked for."""
    said, office = scene.payload, access.agency(scene.desk, scene.payload.agency)
    waits = chasing.still(scene.desk, said.agency, said.quarter)
    if waits is None:
        return views.came(said.quarter, office.short_name, scene.tr) if scene.shown else None
    if scene.reader.agencies(Role.COORDINATOR):
        return views.chase(waits, office.short_name, _courts(scene, waits), scene.tr)
    return views.asked_of_court(waits, office.short_name, scene.tr)


def _courts(scene: Scene[Expected], waits: Awaited) -> str:
    found = court.courts(scene.desk, waits.office)
    return "、".join(one.short_name for one in found[:3])


def _card(scene: Scene[OfBulletin] | Scene[Added]) -> BulletinCard | None:
    try:
        return court_cards.card(scene.desk, scene.payload.bulletin)
    except Refused:
        return None


def card(scene: Scene[OfBulletin]) -> Message | None:
    one = _card(scene)
    return views.card(one, scene.tr) if one is not None else None


def recorded(scene: Scene[OfBulletin]) -> Message | None:
    one = _card(scene)
    return views.recorded(one, scene.tr) if one is not None else None


def changed(scene: Scene[Added]) -> Message | None:
    one, said = _card(scene), scene.payload
    return views.changed(one, said.added, said.withdrawn, scene.tr) if one is not None else None
