"""Papers that were printed, for those who waited for them."""

from __future__ import annotations

import contextlib

from bot.domain.hall.errors import Refused
from bot.services.documents import printing
from bot.telegram.printing import Printed
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.documents import prints as views


def register(router: Router) -> None:
    """One hands over all papers."""
    router.printed = handed


def handed(turn: Turn, printed: Printed) -> None:
    """A draft comes with its bytes; a version is kept by now, and is sent as any other file is."""
    kind, document_id = printed.order.kind, printed.document_id
    try:
        printing.may_have(turn.desk, document_id)
    except Refused:
        return  # who may see it no longer by now is told nothing
    if printed.failed:
        turn.say(views.failed(kind, document_id, turn.tr))
    elif printed.edition:
        with contextlib.suppress(Refused):
            printing.send(turn.desk, document_id, printed.edition)
    else:
        order = printed.order
        turn.say(views.draft(kind, document_id, order.name, printed.content, printed.page, turn.tr))
