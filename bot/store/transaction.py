"""A transaction that others can follow: they see which rows are written and act once more before the commit.

What follows is named for each transaction by whoever opens it; nothing is registered for the whole process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

_FOLLOWERS = "followers"


@dataclass(frozen=True)
class Follower:
    """`written` sees the rows of each flush: new, changed, deleted. `ending` is called before the commit, also before
    that of a savepoint, and may write."""

    written: Callable[[Session, Sequence[Any]], None]
    ending: Callable[[Session], None]


class Transaction(Session):
    """The session in which both engines run a use case."""


def follow(session: Session, followers: tuple[Follower, ...]) -> None:
    """From now on these, and only these, follow the transaction."""
    session.info[_FOLLOWERS] = followers


@event.listens_for(Transaction, "after_flush")
def _written(session: Session, _: object) -> None:
    followers: tuple[Follower, ...] = session.info.get(_FOLLOWERS, ())
    if followers:
        rows = [*session.new, *session.dirty, *session.deleted]
        for follower in followers:
            follower.written(session, rows)


@event.listens_for(Transaction, "before_commit")
def _ending(session: Session) -> None:
    followers: tuple[Follower, ...] = session.info.get(_FOLLOWERS, ())
    for follower in followers:
        follower.ending(session)
