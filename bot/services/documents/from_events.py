"""Of events: whom the notice calls, who signed in, how many came; who of an agency observes a hearing, by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.events.events import GROUPS, HERE
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import EventAnswer, EventKind, EventState, Presence, Role
from bot.services.documents.material import Material
from bot.services.hall import access
from bot.store.cases import files as files_store
from bot.store.events import guests as guests_store
from bot.store.events import queries as events_store
from bot.store.tables import Event, EventGuest, StoredFile

GROUP_WORDS = {
    "leaders": "行政机关负责人",
    "legal": "法制工作人员",
    "enforcement": "行政执法人员",
    "liaisons": "联络员",
}
"""What a paper calls the groups of an event."""
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_EXPECTED = (EventAnswer.COMING, EventAnswer.WAITING, EventAnswer.UNANSWERED)


def _guests(material: Material, event: Event) -> list[EventGuest]:
    return guests_store.of_event(material.desk.session, event.id)


def _groups(material: Material, event: Event) -> list[str]:
    """The groups whose roles it invites."""
    invited = set(event.audience.get("roles") or ())
    return [name for name, roles in GROUPS.items() if any(role.value in invited for role in roles)]


def _sign_in(material: Material, event: Event) -> list[dict[str, str]]:
    """Who is expected, or was there: in the order of the agencies, with the hour at which they signed in."""
    rows = [one for one in _guests(material, event) if one.answer in _EXPECTED or one.presence in HERE]
    return [_signed(material, one) for one in sorted(rows, key=lambda one: (one.agency_id, one.id or 0))]


def _signed(material: Material, guest: EventGuest) -> dict[str, str]:
    at = guest.signed_at.astimezone(material.desk.house.zone) if guest.signed_at and guest.presence in HERE else None
    return {
        "agency": access.agency(material.desk, guest.agency_id).short_name,
        "name": guest.name,
        "post": guest.post,
        "group": GROUP_WORDS.get(guest.group, "其他"),
        "signed": f"{at:%H:%M}" if at else "已到" if guest.presence in HERE else "",
    }


def _count(*presences: Presence) -> Callable[[Material, Event], int]:
    return lambda material, event: sum(one.presence in presences for one in _guests(material, event))


def _invited(material: Material, event: Event) -> int:
    return len(_expected(material, event))


def _absent(material: Material, event: Event) -> int:
    """Of those invited whoever did not come, also without having answered: the figures add up."""
    return sum(one.presence not in HERE for one in _expected(material, event))


def _expected(material: Material, event: Event) -> list[EventGuest]:
    """Whoever was to come, or came. Who was let go, sent somebody else or only waited for a seat was not to."""
    gone = (EventAnswer.RELEASED, EventAnswer.SENDS, EventAnswer.WAITING)
    return [one for one in _guests(material, event) if one.answer not in gone or one.presence in HERE]


def pictures(material: Material) -> list[StoredFile]:
    """The photographs of its event, in the order in which they came; nothing else that was sent with them."""
    event = material.event
    rows = files_store.of_subject(material.desk.session, str(About.EVENT_PHOTO(event.id))) if event is not None else []
    return [one for one in rows if (one.mime or "").startswith("image/") or one.name.lower().endswith(_PICTURES)]


def _photos(material: Material, event: Event) -> int | None:
    return len(pictures(material)) or None


def _of(read: Callable[[Material, Event], Any]) -> Callable[[Material], Any]:
    return lambda material: read(material, material.event) if material.event is not None else None


# -- who observes a hearing (AH13) -------------------------------------------------------------------------------------


def _observers(group: str) -> Callable[[Material], list[str] | None]:
    """Names of a group: whoever of the agency signed in to sit in on the hearing, else whoever said yes."""

    def names(material: Material) -> list[str] | None:
        event = _sitting_in(material)
        if event is None:
            return None
        rows = [one for one in _guests(material, event) if _is_of(material, one, group)]
        here = [one for one in rows if one.presence in HERE]
        coming = [one for one in rows if one.answer is EventAnswer.COMING]
        found = here if event.state is EventState.HELD or here else coming
        return [f"{one.name}（{one.post}）" if one.post else one.name for one in found]

    return names


def _is_of(material: Material, guest: EventGuest, group: str) -> bool:
    if guest.agency_id != material.document.agency_id or guest.group != group:
        return False
    principals = {one.id for one in access.holders(material.desk, guest.agency_id, Role.PRINCIPAL)}
    # The principal appears; those who observe are the others.
    return guest.person_id not in principals


def _sitting_in(material: Material) -> Event | None:
    """The event at which the agency's own staff sits in on the hearing."""
    if material.event is not None:
        return material.event
    hearing = material.hearing
    if hearing is None:
        return None
    own = events_store.arranged(material.desk.session, hearing.id, EventKind.SITTING_IN, material.document.agency_id)
    return own[-1] if own else None


SOURCES: Mapping[str, Callable[[Material], Any]] = {
    "event.groups": _of(_groups),
    "event.sign_in": _of(_sign_in),
    "event.invited": _of(_invited),
    "event.came": _of(_count(*HERE)),
    "event.late": _of(_count(Presence.LATE)),
    "event.absent": _of(_absent),
    "event.photos": _of(_photos),
    "observers.leaders": _observers("leaders"),
    "observers.legal": _observers("legal"),
    "observers.enforcement": _observers("enforcement"),
}
