"""Linked groups are turned page by page, in /link and when a circular's groups are chosen."""

from pathlib import Path

import pytest

from bot.services.hall.desk import Desk
from bot.store.tables import LinkedGroup
from tests import builders
from tests.handlers.circulars.steps import compose, newest
from tests.phone import faults
from tests.rig import open_rig


@pytest.mark.slow
async def test_the_twentieth_group_can_be_reached(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        county = await builders.county(rig)

        def link(desk: Desk) -> None:
            for n in range(1, 22):
                desk.session.add(
                    LinkedGroup(
                        chat_id=-n, title=f"工作群{n:02}", agency_id=county.government, linked_at=desk.now, linked_by=1
                    )
                )

        await rig.work(link)
        await rig.say(county.admin, "/link")
        shown = rig.last(county.admin)
        assert "第1页/共3页（21条）" in shown.text
        assert faults(shown.buttons) == []
        await rig.press(county.admin, "下一页")
        await rig.press(county.admin, "下一页")
        assert "工作群21" in shown.text
        await rig.press(county.admin, "工作群21")
        assert shown.labels == ["发送开庭提示", "解除关联", "‹ 返回"]
        await rig.press(county.admin, "返回", shown)
        assert "第3页/共3页" in shown.text
        await rig.press(county.admin, "工作群21")
        assert "工作群21" in shown.text
        await rig.press(county.admin, "解除关联", shown)
        assert "（20条）" in shown.text

        await compose(rig, county.coordinator, "请查收。")
        await rig.press(county.coordinator, "群组")
        await rig.press(county.coordinator, "下一页")
        await rig.press(county.coordinator, "工作群16")
        assert "✓ 工作群16" in rig.last(county.coordinator).labels
        assert len((await newest(rig)).groups) == 1
        await rig.press(county.coordinator, "返回通知")
        assert "群组：工作群16" in rig.last(county.coordinator).text
