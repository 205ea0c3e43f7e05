"""A text that nobody took gets what it may mean as buttons, which take it along; by role."""

import pytest

from tests.builders import County
from tests.handlers.day.steps import NUMBER, record
from tests.rig import Rig


async def test_the_four_meanings_of_a_liaison_officer(rig: Rig, county: County) -> None:
    [shown] = await rig.say(county.liaison, "王某某诉我局那个案子")
    assert "看不出要办什么" in shown.text
    assert "/menu" not in shown.text
    assert shown.labels == ["查案件", "登记开庭", "收到文书", "我的待办", "全部功能"]


async def test_the_search_uses_what_was_typed(rig: Rig, county: County) -> None:
    await record(rig, county, plaintiff="欧阳秋实")
    [shown] = await rig.say(county.liaison, "欧阳秋实")
    await rig.press(county.liaison, "查案件", shown)
    assert NUMBER in rig.last(county.liaison).text + str(rig.last(county.liaison).labels)
    assert "看不出" in shown.text, "the answer keeps its place"


async def test_the_hearing_begins_with_what_was_typed(rig: Rig, county: County) -> None:
    [shown] = await rig.say(county.liaison, "县法院第二审判庭")
    assert "看不出要办什么" in shown.text
    await rig.press(county.liaison, "登记开庭", shown)
    await rig.say(county.liaison, NUMBER)
    await rig.say(county.liaison, "4月15日上午9:30")
    said = rig.last(county.liaison).text
    assert "第二审判庭" in said
    assert "请核对" in said


async def test_the_paper_begins_with_what_was_typed(rig: Rig, county: County) -> None:
    [shown] = await rig.say(
        county.liaison, "请各科室在收到法院传票以后第一时间报法规科登记，以免影响出庭报备和答辩，谢谢配合。"
    )
    assert "看不出" in shown.text, shown.text
    await rig.press(county.liaison, "收到文书", shown)
    asked = rig.last(county.liaison).text
    assert "【收到文书】" in asked
    assert "请输入案号" in asked, "the summons that the text names is taken over, so that the number comes next"


async def test_a_case_that_is_named_is_opened_and_begun_from(rig: Rig, county: County) -> None:
    await record(rig, county)
    [shown] = await rig.say(county.liaison, f"{NUMBER} 那个事怎么样了")
    assert shown.labels == [NUMBER, "登记开庭", "收到文书", "我的待办", "全部功能"]
    await rig.press(county.liaison, NUMBER, shown)
    assert "【案件】" in rig.last(county.liaison).text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("coordinator", ["查案件", "登记开庭", "收到文书", "我的待办", "全部功能"]),
        ("principal", ["查案件", "我的待办", "全部功能"]),
        ("observer", ["查案件", "我的待办", "全部功能"]),
        ("court_contact", ["查案件", "登记开庭", "全部功能"]),
        ("admin", ["查找", "全部功能"]),
        ("leader", ["全部功能"]),
    ],
)
async def test_nobody_gets_a_button_that_he_may_not_use(rig: Rig, county: County, who: str, labels: list[str]) -> None:
    user = getattr(county, who)
    [shown] = await rig.say(user, "某某某那个案子的材料放在哪里")
    if who in ("leader", "principal"):
        await rig.say(user, "/cancel")
    assert shown.labels == labels, shown.text
    for label in labels:
        toasts = len(rig.bot.toasts)
        await rig.press(user, label, shown)
        assert not any("没有此项操作" in toast for _, toast, _ in rig.bot.toasts[toasts:]), label
        await rig.say(user, "/cancel")


async def test_permission_is_asked_when_it_is_pressed(rig: Rig, county: County) -> None:
    [shown] = await rig.say(county.liaison, "那个案子的材料放在哪里")
    number = next(data for row in shown.buttons for _, data in row if data.startswith("lt:")).rsplit(":", 1)[1]
    [other] = await rig.say(county.observer, "/menu")
    for data in (f"lt:hearing:{number}", f"lt:paper:{number}", f"lt:circular:{number}", "lt", "lt:find:99999"):
        before = len(rig.bot.messages)
        await rig.press_data(county.observer, data, other)
        assert rig.toast(), data
        assert len(rig.bot.messages) == before, data
    await rig.press_data(county.observer, f"lt:find:{number}", other)
    assert "重新发送" in rig.toast(), "nobody else's text is carried on"


async def test_an_old_button_says_that_the_text_is_gone(rig: Rig, county: County) -> None:
    [first] = await rig.say(county.liaison, "那个案子的材料放在哪里")
    for n in range(5):
        await rig.say(county.liaison, f"那个案子的材料{n}放在哪里")
    await rig.press(county.liaison, "登记开庭", first)
    assert "重新发送" in rig.toast()
    await rig.press(county.liaison, "我的待办", first)
    assert rig.last(county.liaison).message_id > first.message_id


async def test_in_english_too(rig: Rig, county: County) -> None:
    [shown] = await rig.say(county.labour_principal, "what about that case of last year")
    assert "It is not clear what is to be done" in shown.text
    assert shown.labels == ["Look up a case", "My duties", "All I can do"]
