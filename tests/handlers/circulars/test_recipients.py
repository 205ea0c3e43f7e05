"""Recipients: all is a button that says how many; by kind, branch, name or as an earlier one; nothing is nobody."""

import re

from bot.domain.agencies.audiences import Audience
from bot.domain.hall.terms import AgencyKind, CircularState
from tests.builders import County
from tests.handlers.circulars.steps import LIAISONS, compose, newest, ready, send
from tests.rig import Rig


async def begin(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "请各单位于4月8日前报送。")
    await rig.press(county.coordinator, "发送对象")


async def finish(rig: Rig, county: County) -> Audience:
    for label in ("联络员", "完成", "选定"):
        await rig.press(county.coordinator, label)
    return Audience.from_json((await newest(rig)).audience or {})


async def test_all_is_a_button_that_says_how_many(rig: Rig, county: County) -> None:
    await begin(rig, county)
    shown = rig.last(county.coordinator)
    assert shown.labels == [
        f"全部（{len(LIAISONS)}个单位，{len(LIAISONS)}人）", "按单位类别", "按层级范围", "按单位名称", "取消",
    ]  # fmt: skip
    await rig.press(county.coordinator, "全部")
    assert f"已选：{len(LIAISONS)}个单位，{len(LIAISONS)}人" in rig.last(county.coordinator).text
    assert await finish(rig, county) == Audience()


async def test_nothing_chosen_is_refused_with_a_sentence_and_the_buttons_stay(rig: Rig, county: County) -> None:
    await begin(rig, county)
    for way in ("按单位类别", "按层级范围", "按单位名称"):
        await rig.press(county.coordinator, way)
        asked = rig.last(county.coordinator)
        before = asked.text
        await rig.press(county.coordinator, "完成", asked)
        assert "请至少" in rig.toast(), way
        assert rig.bot.find(county.coordinator, asked.message_id).text == before
        await rig.say(county.coordinator, "/cancel")
        assert (await newest(rig)).audience is None
        await rig.press(county.coordinator, "发送对象")


async def test_a_name_typed_under_the_recipients_is_no_text_of_the_circular(rig: Rig, county: County) -> None:
    await begin(rig, county)
    await rig.press(county.coordinator, "全部")
    for label in ("联络员", "完成"):
        await rig.press(county.coordinator, label)
    parts = (await newest(rig)).parts
    await rig.say(county.coordinator, "县公安局")
    assert (await newest(rig)).parts == parts
    assert "选定" in "".join(rig.last(county.coordinator).labels), "the question stands below"
    await rig.press(county.coordinator, "选定")
    await rig.say(county.coordinator, "请于月底前报送。")
    assert len((await newest(rig)).parts) == len(parts) + 1


async def test_by_kind(rig: Rig, county: County) -> None:
    await begin(rig, county)
    await rig.press(county.coordinator, "按单位类别")
    await rig.press(county.coordinator, "乡镇")
    assert "已选：1个单位，1人" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "完成")
    assert await finish(rig, county) == Audience(kinds=(AgencyKind.TOWNSHIP,))


async def test_a_kind_and_a_unit_besides_are_a_union_and_each_says_how_many_it_brings(rig: Rig, county: County) -> None:
    """The unit alone had been the answer: the kind was dropped as soon as one was named."""
    await begin(rig, county)
    await rig.press(county.coordinator, "按单位类别")
    for label in ("街道", "乡镇", "完成", "联络员", "完成"):
        await rig.press(county.coordinator, label)
    await rig.press(county.coordinator, "✎ 另加单位")
    await rig.press(county.coordinator, "县自然资源局")
    await rig.press(county.coordinator, "完成")
    preview = rig.last(county.coordinator).text
    assert "已选：3个单位，3人" in preview
    assert "单位名单：济河街道、泉林镇、县自然资源局" in preview
    await rig.press(county.coordinator, "选定")
    card = rig.last(county.coordinator).text
    for words in ("街道（1个单位，1人）", "乡镇（1个单位，1人）", "另加：县自然资源局", "共3个单位3人"):
        assert words in card, words
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "用此标题")
    assert "街道（1个单位，1人）" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    for user in (county.liaison, county.street_liaison, county.town_liaison):
        assert "请各单位于4月8日前报送。" in rig.last(user).text
    assert not rig.bot.chat(county.police_liaison)


async def test_changing_the_way_leaves_nothing_of_the_old_one(rig: Rig, county: County) -> None:
    await begin(rig, county)
    await rig.press(county.coordinator, "按单位类别")
    for label in ("乡镇", "完成", "联络员", "完成"):
        await rig.press(county.coordinator, label)
    await rig.press(county.coordinator, "✎ 发送对象")
    await rig.press(county.coordinator, "按单位名称")
    await rig.say(county.coordinator, "公安")
    await rig.press(county.coordinator, "选定")
    assert Audience.from_json((await newest(rig)).audience or {}) == Audience(agencies=(county.police,))


async def test_by_part_of_a_name(rig: Rig, county: County) -> None:
    await begin(rig, county)
    await rig.say(county.coordinator, "公安")
    assert "已选：1个单位，1人" in rig.last(county.coordinator).text
    assert await finish(rig, county) == Audience(agencies=(county.police,))
    await rig.press(county.coordinator, "发送对象")
    await rig.press(county.coordinator, "取消")


async def test_a_name_that_is_nobody_s_is_refused(rig: Rig, county: County) -> None:
    await begin(rig, county)
    await rig.say(county.coordinator, "水利")
    assert "“水利”" in rig.last(county.coordinator).text
    assert "按单位名称" in rig.last(county.coordinator).labels


async def test_as_an_earlier_one(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    first = await newest(rig)
    await rig.to("2026-04-02 10:00")
    assert (await newest(rig)).state is CircularState.FINISHED
    await begin(rig, county)
    await rig.press(county.coordinator, "同以往通知")
    await rig.press(county.coordinator, first.title[:8])
    assert f"已选：{len(LIAISONS)}个单位，{len(LIAISONS)}人" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "选定")
    assert Audience.from_json((await newest(rig)).audience or {}).recipients_of == first.id


async def test_pages_say_where_one_is(rig: Rig, county: County) -> None:
    await begin(rig, county)
    await rig.press(county.coordinator, "按单位名称")
    shown = rig.last(county.coordinator)
    assert re.search(r"第1\D*2页", shown.text)
    assert len(shown.labels) <= 12


async def test_a_draft_of_before_is_asked_how_to_choose(rig: Rig, county: County) -> None:
    """A form that stood while the bot was brought up to date: nothing ticked had meant everybody."""
    from bot.domain.hall.forms import State
    from bot.services.hall import drafts
    from tests import builders

    await compose(rig, county.coordinator, "请各单位报送。")
    found = await newest(rig)
    actor = await builders.person(rig, county.coordinator)
    old = State({"branches": [], "kinds": []}, "roles", 3)
    await rig.work(lambda desk: drafts.save(desk, "circular.to", old, {"circular": found.id}), actor=actor)
    [shown] = await rig.say(county.coordinator, "/menu")
    for data in ("fm:3:t:liaison", "fm:4:d"):
        await rig.press_data(county.coordinator, data, shown)
    assert "按单位类别" in shown.labels


async def test_in_english_too(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/language")
    await rig.press(county.coordinator, "English")
    await compose(rig, county.coordinator, "Please report by Apr 8.")
    await rig.press(county.coordinator, "Recipients")
    shown = rig.last(county.coordinator)
    assert "Who shall get it?" in shown.text
    assert shown.labels[:4] == [
        f"All: {len(LIAISONS)} people, {len(LIAISONS)} agencies", "By kind", "By branch", "By name",
    ]  # fmt: skip


async def test_invitations_are_chosen_the_same_way(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/event 业务培训 4月15日上午9:30 县政府三楼会议室 行政应诉实务培训")
    for label in ("联络员", "完成"):
        await rig.press(county.coordinator, label)
    assert any(label.startswith("全部（") for label in rig.last(county.coordinator).labels)
    await rig.say(county.coordinator, "公安")
    assert "将邀请1个单位的1人" in rig.last(county.coordinator).text
    assert "单位名单：县公安局" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "发出邀请")
    assert "行政应诉实务培训" in rig.last(county.police_liaison).text
    assert not any("行政应诉实务培训" in m.text for m in rig.bot.chat(county.liaison))
