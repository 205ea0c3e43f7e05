"""The parties of a case are others now: who appears at its hearings follows.

A new party appears at the hearings to come, one that is none any more appears nowhere, all are judged anew.
"""

from __future__ import annotations

from bot.domain.cases.parties import Turned
from bot.domain.cases.topics import PARTIES, OfParties
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.appearances import OUT_OF_CASE
from bot.services.duties import duties
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, hearings, merging, plans, verdicts
from bot.services.post import outbox
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Case, Hearing

_JUDGED = (HearingStatus.SCHEDULED, HearingStatus.HELD)


def follow(desk: Desk, case: Case) -> None:
    """Bring the appearances of a case in step with its parties."""
    parties = {party.agency_id for party in cases_store.parties_of(desk.session, case.id)}
    owing = hearings.concerned(desk, case)
    for hearing in hearings_store.of_case(desk.session, case.id):
        if hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now:
            _coming(desk, hearing, case, parties, owing)
        elif hearing.status in _JUDGED:
            _judged(desk, plans.appearances_of(desk, hearing.id), hearing)
        outbox.refresh(desk, plans.subject_of(hearing))
    undated = appearances_store.of_case(desk.session, case.id, None)
    for row in undated:
        if row.agency_id not in parties and row.agency_id != case.handling_agency_id:
            leave(desk, case, row)
    _judged(desk, undated, None)
    outbox.refresh(desk, About.CASE(case.id))


def _coming(desk: Desk, hearing: Hearing, case: Case, parties: set[int], owing: list[int]) -> None:
    rows = plans.appearances_of(desk, hearing.id)
    before = {row.id: row.strength for row in rows}
    gone = [row for row in rows if row.agency_id not in parties and row.state is not AppearanceState.CLOSED]
    for row in gone:
        leave(desk, case, row)
        _drop_duties(desk, hearing, row)
    for agency_id in owing:
        _come_back(desk, hearing, agency_id)
        merging.appear(desk, hearing, agency_id, tell=True)
    now = plans.appearances_of(desk, hearing.id)
    _judged(desk, now, hearing)
    if gone or before != {row.id: row.strength for row in now}:
        # What is planned for people rests on who appears.
        outbox.cancel(desk, plans.subject_of(hearing), topics=plans.PLANNED)
        plans.plan(desk, hearing)
        desk.house.wiring.tell_hearing_changed(desk, hearing)


def _judged(desk: Desk, rows: list[Appearance], hearing: Hearing | None) -> None:
    """Ask the law anew for each that is not settled."""
    for row in rows:
        if row.state is not AppearanceState.CLOSED:
            verdicts.renew(desk, row, hearing)


def leave(desk: Desk, case: Case, row: Appearance) -> None:
    """Nobody need come for this agency any more; whoever was to come is told so."""
    if row.leader_id is not None and row.leader_id != desk.actor.person_id and row.state is not AppearanceState.CLOSED:
        left = Turned("left", access.agency(desk, row.agency_id).short_name).plain()
        shows = OfParties(case.id or 0, case.number, [left], desk.actor.name)
        outbox.plan(desk, Notice(PARTIES, shows, About.CASE(case.id), urgent=True), to_person(row.leader_id))
    row.state, row.strength = AppearanceState.CLOSED, "none"
    row.facts = {**row.facts, OUT_OF_CASE: True}
    row.revise()
    desk.session.add(row)
    desk.session.flush()


def _come_back(desk: Desk, hearing: Hearing, agency_id: int) -> None:
    """It is a party after all: whoever was named is asked anew."""
    row = appearances_store.of_agency(desk.session, hearing.id, agency_id)
    if row is not None and row.facts.get(OUT_OF_CASE):
        row.facts = {name: value for name, value in row.facts.items() if name != OUT_OF_CASE}
        appearances.ask_again(desk, row, hearing)


def _drop_duties(desk: Desk, hearing: Hearing, row: Appearance) -> None:
    for duty in duties_store.pending_of_hearing(desk.session, hearing.id or 0):
        if int(duty.citation.get("for") or duty.agency_id) == row.agency_id:
            duties.cancel(desk, duty, "")
