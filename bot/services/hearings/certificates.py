"""The identity certificate of the leader who appears: what the court finds wrong with it is mended before the start
(法释〔2020〕3号 art. 6; 武清 2020 二（三）)."""

from __future__ import annotations

from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.acts import IDENTITY_DEFECT
from bot.domain.law.triggers import Trigger
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, cards, preparing
from bot.store.tables import Case, Duty

_EXPECTED = (AppearanceState.ASKED, AppearanceState.CONFIRMED, AppearanceState.AWAITING_PERMISSION)


def defect(desk: Desk, appearance_id: int, version: int) -> list[Duty]:
    """The court asks to mend the certificate: that is to be done at once.

    Raises:
        Missing, Stale: as `appearances.get`; also where no leader is expected.
        NotAllowed: the actor does not speak for the agency.
        Refused: there is no hearing yet, or it has begun.
    """
    row = appearances.get(desk, appearance_id, version)
    if not cards.may_report(desk, row.agency_id):
        raise NotAllowed
    if row.state not in _EXPECTED:
        raise Stale
    hearing = appearances.answerable(desk, row)
    if hearing is None:
        raise Refused("There is no hearing yet.")
    preparing.lost(row, "identity")
    appearances.changed(desk, row, IDENTITY_DEFECT, new={"leader": row.leader_name})
    return duties.start(
        desk,
        trigger=Trigger.IDENTITY_DEFECT,
        on=desk.today,
        agency_id=row.agency_id,
        case=desk.session.get(Case, row.case_id),
        facts={"leader_required": row.strength},
        hearing=hearing,
        at=desk.local.time(),
    )
