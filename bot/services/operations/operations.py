"""How the bot is doing, and the decisions only a person can take: parked updates, doubtful messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Lane, Role, SendState
from bot.domain.hall.topics import Notice, to_person
from bot.domain.operations import topics
from bot.domain.operations.acts import MESSAGE_LEFT, MESSAGE_RESENT, UPDATE_DROPPED, UPDATE_RETRIED
from bot.domain.operations.operations import Backlog, Doubtful, Limiter, Overview, Parked, Sealed, Signs
from bot.domain.operations.topics import MORNING, Morning, Outage
from bot.domain.post.doubts import AGAIN
from bot.services.documents import printing
from bot.services.hall import access, notes, picture_jobs
from bot.services.hall.desk import Desk, House
from bot.services.law import workdays
from bot.services.operations import books, holding, seals
from bot.services.post import inbox, outbox
from bot.store.agencies import people as people_store
from bot.store.hall import queries as hall_store
from bot.store.post import figures as figures_store
from bot.store.post import inbox as inbox_store
from bot.store.post import queries as post_store
from bot.store.post.figures import Reach
from bot.store.tables import InboxRow, Person

OUTAGE = timedelta(hours=24)
"""Telegram keeps updates no longer (core.telegram.org/bots/api#getting-updates)."""
RATE = 29.5
"""Messages a second that are reckoned with before a rate was found."""
SHOWN = 5
"""Parked updates and doubtful messages that are shown with buttons."""
_EXPECTED = ("no chat to send to%", "Forbidden%", "%chat not found%", "nobody is appointed%")
"""Failures that are known to somebody already: the person is not here, and the next in line was told."""


# -- signs of life -------------------------------------------------------------------------------------------------


def heard(desk: Desk) -> None:
    """Telegram was reached. After more than a day without, people are told once that something may be lost."""
    last = notes.get(desk.session, "heard").get("at")
    since = datetime.fromisoformat(last) if last else None
    notes.put(desk.session, "heard", {"at": desk.now.isoformat()}, now=desk.now)
    if since is None or desk.now - since <= OUTAGE:
        return
    for person in _told(desk):
        outbox.plan(
            desk,
            Notice(topics.OUTAGE, Outage(from_=since, to=desk.now)),
            to_person(person.id),
            dedupe=f"outage:{since.isoformat()}>{person.id}",
        )


def _told(desk: Desk) -> list[Person]:
    """Coordinators and administrators in office today."""
    return people_store.in_office(desk.session, desk.today, roles=[Role.COORDINATOR, Role.ADMINISTRATOR])


def keep_rate(session: Session, rate: dict[str, object], *, now: datetime) -> None:
    """Keep what the rate limiter found."""
    notes.put(session, "rate", rate, now=now)


def learnt_rate(session: Session) -> float | None:
    """Messages a second that the last run found to be borne; None before the first."""
    found = notes.get(session, "rate").get("learnt")
    return float(found) if found else None


def morning(desk: Desk) -> None:
    """On working-day mornings, only when something needs a person: one message to those who can look after it. What
    the administrators alone look after, as the table of a year's working days, is said once, and to them."""
    if not desk.house.law.calendar.is_working(desk.today):
        return
    year, needed = workdays.to_ask_for(desk), overview(desk).needs_a_person
    keepers = {person.id for person in _keepers(desk)} if year else set()
    for person in _told(desk) if needed or year else ():
        if needed or person.id in keepers:
            shows = Morning(year if person.id in keepers else 0)
            dedupe = f"morning:{desk.today.isoformat()}>{person.id}"
            outbox.plan(desk, Notice(MORNING, shows, About.OPERATIONS()), to_person(person.id), dedupe=dedupe)


def _keepers(desk: Desk) -> list[Person]:
    """The administrators; where there is none, the coordinators have to do."""
    return people_store.in_office(desk.session, desk.today, roles=[Role.ADMINISTRATOR]) or _told(desk)


# -- looking -------------------------------------------------------------------------------------------------------


def status(desk: Desk) -> Overview:
    """The overview, for whoever may see it.

    Raises:
        NotAllowed: neither an administrator nor a coordinator.
    """
    access.require_somewhere(desk, Action.SEE_STATUS)
    newest = seals.newest(desk) if desk.actor.is_administrator else None
    sealed = Sealed(newest.number, newest.upto, newest.root) if newest else None
    return replace(overview(desk), sealed=sealed)


def overview(desk: Desk) -> Overview:
    """How the bot is doing. People and messages are those within the actor's reach; the bot itself sees all."""
    session = desk.session
    midnight = datetime.combine(desk.today, time(0), desk.house.zone)
    # The question itself waits for this answer.
    waiting, oldest = inbox_store.waiting(session, but=desk.update_id or 0)
    branches = holding.people_within(desk)
    gone = people_store.names_of_unreachable(session, branches)
    reach = None if branches is None else Reach(branches)
    last = hall_store.newest_note(session, "tick:")
    return Overview(
        backlog=backlog(desk),
        sent_today=figures_store.count_sent(session, midnight),
        failed=figures_store.count_failed(session, desk.now - timedelta(days=7)),
        failed_since_yesterday=figures_store.count_failed(session, desk.now - timedelta(days=1), but=_EXPECTED),
        uncertain=tuple(_doubtful(desk, reach)),
        held=holding.count(desk),
        unreachable=len(gone),
        unreachable_names=tuple(gone[:10]),
        waiting=waiting,
        lag=_age(desk, oldest),
        parked=tuple(_parked(desk, row) for row in inbox.parked(session, SHOWN, branches)),
        last_tick=last,
        since_tick=_age(desk, last),
        limiter=_limiter(notes.get(session, "rate")),
        uncertain_count=figures_store.count_doubtful(session, reach),
        parked_count=inbox.count_parked(session, branches),
        ticks=_ticks(session),
        backed_up=_instant(notes.get(session, "backup").get("at")),
        pictures=picture_jobs.waiting(session),
        prints=printing.waiting(session),
        unprinted=printing.failing(session),
        covered=_covered(desk),
    )


def _ticks(session: Session) -> dict[str, datetime]:
    found = {n.key.removeprefix("tick:"): n.value for n in hall_store.notes_beginning_with(session, "tick:")}
    return {name: at for name, value in found.items() if (at := _instant(value.get("at"))) is not None}


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _covered(desk: Desk) -> int:
    """Days until the announced working days end; none where this year's are missing."""
    year, calendar = desk.today.year, desk.house.law.calendar
    while not calendar.is_provisional(year):
        year += 1
    return max(0, (date(year, 1, 1) - desk.today).days - 1)


def signs(session: Session, house: House, *, now: datetime, wall: float) -> Signs:
    """Whether the work is done. Every table that a turn needs is read from the disk, so that damage shows."""
    figures_store.from_disk(session)
    figures_store.newest_message(session)
    hall_store.newest_act(session)
    inbox_store.newest(session)
    _, update = inbox_store.waiting(session, but=0)
    due = {lane: at for lane in Lane if (at := figures_store.ready_since(session, lane, now=now, wall=wall))}
    written = hall_store.newest_note(session, "")
    absent = tuple(books.missing(session, house))
    return Signs(update, due, written, printing.since(session), printing.failing(session), absent)


def backlog(desk: Desk) -> tuple[Backlog, ...]:
    """What waits, lane by lane in the order in which it is served, and when it will be finished."""
    rate = learnt_rate(desk.session) or RATE
    found, before = [], 0
    for lane in Lane:
        due, oldest = figures_store.due(desk.session, lane, desk.now)
        planned = figures_store.count_planned(desk.session, lane)
        before += due
        done_at = desk.now + timedelta(seconds=before / rate) if due else None
        found.append(Backlog(lane, due, planned - due, _age(desk, oldest), done_at))
    return tuple(found)


def _age(desk: Desk, since: datetime | None) -> float:
    """Seconds since then; none where it was noted by a clock that was ahead."""
    return max(0.0, (desk.now - since).total_seconds()) if since else 0.0


def _doubtful(desk: Desk, reach: Reach | None) -> list[Doubtful]:
    rows = figures_store.doubtful(desk.session, reach, most=SHOWN)
    return [Doubtful(row.id or 0, person.name if person else "", row.topic, row.due_at) for row, person in rows]


def _parked(desk: Desk, row: InboxRow) -> Parked:
    person = access.person_by_telegram(desk.session, row.sender)
    return Parked(row.update_id, row.error_id, row.error, person.name if person else "", row.received_at)


def _limiter(note: dict[str, Any]) -> Limiter | None:
    if not note:
        return None
    return Limiter(
        rate=float(note.get("rate", 0)),
        learnt=float(note.get("learnt", 0)),
        floods=int(note.get("floods", 0)),
        waited=sum(note.get("waited", {}).values()),
        seconds=float(sum(note.get("seconds", {}).values())),
    )


# -- deciding ------------------------------------------------------------------------------------------------------


def decide_parked(desk: Desk, update_id: int, *, drop: bool) -> None:
    """Try a parked update again, or drop it.

    Raises:
        NotAllowed: neither an administrator nor a coordinator.
        Missing: it is not parked (any more), or it is of somebody outside the actor's tree.
    """
    access.require_somewhere(desk, Action.SEE_STATUS)
    if not inbox.is_within(desk.session, update_id, holding.people_within(desk)):
        raise Missing
    row = inbox.unpark(desk.session, update_id, drop=drop, now=desk.now)
    if row is None:
        raise Missing
    desk.audit(UPDATE_DROPPED if drop else UPDATE_RETRIED, About.UPDATE(update_id), old={"error": row.error_id})


def decide_doubtful(desk: Desk, row_id: int, *, again: bool) -> None:
    """Send a doubtful message once more, or leave it as it is.

    Raises:
        NotAllowed: neither an administrator nor a coordinator.
        Missing: it is not in doubt (any more), or it is for somebody outside the actor's tree.
    """
    access.require_somewhere(desk, Action.SEE_STATUS)
    branches = holding.people_within(desk)
    if not figures_store.is_within(desk.session, row_id, None if branches is None else Reach(branches)):
        raise Missing
    row = post_store.locked(desk.session, row_id)
    if row is None or row.state is not SendState.UNCERTAIN:
        raise Missing
    if again:
        # It may be there already, whoever has it sent: it says so, and after one more doubt it comes back here.
        row.state, row.lease, row.owner, row.doubts, row.not_before = SendState.PLANNED, 0, "", AGAIN, 0
        desk.planned = True
    else:
        row.state, row.error = SendState.FAILED, "left as uncertain by a person"
    desk.session.add(row)
    desk.audit(MESSAGE_RESENT if again else MESSAGE_LEFT, About.OUTBOX(row_id))
