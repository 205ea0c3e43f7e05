"""Corrections of the parties of a case: who is one, in which capacity, who sues, what was reconsidered, who appears.

Each needs the right to correct the case, is written down with its reason, and is followed by duties and appearances.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.cases.acts import PARTIES_STATED
from bot.domain.cases.parties import (
    PUBLIC_INTEREST,
    Changed,
    Ground,
    Turned,
    chosen_capacity,
    stored_capacity,
    who_appears,
)
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PartyCapacity
from bot.services.agencies import bodies
from bot.services.cases import cases, handling, parties, party_answers
from bot.services.cases.parties import REVIEW
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import facts
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case

_WHO = ("co_defendants_agreed", "court_named", "original_agency")


def add(desk: Desk, case_id: int, version: int, body: str, choice: str, reason: str = "") -> Case:
    """An agency becomes a party; `body` is its id or its name, `choice` a capacity, or that it only handles the case.

    Raises:
        Missing: there is no such case or agency.
        NotAllowed: it needs the right to correct the case.
        Stale: somebody changed the case meanwhile.
        Refused: it is a party already.
    """
    case = _open(desk, case_id, version)
    near = cases.agencies_of(desk, case)[0].id or 0
    agency = _chosen(desk, body, near)
    if choice == "handling":
        return _handled(desk, case, agency)
    capacity, more = stored_capacity(choice)
    if agency is not None and cases_store.party_of(desk.session, case.id, agency.id) is not None:
        raise Refused("{agency} is a party already. Please correct its capacity.", agency=agency.short_name)
    if agency is None or case.claimed_by:
        turned = parties.keep_name(desk, case, agency.short_name if agency else body, capacity)
        return _corrected(desk, case, [turned], [], reason)
    cases.join(desk, case, agency.id or 0, capacity, facts=more)
    return _corrected(desk, case, [Turned("capacity", agency.short_name, "", choice)], [agency.id or 0], reason)


def _chosen(desk: Desk, body: str, near: int) -> Agency | None:
    """The agency that was pressed, or the one that a name means. Raises Missing for a number that was not offered."""
    if not (body.isascii() and body.isdigit()):
        return bodies.named(desk, body, near)
    found = next((one for one in bodies.beside(desk, near) if str(one.id) == body), None)
    if found is None:
        raise Missing
    return found


def _handled(desk: Desk, case: Case, agency: Agency | None) -> Case:
    if agency is None:
        raise Missing
    if not any(desk.actor.may(one, agency.path) for one in (Action.ENTER_PAPER, Action.ASSIGN_UNIT)):
        raise NotAllowed
    handling.set_unit(desk, case, agency)
    desk.house.wiring.tell_parties_changed(desk, case)
    return case


def fix(desk: Desk, case_id: int, version: int, body: str, choice: str, reason: str) -> Case:
    """The capacity of a party is corrected, or it is none; `body` is an agency's id, or a name that is kept.

    Raises:
        Missing, NotAllowed, Stale: as `add`; Missing too where it is no party.
        Refused: no reason is given, papers were served on it, or no other party would be left.
    """
    case = _open(desk, case_id, version)
    words = reasoned(reason)
    if not (body.isascii() and body.isdigit()):
        return _fix_name(desk, case, body, choice, words)
    party = cases_store.party_of(desk.session, case.id, int(body))
    if party is None:
        raise Missing
    agency = access.agency(desk, party.agency_id)
    if choice == "none":
        _require_removable(desk, case, agency)
        old = chosen_capacity(party.capacity, alone=bool(party.facts.get("alone")))
        parties.remove(desk, case, party, words)
        return _corrected(desk, case, [Turned("capacity", agency.short_name, old, "")], [agency.id or 0], words)
    turned = parties.settle(desk, case, party, agency, choice, words)
    return _corrected(desk, case, [turned], [agency.id or 0], words)


def _fix_name(desk: Desk, case: Case, name: str, choice: str, reason: str) -> Case:
    known = dict(facts.outside(case))
    if name not in known:
        raise Missing
    old = known.pop(name).value
    if choice != "none":
        known[name] = stored_capacity(choice)[0]
    parties.write(desk, case, facts.OUTSIDE, [[n, c.value] for n, c in known.items()])
    new = {"outside": name} if choice != "none" else {}
    desk.audit(PARTIES_STATED, About.CASE(case.id), case_id=case.id, old={"outside": name}, new=new, reason=reason)
    return _corrected(desk, case, [Turned("capacity", name, old, "" if choice == "none" else choice)], [], reason)


def _require_removable(desk: Desk, case: Case, agency: Agency) -> None:
    if papers_store.standing(desk.session, case.id, agency_id=agency.id):
        raise Refused(
            "Papers that were served on {agency} are recorded in this case. Please correct or withdraw them first.",
            agency=agency.short_name,
        )
    if len(cases_store.parties_of(desk.session, case.id)) < 2:
        raise Refused("{agency} is the only party. Please add the right one first.", agency=agency.short_name)


def plaintiffs(
    desk: Desk,
    case_id: int,
    version: int,
    *,
    name: str | None = None,
    count: int | None = None,
    procuratorate: bool | None = None,
    reason: str = "",
) -> Case:
    """Who sues, how many, whether it is a procuratorate; what is None stays.

    Raises:
        Missing, NotAllowed, Stale: as `add`.
        Refused: what is recorded is changed without a reason.
    """
    case = _open(desk, case_id, version)
    turned: list[Turned | None] = []
    if name is not None and name != case.plaintiff:
        words = reasoned(reason) if case.plaintiff else reason
        old, case.plaintiff = case.plaintiff, name[:120]
        desk.audit(
            PARTIES_STATED,
            About.CASE(case.id),
            case_id=case.id,
            old={"plaintiff": old},
            new={"plaintiff": name},
            reason=words,
        )
    if count is not None and count != case.plaintiff_count:
        turned.append(_counted(desk, case, count, reason))
    tagged = PUBLIC_INTEREST in (case.facts.get("tags") or ())
    if procuratorate is not None and procuratorate != tagged:
        parties.tag(desk, case, on=procuratorate, reason=reason)
        turned.append(Turned("procuratorate", "", *(("no", "yes") if procuratorate else ("yes", "no"))))
    return _corrected(desk, case, turned, [], reason)


def _counted(desk: Desk, case: Case, count: int, reason: str) -> Turned:
    old, case.plaintiff_count = case.plaintiff_count, count
    words = reasoned(reason) if old != 1 else reason
    desk.audit(
        PARTIES_STATED,
        About.CASE(case.id),
        case_id=case.id,
        old={"plaintiffs": old},
        new={"plaintiffs": count},
        reason=words,
    )
    return Turned("count", "", str(old), str(count))


def reconsidered(desk: Desk, case_id: int, version: int, outcome: str, reason: str = "") -> Case:
    """What the reconsideration came to (a value of the fact `review_outcome`). Raises as `plaintiffs`."""
    case = _open(desk, case_id, version)
    old = str(case.facts.get(REVIEW) or "")
    if old == outcome:
        return case
    words = reasoned(reason) if old else reason
    parties.write(desk, case, REVIEW, outcome)
    before = {"review": old} if old else {}
    desk.audit(PARTIES_STATED, About.CASE(case.id), case_id=case.id, old=before, new={"review": outcome}, reason=words)
    return _corrected(desk, case, [Turned("review", "", old, outcome)], [], words)


def appear(desk: Desk, case_id: int, version: int, chosen: Sequence[str], ground: str, reason: str = "") -> Case:
    """Whose leaders appear among those who are sued together, and on what ground; `chosen` are ids, or names that are
    kept.

    Raises:
        Missing, NotAllowed, Stale: as `add`.
        Refused: nobody is chosen, or what was answered is changed without a reason.
    """
    case = _open(desk, case_id, version)
    rows = {p.agency_id: p for p in cases_store.parties_of(desk.session, case.id)}
    sued = frozenset(n for n, p in rows.items() if p.capacity is not PartyCapacity.THIRD_PARTY)
    ids = frozenset(int(one) for one in chosen if one.isascii() and one.isdigit())
    if not chosen or ground not in set(Ground):
        raise Refused("Please choose at least one.")
    if not ids <= sued:
        raise Missing
    said = who_appears(ids, sued, Ground(ground), beside=len(chosen) - len(ids))
    changing = any(name in rows[one].facts for one in sued for name in _WHO)
    words = reasoned(reason) if changing else reason
    party_answers.record(desk, case, said, reason=words)
    turned = [
        Turned("appears", access.agency(desk, one).short_name, fact, str(value), ground)
        for one, (fact, value) in sorted(said.items())
    ]
    return _corrected(desk, case, turned, sorted(sued), words)


def _open(desk: Desk, case_id: int, version: int) -> Case:
    case = cases.locked(desk, case_id)
    if not cases.may(desk, Action.CORRECT, case):
        raise NotAllowed
    if case.version != version:
        raise Stale
    return case


def _corrected(desk: Desk, case: Case, turned: Iterable[Turned | None], agencies: Sequence[int], reason: str) -> Case:
    case.revise()
    desk.session.add(case)
    desk.session.flush()
    found = tuple(one for one in turned if one is not None)
    parties.follow(desk, case, Changed(found, frozenset(agencies)), reason)
    return case
