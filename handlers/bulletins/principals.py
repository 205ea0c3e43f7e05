"""The one line a month that a principal gets. Asked again when it is due."""

from __future__ import annotations

from bot.domain.bulletins.principals import MONTH, OfMonth
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.services.bulletins import principals
from bot.telegram.router import Router, Scene
from bot.views.bulletins import principals as views


def register(router: Router) -> None:
    router.topic(MONTH, month)


def month(scene: Scene[OfMonth]) -> Message | None:
    """As the figures stand when it is sent."""
    try:
        found = principals.of(scene.desk, scene.payload.agency, scene.payload.month)
    except Refused:
        return None
    return views.month(found, scene.tr)
