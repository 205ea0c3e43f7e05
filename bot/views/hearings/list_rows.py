"""The rows of a hearing list before they are recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.hall.message import Html, plain
from bot.texts import Translator
from bot.views.hall.where import Place, when_and_where


def row_label(row: Mapping[str, Any], agencies: Sequence[str], tr: Translator) -> str:
    """One row that can be recorded, as plain text: which case, for whom, when and where."""
    at = Place(datetime.fromisoformat(row["when"]), row.get("place") or "", row.get("online") == "yes")
    where = when_and_where(at, tr, year=True)
    return plain(tr("{number} · {agency}: {where}", number=row["number"], agency=tr.join(list(agencies)), where=where))


def not_recordable(number: int, text: str, why: Html, tr: Translator) -> Html:
    """A row that cannot be recorded, and why."""
    return tr("{n}. ✗ {text}: {why}", n=number, text=text, why=why)


def more(count: int, tr: Translator) -> Html:
    """Rows that the preview does not show and that are recorded all the same."""
    return tr.plural(
        "{n} more row is not shown here and is taken as well.",
        "{n} more rows are not shown here and are taken as well.",
        count,
    )
