"""The duties before and at a hearing to come, in step with whether a leader comes."""

from __future__ import annotations

from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import AppearanceState
from bot.domain.law.triggers import Trigger
from bot.services.duties import acts, duties
from bot.services.hall.desk import Desk
from bot.services.hearings import outcomes
from bot.store.duties import queries as duties_store
from bot.store.tables import Appearance, Hearing


def follow(desk: Desk, hearing: Hearing | None, row: Appearance, before: AppearanceState) -> None:
    """No leader comes, or one comes after all (`before` is how it stood): what has lost its ground, as the certificate
    of a leader who does not come, ends; what has it again begins again."""
    absent = AppearanceState.CANNOT
    if hearing is None or hearing.starts_at <= desk.now or (before is absent) == (row.state is absent):
        return
    outcomes.of_coming(desk, hearing, row)
    for duty in duties_store.about(desk.session, f"hearing:{hearing.id}:{row.agency_id}"):
        if duty.trigger == Trigger.IDENTITY_DEFECT and row.state is absent and duty.state in PENDING:
            duties.cancel(desk, duty, "")
            acts.refresh(desk, duty)
