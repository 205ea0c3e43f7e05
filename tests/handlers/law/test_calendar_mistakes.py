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


NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）放假1天，不调休。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月30日（周六）上班。
三、清明节：4月5日（周一）放假1天，与周末连休。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。
"""


async def test_the_preview_says_years_and_single_days(rig: Rig, county: County) -> None:
    await rig.say(county.admin, "/calendar")
    await rig.press(county.admin, "导入年度安排")
    await rig.say(county.admin, NOTICE)
    shown = rig.last(county.admin).text
    assert "元旦：2027年1月1日（周五）\n" in shown
    assert "春节：2027年2月5日（周五）至2027年2月11日（周四），共7天" in shown
    assert "2027年10月9日（周六）" in shown


async def test_a_weekday_that_contradicts_its_date_is_refused_with_both(rig: Rig, county: County) -> None:
    await rig.say(county.admin, "/calendar")
    await rig.press(county.admin, "导入年度安排")
    await rig.say(county.admin, NOTICE.replace("1月30日（周六）", "1月30日（周日）"))
    again = rig.last(county.admin)
    assert "1月30日（周六）被写成“周日”" in again.text
    assert again.labels == ["取消"]
