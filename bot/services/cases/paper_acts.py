"""What happens to a recorded paper: corrected, withdrawn. What follows from its decision is in `effect_acts`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.domain.cases.acts import PAPER_CORRECTED, PAPER_WITHDRAWN
from bot.domain.cases.cases import DECISION_PAPERS, LATER_DECISIONS, PaperView
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import ServiceMode
from bot.domain.law.trigger_facts import ON_APPEAL, OUTCOMES
from bot.domain.reading.terms import MONTHS
from bot.services.cases import appeals, cards, cases, effects, ending, losses
from bot.services.duties import duties
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Case, Paper

#: How far back a day of service is believed: older papers are entered by mistake far more often than not.
OLDEST = timedelta(days=3 * 366)
#: Facts of a paper that a correction may change, besides the day of service and the mode.
CORRECTABLE = (
    "outcome",
    "on_appeal",
    "ruling_kind",
    "appeal_wanted",
    "advice_kind",
    "term_days",
    "term_months",
    "others_served_on",
    "harm_caused",
    "procedure",
)


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
    """The paper as a value. Raises Missing or NotAllowed as `cards.visible_paper`; with `action`, as `get`."""
    paper = get(desk, paper_id, action) if action else cards.visible_paper(desk, paper_id)
    return cards.paper_view(desk, paper)


def lost(desk: Desk, paper_id: int) -> tuple[PaperView, str, int] | None:
    """A decision against the agency with its case's number and id; None where it is none any more.

    Raises Missing or NotAllowed as `cards.visible_paper`.
    """
    paper = cards.visible_paper(desk, paper_id)
    if not losses.is_lost(paper):
        return None
    return cards.paper_view(desk, paper), desk.session.get_one(Case, paper.case_id).number, paper.case_id


def case_of(desk: Desk, paper_id: int) -> int:
    """The id of a paper's case, withdrawn papers too. Raises Missing or NotAllowed as `cards.visible_paper`."""
    return cards.visible_paper(desk, paper_id).case_id


def correct(desk: Desk, paper_id: int, version: int, changes: dict[str, Any], reason: str) -> Paper:
    """Correct a paper: the duties are worked out anew, and whoever holds them is told old and new.

    `changes` may hold `served_on` and `term_on` (dates), `mode`, and the facts in CORRECTABLE.

    Raises:
        Missing, NotAllowed: as `get`.
        Stale: somebody changed the paper meanwhile.
        Refused: no reason is given, or the new day of service lies ahead.
    """
    paper = get(desk, paper_id)
    check(paper, version)
    words = reasoned(reason)
    old = {name: _plain(_value(paper, name)) for name in changes}
    for name, value in changes.items():
        _set(desk, paper, name, value)
    paper.revise()
    desk.session.add(paper)
    desk.session.flush()
    new = {name: _plain(_value(paper, name)) for name in changes}
    desk.audit(
        PAPER_CORRECTED,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old=old,
        new=new,
        reason=words,
    )
    duties.recompute(desk, paper_id=paper.id or 0, reason=words)
    losses.follow(desk, paper)
    if paper.kind in DECISION_PAPERS and paper.effective_on is None:
        effects.ask_anew(desk, paper)
    return paper


def check_served(desk: Desk, served_on: date, number: str) -> None:
    """Raise Refused for a day of service that cannot be: ahead, long gone, or before the year of the case's filing."""
    if served_on > desk.today:
        raise Refused("{date} has not come yet; a paper cannot have been served in the future.", date=served_on)
    if desk.today - served_on > OLDEST:
        raise Refused("{date} is more than three years ago. Please check the year.", date=served_on)
    if served_on.year < cases.read_number(number).year:
        raise Refused(
            "The case was filed later: {number} cannot have been served on {date}. Please check both.",
            number=number,
            date=served_on,
        )


def _set(desk: Desk, paper: Paper, name: str, value: Any) -> None:
    if name == "served_on":
        check_served(desk, value, desk.session.get_one(Case, paper.case_id).number)
        paper.served_on = value
    elif name == "mode":
        paper.service_mode = ServiceMode(value)
    elif name == "term_on":
        paper.term_on = value
    elif name in CORRECTABLE:
        if (name == "outcome" and value not in OUTCOMES) or (name == "on_appeal" and value not in ON_APPEAL):
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
    """It was entered by mistake: as `take_back`; an agency that nothing else ties to the case leaves it, and a case in
    which nothing is left is closed."""
    paper = take_back(desk, paper_id, version, reason)
    cases.leave(desk, paper.case_id, paper.agency_id, reasoned(reason))
    ending.close_if_empty(desk, paper.case_id, reasoned(reason))
    return paper


def take_back(desk: Desk, paper_id: int, version: int, reason: str) -> Paper:
    """The paper stays in the history, its duties are taken back, their holders told.

    Raises:
        Missing, NotAllowed, Stale: as `correct`.
        Refused: no reason is given.
    """
    paper = get(desk, paper_id)
    check(paper, version)
    words = reasoned(reason)
    paper.withdrawn = True
    paper.revise()
    desk.session.add(paper)
    desk.session.flush()
    desk.audit(
        PAPER_WITHDRAWN,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old={"kind": paper.kind.value},
        reason=words,
    )
    outbox.cancel(desk, About.PAPER(paper.id))
    outbox.refresh(desk, About.PAPER(paper.id))
    duties.recompute(desk, paper_id=paper.id or 0, reason=words)
    appeals.copy_is_gone(desk, paper, words)
    return paper


def as_entered(desk: Desk, paper_id: int, version: int) -> dict[str, Any]:
    """The paper as values of the form that records papers, to be put right there.

    Raises:
        Missing, NotAllowed, Stale: as `correct`.
    """
    paper = get(desk, paper_id)
    check(paper, version)
    facts = paper.facts
    months = facts.get("term_months")
    term = MONTHS.format(n=months) if months else facts.get("term_days")
    term = paper.term_on.isoformat() if paper.term_on else term
    known = {
        "stands" if paper.kind in LATER_DECISIONS else "outcome": facts.get("outcome"),
        "on_appeal": facts.get("on_appeal"),
        "original": desk.session.get_one(Case, paper.case_id).original_number or None,
        "others": facts.get("others_served_on"),
        "harm": {True: "yes", False: "no"}.get(facts.get("harm_caused")),  # type: ignore[arg-type]
        "procedure": facts.get("procedure"),
        "ruling_kind": facts.get("ruling_kind"),
        "advice_kind": facts.get("advice_kind"),
        "appeal": {True: "yes", False: "no"}.get(facts.get("appeal_wanted")),  # type: ignore[arg-type]
        "term": term,
        "files": files.as_given(desk, About.PAPER(paper.id)),
    }
    return {
        "papers": [paper.kind.value],
        "number": desk.session.get_one(Case, paper.case_id).number,
        "agency": str(paper.agency_id),
        "served_on": paper.served_on.isoformat(),
        "mode": paper.service_mode.value,
        **{name: value for name, value in known.items() if value not in (None, [])},
    }


def check(paper: Paper, version: int) -> None:
    """Raise Stale unless the paper is as the button or the form showed it."""
    if paper.version != version:
        raise Stale
