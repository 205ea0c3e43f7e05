"""Lists of hearings for one reader: what is coming, a span of days, lines that wait for a word."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.paging import SIZE, Page, within
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings.hearings import HearingLine, PendingLine
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import cards
from bot.store.tables import Agency, Appearance, Case, Hearing, Party

WAITED_FOR = timedelta(days=183)


def lines(
    desk: Desk, begins: datetime, ends: datetime | None, *, action: Action = Action.SEE_CASE, mine: bool = True
) -> list[HearingLine]:
    """Hearings of the actor's scope from `begins` to before `ends` (aware): one line an agency, in order of time."""
    statement = _statement(desk, action, mine).where(col(Hearing.starts_at) >= begins)
    if ends is not None:
        statement = statement.where(col(Hearing.starts_at) < ends)
    ordered = statement.order_by(col(Hearing.starts_at), col(Hearing.id), col(Appearance.id))
    return [line(*row) for row in desk.session.exec(ordered).all()]


def listed(desk: Desk, number: int = 0, size: int = SIZE) -> Page[HearingLine]:
    """A page of the hearings to come: those the actor is named for, and those of the agencies he or she works for.

    Raises:
        NotAllowed: the actor has nothing to do with hearings.
    """
    if not desk.actor.may_somewhere(Action.SEE_SUMMARY) and not desk.actor.may_somewhere(Action.ENTER_HEARING):
        raise NotAllowed
    begins = datetime.combine(desk.today, time(0), desk.house.zone).astimezone(UTC)
    statement = (
        _statement(desk, Action.SEE_CASE, True)
        .where(col(Hearing.starts_at) >= begins)
        .where(Hearing.status == HearingStatus.SCHEDULED)
    )
    total = int(desk.session.exec(select(func.count()).select_from(statement.subquery())).one())
    number = within(number, total, size)
    ordered = statement.order_by(col(Hearing.starts_at), col(Hearing.id), col(Appearance.id))
    found = desk.session.exec(ordered.offset(number * size).limit(size)).all()
    return Page(tuple(line(*row) for row in found), number, total, size)


def put_off(desk: Desk) -> list[HearingLine]:
    """Hearings of the actor's scope that were put off and have no new date, and no other hearing to come, newest first.

    One line a hearing, of the last half-year: older ones are not waited for any more.
    """
    later = aliased(Hearing)
    newer = select(later.id).where(later.case_id == Hearing.case_id, later.status != HearingStatus.NOT_HELD).where(
        later.starts_at > Hearing.starts_at
    )  # fmt: skip
    statement = (
        _statement(desk, Action.SEE_CASE, True)
        .where(Hearing.status == HearingStatus.NOT_HELD, col(Hearing.starts_at) > desk.now - WAITED_FOR)
        .where(~newer.exists())
        .order_by(col(Hearing.starts_at).desc(), col(Appearance.id))
        .limit(50)
    )
    found: dict[int, HearingLine] = {}
    for row in desk.session.exec(statement).all():
        found.setdefault(row[0].id or 0, line(*row))
    return list(found.values())


def rows() -> Any:
    """Hearings with the appearance, the short name of its agency and the case's number: what `line` is made of."""
    return (
        select(Hearing, Appearance, Agency.short_name, Case.number)
        .join(Appearance, col(Appearance.hearing_id) == Hearing.id)
        .join(Agency, col(Agency.id) == Appearance.agency_id)
        .join(Case, col(Case.id) == Hearing.case_id)
    )


def _statement(desk: Desk, action: Action, mine: bool) -> Any:
    statement = rows()
    if desk.is_system:
        return statement
    seen: list[Any] = [col(Agency.path).startswith(branch) for branch in desk.actor.branches(action)]
    if mine:
        seen.append(Appearance.leader_id == desk.actor.person_id)
    return statement.where(or_(*seen)) if seen else statement.where(col(Appearance.id).is_(None))


def line(hearing: Hearing, row: Appearance, agency: str, number: str) -> HearingLine:
    """A row of `rows` as a value."""
    return HearingLine(
        id=hearing.id or 0,
        number=number,
        starts_at=hearing.starts_at,
        place=hearing.place,
        agency_id=row.agency_id,
        agency=agency,
        status=hearing.status,
        state=row.state,
        strength=row.strength,
        leader=row.leader_name,
        post=row.leader_post,
        principal=bool(row.facts.get("principal")),
        moved_from=hearing.moved_from,
        online=hearing.online,
    )


def pending(desk: Desk, *, agency_id: int | None = None, own: bool = False) -> list[PendingLine]:
    """Lines of hearing lists that wait for a word: of one agency, or (`own`) those the actor entered."""
    statement = (
        select(Hearing, Case, Agency)
        .join(Case, col(Case.id) == Hearing.case_id)
        .join(Party, col(Party.case_id) == Case.id)
        .join(Agency, col(Agency.id) == Party.agency_id)
        .where(Hearing.status == HearingStatus.PENDING)
        .order_by(col(Hearing.starts_at), col(Hearing.id))
    )
    if agency_id is not None:
        statement = statement.where(Party.agency_id == agency_id)
    if own:
        statement = statement.where(Hearing.entered_by == desk.actor.person_id)
    found: dict[int, PendingLine] = {}
    for hearing, case, agency in desk.session.exec(statement).all():
        if (agency_id or own or cards.may_look_into(desk, agency.id or 0)) and hearing.id not in found:
            found[hearing.id or 0] = PendingLine(
                hearing.id or 0,
                hearing.version,
                case.number,
                hearing.starts_at,
                hearing.place,
                agency.short_name,
                hearing.online,
            )
    return list(found.values())


def waiting(desk: Desk, agency_id: int = 0) -> list[PendingLine]:
    """Lines that wait for the actor's word: of one agency, else those entered and those of the own agencies.

    Raises:
        NotAllowed: the actor may not enter hearings for the agency. Missing: there is no such agency.
    """
    if agency_id:
        access.require(desk, Action.ENTER_HEARING, agency_id)
        return pending(desk, agency_id=agency_id)
    found = {one.id: one for one in (*pending(desk, own=True), *pending(desk))}
    return sorted(found.values(), key=lambda one: one.starts_at)
