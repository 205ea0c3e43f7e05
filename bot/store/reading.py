"""A session that only reads: within it the same question has the same answer, and is asked once.

A message that is rendered asks many times for the same few rows: who keeps an agency's papers is asked for each duty of
a card, and a card is rendered for each of its readers. A session that writes has stretches of reading too (`quiet`):
of a thousand cases that are counted anew each asks for its parties, its hearings and the book of its agency.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

P = ParamSpec("P")
R = TypeVar("R")
_ANSWERS = "answers"
"""Key of a writing session's `info` in a quiet stretch."""


class Reading(Session):
    """The session in which both engines read; it lives as long as one piece of work, and writes nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.answers: dict[Any, Any] = {}
        """What was answered to each question so far."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As ever; a session by itself forgets rows that nobody holds any more, and asks for them again."""
        return got(self.answers, super().get, entity, ident, options)


def got(answers: dict[Any, Any] | None, get: Callable[..., Any], entity: Any, ident: Any, options: Any) -> Any:
    """A row by its key, held on to with the answers where there are any."""
    if answers is None or any(options.values()):
        return get(entity, ident, **options)
    question = entity, ident
    if question not in answers:
        answers[question] = get(entity, ident)
    return answers[question]


def answers_of(session: Session) -> dict[Any, Any] | None:
    """What was answered so far, where it still holds; None in a session that may write between two questions."""
    return session.answers if isinstance(session, Reading) else session.info.get(_ANSWERS)


@contextmanager
def quiet(session: Session) -> Iterator[None]:
    """A stretch of a writing session in which nothing is written: each question is asked once.

    Should something be written all the same, all is asked again from then on (`disturbed`)."""
    session.flush()
    before = session.info.get(_ANSWERS)
    session.info[_ANSWERS] = before if before is not None else {}
    try:
        yield
    finally:
        if before is None:
            session.info.pop(_ANSWERS, None)


def disturbed(session: Session) -> None:
    """Something was written: what was answered before may be so no more."""
    answers = session.info.get(_ANSWERS)
    if answers is not None:
        answers.clear()


def foresee(session: Session, ask: Callable[..., list[Any]], found: Mapping[Any, Collection[Any]]) -> None:
    """What a query, asked once for each of many numbers, is going to answer: it was asked for all of them together."""
    answers = answers_of(session)
    if answers is not None:
        query = inspect.unwrap(ask)
        answers |= {_question(query, (one,), {}): list(rows) for one, rows in found.items()}


def hold(session: Session, rows: Collection[Any]) -> None:
    """Rows that are going to be asked for by their `id`."""
    answers = answers_of(session)
    if answers is not None:
        answers |= {(type(row), row.id): row for row in rows}


def by_key(ids: Collection[int], rows: Collection[Any], key: Callable[[Any], int | None]) -> dict[int, list[Any]]:
    """Rows by the number that each belongs to, in their order; an empty list where there is none."""
    found: dict[int, list[Any]] = {one: [] for one in ids}
    for row in rows:
        found[key(row) or 0].append(row)
    return found


def once(ask: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """A query that a reading session asks once for the same arguments (plain values), and a writing one in a quiet
    stretch; elsewhere it is asked each time.

    Everybody gets a list or set of his own: callers add to them.
    """

    @functools.wraps(ask)
    def asked(session: Session, /, *args: P.args, **named: P.kwargs) -> R:
        answers = answers_of(session)
        if answers is None:
            return ask(session, *args, **named)
        question = _question(ask, args, named)
        if question not in answers:
            answers[question] = ask(session, *args, **named)
        answer: R = _own(answers[question])
        return answer

    return asked


def _question(ask: Any, args: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    return ask, repr(args), repr(named)


def _own(answer: Any) -> Any:
    return type(answer)(answer) if isinstance(answer, list | set | dict) else answer
