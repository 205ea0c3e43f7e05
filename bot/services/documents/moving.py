"""What every movement of a document has in common: it is written down, closes what it closes, and tells who is next."""

from __future__ import annotations

from typing import Any

from bot.domain.documents import acts as recorded
from bot.domain.documents import documents as machine
from bot.domain.documents.documents import Act, DocumentState, Impossible, Place
from bot.domain.documents.kinds import Kind, Stage
from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act as Recorded
from bot.services.documents import changing, closing, heard, permissions, records, stepping, telling
from bot.services.duties import acts as duty_acts
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Document


def done(
    desk: Desk,
    document: Document,
    kind: Kind,
    place: Place,
    act: Act,
    which: Recorded,
    *,
    text: str = "",
    for_name: str = "",
    new: dict[str, Any] | None = None,
) -> Document:
    """What every step that was done has in common; `place` is where the document stands behind it."""
    before = changing.place_of(document)
    changing.stepped(desk, document, act, text=text, for_name=for_name)
    judging = act in (Act.APPROVE, Act.DECIDE) and _is_bureaus(desk, document, kind)
    if judging and document.facts.get(stepping.CLOSED):
        for duty in stepping.closed_by(desk, document):
            duty_acts.show_accepted(desk, duty)
    changing.put(desk, document, place)
    _reach(desk, document, kind, before, judging=judging)
    changing.written(desk, document, which, new=new)
    _follow(desk, document, kind, act)
    return document


def _is_bureaus(desk: Desk, document: Document, kind: Kind) -> bool:
    """Whether the step that is done is one in which the duty itself is judged: its body's, by somebody who may."""
    return desk.actor.may(Action.JUDGE_DUTY, access.agency(desk, document.agency_id).path)


def _reach(desk: Desk, document: Document, kind: Kind, before: Place, *, judging: bool = False) -> None:
    """Close what the stages close that were reached now; where a duty waits, the document waits with it."""
    place = changing.place_of(document)
    stages = place.reached - before.reached
    if kind.closes is None and kind.done in stages and place.state is not DocumentState.DONE:
        stages -= {kind.done}
    if kind.closes is None and place.state is DocumentState.DONE:
        stages |= {kind.done}
    closing.close(desk, document, kind, stages, accepted=judging)
    settled = machine.settle(kind, Place(place.state, place.step, place.reached, closing.waits(desk, document)))
    changing.put(desk, document, settled)
    desk.session.add(document)


def _follow(desk: Desk, document: Document, kind: Kind, act: Act) -> None:
    """Whoever must act next is told; its author hears what became of it; what its end starts starts."""
    telling.next_step(desk, document, kind)
    if act in (Act.APPROVE, Act.DECIDE, Act.ISSUE, Act.RECEIVE, Act.REPLY):
        telling.moved(desk, document, kind, act)
    if act in (Act.RECEIVE, Act.DELIVER):
        heard.ask(desk, document, kind)
    ended(desk, document, kind)


def ended(desk: Desk, document: Document, kind: Kind) -> None:
    """What follows from a document that is done; safe to repeat."""
    if document.state is not DocumentState.DONE:
        return
    records.give(desk, document, kind)
    closing.start(desk, document, kind)
    if document.replies_to is not None:
        answered(desk, document)


def accepted(desk: Desk, document: Document, kind: Kind) -> None:
    """The duty that waited for it has been accepted. Nothing where that is known."""
    place = changing.place_of(document)
    if not place.accepting or closing.waits(desk, document):
        return
    changing.stepped(desk, document, Act.ACCEPT)
    changing.put(desk, document, machine.accept(kind, place))
    changing.written(desk, document, recorded.DOCUMENT_ACCEPTED)
    ended(desk, document, kind)


def answered(desk: Desk, reply: Document) -> None:
    """A document that answers another one is done: the other one is answered. Safe to repeat."""
    if reply.replies_to is None:
        return
    document = permissions.found(desk, reply.replies_to, lock=True)
    kind = permissions.kind_of(desk, document)
    place = changing.place_of(document)
    if Stage.REPLIED in place.reached or document.state is DocumentState.VOID:
        return
    try:
        behind = machine.reply(kind, place)
    except Impossible:
        return
    document.facts = {**document.facts, "reply": reply.id}
    done(desk, document, kind, behind, Act.REPLY, recorded.DOCUMENT_REPLIED, new={"reply": reply.id})
