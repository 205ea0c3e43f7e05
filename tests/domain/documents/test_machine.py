"""The ways a document can go: of every shape of kind, whatever is tried in whatever order."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import documents as machine
from bot.domain.documents.documents import OPEN, OVER, Act, DocumentState, Impossible, Place
from bot.domain.documents.kinds import Kind, Stage, StepAct
from tests.domain.documents.kinds import kinds

MOVES: dict[str, Callable[[Kind, Place], Place]] = {
    "submit": lambda kind, place: machine.do_step(kind, place, StepAct.SUBMIT),
    "approve": lambda kind, place: machine.do_step(kind, place, StepAct.APPROVE),
    "decide": lambda kind, place: machine.do_step(kind, place, StepAct.DECIDE),
    "issue": lambda kind, place: machine.do_step(kind, place, StepAct.ISSUE),
    "seal": machine.seal,
    "deliver": machine.deliver,
    "reply": machine.reply,
    "accept": machine.accept,
    "send_back": machine.send_back,
    "take_back": machine.take_back,
    "void": machine.void,
}
_BY_ACT = {
    Act.SUBMIT: "submit", Act.APPROVE: "approve", Act.DECIDE: "decide", Act.ISSUE: "issue", Act.SEAL: "seal",
    Act.DELIVER: "deliver", Act.REPLY: "reply",
}  # fmt: skip
moves = st.lists(st.sampled_from(sorted(MOVES)), max_size=25)


def walk(kind: Kind, names: list[str]) -> list[tuple[str, Place, Place]]:
    """Each move that was possible, with the places before and behind it."""
    place, found = Place(), []
    for name in names:
        try:
            behind = MOVES[name](kind, place)
        except Impossible:
            continue
        found.append((name, place, behind))
        place = behind
    return found


@given(kinds(), moves)
def test_wherever_it_goes_its_state_says_what_was_reached(kind: Kind, names: list[str]) -> None:
    for name, _, place in walk(kind, names):
        assert 0 <= place.step <= len(kind.steps)
        if place.state in OPEN:
            assert (place.step, place.reached) == (0, frozenset()), name
        if place.state is DocumentState.DONE:
            assert place.step == len(kind.steps)
            assert kind.done in place.reached
            assert not kind.seal or Stage.SEALED in place.reached
        if place.step:
            assert Stage.SUBMITTED in place.reached


@given(kinds(), moves)
def test_what_is_void_stays_void(kind: Kind, names: list[str]) -> None:
    void = machine.void(kind, Place())
    assert walk_from(kind, void, names) == void


def walk_from(kind: Kind, place: Place, names: list[str]) -> Place:
    for name in names:
        try:
            place = MOVES[name](kind, place)
        except Impossible:
            continue
    return place


@given(kinds(), moves)
def test_nothing_is_handed_over_before_its_steps_and_its_seal(kind: Kind, names: list[str]) -> None:
    for name, before, _ in walk(kind, names):
        if name == "deliver":
            assert before.step == len(kind.steps)
            assert not kind.seal or Stage.SEALED in before.reached


@given(kinds(), moves)
def test_what_bears_a_number_is_not_taken_back_and_what_was_answered_not_sent_back(
    kind: Kind, names: list[str]
) -> None:
    for name, before, _ in walk(kind, names):
        if name == "take_back":
            assert Stage.ISSUED not in before.reached
        if name == "send_back":
            assert Stage.REPLIED not in before.reached


@given(kinds(), moves)
def test_a_step_taken_back_is_as_if_it_had_not_been_done(kind: Kind, names: list[str]) -> None:
    for name, before, behind in walk(kind, names):
        if name not in ("submit", "approve", "decide"):
            continue
        undone = machine.take_back(kind, behind) if Stage.ISSUED not in behind.reached else None
        if undone is not None and before.step:
            assert (undone.step, undone.state) == (before.step, before.state)
        elif undone is not None:
            assert undone == Place()


@given(kinds(), moves)
def test_what_is_wanted_next_can_be_done_and_leads_to_the_end(kind: Kind, names: list[str]) -> None:
    place = walk_from(kind, Place(), names)
    for _ in range(len(kind.steps) + 4):
        act = machine.wanted(kind, place)
        if act is None:
            break
        place = MOVES[_BY_ACT[act]](kind, place)
    assert place.state in OVER


@given(kinds())
def test_while_its_duty_waits_it_is_not_done(kind: Kind) -> None:
    place = Place()
    while (act := machine.wanted(kind, place)) is not None:
        place = MOVES[_BY_ACT[act]](kind, place)
    waiting = machine.settle(kind, Place(place.state, place.step, place.reached, accepting=True))
    assert waiting.state not in OVER
    assert machine.accept(kind, waiting).state is DocumentState.DONE
