"""A leader who cannot come: the procedure, its proof, what is still missing."""

import pytest

from bot.domain.hall.terms import AppearanceState
from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked, one, report_absence
from tests.rig import Rig

START = "2026-12-01 10:00"


@pytest.mark.slow
async def test_cannot_is_a_procedure_and_shows_what_is_missing(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await report_absence(rig, county.leader)
    await rig.press(county.leader, "提交")
    refused = await one(rig)
    assert refused.state is AppearanceState.CANNOT
    assert refused.absence["postponement"] == "asked"
    shown = rig.bot.chat(county.leader)[-1].text
    assert "尚缺" in shown
    for who in (county.liaison, county.coordinator):
        told = rig.last(who)
        assert "不能出庭" in told.text
        assert "参加全省防汛调度会议" in told.text
    await rig.press(county.liaison, "法院认可理由")
    await rig.press(county.liaison, "确认登记")
    assert "尚缺" not in rig.last(county.coordinator).text, "every part is there now"


@pytest.mark.slow
async def test_who_cannot_come_after_all_gets_the_hearing_out_of_the_calendar(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    await rig.press(county.leader, "更改答复")
    await rig.press(county.leader, "不能出庭")
    await report_absence(rig, county.leader)
    await rig.press(county.leader, "提交")
    files = [m.document[1] for m in rig.bot.chat(county.leader) if m.document]
    assert [b"METHOD:CANCEL" in content for content in files] == [False, True]
    await rig.press(county.leader, "更改答复")
    await rig.press(county.leader, "我出庭")
    files = [m.document[1] for m in rig.bot.chat(county.leader) if m.document]
    assert [b"METHOD:CANCEL" in content for content in files] == [False, True, False]


@pytest.mark.slow
async def test_who_cancels_the_procedure_can_still_answer_otherwise(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await rig.press(county.leader, "取消")
    await rig.press(county.leader, "我出庭")
    assert (await one(rig)).state is AppearanceState.CONFIRMED


@pytest.mark.slow
async def test_a_lawyer_alone_is_refused(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await report_absence(rig, county.leader, who="仅律师")
    shown = rig.last(county.leader)
    assert "不得仅委托律师出庭" in shown.text
    assert "法释〔2018〕1号第一百二十八条、第一百三十二条" in shown.text
    assert not any("提交" in label for label in shown.labels)
    assert (await one(rig)).state is AppearanceState.ASKED


@pytest.mark.slow
async def test_the_proof_may_come_later_and_the_postponement_is_recorded(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await rig.press(county.leader, "意外事件")
    await rig.say(county.leader, "车祸住院")
    await rig.press(county.leader, "尚未备齐")
    await rig.send_file(county.leader, "病历.jpg", b"jpeg", mime="image/jpeg")
    await rig.press(county.leader, "完成")
    await rig.press(county.leader, "本机关工作人员")
    await rig.say(county.leader, "何伟")
    await rig.press(county.leader, "是")
    await rig.press(county.leader, "提交")
    await rig.press(county.liaison, "材料已盖章")
    await rig.press(county.liaison, "不准延期")
    await rig.press(county.liaison, "确认登记")
    told = (await one(rig)).absence
    assert (told["proof"], told["postponement"], told["files"]) == ("sealed", "refused", 1)
