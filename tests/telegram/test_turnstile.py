"""How fast one person may go on, second by second."""

from __future__ import annotations

from bot.telegram import turnstile
from bot.telegram.turnstile import PAUSE, Turnstile

ONE, TWO = 5001, 5002


class Watch:
    """A clock that is moved by hand, in seconds."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_minutes_worth_at_once_and_then_a_pause_is_needed() -> None:
    watch = Watch()
    gate = Turnstile(60, monotonic=watch)
    assert [gate.admits(ONE) for _ in range(62)] == [True] * 60 + [False] * 2
    assert (gate.left_out(ONE), gate.left_out(TWO)) == (2, 0)
    for _ in range(30):  # whoever goes on lets nothing through, however much the minute would bear by now
        watch.at += PAUSE - 1
        assert not gate.admits(ONE)
    assert gate.left_out(ONE) == 32
    assert gate.pause_left(ONE) == PAUSE
    watch.at += PAUSE
    assert gate.pause_left(ONE) == 0
    assert gate.admits(ONE)
    assert gate.left_out(ONE) == 0


def test_after_the_pause_something_is_let_through_however_low_the_limit_is() -> None:
    watch = Watch()
    gate = Turnstile(1, monotonic=watch)
    assert [gate.admits(ONE), gate.admits(ONE)] == [True, False]
    watch.at += PAUSE
    assert gate.admits(ONE)


def test_the_pace_that_is_allowed_is_never_stopped() -> None:
    watch = Watch()
    gate = Turnstile(60, monotonic=watch)
    for _ in range(300):
        assert gate.admits(ONE)
        watch.at += 1.0


def test_others_go_on_meanwhile() -> None:
    gate = Turnstile(3, monotonic=Watch())
    assert [gate.admits(ONE) for _ in range(4)] == [True, True, True, False]
    assert gate.admits(TWO)
    assert gate.pause_left(3) == 0


def test_with_nought_there_is_no_limit() -> None:
    gate = Turnstile(0, monotonic=Watch())
    assert all(gate.admits(ONE) for _ in range(1000))


def test_whoever_is_quiet_is_forgotten_when_there_are_many() -> None:
    watch = Watch()
    gate = Turnstile(2, monotonic=watch)
    for number in range(turnstile.KEPT):
        gate.admits(number)
    watch.at += 59
    gate.admits(ONE)
    watch.at += 1
    assert gate.admits(10**9)
    assert set(gate._paces) == {ONE, 10**9}
