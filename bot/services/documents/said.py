"""What somebody says with a step stands in the paper: an opinion, a decision, who decided and when."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.documents.kinds import FieldType, Kind
from bot.domain.documents.values import taken
from bot.store.tables import Document

AGREED = "同意。"
"""What stands in the paper where somebody agreed without a word (papers are Chinese)."""


def put(document: Document, kind: Kind, words: Mapping[FieldType, str], *, keep: bool = False) -> None:
    """Into the first field of each type that the step at hand asks for; with `keep` only where nothing stands yet.

    Raises:
        Refused: it is longer than the field takes.
    """
    found = dict(document.values)
    for kind_of_field, value in words.items():
        field = next((one for one in kind.asked_at(document.step) if one.type is kind_of_field), None)
        if field is None or not value or (keep and found.get(field.name)):
            continue
        if field.choices and field.choice(value) is None:
            continue
        found[field.name] = taken(field, value)
    document.values = found
