"""An issued paper goes to its addressee's people as a circular does: signed for, nudged about, with a board.

Whoever may issue it sends it, by a press of his own; nobody approves it a second time. Where nobody of the addressee is
here, a notice is copied into other channels and the handing over is written down (`steps.hand_over`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from bot.domain.circulars.circulars import Part
from bot.domain.documents.acts import DOCUMENT_SENT
from bot.domain.documents.delivery import Got, Way, notice_of
from bot.domain.documents.kinds import Kind, Stage
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import SendState
from bot.domain.law.explanations import Named
from bot.services.circulars import carried
from bot.services.documents import changing, deadlines, heard, permissions, stepping, steps
from bot.services.duties import recipients
from bot.services.hall import access, files
from bot.services.hall.desk import DESK, Desk
from bot.services.law import obligations
from bot.store.documents import queries as documents_store
from bot.store.tables import Case, Circular, CircularReceipt, Document, StoredFile
from bot.store.transaction import Follower

DELIVERING = "delivering"
"""Fact of a document: it is on its way to the addressee's people, who may read it from then on."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def way(desk: Desk, document_id: int) -> Way:
    """How it goes, or went, to its addressee. Raises Missing or NotAllowed."""
    document, kind = permissions.visible(desk, document_id)
    to = document.addressee_id or 0
    row = carried.under_way(desk, changing.subject_of(document))
    may = permissions.may_settle(desk, document, kind)
    return Way(
        document=document.id or 0,
        version=document.version,
        addressee=access.agency(desk, to).short_name if to else "",
        title=(kind.zh, kind.en),
        number=document.number or "",
        may=may and stepping.can_deliver(desk, kind, document),
        ready=bool(_files(desk, document, kind)),
        people=tuple(one.name for one in carried.reached(desk, to, carried.OFFICE)) if to else (),
        sent=row is not None,
        got=_got(desk, row) if row is not None else (),
        board=_board(desk, row),
        unsealed=_is_unsealed(kind, document),
        handed=Stage.DELIVERED in changing.place_of(document).reached,
        notice=_notice(desk, document, kind) if may else "",
        protected=kind.protected,
        others=_others(desk, kind, document),
    )


def _others(desk: Desk, kind: Kind, document: Document) -> tuple[Named, ...]:
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    concern = obligations.Concern(access.agency(desk, document.agency_id), case)
    found = [recipients.named(desk, role, concern) for role in stepping.others(desk, kind, document)]
    return tuple(Named(one.zh, one.en.removeprefix("the ")) for one in found)


def _is_unsealed(kind: Kind, document: Document) -> bool:
    place = changing.place_of(document)
    return bool(kind.seal) and place.step >= len(kind.steps) and Stage.SEALED not in place.reached


def _got(desk: Desk, row: Circular) -> tuple[Got, ...]:
    sent = SendState.SENT.value
    return tuple(Got(name, state == sent, one.read_at) for one, name, state in carried.receipts_of(desk, row))


def _board(desk: Desk, row: Circular | None) -> int:
    if row is None or not desk.actor.may(Action.SEND_CIRCULAR, access.agency(desk, row.agency_id).path):
        return 0
    return row.id or 0


def _notice(desk: Desk, document: Document, kind: Kind) -> str:
    issuer = access.agency(desk, document.agency_id).short_name
    to = access.agency(desk, document.addressee_id).short_name if document.addressee_id else ""
    return notice_of(issuer, to, kind.zh, document.number or "", desk.actor.name)


# -- sending -----------------------------------------------------------------------------------------------------------


def send(desk: Desk, document_id: int, version: int) -> Circular:
    """Send it to the addressee's people in the bot.

    Raises:
        Missing, NotAllowed: it is not the actor's to send. Stale: it changed since, or is not to be sent now.
        Refused: its file is not made yet, nobody of the addressee is here, or the unit that it names was not heard.
    """
    document, kind = changing.locked(desk, document_id, version)
    if not permissions.may_settle(desk, document, kind):
        raise NotAllowed
    if not stepping.can_deliver(desk, kind, document):
        raise Stale
    if document.addressee_id is None:
        raise Refused("It has no addressee in the bot. Please hand it over and write that down.")
    heard.require(desk, kind, document)
    stored = _files(desk, document, kind)
    if not stored:
        raise Refused("The paper is still being made. Please try again in a moment.")
    row = carried.send(desk, _letter(desk, document, kind, stored))
    document.facts = {**document.facts, DELIVERING: desk.now.isoformat()}
    changing.written(desk, document, DOCUMENT_SENT)
    return row


def _letter(desk: Desk, document: Document, kind: Kind, stored: Sequence[StoredFile]) -> carried.Letter:
    return carried.Letter(
        origin=changing.subject_of(document),
        sender_id=document.agency_id,
        agency_id=document.addressee_id or 0,
        title=f"《{kind.zh}》",
        number=document.number or "",
        signed_by=access.agency(desk, document.agency_id).name,
        parts=tuple(Part.stored(_name(one, kind), one.hash, one.size, one.mime or WORD) for one in stored),
        protect=kind.protected,
        answer_with=kind.replies,
        roles=carried.OFFICE,
        by=duty.obey if (duty := deadlines.own_duty(desk, document)) is not None else None,
    )


def _name(one: StoredFile, kind: Kind) -> str:
    return one.name or f"{kind.zh}.docx"


def _files(desk: Desk, document: Document, kind: Kind) -> list[StoredFile]:
    """What goes out: the sealed or signed paper, where its kind asks for one; else the newest frozen version."""
    if kind.seal:
        return files.of(desk, About.DOCUMENT(document.id))
    edition = documents_store.edition(desk.session, document.id, document.edition)
    return files.of(desk, About.EDITION(edition.id)) if edition is not None else []


# -- the receipt -------------------------------------------------------------------------------------------------------

_READ = "documents_read"


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, CircularReceipt) and row.read_at is not None:
            session.info.setdefault(_READ, {})[row.circular_id] = row.person_id


def _settle(session: Session) -> None:
    session.flush()
    found: dict[int, int] = session.info.pop(_READ, {})
    desk: Desk | None = session.info.get(DESK)
    if desk is None:
        return
    for circular_id, person_id in sorted(found.items()):
        row = session.get(Circular, circular_id)
        if row is not None and row.origin and not row.withdrawal:
            _signed_for(desk, row, person_id)


def _signed_for(desk: Desk, row: Circular, person_id: int) -> None:
    """The first of the addressee's people who signs for it has it for the agency: it is delivered."""
    subject = About.DOCUMENT.read(row.origin)
    document = desk.session.get(Document, subject.number) if subject is not None else None
    if document is None or Stage.DELIVERED in changing.place_of(document).reached:
        return
    carried.one_is_enough(desk, row)
    steps.received(desk, document.id or 0, person_id)


FOLLOWER = Follower(_note, _settle)
"""Receipts of circulars that carry a document note in their session who read; before the commit it is delivered."""
