"""The written defence (行政诉讼法 art. 67) and why no leader appeared (法释〔2020〕3号 art. 12; 武清 2020)."""

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.store.tables import Agency, Duty
from tests.builders import County
from tests.handlers.documents.court_steps import document, duties, read, sealed
from tests.handlers.documents.report_steps import FILE
from tests.handlers.documents.walk_steps import changed, every
from tests.handlers.duties.steps import enter
from tests.handlers.hearings.steps import NUMBER, confirmed
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-12-01 10:00"


async def drafting(rig: Rig, county: County, draft: str) -> None:
    """From the duty that asks for it."""
    rows = await rig.database.read(lambda s: s.exec(select(Duty)).all())
    [number] = [one.id for one in rows if one.citation.get("draft") == draft]
    [menu] = await rig.say(county.liaison, "/menu")
    await rig.press_data(county.liaison, f"doc.duty:{number}", menu)


@pytest.mark.parametrize("named", [NUMBER, "（2026）鲁0831行初99号案", "行初99号", f"{NUMBER}、（2026）鲁0831行初99号"])
async def test_a_case_that_is_named_where_a_list_is_asked_for_becomes_no_row(
    rig: Rig, county: County, named: str
) -> None:
    await enter(rig, county.liaison, f"{NUMBER} 起诉状副本 今天收到")
    await drafting(rig, county, "defence")
    await rig.press(county.liaison, "补填4项")
    for answer in ("请求依法驳回原告的诉讼请求。", "一是认定事实清楚。"):
        [again] = await rig.say(county.liaison, named)
        assert "刚才的消息未采用" in again.text, "no more is it the text of a paragraph"
        await rig.say(county.liaison, answer)
    await rig.say(county.liaison, "现场勘验笔录；1-3；违法占地事实")
    [asked] = await rig.say(county.liaison, named)
    assert "刚才的消息未采用" in asked.text
    assert "读到：" in asked.text
    assert "有哪些证据" in asked.text, "the question stands, with what it has"
    assert [label for label in asked.labels if "现场勘验笔录" in label]
    assert not [label for label in asked.labels if "号" in label]
    await rig.say(county.liaison, f"{NUMBER}行政处罚决定书；4-6；处罚依据")
    await rig.press(county.liaison, "完成")
    await rig.say(county.liaison, "中华人民共和国土地管理法；第七十七条")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "提交")
    evidence = [
        {"name": "现场勘验笔录", "pages": "1-3", "proves": "违法占地事实"},
        {"name": f"{NUMBER}行政处罚决定书", "pages": "4-6", "proves": "处罚依据"},
    ]
    assert (await document(rig, "defence")).values["evidence"] == evidence


async def test_a_defence_with_its_lists_is_handed_to_the_court(rig: Rig, county: County) -> None:
    await enter(rig, county.liaison, f"{NUMBER} 起诉状副本 今天收到")
    await drafting(rig, county, "defence")
    await rig.press(county.liaison, "补填4项")
    await rig.say(county.liaison, "请求依法驳回原告的诉讼请求。")
    await rig.say(county.liaison, "一是认定事实清楚。\n二是{{ 程序 }}合法。")
    await rig.say(county.liaison, "现场勘验笔录；1-3；违法占地事实")
    await rig.say(county.liaison, "行政处罚决定书；4-6；处罚依据")
    await rig.press(county.liaison, "完成")
    await rig.say(county.liaison, "中华人民共和国土地管理法；第七十七条")
    await rig.press(county.liaison, "完成")
    for label, text in (
        ("住所", "泗水县泉源大道1号"),
        ("委托代理人", "何伟 执法大队大队长"),
        ("原告", "张三、李四"),
        ("第三人", "王五"),
        ("案由", "土地行政处罚"),
    ):
        await changed(rig, county.liaison, label, text)
    await rig.press(county.liaison, "提交")
    said = await read(rig, "defence")
    for line in (
        "1 | 现场勘验笔录 | 1-3 | 违法占地事实", "2 | 行政处罚决定书 | 4-6 | 处罚依据",
        "1 | 中华人民共和国土地管理法 | 第七十七条", "二是{{ 程序 }}合法。",
        "答辩人 | 泗水县自然资源和规划局",
    ):  # fmt: skip
        assert line in said
    entered = {
        "address": "泗水县泉源大道1号",
        "agents": "何伟 执法大队大队长",
        "plaintiff": "张三、李四",
        "third_parties": "王五",
        "cause": "土地行政处罚",
        "request": "请求依法驳回原告的诉讼请求。",
        "reasons": "一是认定事实清楚。\n二是{{ 程序 }}合法。",
        "evidence": [
            {"name": "现场勘验笔录", "pages": "1-3", "proves": "违法占地事实"},
            {"name": "行政处罚决定书", "pages": "4-6", "proves": "处罚依据"},
        ],
        "norms": [{"name": "中华人民共和国土地管理法", "article": "第七十七条"}],
    }
    known = {
        "agency": "泗水县自然资源和规划局",
        "principal": "李建国",
        "principal_post": "局长",
        "case_number": NUMBER,
        "court": "山东省泗水县人民法院",
        "received_on": "2026-12-01",
        "due": "2026-12-16",
        "date": "2026-12-01",
    }
    await every(rig, "defence", entered, known)
    await sealed(rig, county.liaison)
    assert [state for _, state in await duties(rig, "defence")] == [DutyState.OPEN]
    await rig.press(county.liaison, "登记送达")
    await rig.say(county.liaison, "何伟当面递交立案庭")
    await rig.press(county.liaison, "今天")
    await rig.send_file(county.liaison, "送达回执.jpg", b"jpeg", mime="image/jpeg")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "✓ 登记")
    assert [state for _, state in await duties(rig, "defence")] == [DutyState.DONE]
    assert (await document(rig, "defence")).state is DocumentState.DONE


async def test_why_no_leader_appeared_is_explained_to_the_bureau(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    await rig.to("2026-12-16 10:00")
    await rig.press(county.liaison, "负责人未出庭")
    await rig.press(county.liaison, "未说明理由")
    await rig.press(county.liaison, "提交")
    await drafting(rig, county, "situation_statement")
    await rig.press(county.liaison, "补填2项")
    await rig.say(county.liaison, "临时有事未及时协调。")
    await rig.say(county.liaison, "开庭前三日确认出庭人选。")
    for label, answer in (
        ("原告", "张三、李四"),
        ("案由", "土地行政处罚"),
        ("司法建议", "（2026）鲁0831司建1号"),
        ("收到日期", "今天"),
        ("出庭的工作人员", "何伟"),
        ("附件", (f"{FILE}情况证明.pdf", "完成")),
    ):
        await changed(rig, county.liaison, label, answer)
    await rig.press(county.liaison, "提交")
    said = await read(rig, "situation_statement")
    for line in ("泗水县司法局", f"案号 | {NUMBER}", "原定出庭负责人 | 张明", "临时有事未及时协调。"):
        assert line in said
    entered = {
        "plaintiff": "张三、李四",
        "cause": "土地行政处罚",
        "advice": "（2026）鲁0831司建1号",
        "advice_on": "2026-12-16",
        "facts": "临时有事未及时协调。",
        "staff": "何伟",
        "measures": "开庭前三日确认出庭人选。",
        "attachments": ["情况证明.pdf"],
    }
    known = {
        "agency": "泗水县自然资源和规划局",
        "to": "泗水县司法局",
        "title": "书面说明负责人未出庭的理由",
        "case_number": NUMBER,
        "court": "山东省泗水县人民法院",
        "hearing_when": "2026-12-15T09:30:00+08:00",
        "place": "县法院第二审判庭",
        "leader": "张明",
        "contact": "王芳",
        "phone": "13900001201",
        "due": "2026-12-18",
        "date": "2026-12-16",
    }
    await every(rig, "situation_statement", entered, known)
    assert await duties(rig, "situation_statement") == [("CN-BREACH.explain", DutyState.SUBMITTED)]


async def test_where_the_superior_was_advised_it_goes_to_the_superior(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "wuqing-2020"))
    await rig.say(county.liaison, f"{NUMBER} 司法建议书 今天收到")
    await rig.press(county.liaison, "负责人未出庭")
    await rig.say(county.liaison, "30日")
    await rig.press(county.liaison, "✓ 登记")
    await drafting(rig, county, "situation_statement")
    await rig.press(county.liaison, "补填2项")
    await rig.say(county.liaison, "临时有事未及时协调。")
    await rig.say(county.liaison, "开庭前三日确认出庭人选。")
    await rig.press(county.liaison, "提交")
    said = await read(rig, "situation_statement")
    assert "泗水县人民政府：" in said
    paper = await document(rig, "situation_statement")
    assert paper.addressee_id == county.government, "to whom the paper says that it goes, and not to the bureau"
    assert "收到日期 | 2026年12月1日" in said
    [(rule, state)] = await duties(rig, "situation_statement")
    assert (rule, state) in (("WQ6", DutyState.DONE), ("WQ6", DutyState.SUBMITTED))
