"""A person says that a decision took effect, or was appealed, or that an advice is dealt with: what follows starts."""

from __future__ import annotations

from datetime import date

from bot.domain.cases.acts import ADVICE_HANDLED, JUDGMENT_APPEALED, JUDGMENT_EFFECTIVE
from bot.domain.cases.cases import DECISION_PAPERS, EffectView
from bot.domain.cases.topics import EFFECTIVE
from bot.domain.hall.errors import Missing, Refused, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import PaperKind
from bot.domain.law.triggers import Trigger
from bot.services.cases import cards, cases, effects, paper_acts
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Case, Paper


def proposed(desk: Desk, paper_id: int, others_served_on: date | None = None) -> date | None:
    """The proposed day alone. Raises Missing or NotAllowed as `paper_acts.get`."""
    return effects.propose(desk, paper_acts.get(desk, paper_id), others_served_on).on


def effect_view(desk: Desk, paper_id: int) -> EffectView:
    """What is proposed and what is confirmed.

    Raises:
        Missing, NotAllowed: the paper is gone, or not the actor's to see.
        Refused: the paper decides nothing.
    """
    paper = cards.visible_paper(desk, paper_id)
    if paper.withdrawn:
        raise Missing
    case = cases.visible(desk, paper.case_id)
    if paper.kind not in DECISION_PAPERS:
        raise Refused("This paper decides nothing that could take effect.")
    proposal = effects.propose(desk, paper)
    return EffectView(
        cards.paper_view(desk, paper),
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
        Missing, NotAllowed, Stale: as `paper_acts.correct`.
        Refused: the day lies ahead, before service or within the term of appeal, or a confirmed day is changed without
            a reason.
    """
    paper = paper_acts.get(desk, paper_id)
    paper_acts.check(paper, version)
    if not paper.served_on <= on <= desk.today:
        raise Refused(
            "The effective date must lie between the day of service, {first}, and today, {last}.",
            first=paper.served_on,
            last=desk.today,
        )
    _check_appeal_is_over(desk, paper, on, others_served_on)
    old = paper.effective_on
    words = reasoned(reason) if old is not None and old != on else reason.strip()[:500]
    paper.effective_on = on
    paper.revise()
    if others_served_on is not None:
        paper.facts = {**paper.facts, "others_served_on": others_served_on.isoformat()}
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(
        JUDGMENT_EFFECTIVE,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old={"on": old.isoformat()} if old else {},
        new={"on": on.isoformat()},
        reason=words,
    )
    _starts(desk, paper, Trigger.JUDGMENT_EFFECTIVE, on, words, again=old is not None)
    return paper


def _check_appeal_is_over(desk: Desk, paper: Paper, on: date, others_served_on: date | None) -> None:
    """A decision that can be appealed is not in effect while anybody may still appeal (行政诉讼法 art. 85).

    Whoever is not known to have been served is taken to have been served with the agency: nobody's term ends sooner.
    """
    first = effects.propose(desk, paper, others_served_on or effects.others_served(paper) or paper.served_on).on
    if first is not None and on < first:
        raise Refused(
            "The term of appeal is not over yet on {date}: this decision cannot be in effect before {first}.",
            date=on,
            first=first,
        )


def appealed(desk: Desk, paper_id: int, version: int) -> Paper:
    """Somebody appealed: the decision does not take effect. Raises as `paper_acts.correct`."""
    paper = paper_acts.get(desk, paper_id)
    paper_acts.check(paper, version)
    paper.facts = {**paper.facts, "appealed": True}
    paper.revise()
    paper.effective_on = None
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(JUDGMENT_APPEALED, About.PAPER(paper.id), case_id=paper.case_id, agency_id=paper.agency_id)
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    outbox.refresh(desk, About.PAPER(paper.id))
    _drop_effects(desk, paper)
    outbox.refresh(desk, About.CASE(paper.case_id))
    return paper


def _drop_effects(desk: Desk, paper: Paper) -> None:
    """What had started from a day of effect that was confirmed too early is taken back."""
    for duty in duties.pending_of(desk, paper.id or 0, Trigger.JUDGMENT_EFFECTIVE):
        duties.cancel(desk, duty, "")


def advice_handled(desk: Desk, paper_id: int, version: int, on: date) -> Paper:
    """The advice is dealt with: from here the letter to the court is due.

    Raises:
        Missing, NotAllowed, Stale: as `paper_acts.correct`.
        Refused: the paper is no advice, or the day lies ahead or before its receipt.
    """
    paper = paper_acts.get(desk, paper_id)
    paper_acts.check(paper, version)
    if paper.kind is not PaperKind.ADVICE:
        raise Refused("This paper is no judicial advice.")
    if not paper.served_on <= on <= desk.today:
        raise Refused(
            "The day must lie between receipt, {first}, and today, {last}.", first=paper.served_on, last=desk.today
        )
    again = bool(paper.facts.get("handled_on"))
    paper.facts = {**paper.facts, "handled_on": on.isoformat()}
    paper.revise()
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(
        ADVICE_HANDLED,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        new={"on": on.isoformat()},
    )
    _starts(desk, paper, Trigger.ADVICE_HANDLED, on, "", again=again)
    return paper


def _starts(desk: Desk, paper: Paper, trigger: Trigger, on: date, reason: str, *, again: bool) -> None:
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    outbox.refresh(desk, About.PAPER(paper.id))
    case = desk.session.get(Case, paper.case_id)
    if again:
        duties.recompute(desk, paper_id=paper.id or 0, reason=reason)
        return
    duties.start(desk, trigger=trigger, on=on, agency_id=paper.agency_id, case=case, paper=paper, announced=True)
