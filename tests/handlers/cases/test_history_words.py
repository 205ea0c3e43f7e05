"""The record of a case in words: nothing of the database's own names and numbers."""

from pathlib import Path

import pytest

from tests.builders import county
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"


@pytest.mark.slow
async def test_an_advice_and_its_duties_are_told_in_words(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"/paper {NUMBER} 司法建议 今天收到 邮寄")
        await rig.press(here.liaison, "负责人未出庭")
        await rig.say(here.liaison, "30天")
        await rig.press(here.liaison, "登记")
        await rig.behind(here.liaison, "办理记录")
        said = rig.last(here.liaison).text
        assert "司法建议书；2026年12月1日（周二）；邮寄；负责人未出庭；载明期限30日" in said
        assert "办理期限2026年12月31日（周四）" in said
        started = next(line for line in said.splitlines() if "办理期限" in line)
        assert started.count("12月31日") == 1, "the legal last day is the same"
        assert max(map(len, said.splitlines())) < 160, "a card that was sent is not told whole"
        assert "SS21" not in said
        assert "absence" not in said
