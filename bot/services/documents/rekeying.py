"""What makes a document once names what it is about, and whose it is; where these become others its key does too."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Document


def take_over(desk: Desk, document: Document, heir: int, *, duties: tuple[int, int] | None = None) -> None:
    """The document is another agency's; `duties`: for the second duty in place of the first."""
    renames = [(f"@{document.agency_id}", f"@{heir}")]
    if duties is not None:
        renames.append((f"duty:{duties[0]}", f"duty:{duties[1]}"))
    renamed(desk, document, renames)


def renamed(desk: Desk, document: Document, renames: Iterable[tuple[str, str]]) -> None:
    """Each first name gives way to the second; where another document has that key already, the old one stays."""
    key = document.key
    for old, new in renames:
        key = re.sub(rf"{re.escape(old)}(?!\d)", new, key)
    if key != document.key and documents_store.by_key(desk.session, key) is None:
        document.key = key
        desk.session.add(document)
