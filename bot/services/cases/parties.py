"""The parties of a case: what papers say of them is taken over. Corrections are in `party_acts`.

What follows from it is worked out here for duties, and by whoever listens to `parties_changed` for appearances; people
are told only what is another now.
"""

from __future__ import annotations

from bot.domain.cases.acts import CASE_TAGGED, PARTIES_STATED, PARTY_CHANGED, PARTY_REMOVED
from bot.domain.cases.parties import PUBLIC_INTEREST, Changed, Turned, chosen_capacity, stored_capacity
from bot.domain.cases.topics import PARTIES, OfParties
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PartyCapacity
from bot.domain.hall.topics import Notice, to_person
from bot.domain.law.trigger_facts import TAGS
from bot.domain.reading.parties import Stated
from bot.services.agencies import bodies
from bot.services.cases import cases, handling
from bot.services.duties import duties
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import facts
from bot.services.post import delivery, outbox
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case, Party

REVIEW = "review_outcome"


def state(desk: Desk, case: Case, own_id: int, stated: Stated, *, only_handles: bool = False) -> None:
    """Take over what a paper says, and let everything follow; `only_handles`: it was served on another agency, for
    which this one handles the case."""
    changed = take(desk, case, own_id, stated)
    if only_handles:
        handles(desk, case, own_id)
    follow(desk, case, changed)


def take(desk: Desk, case: Case, own_id: int, stated: Stated) -> Changed:
    """Take over what a paper of this agency says and the case does not know yet; what is known is only corrected.

    Nothing follows from it before `follow`: whoever records the paper does that when all of it is there.
    """
    found = [_placed(desk, case, own_id, name, capacity) for name, capacity in stated.agencies]
    turned = [one for one, _ in found if one is not None]
    agencies = {agency_id for one, agency_id in found if one is not None and agency_id}
    told = _described(desk, case, stated)
    if turned or told:
        case.revise()
        desk.session.add(case)
        desk.session.flush()
    return Changed((*turned, *told), frozenset(agencies))


def _placed(desk: Desk, case: Case, own_id: int, name: str, capacity: PartyCapacity) -> tuple[Turned | None, int]:
    """One agency that a paper names gets its place, unless somebody has said it before."""
    agency = bodies.named(desk, name, own_id)
    party = cases_store.party_of(desk.session, case.id, agency.id) if agency is not None else None
    if agency is None or (party is None and case.claimed_by):
        # Under a number that is others' case nobody else is drawn in: a name is kept until that is settled.
        return keep_name(desk, case, agency.short_name if agency else name, capacity), 0
    if party is None:
        cases.join(desk, case, agency.id or 0, capacity)
        return Turned("capacity", agency.short_name, "", capacity.value), agency.id or 0
    if not party.facts.get("assumed"):
        return None, 0
    return settle(desk, case, party, agency, capacity.value, ""), agency.id or 0


def settle(desk: Desk, case: Case, party: Party, agency: Agency, choice: str, reason: str) -> Turned | None:
    """The capacity is said now; None where it is the one that was taken for granted."""
    old = chosen_capacity(party.capacity, alone=bool(party.facts.get("alone")))
    capacity, more = stored_capacity(choice)
    before = party.capacity
    party.capacity = capacity
    party.facts = {n: v for n, v in party.facts.items() if n not in ("assumed", "alone")} | more
    desk.session.add(party)
    desk.session.flush()
    if old == choice:
        return None
    desk.audit(
        PARTY_CHANGED,
        About.CASE(case.id),
        case_id=case.id,
        agency_id=party.agency_id,
        old={"capacity": before.value},
        new={"capacity": capacity.value},
        reason=reason,
    )
    return Turned("capacity", agency.short_name, old, choice)


def keep_name(desk: Desk, case: Case, name: str, capacity: PartyCapacity) -> Turned | None:
    known = dict(facts.outside(case))
    if name in known:
        return None
    write(desk, case, facts.OUTSIDE, [*([n, c.value] for n, c in known.items()), [name, capacity.value]])
    desk.audit(PARTIES_STATED, About.CASE(case.id), case_id=case.id, new={"outside": name})
    return Turned("capacity", name, "", capacity.value)


def write(desk: Desk, case: Case, name: str, value: object) -> None:
    case.facts = {**case.facts, name: value}
    desk.session.add(case)
    desk.session.flush()


def _described(desk: Desk, case: Case, stated: Stated) -> list[Turned]:
    """Plaintiffs and the reconsideration, where nothing is known of them."""
    turned: list[Turned] = []
    case.plaintiff = case.plaintiff or stated.plaintiff[:120]
    if stated.count and stated.count > 1 and case.plaintiff_count == 1:
        case.plaintiff_count = stated.count
        # That there is one was taken for granted: nothing that was said is another now.
        turned.append(Turned("count", "", "", str(stated.count)))
    if stated.review and not case.facts.get(REVIEW):
        write(desk, case, REVIEW, stated.review)
        turned.append(Turned("review", "", "", stated.review))
    if stated.procuratorate and PUBLIC_INTEREST not in (case.facts.get("tags") or ()):
        tag(desk, case, on=True)
        turned.append(Turned("procuratorate", "", "no", "yes"))
    desk.session.add(case)
    desk.session.flush()
    return turned


def tag(desk: Desk, case: Case, *, on: bool, reason: str = "") -> None:
    """The tag of a public-interest suit, which the rule books know such a plaintiff by."""
    old = list(case.facts.get("tags") or ())
    new = [tag for tag in TAGS if (on if tag == PUBLIC_INTEREST else tag in old)]
    write(desk, case, "tags", new)
    desk.audit(CASE_TAGGED, About.CASE(case.id), case_id=case.id, old={"tags": old}, new={"tags": new}, reason=reason)


def differing(desk: Desk, case: Case, stated: Stated) -> list[Turned]:
    """Where a paper says something else than what is recorded, which stays: old is what is recorded."""
    found = []
    for name, capacity in stated.agencies:
        party = next((p for p, a in _agencies(desk, case) if bodies.is_called(desk, a, name)), None)
        if party is not None and party.capacity is not capacity and not party.facts.get("assumed"):
            found.append(Turned("capacity", name, party.capacity.value, capacity.value))
    if stated.count and case.plaintiff_count not in (1, stated.count):
        found.append(Turned("count", "", str(case.plaintiff_count), str(stated.count)))
    known = str(case.facts.get(REVIEW) or "")
    if stated.review and known and known != stated.review:
        found.append(Turned("review", "", known, stated.review))
    return found


def _agencies(desk: Desk, case: Case) -> list[tuple[Party, Agency]]:
    return [(p, access.agency(desk, p.agency_id)) for p in cases_store.parties_of(desk.session, case.id)]


def handles(desk: Desk, case: Case, agency_id: int) -> None:
    """The agency entered a paper of another one, for which it handles the case: it is no party itself."""
    if case.handling_agency_id is None:
        handling.set_unit(desk, case, access.agency(desk, agency_id))
    parties = cases_store.parties_of(desk.session, case.id)
    own = next((party for party in parties if party.agency_id == agency_id), None)
    if own is not None and own.facts.get("assumed") and len(parties) > 1:
        remove(desk, case, own, "")


def remove(desk: Desk, case: Case, party: Party, reason: str) -> None:
    desk.session.delete(party)
    desk.session.flush()
    desk.audit(
        PARTY_REMOVED,
        About.CASE(case.id),
        case_id=case.id,
        agency_id=party.agency_id,
        old={"capacity": party.capacity.value},
        reason=reason,
    )


# -- what follows --------------------------------------------------------------------------------------------------


def follow(desk: Desk, case: Case, changed: Changed, reason: str = "") -> None:
    """Duties and appearances are worked out anew, and those concerned are told what is another now."""
    outbox.refresh(desk, About.CASE(case.id))
    if not changed:
        return
    duties.recompute(desk, case_id=case.id or 0, reason=reason)
    desk.house.wiring.tell_parties_changed(desk, case)
    tell(desk, case, changed, reason)


def tell(desk: Desk, case: Case, changed: Changed, reason: str) -> None:
    """One message to the people of each agency for which something is another now, but not to whoever did it."""
    shows = OfParties(case.id or 0, case.number, [one.plain() for one in changed.turned], desk.actor.name, reason)
    for agency_id in sorted(changed.agencies):
        for person in delivery.people_of(desk, f"doers@{agency_id}"):
            if person.id != desk.actor.person_id:
                outbox.plan(
                    desk,
                    Notice(PARTIES, shows, About.CASE(case.id)),
                    to_person(person.id),
                    dedupe=f"{PARTIES}:{case.id}:{case.version}:{int(desk.now.timestamp())}:{person.id}",
                )
