"""The power of attorney (法释〔2018〕1号 arts. 31, 131) and why no leader can appear (武清 2020 二（四）)."""

import pytest

from bot.domain.documents.documents import DocumentState
from tests.builders import County
from tests.handlers.documents.court_steps import document, editions, fields, opened, papers, read, sealed
from tests.handlers.documents.walk_steps import changed, every
from tests.handlers.hearings.appearance_steps import asked, one, report_absence
from tests.handlers.hearings.steps import NUMBER, appearances, confirmed
from tests.rig import Rig

pytestmark = pytest.mark.slow

START = "2026-12-01 10:00"


async def test_a_power_of_attorney_says_who_and_how_far(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    card = await opened(rig, county.liaison, "授权委托书")
    assert "补填2项" in card.labels
    await rig.press(county.liaison, "补填2项", card)
    await rig.say(county.liaison, "何伟 执法大队大队长")
    await rig.press(county.liaison, "特别代理")
    await rig.press(county.liaison, "代为进行和解、调解")
    await rig.press(county.liaison, "完成")
    for label, text in (
        ("工作人员电话", "13900001299"),
        ("法律顾问", "赵律师 泗水某律师事务所"),
        ("原告", "张三、李四"),
        ("案由", "土地行政处罚"),
    ):
        await changed(rig, county.liaison, label, text)
    await rig.press(county.liaison, "提交")
    said = await read(rig, "power_of_attorney")
    for line in (
        "委托人 | 泗水县自然资源和规划局", "法定代表人 | 李建国 | 职务 | 局长", f"案号 | {NUMBER}",
        "受委托人一 | 何伟 执法大队大队长（本单位工作人员）", "代理权限 | 特别代理",
        "特别授权事项 | 代为进行和解、调解",
    ):  # fmt: skip
        assert line in said
    entered = {
        "staff": "何伟 执法大队大队长",
        "staff_phone": "13900001299",
        "counsel": "赵律师 泗水某律师事务所",
        "plaintiff": "张三、李四",
        "cause": "土地行政处罚",
        "scope": "special",
        "powers": ["settle"],
    }
    known = {
        "agency": "泗水县自然资源和规划局",
        "principal": "李建国",
        "principal_post": "局长",
        "case_number": NUMBER,
        "instance": "first",
        "court": "山东省泗水县人民法院",
        "date": "2026-12-01",
    }
    await every(rig, "power_of_attorney", entered, known)
    await sealed(rig, county.liaison)
    assert (await document(rig, "power_of_attorney")).state is DocumentState.DONE
    assert (await appearances(rig))[0].facts["prepared"] == ["proxy"]


async def test_a_general_power_names_no_special_ones(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    card = await opened(rig, county.liaison, "授权委托书")
    await rig.press(county.liaison, "补填2项", card)
    await rig.say(county.liaison, "何伟 执法大队大队长")
    await rig.press(county.liaison, "一般代理")
    await rig.press(county.liaison, "提交")
    said = await read(rig, "power_of_attorney")
    assert "特别授权事项" not in said
    assert "受委托人无权代为承认、放弃、变更诉讼请求" in said


async def absent(rig: Rig, county: County) -> None:
    """The leader says that he cannot come, and that the principal has signed; a notice is attached."""
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await report_absence(rig, county.leader)
    await rig.press(county.leader, "提交")


async def test_the_statement_is_drafted_from_the_absence_and_its_scan_is_the_proof(rig: Rig, county: County) -> None:
    await absent(rig, county)
    before = len([m for m in rig.bot.messages if m.chat_id == county.principal])
    await opened(rig, county.liaison, "情况说明")
    for label, answer in (
        ("原告", "张三、李四"),
        ("案由", "土地行政处罚"),
        ("律师", "赵律师"),
        ("政府主要负责人同意", ("是",)),
    ):
        await changed(rig, county.liaison, label, answer)
    await rig.press(county.liaison, "提交")
    said = await read(rig, "absence_statement")
    for line in (
        f"案号 | {NUMBER}", "负责人 | 张明 | 职务 | 副局长", "理由类别 | 需要履行他人不能代替的公务",
        "参加全省防汛调度会议",
        "会议通知.jpg", "工作人员 | 何伟 执法大队大队长", "延期开庭 | 申请延期开庭 | 盖章或者签字 | 主要负责人签字认可",
    ):  # fmt: skip
        assert line in said
    assert "法院意见" in said
    assert "尚未答复" not in said, "the court writes there itself"
    entered = {
        "plaintiff": "张三、李四",
        "cause": "土地行政处罚",
        "counsel": "赵律师",
        "consent": True,
    }
    known = {
        "agency": "泗水县自然资源和规划局",
        "court": "山东省泗水县人民法院",
        "case_number": NUMBER,
        "hearing_when": "2026-12-15T09:30:00+08:00",
        "hearing_place": "县法院第二审判庭",
        "leader": "张明",
        "post": "副局长",
        "reason": "irreplaceable_duty",
        "facts": "参加全省防汛调度会议",
        "proofs": "会议通知.jpg",
        "borne_out": "signed",
        "staff": "何伟 执法大队大队长",
        "postponement": "asked",
        "date": "2026-12-01",
    }
    await every(rig, "absence_statement", entered, known, {"court_view"})
    files = (await one(rig)).absence["files"]
    assert (await document(rig, "absence_statement")).state is DocumentState.UNDER_WAY
    await sealed(rig, county.liaison, "签字件.jpg")
    assert (await document(rig, "absence_statement")).state is DocumentState.DONE
    told = (await one(rig)).absence
    assert (told["files"], told["proof"]) == (files + 1, "signed")
    assert len([m for m in rig.bot.messages if m.chat_id == county.principal]) == before, "nobody asks a second time"


async def test_a_tap_of_the_principal_is_no_signed_paper(rig: Rig, county: County) -> None:
    """The one question to the principal is answered with yes; the scan is asked for all the same."""
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await rig.press(county.leader, "他人不能代替")
    await rig.say(county.leader, "参加全省防汛调度会议")
    await rig.press(county.leader, "经主要负责人签字")
    await rig.press(county.leader, "完成")
    await rig.press(county.leader, "本机关工作人员")
    await rig.say(county.leader, "何伟 执法大队大队长")
    await rig.press(county.leader, "否")
    await rig.press(county.leader, "提交")
    await rig.press(county.principal, "已签字")
    card = await opened(rig, county.liaison, "情况说明")
    await rig.press(county.liaison, "补填1项", card)
    await rig.say(county.liaison, "会议通知1份")
    await rig.press(county.liaison, "提交")
    shown = rig.last(county.liaison)
    assert "上传签章件" in shown.labels
    said = await read(rig, "absence_statement")
    assert "延期开庭 | 不申请" in said
    assert "尚未备妥" not in said, "a court is not told that its paper is not ready"
    assert (await document(rig, "absence_statement")).state is DocumentState.UNDER_WAY
    assert not (await one(rig)).absence.get("files")


async def test_what_the_court_answers_stands_in_a_statement_written_later(rig: Rig, county: County) -> None:
    await absent(rig, county)
    for label in ("准许延期", "法院认可理由"):
        await rig.press(county.liaison, label)
        await rig.press(county.liaison, "确认登记")
    [notice] = [m for m in rig.bot.chat(county.liaison) if m.text.startswith("【不能出庭】")]
    await rig.press(county.liaison, "出庭材料", notice)
    await rig.press(county.liaison, "情况说明")
    await rig.press(county.liaison, "提交")
    [edition] = await editions(rig, "absence_statement")
    assert fields(edition)["postponement"] == "granted"
    assert fields(edition)["court_view"] == "accepted"
    assert "法院意见 | 理由成立" in await read(rig, "absence_statement")


@pytest.mark.parametrize("label", ["身份证明", "出庭提醒"])
async def test_a_leader_who_does_not_come_needs_neither(rig: Rig, county: County, label: str) -> None:
    await absent(rig, county)
    page = await papers(rig, county.liaison)
    assert not any(label == shown for shown in page.labels)
    assert "情况说明" in page.labels
