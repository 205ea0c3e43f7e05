"""One candidate for a breach on a card: what it rests on, what the texts provide for, which papers can be begun."""

from __future__ import annotations

from datetime import date

from bot.domain.documents.breaches import CandidateCard, CandidateState, Named
from bot.domain.documents.documents import STATE_NAMES
from bot.domain.documents.kinds import Kind
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.terms import Role
from bot.services.documents import breaches, drafting, heard, kinds, permissions
from bot.services.duties import cards as duty_cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.documents import breaches as store
from bot.store.duties import queries as duties_store
from bot.store.tables import BreachCandidate, Document, Duty, Person

FIRST = "naming_notice"
"""What the unit gets first, alone."""
PAPERS = (FIRST, "interview_record", "rectification_notice", "criticism_proposal")
"""Kinds of papers that a confirmed breach may lead to, in the order of the ladder."""


def card(desk: Desk, candidate_id: int) -> CandidateCard:
    """The candidate as the actor, who decides on it, sees it.

    Raises:
        Missing: there is none (any more). NotAllowed: it is another bureau's.
    """
    row = breaches.candidate(desk, candidate_id)
    decider = desk.session.get(Person, row.decided_by) if row.decided_by else None
    about = breaches.papers(desk, row)
    return CandidateCard(
        id=row.id or 0,
        version=row.version,
        agency=access.agency(desk, row.agency_id).short_name,
        case=breaches.number_of(desk, row),
        breach=breaches.breach_of(desk, row),
        on=row.on,
        state=row.state,
        ground=_ground(desk, row),
        besides=tuple(_title(one) for one in breaches.besides(desk, row)),
        citation=breaches.citation(desk, row),
        provided=breaches.provided(desk, row),
        chosen=tuple(row.measures),
        said=row.said,
        reason=row.reason,
        decided_by=decider.name if decider else "",
        decided_at=row.decided_at,
        papers=tuple(_paper(desk, one) for one in about),
        offered=_offered(desk, row, about) if row.state is CandidateState.CONFIRMED else (),
        untold=row.state is CandidateState.CONFIRMED and not any(one.kind == FIRST for one in about),
    )


def _ground(desk: Desk, row: BreachCandidate) -> tuple[str, str]:
    duty = desk.session.get(Duty, row.duty_id) if row.duty_id else None
    return (duty.title.get("zh", ""), duty.title.get("en", "")) if duty else ("", "")


def _title(duty: Duty) -> tuple[str, str, date]:
    return duty.title.get("zh", ""), duty.title.get("en", ""), duty.deadline


def _paper(desk: Desk, document: Document) -> tuple[int, str, str, str]:
    kind = desk.house.law.kinds.get(document.kind)
    zh, en = (kind.zh, kind.en) if kind else (document.kind, document.kind)
    return document.id or 0, zh, en, STATE_NAMES[document.state]


def _offered(desk: Desk, row: BreachCandidate, about: list[Document]) -> tuple[Named, ...]:
    """What is not begun yet; what names the unit to others only after the unit was told."""
    begun = {one.kind for one in about}
    known = [desk.house.law.kinds[one] for one in PAPERS if one in desk.house.law.kinds and one not in begun]
    return tuple(Named(one.id, one.zh, one.en) for one in known if not one.after or one.after in begun)


def begin(desk: Desk, candidate_id: int, version: int, kind_id: str) -> Document:
    """A draft about a confirmed breach, of the bureau whose coordinator the actor is.

    Raises:
        Missing, NotAllowed, Stale: as `breaches.candidate`; also where the kind is none of these.
        Refused: the breach was not confirmed.
    """
    row = breaches.candidate(desk, candidate_id, version)
    if row.state is not CandidateState.CONFIRMED:
        raise Refused("Please confirm first that it is a breach.")
    if kind_id not in PAPERS:
        raise Missing
    kind, duty = kinds.of(desk, kind_id), _asking(desk, row)
    bureau = duty.agency_id if duty is not None else _bureau(desk, row)
    if not permissions.may_draft(desk, kind, access.agency(desk, bureau), None):
        raise NotAllowed
    asked = duty is not None and duty.citation.get("draft") == kind_id
    return drafting.prepare(
        desk,
        kind_id,
        agency_id=bureau,
        duty_id=duty.id if duty is not None and asked else None,
        case_id=row.case_id,
        hearing_id=row.hearing_id,
        subject=f"{heard.CANDIDATE}:{row.id}",
        addressee_id=None if _is_for_others(kind) else row.agency_id,
    )


def before(desk: Desk, duty_id: int) -> int | None:
    """What is held against the unit because of which a duty asks for a paper that names it: that is confirmed first,
    and the unit told; None where the paper names nobody, or nothing is held against it.

    Raises:
        Missing, NotAllowed: there is no such duty, or it is not the actor's to see.
    """
    duty = duty_cards.visible(desk, duty_id)
    kind = desk.house.law.kinds.get(str(duty.citation.get("draft") or ""))
    unit = int(duty.citation.get("for") or 0)
    if kind is None or not kind.after or not desk.actor.may(Action.JUDGE_DUTY, access.agency(desk, unit).path):
        return None
    breaches.raise_all(desk, [unit])
    rows = [one for one in store.known(desk.session, [unit]) if one.state in _HELD and _same(one, duty)]
    # One hearing can go against several texts.
    return next((one.id for one in rows if _is_about(desk, duty, one)), None)


_HELD = (CandidateState.OPEN, CandidateState.CONFIRMED)


def _same(row: BreachCandidate, duty: Duty) -> bool:
    """Whether a duty was started by what is held against the unit: in the same hearing."""
    return row.hearing_id is not None and row.hearing_id == duty.hearing_id


def _is_about(desk: Desk, duty: Duty, row: BreachCandidate) -> bool:
    """Whether what is held against the unit is a breach by the very text that a duty follows."""
    rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
    return rule is not None and row.code in rule.breach


def _asking(desk: Desk, row: BreachCandidate) -> Duty | None:
    """The duty of a bureau to have the unit criticised for it: that bureau writes, whoever of those above does it."""
    rows = duties_store.pending_of_hearing(desk.session, row.hearing_id) if row.hearing_id else []
    about = [one for one in rows if one.citation.get("for") == row.agency_id and _is_about(desk, one, row)]
    known = desk.house.law.kinds
    return next((one for one in about if (kind := known.get(str(one.citation.get("draft")))) and kind.after), None)


def _is_for_others(kind: Kind) -> bool:
    return bool(kind.addressee)


def _bureau(desk: Desk, row: BreachCandidate) -> int:
    """The nearest bureau above the unit that the actor coordinates for."""
    path = access.agency(desk, row.agency_id).path
    mine = [one for one in desk.actor.appointments if one.role is Role.COORDINATOR and path.startswith(one.reach)]
    if not mine or not desk.actor.may(Action.JUDGE_DUTY, path):
        raise NotAllowed
    return max(mine, key=lambda one: max(len(reach) for reach in one.reach if path.startswith(reach))).agency_id
