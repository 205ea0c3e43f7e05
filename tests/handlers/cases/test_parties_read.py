"""Parties as papers state them: shown in the preview, recorded in their capacity, questioned where it is not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.store.tables import Hearing, Paper
from tests.builders import county
from tests.handlers.cases.party_steps import NUMBER, page, parties, recorded, strengths, the_case
from tests.rig import open_rig

SUMMONS = f"""泗水县人民法院
传票
案号 {NUMBER}
被传唤人 泗水县公安局
传唤事由 开庭
应到时间 2026年4月28日9时30分
应到处所 第二审判庭"""


async def test_a_third_party_is_no_defendant_and_is_told(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, f"{NUMBER} 应诉通知书 第三人：泗水县公安局 今天收到 直接送达")
        assert "泗水县公安局（第三人）" in preview.text
        await rig.press(here.liaison, "✓ 登记")
        assert await parties(rig) == {"县自然资源局": "defendant", "县公安局": "third_party"}
        assert "第三人：县公安局" in rig.last(here.liaison).text
        assert "县公安局为本案第三人" in rig.last(here.police_liaison).text


async def test_all_who_are_sued_are_parties(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, f"{NUMBER} 应诉通知书 被告：县政府、县自然资源局 今天收到 直接送达")
        assert "县政府（被告）、县自然资源局（被告）" in preview.text
        assert "写明的是" not in preview.text
        await rig.press(here.liaison, "✓ 登记")
        assert await parties(rig) == {"县自然资源局": "defendant", "县政府": "defendant"}


async def test_a_reconsideration_and_its_outcome_are_read(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        line = f"{NUMBER} 应诉通知书 复议机关：济宁市人民政府（维持） 今天收到 直接送达"
        [preview] = await rig.say(here.liaison, line)
        assert "济宁市人民政府（复议机关）" in preview.text
        assert "维持原行政行为" in preview.text
        assert "写明的是" not in preview.text
        await rig.press(here.liaison, "✓ 登记")
        assert await parties(rig) == {"县自然资源局": "defendant", "市政府": "reconsideration_body"}
        assert (await the_case(rig)).facts["review_outcome"] == "upheld"
        await page(rig, here.liaison)
        assert "复议结果：维持原行政行为" in rig.last(here.liaison).text


async def test_what_is_said_for_the_first_time_is_no_change(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "原告：张三等16人 第三人：泗水县公安局 复议机关：济宁市人民政府（维持）")
        told = rig.last(here.police_liaison).text
        assert "原告：16人\n复议结果：维持原行政行为" in told
        assert "→" not in told


async def test_the_hearing_shows_as_many_plaintiffs_as_the_case(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "原告：张三等16人")
        await rig.say(here.liaison, f"/hearing {NUMBER} 4月15日上午9:30 第二审判庭")
        await rig.press(here.liaison, "确认")
        assert "原告：张三等16人" in rig.last(here.liaison).text


@pytest.mark.parametrize(("said", "count", "shown"), [("原告：张三等16人", 16, "张三等16人"), ("原告10人", 10, "10人")])
async def test_the_number_of_plaintiffs_is_read(tmp_path: Path, said: str, count: int, shown: str) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, f"{NUMBER} 应诉通知书 {said} 今天收到 直接送达")
        assert f"原告人数</b>：{count}" in preview.text
        await rig.press(here.liaison, "✓ 登记")
        assert (await the_case(rig)).plaintiff_count == count
        assert f"原告：{shown}" in rig.last(here.liaison).text


async def test_a_procuratorate_makes_it_a_public_interest_suit(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "公益诉讼起诉人：泗水县人民检察院")
        found = await the_case(rig)
        assert (found.plaintiff, found.facts["tags"]) == ("泗水县人民检察院", ["public_interest_suit"])


async def test_the_sender_can_be_the_third_party(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "被告：泗水县公安局 第三人：县自然资源局")
        assert await parties(rig) == {"县自然资源局": "third_party", "县公安局": "defendant"}


async def test_a_name_that_is_in_no_roster_is_kept_and_makes_a_co_defendant(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(
            here.liaison, f"{NUMBER} 应诉通知书 被告：县自然资源局、山东省生态环境厅 今天收到 直接送达"
        )
        assert "山东省生态环境厅不在名册中" in preview.text
        await rig.press(here.liaison, "✓ 登记")
        assert await parties(rig) == {"县自然资源局": "defendant"}
        assert "被告：县自然资源局、山东省生态环境厅" in rig.last(here.liaison).text


async def test_what_is_recorded_stays_and_the_preview_says_so(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "原告：张三等16人 第三人：泗水县公安局")
        [preview] = await rig.say(
            here.liaison, f"{NUMBER} 起诉状 原告：张三等17人 被告：泗水县公安局、县自然资源局 今天收到 直接送达"
        )
        assert "已登记：原告：16人；文书写明：原告：17人" in preview.text
        assert "泗水县公安局（第三人）；文书写明：泗水县公安局（被告）" in preview.text
        await rig.press(here.liaison, "✓ 登记")
        assert (await the_case(rig)).plaintiff_count == 16
        assert await parties(rig) == {"县自然资源局": "defendant", "县公安局": "third_party"}


async def test_a_capacity_that_nobody_had_said_is_put_right_by_a_later_paper(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison)
        await recorded(rig, here.liaison, "第三人：县自然资源局 被告：泗水县公安局", papers="起诉状")
        assert await parties(rig) == {"县自然资源局": "third_party", "县公安局": "defendant"}


async def test_a_party_typed_at_the_preview_joins_those_that_were_read(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书 第三人：泗水县公安局 今天收到 直接送达")
        await rig.say(here.liaison, "被告：县政府、县自然资源局")
        assert "泗水县公安局（第三人）、县政府（被告）、县自然资源局（被告）" in rig.last(here.liaison).text


# -- another agency than the sender's --------------------------------------------------------------------------------


async def test_a_summons_for_another_agency_is_questioned_and_need_not_be_recorded(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [asked] = await rig.say(here.liaison, SUMMONS)
        assert "写明的是泗水县公安局，不是县自然资源局" in asked.text
        assert "✓ 确认" not in asked.labels
        await rig.press(here.liaison, "不是本单位的")
        assert "没有登记：该文书属于泗水县公安局" in rig.last(here.liaison).text
        assert not await rig.database.read(lambda s: s.exec(select(Hearing)).all())


async def test_a_paper_that_names_another_agency_is_questioned_too(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        for line in (
            f"{NUMBER} 应诉通知书 被告：泗水县公安局 今天收到 直接送达",
            f"{NUMBER} 泗水县公安局 应诉通知书 今天收到 直接送达",
        ):
            [asked] = await rig.say(here.liaison, line)
            assert "写明的是泗水县公安局，不是县自然资源局" in asked.text
            await rig.press(here.liaison, "不是本单位的")
            assert "没有登记" in rig.last(here.liaison).text
        assert not await rig.database.read(lambda s: s.exec(select(Paper)).all())


async def test_what_was_served_on_us_all_the_same_is_recorded(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, SUMMONS)
        await rig.press(here.liaison, "确系送达本单位")
        await rig.press(here.liaison, "✓ 确认")
        assert await parties(rig) == {"县自然资源局": "defendant"}
        assert await strengths(rig) == {"县自然资源局": "hard:unnamed"}


async def test_who_handles_the_case_for_another_is_no_party(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书 被告：泗水县人民政府 今天收到 直接送达")
        await rig.press(here.liaison, "本单位为其承办")
        await rig.press(here.liaison, "✓ 登记")
        assert await parties(rig) == {"县政府": "defendant"}
        assert (await the_case(rig)).handling_agency_id == here.resources
        # The next paper of that case is the unit's to enter: nothing is asked.
        [preview] = await rig.say(here.liaison, f"{NUMBER} 起诉状 被告：泗水县人民政府 今天收到 直接送达")
        assert "写明的是" not in preview.text


async def test_the_own_names_are_not_questioned(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        for said in ("被告：泗水县自然资源局", "泗水县自然资源和规划局：", "原告张三诉县自然资源局", "县司法局转来"):
            [preview] = await rig.say(here.liaison, f"{NUMBER} 应诉通知书 {said} 今天收到 直接送达")
            assert "写明的是" not in preview.text
            await rig.press(here.liaison, "取消", preview)


async def test_a_coordinator_enters_it_for_the_agency_that_is_named(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.coordinator, SUMMONS)
        assert "县公安局" in preview.text
        assert "写明的是" not in preview.text


async def test_a_hearing_line_names_its_parties(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        line = f"/hearing {NUMBER} 原告：张三等16人 第三人：泗水县公安局 4月28日上午9:30 县法院第二审判庭"
        [preview] = await rig.say(here.liaison, line)
        assert "泗水县公安局（第三人）" in preview.text
        await rig.press(here.liaison, "✓ 确认")
        assert await parties(rig) == {"县自然资源局": "defendant", "县公安局": "third_party"}
        assert (await the_case(rig)).plaintiff_count == 16
        assert await strengths(rig) == {"县自然资源局": "hard:unnamed"}


async def test_a_claim_draws_nobody_else_in(tmp_path: Path) -> None:
    """Under a number that is others' case, the agencies that a paper names are kept by name until that is settled."""
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison)
        shown = await recorded(rig, here.police_liaison, "被告：县公安局、县人社局")
        assert "县人社局" in shown.text
        assert await parties(rig) == {"县自然资源局": "defendant", "县公安局": "defendant"}
        assert rig.bot.chat(here.labour_liaison) == []
        await rig.press(here.coordinator, "确认为共同当事人")
        assert await parties(rig) == {"县自然资源局": "defendant", "县公安局": "defendant", "县人社局": "defendant"}


async def test_the_page_of_the_parties_says_all_of_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await recorded(rig, here.liaison, "原告：张三等16人 第三人：泗水县公安局 复议机关：济宁市人民政府（维持）")
        shown = await page(rig, here.liaison)
        for line in (
            "县自然资源局（被告）",
            "县公安局（第三人）",
            "市政府（复议机关）",
            "原告：张三等16人",
            "维持原行政行为",
        ):
            assert line in shown.text
