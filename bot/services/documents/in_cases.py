"""Documents begun from the card of a case: which of its hearings one is about, and whose paper it is there."""

from __future__ import annotations

from bot.domain.documents.hearing_papers import KINDS
from bot.domain.documents.kinds import Kind
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import HearingStatus
from bot.services.cases import cases
from bot.services.documents import drafting, hearing_papers, kinds
from bot.services.hall.desk import Desk
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Document, Hearing

_LIVE = (HearingStatus.SCHEDULED, HearingStatus.HELD)


def hearing_of(desk: Desk, case_id: int) -> Hearing | None:
    """The next hearing of a case; else the last one."""
    rows = [one for one in hearings_store.of_case(desk.session, case_id) if one.status in _LIVE]
    coming = next((one for one in rows if one.status is HearingStatus.SCHEDULED), None)
    return coming or (rows[-1] if rows else None)


def begin(desk: Desk, kind_id: str, case_id: int) -> Document:
    """As `drafting.begin`; what is about a hearing is begun for the one that it is about, so that each has its own.

    Raises: as `drafting.begin`; Refused also where several agencies appear there, each with such a paper.
    """
    kind = kinds.of(desk, kind_id)
    cases.visible(desk, case_id)
    hearing = hearing_of(desk, case_id) if kind.about == "hearing" else None
    if hearing is None:
        return drafting.begin(desk, kind.id, case_id=case_id)
    rows = _appearing(desk, kind, hearing)
    if len(rows) > 1:
        raise Refused("Several of your agencies could mean this; please begin it from the hearing.")
    if rows:
        return hearing_papers.begin(desk, rows[0].id or 0, kind.id)
    return drafting.begin(desk, kind.id, case_id=case_id, hearing_id=hearing.id)


def _appearing(desk: Desk, kind: Kind, hearing: Hearing) -> list[Appearance]:
    """Those who appear at the hearing and for whom the actor writes such a paper."""
    if kind.id not in KINDS:
        return []
    rows = appearances_store.of_hearing(desk.session, hearing.id)
    return [row for row in rows if hearing_papers.may_begin(desk, row, kind)]
