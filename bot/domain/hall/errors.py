"""The small tree of refusals. Services raise them, the one error handler at the edge puts them into words."""

from __future__ import annotations

from bot.domain.hall.problems import Problem


class Refused(Exception):
    """What was wanted cannot be done; nothing was changed."""

    def __init__(self, msgid: str, /, **params: object) -> None:
        super().__init__(msgid)
        self.problem = Problem(msgid, params)

    @classmethod
    def because(cls, problem: Problem) -> Refused:
        return cls(problem.msgid, **problem.params).about(*problem.fields)

    def about(self, *fields: str) -> Refused:
        """Of these fields of a form it is that it cannot be done: there it can be corrected."""
        self.problem = self.problem.about(*fields)
        return self


def reasoned(reason: str) -> str:
    """The reason that somebody gives, on one line. Raises Refused when there is none."""
    words = " ".join(reason.split())[:500]
    if len(words) < 2:
        raise Refused("Please give a reason.")
    return words


class NotAllowed(Refused):
    """This person may not do this, over this agency, at this moment."""

    def __init__(self) -> None:
        super().__init__("You may not do this. If you think you should, ask your coordinator.")


class Missing(Refused):
    """The thing is gone, or was never this person's to see."""

    def __init__(self) -> None:
        super().__init__("This no longer exists, or it is not yours to see.")


class NotInstalled(Refused):
    """The rule book by which an agency goes is not at hand, as after a restore without the operator's own ones."""

    def __init__(self, book: str) -> None:
        super().__init__(
            "The rule book {book} of this agency is not installed; please tell your administrator.", book=book
        )


class Stale(Refused):
    """Somebody changed the thing after the button or the form was shown; the present state is shown instead."""

    def __init__(self) -> None:
        super().__init__("This button is out of date. Here is the present state.")
