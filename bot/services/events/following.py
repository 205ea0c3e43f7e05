"""Events and hearings: an observation follows its hearing, and a principal's hearing asks for its observers (AH13)."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.agencies.audiences import Audience
from bot.domain.events.events import ObserverList, roles_of
from bot.domain.events.topics import FOLLOWED, OBSERVERS, Followed, Observers
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import AppearanceState, EventKind, EventState, HearingStatus, Role
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.law.rules import Rule
from bot.domain.law.triggers import HEARINGS_TO_COME
from bot.services.duties import acts, proofs
from bot.services.events import counts, events, rows
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import cards
from bot.services.hearings.plans import appearances_of
from bot.services.law import appearing
from bot.services.post import outbox
from bot.store.duties import queries as duties_store
from bot.store.events import guests as guests_store
from bot.store.events import queries as events_store
from bot.store.tables import Appearance, Case, Event, Hearing, Person

GROUP = "observers"
"""The group of rules that want an agency's own people at its principal's hearing."""
_GROUPS = ("leaders", "legal", "enforcement")
_ENDED = {
    HearingStatus.CANCELLED: "The hearing was cancelled.",
    HearingStatus.WITHDRAWN: "The suit was withdrawn.",
    HearingStatus.NOT_HELD: "The hearing was put off.",
}
CLOSED_NOW = "The hearing is not open to the public."


def hearing_changed(desk: Desk, hearing: Hearing) -> None:
    """Bring the events of a hearing up to date with it, and ask for observers where the law wants them."""
    for event in events_store.of_hearing(desk.session, hearing.id, EventState.PLANNED):
        _follow(desk, event, hearing)
    for event in _waiting_of(desk, hearing):
        _hold_again(desk, event, hearing)
    outbox.refresh(desk, rows.observers_subject(hearing.id))
    for appearance in appearances_of(desk, hearing.id):
        ask_for_observers(desk, hearing, appearance)


def _waiting_of(desk: Desk, hearing: Hearing) -> list[Event]:
    """Events called off only because their hearing had no date any more; it has one again."""
    if hearing.status is not HearingStatus.SCHEDULED or hearing.closed:
        return []
    put_off = _ENDED[HearingStatus.NOT_HELD]
    return events_store.of_hearing(desk.session, hearing.id, EventState.CANCELLED, reason=put_off)


def _hold_again(desk: Desk, event: Event, hearing: Hearing) -> None:
    if hearing.starts_at - timedelta(minutes=event.lead_minutes) > desk.now:
        events.bring_back(desk, event)
        _tell_organiser(desk, event)


def _follow(desk: Desk, event: Event, hearing: Hearing) -> None:
    """Move, or call off; everybody is asked again by the same way as when a person moves it."""
    if event.starts_at <= desk.now:
        return
    reason = CLOSED_NOW if hearing.closed else _ENDED.get(hearing.status, "")
    starts_at = hearing.starts_at - timedelta(minutes=event.lead_minutes)
    if not reason and starts_at <= desk.now:
        # Too near to be told of: nobody could still come.
        reason = _ENDED[HearingStatus.NOT_HELD]
    place = hearing.place or ("" if hearing.online else event.place)
    if reason:
        events.call_off(desk, event, reason)
    elif starts_at != event.starts_at or place != event.place:
        events.apply(desk, event, {"starts_at": starts_at, "place": place})
    else:
        return
    _tell_organiser(desk, event)


def _tell_organiser(desk: Desk, event: Event) -> None:
    outbox.plan(
        desk,
        Notice(FOLLOWED, Followed(event=event.id or 0, sequence=event.sequence), rows.subject_of(event)),
        to_audience(f"doers@{event.organiser_id}"),
        dedupe=f"{FOLLOWED}:{event.id}:{event.sequence}",
    )


# -- observers -----------------------------------------------------------------------------------------------------


def ask_for_observers(desk: Desk, hearing: Hearing, appearance: Appearance) -> bool:
    """Where its rule book wants it, the agency is asked once to bring its people to the principal's hearing."""
    if not wants_observers(desk, hearing, appearance):
        return False
    row = outbox.plan(
        desk,
        Notice(
            OBSERVERS,
            Observers(hearing=hearing.id or 0, agency=appearance.agency_id),
            rows.observers_subject(hearing.id),
        ),
        to_audience(f"namers@{appearance.agency_id}"),
        dedupe=f"{OBSERVERS}:{hearing.id}:{appearance.agency_id}",
    )
    return row is not None


def wants_observers(desk: Desk, hearing: Hearing, appearance: Appearance) -> bool:
    """A hearing to come, at which the principal must or will appear, whose observers nobody has arranged yet."""
    to_come = hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > desk.now and not hearing.closed
    if not to_come or appearance.state is AppearanceState.CLOSED or not _principal_appears(desk, appearance):
        return False
    return _rule(desk, hearing, appearance.agency_id) is not None and not _arranged(desk, hearing, appearance)


def _principal_appears(desk: Desk, appearance: Appearance) -> bool:
    return appearance.strength == "principal" or _principal_comes(desk, appearance)


def _principal_comes(desk: Desk, appearance: Appearance) -> bool:
    """Whether the leader who has said yes is the agency's principal; a deputy may have been named as well."""
    if appearance.state is not AppearanceState.CONFIRMED or appearance.leader_id is None:
        return False
    return appearance.leader_id in {p.id for p in access.holders(desk, appearance.agency_id, Role.PRINCIPAL)}


def _rule(desk: Desk, hearing: Hearing, agency_id: int) -> Rule | None:
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    rules = appearing.stack_of(desk, agency_id, on).rules
    return next((r for r in rules if r.group == GROUP and r.triggers & HEARINGS_TO_COME), None)


def _arranged(desk: Desk, hearing: Hearing, appearance: Appearance) -> bool:
    return events_store.is_arranged(desk.session, hearing.id, EventKind.SITTING_IN, appearance.agency_id)


def observer_list(desk: Desk, hearing_id: int, agency_id: int) -> ObserverList | None:
    """The list as it is proposed: the agency's deputies, legal staff and enforcement staff; None when not wanted.

    Raises:
        Missing: there is no such hearing. NotAllowed: it is not the actor's to see.
    """
    hearing = desk.session.get(Hearing, hearing_id)
    if hearing is None:
        raise Missing
    if not cards.may_look_into(desk, agency_id):
        raise NotAllowed
    appearance = next((a for a in appearances_of(desk, hearing_id) if a.agency_id == agency_id), None)
    if appearance is None or not wants_observers(desk, hearing, appearance):
        return None
    rule, case = _rule(desk, hearing, agency_id), desk.session.get(Case, hearing.case_id)
    agency = access.agency(desk, agency_id)
    return ObserverList(
        hearing_id=hearing_id,
        agency_id=agency_id,
        agency=agency.short_name,
        number=case.number if case else "",
        starts_at=hearing.starts_at,
        place=hearing.place,
        online=hearing.online,
        leader=appearance.leader_name if _principal_comes(desk, appearance) else "",
        groups=tuple((name, tuple(p.name for p in _people(desk, agency_id, name))) for name in _GROUPS),
        source=rule.source if rule else None,
        quote=rule.quotes[0] if rule and rule.quotes else "",
    )


def _people(desk: Desk, agency_id: int, group: str) -> list[Person]:
    # The principal is in the dock, not on the benches: the text names the deputies.
    roles = [role for role in roles_of([group]) if role is not Role.PRINCIPAL]
    return access.holders(desk, agency_id, *roles)


def observers_audience(agency_id: int) -> Audience:
    """The three groups of one agency."""
    roles = tuple(role for role in roles_of(_GROUPS) if role is not Role.PRINCIPAL)
    return Audience(agencies=(agency_id,), roles=roles)


def observers_listed(desk: Desk, event: Event) -> None:
    """The own staff sat in: the list is the evidence that the agency's duty asks for (observer_list)."""
    if event.kind is not EventKind.SITTING_IN or event.hearing_id is None or not rows.tally(desk, event.id).here:
        return
    acting = _who_closes(desk, event)
    for duty in duties_store.of_hearing(desk.session, event.hearing_id, event.organiser_id):
        wanted = duty.citation.get("group") == GROUP and duty.state == "open"
        if wanted and acting.actor.may(Action.CLOSE_DUTY, access.agency(desk, duty.agency_id).path):
            on = event.starts_at.astimezone(desk.house.zone).date()
            names = "、".join(guests_store.names_of_present(desk.session, event.id))[:500]
            proof = proofs.Proof(on, counts.number_of(desk, event), names)
            acts.finish(acting, duty.id or 0, duty.version, proof)


def _who_closes(desk: Desk, event: Event) -> Desk:
    """Lists that close by themselves are closed in the name of whoever set the event up."""
    person = desk.session.get(Person, event.created_by) if desk.is_system and event.created_by else None
    if person is None:
        return desk
    actor = access.actor_of(desk.session, person, desk.today)
    return Desk(desk.session, desk.house, desk.now, actor, desk.update_id)
