"""What every change of a document has in common: the lock, the version, the record, and what is shown anew."""

from __future__ import annotations

from typing import Any

from bot.domain.documents.documents import Act, Place, reached_of
from bot.domain.documents.kinds import Kind
from bot.domain.documents.topics import NEXT, REMIND, RETURNED, SILENT
from bot.domain.hall.acts import Act as Recorded
from bot.domain.hall.errors import NotAllowed, Stale
from bot.domain.hall.subjects import About, Subject
from bot.services.documents import permissions
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Document, DocumentStep

REACHED, ACCEPTING = "reached", "accepting"
"""Facts of a document: the stages with their instants; whether its duty waits to be accepted."""


def locked(desk: Desk, document_id: int, version: int | None) -> tuple[Document, Kind]:
    """The document for a change, if the actor may see it and it is as the button or the form showed it.

    Raises Missing, NotAllowed or Stale.
    """
    document = permissions.found(desk, document_id, lock=True)
    kind = permissions.kind_of(desk, document)
    if not permissions.may_see(desk, document, kind):
        raise NotAllowed
    if version is not None and document.version != version:
        raise Stale
    return document, kind


def subject_of(document: Document) -> Subject:
    return About.DOCUMENT(document.id)


def place_of(document: Document) -> Place:
    reached = reached_of(document.facts.get(REACHED) or {})
    return Place(document.state, document.step, reached, bool(document.facts.get(ACCEPTING)))


def put(desk: Desk, document: Document, place: Place) -> None:
    """Where it stands from now on; each stage keeps the instant at which it was reached."""
    before = document.facts.get(REACHED) or {}
    reached = {stage.value: before.get(stage.value) or desk.now.isoformat() for stage in sorted(place.reached)}
    document.state, document.step = place.state, place.step
    document.facts = {**document.facts, REACHED: reached, ACCEPTING: place.accepting}


def stepped(desk: Desk, document: Document, act: Act, *, text: str = "", for_name: str = "") -> DocumentStep:
    """Write down who did what with it, at the step where it stands."""
    row = DocumentStep(
        document_id=document.id or 0,
        edition=document.edition,
        step=document.step,
        act=act,
        person_id=desk.actor.person_id or None,
        for_name=for_name[:120],
        at=desk.now,
        text=text[:2000],
    )
    desk.session.add(row)
    return row


def written(
    desk: Desk,
    document: Document,
    act: Recorded,
    *,
    bump: bool = True,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """The audit entry, and the present state in every message that shows it."""
    if bump:
        document.revise()
    document.touched_at = desk.now
    desk.session.add(document)
    desk.session.flush()
    kind = desk.house.law.kinds.get(document.kind)
    desk.audit(
        act,
        subject_of(document),
        case_id=document.case_id,
        agency_id=document.agency_id,
        old=old,
        new={"kind": kind.zh if kind is not None else document.kind, **(new or {})},
        reason=reason,
    )
    refresh(desk, document)


def refresh(desk: Desk, document: Document) -> None:
    outbox.refresh(desk, subject_of(document))
    if document.case_id is not None:
        outbox.refresh(desk, About.CASE(document.case_id))
    if document.duty_id is not None:
        outbox.refresh(desk, About.DUTY(document.duty_id))


def quiet(desk: Desk, document: Document) -> None:
    """Nobody is told any more that it waits."""
    outbox.cancel(desk, subject_of(document), topics=(NEXT, REMIND, SILENT, RETURNED))
