"""Within one piece of work the same question has the same answer, and is asked once, until something is written there.

A message that is rendered asks many times for the same few rows: who keeps an agency's papers is asked for each duty of
a card, and a card is rendered for each of its readers. What a paper sets in motion asks for the case's parties again
with every duty.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session, SQLModel, select

P = ParamSpec("P")
R = TypeVar("R")


class Remembering(Session):
    """A session that knows what it was asked; it lives as long as one piece of work."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.answers: dict[Any, Any] = {}
        """What was answered to each question so far."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As ever; a session by itself forgets rows that nobody holds any more, and asks for them again."""
        if any(options.values()):
            return super().get(entity, ident, **options)
        return self.answered((entity, ident), (entity,), lambda: super(Remembering, self).get(entity, ident))

    def answered(self, question: Any, tables: Iterable[type[SQLModel]], ask: Callable[[], Any]) -> Any:
        """The answer to a question that reads these tables."""
        if question not in self.answers:
            self.answers[question] = ask()
        return self.answers[question]


class Reading(Remembering):
    """The session in which both engines read: it writes nothing."""


def once(
    *tables: type[SQLModel],
) -> Callable[[Callable[Concatenate[Session, P], R]], Callable[Concatenate[Session, P], R]]:
    """A query that is asked once for the same arguments (plain values), until something is written to one of the
    `tables` that it reads, or a row is locked; a session that is none of the house's asks each time.

    Everybody gets a list or set of his own: callers add to them.
    """

    def remembered(ask: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
        @functools.wraps(ask)
        def asked(session: Session, /, *args: P.args, **named: P.kwargs) -> R:
            if not isinstance(session, Remembering):
                return ask(session, *args, **named)
            question = ask, repr(args), repr(named)
            answer: R = _own(session.answered(question, tables, lambda: ask(session, *args, **named)))
            return answer

        asked.reads = tables  # type: ignore[attr-defined]
        return asked

    return remembered


def learn(session: Session, asked: Callable[..., R], answer: R, *args: Any) -> None:
    """What a query that is asked `once` would answer to these arguments: looked up for many of them at once."""
    if isinstance(session, Remembering):
        plain: Any = asked
        session.answered((plain.__wrapped__, repr(args), repr({})), plain.reads, lambda: answer)


def read_all(session: Session, table: type[SQLModel], numbers: Collection[int]) -> None:
    """Rows that will be asked for by their numbers, read at once, as far as they are not known yet."""
    if not isinstance(session, Remembering):
        return
    missing = [number for number in numbers if session.answers.get((table, number)) is None]
    id_: Any = table.id  # type: ignore[attr-defined]
    for row in session.exec(select(table).where(id_.in_(missing))).all() if missing else ():
        session.answered((table, row.id), (table,), functools.partial(_same, row))  # type: ignore[attr-defined]


def _same(row: R) -> R:
    return row


def _own(answer: Any) -> Any:
    return type(answer)(answer) if isinstance(answer, list | set | dict) else answer
