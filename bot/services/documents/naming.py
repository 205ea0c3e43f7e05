"""Naming units in a bulletin: only what a coordinator approved, and each unit is told first, alone.

Whoever submits a bulletin that names units approves of it; they are told with their own lines, and it goes out
when their days have gone by. Its figures must be those that were submitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.documents.kinds import Kind, KindField
from bot.domain.documents.naming import Line, Named, lines_of
from bot.domain.documents.topics import NAMED, OfNamed
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.documents import changing, filling, from_figures, permissions, sources
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.services.post import outbox
from bot.store.tables import Document

TOLD = "told"
"""Fact of a bulletin: {unit: the day on which it was told}."""
NEVER = "never"
ROLES = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL)


def _names(desk: Desk, kind: Kind, document: Document) -> tuple[int, ...]:
    """The units that the bulletin names to their disadvantage; none where it names nobody."""
    if kind.field(from_figures.NAMING) is None or document.values.get(from_figures.NAMING) != from_figures.BY_NAME:
        return ()
    found = from_figures.counted(Material(desk, kind, document))
    return found.adverse if found is not None else ()


def approve(desk: Desk, kind: Kind, document: Document) -> None:
    """Submitting it approves of the naming; the units that were not told yet are told now.

    Raises:
        Refused: it names units, and whoever submits it coordinates nothing here.
    """
    units = _names(desk, kind, document)
    if not units:
        return
    unapproved = appearing.parameter(desk, document.agency_id, "unapproved_naming")
    if unapproved == NEVER and not desk.is_system and document.agency_id not in desk.actor.agencies(Role.COORDINATOR):
        raise Refused("Only a coordinator may approve that units are named.")
    if not _days(desk, document):
        return
    told: dict[str, str] = dict(document.facts.get(TOLD) or {})
    for unit in units:
        if str(unit) not in told:
            _tell(desk, document, unit)
            told[str(unit)] = desk.today.isoformat()
    document.facts = {**document.facts, TOLD: told}


def _days(desk: Desk, document: Document) -> int:
    return int(appearing.parameter(desk, document.agency_id, "naming_notice_days") or 0)


def _tell(desk: Desk, document: Document, unit: int) -> None:
    for person in access.holders(desk, unit, *ROLES):
        outbox.plan(
            desk,
            Notice(NAMED, OfNamed(document.id or 0, unit), changing.subject_of(document)),
            to_person(person.id),
            dedupe=f"doc.named:{document.id}:{unit}:{person.id}",
        )


def _until(desk: Desk, document: Document, told: str) -> date:
    """The last of the days that a unit has, counted in working days after the day on which it was told."""
    day = date.fromisoformat(told)
    for _ in range(_days(desk, document)):
        day = desk.house.law.calendar.next_working(date.fromordinal(day.toordinal() + 1))
    return day


def require(desk: Desk, kind: Kind, document: Document) -> None:
    """It may go out: what it says is what is counted, and whoever it names was told in time.

    Raises:
        Refused: a figure changed since it was submitted; a unit was not told; or its days are not over.
    """
    other = next(iter(_changed(desk, kind, document)), None)
    if other is not None:
        name = other.en if desk.actor.language == "en" else other.zh
        raise Refused(
            "What is counted has changed since it was submitted ({name}). Please send it back and submit it again.",
            name=name,
        )
    told: Mapping[str, str] = document.facts.get(TOLD) or {}
    if not _days(desk, document):
        return
    for unit in _names(desk, kind, document):
        if str(unit) not in told:
            raise Refused(
                "{agency} was not told yet. Please send it back and submit it again.", agency=_short(desk, unit)
            )
        until = _until(desk, document, told[str(unit)])
        if desk.today <= until:
            raise Refused("The units that it names were told; they may answer until {date}.", date=until)


def _changed(desk: Desk, kind: Kind, document: Document) -> list[KindField]:
    """Figures that are others by now than those that were submitted."""
    fields = [one for one in kind.fields if one.is_figure]
    if not fields:
        return []
    kept = filling.raw(desk, document.id or 0)
    material = Material(desk, kind, document)
    return [one for one in fields if (sources.of(material, one.source) or None) != (kept.get(one.name) or None)]


def _short(desk: Desk, agency_id: int) -> str:
    return access.agency(desk, agency_id).short_name


# -- what the unit is told -----------------------------------------------------------------------------------------


def of(desk: Desk, document_id: int, unit: int) -> Named:
    """What a bulletin is to say of a unit, for the unit's own people.

    Raises:
        Missing: there is no such bulletin, or it is not to name the unit. NotAllowed: the actor is not of the unit.
    """
    document = permissions.found(desk, document_id)
    kind = permissions.kind_of(desk, document)
    told = (document.facts.get(TOLD) or {}).get(str(unit))
    if told is None:
        raise Missing
    if unit not in desk.actor.agencies(*ROLES):
        raise NotAllowed
    lead = access.agency(desk, document.agency_id)
    kept: Mapping[str, Any] = filling.raw(desk, document_id)
    lines: tuple[Line, ...] = lines_of(kept, _short(desk, unit))
    period = str(kept.get("quarter") or document.period)
    return Named(_short(desk, unit), lead.short_name, (kind.zh, kind.en), period, _until(desk, document, told), lines)
