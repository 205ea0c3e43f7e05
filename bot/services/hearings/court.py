"""What the court said of an absence: recorded, taken back, and what a refusal brings about (法释〔2020〕3号 art. 9)."""

from __future__ import annotations

from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import AppearanceState, Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.acts import COURT_VIEW_RECORDED
from bot.domain.hearings.topics import NOT_EXCUSED, OfAppearance
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import answers, appearances, cards, outcomes, plans
from bot.services.law.appearing import subject_of
from bot.services.post import delivery, outbox
from bot.store.tables import Appearance, Hearing

S = AppearanceState
VIEWS = ("accepted", "rejected", "pending")
"""What it said; `pending` takes back what was recorded."""


def view(desk: Desk, appearance_id: int, version: int, said: str) -> Appearance:
    """The court accepts the reason, or does not: then a leader must come after all, and everybody concerned hears it at
    once. `pending` takes back what was recorded before.

    Raises:
        Missing, Stale: as `appearances.get`; also where no absence is reported.
        NotAllowed: the actor does not speak for the agency.
        Refused: such a word is not known, or the hearing has begun.
    """
    row = appearances.get(desk, appearance_id, version)
    if not cards.may_report(desk, row.agency_id):
        raise NotAllowed
    before = row.absence.get("court_view", "pending")
    if row.absence_reason is None or before == said or row.state not in (S.CANNOT, S.ASKED, S.UNNAMED):
        raise Stale
    if said not in VIEWS:
        raise Refused("Please answer with one of the buttons shown.")
    hearing, stood = appearances.answerable(desk, row), row.state
    row.absence = {**row.absence, "court_view": said}
    if said == "rejected":
        _owed_again(desk, row, hearing)
    elif before == "rejected":
        _excused_again(desk, row)
    appearances.changed(desk, row, COURT_VIEW_RECORDED, old={"court_view": before}, new={"court_view": said})
    outcomes.of_leader(desk, hearing, row, stood)
    if said == "rejected":
        _tell(desk, row)
    if hearing is not None:
        desk.house.wiring.tell_hearing_changed(desk, hearing)
    return row


def _owed_again(desk: Desk, row: Appearance, hearing: Hearing | None) -> None:
    """A leader is owed as before the report: the ladder of a hearing without one begins again from today."""
    row.state = S.ASKED if row.leader_name else S.UNNAMED
    appearances.set_answer_by(desk, row, hearing)
    if hearing is not None:
        plans.plan_agency(desk, hearing, row, late_too=False)
        plans.plan_leader(desk, hearing, row)


def _excused_again(desk: Desk, row: Appearance) -> None:
    """It was recorded by mistake: the absence stands as it was reported."""
    row.state = S.CANNOT
    answers.settled(desk, row)


def _tell(desk: Desk, row: Appearance) -> None:
    """One new message at once to the leader, the principal, the coordinators, and whoever keeps the hearing."""
    people = [person.id for person in access.holders(desk, row.agency_id, Role.PRINCIPAL)]
    people += [person.id for person in delivery.coordinators(desk, row.agency_id)]
    people += [person.id for person in delivery.people_of(desk, f"namers@{row.agency_id}")]
    for person_id in dict.fromkeys([row.leader_id, *people]):
        if person_id is not None and person_id != desk.actor.person_id:
            shows = OfAppearance(row.id or 0, row.version)
            outbox.plan(desk, Notice(NOT_EXCUSED, shows, subject_of(row)), to_person(person_id))
