"""Buttons of a right: whether it is used, whether it is reminded of."""

from __future__ import annotations

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Button, tap
from bot.domain.hall.terms import DutyState
from bot.texts import Translator


def right_buttons(duty: DutyView, tr: Translator) -> list[Button]:
    """What may be done about a right: say whether it is used; have it reminded of, or no more."""
    if duty.appeal:
        return _appeal_buttons(duty, tr)
    if duty.state is not DutyState.OPEN or duty.distance.overdue:
        return []
    label = tr("Remind me no more") if duty.chosen else tr("Remind me of it")
    return [tap(label, "dt.watch", duty.id, int(not duty.chosen))]


def _appeal_buttons(duty: DutyView, tr: Translator) -> list[Button]:
    """Appealed; or whether it is wanted at all."""
    if duty.appeal in ("own", "other"):
        return []
    paper, version = duty.paper_id, duty.paper_version
    found: list[Button] = [tap(tr("Appealed"), "pa.appealed", paper, version)]
    if duty.appeal != "wanted":
        found.append(tap(tr("We appeal"), "pa.want", paper, version, 1))
    if duty.appeal != "refused":
        found.append(tap(tr("We do not appeal"), "pa.want", paper, version, 0))
    return found
