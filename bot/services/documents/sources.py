"""Where values of fields come from: for each name of `bot.domain.documents.sources` a function of the material.

It gives the raw value as JSON (`bot.domain.documents.values`), or None where nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.services.documents import (
    from_agencies,
    from_cases,
    from_court_papers,
    from_decisions,
    from_editions,
    from_events,
    from_figures,
    from_hearings,
    from_letters,
    from_periods,
)
from bot.services.documents.material import Material

Source = Callable[[Material], Any]
REGISTRY: Mapping[str, Source] = {
    **from_agencies.SOURCES,
    **from_cases.SOURCES,
    **from_decisions.SOURCES,
    **from_editions.SOURCES,
    **from_hearings.SOURCES,
    **from_court_papers.SOURCES,
    **from_letters.SOURCES,
    **from_events.SOURCES,
    **from_periods.SOURCES,
    **from_figures.SOURCES,
}
WORDS: Mapping[str, Mapping[str, str]] = {
    **from_agencies.WORDS,
    **from_cases.WORDS,
    **from_decisions.WORDS,
    **from_hearings.WORDS,
}
"""Sources that give a word of ours, or several, and what each is called (message ids), for fields of free text."""


_WHOSE = {"author.phone": "author.name", "agency.liaison_phone": "agency.liaison", "leader.phone": "leader.name"}
"""Telephone numbers, each with the name beside which it stands."""


def of(material: Material, name: str) -> Any:
    """What a source gives; nothing empty. A number is never that of another than whom the paper names beside it."""
    other = _named_instead(material, _WHOSE[name]) if name in _WHOSE else ""
    found = material.phone_of(other) if other else REGISTRY[name](material)
    return None if found in ("", [], {}) else found


def _named_instead(material: Material, source: str) -> str:
    """Whom a person wrote where the source names somebody else."""
    said = [material.document.values.get(one.name) for one in material.kind.fields if one.source == source]
    name = str(said[0] or "") if said else ""
    return name if name != REGISTRY[source](material) else ""
