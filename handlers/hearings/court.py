"""What the court said: of the reason for an absence, of a postponement, of a change of leader. Never one tap alone: the
first asks, the second records, and what was recorded can be taken back."""

from __future__ import annotations

from bot.domain.hall.errors import NotAllowed
from bot.services.hearings import absences, appearances, court, permissions, results
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import court as views
from handlers.hearings.appearances import APPEARANCE, present

_TAKEN_BACK = ("pending", "asked", "back")
"""Answers that take back what was recorded: pressed by mistake, they are put right by recording it again."""


def register(router: Router) -> None:
    """Every button carries the version it was shown with."""
    router.press("ap.abs", word, of=APPEARANCE)
    router.press("ap.perm", permission, of=APPEARANCE)
    router.press("ap.cq", answer, of=APPEARANCE)


def word(turn: Turn) -> None:
    """What came in after the refusal: the court's view, the proof, the postponement, the government's consent."""
    name, said = turn.arg(2), turn.arg(3)
    if name not in ("court_view", "proof", "postponement", "consent"):
        raise NotAllowed
    if name in ("court_view", "postponement") and said not in _TAKEN_BACK and not turn.arg(4):
        _ask(turn, f"{name}.{said}", "ap.abs", name, said)
        return
    if name == "court_view":
        court.view(turn.desk, turn.number(0), turn.number(1), said)
    else:
        told: str | bool = said == "1" if name == "consent" else said
        absences.record(turn.desk, turn.number(0), turn.number(1), **{name: told})
    present(turn, turn.number(0))


def permission(turn: Turn) -> None:
    """What the court said of a change of leader."""
    said = turn.arg(2)
    if said == "back":
        permissions.take_back(turn.desk, turn.number(0), turn.number(1))
    elif not turn.arg(3):
        _ask(turn, "permission.granted" if said == "1" else "permission.refused", "ap.perm", said)
        return
    else:
        permissions.record(turn.desk, turn.number(0), turn.number(1), granted=said == "1")
    present(turn, turn.number(0))


def answer(turn: Turn) -> None:
    """What a coordinator heard of the court, where the rule books ask for it: also after the hearing."""
    fact, said = turn.arg(2), turn.arg(3)
    if fact not in ("court_view", "substitution"):
        raise NotAllowed
    if said not in _TAKEN_BACK and not turn.arg(4):
        _ask(turn, f"{fact}.{said}", "ap.cq", fact, said)
        return
    results.settle(turn.desk, turn.number(0), turn.number(1), fact, said)
    present(turn, turn.number(0))


def _ask(turn: Turn, what: str, verb: str, *said: str) -> None:
    """Beside the message whose button was pressed, which keeps its place."""
    appearances.get(turn.desk, turn.number(0), turn.number(1))
    appearances.visible(turn.desk, turn.number(0))
    told = appearances.told(turn.desk, turn.number(0))
    turn.beside()
    turn.show(views.sure(told.one, told.hearing, told.number, what, (verb, *said), turn.tr))
