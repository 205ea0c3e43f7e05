"""A transaction that others can follow: they see which rows are written and act once more before the commit.

What follows is named for each transaction by whoever opens it; nothing is registered for the whole process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect
from sqlmodel import Session

from bot.store.reading import answers_of, disturbed, got

_FOLLOWERS = "followers"


@dataclass(frozen=True)
class Follower:
    """`written` sees the rows of each flush: new, changed, deleted. `ending` is called before the commit of all of it,
    never before that of a savepoint, and may write."""

    written: Callable[[Session, Sequence[Any]], None]
    ending: Callable[[Session], None]


def changed(row: Any, *names: str) -> tuple[Any, Any] | None:
    """The old and the new value of the first of these columns that the flush under way writes otherwise than it was.

    A row that is new or deleted differs in all of them; its old or new value is then None.
    """
    state: Any = inspect(row)
    for name in names:
        history = state.attrs[name].history
        if state.deleted or history.has_changes():
            old = history.deleted[0] if history.deleted else None
            return old, None if state.deleted else getattr(row, name)
    return None


def is_new(row: Any) -> bool:
    """Whether the flush under way is the first that writes this row."""
    state: Any = inspect(row)
    return not state.has_identity


class Transaction(Session):
    """The session in which both engines run a use case."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As ever; in a quiet stretch a row that was asked for is held on to."""
        return got(answers_of(self), super().get, entity, ident, options)


def follow(session: Session, followers: tuple[Follower, ...]) -> None:
    """From now on these, and only these, follow the transaction."""
    session.info[_FOLLOWERS] = followers


def settle(session: Session) -> None:
    """Let those who follow act now, and not only before the commit; what is written later is followed then."""
    followers: tuple[Follower, ...] = session.info.get(_FOLLOWERS, ())
    for follower in followers:
        follower.ending(session)


@event.listens_for(Transaction, "after_flush")
def _written(session: Session, _: object) -> None:
    disturbed(session)
    followers: tuple[Follower, ...] = session.info.get(_FOLLOWERS, ())
    if followers:
        rows = [*session.new, *session.dirty, *session.deleted]
        for follower in followers:
            follower.written(session, rows)


@event.listens_for(Transaction, "before_commit")
def _ending(session: Session) -> None:
    """A savepoint within it is no end: those who follow would count and judge each of a thousand new cases alone."""
    if not session.in_nested_transaction():
        settle(session)
