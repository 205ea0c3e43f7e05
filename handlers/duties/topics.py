"""What the bot says of duties on its own: reminders, escalations, decisions, moved dates. Asked again when due."""

from __future__ import annotations

from datetime import datetime

from bot.domain.duties.duties import DutyView
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message
from bot.domain.hall.terms import DutyState
from bot.services.duties import acts, cards, reminders
from bot.services.duties import changes as duty_changes
from bot.services.duties import overdue as duty_overdue
from bot.telegram.router import Router, Scene
from bot.views.duties import duties as views
from bot.views.duties import escalations, lists
from bot.views.duties import reminders as reminder_views

CARD = "duty.card"


def register(router: Router) -> None:
    """The topics; each renderer asks whether it is still true."""
    router.topic(CARD, card)
    router.topic(reminders.REMIND, remind)
    router.topic(reminders.ESCALATE, escalate)
    router.topic(duty_overdue.TOPIC, overdue)
    router.topic(acts.JUDGE, judge)
    router.topic(acts.RETURNED, returned)
    router.topic("duty.urged", urged)
    router.topic("duty.closed", closed)
    router.topic(duty_changes.MOVED, moved)


def _duty(scene: Scene, *, known: bool = False) -> DutyView | None:
    """The duty of a planned message, if the reader may still see it (or is `known` to be its reader)."""
    try:
        if known:
            return cards.known(scene.desk, int(scene.args["duty"]))
        return cards.of(scene.desk, int(scene.args["duty"]))
    except Refused:
        return None


def card(scene: Scene) -> Message | None:
    duty = _duty(scene)
    return views.detail(duty, scene.tr) if duty else None


def remind(scene: Scene) -> Message | None:
    """All duties of the case that fall to this instant are one message, sent for the first of them."""
    if _duty(scene) is None:
        return None
    at = datetime.fromisoformat(scene.args["at"])
    together = cards.told_together(scene.desk, int(scene.args["duty"]), at, shown=scene.shown)
    if not scene.shown and at.astimezone(scene.desk.house.zone).date() < scene.desk.today:
        # It was held up over the day on which to be done: the message of the morning speaks of what is past its date.
        together = [duty for duty in together if not duty.distance.passed]
    return reminder_views.remind(together, scene.tr) if together else None


def overdue(scene: Scene) -> Message | None:
    """What one agency owes past its date, on the day for which it was planned."""
    if not scene.shown and scene.args["on"] != scene.desk.today.isoformat():
        return None
    found, total = duty_overdue.of(scene.desk, int(scene.args["agency"]))
    return lists.overdue(found, total, scene.tr) if found or scene.shown else None


def escalate(scene: Scene) -> Message | None:
    """All duties of the case that go up at this instant are one message, sent for the first of them."""
    # A coordinator's superior need not see cases otherwise; the ladder itself is the ground for this message.
    above = scene.args["to"] == "coordinator_superior"
    duty, condition = _duty(scene, known=above), scene.args["if"]
    if duty is None or not (scene.shown or reminders.applies(duty.state, duty.acknowledged_at, condition)):
        return None
    together = cards.escalated_together(scene.desk, duty.id, scene.args, shown=scene.shown)
    return escalations.escalate(together, condition, scene.args["to"], scene.tr) if together else None


def judge(scene: Scene) -> Message | None:
    duty = _duty(scene)
    if duty is None or not (scene.shown or duty.state is DutyState.SUBMITTED):
        return None
    return reminder_views.judge(duty, scene.tr)


def returned(scene: Scene) -> Message | None:
    duty = _duty(scene)
    if duty is None or not (scene.shown or duty.is_open):
        return None
    return reminder_views.returned(duty, scene.args["by"], scene.tr)


def urged(scene: Scene) -> Message | None:
    duty = _duty(scene)
    if duty is None or not (scene.shown or duty.is_open):
        return None
    said = scene.args
    return reminder_views.urged(duty, said["by"], scene.tr, why=said.get("why", ""), reason=said.get("reason", ""))


def closed(scene: Scene) -> Message | None:
    duty = _duty(scene)
    if duty is None or duty.is_open:
        return None
    return reminder_views.closed(duty, scene.args["by"], scene.tr)


def moved(scene: Scene) -> Message | None:
    """Dates that moved: everybody who holds the duties, except whoever moved them and has the answer already."""
    if scene.args["by"] and scene.args["by"] == scene.reader.person_id:
        return None
    changes = [duty_changes.change_from_json(one) for one in scene.args["changes"]]
    return reminder_views.moved(changes, scene.args["case"], scene.args["who"], scene.args["reason"], scene.tr)
