"""What several bodies owe together for a period, and one paper shows to be done: a government and its bureau."""

from __future__ import annotations

from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty


def others(desk: Desk, duty: Duty, period: str) -> list[Duty]:
    """The duties by the same rule, of the same period, of the other bodies that the rule names beside this one."""
    rule = desk.house.law.library.rule(duty.rulebook, duty.rule) if period else None
    if rule is None or len(rule.owed_by) < 2:
        return []
    concern = obligations.Concern(access.agency(desk, duty.agency_id))
    beside = {one.id for one in obligations.owers(desk, rule, concern)} - {duty.agency_id}
    rows = duties_store.about_beginning(desk.session, f"{period}:")
    return [one for one in rows if one.rule == duty.rule and one.agency_id in beside]
