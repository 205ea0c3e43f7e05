"""A transaction that others can follow: they see which rows are written and act once more before the commit.

What follows is named for each transaction by whoever opens it; nothing is registered for the whole process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect
from sqlmodel import Session, SQLModel

from bot.store.reading import Remembering

_FOLLOWERS = "followers"
MOST = 20_000
"""Answers that a transaction remembers: an import of a year reads more than that, and little of it twice."""


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


class Transaction(Remembering):
    """The session in which both engines run a use case; what it remembers of a table it forgets as it writes there."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._of: dict[str, set[Any]] = {}
        """The questions whose answers come from a table, by its name."""

    def answered(self, question: Any, tables: Iterable[type[SQLModel]], ask: Callable[[], Any]) -> Any:
        """As when reading; what was changed meanwhile is written first, and what was not there is looked for again."""
        self._autoflush()
        if self.answers.get(question) is not None:
            return self.answers[question]
        if len(self.answers) >= MOST:
            self.forget_all()
        answer = self.answers[question] = ask()
        for table in tables:
            self._of.setdefault(str(table.__tablename__), set()).add(question)
        return answer

    def forget(self, table: str) -> None:
        """Something is written there."""
        for question in self._of.pop(table, ()):
            self.answers.pop(question, None)

    def forget_all(self) -> None:
        """A row is locked, or a savepoint was left: others may have written, or what was read is undone."""
        super().forget_all()
        self._of.clear()

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if options.get("with_for_update"):
            self.forget_all()
        elif (known := self.answers.get((entity, ident))) is not None and not any(options.values()):
            return known  # nothing that waits to be written changes which row has this number
        return super().get(entity, ident, **options)

    def refresh(self, instance: object, *args: Any, **options: Any) -> None:
        if options.get("with_for_update"):
            self.forget_all()
        super().refresh(instance, *args, **options)

    def execute(self, statement: Any, *args: Any, **options: Any) -> Any:
        self._look_at(statement)
        return super().execute(statement, *args, **options)

    def exec(self, statement: Any, **options: Any) -> Any:
        self._look_at(statement)
        return super().exec(statement, **options)

    def _look_at(self, statement: Any) -> None:
        if getattr(statement, "is_dml", False):
            self.forget(statement.table.name)
        elif getattr(statement, "_for_update_arg", None) is not None:
            self.forget_all()


def follow(session: Session, followers: tuple[Follower, ...]) -> None:
    """From now on these, and only these, follow the transaction."""
    session.info[_FOLLOWERS] = followers


def settle(session: Session) -> None:
    """Let those who follow act now, and not only before the commit; what is written later is followed then."""
    followers: tuple[Follower, ...] = session.info.get(_FOLLOWERS, ())
    for follower in followers:
        follower.ending(session)


@event.listens_for(Transaction, "after_flush")
def _written(session: Transaction, _: object) -> None:
    followers: tuple[Follower, ...] = session.info.get(_FOLLOWERS, ())
    rows = [*session.new, *session.dirty, *session.deleted]
    for table in {row.__tablename__ for row in rows}:
        session.forget(table)
    for follower in followers:
        follower.written(session, rows)


@event.listens_for(Transaction, "after_soft_rollback")
def _undone(session: Transaction, _: object) -> None:
    session.forget_all()


@event.listens_for(Transaction, "before_commit")
def _ending(session: Session) -> None:
    """A savepoint within it is no end: those who follow would count and judge each of a thousand new cases alone."""
    if not session.in_nested_transaction():
        settle(session)
