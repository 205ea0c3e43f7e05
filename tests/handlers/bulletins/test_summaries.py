"""The month's summary drafts itself on its day, of the reports that came in; who owes it hears who is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import AgencyKind
from bot.services.documents import filling
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Document
from tests import builders
from tests.builders import County, person
from tests.handlers.documents.test_periodic import heard, place_under
from tests.handlers.documents.year_steps import duty_of, open_duty
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow

CAME = {"attended": True, "rank": "principal", "leader_name": "李建国"}


def told(rig: Rig, user: int) -> list[str]:
    return [one.text for one in rig.bot.chat(user) if "【月度汇总】" in one.text]


async def reviews(rig: Rig) -> list[Document]:
    statement = select(Document).where(Document.kind == "monthly_review")
    return list(await rig.database.read(lambda s: s.exec(statement).all()))


async def reported(rig: Rig, here: County) -> None:
    """The county reports November: one heard, the principal came; one planned."""
    duty = await duty_of(rig, "AH16", here.government, "2026-11")
    await open_duty(rig, here.office_liaison, duty)
    await rig.press(here.office_liaison, "起草")
    await rig.press(here.office_liaison, "提交")


async def test_after_five_working_days_the_draft_is_there_with_what_the_units_reported(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await place_under(rig, "anhui-principal-2023", city=True)

        def enter(desk: Desk) -> None:
            heard(desk, "（2026）鲁0831行初12号", here.resources, datetime(2026, 11, 10, 1, 30, tzinfo=UTC), **CAME)
            heard(desk, "（2026）鲁0831行初15号", here.resources, datetime(2026, 12, 28, 6, 30, tzinfo=UTC))
            above = desk.session.get_one(Agency, here.city)
            builders.add_agency(
                desk, "曲阜市人民政府", "曲阜政府", AgencyKind.GOVERNMENT, above, rulebook="anhui-principal-2023"
            )

        await rig.work(enter)
        await reported(rig, here)
        duty = await duty_of(rig, "AH17", here.city_justice, "2026-11")
        await rig.to(f"{duty.obey:%Y-%m-%d} 08:30")
        assert await reviews(rig) == []
        await rig.to(f"{duty.obey:%Y-%m-%d} 09:30")
        [draft] = await reviews(rig)
        assert (draft.state, draft.period, draft.agency_id) == (DocumentState.DRAFT, "2026-11", here.city_justice)
        [said] = told(rig, here.city_coordinator)
        assert "2026年11月汇总草稿已由各单位月报和台账生成" in said
        assert "按时1家，逾期0家" in said
        assert "未报：" in said
        assert not told(rig, here.coordinator), "it is the city's to draw up"
        actor = await person(rig, here.city_coordinator)
        found = await rig.work(lambda desk: filling.raw(desk, draft.id or 0), actor=actor)
        own = next(one for one in found["reports"] if one["unit"] == "县政府")
        assert (own["state"], own["held"], own["principal"], own["planned"]) == ("按时", "1", "1", "1")
        silent = [one for one in found["reports"] if one["state"] == "未报"]
        assert silent
        assert {one["held"] for one in silent} == {"—"}, "of what was not reported nothing is said, not nought"
        await rig.press(here.city_coordinator, "打开草稿", rig.with_button(here.city_coordinator, "打开草稿"))
        assert "月调度表" in rig.last(here.city_coordinator).text
        await rig.to("2026-12-11 09:30")
        assert len(told(rig, here.city_coordinator)) == 1, "it is said once"
        assert len(await reviews(rig)) == 1


async def test_whoever_drafted_it_before_is_left_alone(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await place_under(rig, "sishui-2020")
        await rig.to("2026-12-02 09:30")
        await open_duty(rig, here.coordinator, await duty_of(rig, "SS22", here.justice, "2026-11"))
        await rig.press(here.coordinator, "起草")
        await rig.to("2026-12-10 09:30")
        assert not told(rig, here.coordinator)
        assert len(await reviews(rig)) == 1
