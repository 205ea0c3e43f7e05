"""Within one piece of work the same question has the same answer, and is asked once, until something is written there.

A message that is rendered asks many times for the same few rows: who keeps an agency's papers is asked for each duty of
a card, and a card is rendered for each of its readers. What a paper sets in motion asks for the case's parties again
with every duty. What is going to be asked of many, one after another, is asked of all of them at once (`foresee`).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
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

    def forget_all(self) -> None:
        """Whoever asks, asks the database."""
        self.answers.clear()


class Reading(Remembering):
    """The session in which both engines read: it writes nothing."""


def once(
    *tables: type[SQLModel],
) -> Callable[[Callable[Concatenate[Session, P], R]], Callable[Concatenate[Session, P], R]]:
    """A query that is asked once for the same arguments (plain values), until something is written to one of the
    `tables` that it reads, or a row is locked; a session that is none of the house's asks each time.

    Everybody gets a list or set of his own: callers add to them. What is sent past the session, to its connection, is
    not noticed: such a write must not concern what is remembered, or say so (`ask_anew`).
    """

    def remembered(ask: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
        @functools.wraps(ask)
        def asked(session: Session, /, *args: P.args, **named: P.kwargs) -> R:
            if not isinstance(session, Remembering):
                return ask(session, *args, **named)
            question = _question(ask, args, named)
            answer: R = _own(session.answered(question, tables, lambda: ask(session, *args, **named)))
            return answer

        asked.reads = tables  # type: ignore[attr-defined]
        return asked

    return remembered


def ask_anew(session: Session) -> None:
    """A lock was taken that is none of a row's: others may have written what is remembered."""
    if isinstance(session, Remembering):
        session.forget_all()


def foresee(session: Session, ask: Callable[..., list[Any]] | Callable[..., int], found: Mapping[Any, Any]) -> None:
    """What a query, asked `once` for each of many numbers (or for several values each, as a tuple), is going to answer:
    it was asked for all of them together."""
    if isinstance(session, Remembering):
        query, tables = inspect.unwrap(ask), ask.reads  # type: ignore[union-attr]
        for one, answer in found.items():
            args = one if isinstance(one, tuple) else (one,)
            session.answered(_question(query, args, {}), tables, functools.partial(_own, answer))


def hold(session: Session, rows: Iterable[Any]) -> None:
    """Rows that are going to be asked for by their `id`."""
    if isinstance(session, Remembering):
        for row in rows:
            session.answered((type(row), row.id), (type(row),), functools.partial(_own, row))


def read_all(session: Session, table: type[SQLModel], numbers: Collection[int]) -> None:
    """Rows that are going to be asked for by their `id`, as far as they are not at hand."""
    if isinstance(session, Remembering):
        missing = [number for number in numbers if session.answers.get((table, number)) is None]
        id_: Any = table.id  # type: ignore[attr-defined]
        hold(session, session.exec(select(table).where(id_.in_(missing))).all() if missing else ())


def by_key(ids: Collection[int], rows: Collection[Any], key: Callable[[Any], int | None]) -> dict[int, list[Any]]:
    """Rows by the number that each belongs to, in their order; an empty list where there is none."""
    found: dict[int, list[Any]] = {one: [] for one in ids}
    for row in rows:
        if (number := key(row) or 0) in found:
            found[number].append(row)
    return found


def _question(ask: Any, args: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    return ask, repr(args), repr(named)


def _own(answer: Any) -> Any:
    return type(answer)(answer) if isinstance(answer, list | set | dict) else answer
