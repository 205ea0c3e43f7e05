"""The fields about parties that the forms of papers and of hearings share: how they are typed, read and shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.hall.forms import Choice, Field, Situation, Values
from bot.domain.hall.names import CAPACITIES, REVIEWS
from bot.domain.hall.problems import problem
from bot.domain.hall.terms import PartyCapacity
from bot.domain.reading.answers import choices_of, line_of, read_count
from bot.domain.reading.cleaning import shown
from bot.domain.reading.parties import Stated, read_parties, stated_in
from bot.domain.reading.stuck_labels import PLAINTIFFS

OURS, HANDLING, NOT_OURS = "ours", "handling", "not"
"""Whose a paper is that names another agency than the one for which it is entered."""
NAMES_OTHER = "names_other"
"""Under this name a draft keeps the other agency, as the paper writes it."""


def read_agencies(text: str, _: Situation) -> Any:
    """Agencies with their capacity in front: 第三人：泗水县公安局."""
    found = read_parties(text).agencies
    if not found:
        return problem(
            "Which agency, in which capacity? “{text}” does not say both. Please write it like 第三人：泗水县公安局.",
            text=shown(text),
        )
    return [[name, capacity.value] for name, capacity in found]


def show_agencies(value: Any, tr: Any) -> object:
    """泗水县公安局（第三人）."""
    said = [tr("{name} ({what})", name=name, what=tr(CAPACITIES[PartyCapacity(what)])) for name, what in value or ()]
    return tr.join([str(one) for one in said])


def is_named(name: str) -> Any:
    """Wanted where a text said it: in a form that asks for it nowhere, it is only shown and corrected."""
    return lambda values: values.get(name) not in (None, "", [])


def _names_a_review(values: Values) -> bool:
    body = PartyCapacity.RECONSIDERATION_BODY.value
    return bool(values.get("review")) or any(what == body for _, what in values.get("parties") or ())


WHOSE = Field(
    "ours",
    "The paper names another agency. Was it served on yours all the same?",
    "Names another agency",
    read=None,
    choices=(
        Choice(OURS, "It was served on us", translated=True),
        Choice(HANDLING, "We handle the case for that agency", translated=True),
        Choice(NOT_OURS, "It is not ours: record nothing", translated=True, ends=True),
    ),
    wanted=lambda values: bool(values.get(NAMES_OTHER)),
)
PARTIES = Field(
    "parties",
    "Which agencies are parties? With the capacity in front, as 第三人：泗水县公安局.",
    "Parties",
    read=read_agencies,
    show=show_agencies,
    optional=True,
    later=True,
)
REVIEW = Field(
    "review",
    "What did the reconsideration come to?",
    "Reconsideration",
    read=None,
    choices=choices_of(REVIEWS),
    optional=True,
    later=True,
    wanted=_names_a_review,
)
PLAINTIFF = Field(
    "plaintiff",
    "Who is the plaintiff? (shown only to the case's own people)",
    "Plaintiff",
    read=line_of(60, *PLAINTIFFS),
    optional=True,
    later=True,
)
COUNT = Field(
    "count",
    "How many plaintiffs are there?",
    "Number of plaintiffs",
    read=read_count,
    optional=True,
    later=True,
)


def stated_of(values: Values) -> Stated:
    """What a confirmed draft says of the parties; whom the sender handles the case for is sued in it."""
    stated = stated_in(values)
    other = str(values.get(NAMES_OTHER) or "")
    if values.get("ours") != HANDLING or any(name == other for name, _ in stated.agencies):
        return stated
    return replace(stated, agencies=(*stated.agencies, (other, PartyCapacity.DEFENDANT)))
