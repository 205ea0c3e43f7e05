"""出庭报备表: one for an agency and a case, filed again whenever who appears, or when, is another. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Topic, listed

KIND = "leader_filing_form"
NOBODY = "原报备的出庭负责人不能出庭"
"""Why it is a draft again while nobody else is named: reasons stand in papers, which are Chinese."""
LEADER, HEARING = "leader", "hearing"
"""What is another than it was filed: who appears; when, where that was not settled."""


@dataclass(frozen=True, slots=True)
class Again:
    """A form that was filed says something else than is so by now."""

    document: int
    why: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    """The form for one reader. `filed` is the leader of the last version; `leader` is that of
    now, `hearing` (local) the one that version does not say yet; `may_file` whether it is the reader's to file."""

    id: int
    version: int
    number: str
    agency: str
    filed: str
    edition: int
    leader: str
    hearing: datetime | None
    open: bool
    may_file: bool
    missing: tuple[tuple[str, str], ...] = ()
    """Labels of what is missing, in both languages."""


REFILE = Topic("doc.refile", "A filing form is to be filed again", Again, Lane.REMINDER, urgent=True, live=True)
TOPICS = listed(REFILE)
