"""The tree of agencies, and the groups that are linked to it. A branch is every agency below a path."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import false, literal
from sqlmodel import Session, col, delete, func, or_, select, update

from bot.domain.hall.terms import AgencyKind, Role
from bot.store.agencies import former
from bot.store.agencies.conditions import holds
from bot.store.agencies.tables import Agency, Appointment, LinkedGroup
from bot.store.cases.tables import Party
from bot.store.reading import once

_IS_OPEN = col(Agency.closed_on).is_(None)


def any_agency(session: Session) -> bool:
    """Whether there is an agency at all."""
    return session.exec(select(Agency.id)).first() is not None


@once(Agency)
def open_agencies(session: Session, *, courts: bool = True) -> list[Agency]:
    """All agencies that are not closed, in the order of the tree; without the courts, if these are not wanted."""
    statement = select(Agency).where(_IS_OPEN)
    if not courts:
        statement = statement.where(Agency.kind != AgencyKind.COURT)
    return list(session.exec(statement.order_by(col(Agency.path), col(Agency.id))).all())


def books_named(session: Session) -> list[tuple[str, str]]:
    """Which open agency goes by which rule book, where it names one: the book and the agency's short name."""
    named = select(Agency.rulebook, Agency.short_name).where(_IS_OPEN, col(Agency.rulebook).is_not(None))
    return [(book, name) for book, name in session.exec(named.order_by(col(Agency.path))).all() if book]


@once(Agency)
def agencies_below(session: Session, branches: Collection[str] | None) -> list[Agency]:
    """All agencies in these branches (None: everywhere), the closed ones too, in the order of the tree."""
    found = select(Agency)
    if branches is not None:
        found = found.where(or_(false(), *(col(Agency.path).startswith(one, autoescape=True) for one in branches)))
    return list(session.exec(found.order_by(col(Agency.path))).all())


@once(Agency)
def children(
    session: Session,
    parent_id: int | None,
    *,
    kinds: Collection[AgencyKind] | None = None,
    first: int = 0,
    most: int | None = None,
) -> list[Agency]:
    """Open agencies directly below one, in the order of their ids: `most` of them from `first` on.

    Only of `kinds` (all, if None).
    """
    statement = select(Agency).where(Agency.parent_id == parent_id, _IS_OPEN).order_by(col(Agency.id))
    if kinds is not None:
        statement = statement.where(col(Agency.kind).in_(kinds))
    if most is not None:
        statement = statement.offset(first).limit(most)
    return list(session.exec(statement).all())


def count_children(session: Session, parent_id: int | None) -> int:
    """How many open agencies stand directly below one."""
    return session.exec(select(func.count()).select_from(Agency).where(Agency.parent_id == parent_id, _IS_OPEN)).one()


def named(session: Session, name: str, parent_id: int | None) -> list[Agency]:
    """Agencies of this full name directly below one (roots, if None), closed ones too."""
    return list(session.exec(select(Agency).where(Agency.name == name, Agency.parent_id == parent_id)).all())


def short_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The short names of these agencies, by id."""
    rows = session.exec(select(Agency.id, Agency.short_name).where(col(Agency.id).in_(ids))).all()
    return {agency_id or 0: name for agency_id, name in rows}


def like(session: Session, name: str) -> list[Agency]:
    """Open agencies whose name or short name this is or was, or whose short name it ends with, in the order of the
    tree: which of them it means is for the caller to say."""
    ends_so = (
        literal(name).endswith(col(Agency.short_name), autoescape=False),
        col(Agency.name) == name,
        col(Agency.id).in_(former.called(name)),
    )
    statement = select(Agency).where(_IS_OPEN, or_(*ends_so)).order_by(col(Agency.path))
    return list(session.exec(statement).all())


def found(session: Session, text: str, branches: Collection[str], *, limit: int) -> list[Agency]:
    """Open agencies in these branches (paths) of which a name, also a former one, holds `text`, in the order of the
    tree."""
    named = or_(
        col(Agency.name).contains(text, autoescape=True),
        col(Agency.short_name).contains(text, autoescape=True),
        col(Agency.id).in_(former.holding(text)),
    )
    statement = (
        select(Agency)
        .where(or_(False, *(col(Agency.path).startswith(branch) for branch in branches)), named)
        .where(_IS_OPEN)
        .order_by(col(Agency.path))
        .limit(limit)
    )
    return list(session.exec(statement).all())


@once(Agency, Party)
def in_case(session: Session, case_id: int | None) -> list[Agency]:
    """The agencies that are parties of a case, in the order in which they came into it."""
    statement = select(Agency).join(Party, col(Party.agency_id) == Agency.id).where(Party.case_id == case_id)
    return list(session.exec(statement.order_by(col(Party.id))).all())


def any_wants_approval(session: Session, ids: Collection[int]) -> bool:
    """Whether one of these agencies has circulars of its branch approved by a second coordinator."""
    return any(session.exec(select(Agency.approval_needed).where(col(Agency.id).in_(ids))).all())


# -- branches ------------------------------------------------------------------------------------------------------


def paths_of(session: Session, agency_ids: Collection[int]) -> list[str]:
    """The paths of these agencies, in no order."""
    return list(session.exec(select(Agency.path).where(col(Agency.id).in_(agency_ids))).all())


def leads(session: Session, agency_ids: Collection[int] | None = None) -> set[int]:
    """Ids of the lead organs of these agencies, or (None) of all."""
    statement = select(Agency.lead_id).where(col(Agency.lead_id).is_not(None)).distinct()
    if agency_ids is not None:
        statement = statement.where(col(Agency.id).in_(agency_ids))
    return {lead for lead in session.exec(statement).all() if lead}


@once(Agency)
def paths_led_by(session: Session, lead_id: int) -> list[str]:
    """Paths of the branches whose lead organ this agency is."""
    return list(session.exec(select(Agency.path).where(Agency.lead_id == lead_id)).all())


def pointing_to(session: Session, agency_id: int | None) -> list[Agency]:
    """Agencies, closed ones too, of which this one is the lead organ or the supervisor, in the order of their ids."""
    statement = select(Agency).where(or_(Agency.lead_id == agency_id, Agency.supervisor_id == agency_id))
    return list(session.exec(statement.order_by(col(Agency.id))).all())


def open_branch_led_by(session: Session, lead_id: int | None) -> str | None:
    """The short name of an open branch whose lead organ this agency is."""
    return session.exec(select(Agency.short_name).where(Agency.lead_id == lead_id, _IS_OPEN)).first()


@once(Agency, Appointment)
def heads_of_branches(session: Session, day: date) -> list[Agency]:
    """Agencies that name a lead organ which has a coordinator on `day`, in the order of the tree."""
    statement = (
        select(Agency)
        .join(Appointment, col(Appointment.agency_id) == Agency.lead_id)
        .where(Appointment.role == Role.COORDINATOR, holds(day))
        .order_by(col(Agency.path))
        .distinct()
    )
    return list(session.exec(statement).all())


def ids_below(session: Session, path: str) -> list[int]:
    """Ids of the agency with this path and of all below it."""
    statement = select(Agency.id).where(col(Agency.path).startswith(path, autoescape=True))
    return [number for number in session.exec(statement).all() if number is not None]


def paths_in(session: Session, path: str) -> list[str]:
    """The paths of a branch: its head's and those of all below, closed ones too."""
    return list(session.exec(select(Agency.path).where(col(Agency.path).startswith(path, autoescape=True))).all())


@once(Agency)
def governments_below(session: Session, path: str = "") -> list[str]:
    """Paths of the governments below this path, or of all there are, in no order."""
    statement = select(Agency.path).where(Agency.kind == AgencyKind.GOVERNMENT)
    if path:
        statement = statement.where(Agency.path != path, col(Agency.path).startswith(path))
    return list(session.exec(statement).all())


def move_branch(session: Session, old: str, new: str) -> None:
    """Every path of a branch begins with `new` in place of `old`; rows that are loaded already do not show it."""
    session.execute(
        update(Agency)
        .where(col(Agency.path).startswith(old, autoescape=True))
        .values(path=new + func.substr(Agency.path, len(old) + 1))
        .execution_options(synchronize_session=False)
    )


# -- groups --------------------------------------------------------------------------------------------------------


def group_in_chat(session: Session, chat_id: int) -> LinkedGroup | None:
    """The group of a chat, also one that the bot left."""
    return session.exec(select(LinkedGroup).where(LinkedGroup.chat_id == chat_id)).first()


def threads(session: Session, chats: Collection[int]) -> dict[int, int]:
    """The topics in which groups with topics were linked, by chat."""
    groups = [chat for chat in chats if chat < 0]
    if not groups:
        return {}
    wanted = select(LinkedGroup).where(col(LinkedGroup.chat_id).in_(groups), LinkedGroup.thread != 0)
    return {group.chat_id: group.thread for group in session.exec(wanted)}


def linked_groups(session: Session, *, with_notes: bool = False) -> list[LinkedGroup]:
    """Groups that the bot is in, in the order of their ids; `with_notes`: those that want notes on hearings."""
    statement = select(LinkedGroup).where(col(LinkedGroup.gone_at).is_(None)).order_by(col(LinkedGroup.id))
    if with_notes:
        statement = statement.where(col(LinkedGroup.hearing_notes).is_(True))
    return list(session.exec(statement).all())


def any_linked_group(session: Session) -> bool:
    """Whether the bot is in any group."""
    return session.exec(select(LinkedGroup.id).where(col(LinkedGroup.gone_at).is_(None)).limit(1)).first() is not None


def move_group(session: Session, old_chat: int, new_chat: int) -> None:
    """A group's chat has another id, and the bot is in it (again)."""
    statement = update(LinkedGroup).where(col(LinkedGroup.chat_id) == old_chat)
    session.execute(statement.values(chat_id=new_chat, gone_at=None))


def give_groups(session: Session, old_id: int | None, new_id: int | None) -> None:
    """The groups of one agency are another's; rows that are loaded already do not show it."""
    statement = update(LinkedGroup).where(col(LinkedGroup.agency_id) == old_id)
    session.execute(statement.values(agency_id=new_id).execution_options(synchronize_session=False))


def forget_group(session: Session, chat_id: int) -> None:
    """The group of this chat was never linked."""
    session.execute(delete(LinkedGroup).where(col(LinkedGroup.chat_id) == chat_id))
