"""The court's permission for a change of leader, where the rule book wants it (C4; 武清 2020 二（三）): until it is
recorded the first leader stays on duty."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.errors import NotAllowed, Stale
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.acts import CHANGE_DECLINED, PERMISSION_GIVEN, PERMISSION_REFUSED, PERMISSION_TAKEN_BACK
from bot.domain.hearings.appearances import COURT_SAID, FIRST, UNPERMITTED
from bot.domain.hearings.hearings import Leader
from bot.domain.hearings.topics import STAYS
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import answers, appearances, naming
from bot.store.tables import Appearance

S = AppearanceState


def record(desk: Desk, appearance_id: int, version: int, *, granted: bool) -> Appearance:
    """What the court said of a substitution: then the substitute is asked, or the first leader again.

    Raises:
        Missing, Stale: as `appearances.get`; also when nothing is waiting.
        NotAllowed: the actor neither names leaders for the agency nor is the leader.
        Refused: the hearing has begun.
    """
    row = _allowed(desk, appearance_id, version)
    if row.state is not S.AWAITING_PERMISSION:
        raise Stale
    hearing = appearances.answerable(desk, row)
    before, other = dict(row.facts.get(FIRST, {})), naming.as_facts(row)
    if granted:
        row.leader_id, row.leader_name = before.get("id"), str(before.get("name", ""))
        naming.put(desk, row, hearing, _leader(other), in_charge=other["in_charge"], act=PERMISSION_GIVEN)
    else:
        naming.give_up(desk, row)
        appearances.changed(desk, row, PERMISSION_REFUSED, new={"leader": row.leader_name})
        appearances.ask(desk, row, hearing)
    row.facts = {**row.facts, COURT_SAID: {"granted": granted, "before": before, "other": other}}
    if not granted:
        row.facts = {**row.facts, UNPERMITTED: {"id": other["id"], "name": other["name"]}}
    desk.session.add(row)
    return row


def decline(desk: Desk, appearance_id: int, version: int) -> Appearance:
    """The leader who is proposed cannot take it over: the first one stays, is asked again, and the keepers are told.

    Raises:
        Missing, Stale: as `appearances.get`; also when nothing is waiting. Refused: the hearing has begun.
        NotAllowed: the actor is not the leader proposed.
    """
    row = appearances.get(desk, appearance_id, version)
    if not appearances.is_leader(desk, row):
        raise NotAllowed
    hearing = appearances.answerable(desk, row)
    if row.state is not S.AWAITING_PERMISSION:
        raise Stale
    naming.give_up(desk, row)
    appearances.changed(desk, row, CHANGE_DECLINED, new={"leader": row.leader_name})
    appearances.ask(desk, row, hearing)
    appearances.tell_keepers(desk, row, STAYS)
    return row


def take_back(desk: Desk, appearance_id: int, version: int) -> Appearance:
    """It was recorded by mistake: the change waits for the court again, and the first leader is on duty.

    Raises: as `record`.
    """
    row = _allowed(desk, appearance_id, version)
    said = row.facts.get(COURT_SAID)
    if not said or row.state is S.CLOSED:
        raise Stale
    hearing = appearances.answerable(desk, row)
    answers.settled(desk, row)
    naming.await_permission(
        desk,
        row,
        hearing,
        _leader(said["other"]),
        in_charge=said["other"].get("in_charge"),
        before=said["before"],
        act=PERMISSION_TAKEN_BACK,
    )
    return row


def _allowed(desk: Desk, appearance_id: int, version: int) -> Appearance:
    row = appearances.get(desk, appearance_id, version)
    if not access.may_name(desk, row.agency_id) and not appearances.is_leader(desk, row):
        raise NotAllowed
    return row


def _leader(told: dict[str, Any]) -> Leader:
    return Leader(int(told.get("id") or 0), str(told["name"]), str(told["post"]), bool(told.get("principal")))
