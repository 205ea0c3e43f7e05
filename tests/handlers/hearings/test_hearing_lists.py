"""A court's list of hearings: previewed, confirmed line by line by each agency, corrected, sent back."""

import pytest

from bot.domain.hall.terms import HearingStatus
from tests.builders import County
from tests.handlers.hearings.steps import appearances, hearings
from tests.rig import Rig

START = "2026-12-01 10:00"
LIST = (
    "开庭公告\n"
    "（2026）鲁0831行初41号 泗水县公安局 12月21日上午9:00 第二审判庭\n"
    "（2026）鲁0831行初42号 泗水县自然资源和规划局 12月21日下午14:30 第二审判庭\n"
    "（2026）鲁0831行初43号 12月22日上午9:00 第二审判庭\n"
)


@pytest.mark.slow
async def test_a_courts_list_becomes_lines_that_each_agency_confirms(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.court_contact, LIST)
    assert "行初41号" in preview.text
    assert "被诉单位不明确" in preview.text, "a line without an agency is named, not guessed"
    await rig.press(county.court_contact, "登记以上各条")
    assert [h.status for h in await hearings(rig)] == [HearingStatus.PENDING] * 2
    police = rig.last(county.police_liaison)
    assert "行初41号" in police.text
    assert "行初42号" not in police.text
    assert await appearances(rig) == [], "nothing counts yet"
    await rig.press(county.police_liaison, "✓ 1")
    assert "指定出庭负责人" in rig.last(county.police_liaison).labels
    [first, second] = await hearings(rig)
    assert (first.status, second.status) == (HearingStatus.SCHEDULED, HearingStatus.PENDING)
    drafted = rig.last(county.court_contact)
    assert "行初41号" not in drafted.text, "who entered it sees what is settled"
    assert "行初42号" in drafted.text


@pytest.mark.slow
async def test_a_line_that_is_not_ours_goes_back_to_who_entered_it(rig: Rig, county: County) -> None:
    await rig.say(county.court_contact, LIST)
    await rig.press(county.court_contact, "登记以上各条")
    await rig.press(county.police_liaison, "✗ 1")
    assert (await hearings(rig))[0].status is HearingStatus.CANCELLED
    assert any("有误或不属于该单位" in m.text for m in rig.bot.chat(county.court_contact))


@pytest.mark.slow
async def test_a_line_can_be_corrected_before_it_counts(rig: Rig, county: County) -> None:
    await rig.say(county.court_contact, LIST)
    await rig.press(county.court_contact, "登记以上各条")
    await rig.press(county.police_liaison, "✎ 1")
    await rig.press(county.police_liaison, "✎ 时间")
    await rig.say(county.police_liaison, "12月23日上午10点")
    await rig.press(county.police_liaison, "确认")
    found = {(h.status, h.starts_at.day, h.starts_at.hour) for h in await hearings(rig)}
    assert (HearingStatus.SCHEDULED, 23, 2) in found
    assert (HearingStatus.CANCELLED, 21, 1) in found


@pytest.mark.slow
async def test_the_enterer_may_confirm_all_and_the_same_list_again_adds_nothing(rig: Rig, county: County) -> None:
    await rig.say(county.court_contact, LIST)
    await rig.press(county.court_contact, "登记以上各条")
    await rig.press(county.court_contact, "全部确认")
    await rig.say(county.court_contact, LIST)
    await rig.press(county.court_contact, "登记以上各条")
    found = await hearings(rig)
    assert [h.status for h in found] == [HearingStatus.SCHEDULED] * 2


@pytest.mark.slow
async def test_of_two_lines_of_one_case_only_the_first_is_confirmed_with_all(rig: Rig, county: County) -> None:
    line = "（2026）鲁0831行初41号 泗水县公安局 12月21日上午9:00 第二审判庭"
    await rig.say(county.court_contact, f"{line}\n{line.replace('21日', '28日')}")
    await rig.press(county.court_contact, "登记以上各条")
    await rig.press(county.court_contact, "全部确认")
    assert "已确认1条" in rig.toast()
    assert [h.status for h in await hearings(rig)] == [HearingStatus.SCHEDULED, HearingStatus.PENDING]


@pytest.mark.slow
async def test_the_preview_of_a_list_counts_only_what_can_be_recorded(rig: Rig, county: County) -> None:
    good = "（2026）鲁0831行初21号 县公安局 12月16日上午9:00 第一审判庭"
    bad = "（2026）鲁0831行初22号 县公安局 2月30日上午9:00 第一审判庭"
    [preview] = await rig.say(county.court_contact, f"{good}\n{good.replace('21', '23')}\n{bad}")
    assert "2行，另有1行无法登记" in preview.text
    await rig.press(county.court_contact, "登记以上各条")
    assert len(await hearings(rig)) == 2


@pytest.mark.slow
async def test_a_list_of_which_nothing_can_be_recorded_cannot_be_confirmed(rig: Rig, county: County) -> None:
    bad = "（2026）鲁0831行初22号 某某单位 12月16日上午9:00 第一审判庭"
    [preview] = await rig.say(county.court_contact, f"{bad}\n{bad.replace('22', '23')}")
    assert "没有可登记的行" in preview.text
    assert not any("登记以上各条" in label for label in preview.labels)
