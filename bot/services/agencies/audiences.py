"""Audiences resolved: who that is now, within what the sender may write to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.domain.agencies.agencies import KIND_NAMES
from bot.domain.agencies.audiences import (
    BRANCHES,
    CHOSEN_VALUE,
    KINDS,
    LACKING_NAMES,
    ONES,
    Audience,
    Lacking,
    Named,
    Recipient,
    Resolved,
    Share,
)
from bot.domain.hall.access import Action
from bot.domain.hall.forms import Choice, of_names
from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.reading import chosen
from bot.services.hall import access
from bot.services.hall.desk import Desk, Predicate
from bot.store.agencies import people as people_store
from bot.store.circulars import queries as circulars_store
from bot.store.circulars import receipts as receipts_store
from bot.store.tables import Agency, Circular, Person

_WITHOUT_LIAISON = frozenset({AgencyKind.COURT, AgencyKind.DISPATCHED, AgencyKind.INTERNAL})
"""Kinds that need nobody of their own: not listed as agencies without anybody unless they were asked for."""


def resolve(
    desk: Desk, audience: Audience, *, action: Action = Action.SEND_CIRCULAR, only: int | None = None
) -> Resolved:
    """Everybody the audience names today, each person once, within the branches over which the actor may `action`.

    With `only`, nobody but this person is looked for: whether somebody still belongs to it.
    """
    found = [_resolve_one(desk, one, action, only) for one in (audience, *audience.also)]
    people: dict[int, Recipient] = {}
    for one in (one for each in found for one in each.people):
        people.setdefault(one.person_id, one)
    empty = dict(one for each in found for one in each.agencies_without_anybody)
    manned = {one.agency_id for one in people.values()} if len(found) > 1 else set()
    return Resolved(tuple(people.values()), tuple((i, name) for i, name in empty.items() if i not in manned))


def _resolve_one(desk: Desk, audience: Audience, action: Action, only: int | None) -> Resolved:
    agencies = _agencies(desk, audience, action)
    if audience.recipients_of:
        got = _who_got(desk, audience, {a.id or 0: a for a in agencies}, only)
        return Resolved(tuple(_people_left(desk, audience, got)))
    found = _appointed(desk, audience, agencies, only)
    people = _people_left(desk, audience, found)
    empty = [] if only else _without_anybody(desk, audience, agencies, {one.agency_id for one in found})
    return Resolved(tuple(people), tuple((a.id or 0, a.short_name) for a in empty))


def _agencies(desk: Desk, audience: Audience, action: Action) -> list[Agency]:
    reach = access.within(desk, action)
    by_id = {a.id or 0: a for a in reach}
    above = tuple(by_id[i].path for i in audience.branches if i in by_id)
    out = tuple(by_id[i].path for i in audience.without_agencies if i in by_id)
    named = set(audience.agencies)
    # Kinds are of everywhere, where no branch limits them; what is named one by one stands beside both.
    everything = not audience.branches and (bool(audience.kinds) or not audience.agencies)
    chosen = [
        a
        for a in reach
        if a.id in named
        or ((everything or a.path.startswith(above)) and (not audience.kinds or a.kind in audience.kinds))
    ]
    chosen = [a for a in chosen if not (out and a.path.startswith(out))]
    for one in audience.lacking:
        test = desk.house.wiring.predicates.get(one.name)
        if test is not None and test.agencies is not None:
            kept = test.agencies(desk, one.value, [a.id or 0 for a in chosen])
            chosen = [a for a in chosen if a.id in kept]
    return chosen


def _appointed(desk: Desk, audience: Audience, agencies: Sequence[Agency], only: int | None) -> list[Recipient]:
    """Holders of the roles in the order of the tree; a deputy where the liaison is wanted and there is none."""
    wanted = set(audience.roles)
    asked = wanted | ({Role.DEPUTY_LIAISON} if Role.LIAISON in wanted else set())
    order = {a.id: n for n, a in enumerate(agencies)}
    holders = people_store.holders_by_agency(desk.session, asked, desk.today, person_id=only)
    rows = [row for row in holders if row[0] in order]
    with_liaison = _with_liaison(desk, only, {row[0] for row in rows if row[1] is Role.LIAISON})
    found = [
        Recipient(pid or 0, name, aid or 0, agencies[order[aid]].short_name, role, chat is None or gone is not None)
        for aid, role, pid, name, chat, gone in rows
        if role in wanted or aid not in with_liaison
    ]
    return sorted(found, key=lambda one: order[one.agency_id])


def _with_liaison(desk: Desk, only: int | None, seen: set[int | None]) -> set[int | None]:
    """Agencies that have a liaison: known already, unless only one person was looked for."""
    return seen if only is None else people_store.agencies_with(desk.session, Role.LIAISON, desk.today)


def _people_left(desk: Desk, audience: Audience, found: Sequence[Recipient]) -> list[Recipient]:
    people = {one.person_id: one for one in reversed(found) if one.person_id not in audience.without_people}
    for lacking in audience.lacking:
        test = desk.house.wiring.predicates.get(lacking.name)
        if test is not None and test.people is not None:
            kept = test.people(desk, lacking.value, list(people))
            people = {pid: one for pid, one in people.items() if pid in kept}
    chosen = {id(one) for one in people.values()}
    return [one for one in found if id(one) in chosen]


def _without_anybody(desk: Desk, audience: Audience, agencies: Sequence[Agency], manned: set[int]) -> list[Agency]:
    """Agencies nobody of which is written to, though somebody should be."""

    def expected(agency: Agency) -> bool:
        asked_for = agency.kind in audience.kinds or agency.id in audience.agencies
        return asked_for or agency.kind not in _WITHOUT_LIAISON

    known = desk.house.wiring.predicates
    if any(known[one.name].people for one in audience.lacking if one.name in known):
        return []
    return [a for a in agencies if a.id not in manned and expected(a)]


def _who_got(desk: Desk, audience: Audience, agencies: dict[int, Agency], only: int | None) -> list[Recipient]:
    """The recipients of an earlier circular who still hold any appointment."""
    found = receipts_store.still_in_office(
        desk.session, audience.recipients_of, desk.today, delivered=audience.delivered_only, person_id=only
    )
    return [
        Recipient(p.id or 0, p.name, r.agency_id, agencies[r.agency_id].short_name, r.role, _gone(p))
        for r, p in found
        if r.agency_id in agencies
    ]


def _gone(person: Person) -> bool:
    return person.chat_id is None or person.unreachable_since is not None


# -- those who have not … ------------------------------------------------------------------------------------------


def _not_answered(desk: Desk, circular_id: int, people: Collection[int]) -> set[int]:
    """People who got this circular and neither confirmed nor answered it, as it asked."""
    circular = desk.session.get(Circular, circular_id)
    if circular is None:
        return set()
    asked = receipts_store.Asked(circular_id, circular.reply, desk.today, circular.one_answer)
    return receipts_store.people_who_owe(desk.session, asked) & set(people)


PREDICATES: Mapping[str, Predicate] = MappingProxyType({"no_answer": Predicate(people=_not_answered)})
"""Those that this room knows, by the names in `bot.domain.agencies.audiences.LACKING_NAMES`."""


# -- for forms and views -------------------------------------------------------------------------------------------


def choices(desk: Desk, field: str, *, action: Action = Action.SEND_CIRCULAR) -> list[Choice]:
    """Buttons of a field of the form in `bot.domain.agencies.audiences`: what the actor may choose from."""
    match field:
        case "branches":
            reach = access.within(desk, action)
            paths = [a.path for a in reach]
            return [of_names(a) for a in reach if any(p != a.path and p.startswith(a.path) for p in paths)]
        case "agencies" | "besides" | "without":
            return [of_names(a) for a in access.within(desk, action)]
        case "lacking":
            known = desk.house.wiring.predicates
            return [Choice(name, words, translated=True) for name, words in LACKING_NAMES.items() if name in known]
        case "circular" | "like":
            return _earlier(desk, action)
        case _:
            return []


def searched(desk: Desk, text: str, *, action: Action = Action.SEND_CIRCULAR) -> list[str]:
    """Ids of the agencies within reach that are called so, as values of the form: all whose names have it in them."""
    reach = access.within(desk, action)
    return list(chosen.near([chosen.Option(str(a.id), (a.short_name, a.name)) for a in reach], text))


def people_choices(desk: Desk, audience: Audience, *, action: Action = Action.SEND_CIRCULAR) -> list[Choice]:
    """Whom the audience would reach, to be left out one by one; those left out already stay in the list."""
    found = resolve(desk, replace(audience, without_people=()), action=action).people
    return [Choice(str(one.person_id), f"{one.agency} {one.name}", names=(one.name, one.agency)) for one in found]


def _earlier(desk: Desk, action: Action) -> list[Choice]:
    """Circulars of the actor's agencies that went out and asked for something, the newest first."""
    mine = [a.id for a in access.within(desk, action)]
    found = circulars_store.that_asked(desk.session, mine, most=40)
    return [Choice(str(c.id), c.title or f"№ {c.id}") for c in found]


def shares(
    desk: Desk, audience: Audience, found: Resolved, *, action: Action = Action.SEND_CIRCULAR
) -> tuple[Share, ...]:
    """How many of those whom an audience names each of its choices brings: a branch, a kind, an agency by name."""
    reach = {a.id or 0: a for a in access.within(desk, action)}
    people = [(reach[one.agency_id], one) for one in found.people if one.agency_id in reach]

    def share(block: str, label: str, mine: Collection[int]) -> Share:
        of = [one for agency, one in people if agency.id in mine]
        return Share(block, label, len({one.agency_id for one in of}), len(of))

    def of_kind(*kinds: AgencyKind) -> set[int]:
        return {i for i, a in reach.items() if not kinds or a.kind in kinds}

    branches = [reach[i] for i in audience.branches if i in reach]
    kinds = () if audience.branches else audience.kinds
    ones = [reach[i] for i in audience.agencies if i in reach]
    limited = of_kind(*audience.kinds)
    return (
        *(share(BRANCHES, a.short_name, limited & _below(reach, a)) for a in branches),
        *(share(KINDS, KIND_NAMES[kind], of_kind(kind)) for kind in kinds),
        *(share(ONES, a.short_name, {a.id or 0}) for a in ones),
    )


def _below(reach: Mapping[int, Agency], top: Agency) -> set[int]:
    return {i for i, a in reach.items() if a.path.startswith(top.path)}


def named(desk: Desk, audience: Audience, found: Resolved | None = None) -> Named:
    """The audience with the names of what it is built from; of whom it names now (`found`), who comes by what."""

    def names(ids: Sequence[int]) -> tuple[str, ...]:
        return tuple(a.short_name for i in ids if (a := desk.session.get(Agency, i)) is not None)

    return Named(
        audience,
        names(audience.branches),
        names(audience.agencies),
        names(audience.without_agencies),
        tuple((LACKING_NAMES.get(one.name, one.name), _value(desk, one)) for one in audience.lacking),
        _title(desk, audience.recipients_of),
        tuple(p.name for i in audience.without_people if (p := desk.session.get(Person, i)) is not None),
        shares(desk, audience, found) if found is not None else (),
        tuple(named(desk, one) for one in audience.also),
    )


def _value(desk: Desk, one: Lacking) -> str:
    if one.name not in CHOSEN_VALUE:
        return ""
    return _title(desk, one.value) if one.name == "no_answer" else f"{one.value}%"


def _title(desk: Desk, circular_id: int) -> str:
    circular = desk.session.get(Circular, circular_id) if circular_id else None
    return (circular.title or f"№ {circular.id}") if circular else ""
