"""The feedback form after a hearing: which rule books want it besides the plain result, and whether it is there."""

from __future__ import annotations

from bot.domain.documents.documents import OPEN, DocumentState
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.documents import queries as documents_store
from bot.store.tables import HearingResult

FORM = "feedback_form"
"""The kind of the form, and the parameter of the rule books that asks for it."""


def is_owed(desk: Desk, row: HearingResult) -> bool:
    """Whether it is still to be submitted."""
    if appearing.parameter(desk, row.agency_id, FORM) in (None, "none"):
        return False
    there = documents_store.of_hearing(desk.session, row.hearing_id, FORM)
    own = [one for one in there if one.agency_id == row.agency_id and one.state is not DocumentState.VOID]
    return not any(one.state not in OPEN or one.edition for one in own)
