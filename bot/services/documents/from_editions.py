"""Of the document itself: which versions there were, when, by whom, and why there is another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.documents import showing
from bot.services.documents.material import Material
from bot.store.documents import queries as documents_store
from bot.store.tables import Edition, Person

FIRST, AGAIN = "首次报备", "再次报备"
"""Words of a paper: papers are Chinese."""


def _changes(material: Material) -> list[dict[str, str]]:
    """Every version up to the one that is written now."""
    desk, document = material.desk, material.document
    before = documents_store.editions(desk.session, document.id)
    rows = [_row(material, one) for one in before]
    author = desk.actor.name or (material.author.name if material.author else "")
    words = (document.reason or AGAIN) if before else FIRST
    return [*rows, _cells(document.edition + 1, showing.day(desk.today), author, words)]


def _row(material: Material, one: Edition) -> dict[str, str]:
    person = material.desk.session.get(Person, one.by) if one.by else None
    day = showing.day(one.frozen_at.astimezone(material.desk.house.zone).date())
    return _cells(one.n, day, person.name if person else "", one.reason or (FIRST if one.n == 1 else AGAIN))


def _cells(edition: int, day: str, by: str, what: str) -> dict[str, str]:
    return {"edition": str(edition), "day": day, "by": by, "what": what}


SOURCES: Mapping[str, Callable[[Material], Any]] = {"record.changes": _changes}
