"""What the bot says of duties on its own: reminders, escalations, decisions, moved dates. Asked again when due."""

from __future__ import annotations

from typing import Any

from bot.domain.duties.duties import DutyView
from bot.domain.duties.topics import (
    CARD,
    CLOSED,
    ESCALATE,
    GROUNDLESS,
    JUDGE,
    MOVED,
    OVERDUE,
    REMIND,
    RETURNED,
    URGED,
    ByName,
    Escalate,
    Groundless,
    Moved,
    OfDuty,
    Overdue,
    Remind,
    Urged,
)
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.domain.hall.terms import DutyState
from bot.services.duties import cards, reminders
from bot.services.duties import changes as duty_changes
from bot.services.duties import overdue as duty_overdue
from bot.telegram.router import Router, Scene
from bot.views.duties import duties as views
from bot.views.duties import escalations, lists
from bot.views.duties import reminders as reminder_views


def register(router: Router) -> None:
    """The topics; each renderer asks whether it is still true."""
    router.topic(CARD, card)
    router.topic(REMIND, remind)
    router.topic(ESCALATE, escalate)
    router.topic(OVERDUE, overdue)
    router.topic(JUDGE, judge)
    router.topic(RETURNED, returned)
    router.topic(URGED, urged)
    router.topic(CLOSED, closed)
    router.topic(MOVED, moved)
    router.topic(GROUNDLESS, groundless)


def _duty(scene: Scene[Any], *, known: bool = False) -> DutyView | None:
    """The duty of a planned message, if the reader may still see it (or is `known` to be its reader)."""
    try:
        if known:
            return cards.known(scene.desk, scene.payload.duty)
        return cards.of(scene.desk, scene.payload.duty)
    except Refused:
        return None


def card(scene: Scene[OfDuty]) -> Message | None:
    duty = _duty(scene)
    return views.detail(duty, scene.tr) if duty else None


def remind(scene: Scene[Remind]) -> Message | None:
    """All duties of the case that fall to this instant are one message, sent for the first of them."""
    if _duty(scene) is None:
        return None
    together = cards.told_together(scene.desk, scene.payload.duty, scene.payload.at, shown=scene.shown)
    return reminder_views.remind(together, scene.tr) if together else None


def overdue(scene: Scene[Overdue]) -> Message | None:
    """What one agency owes past its date, on the day for which it was planned."""
    if not scene.shown and scene.payload.on != scene.desk.today:
        return None
    found = duty_overdue.of(scene.desk, scene.payload.agency)
    return lists.overdue(found, scene.tr) if found or scene.shown else None


def escalate(scene: Scene[Escalate]) -> Message | None:
    """All duties of the case that go up at this instant are one message, sent for the first of them."""
    # A coordinator's superior need not see cases otherwise; the ladder itself is the ground for this message.
    above = scene.payload.to == "coordinator_superior"
    duty, condition = _duty(scene, known=above), scene.payload.if_
    if duty is None or not (scene.shown or reminders.applies(duty.state, duty.acknowledged_at, condition)):
        return None
    if duty.mine and scene.payload.to == "coordinator" and not scene.shown:
        return None
    together = cards.escalated_together(scene.desk, scene.payload, shown=scene.shown)
    return escalations.escalate(together, condition, scene.payload.to, scene.tr) if together else None


def judge(scene: Scene[OfDuty]) -> Message | None:
    duty = _duty(scene)
    if duty is None or not (scene.shown or duty.state is DutyState.SUBMITTED):
        return None
    return reminder_views.judge(duty, scene.tr)


def _has_answer(scene: Scene[ByName] | Scene[Urged]) -> bool:
    """Whoever decided it keeps a bureau's own papers too: nobody is told anew what he or she has just done."""
    return scene.payload.who is not None and scene.payload.who == scene.reader.person_id


def returned(scene: Scene[ByName]) -> Message | None:
    duty = _duty(scene) if not _has_answer(scene) else None
    if duty is None or not (scene.shown or duty.is_open):
        return None
    return reminder_views.returned(duty, scene.payload.by, scene.tr)


def urged(scene: Scene[Urged]) -> Message | None:
    duty = _duty(scene) if not _has_answer(scene) else None
    if duty is None or not (scene.shown or duty.is_open):
        return None
    said = scene.payload
    return reminder_views.urged(duty, said.by, scene.tr, why=said.why, reason=said.reason)


def closed(scene: Scene[ByName]) -> Message | None:
    duty = _duty(scene) if not _has_answer(scene) else None
    if duty is None or duty.is_open:
        return None
    return reminder_views.closed(duty, scene.payload.by, scene.tr)


def moved(scene: Scene[Moved]) -> Message | None:
    """Dates that moved: everybody who holds the duties, except whoever moved them and has the answer already."""
    if scene.payload.by and scene.payload.by == scene.reader.person_id:
        return None
    changes = [duty_changes.change_from_json(one) for one in scene.payload.changes]
    return reminder_views.moved(changes, scene.payload.case, scene.payload.who, scene.payload.reason, scene.tr)


def groundless(scene: Scene[Groundless]) -> Message | None:
    """To whoever acted on a duty whose ground was corrected away."""
    duty = _duty(scene)
    if duty is None or duty.is_open:
        return None
    return reminder_views.groundless(duty, scene.payload.by, scene.payload.reason, scene.tr)
