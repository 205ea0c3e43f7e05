"""The rule asks for the principal leader and another leader is named: everybody concerned is told what that means."""

from __future__ import annotations

from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.topics import DEPUTY, OfAppearance
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances
from bot.services.law import appearing
from bot.services.law.appearing import subject_of
from bot.services.post import delivery, outbox
from bot.store.tables import Appearance


def counts_as_principal(desk: Desk, agency_id: int, person_id: int | None) -> bool:
    """Whether this leader of the roster is the principal leader in court, by the agency's rule book (A12)."""
    rank = appearances.default_rank(desk, agency_id, person_id)
    acting = str(appearing.parameter(desk, agency_id, "acting_deputy") or "principal")
    return rank == "principal" or (rank == "acting_deputy" and acting == "principal")


def falls_short(desk: Desk, row: Appearance, person_id: int | None) -> bool:
    """Whether a rule asks for the principal leader, and this leader is another one."""
    return appearing.wants_principal(row) and not counts_as_principal(desk, row.agency_id, person_id)


def tell(desk: Desk, row: Appearance, *, knows: int | None = None) -> bool:
    """One message to whoever keeps the hearing, the leader named and the principal; False where all is as the rule
    asks. `knows` is who has just named or answered, and acknowledged it."""
    if not appearing.is_deputy(row):
        return False
    people = {p.id or 0 for p in delivery.people_of(desk, f"namers@{row.agency_id}")}
    people |= {p.id or 0 for p in access.holders(desk, row.agency_id, Role.PRINCIPAL)}
    people |= {row.leader_id} if row.leader_id else set()
    for person_id in sorted(people - {knows}):
        outbox.plan(
            desk,
            Notice(DEPUTY, OfAppearance(row.id or 0), subject_of(row)),
            to_person(person_id),
            dedupe=f"{DEPUTY}:{row.id}:{row.leader_id}:{row.leader_name}:{row.state}:{person_id}",
        )
    return True
