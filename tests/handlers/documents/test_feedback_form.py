"""Feedback after a hearing in its three stages (三门峡 2025 一（二）; 安徽 2023 二（一）; 武清 2020 二（二））."""

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Case
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.documents.court_steps import document, duties, editions, fields, read
from tests.handlers.documents.report_steps import FILE, Answer
from tests.handlers.documents.walk_steps import changed, every
from tests.handlers.hearings.steps import NUMBER, confirmed, entered
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-12-01 10:00"
KIND = "feedback_form"
KNOWN = {
    "agency": "泗水县自然资源和规划局",
    "case_number": NUMBER,
    "court": "山东省泗水县人民法院",
    "hearing_when": "2026-12-15T09:30:00+08:00",
    "mode": "in_court",
    "place": "县法院第二审判庭",
    "attended": True,
    "leader": "张明",
    "post": "副局长",
    "rank": "deputy",
    "stayed": True,
    "spoke": True,
    "reporter": "王芳",
    "liaison": "王芳",
    "phone": "13900001201",
    "date": "2026-12-16",
}
"""What the plain result says; everything else is asked of people."""
ENTERED = {
    "plaintiff": "张三、李四",
    "cause": "土地行政处罚",
    "prepared": ["identity", "proxy"],
    "ended": "11:30",
    "stages": ["statement", "closing"],
    "on_settlement": True,
    "opinion": "同意协调化解。",
    "answered": True,
    "settlement": "under_way",
    "staff": "何伟",
    "counsel": "赵律师",
    "pronounced": False,
    "outcome": "择日宣判",
    "next": "三日内与原告会面。",
    "grade_appear": "good",
    "grade_speak": "fair",
    "grade_resolve": "middling",
    "grade_govern": "poor",
    "self_score": 92,
    "court_score": "良好",
    "attachments": ["旁听照片.jpg"],
}
OPTIONAL: tuple[tuple[str, Answer], ...] = (
    ("原告", "张三、李四"),
    ("案由", "土地行政处罚"),
    ("庭前准备", ("负责人身份证明", "授权委托书", "完成")),
    ("结束时间", "11:30"),
    ("在哪些环节发言", ("陈述", "最后意见", "完成")),
    ("是否就实质性", ("是",)),
    ("解决争议的意见", "同意协调化解。"),
    ("回答法庭", ("是",)),
    ("化解结果", ("正在协调",)),
    ("出庭工作人员", "何伟"),
    ("法律顾问", "赵律师"),
    ("当庭宣判", ("否",)),
    ("庭审结果", "择日宣判"),
    ("下一步", "三日内与原告会面。"),
    ("自评得分", "92"),
    ("法院评价", "良好"),
    ("附件", (f"{FILE}旁听照片.jpg", "完成")),
)


async def reported(rig: Rig, county: County, book: str) -> Shown:
    """The plain result, in two taps."""
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", book))
    await agreed(rig, county, book)
    await rig.to("2026-12-16 10:00")
    await rig.press(county.liaison, "负责人已出庭")
    await rig.press(county.liaison, "提交")
    return rig.last(county.liaison)


async def agreed(rig: Rig, county: County, book: str) -> None:
    """A leader who says yes: the principal, where the book wants that; where it asks, one who knows the matter."""
    await entered(rig, county)
    principal = book == "anhui-principal-2023"
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "李建国" if principal else "张明")
    if book == "sanmenxia-2025":
        await rig.press(county.liaison, "是")
    await rig.press(county.principal if principal else county.leader, "我出庭")


@pytest.mark.parametrize("book", ["sanmenxia-2025", "wuqing-2020"])
async def test_the_form_is_made_of_the_result_and_submitted_in_one_tap(rig: Rig, county: County, book: str) -> None:
    card = await reported(rig, county, book)
    assert await duties(rig, KIND) == [("CN-RESULT", DutyState.DONE)]
    await rig.press(county.liaison, "提交反馈表", card)
    assert (await document(rig, KIND)).state is DocumentState.DONE
    said = await read(rig, KIND)
    for line in (
        f"案号 | {NUMBER}", "负责人是否出庭 | 是", "出庭负责人 | 张明 | 职务 | 副局长",
        "是否全程参加 | 是 | 是否发言 | 是",
        "开庭时间 | 2026年12月15日（星期二）上午9时30分", "填报人 | 王芳",
    ):  # fmt: skip
        assert line in said
    assert "出治" not in said
    await every(rig, KIND, {}, KNOWN, {*ENTERED, "grades_wanted"})
    assert card.labels == ["更正反馈", "复制案号", "案件"]


async def test_a_paper_calls_the_court_by_its_full_name(rig: Rig, county: County) -> None:
    card = await reported(rig, county, "wuqing-2020")

    def shorten(desk: Desk) -> str:
        court = desk.session.get_one(Agency, county.court)
        for case in desk.session.exec(select(Case)).all():
            case.court = court.short_name
        return court.name

    name = await rig.work(shorten)
    assert name != "县法院"
    await rig.press(county.liaison, "提交反馈表", card)
    assert f"受理法院 | {name}" in await read(rig, KIND)


async def test_where_no_form_is_wanted_nothing_more_is_asked(rig: Rig, county: County) -> None:
    card = await reported(rig, county, "sishui-2020")
    assert "提交反馈表" not in card.labels


async def test_four_points_are_graded_where_the_book_wants_it(rig: Rig, county: County) -> None:
    card = await reported(rig, county, "anhui-principal-2023")
    await rig.press(county.liaison, "提交反馈表", card)
    shown = rig.last(county.liaison)
    assert (await document(rig, KIND)).state is DocumentState.DRAFT
    assert "是否评价" not in shown.text, "what the book asks for is nothing to read"
    await rig.press(county.liaison, "补填4项", shown)
    for grade in ("好", "较好", "一般", "差"):
        await rig.press(county.liaison, grade)
    for label, answer in OPTIONAL:
        await changed(rig, county.liaison, label, answer)
    await rig.press(county.liaison, "提交")
    assert "送达" not in rig.last(county.liaison).labels, "the bureau reads it here"
    said = await read(rig, KIND)
    assert "出庭 | 好 | 出声 | 较好" in said
    assert "出解 | 一般 | 出治 | 差" in said
    principal = {"leader": "李建国", "post": "局长", "rank": "principal"}
    await every(rig, KIND, ENTERED, {**KNOWN, **principal, "grades_wanted": True})
    assert (await document(rig, KIND)).state is DocumentState.DONE


async def test_what_may_be_left_out_is_asked_in_a_row(rig: Rig, county: County) -> None:
    card = await reported(rig, county, "anhui-principal-2023")
    await rig.press(county.liaison, "提交反馈表", card)
    await rig.press(county.liaison, "选填", rig.last(county.liaison))
    assert "还有10问" in rig.last(county.liaison).text
    await rig.say(county.liaison, "11:30")
    await rig.press(county.liaison, "最后意见")
    await rig.press(county.liaison, "完成")
    for _ in range(7):
        await rig.press(county.liaison, "跳过")
    await rig.press(county.liaison, "完成")
    shown = rig.last(county.liaison)
    assert "庭审结束时间：11:30" in shown.text
    assert "在哪些环节发言：最后意见" in shown.text
    assert "选填8项" in shown.labels
    assert "补填4项" in shown.labels, "what is required still is"


async def test_what_was_ticked_before_the_hearing_stands_in_the_form(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "sanmenxia-2025"))
    await agreed(rig, county, "sanmenxia-2025")
    await rig.to("2026-12-08 10:00")
    await rig.press(county.liaison, "材料已备齐")
    await rig.to("2026-12-16 10:00")
    await rig.press(county.liaison, "负责人已出庭")
    await rig.press(county.liaison, "提交")
    await rig.press(county.liaison, "提交反馈表")
    assert "已备材料 | 负责人身份证明、授权委托书" in await read(rig, KIND)


@pytest.mark.parametrize("who", ["liaison", "coordinator"])
async def test_what_the_court_says_comes_later_as_another_edition(rig: Rig, county: County, who: str) -> None:
    card = await reported(rig, county, "wuqing-2020")
    await rig.press(county.liaison, "提交反馈表", card)
    user = getattr(county, who)
    await rig.to("2026-12-20 10:00")
    await rig.say(user, f"/case {NUMBER}")
    hearing = (await document(rig, KIND)).hearing_id
    await rig.press_data(user, f"doc.hear:{hearing}:{county.resources}", rig.last(user))
    await rig.press(user, "记录法院评价")
    await rig.say(user, "良好")
    await rig.press(user, "确认")
    first, second = await editions(rig, KIND)
    assert (second.reason, fields(second)["court_score"]) == ("补记法院评价", "良好")
    assert {**fields(second), "court_score": None} == {**fields(first), "court_score": None}
    assert "法院评价 | 良好" in await read(rig, KIND)
    assert (await document(rig, KIND)).state is DocumentState.DONE


async def test_who_reported_nothing_submits_nothing(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "wuqing-2020"))
    hearing = await confirmed(rig, county)
    data = f"doc.fb:{hearing.id}:{county.resources}"
    for user in (county.liaison, county.principal, county.police_liaison):
        [menu] = await rig.say(user, "/menu")
        await rig.press_data(user, data, menu)
        assert rig.toast() not in ("已提交。", "")
