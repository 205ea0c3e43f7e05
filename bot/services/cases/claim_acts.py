"""What those who decide about a claim are shown, and their saying that its number is wrong. A yes is in the hearings
room (`joining`), for it moves hearings."""

from __future__ import annotations

from typing import Any

from bot.domain.cases.acts import NUMBER_DOUBTED
from bot.domain.cases.cases import HearingLine, PartyView
from bot.domain.cases.claims import ClaimState, ClaimView
from bot.domain.cases.topics import NUMBER, OfClaim
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_audience
from bot.services.cases import cards, cases, claims
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Case, Person


def decidable(desk: Desk, claim_id: int, version: int) -> Case:
    """The claim, locked, for whoever may decide about it now, over both sides.

    Raises:
        Missing: there is none, or it is decided and not the actor's to know of.
        NotAllowed: the actor has no say in it.
        Stale: it was decided, or something in it changed since the button was shown.
    """
    claim = desk.session.get(Case, claim_id, with_for_update=True)
    if claim is None:
        raise Missing
    if not claims.is_undecided(claim):
        _require_known(desk, claim)
        raise Stale
    if not claims.may_decide(desk, claim):
        raise NotAllowed
    if claim.version != version:
        raise Stale
    return claim


def wrong(desk: Desk, claim_id: int, version: int) -> Case:
    """Its number is wrong: its people are asked for the right one. What runs goes on until then, and after it.

    Raises: as `decidable`.
    """
    claim = decidable(desk, claim_id, version)
    if not claims.is_waiting(claim):
        raise Stale
    claims.settle(desk, claim, ClaimState.DOUBTED)
    desk.audit(
        NUMBER_DOUBTED,
        About.CASE(claim.id),
        case_id=claim.id,
        agency_id=claim.claimed_by,
        new={"number": claim.number},
    )
    for agency in cases.agencies_of(desk, claim):
        outbox.plan(
            desk,
            Notice(NUMBER, OfClaim(case=claim.id or 0, number=claim.number), About.CASE(claim.id)),
            to_audience(f"doers@{agency.id}"),
            dedupe=f"number:{claim.id}:{claim.version}:{agency.id}",
        )
    claims.show(desk, claim)
    outbox.refresh(desk, About.CASE(claim.id))
    return claim


def correctable(desk: Desk, claim_id: int) -> Case:
    """The claim whose right number the actor may give: somebody who corrects the papers of its agency.

    Raises:
        Missing: there is none, it is not the actor's to see, or its number is not in question.
        NotAllowed: the actor does not correct this agency's papers.
    """
    claim = cases.visible(desk, claim_id)
    if claim.id != claim_id or not claims.is_undecided(claim) or not claims.is_doubted(claim):
        raise Missing
    if not cases.may(desk, Action.CORRECT, claim):
        raise NotAllowed
    return claim


def view(desk: Desk, claim_id: int, number: str = "") -> ClaimView:
    """The claim as those who decide see it; `number` is the one that the question was about, if it is an older one.

    Raises:
        Missing: there is none. NotAllowed: the actor has no say in it, and is not of those who had.
    """
    claim = desk.session.get(Case, claim_id)
    if claim is None:
        raise Missing
    state = _state(claim, number)
    open_ = state in (ClaimState.WAITING, ClaimState.DOUBTED)
    if open_ and not claims.may_decide(desk, claim):
        raise NotAllowed
    if not open_:
        _require_known(desk, claim, asked=bool(number))
    standing = cases_store.by_number(desk.session, number or claim.number)
    shown = standing is not None and cases.may_see(desk, standing)
    return ClaimView(
        id=claim.id or 0,
        version=claim.version,
        number=number or claim.number,
        agency=_agency(desk, claim),
        state=state,
        owners=tuple(_owners(desk, standing)) if open_ else (),
        **(_entered(desk, claim) if open_ else {}),
        settled_by=_name(desk, (claim.facts.get("settled") or {}).get("by")),
        case_id=(standing.id or 0) if standing is not None and shown else 0,
    )


def _state(claim: Case, number: str) -> ClaimState:
    if claim.merged_into is not None:
        return ClaimState.CONFIRMED if claims.said_of(claim) is ClaimState.CONFIRMED else ClaimState.MOVED
    if number and claim.number != number:
        return ClaimState.MOVED
    if not claims.is_undecided(claim):
        return ClaimState.ALONE
    return ClaimState.DOUBTED if claims.is_doubted(claim) else ClaimState.WAITING


def _require_known(desk: Desk, claim: Case, *, asked: bool = False) -> None:
    """How a claim ended is for those who can have been asked: coordinators over its agency or over the case, and
    administrators where it is plain that it was one (`asked`: the question stands in their chat)."""
    standing = cases_store.by_number(desk.session, claim.number)
    sides = [one for one in (cases.followed(desk, claim.id or 0), standing) if one is not None]
    agencies = [agency for side in sides for agency in cases.agencies_of(desk, side)]
    was_claim = asked or bool(claim.claimed_by) or claim.merged_into is not None
    actions = (Action.JUDGE_DUTY, Action.EDIT_TREE) if was_claim else (Action.JUDGE_DUTY,)
    if not any(desk.actor.may(action, agency.path) for action in actions for agency in agencies):
        raise NotAllowed


def _agency(desk: Desk, claim: Case) -> str:
    found = claims.agencies_of(desk, claim) or [access.agency(desk, claim.claimed_by)]
    return "、".join(agency.short_name for agency in found)


def _owners(desk: Desk, standing: Case | None) -> list[PartyView]:
    parties = cases_store.parties_of(desk.session, standing.id) if standing is not None else []
    return [PartyView(p.agency_id, access.agency(desk, p.agency_id).short_name, p.capacity) for p in parties]


def _entered(desk: Desk, claim: Case) -> dict[str, Any]:
    papers = papers_store.standing(desk.session, claim.id)
    hearings = hearings_store.of_case(desk.session, claim.id)
    by = [*(one.entered_by for one in papers), *(one.entered_by for one in hearings)]
    return {
        "papers": tuple(cards.paper_views(desk, papers)),
        "hearings": tuple(HearingLine(h.id or 0, h.starts_at, h.place, h.status, (), h.online) for h in hearings),
        "by": cards.who(desk, next((one for one in by if one), None)),
    }


def _name(desk: Desk, person_id: int | None) -> str:
    person = desk.session.get(Person, person_id) if person_id else None
    return person.name if person else ""
