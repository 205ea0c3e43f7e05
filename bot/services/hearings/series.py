"""Several hearings in one go: entered, moved or ended together, and said in one message to each who is concerned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.hall.errors import Refused
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.appearances import named
from bot.domain.hearings.hearings import Clash, HearingView
from bot.domain.hearings.topics import SERIES, OfHearings
from bot.services.cases import cards as cases_cards
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, clashing, hearings, held, plans
from bot.services.hearings.hearings import Entry
from bot.services.post import delivery, outbox
from bot.store.tables import Hearing


def enter(desk: Desk, entry: Entry, numbers: Sequence[str]) -> list[int]:
    """The same hearing in each of the cases, all or none; gives their ids.

    Raises: as `hearings.enter`; Refused also without a number.
    """
    if not numbers:
        raise Refused("Everything is struck out. Please put one back, or cancel.")
    entries = [replace(entry, number=number) for number in numbers]
    if entry.starts_at <= desk.now:
        return [held.enter(desk, one).id or 0 for one in entries]
    found = [hearings.enter(desk, one, announced=True) for one in entries]
    tell(desk, found, "entered")
    return [one.id or 0 for one in found]


def tell(desk: Desk, found: Sequence[Hearing], what: str) -> None:
    """One message to everybody who keeps one of the hearings, and to the leaders who were named where it changed,
    except who has just done it."""
    concerned: dict[int, list[int]] = {}
    for hearing in found:
        people: set[int] = set()
        for row in plans.appearances_of(desk, hearing.id):
            people |= {person.id or 0 for person in delivery.people_of(desk, f"namers@{row.agency_id}")}
            if what != "entered" and row.strength != "none":
                people |= named(row.leader_id, row.facts)
        for person_id in sorted(people - {desk.actor.person_id or 0}):
            concerned.setdefault(person_id, []).append(hearing.id or 0)
    for person_id, ids in concerned.items():
        outbox.plan(
            desk,
            Notice(SERIES, OfHearings(hearings=ids, what=what, by=desk.actor.person_id), plans.subject_of(found[0])),
            to_person(person_id),
            dedupe=f"{SERIES}:{what}:{ids[0]}:{found[0].version}:{person_id}",
        )


def known(desk: Desk, values: Mapping[str, Any], numbers: Sequence[str]) -> dict[str, Clash]:
    """Of a draft's cases those that have a hearing on record already; empty where the agency is not said yet."""
    agencies = [int(one) for one in values.get("agencies") or ()]
    if not agencies:
        return {}
    found = {number: clashing.clashes(desk, number, agencies) for number in numbers}
    return {number: there[0] for number, there in found.items() if there}


def views(desk: Desk, ids: Sequence[int]) -> list[HearingView]:
    """The hearings that the actor may see."""
    found = []
    for hearing_id in ids:
        try:
            found.append(cards.view(desk, hearing_id))
        except Refused:
            continue
    return found


def name_of(desk: Desk, person_id: int | None) -> str:
    return cases_cards.who(desk, person_id) if person_id else ""
