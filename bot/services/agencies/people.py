"""People: their cards, lists and languages; finding somebody and the telephone number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.domain.agencies.agencies import AgencyLine
from bot.domain.agencies.people import Found, Held, PersonCard, PersonLine, PersonView
from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.hall.access import WHOLE, Action
from bot.domain.hall.errors import Missing
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.terms import LIAISONS, Role
from bot.domain.reading.initials import OTHERS, initial
from bot.services.agencies.leaving import hand_over
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import former
from bot.store.agencies import people as people_store
from bot.store.tables import Agency, Appointment, Person

__all__ = [
    "by_letter", "card", "find", "hand_over", "letters", "listing", "named", "set_language", "unregistered", "view",
]  # fmt: skip

MOST = 10
"""Hits of each kind that a search shows."""
_RANK = {role: rank for rank, role in enumerate(ROLE_NAMES)}


def card(desk: Desk, person_id: int) -> PersonCard:
    """The card of a person.

    Raises:
        Missing: there is no such person.
    """
    person = desk.session.get(Person, person_id)
    if person is None:
        raise Missing
    return _card(person)


def _card(person: Person) -> PersonCard:
    return PersonCard(
        person.id or 0, person.name, person.phone, person.telegram_id is not None, person.unreachable_since is not None
    )


def set_language(desk: Desk, language: str) -> None:
    """The language in which this person is written to."""
    person = desk.session.get(Person, desk.actor.person_id)
    if person is not None:
        person.language = language
        desk.session.add(person)


# -- looking ---------------------------------------------------------------------------------------------------


def listing(desk: Desk, agency_id: int, number: int = 0) -> Page[PersonLine]:
    """The people of one agency, leaders first, a line for each appointment.

    Raises:
        NotAllowed: the agency is outside the actor's scope.
    """
    access.require(desk, Action.SEE_PEOPLE, agency_id)
    return cut(_lines(desk, [agency_id]), number)


def _lines(desk: Desk, agency_ids: Sequence[int], *, roles: frozenset[Role] | None = None) -> list[PersonLine]:
    found = [
        PersonLine(_card(person), agency.short_name, appointment.role, appointment.post)
        for appointment, person, agency in people_store.staff(desk.session, agency_ids, desk.today)
        if roles is None or appointment.role in roles
    ]
    return sorted(found, key=lambda line: _RANK.get(line.role, 99))


def letters(desk: Desk) -> list[tuple[str, int]]:
    """The letters under which the people in the actor's scope stand, each with how many they are, in order.

    Raises NotAllowed for whoever knows no people.
    """
    counts = Counter(initial(line.card.name) for line in _everybody(desk))
    return sorted(counts.items(), key=lambda one: (one[0] == OTHERS, one[0]))


def by_letter(desk: Desk, letter: str, number: int = 0) -> Page[PersonLine]:
    """The people under a letter, by name, one line each: with the first of their offices. Raises as `letters`."""
    found = [line for line in _everybody(desk) if initial(line.card.name) == letter]
    return cut(sorted(found, key=lambda line: (line.card.name, line.card.id)), number)


def _everybody(desk: Desk) -> list[PersonLine]:
    """Everybody in the actor's scope, once."""
    access.require_somewhere(desk, Action.SEE_PEOPLE)
    lines = _lines(desk, [a.id or 0 for a in access.within(desk, Action.SEE_PEOPLE)])
    return list({line.card.id: line for line in reversed(lines)}.values())


def unregistered(desk: Desk, agency_id: int) -> list[PersonCard]:
    """People of one agency who have not come to the bot yet.

    Raises:
        NotAllowed: the actor may not register people there.
    """
    access.require(desk, Action.EDIT_PEOPLE, agency_id)
    cards = {line.card.id: line.card for line in _lines(desk, [agency_id])}
    return [card for card in cards.values() if not card.registered]


def view(desk: Desk, person_id: int) -> PersonView:
    """A person with the appointments that are not over.

    Raises:
        Missing: there is no such person, or none of the appointments is in the actor's scope.
    """
    person = desk.session.get(Person, person_id)
    if person is None:
        raise Missing
    rows = people_store.held_by(desk.session, person_id, desk.today)
    if not _may_see(desk, person, [agency for _, agency in rows]):
        raise Missing
    held = tuple(_held(desk, appointment, agency) for appointment, agency in rows)
    return PersonView(
        _card(person),
        person.language,
        person.phone_verified,
        person.version,
        held,
        any(appointment.may_edit for appointment in held) or (desk.actor.may(Action.EDIT_PEOPLE, WHOLE) and not held),
    )


def view_of_post(desk: Desk, appointment_id: int) -> None:
    """Raise unless this appointment, past ones too, is in the actor's scope.

    Raises:
        Missing: there is none, or it is not the actor's to see.
    """
    row = desk.session.get(Appointment, appointment_id)
    agency = desk.session.get(Agency, row.agency_id) if row and row.agency_id else None
    if row is None or not desk.actor.may(Action.SEE_PEOPLE, agency.path if agency else WHOLE):
        raise Missing


def _may_see(desk: Desk, person: Person, agencies: Sequence[Agency | None]) -> bool:
    if desk.is_system or desk.actor.person_id == person.id:
        return True
    # Whoever holds no office, or one for all, is known to those who keep the whole tree.
    return any(desk.actor.may(Action.SEE_PEOPLE, agency.path if agency else WHOLE) for agency in agencies or [None])


def _held(desk: Desk, appointment: Appointment, agency: Agency | None) -> Held:
    path = agency.path if agency else "/"
    return Held(
        id=appointment.id or 0,
        role=appointment.role,
        agency_id=appointment.agency_id,
        agency=agency.short_name if agency else "",
        post=appointment.post,
        in_charge_of=appointment.in_charge_of,
        from_date=appointment.from_date,
        to_date=appointment.to_date,
        version=appointment.version,
        may_edit=desk.is_system or desk.actor.may(Action.EDIT_PEOPLE, path),
    )


# -- finding ---------------------------------------------------------------------------------------------------


def find(desk: Desk, text: str) -> Found:
    """People and agencies in the actor's scope whose name (of agencies also a former one) or telephone holds `text`.

    Whoever may see only one unit also finds the coordinators answerable for it: they are whom one calls.
    """
    scope = access.within(desk, Action.SEE_PEOPLE)
    wanted = text.strip()
    if not wanted:
        return Found((), ())
    before = former.by_which(desk.session, wanted, [a.id for a in scope])
    agencies = [a for a in scope if wanted in a.name or wanted in a.short_name or a.id in before][:MOST]
    callable_ = [
        (
            _agency_line(a, "" if wanted in a.name + " " + a.short_name else before[a.id or 0]),
            tuple(_lines(desk, [a.id or 0], roles=LIAISONS)),
        )
        for a in agencies
    ]
    return Found(tuple(_people(desk, wanted, [a.id or 0 for a in scope])), tuple(callable_))


def named(desk: Desk, text: str) -> tuple[PersonLine, ...]:
    """People whom the actor may know, by part of a name or by four digits of a telephone: a line an appointment."""
    wanted = text.strip()
    return tuple(_people(desk, wanted, [a.id or 0 for a in access.within(desk, Action.SEE_PEOPLE)])) if wanted else ()


def _agency_line(agency: Agency, formerly: str) -> AgencyLine:
    return AgencyLine(agency.id or 0, agency.short_name, agency.kind, 0, agency.name, formerly)


def _people(desk: Desk, wanted: str, agency_ids: list[int]) -> list[PersonLine]:
    digits = "".join(c for c in wanted if c.isdigit())
    rows = people_store.matching(
        desk.session,
        wanted,
        digits if len(digits) >= 4 else "",
        desk.today,
        agency_ids=agency_ids,
        led_by={lead.id for own in desk.actor.agencies() if own and (lead := access.lead_of(desk, own)) is not None},
        most=MOST,
    )
    return [PersonLine(_card(p), agency.short_name, a.role, a.post) for a, p, agency in rows]
