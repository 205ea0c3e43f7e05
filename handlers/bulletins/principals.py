"""The one line a month that a principal gets, the list of the missing in January, the month's summary.

All of them are asked again when they are due.
"""

from __future__ import annotations

from bot.domain.bulletins.missing import MISSING, OfYear
from bot.domain.bulletins.principals import MONTH, OfMonth
from bot.domain.bulletins.summaries import SUMMARY, OfSummary
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.services.bulletins import missing as missing_reports
from bot.services.bulletins import principals, summaries
from bot.telegram.router import Router, Scene
from bot.views.bulletins import principals as views


def register(router: Router) -> None:
    router.topic(MONTH, month)
    router.topic(MISSING, missing)
    router.topic(SUMMARY, summary)


def month(scene: Scene[OfMonth]) -> Message | None:
    """As the figures stand when it is sent."""
    try:
        found = principals.of(scene.desk, scene.payload.agency, scene.payload.month)
    except Refused:
        return None
    return views.month(found, scene.tr)


def missing(scene: Scene[OfYear]) -> Message | None:
    """Whoever reported meanwhile is not named."""
    try:
        found = missing_reports.of(scene.desk, scene.payload.agency, scene.payload.year)
    except Refused:
        return None
    return views.missing(found, scene.tr)


def summary(scene: Scene[OfSummary]) -> Message | None:
    """Who reported meanwhile counts; of what is handed in by now nothing is said."""
    try:
        found = summaries.of(scene.desk, scene.payload.duty)
    except Refused:
        return None
    return views.summary(found, scene.tr)
