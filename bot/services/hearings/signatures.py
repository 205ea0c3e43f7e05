"""Whether the principal leader has signed the proof of an absence, where somebody else says so: one tap answers."""

from __future__ import annotations

from bot.domain.hall.errors import NotAllowed, Stale
from bot.domain.hall.terms import AppearanceState, Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.absences import is_borne_out
from bot.domain.hearings.acts import SIGNATURE_CONFIRMED
from bot.domain.hearings.topics import REFUSED, SIGNED, OfAppearance
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances
from bot.services.law.appearing import subject_of
from bot.services.post import outbox
from bot.store.tables import Appearance


def is_principal(desk: Desk, agency_id: int) -> bool:
    """Whether the actor is the agency's principal leader today."""
    leaders = appearances.leaders_of(desk, agency_id)
    return any(one.principal and one.person_id == desk.actor.person_id for one in leaders)


def is_asked(row: Appearance) -> bool:
    """Whether a signature is claimed that nothing bears out yet."""
    claimed = row.state is AppearanceState.CANNOT and row.absence.get("proof") == "signed"
    return claimed and not is_borne_out(row.absence)


def ask(desk: Desk, row: Appearance) -> None:
    """A signature is claimed without a file, by somebody else: the principal is asked, once for each claim."""
    if not is_asked(row):
        return
    for person in access.holders(desk, row.agency_id, Role.PRINCIPAL):
        outbox.plan(
            desk,
            Notice(SIGNED, OfAppearance(row.id or 0, row.version), subject_of(row)),
            to_person(person.id),
            dedupe=f"{SIGNED}:{row.id}:{row.version}:{person.id}",
        )


def answer(desk: Desk, appearance_id: int, version: int, *, signed: bool) -> Appearance:
    """The principal says whether he or she signed. Where not, the proof is not ready, and whoever keeps the hearing is
    told.

    Raises:
        Missing, Stale: as `appearances.get`; also where nothing is claimed any more.
        NotAllowed: the actor is not the agency's principal leader.
    """
    row = appearances.get(desk, appearance_id, version)
    if not is_principal(desk, row.agency_id):
        raise NotAllowed
    if not is_asked(row):
        raise Stale
    row.absence = {**row.absence, "signed_by": desk.actor.person_id} if signed else {**row.absence, "proof": "none"}
    appearances.changed(desk, row, SIGNATURE_CONFIRMED, new={"signed": signed})
    if not signed:
        appearances.tell_keepers(desk, row, REFUSED)
    return row
