"""Circulars as their senders see them: the list, the card before it goes, the names it would reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.agencies.audiences import Audience, Recipient
from bot.domain.circulars import circulars as pure
from bot.domain.circulars.circulars import Card, NameList, Reach, Waits
from bot.domain.circulars.forms import AGENCY, EACH
from bot.domain.circulars.standing import CircularLine, Tally
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing
from bot.domain.hall.paging import Page, cut, within
from bot.domain.hall.terms import CircularState, ReplyWanted
from bot.services.agencies import audiences
from bot.services.circulars import boards, hours
from bot.services.circulars.approvals import approvers, needs_approval
from bot.services.circulars.circulars import as_sender, circular, found_now, head_of, parts_of, title_of
from bot.services.circulars.letters import contents_of
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.circulars import queries as circulars_store
from bot.store.tables import Circular, LinkedGroup, Person

PAGE = 8


def listed(desk: Desk, page: int = 0) -> Page[CircularLine]:
    """Circulars of the actor's agencies, the newest first."""
    access.require_somewhere(desk, Action.SEND_CIRCULAR)
    mine = [a.id for a in access.within(desk, Action.SEND_CIRCULAR)]
    total = circulars_store.count_of_agencies(desk.session, mine)
    number = within(page, total, PAGE)
    rows = circulars_store.of_agencies(desk.session, mine, first=number * PAGE, most=PAGE)
    return Page(tuple(_line(desk, row) for row in rows), number, total, PAGE)


def _line(desk: Desk, row: Circular) -> CircularLine:
    tally = boards.tally(desk, row) if row.begun_at else Tally()
    counts = row.state not in (CircularState.REPLACED, CircularState.WITHDRAWN)
    return CircularLine(
        row.id or 0,
        title_of(row),
        row.state,
        tally.silent if counts else 0,
        tally.total,
        row.begun_at or row.touched_at,
        head_of(desk, row).kind,
        tally.unreachable if counts else 0,
        tally.unregistered if counts else 0,
        tally.waiting + tally.held if counts else 0,
        row.reply,
    )


def visible(desk: Desk, circular_id: int) -> tuple[Circular, bool]:
    """The circular, and whether the actor is among those who are asked to approve it.

    Raises:
        Missing: there is none. NotAllowed: it is not the actor's to see.
    """
    row = desk.session.get(Circular, circular_id)
    if row is None:
        raise Missing
    asked = desk.actor.person_id in {person.id for person in approvers(desk, row)}
    if not asked:
        access.require(desk, Action.SEND_CIRCULAR, row.agency_id)
    return row, asked


def card(desk: Desk, circular_id: int) -> Card:
    """The circular as its senders see it before it goes. Raises Missing or NotAllowed as `visible`."""
    row, asked = visible(desk, circular_id)
    found = found_now(desk, row)
    return Card(
        id=row.id or 0,
        version=row.version,
        state=row.state,
        head=head_of(desk, row),
        parts=parts_of(row),
        collecting=row.collecting,
        audience=audiences.named(as_sender(desk, row), Audience.from_json(row.audience), found)
        if row.audience is not None
        else None,
        reach=Reach(
            len(found.people),
            found.agencies,
            len(found.unreachable),
            len(found.agencies_without_anybody),
            found.names,
        ),
        groups=_group_titles(desk, row.groups),
        groups_possible=not row.protect and agencies_store.any_linked_group(desk.session),
        urgent=row.urgent,
        names_absence=row.names_absence,
        needs_approval=needs_approval(desk, row),
        send_at=row.send_at,
        author=_name(desk, row.author_id),
        approved_by=_name(desk, row.approved_by),
        returned=row.returned,
        mine=row.author_id == desk.actor.person_id,
        mine_to_approve=asked and row.state is CircularState.AWAITING,
        contents=contents_of(desk, parts_of(row)) if row.state is CircularState.AWAITING else {},
        waits=_waits(desk, row),
    )


def _waits(desk: Desk, row: Circular) -> Waits | None:
    """Why it goes later than it was set for, or than now; of one that goes out, why the rest of it waits."""
    if row.begun_at is not None or row.state is CircularState.PAUSED:
        return hours.waits(desk, row, boards.tally(desk, row))
    if row.state in pure.GONE_STATES:
        return None
    return hours.waits_at(desk, row.send_at, urgent=row.urgent)


def _group_titles(desk: Desk, ids: Sequence[int]) -> tuple[str, ...]:
    found = [desk.session.get(LinkedGroup, i) for i in ids]
    return tuple(group.title for group in found if group is not None)


def _name(desk: Desk, person_id: int | None) -> str:
    person = desk.session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def names(desk: Desk, circular_id: int, what: str, page: int) -> NameList:
    """One page of the people it would reach, of those who cannot be reached, or of agencies without anybody."""
    row = circular(desk, circular_id, lock=False)
    found = found_now(desk, row)
    items: Sequence[Recipient | str] = found.people
    if what == "empty":
        items = [name for _, name in found.agencies_without_anybody]
    elif what == "unreachable":
        items = found.unreachable
    return NameList(circular_id, what, cut(items, page, 20))


def went_out(row: Circular) -> bool:
    """Whether it has a board: it began to go out, or something else than a draft became of it."""
    return row.state not in pure.OPEN_STATES and (row.begun_at is not None or row.state is not CircularState.CANCELLED)


def head_fields(row: Circular) -> dict[str, Any]:
    """The values of the head's form as they stand; empty while nothing was filled in."""
    if not (row.title or row.number or row.answer_by or row.replaces_id):
        return {}
    yes = {True: "yes", False: "no"}
    return {
        **({"title": row.title} if row.title else {}),
        "number": row.number or None,
        "reply": row.reply.value,
        "answer_by": row.answer_by.isoformat() if row.answer_by else None,
        **({"enough": yes[row.one_answer]} if row.reply is ReplyWanted.RECEIPT else {}),
        **({"who": AGENCY if row.one_answer else EACH} if row.reply in (ReplyWanted.ANSWER, ReplyWanted.FILE) else {}),
        "signed_by": row.signed_by,
        "protect": yes[row.protect],
        "absence": yes[row.names_absence],
        "urgent": yes[row.urgent],
    }
