"""The library of typical cases: tags, what a list and an entry show, what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.hall.acts import Act, listed, text
from bot.domain.hall.forms import Field, Form
from bot.domain.hall.paging import Page
from bot.domain.reading.answers import choices_of, line_of, lines_of

TAGS: dict[str, str] = {
    "principal": "The principal appeared",
    "spoke": "Spoke in court",
    "settled": "Settled the dispute",
    "mended": "Mended its work",
    "lost": "A lesson of a loss",
    "person": "A model person",
    "deed": "A model deed",
    "case": "A model case",
}
"""What an entry can be found by; words are message ids."""
KEPT, SHOWN, WITHDRAWN = "kept", "shown", "withdrawn"
MOST = 4000
"""Characters of an entry."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    id: int
    title: str
    unit: str
    year: int
    tags: tuple[str, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """`may`: the actor keeps the library."""

    line: EntryLine
    version: int
    text: str
    number: str = ""
    origin: str = ""
    may: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """What the actor sees of it; `waiting` reports of models are not taken in yet."""

    office: str
    lines: Page[EntryLine]
    tag: str = ""
    said: str = ""
    may: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """A report of a model that could be taken in."""

    document: int
    title: str
    unit: str


ADD = Form(
    "library.add",
    "Add a typical case",
    (
        Field("title", "What is the case called?", "Title", read=line_of(120), free=True),
        Field(
            "text", "What is typical of it? No plaintiff is named in it.", "Text", read=lines_of(MOST), free=True
        ),
        Field("tags", "By what is it to be found?", "Tags", None, choices_of(TAGS), many=True, optional=True),
        Field("number", "Its case number? Skip if it has none.", "Case number", read=line_of(60), free=True,
              optional=True),
        Field("origin", "Where is it from, as the court\u2019s bulletin of a quarter?", "Source", read=line_of(120),
              free=True, optional=True),
    ),
    confirm="Put it into the library",
)  # fmt: skip
SEARCH = Form(
    "library.search",
    "Search the library",
    (Field("said", "What are you looking for?", "Search for", read=line_of(40), free=True),),
    confirm="Search",
    at_once=True,
)
WORDS = Form(
    "library.words",
    "Correct an entry",
    (Field("text", "How is it to read? No plaintiff is named in it.", "Text", read=lines_of(MOST), free=True),),
    confirm="Correct it",
)

_TITLE = text("title", "\u201c{value}\u201d", personal=False)
ADDED = Act("typical_added", "put a case into the library", _TITLE)
CHANGED = Act("typical_changed", "corrected an entry of the library", _TITLE)
SHARED = Act("typical_shared", "showed an entry of the library to the units", _TITLE)
HIDDEN = Act("typical_hidden", "hid an entry of the library from the units", _TITLE)
TAKEN_OUT = Act("typical_withdrawn", "took an entry out of the library", _TITLE)
ACTS: Mapping[str, Act] = listed(ADDED, CHANGED, SHARED, HIDDEN, TAKEN_OUT)
