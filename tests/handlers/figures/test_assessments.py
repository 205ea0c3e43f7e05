"""Scores in chat: by the figures, by hand with a reason, frozen at the year's end, objected to, answered, exported."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import select

from bot.domain.hall.terms import Role
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, HearingResult
from tests import builders
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.documents.report_steps import owed
from tests.handlers.documents.test_periodic import heard
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow

CAME = {"attended": True, "rank": "principal", "leader_name": "李建国", "spoke": True}


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-12-28 08:00") as opened:
        yield opened


@pytest.fixture
async def here(rig: Rig) -> County:
    """The resources bureau: one of two hearings attended, by the principal, who spoke: 50.00 %."""
    found = await county(rig)

    def enter(desk: Desk) -> None:
        desk.session.get_one(Agency, found.government).rulebook = "ruzhou-2022"
        heard(desk, "（2026）豫0482行初12号", found.resources, datetime(2026, 11, 10, 1, 30, tzinfo=UTC), **CAME)
        heard(
            desk, "（2026）豫0482行初13号", found.resources, datetime(2026, 11, 12, 1, 30, tzinfo=UTC), attended=False
        )

    await rig.work(enter)
    return found


async def unit(rig: Rig, user: int, agency: int, year: int = 2026) -> str:
    await rig.say(user, "/assessment")
    await rig.press_data(user, f"as.at:{agency}:{year}", rig.last(user))
    return rig.last(user).text


async def test_a_units_score_is_worked_out_and_its_cases_open(rig: Rig, here: County) -> None:
    """Rate 50.00 of 90 of 40 is 22.22; principal 20; spoke 20; one unexcused absence takes 5: 57.22."""
    shown = await unit(rig, here.coordinator, here.resources)
    assert "1. 负责人出庭率（90%以上得满分）：<b>22.22</b>/40" in shown
    assert "5. 无正当理由未出庭，每件扣5分：<b>-5.00</b>/-20" in shown
    assert "4. 培训、庭审观摩组织情况：<b>—</b>/20" in shown
    assert "合计：<b>57.22分</b>（已计分项80分，满分100分）" in shown
    assert "年度未结束" in shown
    await rig.press(here.coordinator, "依据案件", rig.last(here.coordinator))
    assert "（2026）豫0482行初13号" in rig.last(here.coordinator).text
    await rig.press(here.coordinator, "1", rig.last(here.coordinator))
    assert "行初12号" in rig.last(here.coordinator).text


async def entered(rig: Rig, user: int, agency: int | str, points: str) -> str:
    await rig.press_data(user, f"as.line:{agency}:2026:4", rig.last(user))
    await rig.press(user, "录入得分", rig.last(user))
    await rig.say(user, points)
    await rig.say(user, "组织培训一次、观摩一次")
    await rig.press(user, "跳过")
    await rig.press(user, "✓ 录入")
    return rig.last(user).text


async def test_what_no_formula_gives_is_entered_with_a_reason_within_its_bounds(rig: Rig, here: County) -> None:
    user = here.coordinator
    await unit(rig, user, here.resources)
    assert "20" in await entered(rig, user, here.resources, "25"), "out of its bounds"
    assert "74.22" not in await unit(rig, user, here.resources)
    said = await entered(rig, user, here.resources, "17")
    assert "人工录入：组织培训一次、观摩一次" in said
    assert "合计：<b>74.22分</b>" in await unit(rig, user, here.resources)


async def test_of_two_who_enter_the_same_line_the_second_is_told(rig: Rig, here: County) -> None:
    """Both opened the line when nothing stood there; what was entered first is not written over unseen."""
    first, second = here.coordinator, here.coordinator2
    for user in (first, second):
        await unit(rig, user, here.resources)
        await rig.press_data(user, f"as.line:{here.resources}:2026:4", rig.last(user))
        await rig.press(user, "录入得分", rig.last(user))
        await rig.say(user, "17" if user == first else "3")
        await rig.say(user, "组织培训一次")
        await rig.press(user, "跳过")
    await rig.press(first, "✓ 录入")
    await rig.press(second, "✓ 录入")
    assert rig.toast().startswith("该按钮已失效：陈静已于12月28日"), "who was first is named"
    assert "录入得分" in rig.toast()
    assert "合计：<b>74.22分</b>" in rig.last(second).text, "the present state is shown"
    assert "合计：<b>74.22分</b>" in await unit(rig, first, here.resources)


async def test_a_unit_sees_its_own_and_scores_nobody(rig: Rig, here: County) -> None:
    await rig.say(here.liaison, "/assessment")
    assert "【考核评分】县自然资源局" in rig.last(here.liaison).text
    before = rig.last(here.liaison).text
    await rig.press_data(here.liaison, f"as.at:{here.police}:2026", rig.last(here.liaison))
    assert "县公安局" not in rig.last(here.liaison).text
    await rig.press_data(here.liaison, f"as.enter:{here.resources}:2026:4", rig.last(here.liaison))
    assert "得多少分" not in rig.last(here.liaison).text
    await rig.press_data(here.liaison, "as.x:2026", rig.last(here.liaison))
    assert rig.last(here.liaison).document is None
    assert before


async def test_frozen_at_the_years_end_objected_to_in_time_and_answered(rig: Rig, here: County) -> None:
    """Frozen on 1 January; five working days by the calendar of 2027 end on the 8th (1 to 3 January are off)."""
    await rig.to("2027-01-04 09:30")

    def mended(desk: Desk) -> None:
        rows = desk.session.exec(select(HearingResult)).all()
        late = next(one for one in rows if not one.attended)
        late.attended, late.rank, late.leader_name, late.spoke = True, "deputy", "张明", True
        desk.session.add(late)

    await rig.work(mended)
    assert "合计：<b>57.22分</b>" in await unit(rig, here.coordinator, here.resources), "what was frozen stays"
    await rig.press(here.coordinator, "依据案件", rig.last(here.coordinator))
    shown = rig.last(here.coordinator).text
    assert "（2026）豫0482行初13号\n无正当理由未出庭" in shown, "the cases stand as they were frozen"
    assert "张明" not in shown
    told = [one.text for one in rig.bot.chat(here.liaison) if "数据已封存" in one.text]
    assert len(told) == 1, "said once, by itself"
    assert "57.22分" in told[0]
    assert "1月8日（周五）" in told[0]
    await rig.say(here.liaison, "/assessment")
    assert "如有异议，请于" in rig.last(here.liaison).text
    await rig.press_data(here.liaison, f"as.line:{here.resources}:2026:5", rig.last(here.liaison))
    await rig.press(here.liaison, "提出异议", rig.last(here.liaison))
    await rig.say(here.liaison, "13号案张明副局长已出庭，笔录可查")
    await rig.press(here.liaison, "✓ 提交异议")
    assert "异议：13号案张明副局长已出庭" in rig.last(here.liaison).text
    user = here.coordinator
    assert any("【考核异议】县自然资源局" in one.text and "笔录可查" in one.text for one in rig.bot.chat(user))
    await rig.say(user, "/assessment")
    assert "1项异议待答复" in rig.last(user).text
    await rig.press_data(user, f"as.at:{here.resources}:2026", rig.last(user))
    await rig.press_data(user, f"as.line:{here.resources}:2026:5", rig.last(user))
    await rig.press(user, "录入得分", rig.last(user))
    await rig.say(user, "0")
    await rig.say(user, "核查笔录属实")
    await rig.press(user, "跳过")
    await rig.press(user, "✓ 录入")
    assert "答复：核查笔录属实" in rig.last(user).text
    assert any("【异议答复】" in one.text and "核查笔录属实" in one.text for one in rig.bot.chat(here.liaison))
    assert not any("【异议答复】" in one.text for one in rig.bot.chat(here.police_liaison))
    assert "合计：<b>62.22分</b>" in await unit(rig, user, here.resources)
    await rig.to("2027-01-20 09:30")
    await rig.say(here.liaison, "/assessment")
    assert "数据已封存" in rig.last(here.liaison).text
    await rig.press_data(here.liaison, f"as.object:{here.resources}:2026:1", rig.last(here.liaison))
    assert "有何异议" not in rig.last(here.liaison).text, "its days are over"


async def objected(rig: Rig, user: int, unit_: int, n: int, text: str) -> None:
    await rig.say(user, "/assessment")
    await rig.press_data(user, f"as.line:{unit_}:2026:{n}", rig.last(user))
    await rig.press(user, "提出异议", rig.last(user))
    await rig.say(user, text)
    await rig.press(user, "✓ 提交异议")


def waiting(rig: Rig, user: int) -> list[str]:
    return [one.text for one in rig.bot.chat(user) if "考核异议待答复" in one.text or "考核异议逾期" in one.text]


async def test_an_objection_is_to_be_answered_within_its_term_and_who_owes_it_is_reminded(
    rig: Rig, here: County
) -> None:
    """Objected on Tue 5 January; five working days end on Tue the 12th: reminded on the 11th, overdue on the 13th."""
    await rig.to("2027-01-05 09:30")
    await objected(rig, here.liaison, here.resources, 1, "13号案张明副局长已出庭")
    assert "请于1月12日（周二）前答复（剩5个工作日）" in rig.last(here.liaison).text
    user = here.coordinator
    [asked] = [one.text for one in rig.bot.chat(user) if "【考核异议】县自然资源局" in one.text]
    assert "请于1月12日（周二）前答复（剩5个工作日）" in asked
    await rig.to("2027-01-08 09:30")
    assert waiting(rig, user) == []
    await rig.to("2027-01-11 09:30")
    [near] = waiting(rig, user)
    assert "待答复" in near
    assert "1月12日（周二）" in near
    await rig.to("2027-01-12 09:30")
    assert len(waiting(rig, user)) == 1, "said once"
    await rig.to("2027-01-13 09:30")
    assert len(waiting(rig, user)) == 2
    assert "应于1月12日（周二）前答复，已逾期1个工作日" in waiting(rig, user)[1]
    await rig.say(user, "/assessment")
    assert "🔴 1项异议待答复（已逾期1个工作日）" in rig.last(user).text
    await rig.press_data(user, f"as.line:{here.resources}:2026:1", rig.last(user))
    await rig.press(user, "答复异议", rig.last(user))
    await rig.say(user, "经核查笔录，张明未出庭")
    await rig.press(user, "✓ 答复异议")
    assert "前答复" not in rig.last(user).text
    await rig.to("2027-01-20 09:30")
    assert len(waiting(rig, user)) == 2
    assert not waiting(rig, here.liaison), "who objected owes nothing"


async def test_of_what_was_answered_in_time_nobody_is_reminded(rig: Rig, here: County) -> None:
    await rig.to("2027-01-05 09:30")
    await objected(rig, here.liaison, here.resources, 1, "13号案张明副局长已出庭")
    user = here.coordinator
    await rig.say(user, "/assessment")
    await rig.press_data(user, f"as.line:{here.resources}:2026:1", rig.last(user))
    await rig.press(user, "答复异议", rig.last(user))
    await rig.say(user, "经核查笔录，张明未出庭")
    await rig.press(user, "✓ 答复异议")
    await rig.to("2027-01-14 09:30")
    assert waiting(rig, user) == []


async def test_the_justice_bureau_assesses_where_another_body_leads(rig: Rig, here: County) -> None:
    """Ruzhou (RZ5, RZ15): the government's office leads, and the city's assessor sees no table of the city's."""

    def moved(desk: Desk) -> None:
        desk.session.get_one(Agency, here.government).lead_id = here.office
        where = desk.session.get_one(Agency, here.justice)
        builders.appoint(desk, builders.add_person(desk, "程督", 7011), Role.ASSESSOR, where)
        where = desk.session.get_one(Agency, here.police)
        builders.appoint(desk, builders.add_person(desk, "田考", 7012), Role.ASSESSOR, where)

    await rig.work(moved)
    assert "合计：<b>57.22分</b>" in await unit(rig, 7011, here.resources)
    assert "人工录入" in await entered(rig, 7011, here.resources, "17")
    await rig.say(7011, "/assessment")
    await rig.press_data(7011, f"as.enter:{here.justice}:2026:4", rig.last(7011))
    assert "得多少分" not in rig.last(7011).text, "nobody scores the own bureau"
    await rig.say(7012, "/assessment")
    assert "县自然资源局" not in rig.last(7012).text, "other bodies assess nobody but themselves"


async def test_the_duty_of_the_assessment_leads_to_the_scores(rig: Rig, here: County) -> None:
    await rig.to("2026-12-29 09:30")
    duty, user = await owed(rig, "RZ14"), here.office_liaison
    [menu] = await rig.say(user, "/menu")
    [card] = await rig.press_data(user, f"dt.open:{duty.id}", menu)
    assert "go:assessment" in {data for row in card.buttons for _, data in row}
    await rig.press_data(user, "go:assessment", card)
    said = rig.last(user).text
    assert "【考核评分】" in said
    assert "县政府办 <b>—</b>" in said, "nothing was heard: no score, not nought"


async def test_everything_goes_out_as_a_sheet(rig: Rig, here: County) -> None:
    await rig.say(here.coordinator, "/assessment")
    said, _ = await rig.press(here.coordinator, "导出", rig.last(here.coordinator))
    assert said.text == "【考核评分】2026年\n已生成，文件随后发出。"
    name, content = rig.last(here.coordinator).document or ("", b"")
    assert name == "考核评分-2026.xlsx"
    rows = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
    ]
    assert rows[0][:2] == ["单位", "指标"]
    own = [row for row in rows if row[0] == "县自然资源局"]
    assert [row[4] for row in own] == [22.22, 20, 20, None, -5, 57.22]
    assert cases_of(content) == [
        ("单位", "案号", "计入", "出庭负责人"),
        ("县自然资源局", "（2026）豫0482行初12号", "负责人已出庭", "李建国"),
        ("县自然资源局", "（2026）豫0482行初13号", "无正当理由未出庭", None),
    ]


def cases_of(content: bytes) -> list[tuple[object, ...]]:
    page = openpyxl.load_workbook(io.BytesIO(content))["依据案件"]
    return [tuple(row) for row in page.iter_rows(values_only=True)]


async def test_the_city_scores_its_county_as_a_whole_and_none_of_its_units(rig: Rig, here: County) -> None:
    """The county: two of its hearings count, one was attended: the rate is the same 50.00; its units are not told
    apart, and the cases behind it are those in which the principal leader is owed."""
    user, whole = here.assessor, f"w{here.government}"
    await rig.work(lambda desk: desk.session.get_one(Agency, here.city).__setattr__("rulebook", "ruzhou-2022"))
    await rig.say(user, "/assessment")
    shown = rig.last(user)
    assert "泗水县（全域）" in shown.text
    assert not any(name in shown.text for name in ("自然资源局", "公安局", "县政府办"))
    for unit_ in (here.resources, here.government, f"w{here.resources}"):
        await rig.press_data(user, f"as.at:{unit_}:2026", shown)
        assert "不存在" in rig.toast()
    await rig.press_data(user, f"as.at:{whole}:2026", shown)
    assert "<b>22.22</b>/40" in rig.last(user).text
    await rig.press(user, "依据案件", rig.last(user))
    assert "行初12号" not in rig.last(user).text
    await rig.press(user, "‹ 返回", rig.last(user))
    said = await entered(rig, user, whole, "17")
    assert "人工录入" in said
    _, content = (await exported(rig, user)).document or ("", b"")
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == {"市政府", "泗水县人民政府（全域）"}
    assert not any("行初12号" in str(row) for row in cases_of(content)), (
        "of its units nothing but what the principal owes"
    )
    assert "17" not in await unit(rig, here.coordinator, here.government), "its own score is another"


async def exported(rig: Rig, user: int) -> Shown:
    await rig.say(user, "/assessment")
    await rig.press(user, "导出", rig.last(user))
    return rig.last(user)


async def test_the_countys_own_people_see_what_the_city_scores_and_object_to_it(rig: Rig, here: County) -> None:
    await rig.work(lambda desk: desk.session.get_one(Agency, here.city).__setattr__("rulebook", "ruzhou-2022"))
    await rig.to("2027-01-04 09:30")
    user = here.mayor
    await rig.say(user, "/assessment")
    await rig.press_data(user, f"as.at:w{here.government}:2026", rig.last(user))
    assert "泗水县（全域）" in rig.last(user).text
    assert "数据已封存" in rig.last(user).text or "如有异议" in rig.last(user).text
    await rig.press_data(user, f"as.line:w{here.government}:2026:1", rig.last(user))
    await rig.press(user, "提出异议", rig.last(user))
    await rig.say(user, "13号案系撤诉，不应计入")
    await rig.press(user, "✓ 提交异议")
    await rig.say(here.assessor, "/assessment")
    assert "1项异议待答复" in rig.last(here.assessor).text


async def test_a_unit_whose_book_has_no_table_is_said_to_have_none_and_has_no_button(rig: Rig, here: County) -> None:
    await rig.work(lambda desk: desk.session.get_one(Agency, here.city).__setattr__("rulebook", "henan-2021"))
    await rig.say(here.assessor, "/assessment")
    shown = rig.last(here.assessor)
    assert "市政府 未制定考核指标表" in shown.text
    assert "所依据的文件未附考核指标" in shown.text, "and what could be done about it"
    assert "1" not in shown.labels


async def test_who_had_no_case_is_told_of_how_many_points_the_score_is(rig: Rig, here: County) -> None:
    """Sishui: of a bureau that nothing was heard of only the line of papers gives points; 20 are not said to be of 100.
    Whoever keeps two units is told of both in one message, each with its points."""
    await rig.work(lambda desk: desk.session.get_one(Agency, here.government).__setattr__("rulebook", "sishui-2020"))
    await rig.to("2027-01-04 08:30")
    assert not [one for one in rig.bot.chat(here.mayor) if "考核" in one.text], "not before the working day begins"
    await rig.to("2027-01-04 09:30")
    [said] = [one.text for one in rig.bot.chat(here.mayor) if "考核" in one.text]
    assert "（已计分项20分，满分100分）" in said
    both = [one.text for one in rig.bot.chat(here.office_liaison) if "考核得" in one.text]
    assert len(both) == 1
    assert "县政府 考核得20.00分，如有异议请于1月8日（周五）前提出" in both[0]
    assert "县政府办 考核得" in both[0]
