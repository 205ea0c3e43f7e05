"""Risk reports and replies to judicial advice, from the first question to the closed duty."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from tests.builders import county
from tests.handlers.cases.decision_steps import NUMBER
from tests.handlers.documents.report_steps import (
    FILE,
    Answer,
    answered,
    compare,
    document,
    drafted,
    handed_over,
    issued,
    owed,
    paper,
)
from tests.handlers.documents.walk_steps import changed, every
from tests.rig import open_rig

SECOND = "（2026）鲁08行终3号"


@pytest.mark.slow
async def test_a_risk_report_is_for_its_own_people_alone(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书、起诉状副本 今天收到 邮寄")
        await rig.press(here.liaison, "✎ 风险情形")
        await rig.press(here.liaison, "舆论关注")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 登记")
        card = await drafted(rig, here.liaison, await owed(rig, "SS16", here.resources))
        assert card.protected
        await answered(
            rig,
            here.liaison,
            [
                ("原告是谁", "张三等40人"),
                ("案由", "征收补偿"),
                ("哪一等级", ("重大",)),
                ("案件情况", "四十户集体起诉。"),
                ("风险评估", "可能到县政府聚集。"),
                ("应对措施", ("row:专班接访；王芳；即日", "row:发布通报；李娜；4月5日", "完成")),
            ],
        )
        await rig.press(here.liaison, "提交")
        bureau = await drafted(rig, here.coordinator, await owed(rig, "SS16", here.justice))
        assert (await document(rig, "risk_report")).state is DocumentState.UNDER_WAY, "the bureau has no second one"
        await rig.press(here.coordinator, "同意", bureau)
        one = await document(rig, "risk_report")
        for outsider in (here.police_liaison, here.assessor, here.observer, here.court_contact, here.leader):
            before = len(rig.bot.chat(outsider))
            listed = await rig.say(outsider, "/documents")
            await rig.press_data(outsider, f"doc.at:{one.id}", (await rig.say(outsider, "/menu"))[-1])
            for message in (*listed, *rig.bot.chat(outsider)[before:]):
                assert "风险报告" not in message.text
                assert "张三" not in message.text
        await rig.press_data(here.liaison, f"doc:{one.id}", (await rig.say(here.liaison, "/menu"))[-1])
        await handed_over(rig, here.liaison, "当面报县政府办公室")
        assert [m.text for m in rig.bot.chat(here.liaison) if "风险报告" in m.text and not m.protected] == []
        assert (await owed(rig, "SS16", here.resources)).state in (DutyState.DONE, DutyState.SUBMITTED)
        await compare(
            rig,
            "risk_report",
            {
                "plaintiff": "张三等40人",
                "level": "high",
                "facts": "四十户集体起诉。",
                "assessment": "可能到县政府聚集。",
                "bureau_view": "同意。",
                "measures": [
                    {"what": "专班接访", "who": "王芳", "until": "即日"},
                    {"what": "发布通报", "who": "李娜", "until": "4月5日"},
                ],
            },
        )


@pytest.mark.slow
async def test_a_risk_report_that_the_bureau_agreed_to_goes_to_the_government_in_two_taps(tmp_path: Path) -> None:
    """Whoever drafted it reads what comes next and does it there; it is signed for by the day on which it is owed."""
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书、起诉状副本 今天收到 邮寄 原告张三等3人")
        await rig.press(here.liaison, "✎ 风险情形")
        await rig.press(here.liaison, "舆论关注")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 登记")
        await drafted(rig, here.liaison, await owed(rig, "SS16", here.resources))
        answers: list[tuple[str, Answer]] = [
            ("案由", "征收补偿"),
            ("哪一等级", ("重大",)),
            ("案件情况", "集体起诉。"),
            ("风险评估", "可能聚集。"),
            ("应对措施", ("row:专班接访，王芳，4月5日前", "完成")),
        ]
        await answered(rig, here.liaison, answers)
        await rig.press(here.liaison, "提交")
        await rig.press(here.coordinator, "同意")
        await rig.print()
        told = rig.last(here.liaison)
        assert "审核通过" in told.text
        assert "下一步：送达（县自然资源局：王芳、李娜）" in told.text
        await rig.press(here.liaison, "送达", told)
        await rig.press(here.liaison, "发送")
        page = rig.last(here.liaison)
        assert "发送" not in page.labels, "it was sent"
        assert "正在发送至" in page.text
        await rig.to("2026-04-01 10:10")
        letter = rig.last(here.mayor)
        assert "请于4月2日（周四）17:30前点击“签收”" in letter.text
        await rig.press(here.mayor, "签收", letter)
        for agency in (here.resources, here.justice):
            done = await owed(rig, "SS16", agency)
            assert done.state in (DutyState.DONE, DutyState.SUBMITTED)
            assert done.done_by == here.ids[here.liaison], "who wrote it did it, not who signed for it"
        said = await paper(rig, "risk_report")
        assert "张三等3人" in said
        assert "专班接访\n王芳\n4月5日前" in said


@pytest.mark.slow
async def test_a_reply_to_advice_shows_the_letter_and_the_copy(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 司法建议书 今天收到")
        await rig.press(here.liaison, "综合治理")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "✓ 登记")
        await drafted(rig, here.liaison, await owed(rig, "SS21.own_term"))
        await answered(
            rig,
            here.liaison,
            [
                ("司法建议书的文号", "（2026）鲁0831司建1号"),
                ("问题", ("row:未告知听证权利；修订文书；已整改", "row:送达不规范；统一回证；已整改", "完成")),
                ("概括办理结果", "两项问题均已整改。"),
            ],
        )
        await changed(rig, here.liaison, "处理完毕", "今天")
        await changed(rig, here.liaison, "载明期限", "4月30日")
        await changed(rig, here.liaison, "附件", (f"{FILE}整改照片.jpg", "完成"))
        await rig.press(here.liaison, "提交")
        await rig.press(here.liaison, "签发")
        await issued(rig, here.liaison)
        await handed_over(rig, here.liaison, "邮寄县法院 EMS 123")
        own = await owed(rig, "SS21.own_term")
        assert own.state is DutyState.SUBMITTED, "the bureau accepts its copy"
        assert own.done_number == "县自然资源局函〔2026〕1号"
        assert (await owed(rig, "CN-ADVICE-GOVERNANCE")).state is DutyState.OPEN, "it ends when that is accepted"
        assert own.citation["copy"] == "抄送《关于司法建议办理情况的复函》县自然资源局函〔2026〕1号"
        await rig.press_data(
            here.coordinator, f"dt.ok:{own.id}:{own.version}", (await rig.say(here.coordinator, "/menu"))[-1]
        )
        assert (await owed(rig, "CN-ADVICE-GOVERNANCE")).state is DutyState.DONE
        assert (await document(rig, "advice_reply")).state is DocumentState.DONE
        entered = {
            "advice_number": "（2026）鲁0831司建1号",
            "term_on": "2026-04-30",
            "handled_on": "2026-04-01",
            "problems": [
                {"problem": "未告知听证权利", "measure": "修订文书", "result": "已整改"},
                {"problem": "送达不规范", "measure": "统一回证", "result": "已整改"},
            ],
            "result": "两项问题均已整改。",
            "attachments": ["整改照片.jpg"],
        }
        known = {
            "agency": "泗水县自然资源和规划局",
            "court": "山东省泗水县人民法院",
            "case_number": NUMBER,
            "received_on": "2026-04-01",
            "copy_to": "泗水县司法局",
            "contact": "王芳",
            "phone": "13900001201",
        }
        said = await every(rig, "advice_reply", entered, known)
        assert "县自然资源局函〔2026〕1号" in said
        assert "抄送：" in said
