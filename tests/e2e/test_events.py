"""Training over HTTP: set up in one line, the bot killed in the middle, answered, moved, signed in, closed."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.e2e.stage import Theatre, theatre

pytestmark = pytest.mark.slow

COORDINATOR, LIAISON, PRINCIPAL, LEADER = 1101, 1201, 1203, 1204


def invitations(stage: Theatre, person: int) -> list[dict[str, object]]:
    return [b for b in stage.bodies(person) if "document" in b and "实务培训" in str(b.get("caption"))]


async def test_from_the_invitation_to_the_sign_in_sheet(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-14 09:00") as stage:
        await stage.say(COORDINATOR, "/event 业务培训 12月15日上午9:30 县政府三楼会议室 行政应诉实务培训")
        await stage.press(COORDINATOR, "单位负责人")
        await stage.stage.restart(kill=True)
        await stage.press(COORDINATOR, "联络员")
        await stage.press(COORDINATOR, "完成")
        await stage.press(COORDINATOR, "全部")
        assert "县政府三楼会议室" in stage.texts(COORDINATOR)
        await stage.press(COORDINATOR, "发出邀请")
        [first] = invitations(stage, LEADER)
        assert first["document"]["file_name"] == "行政应诉实务培训.ics"  # type: ignore[index]
        await stage.press(LEADER, "我参加")
        assert "您已答复：参加" in stage.texts(LEADER)
        assert "参加1" in stage.texts(COORDINATOR)

        await stage.press(COORDINATOR, "✎ 修改")
        await stage.press(COORDINATOR, "时间")
        await stage.say(COORDINATOR, "12月16日下午3点")
        await stage.press(COORDINATOR, "确认")
        old, new = invitations(stage, LEADER)
        assert "最新消息" in str(old["caption"])
        assert "reply_markup" not in old
        assert "原定12月15日（周二）9:30" in str(new["caption"])
        await stage.press(LEADER, "我参加")

        await stage.to("2026-12-16 14:50")
        assert "2小时" in stage.texts(LEADER)
        await stage.press(COORDINATOR, "显示签到码")
        [shown] = [b for b in stage.bodies(COORDINATOR) if "photo" in b]
        code = re.search(r"(\d{3}) (\d{3})", str(shown["caption"]))
        assert code
        await asyncio.gather(*(stage.say(one, code[1] + code[2]) for one in (LEADER, PRINCIPAL, LIAISON)))
        assert all("签到成功" in stage.texts(one) for one in (LEADER, PRINCIPAL, LIAISON))
        await stage.to("2026-12-16 14:51")
        [shown] = [b for b in stage.bodies(COORDINATOR) if "photo" in b]
        assert "已签到3人" in str(shown["caption"])
        assert f"{code[1]} {code[2]}" not in str(shown["caption"])

        await stage.to("2026-12-16 17:10")
        await stage.say(COORDINATOR, "/event")
        await stage.press(COORDINATOR, "行政应诉实务培训")
        await stage.press(COORDINATOR, "结束签到")
        assert "已签到3人" in stage.texts(COORDINATOR)
        await stage.press(COORDINATOR, "签到表")
        sheet = next(b for b in stage.bodies(COORDINATOR) if "document" in b)
        assert sheet["document"]["file_name"] == "行政应诉实务培训签到表.xlsx"
        await stage.press(LEADER, "填写反馈")
        await stage.press(LEADER, "很好")
        await stage.press(LEADER, "跳过")
        await stage.press(LEADER, "发送")
        assert "感谢您的反馈" in stage.texts(LEADER)
