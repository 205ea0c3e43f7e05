"""/status, /held, the morning note and the word about a long outage."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.clock import wall
from bot.domain.hall.terms import InboxState, Lane, SendState
from bot.domain.hall.topics import Notice, to_person
from bot.services.hall.desk import Desk
from bot.services.operations import operations
from bot.services.post import inbox, outbox
from bot.store.tables import Appointment, AuditEntry, InboxRow, OutboxRow, Person
from tests import room
from tests.builders import County, county
from tests.rig import Rig, open_rig


async def _rig_with_trouble(rig: Rig) -> County:
    """A parked update, a doubtful message, three held ones."""
    here = await county(rig)

    def work(desk: Desk) -> None:
        s = desk.session
        inbox.store(
            s, [{"update_id": 900001, "message": {"from": {"id": here.liaison}}}], now=desk.now, owner="x", lease=wall()
        )
        for _ in range(inbox.ATTEMPTS):
            inbox.failed(s, 900001, now=desk.now, error_id="abcd1234", error="ValueError")
        doubtful = outbox.plan(
            desk, Notice(room.NOTE, room.Text("doubt"), urgent=True), to_person(here.ids[here.leader])
        )
        assert doubtful is not None
        doubtful.state, doubtful.uncertain, doubtful.doubts = SendState.UNCERTAIN, 2, 2
        for n in range(12):
            held = outbox.plan(
                desk,
                Notice(room.NOTE, room.Text(f"held {n}"), urgent=True),
                to_person(here.ids[here.deputy]),
                at=desk.now + timedelta(hours=n - 1),
            )
            assert held is not None
            held.state = SendState.HELD

    await rig.work(work)
    return here


@pytest.mark.slow
async def test_status_shows_what_needs_a_person_with_buttons(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await _rig_with_trouble(rig)
        [shown] = await rig.say(here.admin, "/status")
        assert "abcd1234" in shown.text
        assert "王芳" in shown.text
        assert "张明" in shown.text
        assert "12条" in shown.text
        await rig.press(here.admin, "丢弃 abcd1234")
        assert await _state(rig, 900001) is InboxState.DONE
        assert "abcd1234" not in rig.last(here.admin).text
        assert await rig.press_data(here.admin, "op.retry:900001", shown) == []
        assert rig.bot.toasts[-1][2], "an alert: it is not parked any more"
        await rig.press(here.admin, "向张明重发")
        await rig.pump.drain()
        assert rig.last(here.leader).text == "doubt\n（可能重复发送）"


@pytest.mark.slow
async def test_a_parked_update_is_tried_again(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await _rig_with_trouble(rig)
        await rig.say(here.coordinator, "/status")
        await rig.press(here.coordinator, "重试 abcd1234")
        assert await _state(rig, 900001) is InboxState.WAITING
        row = await rig.database.write(lambda s: inbox.waiting(s, wall=wall(), owner="y", lease=wall() + 9))
        assert [r.update_id for r in row] == [900001]


@pytest.mark.slow
@pytest.mark.parametrize("who", ["liaison", "leader", "observer", "court_contact"])
async def test_others_are_refused(tmp_path: Path, who: str) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await _rig_with_trouble(rig)
        [shown] = await rig.say(here.admin, "/status")
        user = getattr(here, who)
        [refused] = await rig.say(user, "/status")
        assert "abcd1234" not in refused.text
        await rig.press_data(user, "op.drop:900001", shown)
        await rig.press_data(user, "op.do:1", shown)
        assert await _state(rig, 900001) is InboxState.PARKED
        assert len(await _held(rig)) == 12


@pytest.mark.slow
async def test_held_is_shown_page_by_page_and_released_after_a_question(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await _rig_with_trouble(rig)
        [shown] = await rig.say(here.admin, "/held")
        assert "12条" in shown.text
        assert shown.text.count("李娜") == 8
        await rig.press(here.admin, "›")
        assert shown.text.count("李娜") == 4
        await rig.press(here.admin, "全部放行")
        assert len(await _held(rig)) == 12, "not before the question is answered"
        await rig.press(here.admin, "确定放行")
        assert await _held(rig) == []
        assert len(rig.bot.chat(here.deputy)) >= 1


@pytest.mark.slow
async def test_one_held_message_is_one_message_in_english_too(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await county(rig)

        def work(desk: Desk) -> None:
            held = outbox.plan(desk, Notice(room.NOTE, room.Text("held")), to_person(here.ids[here.deputy]))
            assert held is not None
            held.state = SendState.HELD
            desk.session.get_one(Person, here.ids[here.admin]).language = "en"

        await rig.work(work)
        [shown] = await rig.say(here.admin, "/held")
        await rig.press_data(here.admin, "op.do:1", shown)
        assert shown.text == "1 message was released."


@pytest.mark.slow
async def test_held_is_discarded(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await _rig_with_trouble(rig)
        await rig.say(here.admin, "/held")
        await rig.press(here.admin, "全部丢弃")
        [again] = await rig.say(here.admin, "好的")
        assert "作废" in again.text, "only the very word does it"
        await rig.say(here.admin, "作废")
        assert len(await _held(rig)) == 12, "not before the preview is confirmed"
        await rig.press(here.admin, "确定丢弃")
        assert await _held(rig) == []
        entry = (await rig.database.read(lambda s: s.exec(select(AuditEntry)).all()))[-1]
        assert (entry.action, entry.actor_id, entry.new) == (
            "held_discarded", here.ids[here.admin], {"messages": 12},
        )  # fmt: skip
        await rig.to("2026-04-02 22:00")
        assert not [m for m in rig.bot.chat(here.deputy) if "held" in m.text]


@pytest.mark.slow
async def test_the_morning_note_comes_on_working_days_when_something_needs_a_person(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-03 12:00", register=room.register) as rig:
        here = await _rig_with_trouble(rig)
        sent = await rig.to("2026-04-06 20:00")
        assert not [m for m in sent if "没有丢失" in m.text], "a weekend and Tomb-Sweeping Day"
        sent = await rig.to("2026-04-07 09:00")
        told = {m.chat_id for m in sent if "没有丢失" in m.text}
        assert {here.admin, here.coordinator, here.city_coordinator} <= told
        assert here.liaison not in told


@pytest.mark.slow
async def test_a_missing_calendar_is_for_administrators_in_the_note_of_one_morning(tmp_path: Path) -> None:
    """2027 is not announced: from 1 December it is asked for once, and no coordinator is troubled at 07:30."""
    async with open_rig(tmp_path, start="2026-11-30 12:00") as rig:
        here = await county(rig)
        sent = [m for m in await rig.to("2026-12-11 20:00") if "2027年放假安排尚未导入" in m.text]
        assert [m.chat_id for m in sent] == [here.admin]
        assert "导入年度安排" in sent[0].labels
        [note] = [m for m in rig.bot.chat(here.admin) if "2027年放假安排" in m.text]
        assert note.text.startswith("【工作日历】"), "nothing else needs a person"


@pytest.mark.slow
async def test_where_nobody_administers_coordinators_are_asked_for_the_calendar(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-30 12:00") as rig:
        here = await county(rig)
        await rig.work(lambda desk: _end_of_administration(desk, here))
        sent = [m for m in await rig.to("2026-12-03 20:00") if "2027年放假安排尚未导入" in m.text]
        assert {m.chat_id for m in sent} == {here.coordinator, here.coordinator2, here.city_coordinator}


def _end_of_administration(desk: Desk, here: County) -> None:
    held = desk.session.exec(select(Appointment).where(Appointment.person_id == here.ids[here.admin])).one()
    held.to_date = desk.today
    desk.session.add(held)


@pytest.mark.slow
async def test_no_news_is_good_news(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        await county(rig)
        sent = await rig.to("2026-04-03 12:00")
        assert not [m for m in sent if "没有丢失" in m.text]


@pytest.mark.slow
async def test_a_long_outage_is_told_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await county(rig)
        await rig.work(operations.heard)
        await rig.to("2026-04-03 08:59")
        await rig.work(operations.heard)
        await rig.pump.drain()
        assert not [m for m in rig.bot.messages if "无法连接" in m.text], "a day is no outage"
        rig.clock.move_to(datetime(2026, 4, 5, 4, 0, tzinfo=UTC))
        for _ in range(2):
            await rig.work(operations.heard)
            await rig.pump.drain()
        told = [m for m in rig.bot.messages if "无法连接" in m.text]
        assert sorted({m.chat_id for m in told}) == sorted(m.chat_id for m in told)
        assert {here.admin, here.coordinator, here.coordinator2} <= {m.chat_id for m in told}
        assert "4月3日（周五）8:59" in told[0].text


@pytest.mark.slow
async def test_a_long_backlog_says_when_it_will_be_finished(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=room.register) as rig:
        here = await county(rig)
        person = here.ids[here.observer]
        copies = (outbox.Addressed(person, room.Text(str(n))) for n in range(6000))
        await rig.work(lambda d: outbox.plan_many(d, room.NOTE, copies, urgent=True, lane=Lane.BULK))
        await rig.work(lambda d: operations.keep_rate(d.session, {"learnt": 20.0, "rate": 20.0}, now=d.now))
        seen = await rig.work(operations.overview)
        [bulk] = [b for b in seen.backlog if b.lane is Lane.BULK]
        assert (bulk.due, bulk.done_at) == (6000, rig.clock.now() + timedelta(seconds=300))
        assert await rig.database.read(operations.learnt_rate) == 20.0


async def _state(rig: Rig, update_id: int) -> InboxState:
    return await rig.database.read(lambda s: s.get_one(InboxRow, update_id).state)


async def _held(rig: Rig) -> list[Any]:
    def read(session: Session) -> list[Any]:
        return list(session.exec(select(OutboxRow.id).where(col(OutboxRow.state) == SendState.HELD)).all())

    return await rig.database.read(read)
