"""Where in a picture the values of a form stand, held against what is on record here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.hall.extracts import Extract
from bot.domain.reading.pictured import WHOLE, Mark, marks
from bot.services.cases import cases, papers
from bot.services.hall.desk import Desk
from bot.store.agencies import former

_ONE, _SEVERAL = "agency", "agencies"


def marked(desk: Desk, values: Mapping[str, Any], extract: Extract) -> dict[str, Mark]:
    """A mark for each of these values, by field. One of which nothing is known is to be looked for in all of it."""
    given = {name: value for name, value in values.items() if value not in (None, "", [])}
    asked = {(_SEVERAL if name == _ONE else name): [value] if name == _ONE else value for name, value in given.items()}
    number = str(given.get("number") or "")
    known = {number} if number and cases.found(desk, number) is not None else set()
    found = marks(asked, extract, agencies=_roster(desk), numbers=known)
    return {name: found.get(_SEVERAL if name == _ONE else name, Mark(0, WHOLE, False)) for name in given}


def _roster(desk: Desk) -> dict[int, list[str]]:
    """What the agencies are called for which the actor enters papers, and what they were called before."""
    agencies = {one.id or 0: one for one in papers.agencies_for(desk)}
    names = {number: [one.name, one.short_name] for number, one in agencies.items()}
    for row in former.of_agencies(desk.session, list(names)):
        names[row.agency_id] += [row.name, row.short_name]
    return names
