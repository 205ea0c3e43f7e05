"""What the playground shows of the plans: everybody by name, nothing that breaks it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.domain.agencies.topics import GROUP_HEARINGS, OTHER_PHONE, GroupHearings, OtherPhone
from bot.domain.circulars.topics import START, OfCircular
from bot.domain.day.topics import DIGEST, OfDay
from bot.domain.duties.topics import REMIND, Remind
from bot.domain.hall.topics import Notice, to_audience, to_chat, to_person
from bot.domain.law.topics import MISSING, OfYear
from bot.services.hall.desk import Desk
from bot.services.operations import rehearsal
from bot.services.post import outbox
from tests.builders import county
from tests.rig import open_rig

DAY = Notice(DIGEST, OfDay())


async def test_each_plan_says_when_to_whom_and_what(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        now, expanded = rig.clock.now(), rig.house.wiring.expanders

        def plan(desk: Desk) -> None:
            later = now + timedelta(days=3)
            at = now + timedelta(days=1)
            outbox.plan(desk, Notice(REMIND, Remind(1, at)), to_person(here.ids[here.liaison]), at=at)
            outbox.plan(desk, Notice(OTHER_PHONE, OtherPhone(1)), to_audience(f"coordinators@{here.justice}"), at=later)
            outbox.plan(desk, Notice(MISSING, OfYear(2027)), to_audience("administrators"), at=later)
            hearings = GroupHearings(1, desk.today, desk.today)
            outbox.plan(desk, Notice(GROUP_HEARINGS, hearings), to_chat(-100), at=later)
            for name in expanded:
                outbox.plan(desk, Notice(START, OfCircular(7)), to_audience(f"{name}@7"), at=later + timedelta(hours=1))
            outbox.plan(desk, DAY, to_person(here.ids[here.liaison]), at=now + timedelta(days=40))

        await rig.work(plan)
        found = await rig.database.read(lambda s: rehearsal.timeline(s, rig.house, now=now, days=30))
        told = [(row["what"], row["who"], row["agency"]) for row in found]
        assert told[0] == ("duty.remind", "王芳", "")
        assert told[1] == ("person.phone", "陈静、刘洋", "县司法局")
        assert told[2][1] == "周管理"
        assert told[3][1:] == ("", "")
        assert len(expanded) > 0
        assert [row[1:] for row in told[4:]] == [("", "")] * len(expanded)
        assert [row["at"] for row in found] == sorted(row["at"] for row in found)


async def test_the_next_instant_is_one_at_which_the_clock_is_seen_to_move(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        now, who = rig.clock.now(), here.ids[here.liaison]

        async def after(*planned: timedelta) -> timedelta | None:
            await rig.work(lambda desk: [outbox.plan(desk, DAY, to_person(who), at=now + at) for at in planned])
            at = await rig.database.read(lambda s: rehearsal.next_told(s, now=now))
            return at - now if at else None

        assert await after() is None
        assert await after(timedelta(seconds=5)) == timedelta(seconds=5)
        assert await after(timedelta(days=1), timedelta(hours=2)) == timedelta(hours=2)
