"""What the author of a circular sent is kept as evidence from the moment it begins to go out; until then it waits."""

from __future__ import annotations

from datetime import datetime

from bot.domain.hall.terms import CircularState
from bot.services.circulars.circulars import parts_of, subject_of
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.store.circulars import queries as circulars_store
from bot.store.tables import Circular

LOOKED_THROUGH = 500


def keep(desk: Desk, row: Circular) -> None:
    """The files of its parts belong to it now; one that is gone is no reason not to send."""
    found = [
        {"hash": digest, "name": part.name or part.kind, "size": part.size}
        for part in parts_of(row)
        for digest in part.hash.split()
        if desk.house.files.has(digest)
    ]
    files.keep(desk, subject_of(row.id), found, sent_by=row.author_id)


def awaiting(desk: Desk, person_id: int, touched_after: datetime | None) -> set[str]:
    """The files of circulars that have not begun, whoever sent them: drafts only while somebody works at them."""
    return {
        digest
        for row in circulars_store.not_begun(desk.session, most=LOOKED_THROUGH)
        if row.state is not CircularState.DRAFT or touched_after is None or row.touched_at >= touched_after
        for part in parts_of(row)
        for digest in part.hash.split()
    }
