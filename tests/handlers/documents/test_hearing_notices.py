"""The notice of a hearing: from the bureau to the unit, and from the unit to its leader, who says that it was read."""

import pytest

from bot.domain.documents.documents import DocumentState
from tests.builders import County
from tests.handlers.documents.court_steps import document, opened, papers, read
from tests.handlers.hearings.steps import NUMBER, confirmed
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-12-01 10:00"
NOT_YOURS = "您没有此项操作的权限。如有疑问，请与主管部门联系。"


async def sent(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    card = await opened(rig, county.liaison, "出庭提醒")
    await rig.press(county.liaison, "提交", card)


async def test_a_unit_reminds_its_leader_who_reads_it_in_one_tap(rig: Rig, county: County) -> None:
    await sent(rig, county)
    said = await read(rig, "leader_notice")
    for line in (
        "行政机关负责人出庭提醒", "张明副局长：", f"案号 | {NUMBER}", "泗水县自然资源和规划局",
        "请携带的材料 | 本人身份证件、加盖公章的负责人身份证明、授权委托书、负责人发言提纲",
    ):  # fmt: skip
        assert line in said
    told = rig.last(county.leader)
    assert "【出庭提醒】张明副局长" in told.text
    assert "2026年12月15日（星期二）上午9时30分" in told.text
    assert (await document(rig, "leader_notice")).state is DocumentState.UNDER_WAY
    before = len(rig.bot.messages)
    await rig.press(county.leader, "收到", told)
    assert "您已确认阅知" in told.text
    assert "收到" not in told.labels
    assert (await document(rig, "leader_notice")).state is DocumentState.DONE
    assert [m.chat_id for m in rig.bot.messages[before:] if m.chat_id == county.leader] == []


async def test_nobody_else_reads_it_for_the_leader(rig: Rig, county: County) -> None:
    await sent(rig, county)
    data = next(d for row in rig.last(county.leader).buttons for label, d in row if label == "收到")
    [menu] = await rig.say(county.principal, "/menu")
    await rig.press_data(county.principal, data, menu)
    assert rig.toast() == NOT_YOURS
    assert (await document(rig, "leader_notice")).state is DocumentState.UNDER_WAY


async def test_a_second_tap_changes_nothing(rig: Rig, county: County) -> None:
    await sent(rig, county)
    told = rig.last(county.leader)
    data = next(d for row in told.buttons for label, d in row if label == "收到")
    await rig.press_data(county.leader, data, told)
    version = (await document(rig, "leader_notice")).version
    await rig.press_data(county.leader, data, told)
    assert (await document(rig, "leader_notice")).version == version


async def test_the_bureau_notifies_the_unit(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    hearing = (await papers(rig, county.liaison)).buttons[-1][0][1].split(":")[1]
    [menu] = await rig.say(county.coordinator, "/menu")
    await rig.press_data(county.coordinator, f"doc.hear:{hearing}:{county.resources}", menu)
    page = rig.last(county.coordinator)
    assert "出庭通知书" in page.labels
    assert "身份证明" not in page.labels
    await rig.press(county.coordinator, "出庭通知书", page)
    await rig.press(county.coordinator, "提交")
    said = await read(rig, "hearing_notice")
    assert said.startswith("行政机关负责人出庭应诉通知书\n泗水县自然资源和规划局：")
    assert said.rstrip().split("\n")[-2] == "泗水县司法局"
    one = await document(rig, "hearing_notice")
    assert (one.agency_id, one.addressee_id) == (county.justice, county.resources)


async def test_a_unit_does_not_write_for_the_bureau(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    page = await papers(rig, county.liaison)
    assert "出庭通知书" not in page.labels
    data = next(d for row in page.buttons for label, d in row if label == "出庭提醒")
    await rig.press_data(county.liaison, data.replace("leader_notice", "hearing_notice"), page)
    assert rig.toast() == NOT_YOURS
