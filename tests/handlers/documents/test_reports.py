"""Reports walked through chat: each from its duty to the duty that it closes, and its file opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.documents.sources import UNDECIDED
from bot.domain.hall.terms import DutyState
from tests.builders import County, county
from tests.handlers.cases.decision_steps import NUMBER, judgment
from tests.handlers.documents.report_steps import (
    FILE,
    answered,
    compare,
    document,
    drafted,
    handed_over,
    issued,
    owed,
)
from tests.handlers.documents.walk_steps import changed, every
from tests.handlers.duties.steps import copy, enter
from tests.rig import Rig, open_rig

SECOND = "（2026）鲁08行终3号"


async def in_effect(rig: Rig, user: int, asked: int) -> None:
    """A judgment of the second instance against the agency, confirmed to be in effect."""
    await rig.say(user, f"{SECOND} 判决书 今天收到")
    await rig.press(user, "跳过")
    await rig.press(user, "改判")
    await rig.press(user, "撤销")
    await rig.press(user, "✓ 登记")
    question = next(m for m in rig.bot.chat(asked) if "【裁判生效】" in m.text)
    await rig.press(asked, "另填日期", question)
    await rig.press(asked, "今天")
    await rig.press(asked, "4月1日（周三）")
    await rig.press(asked, "✓ 确认")


@pytest.mark.slow
async def test_a_loss_report_goes_to_the_bureau_and_its_measures_are_followed(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00", database=database) as rig:
        here = await county(rig)
        await in_effect(rig, here.liaison, here.deputy)
        await drafted(rig, here.liaison, await owed(rig, "SS20"))
        await answered(
            rig,
            here.liaison,
            [
                ("原告是谁", "张三等2人"),
                ("案件基本情况", "2025年10月作出处罚，\n二审认定程序违法。"),
                ("败诉原因属于哪几类", ("程序", "法律适用", "完成")),
                ("具体原因", "未告知听证权利"),
                ("反映出哪些问题", "程序意识不强"),
                ("责任科室", "执法监督科"),
                ("整改措施", ("row:修订裁量基准；王芳；5月20日", "row:全员培训；李娜；6月30日", "完成")),
                ("裁判文书", (f"{FILE}判决书.pdf", "完成")),
            ],
        )
        await changed(rig, here.liaison, "案由", "土地行政处罚")
        await changed(rig, here.liaison, "工作建议", "集中培训一次。")
        await rig.press(here.liaison, "提交")
        assert (await owed(rig, "SS20")).state is DutyState.SUBMITTED
        entered = {
            "plaintiff": "张三等2人",
            "cause": "土地行政处罚",
            "facts": "2025年10月作出处罚，\n二审认定程序违法。",
            "cause_classes": ["procedure", "law"],
            "causes": "未告知听证权利",
            "problems": "程序意识不强",
            "office": "执法监督科",
            "rectification": [
                {"what": "修订裁量基准", "who": "王芳", "until": "5月20日"},
                {"what": "全员培训", "who": "李娜", "until": "6月30日"},
            ],
            "advice": "集中培训一次。",
            "judgment_copy": ["判决书.pdf"],
        }
        known = {
            "agency": "泗水县自然资源和规划局",
            "case_number": SECOND,
            "court": "山东省济宁市中级人民法院",
            "paper_kind": "judgment_second_instance",
            "outcome": "revoked",
            "effective_on": "2026-04-01",
            "contact": "王芳",
            "phone": "13900001201",
        }
        said = await every(rig, "loss_report", entered, known)
        assert "程序、法律适用" in said
        duty, beside = await owed(rig, "SS20"), (await rig.say(here.coordinator, "/menu"))[-1]
        await rig.press_data(here.coordinator, f"dt.ok:{duty.id}:{duty.version}", beside)
        assert (await owed(rig, "SS20")).state is DutyState.DONE
        assert (await document(rig, "loss_report")).state is DocumentState.DONE
        await measure_reported(rig, here)


async def measure_reported(rig: Rig, here: County) -> None:
    """On its day the unit is reminded, and reports it."""
    await rig.to("2026-05-19 18:00")
    morning = await rig.to("2026-05-20 09:05")
    [said] = [m for m in morning if m.chat_id == here.liaison and "修订裁量基准" in m.text]
    assert "5月20日（周三）" in said.text
    one = await document(rig, "loss_report")
    [menu] = await rig.say(here.liaison, "/menu")
    await rig.press_data(here.liaison, f"doc.fu:{one.id}:rectification.0", menu)
    await rig.press(here.liaison, "办结")
    await rig.press(here.liaison, "今天")
    await rig.say(here.liaison, "新基准已印发")
    await rig.press(here.liaison, "完成")
    await rig.press(here.liaison, "✓ 确认")
    assert "5月20日（周三）办结，王芳报告" in rig.last(here.liaison).text
    late = [m for m in await rig.to("2026-07-01 09:05") if "全员培训" in m.text]
    assert {here.liaison, here.coordinator} <= {m.chat_id for m in late}
    assert not [m for m in late if "修订裁量基准" in m.text and "跟踪办理" in m.text]


@pytest.mark.slow
async def test_a_view_on_an_appeal_goes_through_the_bureau_to_the_government(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "是")
        card = await drafted(rig, here.liaison, await owed(rig, "SS19"))
        assert "3月17日（周二）" in card.text
        assert "3月5日（周四）" in card.text
        await answered(
            rig,
            here.liaison,
            [
                ("对方当事人", "张三"),
                ("裁判主文", "撤销被诉处罚决定。"),
                ("单位的意见", ("提起上诉",)),
                ("理由", "一审认定事实有误。"),
            ],
        )
        await rig.press(here.liaison, "提交")
        waiting = rig.last(here.coordinator)
        assert "上诉意见审查表" in waiting.text
        assert "3月17日（周二）" in waiting.text
        assert "3月12日（周四）" in waiting.text
        await rig.press(here.coordinator, "同意", waiting)
        assert (await owed(rig, "SS19")).state is DutyState.DONE
        asked = rig.last(here.mayor)
        assert "3月12日（周四）" in asked.text
        await rig.press(here.mayor, "作出决定", asked)
        await rig.press(here.mayor, "同意上诉")
        while not any("✓" in label for label in rig.last(here.mayor).labels):
            await rig.press(here.mayor, "跳过")
        await rig.press(here.mayor, "✓")
        assert (await owed(rig, "SS19.approval", here.government)).state is DutyState.DONE
        [told] = [m for m in rig.bot.chat(here.liaison) if m.text.startswith("钱宏作出审定")]
        assert "同意上诉" in told.text
        assert "法定期限最后一日：3月17日（周二），剩11个工作日" in told.text, "by then it is to be lodged"
        said = await compare(
            rig,
            "appeal_review",
            {
                "served_on": "2026-03-02",
                "appeal_until": "2026-03-17",
                "decide_by": "2026-03-12",
                "content": "撤销被诉处罚决定。",
                "view": "appeal",
                "reasons": "一审认定事实有误。",
                "review_view": "同意。",
                "reviewed_by": "陈静",
                "reviewed_on": "2026-03-02",
                "decision": "appeal",
                "decided_by": "钱宏",
                "decided_on": "2026-03-02",
            },
        )
        assert "陈静（盖章）　　2026年3月2日" in said


@pytest.mark.slow
async def test_whoever_decides_on_an_appeal_does_not_begin_a_form_of_the_own(tmp_path: Path) -> None:
    """The bureau and the government owe the decision: the unit whose case it is drafts."""
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "是")
        for user, agency in ((here.coordinator, here.justice), (here.office_liaison, here.government)):
            duty = await owed(rig, "SS19.approval", agency)
            [menu] = await rig.say(user, "/menu")
            [shown] = await rig.press_data(user, f"dt.open:{duty.id}", menu)
            assert "审定" in shown.text
            assert not [label for label in shown.labels if "起草" in label]
            await rig.press_data(user, f"doc.duty:{duty.id}", shown)
            assert "报审后转您办理" in rig.toast()
        mine = await drafted(rig, here.liaison, await owed(rig, "SS19"))
        assert "报审单位：泗水县自然资源和规划局" in mine.text


@pytest.mark.slow
async def test_a_special_report_bears_a_number_and_is_handed_over(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 起诉状副本 今天收到")
        filing = await owed(rig, "SS17")
        [menu] = await rig.say(here.coordinator, "/menu")
        await rig.press_data(here.coordinator, f"dt.done:{filing.id}:{filing.version}", menu)
        await rig.press(here.coordinator, "今天办结，附文书…")
        await copy(rig, here.coordinator)
        await rig.press(here.coordinator, "✓ 办结")
        await drafted(rig, here.coordinator, await owed(rig, "SS18"))
        await answered(
            rig,
            here.coordinator,
            [
                ("原告是谁", "张三"),
                ("案由", "土地行政处罚"),
                ("基本案情", "2025年10月作出处罚决定。"),
                ("诉讼请求", "请求撤销处罚决定。"),
                ("哪一等级", ("较大",)),
                ("分析案件风险", "有连锁反应的可能。"),
                ("如何应诉", "由分管副局长出庭。"),
                ("研究或支持", "无"),
            ],
        )
        await changed(rig, here.coordinator, "第三人", "王五")
        await changed(rig, here.coordinator, "出庭负责人", "张明")
        await changed(rig, here.coordinator, "附件", (f"{FILE}起诉状.pdf", "完成"))
        await rig.press(here.coordinator, "提交")
        await rig.press(here.coordinator, "签发")
        await issued(rig, here.coordinator)
        assert (await document(rig, "special_report")).number == "县司法局专报〔2026〕1号"
        await rig.press(here.coordinator, "送达")
        assert "另须报送：县委" in rig.last(here.coordinator).text
        await rig.press(here.coordinator, "发送")
        await rig.to("2026-04-01 10:30")
        await rig.press(here.mayor, "签收")
        assert (await document(rig, "special_report")).state is DocumentState.ISSUED
        assert (await owed(rig, "SS18")).state is DutyState.OPEN, "a receipt of the government says nothing of others"
        await rig.press(here.coordinator, "登记送达")
        assert "钱宏已于4月1日（周三）10:30签收" in rig.toast(), "who presses on the old page sees what has come"
        await handed_over(rig, here.coordinator, "机要送县委办公室、县政府办公室")
        assert (await owed(rig, "SS18")).state is DutyState.DONE
        entered = {
            "plaintiff": "张三",
            "third_parties": "王五",
            "cause": "土地行政处罚",
            "leader": "张明",
            "facts": "2025年10月作出处罚决定。",
            "claims": "请求撤销处罚决定。",
            "risk_level": "middle",
            "risk": "有连锁反应的可能。",
            "plan": "由分管副局长出庭。",
            "request": "无",
            "attachments": ["起诉状.pdf"],
        }
        known = {
            "addressees": "县委、县政府",
            "case_number": NUMBER,
            "court": "山东省泗水县人民法院",
            "instance": "first",
            "defendants": ["泗水县自然资源和规划局"],
            "handling_unit": "泗水县自然资源和规划局",
            "plaintiff_count": 1,
            "paper_kind": "complaint_copy",
            "served_on": "2026-04-01",
            "hearing_when": UNDECIDED,
            "contact": "陈静",
            "phone": "13900001101",
        }
        said = await every(rig, "special_report", entered, known)
        assert "县司法局专报〔2026〕1号" in said
