"""What bears out a reason is a file; a signature that somebody claims is asked of the principal; staff have names."""

import pytest

from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked, one
from tests.rig import Rig

START = "2026-12-01 10:00"


async def claims(rig: Rig, user: int, proof: str, staff: str = "何伟 执法大队大队长", *, file: bool = False) -> None:
    for label in ("不能出庭", "意外事件"):
        await rig.press(user, label)
    await rig.say(user, "车祸住院")
    await rig.press(user, proof)
    if file:
        await rig.send_file(user, "证明.jpg", b"jpeg", mime="image/jpeg")
    for label in ("完成", "本机关工作人员"):
        await rig.press(user, label)
    await rig.say(user, staff)


@pytest.mark.slow
async def test_a_signature_claimed_by_another_is_asked_of_the_principal(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await claims(rig, county.leader, "经主要负责人签字")
    for label in ("否", "提交"):
        await rig.press(county.leader, label)
    assert "自报，尚缺材料" in rig.with_button(county.liaison, "补交证明材料").text
    question = rig.with_button(county.principal, "我已签字")
    assert "李局长" in question.text
    await rig.press(county.principal, "我已签字", question)
    assert "自报，尚缺材料" not in rig.with_button(county.liaison, "补交证明材料").text
    assert "尚缺" in rig.with_button(county.liaison, "补交证明材料").text, "only a file is proof"
    assert (await one(rig)).absence["signed_by"] == county.ids[county.principal]


@pytest.mark.slow
async def test_a_principal_who_did_not_sign_says_so_and_the_keepers_hear_it(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await claims(rig, county.leader, "经主要负责人签字")
    for label in ("否", "提交"):
        await rig.press(county.leader, label)
    question = rig.with_button(county.principal, "未签字")
    said = question.buttons[0][0][1]
    before = len(rig.bot.chat(county.liaison))
    await rig.press(county.principal, "未签字", question)
    assert (await one(rig)).absence["proof"] == "none"
    assert len(rig.bot.chat(county.liaison)) == before + 1
    await rig.press_data(county.liaison, said, rig.last(county.liaison))
    assert rig.toast().startswith(("您没有此项操作的权限", "该按钮已失效", "该内容已不存在"))


@pytest.mark.slow
async def test_with_a_file_nobody_is_asked_and_a_seal_without_one_is_a_claim(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await claims(rig, county.leader, "加盖行政机关印章")
    for label in ("否", "提交"):
        await rig.press(county.leader, label)
    assert "自报，尚缺材料" in rig.with_button(county.liaison, "补交证明材料").text
    assert not any("我已签字" in m.labels for m in rig.bot.chat(county.principal))
    await rig.press(county.liaison, "补交证明材料")
    await rig.send_file(county.liaison, "证明.jpg", b"jpeg", mime="image/jpeg")
    for label in ("完成", "提交材料"):
        await rig.press(county.liaison, label)
    assert "自报，尚缺材料" not in rig.with_button(county.liaison, "补交证明材料").text


@pytest.mark.slow
@pytest.mark.parametrize("staff", ["无", "待定", "本单位工作人员", "罗律师", "山东某律师事务所罗佳律师"])
async def test_staff_must_be_named_and_the_refusal_cites_its_article(rig: Rig, county: County, staff: str) -> None:
    await asked(rig, county)
    await claims(rig, county.leader, "尚未备齐", staff)
    assert "第一百二十八条" in rig.last(county.leader).text
    await rig.say(county.leader, "李和平、罗佳律师")
    assert "是否申请延期" in rig.last(county.leader).text
