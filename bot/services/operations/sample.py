"""A sample county, put into an empty database for the playground."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.operations.acts import SAMPLE_COUNTY_SEEDED
from bot.services.hall.desk import Desk
from bot.services.operations.sample_data import SISHUI, cast, read
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency, Appointment, Person

__all__ = ["SISHUI", "cast", "seed"]


def seed(desk: Desk, *, path: Path = SISHUI) -> bool:
    """Fill an empty database with the county of a file; False (and nothing done) when there are agencies already."""
    if agencies_store.any_agency(desk.session):
        return False
    data = read(path)
    agencies: dict[str, Agency] = {}
    for entry in data["agency"]:
        agencies[entry["key"]] = _agency(desk, entry, agencies)
    for entry in data["agency"]:
        _link(desk, entry, agencies)
    for entry in data["person"]:
        _person(desk, entry, agencies, data["since"])
    desk.audit(SAMPLE_COUNTY_SEEDED, new={"agencies": len(agencies), "people": len(data["person"])})
    return True


def _agency(desk: Desk, entry: Mapping[str, Any], agencies: Mapping[str, Agency]) -> Agency:
    above = agencies[entry["parent"]] if "parent" in entry else None
    agency = Agency(
        name=entry["name"],
        short_name=entry["short"],
        kind=AgencyKind(entry["kind"]),
        parent_id=above.id if above else None,
        rulebook=entry.get("rulebook"),
    )
    desk.session.add(agency)
    desk.session.flush()
    agency.path = f"{above.path if above else '/'}{agency.id}/"
    return agency


def _link(desk: Desk, entry: Mapping[str, Any], agencies: Mapping[str, Agency]) -> None:
    agency = agencies[entry["key"]]
    agency.lead_id = agencies[entry["lead"]].id if "lead" in entry else None
    agency.supervisor_id = agencies[entry["supervisor"]].id if "supervisor" in entry else None
    desk.session.add(agency)


def _person(desk: Desk, entry: Mapping[str, Any], agencies: Mapping[str, Agency], since: date) -> None:
    account = entry.get("telegram_id")
    person = Person(
        name=entry["name"],
        phone=entry.get("phone", ""),
        telegram_id=account,
        chat_id=account,
        language=entry.get("language", "zh_CN"),
        created_at=desk.now,
    )
    desk.session.add(person)
    desk.session.flush()
    for post in entry["posts"]:
        desk.session.add(_appointment(person, post, agencies, since))


def _appointment(person: Person, post: Mapping[str, Any], agencies: Mapping[str, Agency], since: date) -> Appointment:
    return Appointment(
        person_id=person.id or 0,
        agency_id=agencies[post["agency"]].id if "agency" in post else None,
        role=Role(post["role"]),
        post=post.get("post", ""),
        in_charge_of=post.get("in_charge_of", ""),
        from_date=since,
        to_date=post.get("until"),
    )
