"""What is said fits the day and the language: no date that has gone by as if it lay ahead, no button not there."""

from pathlib import Path

import pytest

from tests.builders import county
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"


@pytest.mark.slow
async def test_an_answer_that_is_late_is_said_to_be_late(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭")
        await rig.press(here.liaison, "确认")
        await rig.press(here.liaison, "指定出庭负责人")
        await rig.press(here.liaison, "张明")
        assert "请其于12月3日（周四）17:30前答复" in rig.last(here.liaison).text
        await rig.to("2026-12-07 10:00")
        await rig.say(here.liaison, "/hearings")
        await rig.press(here.liaison, "1")
        card = rig.last(here.liaison).text
        assert "请其于" not in card
        assert "应于12月3日（周四）17:30前答复，尚未答复" in card


async def test_how_it_was_served_is_spoken_of_where_it_can_be_corrected(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await county(rig)
        [asked] = await rig.say(here.liaison, f"{NUMBER} 一审判决书 今天收到")
        assert "裁判结果" in asked.text
        assert "未写明" not in asked.text
        await rig.press(here.liaison, "撤销")
        await rig.press(here.liaison, "否")
        preview = rig.last(here.liaison)
        assert "直接送达（未写明，暂按）" in preview.text
        assert "改为邮寄" in preview.labels


@pytest.mark.slow
async def test_english_has_its_own_brackets(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await county(rig)
        await rig.say(here.labour_liaison, f"{NUMBER} 应诉通知书 今天收到 邮寄")
        await rig.press(here.labour_liaison, "登记")
        card = rig.last(here.labour_principal).text
        assert "(by 县人社局 丁晓)" in card
        assert "（" not in card.replace(NUMBER, "")
