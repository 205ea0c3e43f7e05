"""What a leader answers: yes, later, back again; and what a liaison answers for a leader who is not on Telegram."""

from __future__ import annotations

from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import AnswerVia, AppearanceState
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.acts import ANSWER_TAKEN_BACK, LEADER_ANSWERED
from bot.domain.hearings.hearings import Leader
from bot.domain.hearings.topics import ASK, ICS, OPEN, REMIND, OfHearing
from bot.services.duties.reminders import CARD_SPEAKS
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, cards, deputies, naming, outcomes, plans
from bot.services.hearings.naming import Whom
from bot.services.law.appearing import subject_of
from bot.services.post import outbox
from bot.store.tables import Appearance, Hearing

S = AppearanceState


def attend(desk: Desk, appearance_id: int, version: int, *, via: AnswerVia = AnswerVia.SELF) -> Appearance:
    """The named leader will appear. With another `via`, a liaison says it for a leader who was asked elsewhere.

    Raises:
        Missing, Stale: as `appearances.get`.
        Refused: the hearing has begun, nobody is named, or the change of leader waits for the court.
        NotAllowed: the actor is not the leader named, or does not speak for the agency.
    """
    row = appearances.get(desk, appearance_id, version)
    require_answerer(desk, row, via)
    hearing = appearances.answerable(desk, row)
    if not row.leader_name:
        raise Refused("Nobody is named yet. Please name the leader who appears first.")
    if row.state is S.AWAITING_PERMISSION:
        raise Refused(naming.NOT_PERMITTED, other=row.replaced_name)
    old = {"state": row.state.value}
    row.state, row.absence_reason, row.absence = S.CONFIRMED, None, {}
    answered(desk, row, via)
    appearances.changed(
        desk, row, LEADER_ANSWERED, old=old, new={"leader": row.leader_name, "via": via.value}, by_proxy=via
    )
    settled(desk, row)
    deputies.tell(desk, row, knows=desk.actor.person_id)
    if row.facts.get("calendar", 0) % 2:
        # Taken out of the calendar before: it goes in once more.
        row.facts = {**row.facts, "calendar": row.facts["calendar"] + 1}
    send_calendar(desk, row, hearing)
    outcomes.of_leader(desk, hearing, row, S(old["state"]))
    if hearing is not None:
        desk.house.wiring.tell_hearing_changed(desk, hearing)
    return row


def attend_oneself(desk: Desk, appearance_id: int, version: int) -> Appearance:
    """A leader of the agency who names leaders (its principal) takes it on and confirms in one.

    Raises: as `naming.name`.
    """
    row = appearances.get(desk, appearance_id, version)
    me = oneself(desk, row)
    if not appearances.same(row, me):
        naming.name(desk, appearance_id, version, Whom(me.person_id))
        if row.state is S.AWAITING_PERMISSION:
            return row
    return attend(desk, appearance_id, row.version)


def oneself(desk: Desk, row: Appearance) -> Leader:
    """The actor as a leader of the agency who may take the appearance on.

    Raises:
        NotAllowed: the actor is no leader there, or neither names leaders nor is the one named.
    """
    found = appearances.leaders_of(desk, row.agency_id)
    me = next((one for one in found if one.person_id == desk.actor.person_id), None)
    if me is None or not (access.may_name(desk, row.agency_id) or appearances.is_leader(desk, row)):
        raise NotAllowed
    return me


def later(desk: Desk, appearance_id: int, version: int) -> Appearance:
    """The leader answers later: asked again on the morning of the last day, or in three hours when that is today.

    Raises: as `attend`.
    """
    row = appearances.get(desk, appearance_id, version)
    require_answerer(desk, row)
    appearances.answerable(desk, row)
    soon = desk.now + CARD_SPEAKS
    if row.answer_by is not None and row.answer_by.astimezone(desk.house.zone).date() <= desk.today:
        plans.remind_to_answer(desk, row, at=soon)
    else:
        plans.remind_to_answer(desk, row)
    return row


def take_back(desk: Desk, appearance_id: int, version: int) -> Appearance:
    """The answer is taken back: the question is open again, and whoever keeps the hearing is told.

    Raises: as `attend`.
    """
    row = appearances.get(desk, appearance_id, version)
    appearances.require_concerned(desk, row)
    hearing = appearances.answerable(desk, row)
    if row.state not in (S.CONFIRMED, S.CANNOT):
        raise Stale
    old = {"state": row.state.value}
    row.state, row.absence_reason, row.absence = S.ASKED, None, {}
    row.answered_by, row.answered_via, row.answered_at = None, None, None
    appearances.changed(desk, row, ANSWER_TAKEN_BACK, old=old, new={"leader": row.leader_name})
    appearances.tell_keepers(desk, row, OPEN)
    outcomes.of_leader(desk, hearing, row, S(old["state"]))
    if hearing is not None:
        plans.plan_leader(desk, hearing, row)
    return row


def require_answerer(desk: Desk, row: Appearance, via: AnswerVia = AnswerVia.SELF) -> None:
    """The leader answers; whoever speaks for the agency may answer for the leader, but must say how it was heard.

    Raises:
        NotAllowed: the actor is neither.
    """
    if desk.is_system or (via is AnswerVia.SELF and appearances.is_leader(desk, row)):
        return
    if via is AnswerVia.SELF or not cards.may_report(desk, row.agency_id):
        raise NotAllowed


def answered(desk: Desk, row: Appearance, via: AnswerVia) -> None:
    row.answered_by = desk.actor.person_id or None
    row.answered_via, row.answered_at = via, desk.now


def settled(desk: Desk, row: Appearance) -> None:
    """An answer is there: the question is not put again."""
    outbox.cancel(desk, subject_of(row), topics=(ASK, REMIND), person_id=row.leader_id)


def send_calendar(desk: Desk, row: Appearance, hearing: Hearing | None) -> None:
    """The calendar entry for the leader, once for each time and each change of mind."""
    if hearing is None or row.leader_id is None:
        return
    outbox.plan(
        desk,
        Notice(
            ICS, OfHearing(hearing=hearing.id or 0, agency=row.agency_id, sequence=hearing.sequence), subject_of(row)
        ),
        to_person(row.leader_id),
        dedupe=f"{ICS}:{hearing.id}:{hearing.sequence}:{row.agency_id}:{row.leader_id}:{row.facts.get('calendar', 0)}",
    )
