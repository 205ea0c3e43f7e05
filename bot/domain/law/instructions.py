"""What a rule has its unit do, in the rule's own words: a phrase with places for whoever receives it.

Chinese stands behind 请于…前 (明确出庭负责人，并报{to}备案), English behind "Please" (name the leader and file the form
with {to}). `{to}` is everybody to whom it is owed, `{court}` or another of these roles that one alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ALL = "to"
"""The place where all stand to whom it is owed."""
_PLACE = re.compile(r"\{(\w*)\}")
_REPORTING = re.compile(r"，并[^，]*\{to\}[^，（]*| and [^,{]*\{to\}[^,(]*")
"""The part of a phrase that has it reported, behind what is to be done."""


def filled(phrase: str, names: Mapping[str, str], *, between: str) -> str:
    """The phrase with the names of those to whom it is owed, by role; `between` parts them where all are named."""
    every = between.join(dict.fromkeys(names.values()))
    return _PLACE.sub(lambda place: every if place[1] == ALL else names.get(place[1], place[0]), phrase)


def unreported(phrase: str) -> str:
    """The phrase for whoever would report to itself: what is to be done, without 并将情况报{to}."""
    return _REPORTING.sub("", phrase)


def wrong_places(phrase: str, roles: Iterable[str]) -> list[str]:
    """Places of the phrase that nobody could fill: it names whom the duty is not owed to."""
    known = {*roles}
    allowed = known | {ALL} if known else known
    return [name for name in _PLACE.findall(phrase) if name not in allowed]
