"""Two assessors at the same line at once, on both engines: the second is told, and nothing is written over unseen."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.hall.errors import Stale
from bot.services.figures import assessments
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Person, Score
from tests.builders import county, person
from tests.rig import open_rig

YEAR = 2026


@pytest.mark.slow
async def test_two_enter_the_same_line_at_once(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-12-28 08:00", database=database) as rig:
        here = await county(rig)
        await rig.work(lambda desk: setattr(desk.session.get_one(Agency, here.government), "rulebook", "ruzhou-2022"))
        first, second = await person(rig, here.coordinator), await person(rig, here.coordinator2)

        def seen(desk: Desk) -> str:
            lines = assessments.of(desk, str(here.resources), YEAR).lines
            return next(one.stands for one in lines if one.indicator.id == "events")

        async def enter(who: Person, points: str, stood: str) -> bool:
            place = assessments.Place(str(here.resources), YEAR, "events", stood)
            try:
                await rig.work(lambda desk: assessments.enter(desk, place, points, "核查属实"), actor=who)
            except Stale:
                return False
            return True

        stood = await rig.work(seen, actor=first)
        done = await asyncio.gather(enter(first, "17", stood), enter(second, "3", stood))
        assert sorted(done) == [False, True]
        [row] = await rig.database.read(lambda s: list(s.exec(select(Score)).all()))
        assert (row.points, row.version) == ("17" if done[0] else "3", 1)
        stood = await rig.work(seen, actor=second)
        again = await asyncio.gather(enter(second, "5", stood), enter(first, "6", stood), enter(second, "7", stood))
        assert sorted(again) == [False, False, True]
        rows = await rig.database.read(lambda s: list(s.exec(select(Score).order_by(col(Score.id))).all()))
        assert [one.version for one in rows] == [2]
