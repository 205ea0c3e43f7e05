"""Nothing overtakes what was said before it; answers to people come before what others see change; one sound a day."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select, update
from telegram.error import NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.clock import wall
from bot.domain.hall.message import Html, Message
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import Nothing, Notice, Topic, to_person
from bot.services.hall.desk import Desk
from bot.services.post import leasing, outbox, reach
from bot.store.post.conditions import IS_PLANNED
from bot.store.tables import OutboxRow, Person
from bot.telegram.limiter import HeldBack, LaneLimiter
from bot.telegram.pump import Means, Pump, Service
from bot.telegram.rendering import Prepared
from bot.telegram.request import AiohttpRequest, NeverConnected
from bot.telegram.router import Router, Scene
from bot.telegram.tasks import Tasks
from bot.telegram.turns import Chats
from tests import room
from tests.builders import County, county
from tests.fakes import FakeBot
from tests.rig import Rig, open_rig
from tests.telegram.live import server

HOOK = Topic("t.hook", "a hook", Nothing, Lane.BULK)
hooks: list[Callable[[], None]] = []
"""Run when a `t.hook` message is rendered."""


def register(router: Router) -> None:
    room.register(router)
    router.topic(HOOK, _hook)


def _hook(scene: Scene[Nothing]) -> Message:
    for hook in hooks:
        hook()
    return Message(Html("hooked"))


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    hooks.clear()
    async with open_rig(tmp_path, register=register) as opened:
        yield opened


@pytest.fixture
async def here(rig: Rig) -> County:
    return await county(rig)


def retry(seconds: int) -> RetryAfter:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return RetryAfter(seconds)


async def rows(rig: Rig, *conditions: Any) -> list[OutboxRow]:
    return await rig.database.read(
        lambda s: list(s.exec(select(OutboxRow).where(*conditions).order_by(col(OutboxRow.id))).all())
    )


async def _forget_pause(rig: Rig) -> None:
    await rig.database.write(lambda s: s.execute(update(OutboxRow).values(not_before=0)))


@pytest.mark.slow
@pytest.mark.parametrize("fault", [retry(1), NeverConnected("no route"), NetworkError("Bad Gateway")])
async def test_an_answer_that_was_not_taken_is_not_overtaken_by_the_next(
    rig: Rig, here: County, fault: Exception
) -> None:
    rig.bot.faults.append(fault)
    await asyncio.gather(rig.say(here.liaison, "/count a"), rig.say(here.liaison, "/count b"))
    assert [m.text for m in rig.bot.chat(here.liaison)] == ["counted a", "counted b"]
    assert {(r.state, r.uncertain, r.attempts) for r in await rows(rig)} == {(SendState.SENT, 0, 1)}


@pytest.mark.slow
async def test_a_change_that_comes_late_does_not_undo_a_newer_one(rig: Rig, here: County) -> None:
    await rig.say(here.liaison, "/count x")
    shown = rig.last(here.liaison)
    rig.bot.faults.append(retry(30))
    await rig.press_data(here.liaison, "t.add:1", shown)
    [late] = await rows(rig, OutboxRow.kind == "edit")
    assert late.state is SendState.PLANNED
    await rig.press_data(here.liaison, "t.add:2", shown)
    assert shown.text == "pressed 2"
    await _forget_pause(rig)
    await rig.pump.drain()
    assert shown.text == "pressed 2"
    assert [r.state for r in await rows(rig, OutboxRow.kind == "edit")] == [SendState.CANCELLED, SendState.SENT]


@pytest.mark.slow
async def test_a_change_that_was_claimed_before_a_press_does_not_take_its_answer_away(rig: Rig, here: County) -> None:
    """What others changed waits for its turn; the person opens something else in the same message meanwhile."""
    await rig.say(here.liaison, "/board")
    shown = rig.last(here.liaison)
    await rig.work(room.boarded)
    pump = Pump(Means(rig.house, rig.database, rig.clock, rig.pump.sender, "p", Tasks()))
    claimed = await pump._claim(10)
    assert [row.kind for row in claimed] == ["edit"]
    await rig.press_data(here.liaison, "t.add:7", shown)
    for row in claimed:
        await rig.pump.sender.deliver(row, row.lane)
    assert shown.text == "pressed 7"


class SlowFirst(FakeBot):
    """Takes longer over the first message than over the next ones."""

    async def send_message(self, chat_id: int, text: str, **options: Any) -> Any:
        if not self.calls:
            self.calls.append(("slow", {}))
            await asyncio.sleep(0.1)
        return await super().send_message(chat_id, text, **options)


@pytest.mark.slow
@pytest.mark.parametrize("fault", [None, retry(1)])
async def test_a_backlog_for_one_chat_goes_out_in_its_order(rig: Rig, here: County, fault: Exception | None) -> None:
    from bot.telegram.sender import Sender

    bot = SlowFirst()
    bot.faults += [fault] if fault else []
    sender = Sender(rig.house, rig.database, rig.clock, rig.router, bot)  # type: ignore[arg-type]
    person = here.ids[here.liaison]
    copies = [outbox.Addressed(person, room.Text(f"n{n}")) for n in range(5)]
    await rig.work(lambda d: outbox.plan_many(d, room.NOTE, copies, urgent=True, lane=Lane.BULK))
    pump = Pump(Means(rig.house, rig.database, rig.clock, sender, "p", Tasks()))
    await pump.drain()
    await _forget_pause(rig)
    await pump.drain()
    await pump.tasks.close()
    assert [m.text for m in bot.messages] == [f"n{n}" for n in range(5)]
    assert {(r.attempts, r.uncertain) for r in await rows(rig, OutboxRow.topic == "t.note")} == {(1, 0)}


async def test_chats_forget_those_who_wait_no_more() -> None:
    chats, said = Chats(), []

    async def say(word: str, fault: Exception | None = None) -> str:
        await asyncio.sleep(0.01)
        if fault:
            raise fault
        said.append(word)
        return word

    done = await asyncio.gather(
        chats.send((Lane.BULK, 1), lambda: say("a")),
        chats.send((Lane.BULK, 2), lambda: say("x", retry(5))),
        chats.send((Lane.BULK, 1), lambda: say("b", NetworkError("gone"))),
        chats.send((Lane.BULK, 2), lambda: say("y")),
        chats.send((Lane.BULK, 1), lambda: say("c")),
        return_exceptions=True,
    )
    assert said == ["a", "c"]
    assert [type(each) for each in done] == [str, RetryAfter, NetworkError, HeldBack, str]
    assert chats._open == {}
    assert await chats.send((Lane.BULK, 2), lambda: say("z")) == "z", (
        "the limiter knows of the flood reply; here it is forgotten"
    )


async def test_a_reminder_does_not_wait_behind_a_broadcast_to_the_same_chat() -> None:
    chats, over = Chats(), asyncio.Event()

    async def remind() -> str:
        over.set()
        return "reminded"

    both = chats.send((Lane.BULK, 1), over.wait), chats.send((Lane.REMINDER, 1), remind)
    told, reminded = await asyncio.wait_for(asyncio.gather(*both), 60)
    assert (told, reminded) == (True, "reminded")


@pytest.mark.slow
async def test_what_became_true_again_is_not_dropped(rig: Rig, here: County) -> None:
    """It was looked at while its circular was paused, and is settled after somebody resumed it."""
    await rig.work(lambda d: room.plan_note(d, here.ids[here.liaison], "resumed", lane=Lane.BULK))
    [row] = await rig.pump._claim(10)
    assert not await rig.pump.sender.deliver(row, row.lane, Prepared(None, here.liaison))
    [left] = await rows(rig, OutboxRow.topic == "t.note")
    assert (left.state, left.attempts) == (SendState.PLANNED, 0)
    await rig.pump.drain()
    assert rig.last(here.liaison).text == "resumed"
    assert not rig.pump.sender.rendering.speaking


@pytest.mark.slow
async def test_a_crowd_before_one_chat_leaves_room_for_all_others(rig: Rig, here: County) -> None:
    """A chat that is slow (a group takes twenty a minute) must not take all places of its lane."""
    from bot.telegram.sender import Sender

    free = asyncio.Event()

    class OneIsSlow(FakeBot):
        async def send_message(self, chat_id: int, text: str, **options: Any) -> Any:
            if chat_id == here.liaison:
                await free.wait()
            return await super().send_message(chat_id, text, **options)

    bot = OneIsSlow()
    sender = Sender(rig.house, rig.database, rig.clock, rig.router, bot)  # type: ignore[arg-type]
    slow, other = here.ids[here.liaison], here.ids[here.deputy]
    copies = [outbox.Addressed(slow if n < 60 else other, room.Text(f"n{n:02d}")) for n in range(70)]
    await rig.work(lambda d: outbox.plan_many(d, room.NOTE, copies, urgent=True, lane=Lane.BULK))
    pump = Pump(Means(rig.house, rig.database, rig.clock, sender, "p", Tasks()), Service(lanes=(Lane.BULK,)))
    draining = asyncio.ensure_future(pump.drain())
    async with asyncio.timeout(60):
        while len(bot.chat(here.deputy)) < 10:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert bot.chat(here.liaison) == []
    free.set()
    await draining
    await _forget_pause(rig)
    while await pump.drain():
        await _forget_pause(rig)
    assert [m.text for m in bot.chat(here.liaison)] == [f"n{n:02d}" for n in range(60)]
    assert {(r.attempts, r.uncertain) for r in await rows(rig, OutboxRow.topic == "t.note")} == {(1, 0)}


@pytest.mark.slow
async def test_people_are_answered_before_others_see_the_change(rig: Rig, here: County) -> None:
    for who in (here.liaison, here.deputy):
        await rig.say(who, "/board")
    shown = rig.last(here.liaison)
    claimed: list[tuple[int | None, Lane]] = []

    def look(desk: Desk) -> None:
        outbox.refresh(desk, room.SUBJECT)
        desk.session.flush()
        found = desk.session.exec(
            select(OutboxRow).where(OutboxRow.kind == "edit", IS_PLANNED).order_by(col(OutboxRow.id))
        )
        claimed.extend((row.chat_id, row.lane) for row in found)

    person = await rig.database.read(lambda s: s.get(Person, here.ids[here.liaison]))
    await rig.work(look, actor=person)
    assert claimed == [(here.liaison, Lane.INTERACTIVE), (here.deputy, Lane.REMINDER)]
    await rig.press(here.liaison, "+1", shown)
    assert [rig.last(who).text for who in (here.liaison, here.deputy)] == ["board 1", "board 1"]


@pytest.mark.slow
async def test_a_message_that_is_settled_while_the_next_is_rendered_has_made_the_sound(rig: Rig, here: County) -> None:
    person = here.ids[here.liaison]

    def plan(desk: Any) -> None:
        outbox.plan(desk, Notice(room.NOTE, room.Text("one"), lane=Lane.BULK), to_person(person))
        outbox.plan(desk, Notice(HOOK, Nothing()), to_person(person))

    await rig.work(plan)
    sender = rig.pump.sender
    one, two = await rig.pump._claim(10)
    [first] = await sender.prepare([one])
    hooks.append(lambda: sender.rendering.done(one, first))
    [second] = await sender.prepare([two])
    assert first.message is not None
    assert second.message is not None
    assert (first.message.silent, second.message.silent) == (False, True)
    assert not sender.rendering.speaking


async def test_two_refusals_at_once_tell_the_next_in_line_once(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres, register=room.register) as rig:
        here = await county(rig)
        person = here.ids[here.liaison]
        copies = [outbox.Addressed(person, room.Text(f"n{n}")) for n in range(6)]
        await rig.work(lambda d: outbox.plan_many(d, room.NOTE, copies, urgent=True, lane=Lane.BULK))
        claimed = await rig.pump._claim(10)
        now = rig.clock.now()

        def refuse(session: Session, row: OutboxRow) -> None:
            reach.refused(session, rig.house, row, now=now, wall=wall(), error="Forbidden")

        await asyncio.gather(*(rig.database.write(partial(refuse, row=row)) for row in claimed))
        assert {r.state for r in await rows(rig, OutboxRow.topic == "t.note")} == {SendState.FAILED}
        told = [r.person_id for r in await rows(rig, OutboxRow.topic == "person.unreachable")]
        assert len(told) == len(set(told)) > 0


async def test_a_cancelled_row_that_another_process_claims_at_this_moment_keeps_its_proof(
    tmp_path: Path, postgres: str
) -> None:
    """Either it is withdrawn and not sent, or it is sent and says so."""
    async with open_rig(tmp_path, database=postgres, register=room.register) as rig:
        here = await county(rig)
        for n in range(20):
            await rig.work(
                partial(
                    outbox.plan,
                    notice=room.said(f"n{n}", lane=Lane.BULK, urgent=True, about=About.UPDATE(n)),
                    to=to_person(here.ids[here.liaison]),
                )
            )
        now = rig.clock.now()

        async def claim() -> list[int | None]:
            found = await rig.database.write(
                lambda s: leasing.claim(s, now=now, wall=wall(), owner="other", limit=20, lanes=(Lane.BULK,))
            )
            return [row.id for row in found]

        claiming = asyncio.create_task(claim())
        await asyncio.gather(claiming, *(rig.work(partial(outbox.cancel, subject=About.UPDATE(n))) for n in range(20)))
        states = {r.id: r.state for r in await rows(rig, OutboxRow.topic == "t.note")}
        assert {number for number, state in states.items() if state is SendState.CLAIMED} == set(claiming.result())
        assert set(states.values()) <= {SendState.CLAIMED, SendState.CANCELLED}


async def test_at_the_end_only_people_are_answered() -> None:
    limiter, passed = LaneLimiter(), []

    async def call() -> bool:
        passed.append(True)
        return True

    await limiter.initialize()
    await limiter.shutdown()
    for lane in (Lane.BULK, Lane.REMINDER):
        with pytest.raises(HeldBack):
            await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 1}, lane.value)
    assert await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 1}, None)
    await limiter.initialize()
    assert await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 2}, Lane.BULK.value)


@pytest.mark.parametrize(
    ("paid", "lane", "says"), [(True, "bulk", True), (True, "reminder", None), (False, "bulk", None)]
)
async def test_only_paid_broadcasts_say_that_they_may_be_charged_for(paid: bool, lane: str, says: str | None) -> None:
    """Through python-telegram-bot as the bot uses it: what goes over the wire."""
    async with server() as running:
        url, token = running.base_url, running.playground.token
        bot: ExtBot[str] = ExtBot(token, base_url=url, rate_limiter=LaneLimiter(paid=paid), request=AiohttpRequest())
        async with bot:
            await bot.send_message(5001, "x", rate_limit_args=lane)
        [sent] = running.playground.calls("sendMessage")
        assert sent.params.get("allow_paid_broadcast") == says
