"""A plain hearing is reported with two taps; what was taken without asking is marked, and one tap from right."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.services.hall.desk import Desk
from bot.store.tables import HearingResult, Person
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-14 10:00"
OVER = "2026-12-16 10:00"


async def stored(rig: Rig) -> HearingResult:
    [row] = await rig.database.read(lambda s: s.exec(select(HearingResult)).all())
    return row


async def test_a_plain_hearing_is_reported_with_two_taps(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to(OVER)
    await rig.press(county.liaison, "负责人已出庭")
    preview = rig.last(county.liaison)
    assert preview.labels == ["✓ 提交", "更改", "取消", "中途离庭", "未发言", "视频出庭"]
    for line in (
        "出庭负责人</b>：张明副局长（预填）",
        "全程在庭</b>：是（预填）",
        "是否发言</b>：是（预填）",
        "线上出庭</b>：否（预填）",
        "到庭人员</b>：本机关工作人员（预填）",
    ):
        assert line in preview.text
    await rig.press(county.liaison, "✓ 提交", preview)
    told = await stored(rig)
    assert (told.leader_name, told.stayed, told.spoke, told.video, told.on_settlement) == (
        "张明", True, True, False, None,
    )  # fmt: skip
    assert "计为：已出庭" in rig.last(county.liaison).text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("label", "field", "value"),
    [("中途离庭", "stayed", False), ("未发言", "spoke", False), ("视频出庭", "video", True)],
)
async def test_what_was_otherwise_is_one_tap_more(
    rig: Rig, county: County, label: str, field: str, value: bool
) -> None:
    await steps.confirmed(rig, county)
    await rig.to(OVER)
    await rig.press(county.liaison, "负责人已出庭")
    preview = rig.last(county.liaison)
    await rig.press(county.liaison, label, preview)
    assert label not in preview.labels
    assert preview.text.count("（预填）") == 4
    await rig.press(county.liaison, "✓ 提交", preview)
    assert getattr(await stored(rig), field) is value


@pytest.mark.slow
async def test_who_appeared_is_asked_where_nobody_had_said_yes(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "张明")
    await rig.to(OVER)
    await rig.press(county.liaison, "负责人已出庭")
    asked = rig.last(county.liaison)
    assert "哪位负责人" in asked.text
    assert asked.labels[0] == "张明副局长", "who was named first stands first"
    await rig.press(county.liaison, "李建国", asked)
    preview = rig.last(county.liaison)
    assert "出庭负责人</b>：李建国局长\n" in preview.text, "what was said is not marked as filled in"
    await rig.press(county.liaison, "✓ 提交", preview)
    assert (await stored(rig)).leader_name == "李建国"


@pytest.mark.slow
async def test_a_leader_who_stayed_away_without_a_reason_is_three_taps(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to(OVER)
    await rig.press(county.liaison, "负责人未出庭")
    await rig.press(county.liaison, "未说明理由")
    preview = rig.last(county.liaison)
    assert preview.labels == [
        "✓ 提交",
        "更改",
        "取消",
        "改为本机关工作人员和律师",
        "改为受委托组织的工作人员",
        "其他到庭人员…",
    ]
    await rig.press(county.liaison, "✓ 提交", preview)
    assert "计为：无正当理由未出庭" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_an_absence_that_was_reported_before_is_two_taps_and_knows_who_came(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await rig.press(county.liaison, "申报不能出庭")
    await rig.press(county.liaison, "电话答复")
    await rig.press(county.liaison, "意外事件")
    await rig.say(county.liaison, "车祸住院")
    await rig.press(county.liaison, "尚未备齐")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "工作人员和律师")
    await rig.say(county.liaison, "何伟 执法队员")
    await rig.say(county.liaison, "罗律师")
    await rig.press(county.liaison, "否")
    await rig.press(county.liaison, "提交")
    await rig.to(OVER)
    await rig.press(county.liaison, "负责人未出庭")
    preview = rig.last(county.liaison)
    assert "到庭人员</b>：本机关工作人员和律师（预填）" in preview.text
    assert "工作人员</b>：何伟 执法队员（预填）" in preview.text
    assert "律师</b>：罗律师（预填）" in preview.text
    await rig.press(county.liaison, "✓ 提交", preview)
    assert (await stored(rig)).staff == "何伟 执法队员"


@pytest.mark.slow
async def test_a_correction_presumes_nothing_that_was_not_reported(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to(OVER)
    await rig.press(county.liaison, "负责人已出庭")
    await rig.press(county.liaison, "提交")
    await rig.press(county.liaison, "更正反馈")
    await rig.say(county.liaison, "核对笔录")
    preview = rig.last(county.liaison)
    assert "（预填）" not in preview.text
    assert preview.labels == ["✓ 提交", "更改", "取消"]


@pytest.mark.slow
async def test_said_in_words_it_is_a_preview_as_well(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to(OVER)
    await rig.say(county.liaison, "行初12号负责人已出庭")
    assert "✓ 提交" in rig.last(county.liaison).labels
    assert "张明副局长（预填）" in rig.last(county.liaison).text


async def test_how_the_leader_took_part_is_taken_from_the_words(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to(OVER)
    await rig.say(county.liaison, "12号案昨天开庭了，张明副局长出庭，全程在庭，没有发言")
    preview = rig.last(county.liaison)
    assert "全程在庭</b>：是" in preview.text
    assert "全程在庭</b>：是（预填）" not in preview.text
    assert "是否发言</b>：否" in preview.text
    assert "未采用" not in preview.text
    await rig.press(county.liaison, "✓ 提交", preview)
    told = await stored(rig)
    assert (told.leader_name, told.stayed, told.spoke) == ("张明", True, False)


async def test_who_appears_is_a_result_once_one_is_awaited_and_a_plan_before(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.say(county.liaison, "行初12号今天开庭，张明副局长出庭")
    assert "✓ 提交" not in rig.last(county.liaison).labels
    await rig.press(county.liaison, "取消")
    await rig.to(OVER)
    await rig.say(county.liaison, "行初12号昨天开庭，张明副局长出庭")
    assert "✓ 提交" in rig.last(county.liaison).labels


@pytest.mark.slow
async def test_a_restart_in_the_middle_and_english(rig: Rig, county: County) -> None:
    """The draft is a row: whoever begins again later finds it as it was, in the language chosen meanwhile."""
    await steps.confirmed(rig, county)
    await rig.to(OVER)
    await rig.press(county.liaison, "负责人已出庭")
    await rig.press(county.liaison, "未发言")

    def english(desk: Desk) -> None:
        person = desk.session.get_one(Person, county.ids[county.liaison])
        person.language = "en"
        desk.session.add(person)

    await rig.work(english)
    serial = next(data.split(":")[1] for row in rig.last(county.liaison).buttons for _, data in row)
    await rig.press_data(county.liaison, f"fm:{serial}:p:0", rig.last(county.liaison))
    preview = rig.last(county.liaison)
    assert "Spoke</b>: No\n" in preview.text
    assert "Stayed throughout</b>: Yes (filled in for you)" in preview.text
    assert preview.labels == ["✓ Report", "Change it", "Cancel", "Left early", "Took part by video"]
    await rig.press(county.liaison, "Report", preview)
    assert (await stored(rig)).spoke is False
