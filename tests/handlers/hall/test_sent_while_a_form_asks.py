"""A paper, a hearing, a file or a command sent while a form asks something else: no answer to it, and never lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.store.tables import Appearance, Case, Draft, Hearing, Paper
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-01 10:00"
OTHER = "（2026）鲁0831行初77号"
JUDGMENT = f"{OTHER} 判决书 今天收到"


async def numbers(rig: Rig, table: Any) -> list[str]:
    """The case numbers of the rows of a table of papers or hearings."""
    statement = select(Case.number).join(table, table.case_id == Case.id)
    return sorted(await rig.database.read(lambda s: s.exec(statement).all()))


async def drafted(rig: Rig, county: County, telegram_id: int) -> Draft | None:
    return await rig.database.read(lambda s: s.get(Draft, county.ids[telegram_id]))


async def at_the_lawyer(rig: Rig, county: County) -> None:
    """The liaison officer reports that no leader can come, and is asked for the lawyer's name."""
    await steps.entered(rig, county)
    await rig.press(county.liaison, "申报不能出庭")
    await rig.press(county.liaison, "电话答复")
    await rig.press(county.liaison, "意外事件")
    await rig.say(county.liaison, "车祸住院")
    await rig.press(county.liaison, "尚未备齐")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "工作人员和律师")
    await rig.say(county.liaison, "何伟 执法队员")
    assert "律师姓名" in rig.last(county.liaison).text


async def report(rig: Rig, county: County) -> None:
    await rig.press(county.liaison, "否")
    await rig.press(county.liaison, "提交")


@pytest.mark.slow
async def test_a_paper_typed_at_the_lawyers_name_waits_and_comes_up_afterwards(rig: Rig, county: County) -> None:
    await at_the_lawyer(rig, county)
    [kept] = await rig.say(county.liaison, JUDGMENT)
    assert OTHER in kept.text
    assert "未填完" in kept.text
    assert "待其登记或取消后即为您调出" in kept.text
    await rig.press(county.liaison, "继续填写", kept)
    assert "律师姓名" in rig.last(county.liaison).text
    await rig.say(county.liaison, "赵律师")
    await report(rig, county)
    [row] = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
    assert row.absence["counsel"] == "赵律师"
    preview = rig.last(county.liaison)
    assert OTHER in preview.text
    assert "裁判结果" in preview.text


@pytest.mark.slow
async def test_it_waits_also_where_nobody_presses_anything(rig: Rig, county: County) -> None:
    await at_the_lawyer(rig, county)
    await rig.say(county.liaison, JUDGMENT)
    await rig.say(county.liaison, f"/hearing {OTHER} 12月22日上午9:30 县法院第三审判庭")
    await rig.send_file(county.liaison, "传票.jpg", b"x", mime="image/jpeg")
    await rig.say(county.liaison, "赵律师")
    await report(rig, county)
    assert OTHER in rig.last(county.liaison).text
    await rig.say(county.liaison, "/cancel")
    assert "12月22日（周二）9:30" in rig.last(county.liaison).text
    await rig.press(county.liaison, "✓ 确认", rig.last(county.liaison))
    assert "【收到文书】" in rig.last(county.liaison).text
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    assert [one["name"] for one in draft.data["files"]] == ["传票.jpg"]


@pytest.mark.slow
async def test_what_was_the_answer_after_all_is_taken_as_it(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await rig.press(county.liaison, "申报不能出庭")
    await rig.press(county.liaison, "电话答复")
    await rig.press(county.liaison, "公务")
    [kept] = await rig.say(county.liaison, f"同日另有{OTHER}案，传票上写明负责人须到")
    assert "就是本题的回答" in kept.labels
    await rig.press(county.liaison, "就是本题的回答", kept)
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    assert draft.data["note"].startswith("同日另有")
    assert "queue" not in draft.context


@pytest.mark.slow
async def test_a_paper_typed_during_a_hearings_preview_comes_after_it(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, steps.LINE)
    preview = rig.last(county.liaison)
    await rig.say(county.liaison, JUDGMENT)
    await rig.press(county.liaison, "✓ 确认", preview)
    assert await numbers(rig, Hearing) == [steps.NUMBER]
    following = rig.last(county.liaison)
    assert OTHER in following.text
    assert "裁判结果" in following.text


@pytest.mark.slow
async def test_a_hearing_typed_during_a_papers_preview_comes_after_it(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{OTHER} 起诉状副本 今天收到")
    preview = rig.last(county.liaison)
    await rig.say(county.liaison, f"{OTHER} 12月22日上午9:30 县法院第三审判庭")
    await rig.press(county.liaison, "✓ 登记", preview)
    assert await numbers(rig, Paper) == [OTHER]
    await rig.press(county.liaison, "✓ 确认", rig.last(county.liaison))
    assert await numbers(rig, Hearing) == [OTHER]


@pytest.mark.slow
async def test_a_hearing_line_is_never_the_place_of_another(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/hearing")
    await rig.say(county.liaison, steps.NUMBER)
    await rig.say(county.liaison, "12月15日上午9:30")
    assert "哪里" in rig.last(county.liaison).text or "地点" in rig.last(county.liaison).text
    await rig.say(county.liaison, f"{OTHER} 12月22日上午9:30 县法院第三审判庭")
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    assert "place" not in draft.data
    assert [one["values"]["number"] for one in draft.context["queue"]] == [OTHER]


@pytest.mark.slow
async def test_two_hearings_of_one_case_are_both_offered(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, steps.LINE)
    preview = rig.last(county.liaison)
    [asked] = await rig.say(county.liaison, f"{steps.NUMBER} 12月22日上午9:30 县法院第二审判庭")
    assert "放弃并重新开始" in asked.labels
    await rig.press(county.liaison, "✓ 确认", preview)
    assert "12月22日（周二）9:30" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_the_notice_of_the_new_date_fills_the_form_that_asks_for_it(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, f"{steps.NUMBER} 改于12月18日下午2:30在县法院第三审判庭开庭")
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    assert draft.form == "hearing.move"
    assert draft.data["when"].startswith("2026-12-18T14:30")


@pytest.mark.slow
async def test_a_bare_command_does_not_throw_a_preview_away(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{OTHER} 起诉状副本 今天收到")
    [asked] = await rig.say(county.liaison, "/paper")
    assert "未填完" in asked.text
    await rig.press(county.liaison, "继续填写", asked)
    assert OTHER in rig.last(county.liaison).text


@pytest.mark.slow
async def test_old_buttons_do_not_record_what_followed(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, steps.LINE)
    preview = rig.last(county.liaison)
    confirm = next(data for row in preview.buttons for text, data in row if "确认" in text)
    await rig.say(county.liaison, f"{OTHER} 起诉状副本 今天收到 直接送达")
    await rig.press_data(county.liaison, confirm, preview)
    await rig.press_data(county.liaison, confirm, preview)
    assert await numbers(rig, Paper) == []


# -- edited messages -----------------------------------------------------------------------------------------------


def sent(rig: Rig, draft: Draft) -> int:
    return int(draft.context["heard"][-1]["message"])


@pytest.mark.slow
async def test_the_preview_follows_an_edited_message(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{OTHER} 起诉状副本 今天收到")
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    message = sent(rig, draft)
    await rig.press(county.liaison, "邮寄")
    said = await rig.edit(county.liaison, message, f"{OTHER} 应诉通知书 昨天收到")
    assert "已随之更新" in said[0].text
    assert "应诉通知书" in said[-1].text
    assert "11月30日（周一）" in said[-1].text
    assert "起诉状" not in said[-1].text
    assert "邮寄" in said[-1].text
    await rig.press(county.liaison, "✓ 登记", said[-1])
    [later] = await rig.edit(county.liaison, message, f"{OTHER} 应诉通知书 今天收到")
    assert "不会随之改变" in later.text
    assert OTHER in later.labels
    [paper] = await rig.database.read(lambda s: s.exec(select(Paper)).all())
    assert paper.served_on.isoformat() == "2026-11-30"


@pytest.mark.slow
async def test_an_edited_answer_is_followed_and_an_unreadable_one_changes_nothing(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/hearing")
    await rig.say(county.liaison, steps.NUMBER)
    await rig.say(county.liaison, "12月15日上午9:30")
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    said = await rig.edit(county.liaison, sent(rig, draft), "哪天都行")
    assert "请" in said[-1].text
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    assert draft.data["when"].startswith("2026-12-15T09:30")
    await rig.edit(county.liaison, sent(rig, draft), "12月16日上午9:30")
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    assert draft.data["when"].startswith("2026-12-16T09:30")


@pytest.mark.slow
async def test_what_waits_follows_too(rig: Rig, county: County) -> None:
    await at_the_lawyer(rig, county)
    await rig.say(county.liaison, JUDGMENT)
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    message = int(draft.context["queue"][0]["context"]["heard"][0]["message"])
    await rig.edit(county.liaison, message, f"{OTHER} 判决书 昨天收到")
    await rig.say(county.liaison, "赵律师")
    await report(rig, county)
    draft = await drafted(rig, county, county.liaison)
    assert draft is not None
    assert draft.data["served_on"] == "2026-11-30"


async def test_a_message_that_nothing_was_made_of_may_be_edited_in_silence(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "您好")
    assert await rig.edit(county.liaison, 2, "大家好") == []


@pytest.mark.slow
async def test_a_button_that_begins_the_same_form_anew_does_not_throw_the_preview_away(
    rig: Rig, county: County
) -> None:
    await rig.say(county.liaison, f"{OTHER} 起诉状副本 今天收到")
    await rig.press(county.liaison, "✓ 登记")
    card = rig.last(county.liaison)
    await rig.say(county.liaison, f"{OTHER} 12月22日上午9:30 县法院第三审判庭")
    await rig.press(county.liaison, "登记开庭", card)
    asked = rig.last(county.liaison)
    assert "未填完" in asked.text
    assert "可再点按钮办理" in asked.text
    assert "已留存" not in asked.text, "what a button began is not called up by itself: nothing is promised"
    await rig.press(county.liaison, "继续填写", asked)
    await rig.press(county.liaison, "✓ 确认")
    assert await numbers(rig, Hearing) == [OTHER]
    await rig.press(county.liaison, "登记开庭", card)
    assert "何时开庭" in rig.last(county.liaison).text
    await rig.press(county.liaison, "登记开庭", card)
    assert "何时开庭" in rig.last(county.liaison).text, "nothing but what the card knows: it is begun anew"
