"""A claim goes into a case: its papers, hearings, appearances and duties as they are, in one transaction.

Nothing is begun anew, so that no date moves and nobody is asked or reminded twice; where a hearing of the claim is one
that the case has already, what was planned of it is about that one.
"""

from __future__ import annotations

from bot.domain.cases.topics import CARD
from bot.domain.duties.duties import PENDING
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.domain.reading.parties import Stated
from bot.services.cases import cases
from bot.services.cases import parties as party_rows
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, cards, hearings, outcomes, plans, verdicts
from bot.services.law import facts
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.events import queries as events_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Case, Hearing

_SET = (HearingStatus.SCHEDULED, HearingStatus.HELD, HearingStatus.NOT_HELD)
_BOOKKEEPING = ("emptied", "settled", "handling_open", facts.OUTSIDE)
"""Facts that say how a row itself stands, not the case."""


def merge(desk: Desk, claim: Case, case: Case) -> None:
    """Put everything of the claim into the case; the claim stays as a row that points there."""
    if case.facts.get("emptied"):
        cases.open_again(desk, case)
    _complete(desk, case, claim)
    new = _move_parties(desk, claim, case)
    for paper in papers_store.of_case(desk.session, claim.id):
        paper.case_id = case.id or 0
        desk.session.add(paper)
    desk.session.flush()
    twins = _move_hearings(desk, claim, case)
    _move_duties(desk, claim, case, twins)
    _move_messages(desk, claim, case)
    claim.merged_into, claim.closed_on = case.id, claim.closed_on or desk.today
    claim.revise()
    desk.session.add(claim)
    desk.session.flush()
    _catch_up(desk, case, new)


def _complete(desk: Desk, case: Case, claim: Case) -> None:
    """What the case knows stands; what it does not know yet is taken from the claim. Its unit stays: what falls to a
    unit that was named in the claim is in duties of that unit."""
    case.plaintiff = case.plaintiff or claim.plaintiff
    if case.plaintiff_count == 1:
        case.plaintiff_count = claim.plaintiff_count
    case.cause, case.court = case.cause or claim.cause, case.court or claim.court
    case.original_number = case.original_number or claim.original_number
    known = {name: value for name, value in case.facts.items() if value not in (None, "", [])}
    new = {name: value for name, value in claim.facts.items() if name not in _BOOKKEEPING}
    case.facts = {**new, **known}
    if claim.facts.get("handling_open") and case.handling_agency_id is None:
        case.facts = {**case.facts, "handling_open": True}
    case.revise()
    desk.session.add(case)


def _move_parties(desk: Desk, claim: Case, case: Case) -> set[int]:
    """It is written down as for everybody who becomes a party. Returns the agencies of the claim."""
    parties = cases_store.parties_of(desk.session, claim.id)
    for party in parties:
        desk.session.delete(party)
        desk.session.flush()
        cases.join(desk, case, party.agency_id, party.capacity, facts=party.facts)
    if parties:
        # Whom the claim only named can be drawn in now.
        named = Stated(agencies=tuple(facts.outside(claim)))
        party_rows.tell(desk, case, party_rows.take(desk, case, parties[0].agency_id, named), "")
    return {party.agency_id for party in parties}


# -- hearings ------------------------------------------------------------------------------------------------------


def _move_hearings(desk: Desk, claim: Case, case: Case) -> dict[int, int]:
    """Each hearing goes into the case, or its appearances to the one that it is; returns which became which."""
    twins: dict[int, int] = {}
    for hearing in hearings_store.of_case(desk.session, claim.id):
        twin = _twin(desk, hearing, case)
        if twin is None:
            hearing.case_id = case.id or 0
            desk.session.add(hearing)
        else:
            twins[hearing.id or 0] = twin.id or 0
    desk.session.flush()
    rows = appearances_store.all_of_case(desk.session, claim.id)
    for row in rows:
        _move_appearance(desk, row, case, twins)
    for old, new in twins.items():
        _become(desk, desk.session.get_one(Hearing, old), desk.session.get_one(Hearing, new))
    return twins


def _move_appearance(desk: Desk, row: Appearance, case: Case, twins: dict[int, int]) -> None:
    """Where the agency has one at that hearing already, the one for which a leader is named is kept."""
    claim_id, old = row.case_id, row.hearing_id
    new = twins.get(old or 0)
    there = appearances_store.of_agency(desk.session, new, row.agency_id) if new else None
    if there is not None and (there.leader_name or not row.leader_name):
        row.state = AppearanceState.CLOSED
        row.revise()
        desk.session.add(row)
        desk.session.flush()
        return
    row.case_id, row.hearing_id = case.id or 0, None if there is not None else new or old
    desk.session.add(row)
    desk.session.flush()
    if there is not None:
        there.case_id, there.hearing_id, there.state = claim_id, old, AppearanceState.CLOSED
        there.revise()
        desk.session.add(there)
        desk.session.flush()
        row.hearing_id = new
        desk.session.add(row)
        desk.session.flush()


def _twin(desk: Desk, hearing: Hearing, case: Case) -> Hearing | None:
    """The hearing of the case at the same instant and place; where one of the two has no place, the instant tells."""
    looked_at = (HearingStatus.PENDING, *_SET) if hearing.status is HearingStatus.PENDING else _SET
    if hearing.status not in looked_at:
        return None
    found = hearings_store.held_at(desk.session, case.id, hearing.starts_at, looked_at)
    return next((one for one in found if _same_place(one.place, hearing.place)), None)


def _same_place(one: str, other: str) -> bool:
    return not one or not other or one.split() == other.split()


def _become(desk: Desk, old: Hearing, new: Hearing) -> None:
    """One hearing turned out to be another: what was said and planned of it is that other one's."""
    keys = (f":{old.id}:{old.sequence}:", f":{new.id}:{new.sequence}:")
    shows = {"hearing": new.id, "sequence": new.sequence}
    outbox.about_another(desk, plans.subject_of(old), plans.subject_of(new), key=keys, args=shows)
    for result in hearings_store.all_results(desk.session, old.id):
        if hearings_store.result_of(desk.session, new.id, result.agency_id) is None:
            result.hearing_id = new.id or 0
            desk.session.add(result)
    events_store.give_hearing(desk.session, old.id, new.id)
    if old.status is HearingStatus.HELD and new.status is not HearingStatus.HELD:
        new.status = old.status
        new.revise()
    new.place, new.online = new.place or old.place, new.online or old.online
    old.status, old.notes = HearingStatus.CANCELLED, {**old.notes, cards.MERGED: new.id}
    old.revise()
    desk.session.add_all([new, old])
    desk.session.flush()


def _catch_up(desk: Desk, case: Case, new: set[int]) -> None:
    """Every party appears at the hearings to come, and is judged anew, for there are more parties now. The new one
    hears of it with the confirmation."""
    for hearing in hearings_store.of_case(desk.session, case.id):
        if hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now:
            for agency_id in hearings.concerned(desk, case):
                appear(desk, hearing, agency_id, tell=agency_id not in new)
            desk.house.wiring.tell_hearing_changed(desk, hearing)
        outbox.refresh(desk, plans.subject_of(hearing))


def appear(desk: Desk, hearing: Hearing, agency_id: int, *, tell: bool) -> None:
    """An agency has its part in a hearing to come, judged as things stand now; with `tell`, its people are told."""
    row, is_new = appearances.for_hearing(desk, hearing, agency_id)
    if row.state is not AppearanceState.CLOSED:
        verdicts.renew(desk, row, hearing)
    if is_new:
        plans.plan_agency(desk, hearing, row)
        plans.plan_leader(desk, hearing, row)
        outcomes.of_coming(desk, hearing, row)
        if tell:
            hearings.tell_entry(desk, hearing, row)


# -- duties and messages -------------------------------------------------------------------------------------------


def _move_duties(desk: Desk, claim: Case, case: Case, twins: dict[int, int]) -> None:
    """With their dates. What makes a duty once names the case or the hearing: there it is the other one from now on."""
    for duty in duties_store.of_case(desk.session, claim.id):
        duty.case_id = case.id
        duty.hearing_id = twins.get(duty.hearing_id or 0, duty.hearing_id)
        about = _renamed(duty.about, claim, case, twins)
        key = duty.key.replace(f"/{duty.about}@", f"/{about}@")
        taken = next((one for one in duties_store.about(desk.session, about, duty.rule) if one.key == key), None)
        desk.session.add(duty)
        desk.session.flush()
        if taken is None:
            duty.about, duty.key = about, key
            desk.session.add(duty)
            desk.session.flush()
        elif taken.id != duty.id and duty.state in PENDING:
            duties.cancel(desk, duty, "")


def _renamed(about: str, claim: Case, case: Case, twins: dict[int, int]) -> str:
    kind, _, rest = about.partition(":")
    number, _, agency = rest.partition(":")
    if kind == "case" and number == str(claim.id):
        return f"case:{case.id}:{agency}"
    if kind == "hearing" and number.isdigit() and int(number) in twins:
        return f"hearing:{twins[int(number)]}:{agency}"
    return about


def _move_messages(desk: Desk, claim: Case, case: Case) -> None:
    """A card that was not said yet would say less than what is said now; all else is about the case."""
    outbox.cancel(desk, About.CASE(claim.id), topics=(CARD,))
    outbox.about_another(desk, About.CASE(claim.id), About.CASE(case.id))
    outbox.refresh(desk, About.CASE(case.id))
