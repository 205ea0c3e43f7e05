"""Naming the leader who appears: nobody takes the place of a leader who has said yes without a second tap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Message
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.hearings import Leader
from bot.services.hearings import answers, appearances, deputies, naming, said_leaders
from bot.services.hearings.naming import Whom
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import naming as views
from handlers.hearings.appearances import APPEARANCE, present


def register(router: Router) -> None:
    """The buttons that name somebody; each carries the version it was shown with, the second tap too."""
    for verb, act in {
        "ap.who": lambda turn: choose(turn, "ap.pick"),
        "ap.sub": lambda turn: choose(turn, "ap.subp"),
        "ap.pick": _named_by(naming.name),
        "ap.subp": _named_by(naming.substitute),
        "ap.self": oneself,
    }.items():
        router.press(verb, act, of=APPEARANCE)
    router.press("ap.name", of_case, sees=_case_and_agency)


def _case_and_agency(turn: Turn) -> None:
    appearances.nameable(turn.desk, turn.number(0), turn.number(1))


def of_case(turn: Turn) -> None:
    """From the card of a case, also before any hearing exists."""
    turn.beside()
    row = appearances.prepare(turn.desk, turn.number(0), turn.number(1))
    if row.state is AppearanceState.UNNAMED:
        _choose(turn, row.id or 0, "ap.pick")
    else:
        present(turn, row.id or 0)


def choose(turn: Turn, verb: str) -> None:
    """The agency's leaders as buttons; a leader who cannot come chooses among the colleagues."""
    row = appearances.get(turn.desk, turn.number(0), turn.number(1))
    appearances.require_concerned(turn.desk, row)
    _choose(turn, row.id or 0, verb)


def _choose(turn: Turn, appearance_id: int, verb: str) -> None:
    row = appearances.get(turn.desk, appearance_id)
    one = appearances.told(turn.desk, appearance_id).one
    leaders = appearances.leaders_of(turn.desk, row.agency_id, without=row.leader_id)
    turn.show(views.choose(one, leaders, turn.tr, verb=verb))


def _named_by(act: Callable[..., Any]) -> Callable[[Turn], None]:
    def pick(turn: Turn) -> None:
        """Named, once it is acknowledged what that means, and answered what the book asks."""
        appearance_id, version, person_id = turn.number(0), turn.number(1), turn.number(2)
        if _asks_first(turn, appearance_id, version, person_id):
            return
        in_charge = {"y": True, "n": False}.get(turn.arg(4))
        act(turn.desk, appearance_id, version, Whom(person_id, in_charge=in_charge))
        present(turn, appearance_id)

    return pick


def _asks_first(turn: Turn, appearance_id: int, version: int, person_id: int) -> bool:
    """Whether something is shown first that wants a second tap: the press again, with what is known by then."""
    row = appearances.get(turn.desk, appearance_id, version)
    appearances.require_concerned(turn.desk, row)
    leader = next((o for o in appearances.leaders_of(turn.desk, row.agency_id) if o.person_id == person_id), None)
    if leader is None:
        return False
    asked = _question(turn, appearance_id, leader, turn.incoming.verb, sure=turn.arg(3) == "1", known=bool(turn.arg(4)))
    if asked is not None:
        turn.show(asked)
    return asked is not None


def _question(
    turn: Turn, appearance_id: int, leader: Leader, verb: str, *, sure: bool = False, known: bool = False
) -> Message | None:
    """What is asked before this leader is named: whether it is known what that means (`sure`), and whether the leader
    is in charge of the matter (`known`)."""
    row, told = appearances.get(turn.desk, appearance_id), appearances.told(turn.desk, appearance_id)
    replaced = naming.replaced_by(turn.desk, row, leader.person_id)
    if not sure and deputies.falls_short(turn.desk, row, leader.person_id):
        return views.acknowledge(told, leader, verb, replaced, turn.tr)
    if not sure and replaced is not None:
        return views.replace(told, leader, verb, replaced, turn.tr)
    if not known and naming.asks_whether_in_charge(turn.desk, row.agency_id):
        return views.in_charge(told.one, leader, verb, turn.tr)
    return None


def offered(turn: Turn, given: dict[str, Any]) -> Sequence[Choice]:
    """Who of the agency appears, where a text about a hearing said it in short."""
    found = said_leaders.offered(turn.desk, given)
    return [Choice(str(one.person_id), views.label(one, turn.tr)) for one in found]


def name_said(turn: Turn, hearing_id: int, values: dict[str, Any]) -> Message | None:
    """Name whom the text of an entered hearing said to appear; what is to be asked first is given back."""
    found = said_leaders.chosen(turn.desk, hearing_id, values)
    if found is None:
        return None
    (appearance_id, version), leader = found
    try:
        asked = _question(turn, appearance_id, leader, "ap.pick")
        if asked is None:
            naming.name(turn.desk, appearance_id, version, Whom(leader.person_id))
        return asked
    except Refused as refused:
        return Message(turn.tr(refused.problem.msgid, **refused.problem.params))


def oneself(turn: Turn) -> None:
    """我出庭: at once where nobody else has said yes, else once it is confirmed who is relieved."""
    appearance_id, version = turn.number(0), turn.number(1)
    row = appearances.get(turn.desk, appearance_id, version)
    me = answers.oneself(turn.desk, row)
    replaced = naming.replaced_by(turn.desk, row, me.person_id)
    if turn.arg(2) != "1" and replaced is not None:
        turn.show(views.replace_by_oneself(appearances.told(turn.desk, appearance_id), replaced, turn.tr))
        return
    answers.attend_oneself(turn.desk, appearance_id, version)
    present(turn, appearance_id)
