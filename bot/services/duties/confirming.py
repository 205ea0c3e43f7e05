"""Once a year an agency says whether the people on record who keep its papers are still the right ones (SS27)."""

from __future__ import annotations

from bot.domain.duties.reported import Confirmation, Staff
from bot.domain.duties.topics import ROSTER_CHANGES, RosterChanges
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused, reasoned
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_audience
from bot.services.duties import acts, cards, proofs, reminders
from bot.services.duties.proofs import Proof
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.tables import Duty

_KEEPERS = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.LEGAL_STAFF, Role.CASE_HANDLER, Role.PRINCIPAL)
"""Who is asked about, in the order in which they are shown."""


def of(desk: Desk, duty_id: int) -> Confirmation:
    """Whom the agency of this duty has on record.

    Raises:
        Missing, NotAllowed: as `acts.closable`.
        Refused: the duty asks for something else.
    """
    duty = _confirmable(desk, duty_id)
    path = access.agency(desk, duty.agency_id).path
    return Confirmation(
        cards.view(desk, duty), tuple(_staff(desk, duty.agency_id)), may_edit=desk.actor.may(Action.EDIT_PEOPLE, path)
    )


def _confirmable(desk: Desk, duty_id: int) -> Duty:
    duty = acts.closable(desk, duty_id)
    if not proofs.confirms_roster(desk, duty):
        raise Refused("This choice is no longer offered.")
    return duty


def _staff(desk: Desk, agency_id: int) -> list[Staff]:
    rows = [
        Staff(person.name, held.role, held.post, person.phone, person.telegram_id is not None)
        for held, person, _ in people_store.staff(desk.session, [agency_id], desk.today)
        if held.role in _KEEPERS
    ]
    return sorted(rows, key=lambda one: _KEEPERS.index(one.role))


def unchanged(desk: Desk, duty_id: int, version: int, note: str) -> Duty:
    """Nothing has changed: that, with who was shown (`note`), is what is handed in.

    Raises:
        Missing, NotAllowed, Refused: as `of`; Refused also while nobody is on record as liaison officer.
        Stale: somebody handed it in or changed it meanwhile.
    """
    duty = _confirmable(desk, duty_id)
    if not any(one.role is Role.LIAISON for one in _staff(desk, duty.agency_id)):
        raise Refused("Nobody is on record as liaison officer. Please say who it is.")
    return acts.finish(desk, duty_id, version, Proof(desk.today, note=note))


def changes(desk: Desk, duty_id: int, version: int, text: str, note: str) -> Duty:
    """Something has changed: the bureau is told what, puts it right and accepts.

    Raises as `unchanged`; Refused also where nothing is said.
    """
    _confirmable(desk, duty_id)
    said = reasoned(text)
    duty = acts.finish(desk, duty_id, version, Proof(desk.today, note=note))
    outbox.plan(
        desk,
        Notice(ROSTER_CHANGES, RosterChanges(duty.id or 0, desk.actor.name, said), reminders.subject_of(duty)),
        to_audience(f"coordinators@{duty.agency_id}"),
        dedupe=f"{ROSTER_CHANGES}:{duty.id}:{duty.version}",
    )
    return duty
