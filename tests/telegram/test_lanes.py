"""People before reminders before broadcasts, and nobody waits for ever; against servers that count."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hall.terms import Lane
from bot.telegram.lanes import State, Ticket, WaitingRoom
from bot.telegram.pacing import SECOND, Limits, Pacing

WIDE = Limits(overall=10, burst=3, chat=1000, chat_burst=1000, group=1000, group_reserve=0)
JOINS = st.lists(
    st.tuples(st.floats(0, 0.3), st.sampled_from(Lane), st.sampled_from([1, 2, 3, 4, -1, -2, None])),
    min_size=1,
    max_size=80,
)


@dataclass
class Simulation:
    """Walks from wake-up to wake-up, as the limiter's alarm does."""

    room: WaitingRoom
    settled: list[Ticket] = field(default_factory=list)
    now: float = 0.0

    def until(self, instant: float) -> None:
        while self.room.wake_at <= instant:
            self.now = max(self.now, self.room.wake_at)
            self.turn()
        self.now = instant

    def turn(self) -> list[Ticket]:
        settled = self.room.turn(self.now)
        self.settled += settled
        return settled

    def join(self, lane: Lane, chat: int | None) -> Ticket:
        ticket = self.room.join(self.now, lane, chat)
        self.turn()
        return ticket


def simulation(limits: Limits, max_wait: float = 1e6) -> Simulation:
    return Simulation(WaitingRoom(Pacing(limits), max_wait))


@pytest.mark.slow
@given(JOINS)
def test_everybody_gets_a_turn_and_each_chat_keeps_its_order(joins: list[tuple[float, Lane, int | None]]) -> None:
    sim = simulation(Limits(overall=5, burst=3, chat=1, chat_burst=2, group=4, group_window=6, group_reserve=1))
    tickets = []
    for pause, lane, chat in joins:
        sim.until(sim.now + pause)
        tickets.append(sim.join(lane, chat))
    sim.until(sim.now + 1_000)
    assert all(ticket.state is State.GRANTED for ticket in tickets)
    assert sim.room.wake_at == inf
    assert set(sim.room.waiting.values()) == {0}
    for lane in Lane:
        for chat in (1, 2, 3, 4, -1, -2):
            mine = [ticket.granted_at for ticket in tickets if (ticket.lane, ticket.chat) == (lane, chat)]
            assert mine == sorted(mine)


@pytest.mark.slow
@given(JOINS)
def test_interactive_waits_behind_one_bulk_message_at_most(joins: list[tuple[float, Lane, int | None]]) -> None:
    sim = simulation(WIDE)
    tickets = []
    for pause, lane, chat in joins:
        sim.until(sim.now + pause)
        tickets.append(sim.join(lane, chat))
    sim.until(sim.now + 1_000)
    for person in (ticket for ticket in tickets if ticket.lane is Lane.INTERACTIVE):
        waited = person.granted_at - person.asked_at
        overtook = [
            ticket for ticket in sim.settled
            if ticket.lane is Lane.BULK and person.asked_at < ticket.granted_at < person.granted_at
        ]  # fmt: skip
        assert len(overtook) <= 1 + int(waited), "one place a second for the starving, never more"


@pytest.mark.slow
@given(st.floats(0, 5))
def test_a_single_press_during_a_broadcast_hardly_waits(instant: float) -> None:
    sim = simulation(Limits(chat=1000))
    for chat in range(1, 200):
        sim.room.join(0, Lane.BULK, chat)
    sim.turn()
    sim.until(instant)
    press = sim.join(Lane.INTERACTIVE, 999)
    sim.until(instant + 1)
    assert press.granted_at - press.asked_at <= 1 / 30


def test_bulk_still_moves_when_people_want_more_than_there_is() -> None:
    sim = simulation(WIDE)
    for chat in range(1, 200):
        sim.room.join(0, Lane.BULK, chat)
        sim.room.join(0, Lane.REMINDER, -chat)
    for i in range(300):
        sim.until(i / 15)
        sim.join(Lane.INTERACTIVE, 1000 + i)
    first_20_seconds = [ticket.lane for ticket in sim.settled]
    assert first_20_seconds.count(Lane.BULK) >= 18
    assert first_20_seconds.count(Lane.REMINDER) >= 36
    assert first_20_seconds.count(Lane.INTERACTIVE) >= 130


def test_bulk_yields_to_reminders() -> None:
    sim = simulation(WIDE)
    for chat in range(1, 31):
        sim.room.join(0, Lane.BULK, chat)
        sim.room.join(0, Lane.REMINDER, -chat)
    sim.turn()
    sim.until(1.9)
    assert [ticket.lane for ticket in sim.settled].count(Lane.REMINDER) >= 17


@pytest.mark.slow
def test_bulk_alone_uses_the_whole_rate_even_when_the_alarm_rings_late() -> None:
    sim = simulation(Limits(chat=1000, chat_burst=1000))
    for chat in range(1, 3001):
        sim.room.join(0, Lane.BULK, chat)
    while sim.room.wake_at < inf or not sim.settled:
        sim.turn()
        sim.now = max(sim.now, min(sim.room.wake_at, sim.now + 60)) + 0.005
    assert sum(ticket.granted_at < 100 for ticket in sim.settled) >= 2_925


def test_a_chat_that_must_wait_holds_up_nobody_else() -> None:
    sim = simulation(Limits(overall=100, burst=10))
    slow = [sim.join(Lane.BULK, 1) for _ in range(6)]
    other = sim.join(Lane.BULK, 2)
    sim.until(0.5)
    assert [ticket.state for ticket in slow].count(State.GRANTED) == 3
    assert other.state is State.GRANTED
    sim.until(10)
    assert [round(ticket.granted_at) for ticket in slow[3:]] == [1, 2, 3]


def test_who_would_wait_too_long_is_told_when_to_come_again() -> None:
    sim = simulation(Limits(), max_wait=20)
    sim.room.pacing.flooded(0, -5, 300, granted_at=0)
    at_once = sim.join(Lane.REMINDER, -5)
    assert (at_once.state, at_once.hold) == (State.REFUSED, 300)
    waiting = [sim.join(Lane.INTERACTIVE, 7) for _ in range(30)]
    sim.room.pacing.flooded(sim.now, 7, 40, granted_at=0)
    sim.until(2.5)
    assert waiting[3].state is State.REFUSED
    assert 30 < waiting[3].hold < 41
    sim.until(30)
    assert {ticket.state for ticket in waiting[3:]} == {State.REFUSED}
    assert set(sim.room.waiting.values()) == {0}
    assert sim.room.wake_at == inf


def test_a_lane_that_waits_too_long_is_refused_and_not_left_hanging() -> None:
    sim = simulation(Limits(overall=1, burst=1, floor=1), max_wait=5)
    tickets = [sim.join(Lane.BULK, chat) for chat in range(1, 21)]
    sim.until(6)
    states = [ticket.state for ticket in tickets]
    assert states.count(State.GRANTED) in (5, 6)
    assert states.count(State.REFUSED) == 20 - states.count(State.GRANTED)


def test_who_leaves_frees_the_place() -> None:
    sim = simulation(Limits(overall=1, burst=1, floor=1))
    sim.join(Lane.BULK, 1)
    gone, next_one = sim.join(Lane.BULK, 2), sim.join(Lane.BULK, 2)
    sim.room.leave(gone)
    sim.room.leave(gone)
    sim.until(1.5)
    assert gone.state is State.GONE
    assert next_one.granted_at == pytest.approx(SECOND[Lane.BULK])
    assert sim.room.waiting[Lane.BULK] == 0


# -- against servers that count --------------------------------------------------------------------


class StrictServer:
    """Allows 30 messages in any second, and shuts everybody out for three seconds at the thirty-first."""

    def __init__(self) -> None:
        self.taken: deque[float] = deque(maxlen=30)
        self.shut_until = -1.0
        self.delivered = 0

    def answer(self, now: float) -> float:
        """0 if taken, else the seconds to wait."""
        if now < self.shut_until:
            return self.shut_until - now
        if len(self.taken) == 30 and now - self.taken[0] < 1:
            self.shut_until = now + 3
            return 3.0
        self.taken.append(now)
        self.delivered += 1
        return 0.0


def broadcast(
    server: StrictServer, seconds: float, press_every: float, unsteady: float, chance: Random
) -> tuple[int, list[float]]:
    """A long circular with presses in between, 25 ms each way and up to `unsteady` more on the way there.

    Gives the flood replies drawn, and the waits of the presses.
    """
    sim = simulation(Limits(), max_wait=20)
    chats, order = count(1), count()
    events: list[tuple[float, int, str, Ticket | None]] = [(0.0, next(order), "bulk", None)]
    floods, waits, backlog = 0, [], 0
    for i in range(int(seconds / press_every)):
        heappush(events, (i * press_every, next(order), "press", None))
    while events or sim.room.wake_at < inf:
        at = min(events[0][0] if events else inf, sim.room.wake_at)
        if at > seconds:
            break
        sim.now = max(sim.now, at)
        if events and events[0][0] <= sim.now:
            _, _, what, ticket = heappop(events)
            if what == "press":
                sim.room.join(sim.now, Lane.INTERACTIVE, next(chats))
            elif what == "bulk":
                for _ in range(50):
                    sim.room.join(sim.now, Lane.BULK, next(chats))
                backlog += 50
            elif ticket is not None and (wait := server.answer(sim.now)) > 0:
                floods += 1
                sim.room.pacing.flooded(sim.now + 0.025, ticket.chat, round(wait + 0.5), ticket.granted_at)
        for done in sim.turn():
            backlog -= done.lane is Lane.BULK
            if done.state is State.GRANTED:
                arrives = sim.now + 0.025 + chance.uniform(0, unsteady)
                heappush(events, (arrives, next(order), "arrives", done))
                if done.lane is Lane.INTERACTIVE:
                    waits.append(done.granted_at - done.asked_at)
        if backlog < 10:
            heappush(events, (sim.now, next(order), "bulk", None))
    return floods, waits


@pytest.mark.slow
@settings(max_examples=5)
@given(st.floats(0.3, 2.0), st.integers(0, 10**6))
def test_a_strict_server_has_nothing_to_complain_of(press_every: float, seed: int) -> None:
    server = StrictServer()
    floods, waits = broadcast(server, 60, press_every, 0.005, Random(seed))
    assert floods == 0
    assert server.delivered / 60 >= 0.97 * 30
    assert max(waits) < 0.04


@pytest.mark.slow
@settings(max_examples=5)
@given(st.floats(0.3, 2.0), st.integers(0, 10**6))
def test_a_strict_server_at_the_end_of_a_bad_line_is_learnt(press_every: float, seed: int) -> None:
    """What arrives in bunches looks faster than it was sent."""
    server = StrictServer()
    floods, waits = broadcast(server, 115, press_every, 0.05, Random(seed))
    assert floods <= 5
    assert server.delivered / 115 >= 0.8 * 30
    waits.sort()
    assert waits[int(len(waits) * 0.97)] < 0.04


def test_a_chat_that_is_stopped_for_too_long_is_refused_at_once_and_others_are_not() -> None:
    room = WaitingRoom(Pacing(Limits()), 20)
    room.pacing.flooded(0.0, 7, 300, 0.0)
    stopped, other = room.join(1.0, Lane.BULK, 7), room.join(1.0, Lane.BULK, 8)
    assert (stopped.state, other.state) == (State.REFUSED, State.WAITING)
    assert stopped.hold == pytest.approx(299)
    assert room.waiting[Lane.BULK] == 1


def test_who_has_waited_too_long_is_told_when_the_chat_is_free_again() -> None:
    sim = simulation(Limits(), 20)
    sim.room.pacing.flooded(0.0, 7, 15, 0.0)
    waiting = sim.join(Lane.BULK, 7)
    sim.room.pacing.flooded(14.0, 7, 300, 0.0)
    sim.now = 20.0
    assert sim.turn() == [waiting]
    assert waiting.state is State.REFUSED
    assert waiting.hold == pytest.approx(294)


def test_an_album_that_waited_does_not_take_more_than_its_share_from_people() -> None:
    """At ten a second a broadcast may have one place in ten: ten pictures, once in ten seconds."""
    sim = simulation(WIDE)
    for i in range(40):
        sim.room.join(0, Lane.INTERACTIVE, 2000 + i)
    album = sim.room.join(0, Lane.BULK, 1, cost=10)
    for i in range(300):
        sim.until(i / 15)
        sim.join(Lane.INTERACTIVE, 1000 + i)
    assert 10 <= album.granted_at < 12
