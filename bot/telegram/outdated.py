"""Whether the presser may see what a button names, and the one answer to buttons and forms that are out of date.

Whoever registers a button says what it names. Before anything is done or said it is asked whether the presser may see
that now, all the button's numbers together; to whoever may not, the thing does not exist (`Missing`), whatever has
become of it. A service raises `Stale` where somebody changed the thing since the button was shown; the answer then is
always the same: who changed what and when, and the present state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.message import plain
from bot.domain.hall.subjects import About
from bot.domain.hall.subjects import Subject as Record
from bot.services.cases import history
from bot.telegram.turn import Handler, Turn
from bot.views.cases import history as views

Submit = Callable[[Turn, dict[str, Any], dict[str, Any]], None]
Look = Callable[[Turn], object]
"""Asks whether the presser may see what the pressed button names: raises Missing or NotAllowed where not."""


def nothing(turn: Turn) -> None:
    """The look of buttons that name nothing of anybody: what they open is asked for anew."""


def in_office(act: Handler, refusal: type[Missing | NotAllowed] = Missing) -> Handler:
    """`act` for people who hold an appointment today: nobody else can do anything, by button, command or link.

    What strangers may do as well is asked of nobody.
    """

    def acted(turn: Turn) -> None:
        if turn.known and not turn.actor.appointments:
            raise refusal()
        act(turn)

    return acted


def seen(look: Look, turn: Turn) -> None:
    """Raise `Missing` unless the presser may see it: "not yours", "gone" and "never there" are one sentence."""
    try:
        look(turn)
    except (NotAllowed, Stale):
        raise Missing from None


class Outdated(Stale):
    """A `Stale` with its answer. Nothing of the turn that met it has happened; the answer has a turn of its own."""

    def __init__(self, answer: Handler) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True)
class Subject:
    """What buttons and forms are about, and how its present state is shown."""

    name: str
    """Under which the context of a form keeps its number."""
    show: Callable[[Turn, int], None]
    """Shows the present state of the one with this number, in place of the pressed message."""
    sees: Callable[[Turn, int], object]
    """Raises Missing or NotAllowed where the actor may not see the one with this number."""
    place: int = 0
    """Which argument of a pressed button is its number."""
    audited: Callable[[Turn, int], Record] | None = None
    """The subject under which its changes are written down, where that is not the one of this name and number."""
    words: Mapping[str, str] = field(default_factory=lambda: views.ACTIONS)
    """The changes that are named to people, in words; of others nothing is said."""

    def __post_init__(self) -> None:
        if self.audited is None and self.name.upper() not in About.__members__:
            raise ValueError(f"what is done to a {self.name} is written down under another subject: say which")

    def look(self, turn: Turn) -> None:
        """Whether the presser may see the one that the pressed button names. Raises Missing."""
        self.sees(turn, turn.number(self.place))

    def press(self, act: Handler) -> Handler:
        """`act` for a button: a `Stale` carries its answer on."""

        def pressed(turn: Turn) -> None:
            try:
                act(turn)
            except Stale:
                number = turn.number(self.place)
                raise Outdated(lambda again: self.answer(again, number)) from None

        return pressed

    def answer(self, turn: Turn, number: int) -> None:
        """该按钮已失效：…现显示最新情况; of what is gone by now, or not to be seen any more, that it is gone."""
        try:
            seen(lambda again: self.sees(again, number), turn)
            subject = self.audited(turn, number) if self.audited else About[self.name.upper()](number)
            change = history.last_change(turn.desk, subject, self.words)
            turn.toast(plain(views.outdated(change, turn.tr, self.words)), alert=True)
            self.show(turn, number)
        except Refused as gone:
            turn.refuse(gone.problem)


def answer(turn: Turn, refusal: Refused) -> None:
    """Say why not; where something is out of date, show it as it stands, or say that it is gone by now."""
    if isinstance(refusal, Outdated):
        try:
            refusal.answer(turn)
            return
        except Refused as another:
            refusal = another
    turn.refuse(refusal.problem)
