"""The duties before and at a hearing to come, in step with who appears."""

from __future__ import annotations

from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import AppearanceState
from bot.domain.law.triggers import Trigger
from bot.services.duties import acts, duties
from bot.services.hall.desk import Desk
from bot.store.duties import queries as duties_store
from bot.store.tables import Appearance, Case, Duty, Hearing


def start(desk: Desk, hearing: Hearing, row: Appearance) -> list[Duty]:
    """What the rule book starts from the hearing for this agency, as its appearance stands. Safe to repeat."""
    local = hearing.starts_at.astimezone(desk.house.zone)
    known = {
        "leader_required": row.strength,
        "principal_required": row.strength == "principal",
        "leader_named": bool(row.leader_name),
        "absence_reported": row.state is AppearanceState.CANNOT,
    }
    return duties.start(
        desk,
        trigger=Trigger.HEARING_SCHEDULED,
        on=local.date(),
        agency_id=row.agency_id,
        case=desk.session.get(Case, hearing.case_id),
        facts=known,
        hearing=hearing,
        at=local.time(),
        announced=True,
    )


def follow(desk: Desk, hearing: Hearing | None, row: Appearance, before: AppearanceState) -> None:
    """No leader comes, or one comes after all (`before` is how it stood): what has lost its ground, as the certificate
    of a leader who does not come, ends; what has it again begins again."""
    absent = AppearanceState.CANNOT
    if hearing is None or hearing.starts_at <= desk.now or (before is absent) == (row.state is absent):
        return
    standing = {duty.id for duty in start(desk, hearing, row)}
    for duty in duties_store.about(desk.session, f"hearing:{hearing.id}:{row.agency_id}"):
        groundless = duty.trigger == Trigger.HEARING_SCHEDULED and duty.id not in standing
        unneeded = duty.trigger == Trigger.IDENTITY_DEFECT and row.state is absent
        if duty.state in PENDING and (groundless or unneeded):
            duties.cancel(desk, duty, "")
            acts.refresh(desk, duty)
