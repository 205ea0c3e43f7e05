"""A table that cannot be read is not offered for use: it is asked for again, with what was wrong."""

import pytest

from tests.builders import County
from tests.rig import Rig


@pytest.mark.slow
async def test_nonsense_is_asked_for_again(rig: Rig, county: County) -> None:
    await rig.say(county.admin, "/calendar")
    await rig.press(county.admin, "导入年度安排")
    await rig.say(county.admin, "乱写")
    again = rig.last(county.admin)
    assert "无法读作年度放假安排" in again.text
    assert "已读取" not in again.text
    assert again.labels == ["取消"]


@pytest.mark.slow
async def test_a_file_that_is_no_table_begins_nothing(rig: Rig, county: County) -> None:
    await rig.send_file(county.admin, "假.txt", "乱写".encode())
    said = rig.last(county.admin)
    assert "无法读作年度放假安排" in said.text
    assert said.labels == []
