"""Rule books that agencies go by and that are not at hand, as after a restore without the operator's own ones."""

from __future__ import annotations

from sqlmodel import Session

from bot.services.hall.desk import House
from bot.store.agencies import queries as agencies_store

_NAMED = 3
"""Agencies that are named of each book."""


def missing(session: Session, house: House) -> list[str]:
    """A sentence for each such book, for whoever runs the bot."""
    found: dict[str, list[str]] = {}
    for book, name in agencies_store.books_named(session):
        if book not in house.law.library.books:
            found.setdefault(book, []).append(name)
    return [_words(book, names) for book, names in sorted(found.items())]


def _words(book: str, names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"The rule book {book} is not at hand, by which {', '.join(names[:_NAMED])}{more} and what stands below go: "
        "nothing can be worked out for them. Let CHUTING_RULEBOOKS name the folder that has it."
    )
