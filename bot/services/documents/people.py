"""People whom a document may name: those of the agency whose paper it is, chosen by one tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.documents.kinds import FieldType, Kind
from bot.domain.hall.errors import Refused
from bot.services.documents import permissions
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.tables import Person


@dataclass(frozen=True)
class Named:
    id: int
    name: str
    post: str


def of(desk: Desk, document_id: int) -> list[Named]:
    """Those who hold an office in the agency of the document today, each once. Raises as `permissions.visible`."""
    document, _ = permissions.visible(desk, document_id)
    holders = people_store.in_office(desk.session, desk.today, agency_id=document.agency_id)
    offices = people_store.offices_of(desk.session, [one.id for one in holders], desk.today)
    posts = {row.person_id: row.post for row in offices if row.agency_id == document.agency_id and row.post}
    return [Named(one.id or 0, one.name, posts.get(one.id, "")) for one in holders]


def resolved(desk: Desk, document_id: int, kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the people chosen by their number as a document holds them.

    Raises:
        Refused: somebody who was offered holds no office there any more.
    """
    chosen = {one.name for one in kind.fields if one.type is FieldType.PERSON and isinstance(values.get(one.name), str)}
    if not chosen:
        return dict(values)
    there = {str(one.id): one for one in of(desk, document_id)}
    return {name: _table(desk, there, raw) if name in chosen else raw for name, raw in values.items()}


def _table(desk: Desk, there: Mapping[str, Named], raw: str) -> dict[str, Any]:
    one = there.get(raw)
    person = desk.session.get(Person, one.id) if one is not None else None
    if one is None or person is None:
        raise Refused("This choice is no longer offered.")
    return {"id": one.id, "name": one.name, "post": one.post, "phone": person.phone}
