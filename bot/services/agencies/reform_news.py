"""In a reform of agencies: whom it concerns, each told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.agencies.reform import Passing, Share
from bot.domain.agencies.topics import REFORMED, Reformed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LEADERS, LIAISONS, Reform
from bot.domain.hall.topics import Notice, to_person
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.agencies import people as people_store
from bot.store.tables import Agency, Person


def concerned(desk: Desk, passing: Passing) -> set[int]:
    """Everybody of the old agency, who keeps and leads the successors, and the coordinators of all of them."""
    found = [person for _, person, _ in people_store.staff(desk.session, [passing.old], desk.today)]
    for one in (passing.old, *passing.heirs.all):
        found += access.holders(desk, one, *LIAISONS, *LEADERS)
        found += delivery.coordinators(desk, one)
    return _registered(found)


def _registered(people: Iterable[Person]) -> set[int]:
    return {person.id or 0 for person in people if person.telegram_id is not None}


def renamed(desk: Desk, agency: Agency, before: str) -> None:
    """The same agency bears another name."""
    staff = [person for _, person, _ in people_store.staff(desk.session, [agency.id], desk.today)]
    people = _registered([*staff, *delivery.coordinators(desk, agency.id or 0)])
    shows = Reformed(agency.id or 0, Reform.RENAMED.value, before, desk.today, [[agency.short_name, 0, 0, "", 0]])
    for person_id in sorted(people - {desk.actor.person_id}):
        outbox.plan(
            desk,
            Notice(REFORMED, shows, About.AGENCY(agency.id)),
            to_person(person_id),
            dedupe=f"{REFORMED}:{agency.id}:{agency.version}:{person_id}",
        )


def passed(desk: Desk, found: Sequence[Passing]) -> None:
    """One message a person: what passed to whom, and what became of the reader's own role."""
    olds = [access.agency(desk, one.old) for one in found]
    heirs = _shares(found)
    names, leaders = "、".join(one.short_name for one in olds), [name for one in found for name in one.leaders]
    for person_id in sorted(set().union(*(one.told for one in found)) - {desk.actor.person_id}):
        to = next((one.heir_of_person(person_id) for one in found if person_id in one.passed), 0)
        shows = Reformed(
            olds[0].id or 0,
            found[0].how.value,
            names,
            desk.today,
            heirs,
            access.agency(desk, to).short_name if to else "",
            any(person_id in one.unpassed for one in found),
            leaders,
        )
        outbox.plan(
            desk,
            Notice(REFORMED, shows, About.AGENCY(found[0].heirs.first)),
            to_person(person_id),
            dedupe=f"{REFORMED}:{olds[0].id}:{olds[0].version}:{person_id}",
        )


def _shares(found: Sequence[Passing]) -> list[list[Any]]:
    """What each successor gets of all of them: short name, cases, duties, nearest day, hearings."""
    shares: dict[int, list[Share]] = {}
    for passing in found:
        for number, share in passing.given.items():
            shares.setdefault(number, []).append(share)
    return [
        [
            several[0].agency,
            sum(one.cases for one in several),
            sum(one.duties for one in several),
            min((one.nearest.isoformat() for one in several if one.nearest), default=""),
            sum(one.hearings for one in several),
        ]
        for several in shares.values()
    ]
