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


def filled(phrase: str, names: Mapping[str, str], *, between: str) -> str:
    """The phrase with the names of those to whom it is owed, by role; `between` parts them where all are named."""
    every = between.join(dict.fromkeys(names.values()))
    return _PLACE.sub(lambda place: every if place[1] == ALL else names.get(place[1], place[0]), phrase)


def wrong_places(phrase: str, roles: Iterable[str]) -> list[str]:
    """Places of the phrase that nobody could fill: it names whom the duty is not owed to."""
    known = {*roles}
    allowed = known | {ALL} if known else known
    return [name for name in _PLACE.findall(phrase) if name not in allowed]
