"""Flood counting and scripted faults."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import Limits, Person, Playground
from bot.playground.errors import ApiError, ControlError
from bot.playground.state.limits import Flood
from tests.playground.client import Api, refused


def wait(flood: Flood, chat: int, now: float, cost: int = 1) -> int:
    """Seconds that a message is told to wait; 0 when it may go."""
    refused: ApiError | None = None
    try:
        flood.spend(chat, now, cost)
    except ApiError as error:
        refused = error
    if refused is None:
        return 0
    seconds = refused.parameters["retry_after"]
    assert (refused.code, refused.description) == (429, f"Too Many Requests: retry after {seconds}")
    return seconds


def test_private_chats_take_a_small_burst_and_then_one_a_second() -> None:
    flood = Flood(Limits())
    assert [wait(flood, 7, 100.0) for _ in range(6)] == [0] * 5 + [1]
    assert wait(flood, 8, 100.0) == 0
    assert wait(flood, 7, 100.5) == 1
    assert wait(flood, 7, 101.0) == 0
    assert wait(flood, 7, 101.0) == 1


def test_groups_take_twenty_a_minute() -> None:
    flood = Flood(Limits())
    assert [wait(flood, -7, 100.0) for _ in range(21)] == [0] * 20 + [3]
    assert wait(flood, -7, 103.0) == 0


def test_thirty_a_second_overall() -> None:
    flood = Flood(Limits())
    assert [wait(flood, chat, 100.0) for chat in range(1, 32)] == [0] * 30 + [1]
    assert [wait(flood, chat, 100.5) for chat in range(40, 56)] == [0] * 15 + [1]


def test_an_album_counts_every_picture() -> None:
    flood = Flood(Limits())
    assert wait(flood, 7, 100.0, 4) == 0
    assert wait(flood, 7, 100.0, 2) == 1
    assert wait(flood, 9, 200.0, 10) == 0


def test_strict_mode_locks_everybody_out() -> None:
    flood = Flood(Limits(mode="strict"))
    assert [wait(flood, 7, 100.0) for _ in range(30)] == [0] * 30
    assert wait(flood, 8, 100.9) == 3
    assert wait(flood, 9, 102.0) == 2
    assert wait(flood, 9, 103.9) == 0


def test_bucket_mode_knows_no_chats() -> None:
    flood = Flood(Limits(mode="bucket", overall=10, capacity=5))
    assert [wait(flood, 7, 100.0) for _ in range(6)] == [0] * 5 + [1]
    assert wait(flood, 7, 100.1) == 0


def test_off_and_nonsense() -> None:
    flood = Flood(Limits.off())
    assert [wait(flood, 7, 1.0) for _ in range(1000)] == [0] * 1000
    with pytest.raises(ValueError, match="mode"):
        Limits(mode="sometimes")
    with pytest.raises(ValueError, match="positive"):
        Limits(overall=0)


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.floats(0, 0.4)), max_size=200))
def test_no_schedule_gets_more_than_the_limits_allow(steps: list[tuple[int, float]]) -> None:
    flood, now = Flood(Limits()), 50.0
    accepted: list[tuple[int, float]] = []
    for chat, pause in steps:
        now += pause
        if not wait(flood, chat, now):
            accepted.append((chat, now))
    for index, (_, start) in enumerate(accepted):
        second = [at for _, at in accepted[index:] if at <= start + 1]
        assert len(second) <= 60
    for chat in {chat for chat, _ in accepted}:
        times = [at for c, at in accepted if c == chat]
        allowed = 5 + (times[-1] - times[0]) if chat > 0 else 20 + (times[-1] - times[0]) / 3
        assert len(times) <= allowed + 1


async def test_flood_over_http(api: Api, wang: Person, playground: Playground) -> None:
    playground.set_limits(Limits())
    results = await asyncio.gather(
        *(api("sendMessage", chat_id=wang.id, text=str(number)) for number in range(7)), return_exceptions=True
    )
    errors = [error for error in results if isinstance(error, Exception)]
    assert len(errors) == 2
    assert len(playground.sent(wang)) == 5
    error = await refused(api("sendMessage", chat_id=wang.id, text="x"))
    assert (error.status, error.parameters) == (429, {"retry_after": 1})


async def test_scripted_statuses_are_counted_per_method_and_chat(
    api: Api, wang: Person, zhang: Person, playground: Playground
) -> None:
    playground.fault("status", method="sendMessage", chat=wang.id, code=429, retry_after=7, count=2, skip=1)
    assert await api("sendMessage", chat_id=wang.id, text="let through")
    assert await api("sendMessage", chat_id=zhang.id, text="another chat")
    assert await api("getMe")
    for _ in range(2):
        error = await refused(api("sendMessage", chat_id=str(wang.id), text="x"))
        assert (error.status, error.parameters) == (429, {"retry_after": 7})
    assert await api("sendMessage", chat_id=wang.id, text="over")
    assert playground.core.faults.armed == []


async def test_other_statuses(api: Api, wang: Person, playground: Playground) -> None:
    playground.fault("status", code=502, count=1)
    assert (await refused(api("getMe"))).description == "Bad Gateway"
    playground.fault("status", code=400, description="Bad Request: group chat was upgraded", migrate_to=-100, count=1)
    assert (await refused(api("getMe"))).parameters == {"migrate_to_chat_id": -100}
    fault = playground.fault("status", code=500)
    assert (await refused(api("getMe"))).status == 500
    playground.clear_faults(fault.id)
    assert await api("getMe")
    with pytest.raises(ControlError):
        playground.fault("explode")
    with pytest.raises(ControlError):
        playground.fault("drop", colour="red")


async def test_a_dropped_call_did_not_happen_and_a_lost_answer_did(
    api: Api, wang: Person, playground: Playground
) -> None:
    playground.fault("drop", method="sendMessage", count=1)
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=wang.id, text="never")
    assert playground.sent(wang) == []
    playground.fault("drop_after", method="sendMessage", count=1)
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=wang.id, text="arrived")
    assert [m.text for m in playground.sent(wang)] == ["arrived"]
    assert [call.status for call in playground.calls("sendMessage")] == [0, 0]


async def test_a_line_that_is_down_cuts_the_waiting_poll_too(api: Api, wang: Person, playground: Playground) -> None:
    poll = asyncio.ensure_future(api("getUpdates", timeout=50))
    await playground.until(lambda: playground.core.updates.polling)
    playground.fault("drop")
    with pytest.raises(aiohttp.ClientError):
        await poll
    playground.say(wang, "kept")
    path = f"{api.running.file_base_url}{playground.token}/documents/x"
    with pytest.raises(aiohttp.ClientError):
        await api.session.get(path)
    playground.clear_faults()
    assert [u["message"]["text"] for u in await api.updates()] == ["kept"]


async def test_a_delay_is_real_time(api: Api, playground: Playground) -> None:
    playground.fault("delay", seconds=0.2, count=1)
    start = time.monotonic()
    await api("getMe")
    assert time.monotonic() - start >= 0.2
