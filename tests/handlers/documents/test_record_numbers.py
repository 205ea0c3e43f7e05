"""备案编号: one after another in the year of the bureau, whoever filed, and only with the acceptance."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState
from bot.store.tables import Document
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import rows
from tests.handlers.documents.report_steps import owed
from tests.handlers.documents.test_leader_forms import name
from tests.handlers.documents.walk_steps import accepted, opened
from tests.rig import Rig, open_rig


async def filed(rig: Rig, here: County, user: int, agency: int, number: str, who: str) -> None:
    """A notice of response, its leader named, the form filed."""
    await rig.say(user, f"{number} 应诉通知书 今天收到 直接送达 泗水县人民法院")
    await rig.press(user, "✓ 登记")
    duty = await owed(rig, "SS12", agency)
    await rig.press_data(user, f"ap.name:{duty.case_id}:{agency}", rig.last(user))
    await rig.press(user, who)
    await rig.press_data(user, f"doc.file:{duty.id}:{duty.version}", rig.last(user))


async def recorded(rig: Rig) -> list[str | None]:
    return [one.facts.get("record_number") for one in await rows(rig, Document) if one.kind == "leader_filing_form"]


@pytest.mark.slow
async def test_the_bureaus_numbers_have_no_gaps_whoever_files_and_what_is_sent_back_takes_none(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await the_county(rig)
        await filed(rig, here, here.liaison, here.resources, "（2026）鲁0831行初12号", "张明")
        await filed(rig, here, here.police_liaison, here.police, "（2026）鲁0831行初13号", "徐刚")
        assert await recorded(rig) == [None, None]
        duty = await owed(rig, "SS12", here.resources)
        [menu] = await rig.say(here.coordinator, "/menu")
        await rig.press_data(here.coordinator, f"dt.back:{duty.id}:{duty.version}", menu)
        await rig.say(here.coordinator, "请补充职务")
        await rig.press(here.coordinator, "确认")
        assert (await owed(rig, "SS12", here.resources)).state is DutyState.OPEN
        assert await recorded(rig) == [None, None]
        await accepted(rig, here.coordinator, "SS12", here.police)
        assert await recorded(rig) == [None, "〔2026〕1号"]
        duty = await owed(rig, "SS12", here.resources)
        await rig.press_data(here.liaison, f"doc.file:{duty.id}:{duty.version}", rig.last(here.liaison))
        await accepted(rig, here.coordinator, "SS12", here.resources)
        assert await recorded(rig) == ["〔2026〕2号", "〔2026〕1号"]
        form = next(one for one in await rows(rig, Document) if one.agency_id == here.resources)
        assert "备案编号：〔2026〕2号" in (await opened(rig, here.liaison, form)).text


@pytest.mark.slow
async def test_what_is_filed_again_before_it_was_accepted_gets_its_number_with_the_acceptance(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await the_county(rig)
        await filed(rig, here, here.liaison, here.resources, "（2026）鲁0831行初12号", "张明")
        await name(rig, here, "赵敏")
        await rig.press(here.liaison, "一键报备", rig.with_button(here.liaison, "一键报备"))
        assert await recorded(rig) == [None], "nobody has accepted it"
        assert "备案编号" not in (await owed(rig, "SS12", here.resources)).done_note
        await accepted(rig, here.coordinator, "SS12", here.resources)
        assert await recorded(rig) == ["〔2026〕1号"]


@pytest.mark.slow
async def test_a_year_begins_anew(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-30 09:00") as rig:
        here = await the_county(rig)
        await filed(rig, here, here.liaison, here.resources, "（2026）鲁0831行初12号", "张明")
        await accepted(rig, here.coordinator, "SS12", here.resources)
        await filed(rig, here, here.police_liaison, here.police, "（2026）鲁0831行初13号", "徐刚")
        await rig.to("2027-01-04 09:00")
        await accepted(rig, here.coordinator, "SS12", here.police)
        assert await recorded(rig) == ["〔2026〕1号", "〔2027〕1号"]
