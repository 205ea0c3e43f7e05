"""Hearings: entered, confirmed from lists, moved, corrected, ended. Everybody concerned is told what must change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, AppearanceState, HearingStatus, PartyCapacity
from bot.domain.hall.topics import Notice, Topic, to_person
from bot.domain.hearings.acts import HEARING_CORRECTED, HEARING_ENDED, HEARING_ENTERED, HEARING_MOVED
from bot.domain.hearings.appearances import named
from bot.domain.hearings.details import DETAILS, Details, moved_to
from bot.domain.hearings.hearings import CLOSE
from bot.domain.hearings.topics import CARD, HINT, MOVED, OFF, OfHearing
from bot.domain.reading.parties import Stated, without_count
from bot.services.cases import cases, claims, linking, parties
from bot.services.duties import duties
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import answers, appearances, awaiting, cards, deputies, outcomes, plans, verdicts
from bot.services.hearings.cards import details_of, get
from bot.services.law import appearing
from bot.services.post import delivery, outbox
from bot.store.cases import queries as cases_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Agency, Appearance, Case, Hearing

#: How a hearing can end without being held.
ENDS = (HearingStatus.CANCELLED, HearingStatus.WITHDRAWN, HearingStatus.NOT_HELD)
S = AppearanceState


@dataclass(frozen=True)
class Entry:
    """A hearing as it was understood and confirmed. `starts_at` is aware; `number` is a normalised case number."""

    number: str
    starts_at: datetime
    agency_ids: tuple[int, ...]
    place: str = ""
    details: Details = field(default_factory=Details)
    court: str = ""
    cause: str = ""
    plaintiff: str = ""
    original: str = ""
    """The number of the case that was decided before."""
    stated: Stated = field(default_factory=Stated)
    """What the paper says of the parties."""
    only_handles: bool = False
    """It was served on another agency, for which those of `agency_ids` handle the case."""


# -- entering ----------------------------------------------------------------------------------------------------


def enter(desk: Desk, entry: Entry, *, announced: bool = False) -> Hearing:
    """Record a hearing that a person confirmed. One of the same case at the same hour is joined, never doubled. Its
    agencies are told, unless it is `announced` with others.

    Raises:
        NotAllowed: the actor may not enter hearings for one of the agencies.
        Refused: the hour has gone by, no agency is named, or the number cannot be read.
    """
    check_ahead(desk, entry.starts_at)
    found = [_enter(desk, entry, case, announced=announced) for case in open_cases(desk, entry)]
    return found[0]


def _enter(desk: Desk, entry: Entry, case: Case, *, announced: bool) -> Hearing:
    existing = same(desk, case, entry.starts_at)
    hearing = existing or new_row(desk, case, entry, HearingStatus.SCHEDULED)
    if existing is None:
        audit(desk, hearing, HEARING_ENTERED, new=told(desk, hearing))
    begin(desk, hearing, case, announced=announced)
    claims.show(desk, case)
    return hearing


def check_ahead(desk: Desk, starts_at: datetime) -> None:
    if starts_at <= desk.now:
        raise Refused("{when} has gone by. Please check the date.", when=starts_at)


def open_cases(desk: Desk, entry: Entry) -> list[Case]:
    """The case of the entry; more than one where a claim of one of the agencies waits beside the case of another."""
    if not entry.agency_ids:
        raise Refused("Please say which agency this concerns.")
    found = cases.open_cases(desk, entry.number, entry.agency_ids, Action.ENTER_HEARING)
    for case in found:
        case.court = case.court or entry.court[:60]
        case.cause = case.cause or entry.cause[:120]
        case.plaintiff = case.plaintiff or without_count(entry.plaintiff)[:120]
        desk.session.add(case)
        if entry.original and not case.original_number and entry.original != case.number:
            linking.note(desk, case, entry.original)
        parties.state(desk, case, entry.agency_ids[0], entry.stated, only_handles=entry.only_handles)
    return found


def same(desk: Desk, case: Case, starts_at: datetime) -> Hearing | None:
    return hearings_store.at(desk.session, case.id, starts_at, HearingStatus.SCHEDULED)


def new_row(desk: Desk, case: Case, entry: Entry, status: HearingStatus) -> Hearing:
    hearing = Hearing(
        case_id=case.id or 0,
        starts_at=entry.starts_at,
        place=entry.place[:120],
        status=status,
        entered_at=desk.now,
        entered_by=desk.actor.person_id or None,
    )
    keep(hearing, entry.details)
    desk.session.add(hearing)
    desk.session.flush()
    return hearing


def keep(hearing: Hearing, details: Details) -> None:
    """Write the details into the row."""
    for name in DETAILS:
        setattr(hearing, name, getattr(details, name))


def begin(desk: Desk, hearing: Hearing, case: Case, *, announced: bool = False) -> None:
    """What a hearing that counts brings about: appearances, the law's answer, reminders, duties, messages (the card
    not, where it is `announced` with others)."""
    agency_ids = concerned(desk, case)
    rows = [appearances.for_hearing(desk, hearing, one) for one in agency_ids]
    plans.plan(desk, hearing)
    for row, is_new in rows:
        if is_new:
            outcomes.of_coming(desk, hearing, row)
            if not announced:
                tell_entry(desk, hearing, row)
    outbox.refresh(desk, plans.subject_of(hearing))
    desk.house.wiring.tell_hearing_changed(desk, hearing)
    outbox.refresh(desk, About.CASE(case.id))


def concerned(desk: Desk, case: Case) -> list[int]:
    """Agencies that owe a leader: the sued ones; third parties where their rule book counts them, or where one should
    have been sued (法释〔2020〕3号 art. 1(3))."""
    rows = cases_store.parties_of(desk.session, case.id)
    return [
        party.agency_id
        for party in rows
        if party.capacity is not PartyCapacity.THIRD_PARTY
        or "third_party" in (appearing.parameter(desk, party.agency_id, "parties") or ())
        or party.facts.get("should_be_defendant")
        or len(rows) == 1
    ]


def tell_entry(desk: Desk, hearing: Hearing, row: Appearance) -> None:
    """The card goes to whoever keeps the agency's hearings, except who has just entered it."""
    for person in delivery.people_of(desk, f"namers@{row.agency_id}"):
        if person.id != desk.actor.person_id:
            say(desk, hearing, CARD, person.id or 0, agency=row.agency_id)


def say(
    desk: Desk,
    hearing: Hearing,
    topic: Topic[OfHearing],
    person_id: int,
    *,
    agency: int = 0,
    who: str = "",
    was: datetime | None = None,
) -> None:
    """One message at once about the hearing as it is, once a person; `agency` is whose side the reader is on."""
    shows = OfHearing(hearing.id or 0, agency, hearing.sequence, was, who, hearing.version if was else None)
    outbox.plan(
        desk,
        Notice(topic, shows, plans.subject_of(hearing)),
        to_person(person_id),
        dedupe=f"{topic}:{hearing.id}:{hearing.version}:{person_id}",
    )


def audit(desk: Desk, hearing: Hearing, act: Act, **more: Any) -> None:
    desk.audit(act, plans.subject_of(hearing), case_id=hearing.case_id, **more)


def told(desk: Desk, hearing: Hearing) -> dict[str, Any]:
    return {
        "starts_at": hearing.starts_at.astimezone(desk.house.zone).isoformat(),
        "place": hearing.place,
        "status": hearing.status.value,
    }


# -- changing ----------------------------------------------------------------------------------------------------


def editable(desk: Desk, hearing_id: int, version: int) -> Hearing:
    """The hearing for a change.

    Raises:
        Missing: there is none. NotAllowed: it is not the actor's to change.
        Stale: somebody changed it since, or it is over or ended.
    """
    hearing = movable(desk, hearing_id, version)
    if hearing.status is not HearingStatus.SCHEDULED:
        raise Stale
    return hearing


def movable(desk: Desk, hearing_id: int, version: int) -> Hearing:
    """The hearing for a new time, also where it was put off without one. Raises: as `editable`."""
    hearing = get(desk, hearing_id)
    if not cards.may_edit(desk, hearing):
        raise NotAllowed
    changed = hearing.id != hearing_id or hearing.version != version
    if changed or hearing.status not in (HearingStatus.SCHEDULED, HearingStatus.NOT_HELD):
        raise Stale
    return hearing


def move(
    desk: Desk, hearing_id: int, version: int, starts_at: datetime, *,
    place: str | None = None, online: bool = False, reason: str = "", announced: bool = False,
) -> Hearing:  # fmt: skip
    """Another time or place; `online`: at none, from now on. The leader is asked again when the time changed; old
    reminders are replaced. People are told, unless it is `announced` with others.

    One that was put off without a date is held again, with the leader who was named for it.

    Raises:
        Missing, NotAllowed, Stale: as `editable`. Refused: the hour has gone by, or nothing would change.
    """
    hearing = movable(desk, hearing_id, version)
    again = hearing.status is HearingStatus.NOT_HELD
    check_ahead(desk, starts_at)
    was_at = (hearing.place, hearing.online)
    now_at = moved_to(was_at, place, online=online)
    if starts_at == hearing.starts_at and now_at == was_at and not again:
        raise Refused("This is the time and place it already has.")
    old, before = told(desk, hearing), hearing.starts_at
    was_close = plans.is_close(desk, hearing, CLOSE)
    if again:
        hearing.status = HearingStatus.SCHEDULED
        hearing.notes = {name: value for name, value in hearing.notes.items() if name != "reason"}
    hearing.starts_at, (hearing.place, hearing.online) = starts_at, now_at
    hearing.moved_from = before if starts_at != before else hearing.moved_from
    hearing.sequence = hearing.sequence + 1
    hearing.revise()
    desk.session.add(hearing)
    desk.session.flush()
    audit(desk, hearing, HEARING_MOVED, old=old, new=told(desk, hearing), reason=reason)
    plans.stop(desk, hearing)
    awaiting.take_back(desk, hearing, reason)
    concerned = _after_move(desk, hearing, moved=starts_at != before or again, again=again)
    plans.plan(desk, hearing)
    late = was_close or plans.is_close(desk, hearing, CLOSE)
    _tell_moved(desk, hearing, concerned, before, late=late, announced=announced)
    outbox.refresh(desk, plans.subject_of(hearing))
    desk.house.wiring.tell_hearing_changed(desk, hearing)
    outbox.refresh(desk, About.CASE(hearing.case_id))
    return hearing


def _after_move(desk: Desk, hearing: Hearing, *, moved: bool, again: bool) -> list[Appearance]:
    rows = [row for row in plans.appearances_of(desk, hearing.id) if again or row.state is not S.CLOSED]
    for row in rows:
        row.facts = {**row.facts, "was_confirmed": row.state is S.CONFIRMED}
        if moved:
            if row.absence.get("postponement") in ("asked", "granted"):
                row.facts = {**row.facts, "postponed_before": True}
            appearing.judge(desk, row, hearing)
            appearances.reopen(desk, row, hearing)
            deputies.tell(desk, row)
        outcomes.of_coming(desk, hearing, row)
    return rows


def _tell_moved(
    desk: Desk, hearing: Hearing, rows: list[Appearance], before: datetime, *, late: bool, announced: bool
) -> None:
    """One new message to everybody who must now do something else; coordinators only when it comes late."""
    people: dict[int, int] = {}
    for row in rows:
        if late:
            people |= {p.id or 0: row.agency_id for p in delivery.people_of(desk, f"coordinators@{row.agency_id}")}
        people |= {p.id or 0: row.agency_id for p in delivery.people_of(desk, f"namers@{row.agency_id}")}
        if row.strength != "none":
            people |= dict.fromkeys(named(row.leader_id, row.facts), row.agency_id)
    for person_id, agency_id in people.items():
        if person_id != desk.actor.person_id and not announced:
            say(desk, hearing, MOVED, person_id, agency=agency_id, was=before)
    for row in rows:
        if row.leader_id is not None and row.facts.get("was_confirmed"):
            answers.send_calendar(desk, row, hearing)


def end(
    desk: Desk, hearing_id: int, version: int, status: HearingStatus, reason: str, *, announced: bool = False
) -> Hearing:
    """It will not be held: cancelled, the suit withdrawn, or put off without a date. People are told, unless it is
    `announced` with others.

    Raises:
        Missing, NotAllowed, Stale: as `editable`. Refused: without a reason, or with another status.
    """
    hearing = editable(desk, hearing_id, version)
    if status not in ENDS:
        raise Refused("Please answer with one of the buttons shown.")
    if not reason.strip():
        raise Refused("Please say why.")
    old = told(desk, hearing)
    hearing.status, hearing.sequence = status, hearing.sequence + 1
    hearing.revise()
    hearing.notes = {**hearing.notes, "reason": reason[:300]}
    desk.session.add(hearing)
    desk.session.flush()
    audit(desk, hearing, HEARING_ENDED, old=old, new=told(desk, hearing), reason=reason[:500])
    plans.stop(desk, hearing)
    duties.cancel_for(desk, plans.subject_of(hearing), reason=reason)
    _tell_ended(desk, hearing, announced=announced)
    outbox.refresh(desk, plans.subject_of(hearing))
    desk.house.wiring.tell_hearing_changed(desk, hearing)
    outbox.refresh(desk, About.CASE(hearing.case_id))
    return hearing


def _tell_ended(desk: Desk, hearing: Hearing, *, announced: bool) -> None:
    for row in plans.appearances_of(desk, hearing.id):
        was, row.state = row.state, S.CLOSED
        row.revise()
        desk.session.add(row)
        for person_id in plans.hear_of_end(desk, row):
            if hearing.starts_at > desk.now and not announced:
                say(desk, hearing, OFF, person_id, agency=row.agency_id)
        if was is S.CONFIRMED and row.leader_id is not None and hearing.starts_at > desk.now:
            answers.send_calendar(desk, row, hearing)


def hint(desk: Desk, hearing_id: int) -> None:
    """The leader who appears has heard that something changed: whoever keeps the hearing is asked to look.

    Raises:
        Missing: there is no such hearing. NotAllowed: the actor is not its leader.
        Stale: it is over or ended.
    """
    hearing = get(desk, hearing_id)
    rows = [row for row in plans.appearances_of(desk, hearing.id) if desk.actor.appears(row.leader_id, row.agency_id)]
    if not rows:
        raise NotAllowed
    if hearing.status is not HearingStatus.SCHEDULED:
        raise Stale
    for row in rows:
        for person in delivery.people_of(desk, f"namers@{row.agency_id}"):
            if person.id != desk.actor.person_id:
                say(desk, hearing, HINT, person.id or 0, agency=row.agency_id, who=desk.actor.name)


def correct(desk: Desk, hearing_id: int, version: int, reason: str, **new: Any) -> Hearing:
    """Put right what was entered wrongly: any of `Details`, by name. A wrong time or place is moved.

    Raises: as `editable`; Refused without a reason.
    """
    hearing = editable(desk, hearing_id, version)
    if not reason.strip():
        raise Refused("Please say why.")
    known = details_of(hearing)
    keep(hearing, replace(known, **new))
    old = {name: getattr(known, name) for name in new}
    hearing.revise()
    desk.session.add(hearing)
    desk.session.flush()
    audit(desk, hearing, HEARING_CORRECTED, old=old, new=dict(new), reason=reason[:500])
    for row in plans.appearances_of(desk, hearing.id):
        verdicts.renew(desk, row, hearing)
    outbox.refresh(desk, plans.subject_of(hearing))
    desk.house.wiring.tell_hearing_changed(desk, hearing)
    return hearing


def enterable(desk: Desk) -> list[Agency]:
    """Agencies for which the actor enters hearings (never courts)."""
    return [a for a in access.within(desk, Action.ENTER_HEARING) if a.kind is not AgencyKind.COURT]
