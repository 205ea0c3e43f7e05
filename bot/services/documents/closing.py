"""Which duties a document shows to be done, and what starts when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.domain.documents.documents import DocumentState, reached_of
from bot.domain.documents.kinds import Kind, Stage
from bot.domain.documents.leader_forms import KIND as LEADER_FORM
from bot.domain.duties.duties import LEADER_NAMED, PENDING, is_judged
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState
from bot.domain.law.triggers import Trigger
from bot.services.documents import drafting, permissions, stepping, together
from bot.services.duties import acts, duties, settling
from bot.services.duties.proofs import Proof, wants_two
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Case, Document, Duty, Hearing, Paper

STARTED = "started"
"""Fact of a document: its end has fired its trigger."""
_AT_ADDRESSEE = frozenset({Trigger.REMINDER_LETTER, Trigger.URGING_LETTER, Trigger.CRITICISM_PUBLISHED})
"""What starts for whoever gets the letter, and not for whoever wrote it."""


def close(desk: Desk, document: Document, kind: Kind, stages: Iterable[Stage], *, accepted: bool = False) -> None:
    """The duties that its kind closes at these stages are reported done, with the paper as what shows it.

    Where one of them waits for a coordinator's word the document waits with it. Nobody's word is waited for where only
    a leader is to be named: the bureau and the office that owe that have nobody over them here (SS13).
    """
    reached = set(stages)
    rows = [duty for duty in duties_of(desk, document, kind, reached) if duty.state is DutyState.OPEN]
    found = [duty for duty in rows if not _others_lack(desk, document, duty, reached)]
    for duty in _first(found):
        itself = accepted or duty.evidence == LEADER_NAMED or _leads(desk, duty)
        acts.show_done(desk, duty, _proof(desk, document, kind, duty), accepted=itself)
    for duty in found:
        if duty.evidence == LEADER_NAMED and kind.id == LEADER_FORM:
            settling.rests_on_leader(duty)
    ids = {*(document.facts.get(stepping.CLOSED) or ()), *(duty.id for duty in found)}
    if ids:
        document.facts = {**document.facts, stepping.CLOSED: sorted(ids)}


def _leads(desk: Desk, duty: Duty) -> bool:
    """The bureau's own: nobody accepts from himself."""
    lead = access.lead_of(desk, duty.agency_id)
    return lead is not None and lead.id == duty.agency_id


def _others_lack(desk: Desk, document: Document, duty: Duty, stages: set[Stage]) -> bool:
    """Whether the duty is done by several letters, one to each unit, and another one did not come so far yet."""
    if document.addressee_id is None or document.duty_id != duty.id:
        return False
    others = [
        one
        for one in documents_store.of_duty(desk.session, duty.id)
        if one.id != document.id and one.kind == document.kind and one.addressee_id != document.addressee_id
    ]
    live = [one for one in others if one.state is not DocumentState.VOID]
    return any(not stages & reached_of(one.facts.get("reached") or {}) for one in live)


def _first(found: list[Duty]) -> list[Duty]:
    """Of several clocks of one letter those that somebody accepts: the others end with them, and not before."""
    judged = {duty.citation.get("group") for duty in found if is_judged(duty.owed_to)} - {None, ""}
    return [duty for duty in found if is_judged(duty.owed_to) or duty.citation.get("group") not in judged]


def waits(desk: Desk, document: Document) -> bool:
    """Whether a duty that it closed waits to be accepted."""
    return any(duty.state is DutyState.SUBMITTED for duty in stepping.closed_by(desk, document))


def duties_of(desk: Desk, document: Document, kind: Kind, stages: set[Stage]) -> list[Duty]:
    """The duties that the kind closes at one of these stages, whatever their state."""
    if kind.closes is None:
        return [d for d in _near(desk, document) if d.citation.get("draft") == kind.id] if kind.done in stages else []
    rules = {one.rule for one in kind.closes if one.when in stages}
    return [duty for duty in _near(desk, document, kind) if duty.rule in rules] if rules else []


def _near(desk: Desk, document: Document, kind: Kind | None = None) -> list[Duty]:
    """The duties that the document can be about: its own, and those of its agency (of the bodies that have its steps,
    given a kind) about the same paper, hearing, case or period, with what others owe together with it."""
    own = desk.session.get(Duty, document.duty_id) if document.duty_id else None
    shared = together.others(desk, own, document.period) if own is not None else []
    agencies = _agencies(desk, document, kind)
    if document.case_id is not None:
        rows = [duty for duty in duties_store.of_case(desk.session, document.case_id) if _is_about(duty, document)]
        mine = [d for d in rows if d.agency_id in agencies or d.citation.get("for") == document.agency_id]
    else:
        mine = [
            duty
            for agency_id in agencies
            for duty in duties_store.in_states(desk.session, agency_id, PENDING)
            if duty.case_id is None and document.period and drafting.period_of(duty) == document.period
        ]
    return list({duty.id: duty for duty in ([own] if own is not None else []) + shared + mine}.values())


def _is_about(duty: Duty, document: Document) -> bool:
    """Of several papers, or hearings, of a case it shows only what is owed for its own."""
    if document.duty_id == duty.id:
        return True
    same_paper = document.paper_id is None or duty.paper_id in (None, document.paper_id)
    same_hearing = document.hearing_id is None or duty.hearing_id in (None, document.hearing_id)
    return same_paper and same_hearing


def _agencies(desk: Desk, document: Document, kind: Kind | None) -> set[int]:
    found = {document.agency_id}
    for step in kind.steps if kind is not None else ():
        body = permissions.body_of(desk, document, step)
        found |= {body.id or 0} if body is not None else set()
    return found


def _said(desk: Desk, document: Document, kind: Kind) -> str:
    """Its title, and of the form of who will appear the name: whoever accepts it need not open it for that."""
    kept = documents_store.edition(desk.session, document.id, document.edition) if document.edition else None
    if kept is None or kind.id != LEADER_FORM:
        return f"《{kind.zh}》"
    leader = "".join(str((kept.values.get(name) or {}).get("raw") or "") for name in ("leader", "leader_post"))
    return f"《{kind.zh}》，出庭负责人：{leader}" if leader else f"《{kind.zh}》"


def _proof(desk: Desk, document: Document, kind: Kind, duty: Duty) -> Proof:
    """On the day on which it was handed over, where it was. Where the bureau is to have a copy, it has it here."""
    given, handed = files.as_given(desk, About.DOCUMENT(document.id)), document.facts.get("handed_on")
    on = date.fromisoformat(str(handed)) if handed else desk.today
    copy = f"抄送《{kind.zh}》{document.number or ''}" if wants_two(duty) else ""
    return Proof(on=on, number=document.number or "", note=_said(desk, document, kind), files=tuple(given), copy=copy,
                 by=_by(desk, document))  # fmt: skip


def _by(desk: Desk, document: Document) -> int | None:
    """Whoever signs for it at its addressee did not do what it is for: that was its author."""
    received = desk.actor.person_id and document.facts.get("received_by") == desk.actor.person_id
    return document.created_by if received else None


# -- what starts -------------------------------------------------------------------------------------------------------


def start(desk: Desk, document: Document, kind: Kind) -> None:
    """Its end fires the trigger that its kind names, once."""
    if not kind.starts or document.state is not DocumentState.DONE or document.facts.get(STARTED):
        return
    document.facts = {**document.facts, STARTED: True}
    to_addressee = Trigger(kind.starts) in _AT_ADDRESSEE and document.addressee_id is not None
    paper = desk.session.get(Paper, document.paper_id) if document.paper_id else None
    concerned = document.addressee_id if to_addressee else paper.agency_id if paper is not None else document.agency_id
    duties.start(
        desk,
        trigger=kind.starts,
        on=day_of(desk, document),
        agency_id=concerned or document.agency_id,
        case=desk.session.get(Case, document.case_id) if document.case_id else None,
        paper=paper if not to_addressee else None,
        hearing=desk.session.get(Hearing, document.hearing_id) if document.hearing_id and not to_addressee else None,
        subject=f"document:{document.id}:{concerned}" if to_addressee or paper is None else "",
    )


def day_of(desk: Desk, document: Document) -> date:
    """The local day on which it came to its addressee; else that of its issue, else today."""
    handed = document.facts.get("handed_on")
    if handed:
        return date.fromisoformat(str(handed))
    return document.issued_on or desk.today
