"""A bulletin of ours is frozen when it is issued: its figures, its rows, and the file as it was printed.

What is counted goes on; what was issued stays as it was. What is counted otherwise later stands in the next one as a
correction; whoever issues one again says why, and it shows what changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bot.domain.bulletins.own import KINDS, MONTHLY
from bot.domain.documents import bulletin
from bot.domain.documents.documents import OPEN, DocumentState
from bot.domain.hall.errors import Missing, NotAllowed, Stale, reasoned
from bot.domain.hall.terms import Role
from bot.services.documents import drafting, from_figures, material
from bot.services.hall.desk import DESK, Desk
from bot.store.bulletins import issued as store
from bot.store.documents import queries as documents_store
from bot.store.tables import Document, Edition, Issued
from bot.store.transaction import Follower, changed

REISSUED = "reissued"
"""The field of a bulletin in which it is said why it is issued again."""
_MOVED, _PRINTED = "bulletins_moved", "bulletins_printed"


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Document) and row.kind in KINDS and changed(row, "state", "edition") is not None:
            session.info.setdefault(_MOVED, set()).add(row.id)
        if isinstance(row, Edition) and row.hash and changed(row, "hash") is not None:
            session.info.setdefault(_PRINTED, []).append(row)


def _settle(session: Session) -> None:
    session.flush()
    moved: set[int] = session.info.pop(_MOVED, set())
    printed: list[Edition] = session.info.pop(_PRINTED, [])
    desk: Desk | None = session.info.get(DESK)
    for number in sorted(moved) if desk is not None else ():
        document = session.get(Document, number)
        if desk is not None and document is not None and is_issued(document):
            _freeze(desk, document)
    for edition in printed:
        row = store.of_document(session, edition.document_id, edition.n)
        if row is not None:
            row.hash = edition.hash
            session.add(row)


FOLLOWER = Follower(_note, _settle)


def is_issued(document: Document) -> bool:
    """A monthly table is out when it is handed in, a quarterly bulletin when it is issued."""
    if document.state in (*OPEN, DocumentState.VOID) or not document.edition:
        return False
    return document.kind == MONTHLY or document.issued_on is not None


def _freeze(desk: Desk, document: Document) -> None:
    if store.of_document(desk.session, document.id or 0, document.edition) is not None:
        return
    kind = desk.house.law.kinds[document.kind]
    about = material.Material(desk, kind, document)
    found = from_figures.counted(about)
    edition = documents_store.edition(desk.session, document.id, document.edition)
    if found is None or edition is None:
        return
    desk.session.add(
        Issued(
            document_id=document.id or 0,
            agency_id=document.agency_id,
            kind=KINDS[document.kind],
            period=document.period,
            edition=document.edition,
            figures={**from_figures.figures(found), "units": _raw(edition, "units"), "shown": edition.shown},
            rows=[bulletin.case_row(row) for row in found.rows],
            hash=edition.hash,
            at=desk.now,
            by=desk.actor.person_id or None,
            reason=str(document.values.get(REISSUED) or ""),
            corrections=found.corrections,
        )
    )
    desk.session.flush()


def _raw(edition: Edition, name: str) -> Any:
    value: Mapping[str, Any] = edition.values.get(name) or {}
    return value.get("raw") or []


# -- again ---------------------------------------------------------------------------------------------------------


def again(desk: Desk, issued_id: int, reason: str) -> Document:
    """The draft of a bulletin that is issued again, with the reason; that which was issued stays as it is.

    Raises:
        Missing: there is no such bulletin. NotAllowed: it is not the actor's to issue.
        Stale: it was issued again already. Refused: no reason is given.
    """
    row = may(desk, issued_id)
    words, old = reasoned(reason), desk.session.get_one(Document, row.document_id)
    return drafting.prepare(
        desk,
        old.kind,
        agency_id=row.agency_id,
        period=row.period,
        subject=f"{row.period}:after:{row.id}@{row.agency_id}",
        values={**_words(old, desk), REISSUED: words},
    )


def may(desk: Desk, issued_id: int) -> Issued:
    """The bulletin, if the actor may issue it again. Raises Missing, NotAllowed or Stale as `again`."""
    row = desk.session.get(Issued, issued_id)
    if row is None:
        raise Missing
    if row.agency_id not in desk.actor.agencies(Role.COORDINATOR):
        raise NotAllowed
    newest = store.latest(desk.session, row.agency_id, row.period, row.kind)
    if newest is None or newest.id != row.id:
        raise Stale
    return row


def _words(old: Document, desk: Desk) -> dict[str, Any]:
    """What people wrote in the old one stands in the new one, to be edited."""
    kind = desk.house.law.kinds[old.kind]
    kept = {one.name for one in kind.fields if not one.source and one.name != from_figures.NAMING}
    return {name: raw for name, raw in old.values.items() if name in kept}
