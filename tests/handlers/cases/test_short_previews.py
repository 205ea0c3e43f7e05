"""What a person checks before it counts is short: only what was said, and what an empty answer means."""

from pathlib import Path

import pytest

from tests.builders import county
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"


async def test_a_papers_preview_has_no_empty_lines_and_still_every_correction(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, f"{NUMBER} 应诉通知书 今天收到 邮寄")
        assert "—" not in preview.text
        assert len(preview.text.splitlines()) <= 6
        assert preview.labels == ["✓ 登记", "更改", "取消", "✎ 风险情形"]
        await rig.press(here.liaison, "✎ 原告")
        await rig.say(here.liaison, "张某")
        assert "原告</b>：张某" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_a_moved_hearing_without_a_new_place_keeps_its_place_and_says_so(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
        await rig.press(here.liaison, "确认")
        await rig.press(here.liaison, "开庭有变")
        await rig.press(here.liaison, "改期或改地点")
        await rig.say(here.liaison, "4月17日下午2:30")
        preview = rig.last(here.liaison)
        assert "地点</b>：不变" in preview.text
        assert "理由" not in preview.text
        await rig.press(here.liaison, "确认")
        assert "4月17日（周五）14:30，县法院第二审判庭" in rig.last(here.liaison).text


async def test_no_earlier_case_is_spoken_of_where_there_is_none(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, "/paper")
        asked = rig.last(here.liaison)
        assert "上一案号" not in asked.text
        assert "请输入案号" in asked.text
        assert asked.labels == ["取消"]
