"""The rows of a hearing list are struck out one by one before they are recorded, and put back."""

import pytest

from tests.builders import County
from tests.handlers.hearings.steps import hearings
from tests.rig import Rig

A = "（2026）鲁0831行初"
LIST = (
    f"{A}41号 县自然资源局 4月29日9:30 第一审判庭\n"
    f"{A}42号 县自然资源局 4月29日10:30 第一审判庭\n"
    f"{A}43号 县自然资源局 2月30日10:30 第一审判庭"
)


@pytest.mark.slow
async def test_a_row_is_struck_out_and_put_back(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, LIST)
    assert {"✗ 行初41号", "✗ 行初42号"} <= set(preview.labels)
    assert not any("43" in label for label in preview.labels), "what cannot be recorded is no row to strike out"
    assert f"{A}43号" in preview.text
    await rig.press(county.liaison, "✗ 行初41号", preview)
    assert f"<s>1. {A}41号" in preview.text
    await rig.press(county.liaison, "✗ 行初42号", preview)
    assert "已全部划去" in preview.text
    assert not any("登记以上" in label for label in preview.labels)
    await rig.press(county.liaison, "↩ 行初42号", preview)
    await rig.press(county.liaison, "登记以上各条", preview)
    [one] = await hearings(rig)
    assert one.starts_at.astimezone(rig.house.zone).strftime("%H:%M") == "10:30"


@pytest.mark.slow
async def test_a_long_list_says_how_many_rows_are_not_shown(rig: Rig, county: County) -> None:
    rows = [f"{A}{n}号 县自然资源局 5月{11 + n % 5}日9:{n % 60:02} 第一审判庭" for n in range(101, 148)]
    [preview] = await rig.say(county.liaison, "\n".join(rows))
    assert "另有7条未逐条显示" in preview.text
    await rig.press(county.liaison, "✗ 行初101号", preview)
    await rig.press(county.liaison, "登记以上各条", preview)
    assert len(await hearings(rig)) == 46
