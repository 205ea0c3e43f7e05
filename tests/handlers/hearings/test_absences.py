"""When no leader comes: who is told, what may come in later, and what some rule books want besides."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import AppearanceState
from bot.law.facade import open_law
from bot.store.tables import Agency, Appearance
from tests.builders import County, county
from tests.rig import Rig, open_rig

START = "2026-12-01 10:00"
LINE = "/hearing （2026）鲁0831行初12号 12月15日上午9:30 县法院第二审判庭"
STRICT = """
format = 1

[book]
id = "strict"
title = "同意办法"
short_title = "同意办法"
region = "某县"
layer = "county"
builds_on = ["national"]
lead_organ = "county_justice_bureau"
verified = false

[params]
absence_consent = "government_principal"
"""


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def one(rig: Rig) -> Appearance:
    return (await rig.database.read(lambda s: s.exec(select(Appearance).order_by(col(Appearance.id))).all()))[-1]


async def asked(rig: Rig, place: County, leader: str = "张明") -> None:
    await rig.say(place.liaison, LINE)
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, leader)


async def declares(rig: Rig, user: int, *, proxy: bool = False) -> None:
    """No leader comes; the proof is not ready yet."""
    await rig.press(user, "不能出庭" if not proxy else "申报不能出庭")
    if proxy:
        await rig.press(user, "电话答复")
    await rig.press(user, "意外事件")
    await rig.say(user, "车祸住院")
    await rig.press(user, "尚未备齐")
    await rig.press(user, "完成")
    await rig.press(user, "本机关工作人员")
    await rig.say(user, "何伟")
    await rig.press(user, "否")


# -- the principal leader ----------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_the_principal_is_told_in_one_message_and_names_another_with_one_tap(rig: Rig, place: County) -> None:
    await asked(rig, place)
    before = len(rig.bot.chat(place.principal))
    await declares(rig, place.leader)
    await rig.press(place.leader, "提交")
    [told] = rig.bot.chat(place.principal)[before:]
    assert "李局长：张明副局长不能出庭" in told.text
    assert "车祸住院" in told.text
    assert told.labels[:3] == ["我出庭", "赵敏副局长", "其他人员（手动填写）"]
    await rig.press(place.principal, "赵敏副局长", told)
    row = await one(rig)
    assert (row.leader_name, row.state) == ("赵敏", AppearanceState.ASKED)
    assert "我出庭" in rig.last(place.leader2).labels
    assert "拟由赵敏副局长出庭，待答复" in rig.bot.find(place.principal, told.message_id).text


@pytest.mark.slow
async def test_the_principal_takes_it_on_from_that_message(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await declares(rig, place.leader)
    await rig.press(place.leader, "提交")
    await rig.press(place.principal, "我出庭")
    row = await one(rig)
    assert (row.leader_name, row.state) == ("李建国", AppearanceState.CONFIRMED)


@pytest.mark.slow
async def test_a_principal_who_reports_it_himself_is_not_told(rig: Rig, place: County) -> None:
    await asked(rig, place, "李建国")
    before = len(rig.bot.chat(place.principal))
    await declares(rig, place.principal)
    await rig.press(place.principal, "提交")
    assert [m for m in rig.bot.chat(place.principal)[before:] if "【负责人不能出庭】" in m.text] == []
    assert "不能出庭" in rig.last(place.coordinator).text


@pytest.mark.slow
async def test_the_message_follows_a_leader_who_comes_after_all(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await declares(rig, place.leader)
    await rig.press(place.leader, "提交")
    told = rig.last(place.principal)
    await rig.press(place.leader, "更改答复")
    await rig.press(place.leader, "我出庭")
    assert "张明副局长（已确认出庭）" in rig.bot.find(place.principal, told.message_id).text
    assert "我出庭" not in told.labels


# -- proof later -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("who", ["leader", "liaison", "principal"])
async def test_proof_is_attached_later_by_a_button_and_can_be_seen(rig: Rig, place: County, who: str) -> None:
    await asked(rig, place)
    await declares(rig, place.leader)
    await rig.press(place.leader, "提交")
    user = getattr(place, who)
    await rig.press(user, "补交证明材料")
    await rig.send_file(user, "病历.jpg", b"jpeg", mime="image/jpeg")
    await rig.press(user, "完成")
    await rig.press(user, "经主要负责人签字")
    await rig.press(user, "提交材料")
    absence = (await one(rig)).absence
    assert (absence["proof"], absence["files"]) == ("signed", 1)
    await rig.press(place.coordinator, "查看证明材料（1）")
    found = [m.document for m in rig.bot.chat(place.coordinator) if m.document]
    assert [content for _, content in found] == [b"jpeg"]


@pytest.mark.slow
async def test_strangers_neither_attach_nor_see_the_proof(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await declares(rig, place.leader)
    await rig.press(place.leader, "提交")
    row = await one(rig)
    await rig.say(place.town_liaison, "/hearings")
    for data in (f"ap.proof:{row.id}", f"ap.files:{row.id}"):
        count = len(rig.bot.chat(place.town_liaison))
        await rig.press_data(place.town_liaison, data, rig.last(place.town_liaison))
        assert rig.toast()
        assert len(rig.bot.chat(place.town_liaison)) == count


@pytest.mark.slow
async def test_proof_comes_too_late_once_a_leader_comes(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await declares(rig, place.leader)
    await rig.press(place.leader, "提交")
    await rig.press(place.liaison, "补交证明材料")
    await rig.send_file(place.liaison, "病历.jpg", b"jpeg", mime="image/jpeg")
    await rig.press(place.liaison, "完成")
    await rig.press(place.liaison, "加盖行政机关印章")
    await rig.press(place.leader, "更改答复")
    await rig.press(place.leader, "我出庭")
    await rig.press(place.liaison, "提交材料")
    assert "已失效" in rig.toast()
    assert (await one(rig)).absence == {}


# -- consent -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_consent_is_asked_for_and_recorded_later_where_the_rule_book_wants_it(tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    (books / "strict.toml").write_text(STRICT, encoding="utf-8")
    async with open_rig(tmp_path, start="2026-12-01 10:00", law=open_law(books)) as rig:
        place = await county(rig)
        await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "strict"))
        await asked(rig, place)
        await declares(rig, place.leader)
        assert "政府主要负责人是否同意" in rig.last(place.leader).text
        await rig.press(place.leader, "尚未")
        await rig.press(place.leader, "提交")
        assert "政府主要负责人" in rig.last(place.liaison).text
        await rig.press(place.liaison, "政府主要负责人已同意")
        assert (await one(rig)).absence["consent"] is True
        assert "政府主要负责人已同意" not in rig.last(place.liaison).labels


@pytest.mark.slow
async def test_without_such_a_rule_consent_is_not_mentioned(rig: Rig, place: County) -> None:
    await asked(rig, place)
    await declares(rig, place.leader)
    assert "政府主要负责人" not in rig.last(place.leader).text
    await rig.press(place.leader, "提交")
    assert not any("政府主要负责人" in label for label in rig.last(place.liaison).labels)
