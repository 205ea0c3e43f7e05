"""A leader who is named for a hearing to come and leaves the post: nobody is named any more, and that is told the same
day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.hall.terms import LEADERS, AppearanceState, Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.acts import LEADER_LEFT
from bot.domain.hearings.appearances import first_leader, named
from bot.domain.hearings.topics import LEFT, OfAppearance
from bot.services.duties import settling
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, naming, plans
from bot.services.law.appearing import subject_of
from bot.services.post import delivery, outbox
from bot.store.agencies import people as people_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Hearing

S = AppearanceState
_NAMED = (S.ASKED, S.CONFIRMED, S.AWAITING_PERMISSION)


def appointment_ended(desk: Desk, person_id: int, agency_id: int) -> None:
    """Wired to the end of an appointment: looked at at once, and again each morning."""
    for hearing, row in appearances_store.named_to_come(desk.session, desk.now, _NAMED, leader_id=person_id):
        if row.agency_id == agency_id:
            look(desk, hearing, row)
    for hearing, row in appearances_store.named_to_come(desk.session, desk.now, (S.AWAITING_PERMISSION,)):
        if row.agency_id == agency_id and first_leader(row.facts).get("id") == person_id:
            look(desk, hearing, row)


def daily(desk: Desk) -> None:
    """Appointments that end today, or ended since, with nobody telling."""
    for hearing, row in appearances_store.named_to_come(desk.session, desk.now, _NAMED):
        look(desk, hearing, row)


def look(desk: Desk, hearing: Hearing | None, row: Appearance) -> None:
    """Whoever is named and is no leader of the agency any more is not named any more."""
    first = first_leader(row.facts)
    if first.get("id") is not None and not _leads(desk, first["id"], row.agency_id, hearing):
        _leave(desk, hearing, row, gone=f"{first['name']}{first.get('post', '')}")
    elif row.leader_id is not None and not _leads(desk, row.leader_id, row.agency_id, hearing):
        _leave(desk, hearing, row, gone=f"{row.leader_name}{row.leader_post}", first=first)


def _leads(desk: Desk, person_id: int, agency_id: int, hearing: Hearing | None) -> bool:
    """Whether the person is a leader of the agency still: today for a hearing of today, else tomorrow as well."""
    on = hearing.starts_at.astimezone(desk.house.zone).date() if hearing is not None else None
    day = desk.today if on == desk.today else desk.today + timedelta(days=1)
    rows = people_store.appointed_in(desk.session, agency_id, LEADERS, day=day)
    return any(person.id == person_id for _, person in rows)


def _leave(
    desk: Desk, hearing: Hearing | None, row: Appearance, *, gone: str, first: Mapping[str, Any] | None = None
) -> None:
    """Nobody is named; the ladder of an unnamed leader begins again. A first leader who waited is on duty again.

    Where the first one is gone, no change is left for the court to permit: whoever was proposed is named anew.
    """
    old = {"leader": row.leader_name, "state": row.state.value}
    for person_id in {row.leader_id} if first else named(row.leader_id, row.facts):
        outbox.cancel(desk, subject_of(row), topics=plans.LEADERS, person_id=person_id)
    naming.clear(row)
    row.facts = {**row.facts, "left": gone}
    if first:
        naming.restore(row, dict(first))
    appearances.changed(desk, row, LEADER_LEFT, old=old, new={"leader": row.leader_name, "state": row.state.value})
    if not row.leader_name:
        settling.nobody_is_named(desk, row)
    if row.strength == "none":
        return
    if first:
        appearances.ask(desk, row, hearing)
    _tell(desk, row)
    if hearing is not None:
        plans.plan_agency(desk, hearing, row, late_too=False)
        desk.house.wiring.tell_hearing_changed(desk, hearing)


def _tell(desk: Desk, row: Appearance) -> None:
    people = [person.id for person in delivery.people_of(desk, f"namers@{row.agency_id}")]
    people += [person.id for person in access.holders(desk, row.agency_id, Role.PRINCIPAL)]
    people += [person.id for person in delivery.coordinators(desk, row.agency_id)]
    for person_id in dict.fromkeys(people):
        outbox.plan(
            desk,
            Notice(LEFT, OfAppearance(row.id or 0, row.version), subject_of(row)),
            to_person(person_id),
            dedupe=f"{LEFT}:{row.id}:{row.version}:{person_id}",
        )
