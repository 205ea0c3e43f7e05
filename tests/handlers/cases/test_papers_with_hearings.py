"""Papers and a hearing in one text, in every room; what platforms send; whole papers to their end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.store.tables import Appearance, Case, Hearing, InboxRow, Paper
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初96号"
BOTH = f"今天收到{NUMBER}应诉通知书、起诉状、传票，4月29日上午9:30第二审判庭开庭"
pytestmark = pytest.mark.slow


async def kinds(rig: Rig) -> list[str]:
    def read(session: Any) -> list[str]:
        return [paper.kind.value for paper in session.exec(select(Paper).order_by(col(Paper.id))).all()]

    return list(await rig.database.read(read))


async def hearings(rig: Rig) -> list[tuple[str, datetime, str]]:
    def read(session: Any) -> list[tuple[str, datetime, str]]:
        found = session.exec(select(Hearing, Case.number).join(Case, col(Case.id) == Hearing.case_id)).all()
        return [(number, one.starts_at.astimezone(rig.house.zone), one.place) for one, number in found]

    return list(await rig.database.read(read))


async def confirmed(rig: Rig, county: County) -> None:
    """The paper, then the hearing that follows it, are confirmed and stand as they were written."""
    assert "在本项登记后接着核对" in rig.last(county.liaison).text
    await rig.press(county.liaison, "登记")
    assert await kinds(rig) == ["notice_of_response", "complaint_copy", "summons"]
    following = rig.last(county.liaison)
    assert "4月29日（周三）9:30" in following.text
    await rig.press(county.liaison, "确认")
    [(number, when, place)] = await hearings(rig)
    assert (number, f"{when:%m-%d %H:%M}", place) == (NUMBER, "04-29 09:30", "第二审判庭")


@pytest.mark.parametrize("begin", ["", "/paper"])
async def test_both_are_recorded_by_one_tap(rig: Rig, county: County, begin: str) -> None:
    if begin:
        await rig.say(county.liaison, begin)
    [preview] = await rig.say(county.liaison, BOTH)
    assert "其中写明开庭：4月29日（周三）9:30，第二审判庭。" in preview.text, "what is confirmed is seen"
    [tap] = [data for row in preview.buttons for label, data in row if "连同开庭一并登记" in label]
    await rig.press_data(county.liaison, tap, preview)
    assert await kinds(rig) == ["notice_of_response", "complaint_copy", "summons"]
    [(number, when, place)] = await hearings(rig)
    assert (number, f"{when:%m-%d %H:%M}", place) == (NUMBER, "04-29 09:30", "第二审判庭")
    assert not [m for m in rig.bot.chat(county.liaison) if "确认" in m.labels], "nothing more is to be confirmed"
    await rig.press_data(county.liaison, tap, preview)
    assert len(await hearings(rig)) == 1
    assert len(await kinds(rig)) == 3


async def test_a_correction_of_the_paper_leaves_the_hearing_to_be_confirmed_with_it(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, BOTH)
    await rig.press(county.liaison, "改为邮寄", preview)
    await rig.press(county.liaison, "连同开庭一并登记")
    assert len(await hearings(rig)) == 1


@pytest.mark.parametrize(
    "said",
    [
        f"今天收到{NUMBER}应诉通知书、起诉状、传票，4月29日上午9:30开庭",
        f"今天收到{NUMBER}应诉通知书、起诉状、传票，4月26日上午9:30第二审判庭开庭",
        f"今天收到{NUMBER}应诉通知书、起诉状、传票，4月29日上午9:30第二审判庭不公开开庭",
    ],
    ids=["no place", "a Sunday", "closed"],
)
async def test_what_the_hearings_own_preview_would_ask_or_show_is_confirmed_there(
    rig: Rig, county: County, said: str
) -> None:
    [preview] = await rig.say(county.liaison, said)
    assert "连同开庭一并登记" not in preview.labels
    serial = next(data for row in preview.buttons for _, data in row if data.endswith(":ok")).split(":")[1]
    await rig.press_data(county.liaison, f"fm:{serial}:all", preview)
    assert not await hearings(rig), "a forged press confirms no more than is offered"


@pytest.mark.parametrize("before", ["", "/paper "])
async def test_typed_and_with_the_command(rig: Rig, county: County, before: str) -> None:
    await rig.say(county.liaison, before + BOTH)
    await confirmed(rig, county)


async def test_where_the_form_asks_already(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/paper")
    await rig.say(county.liaison, BOTH)
    await confirmed(rig, county)


async def test_as_the_caption_of_a_file(rig: Rig, county: County) -> None:
    await rig.send_file(county.liaison, "扫描.pdf", b"%PDF-1.4", caption=BOTH, mime="application/pdf")
    await confirmed(rig, county)


async def test_a_platforms_text_asks_for_the_papers_and_no_password_is_kept(rig: Rig, county: County) -> None:
    text = f"您有{NUMBER}案件文书送达，账号 sszrzy 默认密码：Kp82731x 请登录 songda.court.gov.cn 查收"
    chat = {"id": county.liaison, "type": "private", "first_name": "王芳"}
    raw = {
        "update_id": 900_001,
        "message": {
            "message_id": 70_001,
            "date": 1_775_091_600,
            "chat": chat,
            "from": {**chat, "is_bot": False},
            "text": text,
        },
    }
    await rig.pipeline.receive([raw])

    def kept(session: Any) -> str:
        return "".join(str(row.raw) for row in session.exec(select(InboxRow)).all())

    stored = await rig.database.read(kept)
    assert "默认密码：********" in stored
    assert "Kp82731x" not in stored
    await rig.pipeline.quiet()
    await rig.say(county.liaison, "/cancel")
    await rig.say(county.liaison, text)
    asked = rig.last(county.liaison)
    assert "收到了哪些文书" in asked.text
    assert "期限从文书到达" in asked.text
    await rig.press(county.liaison, "应诉通知书")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "昨天")
    preview = rig.last(county.liaison)
    assert "电子送达" in preview.text
    assert "4月1日" in preview.text
    assert "Kp82731x" not in "".join(one.text for one in rig.bot.messages)


async def test_a_judgment_proposes_its_outcome_and_several_are_asked_about(rig: Rig, county: County) -> None:
    head = f"泗水县人民法院\n行政判决书\n{NUMBER}\n原告孔祥。\n被告泗水县自然资源局。\n判决如下：\n"
    await rig.say(county.liaison, head + "驳回原告孔祥的诉讼请求。\n如不服本判决，可上诉于济宁市中级人民法院。")
    await rig.press(county.liaison, "今天")
    await rig.press(county.liaison, "直接送达")
    await rig.press(county.liaison, "否")
    preview = rig.last(county.liaison)
    assert "结果按文书主文填写" in preview.text
    assert "驳回诉讼请求" in preview.text
    await rig.say(county.liaison, "/cancel")
    await rig.say(county.liaison, head + "一、撤销处罚决定；\n二、责令重新作出行政行为。\n如不服本判决，可上诉。")
    await rig.press(county.liaison, "今天")
    await rig.press(county.liaison, "直接送达")
    asked = rig.last(county.liaison)
    assert "文书主文" in asked.text
    assert "裁判结果是什么" in asked.text


async def test_a_pronouncement_needs_no_leader(rig: Rig, county: County) -> None:
    await rig.say(
        county.liaison,
        f"传票\n案号：{NUMBER}\n被传唤人：泗水县自然资源局\n传唤事由：领取判决书\n应到时间：2026年4月28日9时30分\n应到处所：立案大厅",
    )
    await rig.press(county.liaison, "确认")
    assert "宣判" in rig.last(county.liaison).text or "宣判" in rig.with_button(county.liaison, "案件").text

    def strengths(session: Any) -> list[str]:
        return [row.strength for row in session.exec(select(Appearance)).all()]

    assert set(await rig.database.read(strengths)) <= {"none"}
