"""/leader: one leader's year, own or of those below; evaluations by those who lead or assess."""

from __future__ import annotations

from sqlmodel import select

from bot.domain.hall.message import Html, plain
from bot.domain.hall.terms import Role
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, AuditEntry, Evaluation, Person
from tests.builders import County, appoint
from tests.fakes import Shown
from tests.handlers.figures.world import BEGINS, FIRST, number, principal_owed, said
from tests.rig import Rig

START = BEGINS


async def evaluations(rig: Rig) -> list[Evaluation]:
    return list(await rig.database.read(lambda session: session.exec(select(Evaluation)).all()))


async def test_a_leader_sees_the_own_year_and_nobody_elses(rig: Rig, here: County) -> None:
    [shown] = await rig.say(here.leader, "/leader")
    assert said(shown) == ["【负责人出庭】2026年 · 张明副局长", "县自然资源局", "出庭1件，发言1件（100.00%）"]
    assert "全部负责人" not in shown.labels
    for data in (f"fig.ld:{here.ids[here.principal]}:2026", f"fig.lh:{here.ids[here.police_leader]}:2026:0"):
        before = shown.text
        await rig.press_data(here.leader, data, shown)
        assert "不存在" in rig.toast()
        assert shown.text == before
    await rig.press_data(here.leader, "fig.ls:2026:0", shown)
    assert rig.toast()
    [own] = await rig.say(here.leader, "/leader 徐刚")
    assert "张明" in own.text, "a name is asked by those who see others"


async def test_who_keeps_the_cases_of_one_unit_and_leads_at_another_tells_leaders_apart_at_the_first(
    rig: Rig, here: County
) -> None:
    def also_leads(desk: Desk) -> None:
        holder = desk.session.get_one(Person, here.ids[here.liaison])
        appoint(desk, holder, Role.LEADER, desk.session.get_one(Agency, here.police))

    await rig.work(also_leads)
    [shown] = await rig.say(here.liaison, "/figures")
    await rig.press_data(here.liaison, f"fig.sp:2026Q3:u{here.resources}:l::0", shown)
    assert "张明" in shown.text
    [shown] = await rig.say(here.liaison, "/figures")
    before = shown.text
    await rig.press_data(here.liaison, f"fig.sp:2026Q3:u{here.police}:l::0", shown)
    assert shown.text == before
    assert "徐刚" not in rig.last(here.liaison).text


async def test_a_coordinator_sees_all_and_finds_one_by_name(rig: Rig, here: County) -> None:
    [shown] = await rig.say(here.coordinator, "/leader")
    text = plain(Html(shown.text))
    assert said(shown)[1].startswith("1. 徐刚")
    assert all(name in text for name in ("徐刚", "张明", "李建国"))
    [found] = await rig.say(here.coordinator, "/leader 李建国")
    assert said(found)[0].startswith("【负责人出庭】2026年 · 李建国")
    assert "出庭1件，发言0件（0.00%）" in found.text
    [nobody] = await rig.say(here.coordinator, "/leader 无此人")
    assert "没有找到" in nobody.text


async def test_a_principal_and_a_liaison_see_those_of_their_unit_only(rig: Rig, here: County) -> None:
    [shown] = await rig.say(here.liaison, "/leader")
    assert "张明" in shown.text
    assert "徐刚" not in shown.text
    [none] = await rig.say(here.liaison, "/leader 徐刚")
    assert "没有找到" in none.text
    [own] = await rig.say(here.principal, "/leader")
    assert "李建国" in said(own)[0]
    await rig.press(here.principal, "全部负责人", own)
    assert "张明" in own.text
    assert "徐刚" not in own.text


async def test_another_year_is_a_tap_away(rig: Rig, here: County) -> None:
    [shown] = await rig.say(here.leader, "/leader")
    await rig.press(here.leader, "2025年", shown)
    assert said(shown)[-1] == "本年度尚无出庭记录。"
    [shown] = await rig.say(here.coordinator, "/leader 张明 2025年")
    assert "2025年" in said(shown)[0]


async def test_no_year_is_offered_that_is_still_to_come(rig: Rig, here: County) -> None:
    for words in ("/leader", "/leader 张明"):
        [shown] = await rig.say(here.coordinator, words)
        assert "2025年" in shown.labels
        assert "2027年" not in shown.labels
        await rig.press(here.coordinator, "2025年", shown)
        assert {"2024年", "2026年"} <= set(shown.labels)
    [shown] = await rig.say(here.coordinator, "/leader 2030年")
    assert "2026年" in shown.labels, "back to a year in which somebody may have appeared"
    assert "2029年" not in shown.labels


async def test_the_city_sees_the_leaders_of_its_county_in_cases_of_the_principal_only(rig: Rig, here: County) -> None:
    user = here.city_coordinator
    [shown] = await rig.say(user, "/leader")
    assert not any(name in shown.text for name in ("徐刚", "张明", "李建国"))
    for name in ("徐刚", "李建国"):
        [nobody] = await rig.say(user, f"/leader {name}")
        assert "没有找到" in nobody.text
    for data in ("fig.ld:{}:2026", "fig.lh:{}:2026:0", "fig.le:{}:2026:0"):
        await rig.press_data(user, data.format(here.ids[here.principal]), shown)
        assert "不存在" in rig.toast()
    await rig.work(lambda desk: principal_owed(desk, number(2)))
    [shown] = await rig.say(user, "/leader")
    assert "李建国" in shown.text
    assert not any(name in shown.text for name in ("徐刚", "张明"))
    [card] = await rig.say(user, "/leader 李建国")
    assert "出庭1件" in card.text
    await rig.press(user, "开庭", card)
    assert "行初2号" in card.text


async def evaluate(rig: Rig, user: int, *grades: str) -> Shown:
    [shown] = await rig.say(user, "/leader 张明")
    await rig.press(user, "开庭", shown)
    await rig.press(user, "评价第1项", shown)
    assert FIRST in rig.last(user).text
    await rig.press(user, "人民法院提供")
    for grade in grades:
        await rig.press(user, grade)
    await rig.say(user, "发言切中要点")
    await rig.press(user, "登记评价")
    return rig.last(user)


async def test_an_evaluation_is_graded_written_down_and_counted(rig: Rig, here: County) -> None:
    shown = await evaluate(rig, here.coordinator, "优", "较好", "一般", "较差")
    assert said(shown)[-5:] == ["评价1条", "出庭：优1", "出声：较好1", "出解：一般1", "出治：较差1"]
    [row] = await evaluations(rig)
    assert (row.source, row.grades, row.note, row.leader_name) == (
        "court", {"appeared": "a", "spoke": "b", "resolved": "c", "governed": "d"}, "发言切中要点", "张明",
    )  # fmt: skip
    entries = await rig.database.read(
        lambda s: s.exec(select(AuditEntry).where(AuditEntry.action == "appearance_evaluated")).all()
    )
    assert len(entries) == 1
    await rig.press(here.coordinator, "评价", shown)
    assert "人民法院提供" in shown.text
    assert "发言切中要点" in shown.text
    [own] = await rig.say(here.leader, "/leader")
    assert "评价1条" in own.text


async def test_who_neither_leads_nor_assesses_cannot_evaluate_and_a_forged_button_does_nothing(
    rig: Rig, here: County
) -> None:
    [shown] = await rig.say(here.coordinator, "/leader 张明")
    await rig.press(here.coordinator, "开庭", shown)
    [data] = [data for row in shown.buttons for label, data in row if label.startswith("评价第1项")]
    for user in (here.liaison, here.principal, here.leader, here.observer, here.police_liaison, here.court_contact):
        [other] = await rig.say(user, "/menu")
        await rig.press_data(user, data, other)
        assert rig.toast()
    assert await evaluations(rig) == []
    [mine] = await rig.say(here.liaison, "/leader 张明")
    await rig.press(here.liaison, "开庭", mine)
    assert not any("评价第" in label for label in mine.labels)


async def test_an_evaluation_is_taken_back_by_whoever_wrote_it_down_alone(rig: Rig, here: County) -> None:
    shown = await evaluate(rig, here.coordinator, "优", "优", "优", "优")
    await rig.press(here.coordinator, "评价", shown)
    [data] = [data for row in shown.buttons for label, data in row if label.startswith("撤回")]
    await rig.work(lambda desk: principal_owed(desk, FIRST))
    [other] = await rig.say(here.assessor, "/leader 张明")
    await rig.press(here.assessor, "评价", other)
    assert not any(label.startswith("撤回") for label in other.labels)
    for user in (here.assessor, here.leader, here.police_liaison):
        await rig.press_data(user, data, (await rig.say(user, "/menu"))[-1])
        assert rig.toast() == "该内容已不存在，或者您无权查看。", "nobody learns whether there is such a one"
    assert len(await evaluations(rig)) == 1
    await rig.press_data(here.coordinator, data, shown)
    assert await evaluations(rig) == []
    assert "评价1条" not in shown.text
    await rig.press_data(here.coordinator, data, shown)
    assert "不存在" in rig.toast()


async def test_an_old_button_takes_back_no_later_evaluation(rig: Rig, here: County) -> None:
    """On SQLite the next evaluation bears the id of the one that was taken back."""
    old = await evaluate(rig, here.coordinator, "优", "优", "优", "优")
    await rig.press(here.coordinator, "评价", old)
    [data] = [data for row in old.buttons for label, data in row if label.startswith("撤回")]
    await rig.press_data(here.coordinator, data, old)
    await rig.to("2026-09-15 10:05")
    await evaluate(rig, here.coordinator, "较差", "较差", "较差", "较差")
    [row] = await evaluations(rig)
    assert data.split(":")[1] == str(row.id)
    await rig.press_data(here.coordinator, data, old)
    assert "不存在" in rig.toast()
    assert [one.id for one in await evaluations(rig)] == [row.id]


async def test_a_citys_assessor_may_evaluate_where_the_principal_is_owed(rig: Rig, here: County) -> None:
    await rig.work(lambda desk: principal_owed(desk, FIRST))
    shown = await evaluate(rig, here.assessor, "优", "优", "优", "优")
    assert "评价1条" in shown.text


async def test_in_english(rig: Rig, here: County) -> None:
    [shown] = await rig.say(here.labour_principal, "/leader")
    assert "Has appeared in no case of this year yet." in shown.text
