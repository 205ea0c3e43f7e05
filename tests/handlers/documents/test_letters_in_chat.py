"""Letters walked through chat as the people press: from the duty to the sealed letter, its receipt, its answer."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.duties import duties as duty_services
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Duty
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import SCAN, duties, rows, under
from tests.rig import Rig, open_rig


async def say_all(rig: Rig, user: int, *steps: str) -> None:
    """Each is said, or pressed where it stands in brackets."""
    for step in steps:
        if step.startswith("["):
            await rig.press(user, step[1:-1])
        else:
            await rig.say(user, step)


def words_of(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


@pytest.mark.slow
async def test_from_the_bulletin_to_the_closed_duties(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await the_county(rig)
        await under(rig, here, "ruzhou-2022")
        user = here.coordinator

        def bulletin(desk: Desk) -> Duty:
            found = duty_services.start(
                desk, trigger="court_bulletin", on=desk.today, agency_id=here.justice, subject="bulletin:1:1"
            )
            return next(duty for duty in found if duty.rule == "RZ8")

        duty = await rig.work(bulletin)
        [shown] = await rig.say(user, "/documents")
        await rig.press_data(user, f"doc.duty:{duty.id}", shown)
        picker = rig.last(user)
        assert "每个单位一份草稿" in picker.text
        assert "县自然资源局" in picker.labels
        await rig.press(user, "县自然资源局", picker)
        await rig.press(user, "补填")
        await say_all(
            rig, user, "2026年第一季度", "4", "1", "25%", "[负责人出庭率较低]", "[完成]",
            "负责人应当出庭应诉。\n出庭应当发言。",
        )  # fmt: skip
        await rig.press(user, "提交")
        await rig.press(user, "签发")
        await say_all(rig, user, "[县政府办提醒函〔2026〕1号]", "[今天]", "[✓ 签发]")
        [one] = await rows(rig, Document)
        assert (one.state, one.number, one.addressee_id) == (
            DocumentState.ISSUED,
            "县政府办提醒函〔2026〕1号",
            here.resources,
        )
        await rig.print()
        await rig.press(user, "下载")
        await rig.to("2026-04-02 09:05")
        files = [m.document for m in rig.bot.chat(user) if m.document]
        said = words_of(files[-1][1])
        for words in (
            "县政府办提醒函〔2026〕1号", "泗水县自然资源和规划局", "2026年第一季度", "4件", "25%",
            "负责人出庭率较低", "出庭应当发言。", "10个工作日",
        ):  # fmt: skip
            assert words in said
        await rig.press(user, "上传签章件")
        await rig.send_file(user, "盖章件.pdf", SCAN)
        await say_all(rig, user, "[完成]", "[✓ 上传]")
        await rig.press(user, "送达")
        assert "王芳" in rig.last(user).text
        assert not any(m.document for m in rig.bot.chat(here.liaison))
        await rig.press(user, "发送")
        await rig.to("2026-04-02 09:10")
        assert [m.document for m in rig.bot.chat(here.liaison) if m.document] == [("盖章件.pdf", SCAN)]
        await rig.press(here.liaison, "签收")
        assert (await duties(rig, "RZ8"))[0].state in (DutyState.DONE, DutyState.SUBMITTED)
        # The answer.
        await rig.press(here.liaison, "回复")
        await rig.press(here.liaison, "补填")
        await say_all(rig, here.liaison, "重视不够。", "少出庭；局长带头出庭；王芳；5月1日", "[完成]")
        await rig.press(here.liaison, "提交")
        await rig.press(here.liaison, "上传签章件")
        await rig.send_file(here.liaison, "方案.pdf", b"%PDF plan")
        await say_all(rig, here.liaison, "[完成]", "[✓ 上传]")
        assert (await duties(rig, "RZ9"))[0].state in (DutyState.DONE, DutyState.SUBMITTED)
        answer = (await rows(rig, Document))[-1]
        assert (answer.kind, answer.replies_to) == ("rectification_plan", one.id)
        assert answer.values["measures"] == [
            {"problem": "少出庭", "measure": "局长带头出庭", "who": "王芳", "by": "5月1日"}
        ]


@pytest.mark.slow
async def test_possible_breaches_are_gone_through_by_a_coordinator(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await the_county(rig)
        await rig.say(here.liaison, "（2026）鲁0831行初12号 应诉通知书 3月20日收到 直接送达")
        await rig.press(here.liaison, "✓ 登记")
        user = here.coordinator
        [shown] = await rig.say(user, "/documents")
        await rig.press_data(user, "br.ls:0:0", shown)
        listed = rig.last(user)
        assert "【问责候选情形（待确认）】" in listed.text
        assert "县自然资源局" in listed.text
        await rig.press(user, "1. 县自然资源局", listed)
        assert {"确认属实", "不属实"} <= set(rig.last(user).labels)
        await rig.press(user, "确认属实")
        card = rig.last(user)
        assert "已确认" in card.text
        await rig.press(user, "起草拟提请通报情况告知书", card)
        assert any("《拟提请通报情况告知书》" in m.text for m in rig.bot.chat(user))
        await rig.say(here.police_liaison, "（2026）鲁0831行初13号 应诉通知书 3月20日收到 直接送达")
        await rig.press(here.police_liaison, "✓ 登记")
        await rig.press_data(user, "br.ls:0:0", shown)
        await rig.press(user, "县公安局", rig.with_button(user, "县公安局"))
        await rig.press(user, "不属实")
        await rig.say(user, "已经当面报送")
        await rig.press(user, "确认排除")
        await rig.press_data(user, "br.ls:1:0", shown)
        assert "已排除" in rig.with_button(user, "待确认").text


@pytest.mark.slow
async def test_nobody_else_opens_possible_breaches(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await the_county(rig)
        await rig.say(here.liaison, "（2026）鲁0831行初12号 应诉通知书 3月20日收到 直接送达")
        await rig.press(here.liaison, "✓ 登记")
        [shown] = await rig.say(here.coordinator, "/documents")
        await rig.press_data(here.coordinator, "br.ls:0:0", shown)
        [other] = await rig.say(here.liaison, "/documents")
        for data in ("br.ls:0:0", "br.at:1", "br.mea:1:0", "br.ok:1:1", "br.no:1:1", "br.doc:1:1:naming_notice"):
            before = [m.text for m in rig.bot.chat(here.liaison)]
            await rig.press_data(here.liaison, data, other)
            assert not any("问责" in text for text in [m.text for m in rig.bot.chat(here.liaison)][len(before) :])
            assert "问责" not in other.text
