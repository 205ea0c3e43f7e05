"""What the bot goes by when the machine's clock jumps or is wrong, by hand-driven clocks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clock import AGREES, LEAP, OLD, Cause, Reckoning, SystemClock, wall

NOON = datetime(2026, 4, 2, 4, tzinfo=UTC).timestamp()
HOUR, DAY = 3600.0, 86_400.0


class Machine:
    """Two clocks that run together until one of them is set."""

    def __init__(self, at: float = NOON) -> None:
        self.at, self.ran = at, 1000.0
        self.reckoning = Reckoning(lambda: self.at, lambda: self.ran)

    def run(self, seconds: float) -> None:
        self.at += seconds
        self.ran += seconds

    def tell(self, date: float, *, ago: float = 0.0) -> None:
        """An answer that was asked for so many seconds ago."""
        self.reckoning.tell(date, self.ran - ago)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_a_clock_that_runs_is_followed_and_so_are_small_corrections(machine: Machine) -> None:
    for seconds in (5.0, -LEAP + 1, LEAP - 1, 90.0):
        machine.run(30)
        machine.at += seconds
        assert machine.reckoning.seconds() == machine.at
        assert machine.reckoning.trusted
    assert machine.reckoning.changes == 0
    assert machine.reckoning.finding is None


@pytest.mark.parametrize("jump", [60 * DAY, -60 * DAY, LEAP + 1, -LEAP - 1])
def test_a_jump_is_not_followed_until_it_is_confirmed(machine: Machine, jump: float) -> None:
    machine.run(10)
    machine.reckoning.seconds()
    machine.at += jump
    machine.run(20)
    assert machine.reckoning.seconds() == NOON + 30
    assert not machine.reckoning.trusted
    machine.tell(machine.at)
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == machine.at
    found = machine.reckoning.finding
    assert found is not None
    assert (found.cause, found.true) == (Cause.LEAPT, machine.at)
    assert machine.reckoning.changes == 1


def test_sixty_days_ahead_for_twenty_seconds_move_nothing(machine: Machine) -> None:
    machine.at += 60 * DAY
    assert not machine.reckoning.trusted
    machine.run(1)
    machine.tell(NOON + 1)
    assert machine.reckoning.trusted
    assert machine.reckoning.finding is not None
    assert machine.reckoning.finding.cause is Cause.WRONG
    assert machine.reckoning.off == 60 * DAY
    machine.run(19)
    assert machine.reckoning.seconds() == NOON + 20
    machine.reckoning.finding = None
    machine.at -= 60 * DAY
    machine.run(1)
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == machine.at == NOON + 21
    assert machine.reckoning.off == 0
    assert machine.reckoning.finding is None, "people are told once"
    assert machine.reckoning.changes == 2, "and what reckons by the machine is set anew each time"


def test_a_jump_that_goes_back_by_itself_ends_the_doubt(machine: Machine) -> None:
    machine.at += DAY
    assert not machine.reckoning.trusted
    machine.at -= DAY - AGREES - 5
    assert not machine.reckoning.trusted, "not yet the same time"
    machine.at -= 10
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == machine.at


@pytest.mark.parametrize("wrong", [60 * DAY, -60 * DAY])
def test_a_wrong_clock_at_the_start_is_known_by_the_first_date(wrong: float) -> None:
    machine = Machine(NOON + wrong)
    machine.tell(NOON)
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == NOON
    machine.run(100)
    machine.tell(NOON + 100)
    assert machine.reckoning.seconds() == NOON + 100
    assert machine.reckoning.changes == 1


def test_a_date_that_differs_a_little_changes_nothing(machine: Machine) -> None:
    machine.tell(NOON - LEAP + 10)
    assert machine.reckoning.seconds() == NOON
    assert machine.reckoning.heard
    assert machine.reckoning.changes == 0


def test_an_answer_from_before_the_jump_says_nothing_of_the_time_after_it(machine: Machine) -> None:
    """The long poll that was under way when the machine fell asleep brings its date along."""
    machine.run(10)
    machine.at += 8 * HOUR
    machine.tell(NOON + 10, ago=9)
    assert not machine.reckoning.trusted
    machine.run(1)
    machine.tell(machine.at)
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == machine.at


def test_an_answer_that_lay_there_for_long_says_nothing(machine: Machine) -> None:
    """The process stood still and both clocks ran on."""
    machine.run(8 * HOUR)
    machine.tell(NOON, ago=OLD + 1)
    assert machine.reckoning.seconds() == machine.at
    assert not machine.reckoning.heard


def test_while_the_bot_goes_by_the_dates_a_sleep_is_made_up_for(machine: Machine) -> None:
    machine.at += 60 * DAY
    assert not machine.reckoning.trusted
    machine.tell(NOON)
    machine.at += 8 * HOUR
    machine.tell(NOON + 8 * HOUR)
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == NOON + 8 * HOUR
    assert machine.reckoning.changes == 2


@pytest.mark.parametrize("right", [True, False])
def test_a_person_says_whether_the_machine_is_right(machine: Machine, right: bool) -> None:
    machine.at += 8 * HOUR
    assert not machine.reckoning.trusted
    machine.run(60)
    machine.reckoning.settle(machine=right)
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == (machine.at if right else NOON + 60)
    machine.run(60)
    assert machine.reckoning.trusted
    assert machine.reckoning.seconds() == (machine.at if right else NOON + 120)
    assert machine.reckoning.changes == 1


def test_a_question_at_the_start_is_settled_by_a_date(machine: Machine) -> None:
    machine.reckoning.question(NOON - 60 * DAY)
    machine.run(1)
    assert not machine.reckoning.trusted
    assert machine.reckoning.seconds() == machine.at, "there is no other time yet"
    machine.tell(machine.at)
    assert machine.reckoning.trusted


def test_the_system_clock_goes_by_it(machine: Machine) -> None:
    clock = SystemClock(machine.reckoning)
    machine.at += 60 * DAY
    assert clock.now().timestamp() == NOON
    assert abs(wall() - SystemClock().now().timestamp()) < 1
