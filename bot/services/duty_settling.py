"""Duties that are done by what the bot itself sees: the leader who was to be made certain has said yes."""

from __future__ import annotations

from sqlmodel import col, select

from bot.domain.duties import PENDING
from bot.domain.terms import DutyState
from bot.services import duty_acts, reminders
from bot.services.desk import Desk
from bot.store.tables import Appearance, Duty

_BY_LEADER = "leader_named"
"""Where nothing else is asked for (no form to be filed), the confirmed leader is the proof."""


def leader_is_certain(desk: Desk, row: Appearance) -> list[Duty]:
    """Close what only asks for a certain leader of this agency in this case, whoever owes it; returns those closed."""
    rows = desk.session.exec(
        select(Duty)
        .where(Duty.case_id == row.case_id, Duty.evidence == _BY_LEADER, col(Duty.state).in_(tuple(PENDING)))
        .order_by(col(Duty.id))
        .with_for_update()
    ).all()
    mine = [duty for duty in rows if int(duty.citation.get("for") or duty.agency_id) == row.agency_id]
    for duty in mine:
        reminders.stop(desk, duty)
        duty.state, duty.done_on, duty.done_by = DutyState.DONE, desk.today, desk.actor.person_id or None
        duty.done_note = f"{row.leader_name}{row.leader_post}"
        duty_acts.changed(desk, duty, "duty_done", new={"on": desk.today.isoformat(), "note": duty.done_note})
    return mine
