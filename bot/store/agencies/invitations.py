"""Invitations. One that nobody used and nobody took back is open, also when it has expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, func, or_, select, update

from bot.store.agencies.tables import Agency, Invitation

_IS_OPEN = (col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_(None))


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose invitations are looked at: those of the branches at `paths` (of all, if None).

    `whole_tree` adds those that are for no agency.
    """

    paths: tuple[str, ...] | None
    whole_tree: bool = False


def _inside(scope: Scope) -> ColumnElement[bool]:
    if scope.paths is None:
        return col(Invitation.id).is_not(None)
    below = or_(false(), *(col(Agency.path).startswith(path, autoescape=True) for path in scope.paths))
    inside: ColumnElement[bool] = col(Invitation.agency_id).in_(select(Agency.id).where(below))
    return or_(inside, col(Invitation.agency_id).is_(None)) if scope.whole_tree else inside


def by_code(session: Session, code_hash: str) -> Invitation | None:
    """The invitation whose code has this hash, locked for this transaction."""
    return session.exec(select(Invitation).where(Invitation.code_hash == code_hash).with_for_update()).first()


def locked(session: Session, invitation_id: int, scope: Scope) -> Invitation | None:
    """The invitation, locked for this transaction, if it is in the scope."""
    return session.exec(
        select(Invitation).where(Invitation.id == invitation_id, _inside(scope)).with_for_update()
    ).first()


def open_ones(session: Session, scope: Scope, *, first: int, most: int) -> list[Invitation]:
    """Open invitations, the newest first: `most` of them from `first` on."""
    statement = select(Invitation).where(*_IS_OPEN, _inside(scope)).order_by(col(Invitation.id).desc())
    return list(session.exec(statement.offset(first).limit(most)).all())


def expired(session: Session, scope: Scope, at: datetime) -> list[Invitation]:
    """Open invitations that have expired `at` this instant, in the order of making."""
    statement = select(Invitation).where(*_IS_OPEN, _inside(scope), col(Invitation.expires_at) <= at)
    return list(session.exec(statement.order_by(col(Invitation.id))).all())


def count_open(session: Session, scope: Scope, *, expired_at: datetime | None = None) -> int:
    """How many invitations are open; with `expired_at`, how many of them have expired at that instant."""
    statement = select(func.count()).select_from(Invitation).where(*_IS_OPEN, _inside(scope))
    if expired_at is not None:
        statement = statement.where(col(Invitation.expires_at) <= expired_at)
    return session.exec(statement).one()


def open_of(session: Session, person_id: int) -> list[Invitation]:
    """The open invitations of one person."""
    return list(session.exec(select(Invitation).where(Invitation.person_id == person_id, *_IS_OPEN)).all())


def invited(session: Session) -> set[int | None]:
    """Ids of all people who have an open invitation."""
    return set(session.exec(select(Invitation.person_id).where(*_IS_OPEN)).all())


def take_back(session: Session, person_id: int | None, at: datetime) -> None:
    """The open invitations of a person work no more."""
    session.execute(update(Invitation).where(col(Invitation.person_id) == person_id, *_IS_OPEN).values(revoked_at=at))


def give(session: Session, old_id: int | None, new_id: int | None) -> None:
    """The open invitations for one agency are for another; rows that are loaded already do not show it."""
    statement = update(Invitation).where(col(Invitation.agency_id) == old_id, *_IS_OPEN)
    session.execute(statement.values(agency_id=new_id).execution_options(synchronize_session=False))
