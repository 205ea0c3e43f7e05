"""A server that counts every second: no second holds more, albums included, and a slow rate turns no order round."""

from __future__ import annotations

import random
from math import ceil, inf

import pytest

from bot.domain.hall.terms import Lane
from bot.telegram.lanes import State, Ticket, WaitingRoom
from bot.telegram.pacing import Limits, Pacing


def served(limits: Limits, costs: list[int], *, people: float = 0.0, reminders: float = 0.0) -> list[Ticket]:
    """A minute of broadcasts without end, with so many answers and reminders a second; what was granted."""
    dice, now, number = random.Random(7), 0.0, 0
    room = WaitingRoom(Pacing(limits))
    coming = {
        lane: (dice.expovariate(rate) if rate else inf, rate)
        for lane, rate in ((Lane.INTERACTIVE, people), (Lane.REMINDER, reminders))
    }
    granted: list[Ticket] = []
    while now < 60:
        while room.waiting[Lane.BULK] < 40:
            number += 1
            room.join(now, Lane.BULK, number, costs[number % len(costs)])
        granted += [ticket for ticket in room.turn(now) if ticket.state is State.GRANTED]
        if room.waiting[Lane.BULK] < 40:
            continue
        now = max(now + 1e-9, min(room.wake_at, *(at for at, _ in coming.values())))
        for lane, (at, rate) in coming.items():
            if now >= at:
                number += 1
                room.join(now, lane, number)
                coming[lane] = (now + dice.expovariate(rate), rate)
    return granted


def fullest_second(granted: list[Ticket]) -> int:
    return max(
        sum(t.cost for t in granted if last.granted_at - 1.0 < t.granted_at <= last.granted_at) for last in granted
    )


@pytest.mark.slow
@pytest.mark.parametrize("costs", [[1], [10], [10, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1, 10], [3, 1, 2]])
@pytest.mark.parametrize("people", [0.0, 4.0])
def test_no_second_holds_more_whatever_the_albums(costs: list[int], people: float) -> None:
    granted = served(Limits(), costs, people=people)
    assert fullest_second(granted) <= 30
    assert sum(t.cost for t in granted) / 60 > 0.7 * 29.5, "two albums of ten and their texts are a second already"
    waits = [t.granted_at - t.asked_at for t in granted if t.lane is Lane.INTERACTIVE]
    assert max(waits, default=0.0) < 1.2


@pytest.mark.parametrize("overall", [0.5, 1.0, 1.5, 2.0, 5.0])
def test_however_slow_people_come_first_and_the_others_still_come(overall: float) -> None:
    granted = served(Limits(overall=overall), [1], people=overall / 4, reminders=overall / 8)
    assert fullest_second(granted) <= ceil(overall)
    waits = [t.granted_at - t.asked_at for t in granted if t.lane is Lane.INTERACTIVE]
    assert max(waits) < 4 / overall
    assert {t.lane for t in granted} == set(Lane)


@pytest.mark.slow
def test_under_a_flood_of_presses_broadcasts_still_move() -> None:
    granted = served(Limits(), [1], people=40.0)
    assert sum(t.lane is Lane.BULK for t in granted) >= 50
