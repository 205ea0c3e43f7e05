"""Few messages: merged ones, quiet hours, one sound a day, what an outage leaves, and a busy month."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import Notice, to_person
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import OutboxRow
from bot.telegram.pump import Means
from bot.telegram.tasks import Tasks
from tests import room
from tests.benchmarks import bench_month
from tests.builders import County, county
from tests.fakes import Shown
from tests.houses import ZONE
from tests.rig import Rig, open_rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-04-02 08:00", register=room.register) as opened:
        yield opened


@pytest.fixture
async def here(rig: Rig) -> County:
    return await county(rig)


async def plan(rig: Rig, person: int, text: str, at: str, *, live: bool = False, **more: Any) -> None:
    """A reminder at a local time."""
    due = datetime.fromisoformat(at).replace(tzinfo=ZONE)

    def work(desk: Desk) -> None:
        shows = Notice(room.NOTE, room.Text(text, button=True), **more)
        row = outbox.plan(desk, shows, to_person(person), at=due)
        assert row is not None
        row.live = live

    await rig.work(work)


async def own(rig: Rig, here: County, at: str) -> list[Shown]:
    """Walk to a local time; what the liaison got on the way (others have their monthly duties)."""
    return [m for m in await rig.to(at) if m.chat_id == here.liaison]


async def states(rig: Rig) -> list[SendState]:
    rows = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.topic == "t.note").order_by(col(OutboxRow.id))).all()
    )
    return [row.state for row in rows]


@pytest.mark.slow
async def test_reminders_within_a_quarter_of_an_hour_are_one_message_and_gone_through_one_by_one(
    rig: Rig, here: County
) -> None:
    person = here.ids[here.liaison]
    for minute, live in ((0, True), (7, False), (14, True)):
        await plan(rig, person, f"at {minute}", f"2026-04-02 10:{minute:02d}", live=live, about=About.DUTY(minute))
    await plan(rig, person, "at 30", "2026-04-02 10:30")
    sent = await own(rig, here, "2026-04-02 11:00")
    assert len(sent) == 2
    assert all(f"at {minute}" in sent[0].text for minute in (0, 7, 14))
    assert sent[0].labels == ["逐项办理", "全部事项"]
    assert (sent[1].text, sent[1].silent) == ("at 30", True), "the day's sound was made"


@pytest.mark.slow
async def test_one_by_one_each_matter_has_its_own_buttons_and_nobody_else_sees_them(rig: Rig, here: County) -> None:
    person = here.ids[here.liaison]
    for n in range(3):
        await plan(rig, person, f"matter {n}", "2026-04-02 10:00", about=About.DUTY(n + 1))
    [told] = await own(rig, here, "2026-04-02 11:00")
    await rig.press(here.liaison, "逐项办理", told)
    page = rig.last(here.liaison)
    assert (page.text, page.labels) == ("第1项/共3项\nmatter 0", ["ok", "下一项"])
    await rig.press(here.liaison, "下一项", page)
    await rig.press(here.liaison, "下一项", page)
    assert (page.text, page.labels) == ("第3项/共3项\nmatter 2", ["ok", "上一项"])
    await rig.press(here.liaison, "上一项", page)
    assert "matter 1" in page.text
    assert rig.last(here.liaison) is page, "in place of the one before, beside the list"
    data = told.buttons[0][0][1]
    for stranger in (here.coordinator, here.police_liaison, here.deputy):
        before = len(rig.bot.chat(stranger))
        await rig.press_data(stranger, data, told)
        assert "matter" not in rig.toast()
        assert len(rig.bot.chat(stranger)) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("due", "sent"),
    [
        ("2026-04-02 20:59", "2026-04-02 20:59"),
        ("2026-04-02 21:00", "2026-04-03 07:30"),
        ("2026-04-03 07:29", "2026-04-03 07:30"),
        ("2026-04-03 23:00", "2026-04-07 07:30"),
        ("2026-04-05 10:00", "2026-04-07 07:30"),
    ],
    ids=["evening", "night", "early", "before a long weekend", "holiday"],
)
@pytest.mark.parametrize("lane", [Lane.REMINDER, Lane.BULK])
async def test_quiet_hours_and_days_off(rig: Rig, here: County, due: str, sent: str, lane: Lane) -> None:
    await plan(rig, here.ids[here.liaison], "x", due, lane=lane)
    before = datetime.fromisoformat(sent) - timedelta(seconds=1)
    assert await own(rig, here, before.isoformat()) == []
    assert [m.text for m in await own(rig, here, sent)] == ["x"]


@pytest.mark.slow
async def test_what_is_urgent_comes_at_any_hour_and_with_a_sound(rig: Rig, here: County) -> None:
    person = here.ids[here.liaison]
    await plan(rig, person, "first", "2026-04-03 09:00")
    await plan(rig, person, "night", "2026-04-03 23:00", urgent=True)
    sent = await own(rig, here, "2026-04-03 23:01")
    assert [(m.text, m.silent) for m in sent] == [("first", False), ("night", False)]


@pytest.mark.slow
async def test_after_an_outage_one_matter_is_one_line_and_one_person_gets_one_message(rig: Rig, here: County) -> None:
    """Three days without the bot: the ladder of one duty has run through, others have joined it."""
    person = here.ids[here.liaison]
    for day in (3, 7, 8):
        await plan(rig, person, f"duty one, day {day}\nwhy", f"2026-04-0{day} 09:00", about=About.DUTY(1))
    await plan(rig, person, "duty two\nwhy", "2026-04-08 09:00", about=About.DUTY(2))
    await plan(rig, person, "fresh\nwhy", "2026-04-10 09:50", about=About.DUTY(3))
    rig.clock.move_to(datetime(2026, 4, 10, 10, 0, tzinfo=ZONE))
    await rig.pump.drain()
    [digest] = rig.bot.chat(here.liaison)
    assert "duty one, day 8" in digest.text
    assert "day 3" not in digest.text
    assert "day 7" not in digest.text
    assert "duty two" in digest.text
    assert "why" not in digest.text, "one line each"
    assert digest.labels == ["逐项办理", "全部事项"]
    assert await states(rig) == [SendState.CANCELLED] * 2 + [SendState.SENT] * 3


@pytest.mark.slow
async def test_a_flood_of_reminders_comes_in_portions(rig: Rig, here: County) -> None:
    person = here.ids[here.liaison]
    for n in range(20):
        await plan(rig, person, f"matter {n:02d}", "2026-04-02 10:00")
    sent = await own(rig, here, "2026-04-02 10:30")
    assert len(sent) == 3
    assert [m.silent for m in sent] == [False, True, True]
    assert all(sum(f"matter {n:02d}" in m.text for m in sent) == 1 for n in range(20))


@pytest.mark.slow
async def test_two_broadcasts_at_once_make_one_sound(rig: Rig, here: County) -> None:
    from bot.telegram.pump import Pump

    person = here.ids[here.liaison]
    for text in ("one", "two"):
        await plan(rig, person, text, "2026-04-02 08:00", lane=Lane.BULK)
    pump = Pump(Means(rig.house, rig.database, rig.clock, rig.pump.sender, "p", Tasks()))
    await pump.drain()
    await pump.tasks.close()
    assert sorted(m.silent for m in rig.bot.chat(here.liaison)) == [False, True]


@pytest.mark.slow
async def test_a_busy_fortnight(tmp_path: Path) -> None:
    month = await bench_month.simulate(tmp_path, cases=6, end=date(2026, 6, 16))
    assert month.planned.total() > 40
    assert month.sent.total() <= 0.85 * month.planned.total(), "merging spares people something"
    assert max(month.heard.values()) == 1, "at most one a day that makes a sound and is not urgent"
    assert set(month.heard) | set(month.heard_urgent) <= month.days()


@pytest.mark.slow
async def test_thirty_reminders_of_one_minute_wait_for_nothing(rig: Rig, here: County) -> None:
    """Four messages in one go: the rate limit alone says how they follow one another."""
    person = here.ids[here.liaison]
    for n in range(30):
        await plan(rig, person, f"matter {n:02d}", "2026-04-02 10:00")
    sent = await own(rig, here, "2026-04-02 10:00")
    assert len(sent) == 4
    assert [m.silent for m in sent] == [False, True, True, True]
    assert all(sum(f"matter {n:02d}" in m.text for m in sent) == 1 for n in range(30))


@pytest.mark.slow
async def test_hundreds_for_one_person_do_not_hold_up_another(rig: Rig, here: County) -> None:
    """All of them come in the end, and whoever else has a reminder has it in the meantime."""
    one, other = here.ids[here.liaison], here.ids[here.coordinator]

    def many(desk: Desk) -> None:
        copies = (outbox.Addressed(one, room.Text(f"matter {n:04d}"), dedupe=f"m{n}") for n in range(600))
        outbox.plan_many(desk, room.NOTE, copies)

    rig.clock.move_to(datetime(2026, 4, 2, 10, 0, tzinfo=ZONE))
    await rig.work(many)
    await plan(rig, other, "not forgotten", "2026-04-02 10:00")
    await rig.pump.drain()
    assert any("not forgotten" in m.text for m in rig.bot.chat(here.coordinator))
    told = len(rig.bot.chat(here.liaison))
    assert told < 600 / 4, "they come in goes"
    await rig.to("2026-04-02 10:10")
    texts = [m.text for m in rig.bot.chat(here.liaison)]
    assert all(sum(f"matter {n:04d}" in text for text in texts) == 1 for n in range(600))
