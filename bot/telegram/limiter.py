"""The one rate limiter: Telegram's limits, three lanes, flood replies remembered."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.clock import wall
from bot.domain.hall.terms import Lane
from bot.telegram.lanes import State, Ticket, WaitingRoom
from bot.telegram.pacing import Chat, Limits, Pacing

log = structlog.get_logger(__name__)
Callback = Callable[..., Coroutine[Any, Any, Any]]
COUNTED = ("send", "forward", "copy", "edit")
"""How the names of the methods begin that count as messages."""
PAYABLE = frozenset({"sendMessage", "sendPhoto", "sendDocument", "copyMessage"})
"""Of the methods used here, those that take `allow_paid_broadcast` (core.telegram.org/bots/api#sendmessage)."""
NOT_COUNTED = frozenset({"sendChatAction"})


class HeldBack(RetryAfter):
    """Not sent, because it would have waited here longer than a lease lasts; try again after `retry_after`."""


class Overtaken(Exception):
    """Not sent, because something newer takes its place and need not wait for it."""


class Pass(str):
    """A lane with the instant (of the limiter's monotonic clock) until which the request may still be made.

    Whoever waits here holds a lease on what is sent; a process that was frozen must not send it after that. `lease` is
    the same by the machine's clock (epoch seconds): the monotonic one stands still while a machine sleeps, and it does
    not follow when the other is set right.
    """

    __slots__ = ("lease", "until", "waiter")

    until: float
    lease: float
    waiter: asyncio.Future[None] | None
    """Set while a request waits for its turn."""

    def __new__(cls, lane: Lane, until: float = math.inf, lease: float = math.inf) -> Pass:
        made = super().__new__(cls, lane)
        made.until, made.lease, made.waiter = until, lease, None
        return made

    def is_over(self, now: float) -> bool:
        """`now` is the limiter's monotonic clock."""
        return now >= self.until or wall() >= self.lease

    def withdraw(self) -> None:
        """Whoever waits gets `Overtaken`; what has had its turn goes on."""
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_exception(Overtaken())


class Timer(Protocol):
    def cancel(self) -> None: ...


@dataclass
class Counters:
    """What the limiter did since the start, for a metrics page; waits in seconds."""

    granted: dict[Lane, int] = field(default_factory=lambda: dict.fromkeys(Lane, 0))
    waited: dict[Lane, int] = field(default_factory=lambda: dict.fromkeys(Lane, 0))
    seconds: dict[Lane, float] = field(default_factory=lambda: dict.fromkeys(Lane, 0.0))
    refused: dict[Lane, int] = field(default_factory=lambda: dict.fromkeys(Lane, 0))
    floods: int = 0
    """Flood replies from Telegram, all told."""
    global_floods: int = 0
    """Those of them that were held to concern all chats."""


def retry_seconds(error: RetryAfter) -> float:
    """Seconds to wait. The public attribute warns of its coming change of type at each use."""
    return error._retry_after.total_seconds()


class LaneLimiter(BaseRateLimiter[str]):
    """Lets requests pass in the order of their lanes and at the rate that Telegram bears.

    The lane is passed as `rate_limit_args` (a `Lane` or its value); without one a request is interactive. Methods
    that are no messages, `answerCallbackQuery` among them, pass at once and uncounted.

    A flood reply is taken in and raised on as `RetryAfter`: this limiter never sends anything twice, because the
    outbox holds the state of a row and must be the one to repeat it. `HeldBack`, a `RetryAfter` of our own, is
    raised where a request would wait longer than `max_wait` seconds.

    With `paid`, broadcasts say that they may be charged for, up to 1,000 a second; the limits must allow as much.

    `learnt` takes the rate that `learnt` of an earlier limiter gave: messages a second. `monotonic` and
    `call_later` are the clock and the alarm, to be replaced in tests.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        learnt: float | None = None,
        max_wait: float = 20.0,
        paid: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
        call_later: Callable[[float, Callable[[], None]], Timer] | None = None,
    ) -> None:
        self.pacing = Pacing(limits, learnt)
        self.counters = Counters()
        self._room = WaitingRoom(self.pacing, max_wait)
        self._waiters: dict[Ticket, asyncio.Future[None]] = {}
        self._monotonic, self._call_later = monotonic, call_later
        self._timer: Timer | None = None
        self._timer_at = math.inf
        self._closed, self._paid = False, paid

    @property
    def learnt(self) -> float:
        """Messages a second that never drew a flood reply: store it, and give it to the next limiter."""
        return self.pacing.learnt

    @property
    def rate(self) -> float:
        """Messages a second allowed at present."""
        return self.pacing.rate

    def pause(self, lane: Lane) -> float:
        """Seconds for which a flood reply stops this whole lane."""
        return max(0.0, self.pacing.held_until(lane) - self._monotonic())

    @property
    def waiting(self) -> dict[Lane, int]:
        """How many requests wait here, by lane."""
        return dict(self._room.waiting)

    async def initialize(self) -> None:
        """Ready, also once more after `shutdown`; the alarm is set when somebody waits."""
        self._closed = False

    async def shutdown(self) -> None:
        """Turn away whoever still waits, and from now on everybody but people who are answered."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timer_at = None, math.inf
        for ticket, waiter in list(self._waiters.items()):
            self._room.leave(ticket)
            if not waiter.done():
                waiter.set_exception(HeldBack(1))

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Any:
        """Call `callback` when its turn has come, and return what it returns.

        Raises:
            RetryAfter: Telegram's flood reply, after it was taken in (`HeldBack`: nothing was sent).
            Overtaken: the pass was withdrawn before its turn came.
            ValueError: the lane is unknown.
        """
        cost = messages_in(endpoint, data)
        if cost == 0:
            return await callback(*args, **kwargs)
        lane = Lane(rate_limit_args) if rate_limit_args else Lane.INTERACTIVE
        if self._closed and lane is not Lane.INTERACTIVE:
            raise HeldBack(1)
        if self._paid and lane is Lane.BULK and endpoint in PAYABLE:
            data["allow_paid_broadcast"] = True
        ticket = self._room.join(self._monotonic(), lane, chat_of(data), cost)
        slip = rate_limit_args if isinstance(rate_limit_args, Pass) else Pass(lane)
        await self._wait(ticket, slip)
        if slip.is_over(self._monotonic()):
            raise HeldBack(1)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._flooded(ticket, retry_seconds(error))
            raise

    async def _wait(self, ticket: Ticket, slip: Pass) -> None:
        self._turn()
        if ticket.state is State.WAITING:
            self._waiters[ticket] = slip.waiter = waiter = asyncio.get_running_loop().create_future()
            try:
                await waiter
            finally:
                slip.waiter = None
                del self._waiters[ticket]
                self._room.leave(ticket)
        if ticket.state is State.REFUSED:
            self.counters.refused[ticket.lane] += 1
            raise HeldBack(max(1, math.ceil(ticket.hold)))
        self._count(ticket)

    def _count(self, ticket: Ticket) -> None:
        waited = ticket.granted_at - ticket.asked_at
        self.counters.granted[ticket.lane] += 1
        self.counters.waited[ticket.lane] += waited > 0
        self.counters.seconds[ticket.lane] += waited

    def _turn(self) -> None:
        """Let pass what may pass, and set the alarm for the next."""
        now = self._monotonic()
        for ticket in self._room.turn(now):
            waiter = self._waiters.get(ticket)
            if waiter is not None and not waiter.done():
                waiter.set_result(None)
        self._set_alarm(now, self._room.wake_at)

    def _set_alarm(self, now: float, at: float) -> None:
        if at == self._timer_at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timer_at = None, at
        if at < math.inf:
            later = self._call_later or asyncio.get_running_loop().call_later
            self._timer = later(max(0.0, at - now), self._alarm)

    def _alarm(self) -> None:
        self._timer, self._timer_at = None, math.inf
        self._turn()

    def _flooded(self, ticket: Ticket, seconds: float) -> None:
        everywhere = self.pacing.flooded(self._monotonic(), ticket.chat, seconds, ticket.granted_at)
        self.counters.floods += 1
        self.counters.global_floods += everywhere
        log.warning(
            "Telegram asked us to slow down",
            action="flood_reply",
            chat=ticket.chat,
            lane=ticket.lane.value,
            seconds=seconds,
            everywhere=everywhere,
            rate=round(self.pacing.rate, 2),
        )
        self._turn()


def messages_in(endpoint: str, data: dict[str, Any]) -> int:
    """How many messages a request counts for; 0 for methods that are no messages."""
    if not endpoint.startswith(COUNTED) or endpoint in NOT_COUNTED:
        return 0
    several = data.get("media") if endpoint == "sendMediaGroup" else data.get("message_ids")
    return max(1, len(several)) if isinstance(several, list | tuple) else 1


def chat_of(data: dict[str, Any]) -> Chat:
    """The chat a request goes to; an id given as text is taken for the number it is."""
    chat = data.get("chat_id")
    if isinstance(chat, str):
        digits = chat.removeprefix("-")
        return int(chat) if digits.isascii() and digits.isdigit() else chat
    return chat if isinstance(chat, int) else None
