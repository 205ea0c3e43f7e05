"""Where in a picture the values of a form stand, held against what is on record here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.hall.extracts import Extract
from bot.domain.reading.pictured import Mark, marks
from bot.services.cases import cases, papers
from bot.services.hall.desk import Desk
from bot.store.agencies import former

WHOLE = (0.0, 0.0, 1.0, 1.0)
"""Where a value stands of which it is not known."""
_ONE, _SEVERAL, _PARTIES = "agency", "agencies", "parties"


def marked(desk: Desk, values: Mapping[str, Any], extract: Extract) -> dict[str, Mark]:
    """A mark for each of these values that stands in it, by field. What does not is to be looked for in all of it; an
    agency that is not named there does not come from there."""
    given = {name: value for name, value in values.items() if value not in (None, "", [])}
    asked = dict(_asked(name, value) for name, value in given.items())
    number = str(given.get("number") or "")
    known = {number} if number and cases.found(desk, number) is not None else set()
    found = marks(asked, extract, zone=desk.house.zone, agencies=_roster(desk), numbers=known)
    by_field = {name: found.get(_asked(name, value)[0], Mark(0, WHOLE, False)) for name, value in given.items()}
    return {name: one for name, one in by_field.items() if name not in (_ONE, _SEVERAL) or one.box != WHOLE}


def _asked(name: str, value: Any) -> tuple[str, Any]:
    """A value as it is looked for: of parties their names, an agency as one of several."""
    if name == _PARTIES:
        return name, [called for called, _ in value]
    return (_SEVERAL, [value]) if name == _ONE else (name, value)


def _roster(desk: Desk) -> dict[int, list[str]]:
    """What the agencies are called for which the actor enters papers, and what they were called before."""
    agencies = {one.id or 0: one for one in papers.agencies_for(desk)}
    names = {number: [one.name, one.short_name] for number, one in agencies.items()}
    for row in former.of_agencies(desk.session, list(names)):
        names[row.agency_id] += [row.name, row.short_name]
    return names
