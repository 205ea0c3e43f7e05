"""The story of a hearing on PostgreSQL: the same services, another engine."""

from pathlib import Path

from sqlmodel import select

from bot.domain.hall.terms import AppearanceState
from bot.store.tables import Appearance, HearingResult
from tests.builders import county
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"


async def test_from_the_entry_to_the_result(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00", database=postgres) as rig:
        place = await county(rig)
        await rig.say(place.liaison, f"/hearing {NUMBER} 3月18日上午9:30 县法院第二审判庭")
        await rig.press(place.liaison, "确认")
        await rig.press(place.liaison, "指定出庭负责人")
        await rig.press(place.liaison, "张明")
        await rig.press(place.leader, "我出庭")
        [one] = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
        assert one.state is AppearanceState.CONFIRMED
        [listed] = await rig.say(place.coordinator, "/hearings")
        assert NUMBER in listed.text
        [week] = await rig.say(place.coordinator, "/week")
        assert "没有开庭" in week.text
        sent = await rig.to("2026-03-19 10:00")
        assert any("今日要情" in m.text for m in sent if m.chat_id == place.coordinator)
        await rig.press(place.liaison, "负责人未出庭")
        await rig.press(place.liaison, "未说明理由")
        await rig.press(place.liaison, "✎ 到庭人员")
        await rig.press(place.liaison, "仅律师")
        await rig.press(place.liaison, "提交")
        [told] = await rig.database.read(lambda s: s.exec(select(HearingResult)).all())
        assert told.attended is False
