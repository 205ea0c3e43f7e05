"""The document that a duty asks for, where such are drafted here: what it is called, and the one that was begun."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.documents.documents import STATE_NAMES, DocumentState
from bot.domain.documents.rights import reads
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Duty


NIL = "nil"
"""The field of a report that says that there is nothing to report."""


@dataclass(frozen=True)
class Drafted:
    """`number` is that of the document; 0 where none was begun. `state` is a message id."""

    zh: str = ""
    en: str = ""
    number: int = 0
    state: str = ""
    nil: bool = False
    """It may say that there is nothing to report: one tap hands that in."""


def of(desk: Desk, duty: Duty, agency: Agency) -> Drafted:
    """What the actor may know of the document for this duty; nothing where he or she may not read such."""
    kind = desk.house.law.kinds.get(str(duty.citation.get("draft") or ""))
    if kind is None or not (desk.is_system or reads(kind, desk.actor, agency.path)):
        return Drafted()
    begun = [one for one in documents_store.of_duty(desk.session, duty.id) if one.kind == kind.id]
    standing = [one for one in begun if one.state is not DocumentState.VOID]
    if not standing:
        return Drafted(kind.zh, kind.en, nil=kind.field(NIL) is not None)
    return Drafted(kind.zh, kind.en, standing[-1].id or 0, STATE_NAMES[standing[-1].state])
