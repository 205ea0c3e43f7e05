"""A duty that is accepted, or sent back, takes its document with it: there is one acceptance, wherever it is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlmodel import Session

from bot.domain.documents.documents import OPEN, DocumentState
from bot.domain.documents.kinds import FieldType, Stage, StepAct
from bot.domain.documents.leader_forms import KIND as LEADER_FORM
from bot.domain.documents.leader_forms import NOBODY
from bot.domain.hall.terms import DutyState
from bot.services.documents import changing, filling, moving, permissions, stepping, steps
from bot.services.hall.desk import DESK, Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Document, Duty
from bot.store.transaction import Follower, changed

_HANDED_IN = (DutyState.SUBMITTED, DutyState.DONE)
_JUDGED = "documents_judged"
"""Key of a session's `info`: ids of duties that waited to be accepted, or were done, and are so no more."""


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Duty) and (found := changed(row, "state")) is not None and found[0] in _HANDED_IN:
            session.info.setdefault(_JUDGED, set()).add(row.id)


def _settle(session: Session) -> None:
    session.flush()
    judged: set[int] = session.info.pop(_JUDGED, set())
    desk = cast("Desk | None", session.info.get(DESK))
    if desk is None:
        return
    for duty_id in sorted(judged):
        duty = session.get(Duty, duty_id)
        if duty is not None:
            _follow(desk, duty)


def _follow(desk: Desk, duty: Duty) -> None:
    for document in documents_store.showing(desk.session, duty.id or 0, duty.case_id, duty.agency_id):
        if duty in stepping.closed_by(desk, document):
            _bring(desk, document, duty)


def _bring(desk: Desk, document: Document, duty: Duty) -> None:
    kind = desk.house.law.kinds.get(document.kind)
    if kind is None or document.state in (*OPEN, DocumentState.VOID):
        return
    if duty.state is DutyState.OPEN:
        if Stage.REPLIED not in changing.place_of(document).reached:
            steps.return_it(desk, document, kind, duty.reason or (NOBODY if kind.id == LEADER_FORM else ""))
        return
    if duty.state is not DutyState.DONE:
        return
    step = kind.steps[document.step] if document.step < len(kind.steps) else None
    if step is not None and step.act is StepAct.APPROVE and _approves(desk, document, document.step):
        steps.approve(desk, document.id or 0, document.version)
        return
    moving.accepted(desk, document, kind)


def _approves(desk: Desk, document: Document, step: int) -> bool:
    """Whether accepting the duty is this step too: it is the actor's, and nothing is missing for it but the words of
    consent, which stand in the paper by themselves."""
    kind = permissions.kind_of(desk, document)
    mine = permissions.may_do(desk, document, kind.steps[step]) and not permissions.records(
        desk, document, kind.steps[step]
    )
    missing = (kind.field(name) for name in filling.filled(desk, document).missing)
    return mine and all(one is not None and one.type is FieldType.LINES for one in missing)


FOLLOWER = Follower(_note, _settle)
