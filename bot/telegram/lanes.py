"""Who of the waiting goes next: people before reminders before broadcasts, but nobody waits for ever.

Pure, like `bot.telegram.pacing`: every method takes `now`, seconds of a monotonic clock.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from heapq import heappop, heappush
from math import inf

from bot.domain.hall.terms import Lane
from bot.telegram.pacing import NEVER, Chat, Pacing

OVERDUE = {Lane.REMINDER: 0.5, Lane.BULK: 1.0}
"""Seconds without a turn after which a waiting lane gets the very next place: priority survives starvation."""
SHARE = {Lane.REMINDER: 5, Lane.BULK: 10}
"""Of so many places it gets no more than one that way, however slow we are and however many an album takes."""


class State(Enum):
    WAITING = auto()
    GRANTED = auto()
    REFUSED = auto()
    GONE = auto()


@dataclass(slots=True, eq=False)
class Ticket:
    """One request that waits, or has waited, for its turn."""

    lane: Lane
    chat: Chat
    cost: int
    asked_at: float
    expires_at: float
    number: int
    state: State = State.WAITING
    granted_at: float = NEVER
    hold: float = 0.0
    """Of a refused ticket: after how many seconds to ask again."""


class _Line:
    """One lane: a queue for each chat, so that a chat that must wait holds up nobody else."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.since = NEVER
        """When the lane had its last turn, or began to wait."""
        self._chats: dict[Chat, deque[Ticket]] = {}
        self._ready: list[tuple[int, Chat]] = []
        self._parked: list[tuple[float, int, Chat]] = []

    def add(self, ticket: Ticket) -> None:
        if not self._chats:
            self.since = ticket.asked_at
        queue = self._chats.get(ticket.chat)
        if queue is None:
            queue = self._chats[ticket.chat] = deque()
            heappush(self._ready, (ticket.number, ticket.chat))
        queue.append(ticket)

    def parked_until(self) -> float:
        return self._parked[0][0] if self._parked else inf

    def first(self, now: float, pacing: Pacing, refused: list[Ticket]) -> Ticket | None:
        """The oldest ticket whose chat is free; those whose chat is not free in time are refused on the way."""
        while self._parked and self._parked[0][0] <= now:
            _, number, chat = heappop(self._parked)
            heappush(self._ready, (number, chat))
        while self._ready:
            number, chat = self._ready[0]
            ticket = self._head(chat)
            if ticket is None or ticket.number != number:
                self._next_of(chat)
                continue
            free = pacing.chat_free_at(self.lane, chat)
            if free <= now:
                return ticket
            if free > ticket.expires_at:
                refuse(ticket, free - now, refused)
                continue
            heappop(self._ready)
            heappush(self._parked, (free, number, chat))
        return None

    def take(self, ticket: Ticket, now: float) -> None:
        """Take out what `first` returned."""
        ticket.state, ticket.granted_at, self.since = State.GRANTED, now, now
        self._next_of(ticket.chat)

    def _next_of(self, chat: Chat) -> None:
        heappop(self._ready)
        head = self._head(chat)
        if head is not None:
            heappush(self._ready, (head.number, chat))

    def _head(self, chat: Chat) -> Ticket | None:
        queue = self._chats.get(chat)
        while queue and queue[0].state is not State.WAITING:
            queue.popleft()
        if not queue:
            self._chats.pop(chat, None)
            return None
        return queue[0]


def refuse(ticket: Ticket, hold: float, refused: list[Ticket]) -> None:
    ticket.state, ticket.hold = State.REFUSED, hold
    refused.append(ticket)


class WaitingRoom:
    """Hands the budgets of a `Pacing` to the waiting, one place at a time.

    A ticket waits `max_wait` seconds at most, then it is refused: whoever holds the lease of the row behind it
    must be able to put the row back while the lease is still good.
    """

    def __init__(self, pacing: Pacing, max_wait: float = 20.0) -> None:
        self.pacing, self.max_wait = pacing, max_wait
        self.waiting = dict.fromkeys(Lane, 0)
        self.wake_at = inf
        """When `turn` is to be called next, as the last `turn` left it; `inf` if nobody waits."""
        self._lines = {lane: _Line(lane) for lane in Lane}
        self._expiring: deque[Ticket] = deque()
        self._number = 0

    def join(self, now: float, lane: Lane, chat: Chat, cost: int = 1) -> Ticket:
        """Queue a request; refused at once if its chat or its lane is stopped for longer than it may wait."""
        self._number += 1
        ticket = Ticket(lane, chat, cost, now, now + self.max_wait, self._number)
        free = self._stopped_until(lane, chat)
        if free > ticket.expires_at:
            refuse(ticket, free - now, [])
            return ticket
        self.waiting[lane] += 1
        self._lines[lane].add(ticket)
        self._expiring.append(ticket)
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give up waiting, as when the request was cancelled."""
        if ticket.state is State.WAITING:
            ticket.state = State.GONE
            self.waiting[ticket.lane] -= 1

    def turn(self, now: float) -> list[Ticket]:
        """Grant what may go now; returns the granted and the refused, and sets `wake_at`."""
        settled: list[Ticket] = []
        self._expire(now, settled)
        while (granted := self._next(now, settled)) is not None:
            settled.append(granted)
        for ticket in settled:
            self.waiting[ticket.lane] -= 1
        while self._expiring and self._expiring[0].state is not State.WAITING:
            self._expiring.popleft()
        if self._expiring:
            self.wake_at = min(self.wake_at, self._expiring[0].expires_at)
        return settled

    def _next(self, now: float, refused: list[Ticket]) -> Ticket | None:
        heads = {lane: line.first(now, self.pacing, refused) for lane, line in self._lines.items()}
        wake = min(line.parked_until() for line in self._lines.values())
        starved = [(lane, True) for lane in OVERDUE if self._is_overdue(lane, heads[lane], now)]
        for lane, overdue in (*starved, *((lane, False) for lane in Lane)):
            ticket = heads[lane]
            if ticket is None:
                continue
            at = self.pacing.slot_at(now, lane, ticket.cost, overdue=overdue)
            if at <= now:
                self.pacing.spend(now, ticket.chat, ticket.cost)
                self._lines[lane].take(ticket, now)
                return ticket
            wake = min(wake, at)
        self.wake_at = wake
        return None

    def _is_overdue(self, lane: Lane, head: Ticket | None, now: float) -> bool:
        if head is None:
            return False
        return now - self._lines[lane].since >= max(OVERDUE[lane], SHARE[lane] * head.cost / self.pacing.rate)

    def _expire(self, now: float, settled: list[Ticket]) -> None:
        while self._expiring and self._expiring[0].expires_at <= now:
            ticket = self._expiring.popleft()
            if ticket.state is State.WAITING:
                refuse(ticket, max(self._stopped_until(ticket.lane, ticket.chat) - now, 1.0), settled)

    def _stopped_until(self, lane: Lane, chat: Chat) -> float:
        return max(self.pacing.chat_free_at(lane, chat), self.pacing.held_until(lane))
