"""A session that only reads: within it the same question has the same answer, and is asked once.

A message that is rendered asks many times for the same few rows: who keeps an agency's papers is asked for each duty of
a card, and a card is rendered for each of its readers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

P = ParamSpec("P")
R = TypeVar("R")


class Reading(Session):
    """The session in which both engines read; it lives as long as one piece of work, and writes nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.answers: dict[Any, Any] = {}
        """What was answered to each question so far."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As ever; a session by itself forgets rows that nobody holds any more, and asks for them again."""
        if any(options.values()):
            return super().get(entity, ident, **options)
        question = entity, ident
        if question not in self.answers:
            self.answers[question] = super().get(entity, ident)
        return self.answers[question]


def once(ask: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """A query that a reading session asks once for the same arguments (plain values); elsewhere it is asked each time.

    Everybody gets a list or set of his own: callers add to them.
    """

    @functools.wraps(ask)
    def asked(session: Session, /, *args: P.args, **named: P.kwargs) -> R:
        if not isinstance(session, Reading):
            return ask(session, *args, **named)
        question = ask, repr(args), repr(named)
        if question not in session.answers:
            session.answers[question] = ask(session, *args, **named)
        answer: R = _own(session.answers[question])
        return answer

    return asked


def _own(answer: Any) -> Any:
    return type(answer)(answer) if isinstance(answer, list | set | dict) else answer
