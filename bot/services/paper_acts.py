"""What happens to a recorded paper: corrected, withdrawn, its decision taking effect, its advice handled."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from bot.domain.access import Action
from bot.domain.cases import DECISION_PAPERS, EffectView, PaperView
from bot.domain.effective import Proposal, propose_effective
from bot.domain.errors import Missing, Refused, Stale
from bot.domain.terms import Lane, PaperKind, ServiceMode
from bot.domain.trigger_facts import OUTCOMES
from bot.domain.triggers import Trigger
from bot.services import access, cases, duties, outbox
from bot.services.desk import Desk
from bot.store.tables import Case, Paper

EFFECTIVE = "paper.effective"
#: Facts of a paper that a correction may change, besides the day of service and the mode.
CORRECTABLE = ("outcome", "ruling_kind", "appeal_wanted", "advice_kind", "term_days", "others_served_on")


def get(desk: Desk, paper_id: int, action: Action = Action.CORRECT) -> Paper:
    """The paper, locked, if the actor may do `action` over its agency.

    Raises:
        Missing: there is none, or it was withdrawn.
        NotAllowed: it is not the actor's to change.
    """
    paper = desk.session.get(Paper, paper_id, with_for_update=True)
    if paper is None or paper.withdrawn:
        raise Missing
    access.require(desk, action, paper.agency_id)
    return paper


def view_of(desk: Desk, paper_id: int, action: Action | None = None) -> PaperView:
    """The paper as a value. Raises Missing or NotAllowed as `cases.visible`; with `action`, as `get`."""
    paper = get(desk, paper_id, action) if action else desk.session.get(Paper, paper_id)
    if paper is None:
        raise Missing
    if action is None:
        cases.visible(desk, paper.case_id)
    return cases.paper_view(desk, paper)


def case_of(desk: Desk, paper_id: int) -> int:
    """The id of a paper's case, withdrawn papers too. Raises Missing or NotAllowed as `cases.visible`."""
    paper = desk.session.get(Paper, paper_id)
    if paper is None:
        raise Missing
    return cases.visible(desk, paper.case_id).id or 0


def correct(desk: Desk, paper_id: int, version: int, changes: dict[str, Any], reason: str) -> Paper:
    """Correct a paper: the duties are worked out anew, and whoever holds them is told old and new.

    `changes` may hold `served_on` and `term_on` (dates), `mode`, and the facts in CORRECTABLE.

    Raises:
        Missing, NotAllowed: as `get`.
        Stale: somebody changed the paper meanwhile.
        Refused: no reason is given, or the new day of service lies ahead.
    """
    paper = get(desk, paper_id)
    _check(paper, version)
    words = _reason(reason)
    old = {name: _plain(_value(paper, name)) for name in changes}
    for name, value in changes.items():
        _set(desk, paper, name, value)
    paper.version += 1
    desk.session.add(paper)
    desk.session.flush()
    new = {name: _plain(_value(paper, name)) for name in changes}
    desk.audit(
        "paper_corrected",
        f"paper:{paper.id}",
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old=old,
        new=new,
        reason=words,
    )
    duties.recompute(desk, paper_id=paper.id or 0, reason=words)
    if paper.kind in DECISION_PAPERS and paper.effective_on is None:
        outbox.cancel(desk, f"paper:{paper.id}", topics=(EFFECTIVE,))
        ask_when_effective(desk, paper)
    return paper


def _set(desk: Desk, paper: Paper, name: str, value: Any) -> None:
    if name == "served_on":
        if value > desk.today:
            raise Refused("{date} has not come yet; a paper cannot have been served in the future.", date=value)
        paper.served_on = value
    elif name == "mode":
        paper.service_mode = ServiceMode(value)
    elif name == "term_on":
        paper.term_on = value
    elif name in CORRECTABLE:
        if name == "outcome" and value not in OUTCOMES:
            raise Refused("This choice is no longer offered.")
        paper.facts = {**paper.facts, name: _plain(value)}
    else:
        raise ValueError(name)


def _value(paper: Paper, name: str) -> Any:
    own = {"served_on": paper.served_on, "mode": paper.service_mode.value, "term_on": paper.term_on}
    return own[name] if name in own else paper.facts.get(name)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def withdraw(desk: Desk, paper_id: int, version: int, reason: str) -> Paper:
    """It was entered by mistake: the paper stays in the history, its duties are taken back, their holders told.

    Raises:
        Missing, NotAllowed, Stale: as `correct`.
        Refused: no reason is given.
    """
    paper = get(desk, paper_id)
    _check(paper, version)
    words = _reason(reason)
    paper.withdrawn, paper.version = True, paper.version + 1
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(
        "paper_withdrawn",
        f"paper:{paper.id}",
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old={"kind": paper.kind.value},
        reason=words,
    )
    outbox.cancel(desk, f"paper:{paper.id}")
    outbox.refresh(desk, f"paper:{paper.id}")
    duties.recompute(desk, paper_id=paper.id or 0, reason=words)
    return paper


# -- taking effect -------------------------------------------------------------------------------------------


def propose(desk: Desk, paper: Paper, others_served_on: date | None = None) -> Proposal:
    """When the decision takes effect, from the days of service that are known (A14); a person confirms it.

    Raises ValueError for a paper that decides nothing.
    """
    others = others_served_on or _others(paper)
    agency = access.agency(desk, paper.agency_id).short_name
    return propose_effective(
        Trigger(paper.kind.value),
        {agency: paper.served_on, "原告": others},
        desk.house.law.calendar,
        appealed=bool(paper.facts.get("appealed")),
        ruling_kind=paper.facts.get("ruling_kind"),
    )


def proposed(desk: Desk, paper_id: int, others_served_on: date | None = None) -> date | None:
    """The proposed day alone. Raises Missing or NotAllowed as `get`."""
    return propose(desk, get(desk, paper_id), others_served_on).on


def _others(paper: Paper) -> date | None:
    given = paper.facts.get("others_served_on")
    return date.fromisoformat(given) if given else None


def ask_when_effective(desk: Desk, paper: Paper) -> None:
    """Ask for the effective date: at once where it follows from service, else the day after our own term ends."""
    if paper.facts.get("appealed") or paper.effective_on is not None:
        return
    expected = propose(desk, paper, _others(paper) or paper.served_on).on
    at = desk.at(desk.house.law.calendar.next_working(expected), time(9)) if expected else desk.now
    outbox.plan(
        desk,
        EFFECTIVE,
        {"paper": paper.id, "by": desk.actor.person_id},
        audience=f"doers@{_asked(desk, paper)}",
        at=max(at, desk.now),
        subject=f"paper:{paper.id}",
        lane=Lane.REMINDER,
        live=True,
        dedupe=f"effective:{paper.id}:{paper.version}",
    )


def _asked(desk: Desk, paper: Paper) -> int:
    case = desk.session.get(Case, paper.case_id)
    return (case.handling_agency_id if case else None) or paper.agency_id


def effect_view(desk: Desk, paper_id: int) -> EffectView:
    """What is proposed and what is confirmed.

    Raises:
        Missing, NotAllowed: the paper is gone, or not the actor's to see.
        Refused: the paper decides nothing.
    """
    paper = desk.session.get(Paper, paper_id)
    if paper is None or paper.withdrawn:
        raise Missing
    case = cases.visible(desk, paper.case_id)
    if paper.kind not in DECISION_PAPERS:
        raise Refused("This paper decides nothing that could take effect.")
    proposal = propose(desk, paper)
    return EffectView(
        cases.paper_view(desk, paper),
        case.number,
        case.id or 0,
        proposal.on,
        proposal.steps,
        paper.effective_on,
        proposal.provisional,
    )


def confirm_effective(
    desk: Desk, paper_id: int, version: int, on: date, *, others_served_on: date | None = None, reason: str = ""
) -> Paper:
    """A person says since when the decision is in effect; what the law starts from there starts.

    Raises:
        Missing, NotAllowed, Stale: as `correct`.
        Refused: the day lies ahead or before service, or a confirmed day is changed without a reason.
    """
    paper = get(desk, paper_id)
    _check(paper, version)
    if not paper.served_on <= on <= desk.today:
        raise Refused(
            "The effective date must lie between the day of service, {first}, and today, {last}.",
            first=paper.served_on,
            last=desk.today,
        )
    old = paper.effective_on
    words = _reason(reason) if old is not None and old != on else reason.strip()[:500]
    paper.effective_on, paper.version = on, paper.version + 1
    if others_served_on is not None:
        paper.facts = {**paper.facts, "others_served_on": others_served_on.isoformat()}
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(
        "judgment_effective",
        f"paper:{paper.id}",
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old={"on": old.isoformat()} if old else {},
        new={"on": on.isoformat()},
        reason=words,
    )
    _starts(desk, paper, Trigger.JUDGMENT_EFFECTIVE, on, words, again=old is not None)
    return paper


def appealed(desk: Desk, paper_id: int, version: int) -> Paper:
    """Somebody appealed: the decision does not take effect. Raises as `correct`."""
    paper = get(desk, paper_id)
    _check(paper, version)
    paper.facts, paper.version = {**paper.facts, "appealed": True}, paper.version + 1
    paper.effective_on = None
    desk.session.add(paper)
    desk.session.flush()
    desk.audit("judgment_appealed", f"paper:{paper.id}", case_id=paper.case_id, agency_id=paper.agency_id)
    outbox.cancel(desk, f"paper:{paper.id}", topics=(EFFECTIVE,))
    outbox.refresh(desk, f"paper:{paper.id}")
    _drop_effects(desk, paper)
    outbox.refresh(desk, f"case:{paper.case_id}")
    return paper


def _drop_effects(desk: Desk, paper: Paper) -> None:
    """What had started from a day of effect that was confirmed too early is taken back."""
    for duty in duties.pending_of(desk, paper.id or 0, Trigger.JUDGMENT_EFFECTIVE):
        duties.cancel(desk, duty, "")


def advice_handled(desk: Desk, paper_id: int, version: int, on: date) -> Paper:
    """The advice is dealt with: from here the letter to the court is due.

    Raises:
        Missing, NotAllowed, Stale: as `correct`.
        Refused: the paper is no advice, or the day lies ahead or before its receipt.
    """
    paper = get(desk, paper_id)
    _check(paper, version)
    if paper.kind is not PaperKind.ADVICE:
        raise Refused("This paper is no judicial advice.")
    if not paper.served_on <= on <= desk.today:
        raise Refused(
            "The day must lie between receipt, {first}, and today, {last}.", first=paper.served_on, last=desk.today
        )
    again = bool(paper.facts.get("handled_on"))
    paper.facts, paper.version = {**paper.facts, "handled_on": on.isoformat()}, paper.version + 1
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(
        "advice_handled",
        f"paper:{paper.id}",
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        new={"on": on.isoformat()},
    )
    _starts(desk, paper, Trigger.ADVICE_HANDLED, on, "", again=again)
    return paper


def _starts(desk: Desk, paper: Paper, trigger: Trigger, on: date, reason: str, *, again: bool) -> None:
    outbox.cancel(desk, f"paper:{paper.id}", topics=(EFFECTIVE,))
    outbox.refresh(desk, f"paper:{paper.id}")
    case = desk.session.get(Case, paper.case_id)
    if again:
        duties.recompute(desk, paper_id=paper.id or 0, reason=reason)
        return
    duties.start(desk, trigger=trigger, on=on, agency_id=paper.agency_id, case=case, paper=paper, announced=True)


def _check(paper: Paper, version: int) -> None:
    if paper.version != version:
        raise Stale


def _reason(reason: str) -> str:
    words = " ".join(reason.split())[:500]
    if len(words) < 2:
        raise Refused("Please give a reason.")
    return words
