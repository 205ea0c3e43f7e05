"""What a new answer to who must appear brings about: people asked or released, alarms, duties, every message edited.

When the answer is asked for anew is in `rejudging`.
"""

from __future__ import annotations

from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.appearances import OUT_OF_CASE, named
from bot.domain.hearings.topics import ASK, REMIND, VERDICT, OfVerdict
from bot.services.hall.desk import Desk
from bot.services.hearings import answers, appearances, awaiting, deputies, outcomes, plans, recorded
from bot.services.law import appearing
from bot.services.post import delivery, outbox
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Hearing

S = AppearanceState
Standing = tuple[str, list[list[str]] | None, list[str] | None]
"""A verdict as it is shown: how strongly a leader is required, why, and what is still asked."""
_OWED = ("base", "hard", "principal")


def standing(row: Appearance) -> Standing:
    """The verdict that people have before them."""
    return row.strength, row.grounds.get("why"), row.grounds.get("asks")


def renew(desk: Desk, row: Appearance, hearing: Hearing | None) -> bool:
    """Judge anew, and let everything follow; True where the verdict or its grounds are others now."""
    if row.facts.get(OUT_OF_CASE):
        return False
    before = standing(row)
    appearing.judge(desk, row, hearing)
    return follow(desk, row, hearing, before)


def follow(desk: Desk, row: Appearance, hearing: Hearing | None, before: Standing) -> bool:
    """Let everything follow from a verdict that was judged anew; `before` is what stood until now."""
    if standing(row) == before:
        return False
    appearances.show(desk, row)
    if row.strength == before[0]:
        return True
    if hearing is None:
        deputies.tell(desk, row)
    elif hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now:
        if row.state is not S.CLOSED:
            _coming(desk, row, hearing, before[0])
    else:
        _over(desk, row, hearing)
    return True


def _over(desk: Desk, row: Appearance, hearing: Hearing) -> None:
    """What was reported counts otherwise now, or is owed otherwise: what was started is kept in step. Nothing was
    where only a ledger tells of the hearing, and nothing begins."""
    if recorded.is_told(hearing):
        return
    told = hearings_store.result_of(desk.session, hearing.id, row.agency_id)
    if told is not None:
        outcomes.of_result(desk, hearing, told)
    elif awaiting.of(desk, hearing.id, row.agency_id):
        outcomes.of_begun(desk, hearing, row)


def _coming(desk: Desk, row: Appearance, hearing: Hearing, before: str) -> None:
    outcomes.of_coming(desk, hearing, row)
    if row.strength == "none":
        _release(desk, row, hearing)
    elif before == "none" and row.strength in _OWED:
        _summon(desk, row, hearing)
    elif row.strength == "principal" and not deputies.tell(desk, row) and not row.leader_name:
        _say(desk, row, hearing, _keepers(desk, row))
    desk.house.wiring.tell_hearing_changed(desk, hearing)


def _release(desk: Desk, row: Appearance, hearing: Hearing) -> None:
    """No leader need come any more: the one who was to come has the day free, and is told so."""
    outbox.cancel(desk, About.HEARING(hearing.id), topics=(ASK, REMIND), person_id=row.leader_id)
    if row.state in (S.ASKED, S.CONFIRMED, S.AWAITING_PERMISSION):
        _say(desk, row, hearing, named(row.leader_id, row.facts))
    if row.state is S.CONFIRMED:
        # An odd number: it is taken out of the calendar, and goes in again with the next yes.
        row.facts = {**row.facts, "calendar": row.facts.get("calendar", 0) + 1}
        desk.session.add(row)
        answers.send_calendar(desk, row, hearing)


def _summon(desk: Desk, row: Appearance, hearing: Hearing) -> None:
    """A leader is owed after all: the one who knows the case is asked, whoever keeps the hearing learns why, and what
    the ladder would have said by now is said."""
    if not row.leader_name:
        _take_over(desk, row, hearing)
    appearances.ask_again(desk, row, hearing)
    _say(desk, row, hearing, _keepers(desk, row) - {row.leader_id or 0})
    plans.plan_agency(desk, hearing, row)
    plans.plan_leader(desk, hearing, row)
    deputies.tell(desk, row)


def _take_over(desk: Desk, row: Appearance, hearing: Hearing) -> None:
    """Nobody was named as nobody had to be: the leader who came to an earlier hearing of the case is asked first."""
    held = hearings_store.held_before(desk.session, hearing, row.case_id)
    came = [
        one
        for one in hearings_store.results_of(desk.session, [h.id for h in held], [row.agency_id])
        if one.attended and one.leader_id is not None
    ]
    known = {one.person_id: one for one in appearances.leaders_of(desk, row.agency_id)}
    leader = next((known[one.leader_id] for one in reversed(came) if one.leader_id in known), None)
    if leader is not None:
        row.leader_id, row.leader_name, row.leader_post = leader.person_id, leader.name, leader.post
        row.facts = {**row.facts, "principal": leader.principal}
        desk.session.add(row)


def _keepers(desk: Desk, row: Appearance) -> set[int]:
    return {person.id or 0 for person in delivery.people_of(desk, f"namers@{row.agency_id}")}


def _say(desk: Desk, row: Appearance, hearing: Hearing, people: set[int]) -> None:
    """One new message to whoever must act otherwise now, also to who caused it: it is a consequence, not the act."""
    for person_id in sorted(people):
        outbox.plan(
            desk,
            Notice(VERDICT, OfVerdict(row.id or 0, row.strength), About.HEARING(hearing.id)),
            to_person(person_id),
        )
