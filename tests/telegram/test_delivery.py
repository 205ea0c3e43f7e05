"""Faults are states: what becomes of a row under every answer that the Bot API gives."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select, update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.clock import wall
from bot.domain.hall.message import Attachment, Html, Message, message, tap
from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import Nothing, Notice, to_chat, to_person
from bot.services.hall.desk import Desk
from bot.services.post import leasing, outbox
from bot.store.tables import Appointment, LinkedGroup, OutboxRow, Person
from bot.telegram.limiter import HeldBack
from bot.telegram.pump import Means, Pump, Service
from bot.telegram.request import NeverConnected
from bot.telegram.tasks import Tasks
from tests import room
from tests.builders import County, county
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow


@pytest.fixture
async def rig(tmp_path: Path, database: str) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, database=database, register=room.register) as opened:
        yield opened


async def _planned(rig: Rig, text: str = "hello", *, lane: Lane = Lane.REMINDER, **more: Any) -> tuple[County, int]:
    here = await county(rig)
    await rig.work(lambda d: room.plan_note(d, here.ids[here.liaison], text, lane=lane, **more))
    return here, here.liaison


async def rows(rig: Rig, topic: str = "t.note") -> list[OutboxRow]:
    def read(session: Session) -> list[OutboxRow]:
        return list(session.exec(select(OutboxRow).where(OutboxRow.topic == topic).order_by(col(OutboxRow.id))).all())

    return await rig.database.read(read)


async def once(rig: Rig) -> OutboxRow:
    """Claim and deliver once, without waiting for a later try; the row afterwards."""
    claimed = await rig.pump._claim(10)
    for row in claimed:
        await rig.pump.sender.deliver(row, row.lane)
    return (await rows(rig))[0]


async def test_a_message_that_went_out_is_kept_with_text_instant_and_number(rig: Rig) -> None:
    _, who = await _planned(rig)
    row = await once(rig)
    shown = rig.last(who)
    assert (row.state, row.text, row.message_id, row.chat_id) == (SendState.SENT, "hello", shown.message_id, who)
    assert row.sent_at == rig.clock.now()


def _retry(seconds: int) -> RetryAfter:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return RetryAfter(seconds)


@pytest.mark.parametrize(
    ("fault", "wait", "attempts", "uncertain"),
    [
        (_retry(7), 7.0, 0, 0),
        (HeldBack(3), 3.0, 0, 0),
        (NeverConnected("no route"), 2.0, 1, 0),
        (NetworkError("Bad Gateway"), 2.0, 1, 0),
        (NetworkError("Internal Server Error (500)"), 2.0, 1, 0),
        (NetworkError("Gateway Timeout (504)"), 2.0, 1, 1),
        (NetworkError("aiohttp.ServerDisconnectedError: Server disconnected"), 2.0, 1, 1),
        (TimedOut(), 2.0, 1, 1),
        (InvalidToken(), 60.0, 0, 0),
        (Conflict("Conflict"), 60.0, 0, 0),
    ],
)
async def test_passing_faults_wait_in_real_time(
    tmp_path: Path, fault: Exception, wait: float, attempts: int, uncertain: int
) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        await _planned(rig)
        rig.bot.faults.append(fault)
        before = wall()
        row = await once(rig)
        assert (row.state, row.attempts, row.uncertain) == (SendState.PLANNED, attempts, uncertain)
        assert wait * 0.79 <= row.not_before - before <= wait * 1.21 + 1
        assert row.due_at == rig.clock.now()
        assert await rig.pump._claim(10) == [], "not before its time"


async def test_the_second_doubt_is_left_to_a_person(rig: Rig) -> None:
    _, who = await _planned(rig)
    rig.bot.faults += [TimedOut(), TimedOut()]
    row = await once(rig)
    await _forget_pause(rig)
    row = await once(rig)
    assert (row.state, row.uncertain) == (SendState.UNCERTAIN, 2)
    assert rig.bot.chat(who) == []


async def test_a_row_whose_sender_died_is_sent_once_more_and_noted_as_uncertain(rig: Rig) -> None:
    _, who = await _planned(rig)
    [claimed] = await rig.pump._claim(10)
    assert await rig.pump._claim(10) == []
    await rig.database.write(leasing.give_up_leases)
    row = await once(rig)
    assert (row.state, row.uncertain, row.attempts) == (SendState.SENT, 1, 1)
    # The first one was only frozen, and wakes up: it changes nothing that the second has written.
    assert not await rig.pump.sender.deliver(claimed, claimed.lane)
    assert len(rig.bot.chat(who)) in (1, 2)
    [row] = await rows(rig)
    assert row.state is SendState.SENT
    assert row.uncertain == len(rig.bot.chat(who)) or row.uncertain == 1


async def test_whoever_wakes_up_after_the_lease_sends_nothing(rig: Rig) -> None:
    _, who = await _planned(rig)
    [claimed] = await rig.pump._claim(10)
    claimed.lease = wall() - 1
    assert not await rig.pump.sender.deliver(claimed, claimed.lane)
    assert rig.bot.chat(who) == []


async def test_a_blocked_bot_stops_everything_to_the_person_and_tells_the_next_in_line_once(rig: Rig) -> None:
    here, who = await _planned(rig)
    await rig.work(lambda d: room.plan_note(d, here.ids[here.liaison], "second"))
    rig.bot.faults.append(Forbidden("Forbidden: bot was blocked by the user"))
    await rig.pump.drain()
    assert [r.state for r in await rows(rig)] == [SendState.FAILED, SendState.FAILED]
    assert "王芳" in rig.last(here.deputy).text
    assert "王芳" in rig.last(here.admin).text
    told = len(rig.bot.messages)
    await rig.work(lambda d: room.plan_note(d, here.ids[here.liaison], "third"))
    await rig.pump.drain()
    assert len(rig.bot.messages) == told, "nothing more to the person, nothing more about the person"
    await rig.say(who, "/me")
    await rig.work(lambda d: room.plan_note(d, here.ids[here.liaison], "fourth"))
    await rig.pump.drain()
    assert rig.last(who).text == "fourth", "whoever writes can be reached again"


async def test_chat_not_found_is_unreachable_and_another_bad_request_is_a_failure_of_the_message(rig: Rig) -> None:
    here, _ = await _planned(rig)
    rig.bot.faults.append(BadRequest("Bad Request: BUTTON_DATA_INVALID"))
    row = await once(rig)
    assert (row.state, "Button_data_invalid" in row.error) == (SendState.FAILED, True)
    assert await _unreachable(rig) == []
    await rig.work(lambda d: room.plan_note(d, here.ids[here.liaison], "second"))
    rig.bot.faults.append(BadRequest("Bad Request: chat not found"))
    await once(rig)
    assert await _unreachable(rig) == ["王芳"]


async def test_a_group_that_became_a_supergroup_is_followed(rig: Rig) -> None:
    await county(rig)

    def plan(desk: Desk) -> None:
        desk.session.add(LinkedGroup(chat_id=-55, title="g"))
        outbox.plan(desk, Notice(room.NOTE, room.Text("to all"), urgent=True), to_chat(-55))

    await rig.work(plan)
    rig.bot.faults.append(ChatMigrated(-100_55))
    await rig.pump.drain()
    assert [m.text for m in rig.bot.chat(-100_55)] == ["to all"]
    assert await rig.database.read(lambda s: s.exec(select(LinkedGroup.chat_id)).one()) == -100_55


async def test_a_group_that_threw_the_bot_out_is_noted(rig: Rig) -> None:
    def plan(desk: Desk) -> None:
        desk.session.add(LinkedGroup(chat_id=-55, title="g"))
        outbox.plan(desk, Notice(room.NOTE, room.Text("to all"), urgent=True), to_chat(-55))

    await rig.work(plan)
    rig.bot.faults.append(Forbidden("Forbidden: bot was kicked from the supergroup chat"))
    await rig.pump.drain()
    assert await rig.database.read(lambda s: s.exec(select(LinkedGroup.gone_at)).one()) == rig.clock.now()


async def test_a_long_text_is_split_and_a_later_try_repeats_no_part(rig: Rig) -> None:
    text = "\n".join(f"第{n}行：请于12月4日（周五）前答复。" * 3 for n in range(160))
    here = await county(rig)
    who = here.liaison
    await rig.work(
        lambda d: outbox.plan(d, Notice(room.NOTE, room.Text(text, button=True), urgent=True), to_person(here.ids[who]))
    )
    rig.bot.fail_after(1, _retry(1))
    await rig.pump.drain()
    parts = rig.bot.chat(who)
    assert len(parts) >= 2
    assert "\n".join(p.text for p in parts) == text
    assert [bool(p.buttons) for p in parts] == [False] * (len(parts) - 1) + [True]


async def test_a_book_is_sent_as_a_document_and_a_long_caption_as_a_text_before_it() -> None:
    from bot.telegram import post

    book = message(Html("\n".join("很长的一行" * 100 for _ in range(60))), buttons=((tap("ok", "t.add", 0),),))
    [one] = post.pieces(book)
    assert one.attachment is not None
    assert one.attachment.content.decode() == str(book.text)
    assert one.buttons == book.buttons
    captioned = Message(Html("字" * 1500), attachment=Attachment("a.pdf", b"x"))
    first, second = post.pieces(captioned)
    assert (str(first.text), first.attachment) == ("字" * 1500, None)
    assert (str(second.text), second.attachment) == ("", captioned.attachment)


async def test_a_message_too_old_to_edit_is_sent_anew_and_later_changes_edit_the_new_one(rig: Rig) -> None:
    here = await county(rig)
    await rig.say(here.liaison, "/board")
    old = rig.last(here.liaison)
    await rig.work(room.boarded)
    rig.bot.faults.append(BadRequest("Bad Request: message can't be edited"))
    await rig.pump.drain()
    new = rig.last(here.liaison)
    assert (old.text, new.text, new.silent) == ("board 0", "board 1", True)
    await rig.work(room.boarded)
    await rig.pump.drain()
    assert (old.text, new.text) == ("board 0", "board 2")


async def test_edits_of_one_message_are_one_edit(rig: Rig) -> None:
    here = await county(rig)
    await rig.say(here.liaison, "/board")
    for _ in range(30):
        await rig.work(room.boarded)
    calls = len(rig.bot.calls)
    await rig.pump.drain()
    assert [name for name, _ in rig.bot.calls[calls:]] == ["edit_message_text"]
    assert rig.last(here.liaison).text == "board 30"


async def test_a_change_while_the_edit_is_under_way_is_shown_as_well(rig: Rig) -> None:
    here = await county(rig)
    await rig.say(here.liaison, "/board")
    await rig.work(room.boarded)
    [claimed] = await rig.pump._claim(10)
    [prepared] = await rig.pump.sender.prepare([claimed])
    await rig.work(room.boarded)
    await rig.pump.sender.deliver(claimed, claimed.lane, prepared)
    assert rig.last(here.liaison).text == "board 1"
    await rig.pump.drain()
    assert rig.last(here.liaison).text == "board 2"


async def test_a_change_while_the_message_itself_is_under_way_is_shown_as_well(rig: Rig) -> None:
    here = await county(rig)
    await rig.work(
        lambda d: outbox.plan(
            d, Notice(room.BOARD, Nothing(), room.SUBJECT, urgent=True), to_person(here.ids[here.liaison])
        )
    )
    [claimed] = await rig.pump._claim(10)
    [prepared] = await rig.pump.sender.prepare([claimed])
    await rig.work(room.boarded)
    await rig.pump.sender.deliver(claimed, claimed.lane, prepared)
    await rig.pump.drain()
    assert rig.last(here.liaison).text == "board 1"


async def test_what_is_no_longer_true_is_not_sent(rig: Rig) -> None:
    here = await county(rig)

    def plan(desk: Desk) -> None:
        outbox.plan(
            desk, Notice(room.NOTE, room.Text("still?", until="done"), urgent=True), to_person(here.ids[here.liaison])
        )
        room.effect(desk, "done")

    await rig.work(plan)
    await rig.pump.drain()
    assert [r.state for r in await rows(rig)] == [SendState.CANCELLED]
    assert rig.bot.chat(here.liaison) == []


async def test_a_text_with_broken_markup_is_sent_without(rig: Rig) -> None:
    _, who = await _planned(rig, "a <b>b")
    rig.bot.faults.append(BadRequest("Bad Request: can't parse entities: unclosed start tag"))
    await rig.pump.drain()
    assert rig.last(who).text == "a b"


async def test_urgent_ones_go_first_then_lane_by_lane(rig: Rig) -> None:
    here = await county(rig)
    now = rig.clock.now()

    def plan(desk: Desk) -> None:
        for text, lane, urgent, minutes in (
            ("bulk", Lane.BULK, False, 9),
            ("reminder", Lane.REMINDER, False, 5),
            ("answer", Lane.INTERACTIVE, False, 1),
            ("urgent bulk", Lane.BULK, True, 0),
        ):
            outbox.plan(
                desk,
                Notice(room.NOTE, room.Text(text), lane=lane, urgent=urgent),
                to_person(here.ids[here.liaison]),
                at=now - timedelta(minutes=minutes),
            )

    await rig.work(plan)
    claimed = await rig.database.write(
        lambda s: leasing.claim(s, now=now, wall=wall(), owner="x", limit=3, lanes=tuple(Lane))
    )
    assert [row.args["text"] for row in claimed] == ["urgent bulk", "answer", "reminder"]


async def test_many_are_planned_in_few_statements_and_none_twice(rig: Rig) -> None:
    here = await county(rig)
    person = here.ids[here.liaison]
    copies = [outbox.Addressed(person, room.Text(str(n)), dedupe=f"c:{n}") for n in range(1200)]
    assert await rig.work(lambda d: outbox.plan_many(d, room.NOTE, copies, lane=Lane.BULK)) == 1200
    assert await rig.work(lambda d: outbox.plan_many(d, room.NOTE, iter(copies), lane=Lane.BULK)) == 0
    found = await rows(rig)
    assert (len(found), {row.lane for row in found}) == (1200, {Lane.BULK})


async def test_the_parallel_pump_sends_each_row_once(rig: Rig) -> None:
    here = await county(rig)
    people = list(here.ids.values())
    await rig.work(
        lambda d: outbox.plan_many(
            d,
            room.NOTE,
            [outbox.Addressed(people[n % len(people)], room.Text(f"n{n}")) for n in range(300)],
            urgent=True,
            lane=Lane.BULK,
        )
    )
    pump = Pump(Means(rig.house, rig.database, rig.clock, rig.pump.sender, "p", Tasks()))
    assert await pump.drain() == 300
    assert sorted(m.text for m in rig.bot.messages) == sorted(f"n{n}" for n in range(300))
    await pump.tasks.close()


async def test_a_stopped_lane_is_not_claimed(rig: Rig) -> None:
    here, _ = await _planned(rig)
    pump = Pump(
        Means(rig.house, rig.database, rig.clock, rig.pump.sender, "p", Tasks()),
        Service(lanes=(Lane.REMINDER,), pause=lambda lane: 5.0),
    )
    assert await pump.drain() == 0
    assert [r.state for r in await rows(rig)] == [SendState.PLANNED]
    assert here.liaison


async def _forget_pause(rig: Rig) -> None:
    await rig.database.write(lambda s: s.execute(update(OutboxRow).values(not_before=0)))


async def _unreachable(rig: Rig) -> list[str]:
    return await rig.database.read(
        lambda s: list(s.exec(select(Person.name).where(col(Person.unreachable_since).is_not(None))).all())
    )


async def test_dismissed_people_get_nothing_more(rig: Rig) -> None:
    here, who = await _planned(rig)

    def dismiss(desk: Desk) -> None:
        for a in desk.session.exec(select(Appointment).where(Appointment.person_id == here.ids[who])).all():
            a.to_date = date(2026, 4, 1)
            desk.session.add(a)

    await rig.work(dismiss)
    await rig.pump.drain()
    assert rig.bot.chat(who) == []
