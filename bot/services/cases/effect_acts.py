"""A person says that a decision took effect, when the other side was served, or that an advice is dealt with."""

from __future__ import annotations

from datetime import date

from bot.domain.cases.acts import ADVICE_HANDLED, EFFECT_UNNEEDED, JUDGMENT_EFFECTIVE, OTHERS_SERVED
from bot.domain.cases.cases import DECISION_PAPERS, EffectView
from bot.domain.cases.topics import EFFECTIVE
from bot.domain.hall.errors import Missing, Refused, Stale, reasoned
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
        proposal.on is not None and proposal.on <= desk.today,
        bool(paper.facts.get("effect_unneeded")),
        effects.can_be_appealed(paper),
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
    if paper.facts.get("on_appeal") == "remanded":
        raise Refused("The case goes back for a new trial: this decision settles nothing that could take effect.")
    _check_appeal_is_over(desk, paper, on, others_served_on)
    old = paper.effective_on
    words = reasoned(reason) if old is not None and old != on else reason.strip()[:500]
    paper.effective_on = on
    paper.revise()
    if others_served_on is not None:
        _keep_others(desk, paper, others_served_on, words)
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


def others_served(desk: Desk, paper_id: int, version: int, on: date, reason: str = "") -> Paper:
    """When the other side was served: kept by itself; from then on the day of effect is known and asked for on it.

    Raises:
        Missing, NotAllowed, Stale: as `paper_acts.correct`.
        Refused: the paper decides nothing, the day lies ahead, or another day was known and no reason is given.
    """
    paper = paper_acts.get(desk, paper_id)
    paper_acts.check(paper, version)
    known = effects.others_served(paper) not in (None, on)
    _keep_others(desk, paper, on, reasoned(reason) if known else reason.strip()[:500])
    paper.revise()
    desk.session.add(paper)
    desk.session.flush()
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    if effects.first_asked(desk, paper) > desk.now:
        # What is due already is on the card that whoever said it sees now, and is asked again in the morning.
        effects.ask_when_effective(desk, paper)
    outbox.refresh(desk, About.PAPER(paper.id))
    outbox.refresh(desk, About.CASE(paper.case_id))
    return paper


def _keep_others(desk: Desk, paper: Paper, on: date, words: str) -> None:
    old = effects.others_served(paper)
    if old == on:
        return
    if paper.kind not in DECISION_PAPERS:
        raise Refused("This paper decides nothing that could take effect.")
    if on > desk.today:
        raise Refused("{date} has not come yet; a paper cannot have been served in the future.", date=on)
    paper.facts = {**paper.facts, "others_served_on": on.isoformat()}
    desk.audit(
        OTHERS_SERVED,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old={"on": old.isoformat()} if old else {},
        new={"on": on.isoformat()},
        reason=words,
    )


def unneeded(desk: Desk, paper_id: int, version: int) -> Paper:
    """Nothing follows from the day of effect here: it is not asked for any more; it can still be said.

    Raises:
        Missing, NotAllowed, Stale: as `paper_acts.correct`; Stale also where there is nothing to ask.
    """
    paper = paper_acts.get(desk, paper_id)
    paper_acts.check(paper, version)
    if not effects.is_open(paper):
        raise Stale
    paper.facts = {**paper.facts, "effect_unneeded": True}
    paper.revise()
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(EFFECT_UNNEEDED, About.PAPER(paper.id), case_id=paper.case_id, agency_id=paper.agency_id)
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    outbox.refresh(desk, About.PAPER(paper.id))
    outbox.refresh(desk, About.CASE(paper.case_id))
    return paper


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
    _handled(desk, paper, on)
    return paper


def advice_reported(desk: Desk, paper_id: int, on: date) -> None:
    """The duty to deal with an advice was reported done: from that day the letter to the court is due."""
    paper = desk.session.get(Paper, paper_id, with_for_update=True)
    if paper is not None and paper.kind is PaperKind.ADVICE and not paper.withdrawn:
        _handled(desk, paper, max(on, paper.served_on))


def _handled(desk: Desk, paper: Paper, on: date) -> None:
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


def _starts(desk: Desk, paper: Paper, trigger: Trigger, on: date, reason: str, *, again: bool) -> None:
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    outbox.refresh(desk, About.PAPER(paper.id))
    case = desk.session.get(Case, paper.case_id)
    if again:
        duties.recompute(desk, paper_id=paper.id or 0, reason=reason)
        return
    duties.start(desk, trigger=trigger, on=on, agency_id=paper.agency_id, case=case, paper=paper, announced=True)
