"""What is got ready before a hearing: the checklist of the working day before, ticked in that very message."""

import pytest
from sqlmodel import select

from bot.store.tables import AuditEntry
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.hearings.steps import appearances, confirmed
from tests.rig import Rig

START = "2026-12-01 10:00"
EVE = "2026-12-14 09:01"
GONE = "该内容已不存在，或者您无权查看。"
NOT_YOURS = "您没有此项操作的权限。如有疑问，请与主管部门联系。"


@pytest.fixture
async def eve(rig: Rig, county: County) -> Shown:
    """The hearing among the matters of the one list of the working day before, gone through one by one."""
    await confirmed(rig, county)
    [listed] = [m for m in await rig.to(EVE) if m.chat_id == county.liaison and "12月14日（周一），2项" in m.text]
    assert "② 开庭 行初12号" in listed.text
    await rig.press(county.liaison, "逐项办理", listed)
    shown = rig.last(county.liaison)
    await rig.press(county.liaison, "下一项", shown)
    return shown


async def test_the_list_is_ticked_thing_by_thing_in_one_message(rig: Rig, county: County, eve: Shown) -> None:
    assert "□ 加盖公章的负责人身份证明\n□ 授权委托书\n□ 负责人发言提纲" in eve.text
    before = len(rig.bot.messages)
    await rig.press(county.liaison, "提纲已备好", eve)
    assert "□ 授权委托书\n☑ 负责人发言提纲" in eve.text
    assert "提纲已备好" not in eve.labels
    await rig.press(county.liaison, "材料已备齐", eve)
    assert "☑ 加盖公章的负责人身份证明\n☑ 授权委托书\n☑ 负责人发言提纲" in eve.text
    assert len(rig.bot.messages) == before
    assert [one.facts["prepared"] for one in await appearances(rig)] == [["identity", "proxy", "outline"]]


async def test_a_second_tap_writes_nothing_down(rig: Rig, county: County, eve: Shown) -> None:
    data = next(data for row in eve.buttons for label, data in row if label == "提纲已备好")
    for _ in range(2):
        await rig.press_data(county.liaison, data, eve)
    written = await rig.database.read(
        lambda s: s.exec(select(AuditEntry).where(AuditEntry.action == "papers_ready")).all()
    )
    assert [one.new for one in written] == [{"ready": False, "prepared": ["outline"]}]


async def test_who_does_not_keep_the_hearing_ticks_nothing(rig: Rig, county: County, eve: Shown) -> None:
    data = next(data for row in eve.buttons for label, data in row if label == "提纲已备好")
    for user, answer in ((county.leader, NOT_YOURS), (county.police_liaison, GONE)):
        [menu] = await rig.say(user, "/menu")
        await rig.press_data(user, data, menu)
        assert rig.toast() == answer
    [menu] = await rig.say(county.liaison, "/menu")
    await rig.press_data(county.liaison, data.replace("outline", "judge"), menu)
    assert not (await appearances(rig))[0].facts.get("prepared")


async def test_a_certificate_that_must_be_mended_is_ready_no_more(rig: Rig, county: County, eve: Shown) -> None:
    await rig.press(county.liaison, "材料已备齐", eve)
    await rig.press(county.liaison, "出庭材料")
    await rig.press(county.liaison, "法院告知补正身份证明")
    assert "□ 加盖公章的负责人身份证明\n☑ 授权委托书" in eve.text
    assert "材料已备齐" in eve.labels
