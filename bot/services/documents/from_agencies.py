"""Of agencies, their people, duties, events and days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.documents.sources import RECORD_NUMBER
from bot.domain.duties.duties import citation_from_json
from bot.domain.events.events import KIND_NAMES
from bot.domain.hall.terms import EventAnswer, Presence, Role
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.store.events import guests as guests_store
from bot.store.tables import Case, Event, Hearing, Person

_LIAISONS = (Role.LIAISON, Role.DEPUTY_LIAISON)
_BUREAU = (Role.COORDINATOR, *_LIAISONS)


def _person(material: Material, *roles: Role) -> tuple[Person, str] | None:
    return material.holder(material.document.agency_id, *roles)


def _name(material: Material, *roles: Role) -> str | None:
    found = _person(material, *roles)
    return found[0].name if found else None


def _principal_post(material: Material) -> str | None:
    found = _person(material, Role.PRINCIPAL)
    return found[1] if found else None


def _phone(material: Material) -> str | None:
    found = _person(material, *_LIAISONS, Role.COORDINATOR)
    return found[0].phone if found else None


def _quarter(material: Material) -> str:
    """Of the period, if it is one; else the present one: 2026-Q3."""
    period, today = material.document.period, material.desk.today
    if "Q" in period:
        return period
    if period.count("-") == 1:
        return f"{period[:4]}-Q{(int(period[5:7]) + 2) // 3}"
    return f"{today.year}-Q{(today.month + 2) // 3}"


def _year(material: Material) -> int:
    period = material.document.period
    return int(period[:4]) if period[:4].isdigit() else material.desk.today.year


# -- duties ------------------------------------------------------------------------------------------------------------


def _title(material: Material) -> str | None:
    return material.duty.title.get("zh") if material.duty else None


def _due(material: Material) -> str | None:
    return material.duty.deadline.isoformat() if material.duty else None


def _safe(material: Material) -> str | None:
    return material.duty.obey.isoformat() if material.duty else None


def _citation(material: Material) -> str | None:
    if material.duty is None or not material.duty.citation:
        return None
    return citation_from_json(material.duty.citation).source.zh


def _received_on(material: Material) -> str | None:
    return material.duty.trigger_on.isoformat() if material.duty else None


# -- events ------------------------------------------------------------------------------------------------------------


def _of_event(read: Callable[[Material, Event], Any]) -> Callable[[Material], Any]:
    def found(material: Material) -> Any:
        return read(material, material.event) if material.event is not None else None

    return found


def _event_case(material: Material, event: Event) -> str | None:
    hearing = material.desk.session.get(Hearing, event.hearing_id) if event.hearing_id else None
    case = material.desk.session.get(Case, hearing.case_id) if hearing else None
    return case.number if case else None


def _guests(material: Material, event: Event) -> list[dict[str, str]]:
    """Who is expected: one row each, as a sign-in sheet has them."""
    rows = guests_store.of_event(material.desk.session, event.id)
    coming = (EventAnswer.COMING, EventAnswer.UNANSWERED)
    return [_row(material, one) for one in rows if one.answer in coming or one.presence is not None]


def _present(material: Material, event: Event) -> list[dict[str, str]]:
    rows = guests_store.of_event(material.desk.session, event.id)
    return [_row(material, one) for one in rows if one.presence in (Presence.PRESENT, Presence.LATE)]


def _row(material: Material, guest: Any) -> dict[str, str]:
    agency = access.agency(material.desk, guest.agency_id)
    return {"name": guest.name, "agency": agency.short_name, "post": guest.post, "group": guest.group}


def _kind_of_event(material: Material, event: Event) -> str:
    return event.kind.value


def _record_number(material: Material) -> str | None:
    """The number under which it is kept; None until it was accepted for the first time."""
    return material.document.facts.get(RECORD_NUMBER)


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "agency.name": lambda m: m.agency.name,
    "agency.short": lambda m: m.agency.short_name,
    "agency.principal": lambda m: _name(m, Role.PRINCIPAL),
    "agency.principal_post": _principal_post,
    "agency.liaison": lambda m: _name(m, *_LIAISONS, Role.COORDINATOR),
    "agency.liaison_phone": _phone,
    "bureau.name": lambda m: m.bureau.name if m.bureau else None,
    "government.name": lambda m: m.government.name if m.government else None,
    "today": lambda m: m.desk.today.isoformat(),
    "year": _year,
    "quarter": _quarter,
    "author.name": lambda m: m.author.name if m.author else None,
    "author.phone": lambda m: m.author.phone if m.author else None,
    "record.number": _record_number,
    "duty.title": _title,
    "duty.due": _due,
    "duty.safe": _safe,
    "duty.citation": _citation,
    "duty.received_on": _received_on,
    "event.title": _of_event(lambda m, e: e.title),
    "event.kind": _of_event(_kind_of_event),
    "event.organiser": _of_event(lambda m, e: access.agency(m.desk, e.organiser_id).name),
    "event.starts_at": _of_event(lambda m, e: e.starts_at.isoformat()),
    "event.ends_at": _of_event(lambda m, e: e.ends_at.isoformat()),
    "event.place": _of_event(lambda m, e: e.place),
    "event.court": _of_event(lambda m, e: e.court),
    "event.case": _of_event(_event_case),
    "event.quota": _of_event(lambda m, e: e.quota),
    "event.reply_by": _of_event(lambda m, e: e.reply_by.isoformat()),
    "event.note": _of_event(lambda m, e: e.note),
    "event.summary": _of_event(lambda m, e: e.summary),
    "event.guests": _of_event(_guests),
    "event.present": _of_event(_present),
}
WORDS: Mapping[str, Mapping[str, str]] = {"event.kind": {kind.value: name for kind, name in KIND_NAMES.items()}}
