"""Agencies, as values, and the forms that create and change them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.hall.forms import Choice, Field, Form, Situation
from bot.domain.hall.terms import AgencyKind, Reform
from bot.domain.reading.cleaning import read_line

NAME_LENGTH = 120
SHORT_LENGTH = 40
DEEPEST = 12
"""Levels of the tree; paths are stored, so there is an end."""

KIND_NAMES: dict[AgencyKind, str] = {
    AgencyKind.GOVERNMENT: "government",
    AgencyKind.DEPARTMENT: "department",
    AgencyKind.TOWNSHIP: "township",
    AgencyKind.SUBDISTRICT: "subdistrict",
    AgencyKind.DISPATCHED: "dispatched body",
    AgencyKind.JUSTICE_BUREAU: "justice bureau",
    AgencyKind.GENERAL_OFFICE: "government general office",
    AgencyKind.COURT: "court",
    AgencyKind.AUTHORISED: "authorised organisation",
    AgencyKind.INTERNAL: "internal body",
}
"""Message ids of the kinds."""


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency in a list."""

    id: int
    short_name: str
    kind: AgencyKind
    children: int = 0
    name: str = ""
    formerly: str = ""
    """The name from before a reform by which it was found, where it was not found by the present one."""


@dataclass(frozen=True, slots=True)
class Former:
    """A name that an agency bore until a reform."""

    short_name: str
    how: Reform
    since: date
    name: str = ""
    own: bool = True
    """Whether it was the agency's own; else that of one that ended, from which it took over."""


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """What is shown of an agency. Names that are inherited from above say so."""

    id: int
    name: str
    short_name: str
    kind: AgencyKind
    above: tuple[AgencyLine, ...]
    """From the root down to the parent."""
    supervisor: str
    lead: str
    lead_inherited: bool
    rulebook: str
    rulebook_inherited: bool
    approval_needed: bool
    closed_on: date | None
    people: int
    version: int
    may_edit: bool
    may_invite: bool
    former: tuple[Former, ...] = ()
    """Names that it bore before a reform, and those of agencies of which it took over something, the newest first."""
    heirs: tuple[tuple[int, str], ...] = ()
    """Of an agency that ended in a reform: id and short name of those that took over, the first one first."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What keeps an agency from being closed."""

    duties: int = 0
    appearances: int = 0
    cases: int = 0

    @property
    def total(self) -> int:
        return self.duties + self.appearances + self.cases


def read_name(limit: int) -> Callable[[str, Situation], Any]:
    """A reader of one line of at most `limit` characters."""
    return lambda text, _: read_line(text, limit=limit)


_KINDS = tuple(Choice(kind.value, name, translated=True) for kind, name in KIND_NAMES.items())
_NAME = Field("name", "What is the agency's full name?", "Full name", read=read_name(NAME_LENGTH))
_SHORT = Field("short_name", "What is it called in short, as on a button?", "Short name", read=read_name(SHORT_LENGTH))
_KIND = Field("kind", "What kind of agency is it?", "Kind", read=None, choices=_KINDS)
_PARENT = Field("parent", "Which agency is directly above it?", "Agency above", read=None, optional=True)
_SUPERVISOR = Field(
    "supervisor",
    "Which department of the level above guides it in its line of work?",
    "Supervision by system",
    read=None,
    optional=True,
)
_LEAD = Field(
    "lead",
    "Which agency is the lead organ of this branch? Skip to inherit it from above.",
    "Lead organ",
    read=None,
    optional=True,
)
_BOOK = Field(
    "rulebook",
    "Which rule book holds in this branch? Skip to inherit it from above.",
    "Rule book",
    read=None,
    optional=True,
)
_KEEP = Field(
    "keep",
    "What becomes of the open recurring duties that the new rules do not know?",
    "Recurring duties of the old rules",
    read=None,
    choices=(
        Choice("end", "they end now, with a note", translated=True),
        Choice("stay", "they stay to their end", translated=True),
    ),
    later=True,
    blank="they end now, with a note",
)
_HEIR = Field(
    "heir",
    "Which agency takes over its open cases and duties? Skip if there are none.",
    "Taken over by",
    read=None,
    optional=True,
)

NEW_AGENCY = Form("agency", "New agency", (_NAME, _SHORT, _KIND, _PARENT, _SUPERVISOR), confirm="Create")

EDITS: dict[str, Form] = {
    "name": Form("agency.name", "Change the name", (_NAME, _SHORT)),
    "kind": Form("agency.kind", "Change the kind", (_KIND,)),
    "parent": Form("agency.parent", "Move the agency", (_PARENT,), confirm="Move"),
    "supervisor": Form("agency.supervisor", "Supervision by system", (_SUPERVISOR,)),
    "lead": Form("agency.lead", "Lead organ", (_LEAD, _KEEP)),
    "rulebook": Form("agency.rulebook", "Rule book", (_BOOK, _KEEP)),
    "close": Form("agency.close", "Close the agency", (_HEIR,), confirm="Close it"),
}
"""What can be changed of an agency, each by a form of its own."""
