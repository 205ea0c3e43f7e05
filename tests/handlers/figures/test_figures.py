"""/figures in chat: the card, splits, rows and reasons, as each role sees them; worked out by hand in `world`."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.domain.hall.message import Html, plain
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment, Case, Hearing
from tests.builders import County
from tests.desk import result
from tests.handlers.figures.world import BEGINS, FIRST, card, number, said
from tests.rig import Rig

START = BEGINS


async def test_the_coordinator_sees_the_county_counted_compared_and_what_the_target_takes(
    rig: Rig, here: County
) -> None:
    shown = await card(rig, here.coordinator)
    assert said(shown) == [
        "【出庭情况】2026年第三季度 · 全县",
        "开庭6件，负责人出庭4件，出庭率66.67%（上季0.00%，提高66.67个百分点）",
        "主要负责人出庭率16.67%（1件，占出庭的25.00%）",
        "发言3件，出声率75.00%",
        "目标90%：后续14件须全部出庭方可达到，已排期1件",
        "待录结果1件",
    ]
    assert shown.labels == ["按单位", "走势图", "明细", "换期间", "更多分类", "导出表格"]


async def test_a_liaison_sees_the_own_unit_and_the_total_of_the_county_and_no_other_unit(
    rig: Rig, here: County
) -> None:
    shown = await card(rig, here.liaison)
    assert said(shown)[0] == "【出庭情况】2026年第三季度 · 县自然资源局"
    assert said(shown)[1].startswith("开庭3件，负责人出庭2件，出庭率66.67%")
    assert said(shown)[-1] == "全县合计：开庭6件，出庭4件，出庭率66.67%"
    assert "按单位" not in shown.labels
    for args in ("2026Q3:u{police}::", "2026Q3:b{government}::", "2026Q3:u{government}::"):
        data = "fig:" + args.format(police=here.police, government=here.government)
        before = shown.text
        await rig.press_data(here.liaison, data, shown)
        assert "不存在" in rig.toast()
        assert shown.text == before
    await rig.press_data(here.liaison, "fig.sp:2026Q3:all:u::0", shown)
    assert "县公安局" not in shown.text
    await rig.press_data(here.liaison, "fig.sp:2026Q3:all:r::0", shown)
    assert "县公安局" not in shown.text
    await rig.press_data(here.liaison, "fig.rows:2026Q3:all::::0", shown)
    assert shown.text.count("县自然资源局 ·") == 3
    assert "县公安局" not in shown.text


async def test_why_a_row_of_another_unit_is_counted_so_is_not_told(rig: Rig, here: County) -> None:
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "明细", shown)
    [other] = [data for row in shown.buttons for label, data in row if "行初11号" in label]
    own = await card(rig, here.liaison)
    await rig.press_data(here.liaison, other, own)
    assert "不存在" in rig.toast()
    assert "行初11号" not in rig.last(here.liaison).text


async def test_a_leader_sees_the_own_units_figures_without_the_cases_and_without_other_leaders(
    rig: Rig, here: County
) -> None:
    shown = await card(rig, here.leader)
    assert said(shown)[0].endswith("县自然资源局")
    assert "明细" not in shown.labels
    for data in ("fig.rows:2026Q3:all::::0", "fig.sp:2026Q3:all:l::0"):
        before = shown.text
        await rig.press_data(here.leader, data, shown)
        assert rig.toast()
        assert shown.text == before


async def test_the_city_sees_its_county_as_a_whole(rig: Rig, here: County) -> None:
    shown = await card(rig, here.city_coordinator)
    assert said(shown)[0] == "【出庭情况】2026年第三季度 · 全市"
    await rig.press(here.city_coordinator, "按单位", shown)
    assert "县自然资源局" not in shown.text
    assert next(line for line in said(shown) if line.startswith("1. ")).endswith("开庭6件，出庭4件，66.67%")
    await rig.press(here.city_coordinator, "1. ", shown)
    assert "明细" in shown.labels
    await rig.press(here.city_coordinator, "明细", shown)
    assert "没有这样的案件" in shown.text, "only cases in which the principal is owed are the city's to see"


async def test_a_forged_button_and_words_tell_the_city_nothing_of_a_single_unit(rig: Rig, here: County) -> None:
    shown = await card(rig, here.city_coordinator)
    before = shown.text
    await rig.press_data(here.city_coordinator, f"fig:2026Q3:u{here.police}::", shown)
    assert rig.toast()
    assert shown.text == before
    for text in ("县公安局出庭率", "泗水县公安局2026年第三季度出庭率"):
        for answer in await rig.say(here.city_coordinator, text):
            assert "开庭2件" not in answer.text
    whole = await card(rig, here.city_coordinator, "/figures 县政府")
    assert said(whole)[1].startswith("开庭6件"), "the county by name is the county as a whole"


async def test_who_has_no_figures_is_refused_and_is_not_offered_them(rig: Rig, here: County) -> None:
    for user in (here.admin, here.court_contact):
        [shown] = await rig.say(user, "/figures")
        assert "没有此项操作的权限" in shown.text
        await rig.press_data(user, "fig:2026Q3:all::", shown)
        assert "不存在" in rig.toast()


async def test_an_observers_time_ends_and_with_it_the_figures(rig: Rig, here: County) -> None:
    shown = await card(rig, here.observer)
    assert said(shown)[1].startswith("开庭6件")

    def ended(desk: Desk) -> None:
        person = here.ids[here.observer]
        [post] = desk.session.exec(select(Appointment).where(Appointment.person_id == person)).all()
        post.to_date = desk.today

    await rig.work(ended)
    await rig.to("2026-09-16 10:00")
    before = shown.text
    await rig.press(here.observer, "按单位", shown)
    assert shown.text == before
    assert rig.toast()


# -- splits and rows ---------------------------------------------------------------------------------------------------


async def test_units_are_listed_with_the_lowest_first_and_opened(rig: Rig, here: County) -> None:
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "按单位", shown)
    assert said(shown)[2:] == [
        "1. 县人社局：开庭1件，出庭0件，▼ 0.00%",
        "2. 县自然资源局：开庭3件，出庭2件，▼ 66.67%",
        "3. 县公安局：开庭2件，出庭2件，100.00%",
    ]
    await rig.press(here.coordinator, "3. 县公安局", shown)
    assert said(shown)[0].endswith("县公安局")
    assert "目标90%：已达到" in shown.text
    await rig.press(here.coordinator, "明细", shown)
    await rig.press(here.coordinator, "‹ 返回", shown)
    assert said(shown)[0].endswith("县公安局")
    await rig.press(here.coordinator, "‹ 返回", shown)
    assert said(shown)[1] == "按单位", "where one came from"
    await rig.press(here.coordinator, "‹ 返回", shown)
    assert said(shown)[0].endswith("全县")


@pytest.mark.parametrize(
    ("split", "line"),
    [
        ("按地区", "本级：开庭6件，出庭4件，▼ 66.67%"),
        ("按审级", "一审：开庭6件，出庭4件，▼ 66.67%"),
        ("按法院", "汝州市人民法院：开庭6件，出庭4件，▼ 66.67%"),
        ("按案由", "行政处罚：开庭6件，出庭4件，▼ 66.67%"),
        ("按负责人", "徐刚：开庭2件，出庭2件，100.00%"),
    ],
)
async def test_each_split_has_its_lines(rig: Rig, here: County, split: str, line: str) -> None:
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "更多分类", shown)
    await rig.press(here.coordinator, split, shown)
    assert line in plain(Html(shown.text))


async def test_what_belongs_to_no_area_below_opens_with_the_same_figures(rig: Rig, here: County) -> None:
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "更多分类", shown)
    await rig.press(here.coordinator, "按地区", shown)
    label, data = next(one for row in shown.buttons for one in row if one[0].endswith("本级"))
    await rig.press(here.coordinator, label, shown)
    assert said(shown)[0].endswith("本级")
    assert "开庭6件，负责人出庭4件，出庭率66.67%" in said(shown)[1]
    await rig.press(here.coordinator, "明细", shown)
    assert number(11) in shown.text
    await rig.press(here.coordinator, "‹ 返回", shown)
    await rig.press(here.coordinator, "按单位", shown)
    assert "2. 县自然资源局：开庭3件" in plain(Html(shown.text))
    other = rig.last(here.liaison) if rig.bot.chat(here.liaison) else (await rig.say(here.liaison, "/menu"))[-1]
    await rig.press_data(here.liaison, data, other)
    assert "开庭6件" not in rig.last(here.liaison).text


async def test_a_line_of_a_split_opens_to_its_own_rows(rig: Rig, here: County) -> None:
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "更多分类", shown)
    await rig.press(here.coordinator, "按负责人", shown)
    await rig.press(here.coordinator, "1. 徐刚", shown)
    assert said(shown)[:2] == ["【出庭情况】2026年第三季度 · 全县 · 徐刚", "开庭2件，负责人出庭2件，出庭率100.00%"]
    await rig.press(here.coordinator, "明细", shown)
    assert [line for line in said(shown) if "行初" in line] == [f"1. {number(11)}", f"2. {number(12)}"]
    await rig.press(here.coordinator, "‹ 返回", shown)
    assert "徐刚" in shown.text


async def test_hearings_whose_hour_has_gone_by_without_a_word_are_listed(rig: Rig, here: County) -> None:
    await rig.say(here.liaison, "/hearing （2026）豫0482行初77号 9月29日 9:30 县法院第一审判庭")
    await rig.press(here.liaison, "确认")
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "明细", shown)
    before = [one for one in shown.labels if "未反馈" in one]
    await rig.to("2026-09-30 09:00")
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "明细", shown)
    [label] = [one for one in shown.labels if "未反馈" in one]
    assert label not in before
    await rig.press(here.coordinator, label, shown)
    assert "（2026）豫0482行初77号" in shown.text
    assert "9月29日" in shown.text
    assert number(11) not in shown.text


async def test_figure_to_rows_to_the_reasons_to_the_case(rig: Rig, here: County) -> None:
    user = here.coordinator
    shown = await card(rig, user)
    await rig.press(user, "明细", shown)
    assert "待录结果 1" in shown.labels
    await rig.press(user, "负责人未出庭 1", shown)
    assert [line for line in said(shown) if "行初" in line] == [f"1. {number(3)}"]
    await rig.press(user, "1. 行初3号", shown)
    reasons = rig.last(user)
    assert reasons.message_id != shown.message_id, "the list keeps its place"
    assert said(reasons)[0] == f"【为何这样计】{number(3)}"
    assert "首次开庭：9月2日（周三）" in reasons.text
    assert "“被诉行政机关负责人应当出庭应诉" in reasons.text, "the rule in its own words"
    assert "因此计为：未出庭" in reasons.text
    await rig.press(user, "案件", reasons)
    assert "【案件】" in rig.last(user).text
    assert number(3) in rig.last(user).text


# -- periods -----------------------------------------------------------------------------------------------------------


async def test_an_earlier_quarter_that_is_over_did_not_reach_its_target(rig: Rig, here: County) -> None:
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "换期间", shown)
    assert "本季度" not in shown.labels, "that is the one which is shown"
    await rig.press(here.coordinator, "上季度", shown)
    assert said(shown)[0] == "【出庭情况】2026年第二季度 · 全县"
    assert said(shown)[-1] == "目标90%：未达到"


async def test_where_nothing_was_heard_there_is_a_dash_and_no_rate(rig: Rig, here: County) -> None:
    shown = await card(rig, here.coordinator, "/figures 去年")
    assert said(shown) == ["【出庭情况】2025年 · 全县", "本期没有开庭案件，出庭率为—。", "目标90%。"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("统计", "2026年第三季度 · 全县"),
        ("出庭率", "2026年第三季度 · 全县"),
        ("本季度出庭率", "2026年第三季度 · 全县"),
        ("查一下今年出庭率", "2026年 · 全县"),
        ("火星局出庭率", ""),
        ("今年的出庭率", "2026年 · 全县"),
        ("2026年第二季度统计", "2026年第二季度 · 全县"),
        ("1-9月出庭率", "2026年1至9月 · 全县"),
        ("县公安局去年出庭情况", "2025年 · 县公安局"),
        ("县公安局出庭率", "2026年第三季度 · 县公安局"),
        ("泗水县公安局近三个月出庭率", "2026年第三季度 · 县公安局"),
        ("figures", "2026年第三季度 · 全县"),
    ],
)
async def test_plain_words_ask_for_figures(rig: Rig, here: County, text: str, head: str) -> None:
    [shown] = await rig.say(here.coordinator, text)
    assert ("【出庭情况】" in shown.text) is bool(head)
    assert head in plain(Html(shown.text))


@pytest.mark.parametrize("words", ["/figures 人社", "/figures 上季度 rsj", "/figures 人社 上季度"])
async def test_a_part_of_a_unit_s_name_asks_for_its_figures(rig: Rig, here: County, words: str) -> None:
    [shown] = await rig.say(here.coordinator, words)
    assert "县人社局" in shown.text


async def test_another_units_name_in_words_tells_a_liaison_nothing_of_it(rig: Rig, here: County) -> None:
    for words in ("县公安局出庭率", "/figures 县公安局", "/figures 上季度 泗水县公安局"):
        [shown] = await rig.say(here.liaison, words)
        assert shown.text == "县公安局的单独数据不在您的查看范围内；可查看您权限内的单位和总体情况。"


async def test_a_period_is_typed_and_what_is_none_is_asked_again(rig: Rig, here: County) -> None:
    user = here.coordinator
    shown = await card(rig, user)
    await rig.press(user, "换期间", shown)
    await rig.press(user, "输入其他期间", shown)
    [wrong] = await rig.say(user, "很久以前")
    assert "不是统计期间" in wrong.text
    [typed] = [m for m in await rig.say(user, "2026-07-01~2026-08-15") if "【出庭情况】" in m.text]
    assert said(typed)[0] == "【出庭情况】2026年7月1日至2026年8月15日 · 全县"
    assert said(typed)[1].startswith("开庭3件，负责人出庭3件，出庭率100.00%")


@pytest.mark.parametrize(
    "data",
    ["fig:::", "fig:2026Q9:all::", "fig:2026Q3:x1::", "fig:2026Q3:all:q:", "fig:2026Q3:u99999::",
     "fig:2026Q3:all:c:00000000", "fig.sp:2026Q3:all:::0", "fig.why:99999", "fig.why:", "fig.pic:2026Q3:u0:::0"],
)  # fmt: skip
async def test_a_button_that_names_nothing_is_answered_and_changes_nothing(rig: Rig, here: County, data: str) -> None:
    shown = await card(rig, here.coordinator)
    before = shown.text
    await rig.press_data(here.coordinator, data, shown)
    assert "不存在" in rig.toast()
    assert shown.text == before


async def test_figures_change_with_what_is_reported_and_an_old_button_shows_the_new_ones(
    rig: Rig, here: County
) -> None:
    shown = await card(rig, here.coordinator)
    await rig.press(here.coordinator, "按单位", shown)

    def reported(desk: Desk) -> None:
        held = desk.session.exec(select(Hearing).join(Case).where(Case.number == number(21))).one()
        result(desk, held, here.labour, attended=True, rank="principal", spoke=True, stayed=True)

    await rig.work(reported)
    await rig.press(here.coordinator, "‹ 返回", shown)
    assert said(shown)[1].startswith("开庭6件，负责人出庭5件，出庭率83.33%")
    assert "待录结果" not in shown.text


async def test_in_english_everything_is_said_in_english(rig: Rig, here: County) -> None:
    user = here.labour_principal
    shown = await card(rig, user)
    text = plain(Html(shown.text))
    assert "Heard 1, a leader appeared in 0: 0.00%" in text
    assert "Target 90%: the next 9 must all be attended; none is scheduled yet." in text
    await rig.press(user, "Cases", shown)
    await rig.press(user, "1. ", shown)
    assert "So it is open." in plain(Html(rig.last(user).text))
    assert FIRST not in shown.text


async def test_where_the_book_sets_no_target_nothing_is_said_of_one(rig: Rig, here: County) -> None:
    def other(desk: Desk) -> None:
        desk.session.get_one(Agency, here.government).rulebook = "wuqing-2020"

    await rig.work(other)
    assert "目标" not in (await card(rig, here.coordinator)).text


async def test_a_target_of_a_hundred_is_lost_with_the_first_absence(rig: Rig, here: County) -> None:
    def other(desk: Desk) -> None:
        desk.session.get_one(Agency, here.government).rulebook = "sishui-2020"

    await rig.work(other)
    assert said(await card(rig, here.coordinator))[4] == "目标100%：本期已无法达到"
    police = await card(rig, here.coordinator, "/figures 县公安局")
    assert "目标100%：已达到" in police.text
    labour = await card(rig, here.coordinator, "/figures 县人社局")
    assert "目标100%：待录结果中须有1件为出庭方可达到" in labour.text
