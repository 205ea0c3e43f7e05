"""The limiter in the loop: lanes, flood replies, cancellation, shutting down; with an alarm that the test rings."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.domain.hall.terms import Lane
from bot.telegram.limiter import HeldBack, LaneLimiter, Overtaken, Pass, chat_of, messages_in, retry_seconds
from bot.telegram.pacing import Limits
from bot.telegram.request import AiohttpRequest, polling_request
from tests.telegram.loopback import TOKEN, always, api_server, fault


class AlarmClock:
    """A clock that stands until the test moves it, and rings on the way."""

    def __init__(self) -> None:
        self.now = 100.0
        self._calls: list[tuple[float, int, Callable[[], None]]] = []
        self._cancelled: set[int] = set()
        self._numbers = count()

    def monotonic(self) -> float:
        return self.now

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        number = next(self._numbers)
        heappush(self._calls, (self.now + seconds, number, callback))
        return Handle(lambda: self._cancelled.add(number))

    @property
    def pending(self) -> int:
        return sum(number not in self._cancelled for _, number, _ in self._calls)

    async def advance(self, seconds: float) -> None:
        end = self.now + seconds
        await breathe()
        while self._calls and self._calls[0][0] <= end:
            self.now, number, callback = heappop(self._calls)
            if number not in self._cancelled:
                callback()
                await breathe()
        self.now = end


@dataclass
class Handle:
    cancel: Callable[[], None]


async def breathe() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@dataclass
class Desk:
    """Sends through the limiter and notes in which order, and when, it was let pass."""

    limiter: LaneLimiter
    clock: AlarmClock
    sent: list[tuple[Any, float]] = field(default_factory=list)
    floods: dict[Any, int] = field(default_factory=dict)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    async def send(self, chat: Any, lane: str | None = None, endpoint: str = "sendMessage", **data: Any) -> str:
        async def callback(chat: Any, *, text: str) -> str:
            self.sent.append((chat, self.clock.now))
            if chat in self.floods:
                raise RetryAfter(self.floods[chat])
            return text

        args = {"chat_id": chat, **data}
        return str(await self.limiter.process_request(callback, (chat,), {"text": "ok"}, endpoint, args, lane))

    def start(self, chat: Any, lane: str | None = None) -> asyncio.Task[str]:
        task = asyncio.get_running_loop().create_task(self.send(chat, lane))
        self.tasks.append(task)
        return task

    @property
    def order(self) -> list[Any]:
        return [chat for chat, _ in self.sent]


@pytest.fixture
async def clock() -> AlarmClock:
    return AlarmClock()


def desk_with(clock: AlarmClock, limits: Limits, **options: Any) -> Desk:
    return Desk(LaneLimiter(limits, monotonic=clock.monotonic, call_later=clock.call_later, **options), clock)


@pytest.fixture
async def desk(clock: AlarmClock) -> AsyncIterator[Desk]:
    desk = desk_with(clock, Limits(overall=10, burst=1))
    yield desk
    await desk.limiter.shutdown()
    await asyncio.gather(*desk.tasks, return_exceptions=True)


async def test_the_result_of_the_call_comes_back_at_once_when_nothing_is_in_the_way(desk: Desk) -> None:
    assert await desk.send(1) == "ok"
    assert desk.clock.pending == 0
    assert desk.limiter.counters.granted[Lane.INTERACTIVE] == 1
    assert desk.limiter.counters.waited[Lane.INTERACTIVE] == 0


async def test_people_go_before_reminders_and_reminders_before_broadcasts(desk: Desk, clock: AlarmClock) -> None:
    for chat, lane in [(1, Lane.BULK), (2, Lane.BULK), (3, "reminder"), (4, Lane.REMINDER), (5, None), (6, None)]:
        desk.start(chat, lane)
    await clock.advance(0.05)
    assert desk.limiter.waiting == {Lane.INTERACTIVE: 2, Lane.REMINDER: 2, Lane.BULK: 1}
    await clock.advance(2)
    assert desk.order == [1, 5, 6, 3, 4, 2]
    gaps = [later - earlier for (_, earlier), (_, later) in zip(desk.sent, desk.sent[1:], strict=False)]
    assert min(gaps) >= 0.1 - 1e-6
    counters = desk.limiter.counters
    assert counters.waited == {Lane.INTERACTIVE: 2, Lane.REMINDER: 2, Lane.BULK: 1}
    assert counters.seconds[Lane.INTERACTIVE] == pytest.approx(0.3)


async def test_toasts_and_other_methods_that_are_no_messages_are_not_counted(desk: Desk) -> None:
    for _ in range(100):
        await desk.send(1, None, "answerCallbackQuery")
        await desk.send(1, None, "sendChatAction")
        await desk.send(1, None, "getChat")
    assert sum(desk.limiter.counters.granted.values()) == 0
    assert await desk.send(1) == "ok"


async def test_a_flood_reply_is_raised_on_and_never_repeated_here(desk: Desk, clock: AlarmClock) -> None:
    desk.floods[7] = 5
    with capture_logs() as logs, pytest.raises(RetryAfter) as caught:
        await desk.send(7)
    assert retry_seconds(caught.value) == 5
    assert [(entry["action"], entry["everywhere"]) for entry in logs] == [("flood_reply", False)]
    assert desk.order == [7]
    again, other = desk.start(7), desk.start(8, Lane.BULK)
    await clock.advance(1)
    assert other.done()
    assert not again.done(), "that chat stops, the others go on"
    del desk.floods[7]
    await clock.advance(4.1)
    assert await again == "ok"
    assert (desk.limiter.counters.floods, desk.limiter.counters.global_floods) == (1, 0)


async def test_flood_replies_for_several_chats_stop_bulk_and_let_people_through(clock: AlarmClock) -> None:
    desk = desk_with(clock, Limits())
    desk.floods = {1: 3, 2: 3}
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await desk.send(chat)
    bulk, person = desk.start(3, Lane.BULK), desk.start(4)
    await clock.advance(2.5)
    assert person.done()
    assert not bulk.done()
    await clock.advance(1)
    assert bulk.done()
    assert desk.limiter.learnt < 29.5
    assert desk.limiter.rate < desk.limiter.learnt
    assert desk.limiter.counters.global_floods == 1


async def test_who_would_wait_longer_than_a_lease_is_held_back_unsent(clock: AlarmClock) -> None:
    desk = desk_with(clock, Limits(), max_wait=20)
    desk.floods[-5] = 300
    with pytest.raises(RetryAfter):
        await desk.send(-5)
    with pytest.raises(HeldBack) as caught:
        await desk.send(-5, Lane.REMINDER)
    assert retry_seconds(caught.value) == 300
    assert len(desk.sent) == 1
    assert desk.limiter.counters.refused[Lane.REMINDER] == 1


async def test_a_cancelled_request_leaves_its_place_to_the_next(desk: Desk, clock: AlarmClock) -> None:
    await desk.send(1)
    gone, stays = desk.start(2), desk.start(3)
    await breathe()
    gone.cancel()
    await breathe()
    await clock.advance(0.15)
    assert stays.done()
    assert desk.order == [1, 3]
    assert desk.limiter.waiting[Lane.INTERACTIVE] == 0


async def test_shutting_down_turns_away_who_waits_unsent(desk: Desk, clock: AlarmClock) -> None:
    await desk.send(1)
    waiting = desk.start(2, Lane.BULK)
    await breathe()
    await desk.limiter.shutdown()
    with pytest.raises(HeldBack):
        await waiting
    assert desk.order == [1]
    assert clock.pending == 0


async def test_another_error_passes_untouched_and_teaches_nothing(desk: Desk) -> None:
    async def callback() -> None:
        raise ConnectionError("dropped")

    with pytest.raises(ConnectionError):
        await desk.limiter.process_request(callback, (), {}, "sendMessage", {"chat_id": 1}, None)
    assert desk.limiter.rate == desk.limiter.learnt == 10


async def test_the_learnt_rate_is_handed_on(clock: AlarmClock) -> None:
    assert desk_with(clock, Limits(), learnt=22.5).limiter.rate == 22.5


async def test_an_unknown_lane_is_a_mistake_and_not_a_lane(desk: Desk) -> None:
    with pytest.raises(ValueError, match="express"):
        await desk.send(1, "express")


async def test_it_works_with_the_real_clock() -> None:
    limiter = LaneLimiter(Limits(overall=100, burst=1))
    loop = asyncio.get_running_loop()
    start = loop.time()

    async def callback() -> float:
        return loop.time() - start

    calls = [limiter.process_request(callback, (), {}, "sendMessage", {"chat_id": i}, "bulk") for i in range(1, 12)]
    instants = await asyncio.gather(*calls)
    assert list(instants) == sorted(instants)
    assert 0.095 < instants[-1] < 1


@pytest.mark.parametrize(
    ("endpoint", "data", "messages"),
    [
        ("sendMessage", {"chat_id": 1}, 1),
        ("editMessageText", {"chat_id": 1}, 1),
        ("sendMediaGroup", {"chat_id": 1, "media": [1, 2, 3]}, 3),
        ("copyMessages", {"chat_id": 1, "message_ids": (1, 2)}, 2),
        ("forwardMessage", {"chat_id": 1, "message_id": 2}, 1),
        ("deleteMessage", {"chat_id": 1}, 0),
        ("sendChatAction", {"chat_id": 1}, 0),
        ("answerCallbackQuery", {}, 0),
    ],
)
def test_what_counts_as_how_many_messages(endpoint: str, data: dict[str, Any], messages: int) -> None:
    assert messages_in(endpoint, data) == messages


@pytest.mark.parametrize(
    ("given", "chat"), [(5, 5), ("5", 5), ("-100", -100), ("@office", "@office"), (None, None), ("٣", "٣"), (1.5, None)]
)
def test_where_it_goes(given: Any, chat: Any) -> None:
    assert chat_of({"chat_id": given}) == chat


async def test_ptb_hands_the_lane_and_the_flood_reply_through() -> None:
    async with api_server() as api:
        api.answers["sendMessage"] = always(lambda: fault(429, "Too Many Requests", retry_after=9))
        limiter = LaneLimiter()
        bot = ExtBot(
            TOKEN, base_url=api.base, rate_limiter=limiter,
            request=AiohttpRequest(), get_updates_request=polling_request(),
        )  # fmt: skip
        async with bot:
            with pytest.raises(RetryAfter):
                await bot.send_message(5, "text", rate_limit_args=Lane.BULK)
            await bot.answer_callback_query("id")
        assert limiter.counters.granted == {Lane.INTERACTIVE: 0, Lane.REMINDER: 0, Lane.BULK: 1}
        assert limiter.pacing.ask(limiter.pacing._at, Lane.INTERACTIVE, 5) > 8


@pytest.mark.parametrize(("until", "lease"), [(0.0, math.inf), (math.inf, 0.0)])
async def test_what_is_no_longer_ours_is_not_sent(until: float, lease: float) -> None:
    """A process that was frozen, or a machine that slept: each is noticed by one clock, and not by the other."""
    called: list[int] = []

    async def callback() -> None:
        called.append(1)

    limiter = LaneLimiter()
    with pytest.raises(HeldBack):
        await limiter.process_request(callback, (), {}, "sendMessage", {"chat_id": 1}, Pass(Lane.BULK, until, lease))
    await limiter.process_request(callback, (), {}, "sendMessage", {"chat_id": 1}, Pass(Lane.BULK))
    assert called == [1]


async def _is_sent(limiter: LaneLimiter, lane: str, endpoint: str = "sendMessage") -> tuple[bool, dict[str, Any]]:
    """Whether a request goes out, and what it says."""
    called: list[int] = []

    async def callback() -> None:
        called.append(1)

    data: dict[str, Any] = {"chat_id": 1}
    with suppress(HeldBack):
        await limiter.process_request(callback, (), {}, endpoint, data, lane)
    return bool(called), data


@pytest.mark.parametrize(("until", "sent"), [(99.9, False), (100.0, False), (100.1, True)])
async def test_a_pass_ends_at_its_instant(clock: AlarmClock, until: float, sent: bool) -> None:
    limiter = desk_with(clock, Limits()).limiter
    assert (await _is_sent(limiter, Pass(Lane.BULK, until)))[0] is sent


@pytest.mark.parametrize(("lease", "over"), [(49.9, True), (50.0, True), (50.1, False)])
def test_a_pass_ends_with_its_lease(monkeypatch: pytest.MonkeyPatch, lease: float, over: bool) -> None:
    monkeypatch.setattr("bot.telegram.limiter.wall", lambda: 50.0)
    assert Pass(Lane.BULK, lease=lease).is_over(0.0) is over
    assert not Pass(Lane.BULK).is_over(1e9), "without an end there is none"


@pytest.mark.parametrize(
    ("endpoint", "lane", "paid", "says"),
    [
        *((name, Lane.BULK, True, True) for name in ("sendMessage", "sendPhoto", "sendDocument", "copyMessage")),
        ("editMessageText", Lane.BULK, True, False),
        ("sendMessage", Lane.REMINDER, True, False),
        ("sendMessage", Lane.INTERACTIVE, True, False),
        ("sendMessage", Lane.BULK, False, False),
    ],
)
async def test_only_broadcasts_may_be_charged_for(
    clock: AlarmClock, endpoint: str, lane: Lane, paid: bool, says: bool
) -> None:
    sent, data = await _is_sent(desk_with(clock, Limits(), paid=paid).limiter, lane, endpoint)
    assert sent
    assert data.get("allow_paid_broadcast", False) is says


async def test_a_pause_of_a_lane_is_told_in_seconds_and_never_below_none(clock: AlarmClock) -> None:
    desk = desk_with(clock, Limits())
    assert [desk.limiter.pause(lane) for lane in Lane] == [0, 0, 0]
    desk.floods = {1: 3, 2: 3}
    for chat in (1, 2):
        with pytest.raises(RetryAfter):
            await desk.send(chat)
    before = desk.limiter.pause(Lane.BULK)
    assert before == desk.limiter.pacing.held_until(Lane.BULK) - 100 > 0
    await clock.advance(1)
    assert desk.limiter.pause(Lane.BULK) == pytest.approx(before - 1)
    await clock.advance(60)
    assert desk.limiter.pause(Lane.BULK) == 0


async def test_a_flood_reply_is_written_down_with_its_chat_lane_and_rate(clock: AlarmClock) -> None:
    desk = desk_with(clock, Limits(overall=10, burst=1))
    desk.floods[7] = 5
    with capture_logs() as logs, pytest.raises(RetryAfter):
        await desk.send(7, Lane.REMINDER)
    [entry] = logs
    assert entry == {
        "event": "Telegram asked us to slow down", "log_level": "warning", "action": "flood_reply", "chat": 7,
        "lane": "reminder", "seconds": 5, "everywhere": False, "rate": round(desk.limiter.rate, 2),
    }  # fmt: skip


async def test_with_nobody_waiting_no_alarm_is_set(desk: Desk, clock: AlarmClock) -> None:
    await desk.send(1)
    assert clock.pending == 0
    waiting = desk.start(2)
    await breathe()
    assert clock.pending == 1
    waiting.cancel()
    await breathe()
    clock.now += 1
    await desk.send(3)
    assert clock.pending == 0


async def test_one_who_waits_may_be_overtaken_and_then_leaves_his_place(desk: Desk, clock: AlarmClock) -> None:
    await desk.send(1)
    slip = Pass(Lane.BULK)
    waiting, after = desk.start(2, slip), desk.start(3, Lane.BULK)
    await breathe()
    slip.withdraw()
    with pytest.raises(Overtaken):
        await waiting
    slip.withdraw()
    await clock.advance(0.15)
    assert after.done()
    assert desk.order == [1, 3]
    assert set(desk.limiter.waiting.values()) == {0}
