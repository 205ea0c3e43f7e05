"""Papers of a case on their less usual ways: a decision that is written down, a risk with everything, a second tap."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Case, Person, StoredFile
from tests.builders import county as the_county
from tests.handlers.cases.decision_steps import NUMBER, judgment
from tests.handlers.documents.report_steps import FILE, Answer, answered, document, drafted, handed_over, owed
from tests.handlers.documents.test_leader_forms import hearing, name, named, opened
from tests.handlers.documents.walk_steps import accepted, changed, every, through
from tests.rig import Rig, open_rig

PROOF = "县政府批示.jpg"


async def nobody_at(rig: Rig, agency_id: int) -> None:
    """Nobody of this body is in the bot."""

    def end(desk: Desk) -> None:
        for row in desk.session.exec(select(Appointment).where(Appointment.agency_id == agency_id)).all():
            desk.session.delete(row)

    await rig.work(end)


@pytest.mark.slow
async def test_a_decision_of_a_government_without_people_here_is_recorded_with_proof(
    tmp_path: Path, database: str
) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00", database=database) as rig:
        here = await the_county(rig)
        await nobody_at(rig, here.government)
        await judgment(rig, here.liaison, "是")
        await drafted(rig, here.liaison, await owed(rig, "SS19"))
        await answered(
            rig,
            here.liaison,
            [
                ("对方当事人是谁", "张三"),
                ("裁判主文", "撤销被诉处罚决定。"),
                ("单位的意见", ("提起上诉",)),
                ("写明理由", "一审认定事实有误。"),
            ],
        )
        await changed(rig, here.liaison, "案由", "土地行政处罚")
        await changed(rig, here.liaison, "附件", (f"{FILE}判决书.pdf", "完成"))
        await rig.press(here.liaison, "提交")
        user = here.coordinator
        await rig.press(user, "同意")
        assert (await owed(rig, "SS19")).state is DutyState.DONE
        await through(rig, user, "登记决定", "不上诉")
        await rig.say(user, "县政府常务会议（钱宏县长主持）")
        await rig.press(user, "今天")
        await rig.say(user, "同意一审判决。")
        await rig.send_file(user, PROOF, b"jpeg", mime="image/jpeg")
        await through(rig, user, "完成", "✓ 登记决定")
        one = await document(rig, "appeal_review")
        assert one.state is DocumentState.DONE
        subject = f"document:{one.id}"
        files = await rig.database.read(lambda s: s.exec(select(StoredFile).where(StoredFile.subject == subject)).all())
        assert PROOF in {file.name for file in files}
        assert any("不上诉" in m.text for m in rig.bot.chat(here.liaison)), "told at once"
        entered = {
            "plaintiff": "张三",
            "cause": "土地行政处罚",
            "attachments": ["判决书.pdf"],
            "content": "撤销被诉处罚决定。",
            "view": "appeal",
            "reasons": "一审认定事实有误。",
            "review_view": "同意。",
            "reviewed_by": "陈静",
            "reviewed_on": "2026-03-02",
            "decision": "no_appeal",
            "decision_text": "同意一审判决。",
            "decided_by": "县政府常务会议（钱宏县长主持）",
            "decided_on": "2026-03-02",
        }
        known = {
            "agency": "泗水县自然资源和规划局",
            "case_number": NUMBER,
            "court": "山东省泗水县人民法院",
            "paper_kind": "judgment_first_instance",
            "decision_number": NUMBER,
            "served_on": "2026-03-02",
            "appeal_until": "2026-03-17",
            "decide_by": "2026-03-12",
            "outcome": "revoked",
            "contact": "王芳",
            "phone": "13900001201",
        }
        await every(rig, "appeal_review", entered, known)


@pytest.mark.slow
async def test_a_risk_report_with_everything_in_it_ends_both_duties(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await the_county(rig)
        user = here.liaison
        await rig.say(user, f"{NUMBER} 应诉通知书、起诉状副本 今天收到 邮寄")
        await through(rig, user, "✎ 风险情形", "舆论关注", "完成", "✓ 登记")
        await drafted(rig, user, await owed(rig, "SS16", here.resources))
        measures = ("row:专班接访；王芳；即日", "完成")
        await answered(
            rig,
            user,
            [
                ("原告是谁", "张三等40人"),
                ("案由", "征收补偿"),
                ("哪一等级", ("重大",)),
                ("案件情况", "四十户集体起诉。"),
                ("风险评估", "可能到县政府聚集。"),
                ("应对措施", measures),
            ],
        )
        await changed(rig, user, "请示事项", "请县政府召开协调会。")
        await changed(rig, user, "附件", (f"{FILE}联名信.pdf", "完成"))
        await rig.press(user, "提交")
        bureau = await drafted(rig, here.coordinator, await owed(rig, "SS16", here.justice))
        await rig.press(here.coordinator, "同意", bureau)
        one = await document(rig, "risk_report")
        await rig.press_data(user, f"doc:{one.id}", (await rig.say(user, "/menu"))[-1])
        await handed_over(rig, user, "当面报县政府办公室")
        for agency in (here.resources, here.justice):
            if (await owed(rig, "SS16", agency)).state is DutyState.SUBMITTED:
                await accepted(rig, here.coordinator, "SS16", agency)
            assert (await owed(rig, "SS16", agency)).state is DutyState.DONE
        assert (await document(rig, "risk_report")).state is DocumentState.DONE
        entered = {
            "plaintiff": "张三等40人",
            "cause": "征收补偿",
            "level": "high",
            "facts": "四十户集体起诉。",
            "assessment": "可能到县政府聚集。",
            "measures": [{"what": "专班接访", "who": "王芳", "until": "即日"}],
            "request": "请县政府召开协调会。",
            "attachments": ["联名信.pdf"],
            "bureau_view": "同意。",
        }
        known = {
            "addressees": "泗水县人民政府",
            "agency": "泗水县自然资源和规划局",
            "bureau": "泗水县司法局",
            "case_number": NUMBER,
            "court": "山东省泗水县人民法院",
            "plaintiff_count": 1,
            "risk_tags": ["public_opinion"],
            "contact": "王芳",
            "phone": "13900001201",
        }
        await every(rig, "risk_report", entered, known)


@pytest.mark.slow
async def test_what_is_missing_is_filled_in_and_the_second_tap_files_it(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, database=database) as rig:
        here = await named(rig)
        user = here.liaison

        def courtless(desk: Desk) -> None:
            for case in desk.session.exec(select(Case).order_by(col(Case.id))).all():
                case.court = ""

        await rig.work(courtless)
        await rig.work(lambda desk: setattr(desk.session.get_one(Person, here.ids[user]), "language", "en"))
        duty = await owed(rig, "SS12")
        card = await opened(rig, user, duty)
        assert "File in one tap" in card.labels
        await rig.press(user, "File in one tap", card)
        draft = rig.last(user)
        assert "1 still to be filled in: court" in draft.text
        assert "\nCourt: to be filled in" in re.sub(r"<[^>]*>", "", draft.text), "a line begins with a capital"
        assert not any("\u4e00" <= letter <= "\u9fff" for label in draft.labels for letter in label)
        assert (await owed(rig, "SS12")).state is DutyState.OPEN
        await rig.press(user, "Fill in 1", draft)
        await rig.say(user, "山东省泗水县人民法院")
        await rig.press(user, "Submit")
        assert (await owed(rig, "SS12")).state is DutyState.SUBMITTED
        known = {
            "agency": "泗水县自然资源和规划局",
            "case_number": NUMBER,
            "instance": "first",
            "plaintiff_count": 1,
            "paper_kind": "notice_of_response",
            "served_on": "2026-04-02",
            "served_by": "in_person",
            "hearing_when": "未定",
            "hearing_place": "未定",
            "leader": "张明",
            "leader_post": "副局长",
            "leader_rank": "deputy",
            "leader_phone": "13900001204",
            "principal_required": "否",
            "filler": "王芳",
            "liaison": "王芳",
            "liaison_phone": "13900001201",
            "date": "2026-04-02",
            "changes": [{"edition": "1", "day": "2026年4月2日", "by": "王芳", "what": "首次报备"}],
        }
        without = {
            "plaintiff",
            "third_parties",
            "co_defendants",
            "cause",
            "act",
            "act_on",
            "in_charge",
            "staff",
            "counsel",
        }
        court = {"court": "山东省泗水县人民法院"}
        await every(rig, "leader_filing_form", court, known, {*without, "risks", "record_number"})
        await accepted(rig, here.coordinator, "SS12")
        assert (await document(rig, "leader_filing_form")).state is DocumentState.DONE
        assert "备案编号\n〔2026〕1号" in await every(
            rig,
            "leader_filing_form",
            court,
            {**known, "record_number": "〔2026〕1号"},
            {*without, "risks"},
        )


EVERYTHING: tuple[tuple[str, Answer], ...] = (
    ("第三人", "王五"),
    ("共同被告", "泗水县泉林镇人民政府"),
    ("被诉行政行为", "泗自然资罚〔2026〕3号行政处罚决定书"),
    ("行政行为作出日期", "3月2日"),
    ("是否分管", ("是",)),
    ("工作人员", "何伟 执法监察大队队员"),
    ("法律顾问", "赵律师 泗水某律师事务所"),
)


@pytest.mark.slow
async def test_a_filing_form_with_everything_in_it_is_filed_accepted_and_numbered(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await the_county(rig)
        user = here.liaison
        await rig.say(user, f"{NUMBER} 应诉通知书 今天收到 邮寄 原告张三、李四 案由土地行政处罚")
        await through(rig, user, "✎ 风险情形", "舆论关注", "完成", "✓ 登记")
        await hearing(rig, here)
        await name(rig, here, "张明")
        duty = await owed(rig, "SS12")
        await rig.press_data(user, f"doc.alter:{duty.id}:{duty.version}", rig.last(user))
        for label, said in EVERYTHING:
            await changed(rig, user, label, said)
        await rig.press(user, "提交")
        assert (await owed(rig, "SS12")).state is DutyState.SUBMITTED
        assert (await accepted(rig, here.coordinator, "SS12")).state is DutyState.DONE
        entered = {
            "third_parties": "王五",
            "co_defendants": "泗水县泉林镇人民政府",
            "act": "泗自然资罚〔2026〕3号行政处罚决定书",
            "act_on": "2026-03-02",
            "in_charge": True,
            "staff": "何伟 执法监察大队队员",
            "counsel": "赵律师 泗水某律师事务所",
        }
        known = {
            "agency": "泗水县自然资源和规划局",
            "case_number": NUMBER,
            "court": "山东省泗水县人民法院",
            "instance": "first",
            "plaintiff": "张三、李四",
            "plaintiff_count": 2,
            "cause": "土地行政处罚",
            "paper_kind": "notice_of_response",
            "served_on": "2026-04-02",
            "served_by": "post",
            "hearing_when": "2026-04-28T09:30:00+08:00",
            "hearing_place": "县法院第二审判庭",
            "leader": "张明",
            "leader_post": "副局长",
            "leader_rank": "deputy",
            "leader_phone": "13900001204",
            "principal_required": "否",
            "risks": ["public_opinion"],
            "filler": "王芳",
            "liaison": "王芳",
            "liaison_phone": "13900001201",
            "date": "2026-04-02",
            "record_number": "〔2026〕1号",
            "changes": [{"edition": "1", "day": "2026年4月2日", "by": "王芳", "what": "首次报备"}],
        }
        await every(rig, "leader_filing_form", entered, known)
