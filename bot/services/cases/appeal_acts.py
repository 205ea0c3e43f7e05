"""A person says whether a decision is appealed: by the agency, which proves it, or by the other side."""

from __future__ import annotations

from bot.domain.cases.acts import APPEAL_DECIDED
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.services.cases import appeals, effects, paper_acts
from bot.services.cases.appeals import Appeal
from bot.services.duties import duties
from bot.services.hall import access
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.services.law.obligations import Concern
from bot.store.tables import Case, Paper


def want(desk: Desk, paper_id: int, version: int, wanted: bool) -> Paper:
    """The agency says whether it appeals: what the book asks of a wanted appeal starts or falls away.

    Raises:
        Missing, NotAllowed, Stale: as `paper_acts.correct`; Stale also where an appeal is on record.
        Refused: nobody can appeal against this paper.
    """
    paper = _appealable(desk, paper_id, version)
    decide(desk, paper, wanted)
    return paper


def decide(desk: Desk, paper: Paper, wanted: bool) -> None:
    """As `want`, where whoever decides about it has said so: nothing is checked."""
    old = paper.facts.get("appeal_wanted")
    paper.facts = {**paper.facts, "appeal_wanted": wanted}
    appeals.written(desk, paper)
    desk.audit(
        APPEAL_DECIDED,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old={"appeal_wanted": old} if old is not None else {},
        new={"appeal_wanted": wanted},
    )
    duties.recompute(desk, paper_id=paper.id or 0, reason="")


def appealed(desk: Desk, paper_id: int, version: int, appeal: Appeal) -> Paper:
    """Somebody appealed: the decision does not take effect, and nobody is reminded of the term any more.

    Raises:
        Missing, NotAllowed, Stale: as `paper_acts.correct`.
        Refused: nobody can appeal against this paper, the day lies ahead or before its service, or the own appeal is
            not proved.
    """
    paper = _appealable(desk, paper_id, version, again=True)
    if not paper.served_on <= appeal.on <= desk.today and not (appeal.by == "other" and appeal.on <= desk.today):
        raise Refused(
            "The day must lie between receipt, {first}, and today, {last}.", first=paper.served_on, last=desk.today
        )
    if appeal.by == "own" and not (appeal.number or appeal.files):
        raise Refused("Please give the number of the receipt, or a file that shows that the appeal was lodged.")
    stored_files.keep(desk, About.PAPER(paper.id), appeal.files)
    appeals.note(desk, paper, appeal)
    return paper


def _theirs(desk: Desk, paper_id: int) -> Paper:
    """The paper, if the actor may speak for its agency, or for the unit that handles the case for it.

    Raises Missing or NotAllowed as `paper_acts.get`.
    """
    paper = desk.session.get(Paper, paper_id)
    if paper is not None and not paper.withdrawn:
        case = desk.session.get_one(Case, paper.case_id)
        unit = obligations.handling_unit(desk, Concern(access.agency(desk, paper.agency_id), case))
        if not desk.is_system and desk.actor.may(Action.CORRECT, unit.path):
            return desk.session.get_one(Paper, paper_id, with_for_update=True)
    return paper_acts.get(desk, paper_id)


def _appealable(desk: Desk, paper_id: int, version: int, *, again: bool = False) -> Paper:
    paper = _theirs(desk, paper_id)
    paper_acts.check(paper, version)
    if paper.facts.get("appealed") and not again:
        raise Stale
    if not effects.can_be_appealed(paper):
        raise Refused("This decision cannot be appealed.")
    return paper


def not_appealed(desk: Desk, paper_id: int, version: int, reason: str) -> Paper:
    """There was no appeal after all, or it was another case's: the term counts again, the effective date is asked.

    Raises:
        Missing, NotAllowed, Stale: as `paper_acts.correct`; Stale also where no appeal is on record.
        Refused: no reason is given.
    """
    paper = _theirs(desk, paper_id)
    paper_acts.check(paper, version)
    words = reasoned(reason)
    if not paper.facts.get("appealed"):
        raise Stale
    appeals.forget(desk, paper, words)
    return paper
