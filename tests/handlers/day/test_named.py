"""Who types 菜单, 台账 or 取消 instead of a command has asked for it."""

import pytest

from bot.domain.reading import commanded
from tests.builders import County
from tests.rig import Rig

ASKED = {
    "菜单": "【菜单】", "主菜单": "【菜单】", "帮助": "【使用说明】", "怎么用？": "【使用说明】",
    "案件与文书": "【菜单】案件与文书", "待办": "未办结事项",
    "请打开台账。": "台账", "下载台账": "台账", "语言": "语言", "英文": "语言", "我是谁": "王芳",
    "联系方式": "人员", "统计": "出庭情况", "duties": "未办结事项", "Help": "【使用说明】",
}  # fmt: skip


async def test_a_word_that_names_a_command_is_one(rig: Rig, county: County) -> None:
    for text, shown in ASKED.items():
        await rig.say(county.liaison, text)
        assert shown in rig.last(county.liaison).text, text
        await rig.say(county.liaison, "取消")


async def test_a_word_that_names_what_one_is_not_offered_does_nothing(rig: Rig, county: County) -> None:
    for text in ("名册", "roster", "写通知"):
        await rig.say(county.leader, text)
        assert "名册" not in rig.last(county.leader).text, text
        assert "标题" not in rig.last(county.leader).text, text


async def test_the_name_of_a_button_that_one_is_not_offered_is_refused_as_its_command(rig: Rig, county: County) -> None:
    for text in ("/roster", "人员名册"):
        await rig.say(county.leader, text)
        assert "没有此项操作的权限" in rig.last(county.leader).text, text


async def test_in_a_form_cancel_menu_and_help_are_heard_and_nothing_else(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "收到文书")
    await rig.say(county.liaison, "帮助")
    assert "【使用说明】" in rig.last(county.liaison).text
    await rig.say(county.liaison, "台账")
    assert "没有从“台账”中读出案号" in rig.last(county.liaison).text
    await rig.say(county.liaison, "取消")
    assert rig.last(county.liaison).text == "已取消，未作任何登记。"
    await rig.say(county.liaison, "取消")
    assert "没有" in rig.last(county.liaison).text


def test_every_word_names_one_command() -> None:
    words = [word for words in (*commanded.ANYWHERE.values(), *commanded.ELSEWHERE.values()) for word in words]
    assert sorted(set(words)) == sorted(words)
    assert all(word == word.casefold() for word in words)


def test_every_word_is_of_a_command_there_is(rig: Rig) -> None:
    assert {*commanded.ANYWHERE, *commanded.ELSEWHERE} <= set(rig.router.commands)


@pytest.mark.parametrize("text", ["取消4月28日的开庭", "通知书收到", "单位意见：同意", "我参加", "", "。"])
def test_what_says_more_names_none(text: str) -> None:
    assert (commanded.anywhere(text), commanded.elsewhere(text)) == ("", "")
