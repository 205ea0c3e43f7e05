"""Files of documents: who may have the frozen papers, and the scans and proofs."""

from __future__ import annotations

from bot.domain.hall.errors import Missing, NotAllowed
from bot.services.documents import permissions
from bot.services.hall.desk import Desk
from bot.store.tables import Edition


def of_document(desk: Desk, document_id: int) -> int | None:
    """The case of a document whose scans and proofs the actor may have: they name plaintiffs.

    Raises:
        Missing, NotAllowed: there is no such document, or it is not the actor's to see; NotAllowed also for whoever
            sees cases without their plaintiffs.
    """
    document, _ = permissions.visible(desk, document_id)
    if not permissions.may_see_plaintiff(desk, document):
        raise NotAllowed
    return document.case_id


def of_edition(desk: Desk, edition_id: int) -> int | None:
    """The same of one frozen version. Raises as `of_document`."""
    edition = desk.session.get(Edition, edition_id)
    if edition is None:
        raise Missing
    return of_document(desk, edition.document_id)
