"""Events as values for one reader: cards, lists, tallies; what this reader may do about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from bot.domain.events import topics
from bot.domain.events.events import HERE, AgencyTally, EventLine, EventView, GuestView, HearingOption, Tally
from bot.domain.events.sign_in import CLOSES, NEAR, is_open
from bot.domain.events.topics import OfGuest
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.paging import SIZE, Page, cut, within
from bot.domain.hall.terms import EventAnswer, EventState, Presence
from bot.domain.hall.topics import Topic
from bot.services.agencies import groups
from bot.services.events import answers, events, rows, sign_in
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.cases import files as files_store
from bot.store.events import guests as guests_store
from bot.store.events import queries as events_store
from bot.store.hearings import public as public_store
from bot.store.tables import Agency, Case, Event, EventGuest, Hearing

A = EventAnswer


def event_of(desk: Desk, event_id: int) -> Event:
    """The event, if it is the actor's to see: who runs it, is invited, or answers for somebody invited.

    Raises:
        Missing: there is none. NotAllowed: it is none of the actor's business.
    """
    event = desk.session.get(Event, event_id)
    if event is None:
        raise Missing
    if rows.may_run(desk, event) or sign_in.may_keep_list(desk, event):
        return event
    guest = rows.guest_of_person(desk, event_id, desk.actor.person_id)
    if (guest is not None and rows.belongs(desk, guest)) or answers_for(desk, event):
        return event
    raise NotAllowed


def side(desk: Desk, event_id: int, agency_id: int) -> None:
    """Raise unless people of this agency are invited and the actor keeps the event's list or speaks for the agency.

    Raises:
        Missing: there is no such event, or nobody of the agency is invited. NotAllowed: it is not the actor's to see.
    """
    event = event_of(desk, event_id)
    if agency_id not in {agency.id for agency in rows.agencies_of(desk, event_id)}:
        raise Missing
    if agency_id not in answers_for(desk, event) and not sign_in.may_keep_list(desk, event):
        raise NotAllowed


def visible_guest(desk: Desk, guest_id: int) -> EventGuest:
    """A guest whose answer is the actor's to see: the own one, or as `side`.

    Raises: as `side`.
    """
    guest = desk.session.get(EventGuest, guest_id)
    if guest is None:
        raise Missing
    if guest.person_id is None or guest.person_id != desk.actor.person_id or not rows.belongs(desk, guest):
        side(desk, guest.event_id, guest.agency_id)
    return guest


def view(desk: Desk, event: Event) -> EventView:
    """The event as it stands, with what the actor may do; nothing is checked here."""
    on = event.starts_at.astimezone(desk.house.zone).date()
    ratings = _ratings(desk, event)
    hearing = desk.session.get(Hearing, event.hearing_id) if event.hearing_id else None
    return EventView(
        id=event.id or 0,
        version=event.version,
        sequence=event.sequence,
        kind=event.kind,
        title=event.title,
        organiser_id=event.organiser_id,
        organiser=access.agency(desk, event.organiser_id).short_name,
        court=event.court,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=event.place,
        case_number=public_store.case_number_of(desk.session, event.hearing_id) if event.hearing_id else "",
        hearing_id=event.hearing_id,
        reply_by=event.reply_by,
        note=event.note,
        sign_in=event.sign_in,
        state=event.state,
        reason=event.reason,
        quota=event.quota,
        agency_quota=event.agency_quota,
        tally=rows.tally(desk, event.id),
        material=files_store.count(desk.session, str(rows.material_subject(event))),
        photos=files_store.count(desk.session, str(rows.photo_subject(event))),
        summary=event.summary,
        feedback=(len(ratings), sum(ratings) / len(ratings) if ratings else 0.0),
        begun=event.starts_at <= desk.now,
        sign_in_open=event.state is EventState.PLANNED and is_open(event.starts_at, event.ends_at, desk.now),
        sign_in_near=event.state is EventState.PLANNED and event.starts_at - NEAR <= desk.now <= event.ends_at + CLOSES,
        working_days_left=desk.house.law.calendar.working_days_between(desk.today, on),
        may_run=not desk.is_system and rows.may_run(desk, event),
        answers_for=tuple(answers_for(desk, event)),
        reply_past=event.reply_by < desk.now,
        online=hearing is not None and hearing.online,
    )


def _ratings(desk: Desk, event: Event) -> list[int]:
    if event.state is not EventState.HELD:
        return []
    return [int(one["rating"]) for one in guests_store.feedback_on(desk.session, event.id) if one]


def remarks(desk: Desk, event_id: int) -> list[str]:
    """What participants would change, without their names.

    Raises as `rows.runnable`.
    """
    rows.runnable(desk, event_id)
    found = guests_store.feedback_on(desk.session, event_id)
    return [str(one["remark"]) for one in found if one.get("remark")]


def answers_for(desk: Desk, event: Event) -> list[int]:
    """Agencies with invited people for whom the actor speaks, besides the organiser's own overview."""
    if desk.is_system:
        return []
    mine = desk.actor.branches(Action.ANSWER_FOR_LEADER)
    if not mine:
        return []
    return [a.id or 0 for a in rows.agencies_of(desk, event.id) if a.path.startswith(mine)]


# -- guests --------------------------------------------------------------------------------------------------------


def guest_view(desk: Desk, guest: EventGuest, agency: Agency | None = None) -> GuestView:
    """One guest for the actor; nothing is checked here."""
    event = desk.session.get_one(Event, guest.event_id)
    [one] = _guest_views(desk, event, [guest], {guest.agency_id: agency or access.agency(desk, guest.agency_id)})
    return one


def _guest_views(desk: Desk, event: Event, guests: list[EventGuest], agencies: dict[int, Agency]) -> list[GuestView]:
    names = guests_store.names(desk.session, {one.stands_for_id for one in guests if one.stands_for_id})
    sends = guests_store.names_of_sent(desk.session, [one.id for one in guests])
    known = people_store.who_came(desk.session, (one.person_id for one in guests if one.person_id))
    queue = (
        {one.id: n for n, one in enumerate(answers.waiting_of(desk, event), start=1)}
        if any(one.answer is A.WAITING for one in guests)
        else {}
    )
    return [
        GuestView(
            id=one.id or 0,
            name=one.name,
            post=one.post,
            agency_id=one.agency_id,
            agency=agencies[one.agency_id].short_name,
            group=one.group,
            answer=one.answer,
            held=one.held,
            reason=one.reason,
            stands_for=names.get(one.stands_for_id, ""),
            sends=sends.get(one.id, "") if one.answer is A.SENDS else "",
            place_in_line=queue.get(one.id, 0),
            presence=one.presence,
            signed_at=one.signed_at,
            on_telegram=one.person_id in known,
            rated=bool(one.feedback),
            mine=one.person_id is not None and one.person_id == desk.actor.person_id,
            may_answer=answers.may_answer(desk, one),
        )
        for one in guests
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """What a message to a guest is made from, looked up when it is sent or shown anew."""

    event: EventView
    guest: GuestView
    current: bool
    """Planned for the event as it is now."""
    retired: bool
    """A newer message of its own tells this guest how things are."""
    could_not: bool = False
    """It is said to somebody who could not come before the time moved."""


def told(desk: Desk, about: topics.OfGuest) -> Told | None:
    """For the actor, who reads it; None when it is not the actor's, or the appointment behind it has ended."""
    guest = desk.session.get(EventGuest, about.guest)
    event = desk.session.get(Event, guest.event_id) if guest else None
    if guest is None or event is None or guest.person_id != desk.actor.person_id or not rows.belongs(desk, guest):
        return None
    now = about.sequence if about.sequence is not None else event.sequence
    return Told(
        view(desk, event),
        guest_view(desk, guest),
        current=now == event.sequence,
        retired=now < guest.told_sequence,
        could_not=bool(about.declined),
    )


def is_still_true(desk: Desk, topic: Topic[OfGuest], told: Told) -> bool:
    """Whether a message that was planned for a guest still says what is so."""
    event, guest = told.event, told.guest
    to_come = event.state is EventState.PLANNED and told.current and event.starts_at > desk.now
    match topic:
        case topics.INVITE | topics.REPLY:
            return to_come and guest.answer is A.UNANSWERED
        case topics.COME | topics.PROMOTED:
            return to_come and guest.answer is A.COMING and guest.signed_at is None
        case topics.PASSED_ON:
            return to_come and guest.answer is A.UNANSWERED and not guest.held
        case topics.MOVED if told.could_not:
            return to_come and guest.answer is not A.RELEASED
        case topics.MOVED | topics.CHANGED | topics.DELEGATED:
            return to_come and guest.answer not in (A.DECLINED, A.RELEASED)
        case topics.RETURNED:
            return to_come
        case topics.OFF:
            return event.state is EventState.CANCELLED and told.current
        case topics.FEEDBACK:
            return event.state is EventState.HELD and not guest.rated
    return True


def for_agency(desk: Desk, event_id: int, agency_id: int) -> tuple[EventView, str, Tally, list[GuestView]] | None:
    """What a liaison sees: the event, the agency's name, its tally and guests; None when nobody is invited.

    Raises as `event_of`, and NotAllowed when the actor does not speak for the agency.
    """
    event = event_of(desk, event_id)
    agency = access.require(desk, Action.ANSWER_FOR_LEADER, agency_id)
    guests = rows.guests_of(desk, event_id, agency_id=agency_id)
    if not guests:
        return None
    shown = _guest_views(desk, event, guests, {agency_id: agency})
    return view(desk, event), agency.short_name, rows.tally(desk, event_id, agency_id), shown


def own_guest(desk: Desk, event_id: int) -> GuestView | None:
    """The actor's own invitation."""
    guest = rows.guest_of_person(desk, event_id, desk.actor.person_id)
    return guest_view(desk, guest) if guest is not None and guest.answer is not A.RELEASED else None


FILTERS: dict[str, tuple[EventAnswer, ...]] = {
    "all": (),
    "coming": (A.COMING,),
    "waiting": (A.WAITING,),
    "open": (A.UNANSWERED,),
    "no": (A.DECLINED, A.SENDS),
    "absent": (),
    "here": (),
    "missing": (),
}
"""Which guests a list shows: by answer, or by presence."""


def people(desk: Desk, event_id: int, which: str, page: int = 0, agency_id: int | None = None) -> Page[GuestView]:
    """A page of an event's guests.

    Raises:
        Missing: there is no such event or list. NotAllowed: the actor neither runs it nor speaks for the agency.
    """
    event = event_of(desk, event_id)
    if which not in FILTERS:
        raise Missing
    if not sign_in.may_keep_list(desk, event) and agency_id not in answers_for(desk, event):
        raise NotAllowed
    guests = rows.guests_of(desk, event_id, *FILTERS[which], agency_id=agency_id)
    if which == "absent":
        guests = [one for one in guests if one.presence is Presence.ABSENT]
    elif which == "here":
        guests = [one for one in guests if one.presence in HERE]
    elif which == "missing":
        guests = [one for one in guests if one.presence not in HERE]
    agencies = {a.id or 0: a for a in rows.agencies_of(desk, event_id)}
    order = {agency_id: n for n, agency_id in enumerate(agencies)}
    guests.sort(key=lambda one: (order.get(one.agency_id, 0), one.id or 0))
    found = cut(guests, page)
    shown = _guest_views(desk, event, list(found.items), agencies)
    return Page(tuple(shown), found.number, found.total, found.size)


def absent(desk: Desk, event_id: int) -> list[GuestView]:
    """Who was to come and was not there. Raises as `people`."""
    event = event_of(desk, event_id)
    if not sign_in.may_keep_list(desk, event):
        raise NotAllowed
    guests = [one for one in rows.guests_of(desk, event_id) if one.presence is Presence.ABSENT]
    return _guest_views(desk, event, guests, {a.id or 0: a for a in rows.agencies_of(desk, event_id)})


def by_agency(desk: Desk, event_id: int, page: int = 0) -> Page[AgencyTally]:
    """The tally agency by agency, in the order of the tree.

    Raises: as `people`.
    """
    event = event_of(desk, event_id)
    if not sign_in.may_keep_list(desk, event):
        raise NotAllowed
    found = rows.tallies(desk, event_id)
    lines = [
        AgencyTally(a.id or 0, a.short_name, found.get(a.id or 0, Tally())) for a in rows.agencies_of(desk, event_id)
    ]
    return cut(lines, page, 12)


def by_agency_names(desk: Desk, agency_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Agencies with their short names."""
    return [(agency_id, access.agency(desk, agency_id).short_name) for agency_id in agency_ids]


# -- lists ---------------------------------------------------------------------------------------------------------


def mine(desk: Desk, page: int = 0) -> Page[EventLine]:
    """Events the actor runs, is invited to, or answers for: those to come first, then the last ones."""
    me = desk.actor.person_id
    run = [a.id for a in access.within(desk, Action.RUN_EVENT)]
    spoken = [a.id for a in access.within(desk, Action.ANSWER_FOR_LEADER)]
    total = events_store.count_of_concern(desk.session, me, organised_by=run, guests_of=spoken)
    number = within(page, total)
    found = events_store.of_concern(
        desk.session, me, organised_by=run, guests_of=spoken, first=number * SIZE, most=SIZE
    )
    lines = [_line(desk, event) for event in found]
    return Page(tuple(lines), number, total)


def _line(desk: Desk, event: Event) -> EventLine:
    own = rows.guest_of_person(desk, event.id, desk.actor.person_id)
    return EventLine(
        event.id or 0,
        event.kind,
        event.title,
        event.starts_at,
        event.state,
        own.answer if own and own.answer is not A.RELEASED else None,
        rows.tally(desk, event.id) if rows.may_run(desk, event) else None,
    )


def hearings_to_watch(desk: Desk, limit: int = 40) -> list[HearingOption]:
    """Public trials to come, in order: of agencies within the actor's sight, and of others under the same lead organ,
    as townships watch them too. Never a closed one; of others no risk case (what groups may know, no more)."""
    seen = tuple(a.path for a in access.within(desk, Action.SEE_CASE))
    trees = {_tree_of(desk, a.agency_id) for a in desk.actor.appointments if a.agency_id}
    places = {path for path in {*seen, *trees} if path}
    if not places or not desk.actor.may_somewhere(Action.RUN_EVENT):
        return []
    found = (
        option_of(desk, hearing, case)
        for hearing, case in public_store.coming_in_branches(desk.session, places, desk.now)
        if hearing.session == "hearing" and (not groups.is_risk(case) or _sees(desk, case))
    )
    return list(islice(found, limit))


def may_watch(desk: Desk, hearing_id: int) -> bool:
    """Whether this hearing is among those that the actor may invite to."""
    return any(one.id == hearing_id for one in hearings_to_watch(desk, limit=10_000))


def _tree_of(desk: Desk, agency_id: int) -> str:
    """The branch that has its lead organ in common with this agency; the agency's own where nobody leads it."""
    own = above = access.agency(desk, agency_id)
    while above.lead_id is None:
        parent = desk.session.get(Agency, above.parent_id) if above.parent_id else None
        if parent is None:
            return own.path
        above = parent
    return above.path


def _sees(desk: Desk, case: Case) -> bool:
    return any(desk.actor.may(Action.SEE_CASE, party.path) for party in agencies_store.in_case(desk.session, case.id))


def option_of(desk: Desk, hearing: Hearing, case: Case) -> HearingOption:
    """A hearing as it is offered: its case by number only."""
    names = "、".join(party.short_name for party in agencies_store.in_case(desk.session, case.id))
    return HearingOption(
        hearing.id or 0, case.number, names, hearing.starts_at, hearing.place, case.court, hearing.online
    )


def option(desk: Desk, hearing_id: int) -> HearingOption:
    """One hearing that may be watched. Raises Refused when it may not."""
    hearing = events.watchable(desk, hearing_id)
    return option_of(desk, hearing, desk.session.get_one(Case, hearing.case_id))
