"""Naming the leader who appears: anew, in another's place. What the court says of a change is in `permissions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.hall.acts import Act
from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.terms import AppearanceState
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.acts import LEADER_NAMED, LEADER_SUBSTITUTED
from bot.domain.hearings.appearances import COURT_SAID, FIRST, UNPERMITTED, Replacement
from bot.domain.hearings.hearings import Leader
from bot.domain.hearings.topics import PERMISSION, RELIEVED, STANDS, OfAppearance, Relieved
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, deputies, outcomes, plans
from bot.services.law import appearing
from bot.services.law.appearing import subject_of
from bot.services.post import delivery, outbox
from bot.store.agencies import people as people_store
from bot.store.tables import Appearance, Hearing

S = AppearanceState
NOT_PERMITTED = "Until the court's permission is recorded, {other} stays on duty."


@dataclass(frozen=True)
class Whom:
    """Who is named: a person of the roster, or a name and post typed in."""

    person_id: int | None = None
    name: str = ""
    post: str = ""
    in_charge: bool | None = None
    """Whether this leader is in charge of the matter and may settle it, where that was asked."""


def name(desk: Desk, appearance_id: int, version: int, whom: Whom) -> Appearance:
    """Say who will appear, and ask that leader. Somebody who was named before is relieved.

    Where the rule book makes a change of leader wait for the court and the old one had confirmed, the new one is
    asked once the court permits. To name the first one again ends the waiting.

    Raises:
        Missing, Stale: as `appearances.get`. NotAllowed: the actor does not name leaders for this agency.
        Refused: the person is not a leader of this agency, or the hearing has begun.
    """
    row = appearances.get(desk, appearance_id, version)
    if not access.may_name(desk, row.agency_id):
        raise NotAllowed
    hearing = appearances.answerable(desk, row)
    leader = _leader(desk, row.agency_id, whom)
    if row.leader_name and appearances.same(row, leader) and row.state in (S.ASKED, S.CONFIRMED):
        raise Refused("{name} is named already.", name=leader.name)
    first = row.facts.get(FIRST)
    changes = row.state is S.CONFIRMED or (first and not _is(leader, first))
    if changes and _needs_permission(desk, row, hearing):
        await_permission(desk, row, hearing, leader, in_charge=whom.in_charge)
    else:
        put(desk, row, hearing, leader, in_charge=whom.in_charge, act=LEADER_NAMED)
    return row


def substitute(desk: Desk, appearance_id: int, version: int, whom: Whom) -> Appearance:
    """The named leader says that another one will appear (or whoever names leaders says so).

    Raises: as `name`; NotAllowed also for a leader who is not the one named.
    """
    row = appearances.get(desk, appearance_id, version)
    appearances.require_concerned(desk, row)
    hearing = appearances.answerable(desk, row)
    leader = _leader(desk, row.agency_id, whom)
    if appearances.same(row, leader):
        raise Refused("{name} is named already.", name=leader.name)
    if _needs_permission(desk, row, hearing):
        await_permission(desk, row, hearing, leader, in_charge=whom.in_charge)
    else:
        put(desk, row, hearing, leader, in_charge=whom.in_charge, act=LEADER_SUBSTITUTED)
    return row


def replaced_by(desk: Desk, row: Appearance, person_id: int | None) -> Replacement | None:
    """Whom somebody would replace who has said yes, and who would be told; None where nobody has, or it is the same."""
    others = row.leader_id != person_id if row.leader_id else bool(row.leader_name)
    if not others or row.state is not S.CONFIRMED:
        return None
    waits = _needs_permission(desk, row, appearances.hearing_of(desk, row))
    told = {row.leader_id, person_id} if person_id else {row.leader_id}
    if waits or deputies.falls_short(desk, row, person_id):
        told |= {person.id for person in delivery.people_of(desk, f"namers@{row.agency_id}")}
    people = people_store.by_ids(desk.session, [i for i in told if i and i != desk.actor.person_id])
    names = tuple(person.name for person in people if person.chat_id is not None)
    return Replacement(row.leader_name, row.leader_post, names, waits)


def asks_whether_in_charge(desk: Desk, agency_id: int) -> bool:
    """Whether the rule book wants a leader who knows the matter and may settle it (seed 001, two (one))."""
    return bool(appearing.parameter(desk, agency_id, "leader_in_charge"))


def _leader(desk: Desk, agency_id: int, whom: Whom) -> Leader:
    if whom.person_id is None:
        return Leader(0, whom.name[:60], whom.post[:60], registered=False)
    found = next((one for one in appearances.leaders_of(desk, agency_id) if one.person_id == whom.person_id), None)
    if found is None:
        raise Refused("This person is not a leader of the agency any more. Please choose another one.")
    return found


def _is(leader: Leader, told: dict[str, Any]) -> bool:
    return told.get("id") == leader.person_id if leader.person_id else told.get("name") == leader.name


def _needs_permission(desk: Desk, row: Appearance, hearing: Hearing | None) -> bool:
    """Once a date is set the court knows the leader; some rule books then want its permission (C4)."""
    if hearing is None or not row.leader_name:
        return False
    return bool(appearing.parameter(desk, row.agency_id, "change_of_leader") == "needs_permission")


def await_permission(
    desk: Desk,
    row: Appearance,
    hearing: Hearing | None,
    leader: Leader,
    *,
    in_charge: bool | None,
    before: dict[str, Any] | None = None,
    act: Act = LEADER_SUBSTITUTED,
) -> None:
    """The change is proposed: both leaders are told where they stand, and keep the date. `before` is the first one."""
    first = before or row.facts.get(FIRST) or as_facts(row)
    if row.state is S.AWAITING_PERMISSION:
        _relieve(desk, row, leader)
    _fill(desk, row, leader, in_charge)
    row.facts = {**row.facts, FIRST: first, UNPERMITTED: {"id": row.leader_id, "name": row.leader_name}}
    row.replaced_name = str(first["name"])
    row.state = S.AWAITING_PERMISSION
    appearances.changed(desk, row, act, old={"leader": first["name"]}, new={"leader": leader.name})
    appearances.tell_keepers(desk, row, PERMISSION)
    for person_id in (first["id"], row.leader_id):
        if person_id is not None and person_id != desk.actor.person_id:
            outbox.plan(desk, Notice(STANDS, OfAppearance(row.id or 0), subject_of(row)), to_person(person_id))
    if hearing is not None:
        plans.plan_leader(desk, hearing, row)


def give_up(desk: Desk, row: Appearance) -> None:
    """No change of leader waits any more: the first one is named again, the one proposed hears that."""
    before = dict(row.facts.get(FIRST, {}))
    if row.leader_id is not None:
        outbox.cancel(desk, subject_of(row), topics=plans.LEADERS, person_id=row.leader_id)
        if row.leader_id != desk.actor.person_id:
            shows = Relieved(appearance=row.id or 0, leader=str(before.get("name", "")))
            outbox.plan(desk, Notice(RELIEVED, shows, subject_of(row)), to_person(row.leader_id))
    row.facts = {name: value for name, value in row.facts.items() if name != FIRST}
    row.replaced_name = ""
    restore(row, before)


def as_facts(row: Appearance) -> dict[str, Any]:
    """The leader who is named, as a fact that is kept."""
    return {
        "id": row.leader_id,
        "name": row.leader_name,
        "post": row.leader_post,
        "state": row.state.value,
        "principal": bool(row.facts.get("principal")),
        "in_charge": row.facts.get("in_charge"),
    }


def restore(row: Appearance, first: dict[str, Any]) -> None:
    """The leader who was kept as a fact (`as_facts`) is named again, and asked."""
    row.leader_id, row.leader_name = first.get("id"), str(first.get("name", ""))
    row.leader_post, row.state = str(first.get("post", "")), S.ASKED
    row.facts = {**row.facts, "principal": bool(first.get("principal")), "in_charge": first.get("in_charge")}


def _fill(desk: Desk, row: Appearance, leader: Leader, in_charge: bool | None) -> None:
    clear(row)
    row.leader_id = leader.person_id or None
    row.leader_name, row.leader_post = leader.name, leader.post
    principal = leader.principal or deputies.counts_as_principal(desk, row.agency_id, leader.person_id)
    row.facts = {**row.facts, "principal": principal, "in_charge": in_charge}


_OF_THE_LEADER = (FIRST, UNPERMITTED, COURT_SAID, "left", "principal", "in_charge")
"""Facts of an appearance that are about the leader who was named."""


def clear(row: Appearance) -> None:
    """Nobody is named: what was said of the one before, and by that one, is in the history."""
    row.leader_id, row.leader_name, row.leader_post, row.replaced_name = None, "", "", ""
    row.facts = {name: value for name, value in row.facts.items() if name not in _OF_THE_LEADER}
    row.state = S.UNNAMED
    row.answered_by, row.answered_via, row.answered_at = None, None, None
    row.absence_reason, row.absence = None, {}


def put(
    desk: Desk, row: Appearance, hearing: Hearing | None, leader: Leader, *, in_charge: bool | None, act: Act
) -> None:
    """Name the leader and ask; relieve the old one."""
    old = {"leader": row.leader_name, "state": row.state.value}
    _relieve(desk, row, leader)
    _fill(desk, row, leader, in_charge)
    row.state = S.ASKED
    appearances.changed(desk, row, act, old=old, new={"leader": leader.name, "post": leader.post})
    appearances.ask(desk, row, hearing)
    deputies.tell(desk, row, knows=desk.actor.person_id)
    outcomes.of_leader(desk, hearing, row, S(old["state"]))


def _had_confirmed(row: Appearance) -> bool:
    """Whether the leader who is relieved had said yes, also before the change waited for the court."""
    first = row.facts.get(FIRST, {})
    waited = first.get("id") == row.leader_id and first.get("state") == S.CONFIRMED.value
    return row.state is S.CONFIRMED or waited


def _relieve(desk: Desk, row: Appearance, leader: Leader) -> None:
    """What was planned for the old leader is taken back; one new message says so, as the calendar must change too."""
    if row.leader_id is None or row.leader_id == leader.person_id:
        return
    outbox.cancel(desk, subject_of(row), topics=plans.LEADERS, person_id=row.leader_id)
    if row.leader_id == desk.actor.person_id or row.state is S.CANNOT:
        return  # whoever declined knows already; the calendar was told then
    # Two steps: the entry of this one is taken out, and the next one goes in.
    row.facts = {**row.facts, "calendar": int(row.facts.get("calendar", 0)) + 2}
    outbox.plan(
        desk,
        Notice(
            RELIEVED,
            Relieved(appearance=row.id or 0, leader=leader.name, confirmed=_had_confirmed(row)),
            subject_of(row),
        ),
        to_person(row.leader_id),
    )
