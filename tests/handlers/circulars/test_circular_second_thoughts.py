"""Who cancels a form about a circular finds the circular where it was; whoever approves can do so from the list."""

import pytest

from tests.builders import County
from tests.handlers.circulars.steps import TITLE, compose, newest, ready
from tests.rig import Rig


async def submit(rig: Rig, user: int) -> None:
    await rig.press(user, "提交审核")
    await rig.press(user, "立即发送")
    await rig.press(user, "✓ 发送")


@pytest.mark.slow
@pytest.mark.parametrize("button", ["标题与回复要求", "发送对象", "发送…"])
async def test_a_cancelled_form_leaves_the_card_as_it_was(rig: Rig, county: County, button: str) -> None:
    await ready(rig, county.coordinator)
    card = rig.last(county.coordinator)
    await rig.press(county.coordinator, button)
    await rig.press(county.coordinator, "取消")
    assert card.text.startswith(f"【通知】<b>{TITLE}")
    assert button in card.labels
    await rig.press(county.coordinator, button, card)
    assert "已失效" not in rig.toast()


@pytest.mark.slow
async def test_who_cancels_giving_back_can_still_approve(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, absence="是")
    await submit(rig, county.coordinator)
    asked = rig.last(county.coordinator2)
    await rig.press(county.coordinator2, "退回修改")
    await rig.press(county.coordinator2, "取消")
    await rig.press(county.coordinator2, "同意发送", asked)
    await rig.press(county.coordinator2, "确认同意发送", asked)
    assert "已由刘洋审核同意" in asked.text
    assert TITLE in rig.last(county.liaison).text
    await rig.to("2026-04-02 09:30")
    assert "状态：已发送" in asked.text


@pytest.mark.slow
async def test_the_request_is_decided_from_the_list_too(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, absence="是")
    await submit(rig, county.coordinator)
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    assert "同意发送" not in rig.last(county.coordinator).labels
    await rig.say(county.coordinator2, "/circulars")
    await rig.press(county.coordinator2, TITLE[:10])
    await rig.press(county.coordinator2, "同意发送", rig.last(county.coordinator2))
    await rig.press(county.coordinator2, "确认同意发送")
    assert TITLE in rig.last(county.liaison).text


@pytest.mark.slow
async def test_a_term_gone_by_is_said_before_the_time_is_asked(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.to("2026-04-09 09:00")
    before = len(rig.bot.chat(county.coordinator))
    await rig.press(county.coordinator, "发送…")
    assert "4月8日（周三）17:30早于发送时间" in rig.toast()
    assert "标题与回复要求" in rig.toast()
    assert len(rig.bot.chat(county.coordinator)) == before


@pytest.mark.slow
async def test_after_the_term_nobody_is_asked_to_meet_a_day_gone_by(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    await rig.to("2026-04-10 10:00")
    told = rig.last(county.police_principal)
    assert "应于4月8日（周三）17:30前签收，期限已过。" in told.text
    assert "请于4月8日" not in told.text
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.press(county.coordinator, "催办签收")
    nudged = rig.last(county.town_liaison)
    assert "应于4月8日（周三）17:30前签收，期限已过，请尽快点击“收到”。" in nudged.text
    assert "请于4月8日" not in nudged.text


@pytest.mark.slow
async def test_a_draft_is_offered_in_one_line(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "第一行\n第二行")
    await rig.say(county.coordinator, "/circular")
    assert rig.last(county.coordinator).labels[0] == "第一行 第二行"


@pytest.mark.slow
async def test_a_correction_says_how_its_text_is_changed(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.behind(county.coordinator, "更正")
    assert "如需更改正文" in rig.last(county.coordinator).text
    assert (await newest(rig)).replaces_id is not None


@pytest.mark.slow
async def test_older_cards_shrink_to_a_line_without_buttons(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "第一部分", "第二部分")
    *older, newest_card = [m for m in rig.bot.chat(county.coordinator) if "【通知】" in m.text]
    assert older
    assert all("最新情况见下方消息" in m.text and not m.labels for m in older)
    assert "内容已齐" in newest_card.labels
    await rig.press(county.coordinator, "内容已齐")
    assert "添加内容" in "".join(newest_card.labels)


@pytest.mark.slow
async def test_the_board_says_what_the_numbers_of_an_agency_count(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    assert "县自然资源局 未签收1/1" in rig.last(county.coordinator).text


@pytest.mark.slow
async def test_corrections_and_withdrawals_are_heard_and_told_apart_in_the_list(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    await rig.to("2026-04-02 10:00")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.behind(county.coordinator, "更正")
    await rig.press(county.coordinator, "发送…", rig.last(county.coordinator))
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    correction = rig.last(county.liaison)
    assert "【更正】" in correction.text
    assert not correction.silent
    await rig.to("2026-04-02 11:00")
    await rig.say(county.coordinator, "/circulars")
    listed = rig.last(county.coordinator).labels
    assert listed[0].startswith("【更正】")
    assert "未签收" not in listed[1]
    await rig.press(county.coordinator, "【更正】")
    await rig.behind(county.coordinator, "撤回…")
    await rig.press(county.coordinator, "撤回", rig.last(county.coordinator))
    withdrawal = rig.last(county.liaison)
    assert "【撤回】" in withdrawal.text
    assert not withdrawal.silent
