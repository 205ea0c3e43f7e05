"""Papers by the books of Anhui and Wuqing: an apology, a model case, an answer that the superior gives to the court."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Party
from tests.builders import County, county
from tests.handlers.cases.decision_steps import NUMBER, judgment
from tests.handlers.documents.report_steps import FILE, answered, compare, drafted, handed_over, issued, owed
from tests.handlers.documents.test_feedback_form import agreed
from tests.handlers.documents.walk_steps import changed, every
from tests.handlers.duties.steps import enter
from tests.rig import Rig, open_rig


async def anhui(rig: Rig) -> County:
    here = await county(rig)
    await rig.work(
        lambda desk: setattr(desk.session.get_one(Agency, here.government), "rulebook", "anhui-principal-2023")
    )
    return here


@pytest.mark.slow
async def test_an_apology_is_told_and_its_correction_followed(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await anhui(rig)
        await judgment(rig, here.liaison, "否")
        await drafted(rig, here.liaison, await owed(rig, "AH10"))
        await answered(
            rig,
            here.liaison,
            [
                ("向哪位当事人", "张三"),
                ("何种方式", ("登门道歉",)),
                ("何日道歉", ("今天",)),
                ("道歉内容", "就处罚程序违法致歉，当事人表示谅解。"),
                ("限期纠正", ("row:撤销处罚并退还罚款；王芳；3月20日", "完成")),
            ],
        )
        await changed(rig, here.liaison, "地点", "泉林镇某村")
        await changed(rig, here.liaison, "佐证材料", (f"{FILE}登门照片.jpg", "完成"))
        await rig.press(here.liaison, "提交")
        assert (await owed(rig, "AH10")).state is DutyState.DONE
        entered = {
            "plaintiff": "张三",
            "way": "visit",
            "apology_on": "2026-03-02",
            "place": "泉林镇某村",
            "content": "就处罚程序违法致歉，当事人表示谅解。",
            "correction": [{"what": "撤销处罚并退还罚款", "who": "王芳", "until": "3月20日"}],
            "proof": ["登门照片.jpg"],
        }
        known = {
            "agency": "泗水县自然资源和规划局",
            "case_number": NUMBER,
            "court": "山东省泗水县人民法院",
            "paper_kind": "judgment_first_instance",
            "served_on": "2026-03-02",
            "outcome": "revoked",
            "principal": "李建国",
            "post": "局长",
            "contact": "王芳",
            "phone": "13900001201",
        }
        await every(rig, "apology_tracking", entered, known)
        assert any(
            "撤销处罚并退还罚款" in m.text for m in await rig.to("2026-03-20 09:05") if m.chat_id == here.liaison
        )


@pytest.mark.slow
async def test_a_model_names_the_hearing_that_was_held(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await anhui(rig)
        await agreed(rig, here, "anhui-principal-2023")
        await rig.to("2026-12-16 10:00")
        for label in ("负责人已出庭", "提交"):
            await rig.press(here.liaison, label)
        menu = (await rig.say(here.liaison, "/menu"))[-1]
        await rig.press_data(here.liaison, "doc.new:1:model_form", menu)
        assert "出庭时间：2026年12月15日（星期二）上午9时30分" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_a_model_is_reported_by_whoever_found_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await anhui(rig)
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        await rig.press_data(here.liaison, "doc.new:1:model_form", (await rig.say(here.liaison, f"/case {NUMBER}"))[-1])
        duty = await owed(rig, "AH11")
        assert duty.state is DutyState.OPEN, "five working days run from now"
        await answered(
            rig,
            here.liaison,
            [
                ("典型人物", ("典型案例",)),
                ("名称", "带头出庭化解土地纠纷"),
                ("负责人姓名", "李建国"),
                ("职务", "局长"),
                ("主要事迹", "连续三年带头出庭。"),
                ("成效", "当庭和解。"),
            ],
        )
        await changed(rig, here.liaison, "案由", "土地行政处罚")
        await changed(rig, here.liaison, "出庭时间", "3月30日9:30")
        await changed(rig, here.liaison, "宣传情况", "县融媒体中心4月1日报道。")
        await changed(rig, here.liaison, "附件", (f"{FILE}报道.pdf", "完成"))
        await rig.press(here.liaison, "提交")
        await handed_over(rig, here.liaison, "报市依法行政领导小组办公室")
        assert (await owed(rig, "AH11")).state is DutyState.DONE
        entered = {
            "what": "case",
            "title": "带头出庭化解土地纠纷",
            "leader": "李建国",
            "post": "局长",
            "cause": "土地行政处罚",
            "summary": "连续三年带头出庭。",
            "results": "当庭和解。",
            "hearing_when": "2026-03-30T09:30:00+08:00",
            "publicity": "县融媒体中心4月1日报道。",
            "attachments": ["报道.pdf"],
        }
        known = {
            "agency": "泗水县自然资源和规划局",
            "case_number": NUMBER,
            "contact": "王芳",
            "phone": "13900001201",
        }
        await every(rig, "model_form", entered, known)


@pytest.mark.slow
async def test_an_absence_is_explained_to_the_superior_who_answers_the_court(tmp_path: Path) -> None:
    """Two chained terms (武清 2020 二（二）): the agency's statement starts the superior's answer."""
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await rig.work(lambda desk: setattr(desk.session.get_one(Agency, here.government), "rulebook", "wuqing-2020"))
        await rig.say(here.liaison, f"{NUMBER} 司法建议书 今天收到")
        await rig.press(here.liaison, "未出庭")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "✓ 登记")
        own = await owed(rig, "WQ6")
        [menu] = await rig.say(here.liaison, "/menu")
        await rig.press_data(here.liaison, f"dt.done:{own.id}:{own.version}", menu)
        await rig.press(here.liaison, "今天办结，附言…")
        await rig.say(here.liaison, "已书面说明")
        await rig.press(here.liaison, "✓ 办结")
        if (await owed(rig, "WQ6")).state is DutyState.SUBMITTED:
            own = await owed(rig, "WQ6")
            await rig.press_data(
                here.coordinator, f"dt.ok:{own.id}:{own.version}", (await rig.say(here.coordinator, "/menu"))[-1]
            )
        answer = await owed(rig, "WQ6.superior")
        assert (answer.state, answer.agency_id) == (DutyState.OPEN, here.government)
        await drafted(rig, here.office_liaison, answer)
        await answered(
            rig,
            here.office_liaison,
            [
                ("司法建议书的文号", "（2026）津0114司建1号"),
                ("问题", ("row:负责人未出庭；约谈主要负责人；已整改", "完成")),
                ("概括办理结果", "已责令整改，今后应出尽出。"),
            ],
        )
        await rig.press(here.office_liaison, "提交")
        await rig.press(here.office_liaison, "签发")
        await issued(rig, here.office_liaison)
        await handed_over(rig, here.office_liaison, "函送县法院")
        assert (await owed(rig, "WQ6.superior")).state is DutyState.DONE
        await compare(
            rig,
            "advice_reply",
            {"advice_number": "（2026）津0114司建1号", "result": "已责令整改，今后应出尽出。"},
        )


@pytest.mark.slow
async def test_an_advice_that_the_superior_records_is_about_the_agency_that_was_absent(tmp_path: Path) -> None:
    """It makes the superior no defendant: the agency explains to it, then it answers."""
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await rig.work(lambda desk: setattr(desk.session.get_one(Agency, here.government), "rulebook", "wuqing-2020"))
        await rig.say(here.liaison, f"{NUMBER} 应诉通知书 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        await rig.say(here.office_liaison, f"{NUMBER} 司法建议书 今天收到")
        while "县政府" not in rig.last(here.office_liaison).labels:
            await rig.press(here.office_liaison, "下一页")
        await rig.press(here.office_liaison, "县政府")
        await rig.press(here.office_liaison, "未出庭")
        await rig.press(here.office_liaison, "跳过")
        await rig.press(here.office_liaison, "✓ 登记")
        assert (await owed(rig, "WQ6")).agency_id == here.resources

        def sued(desk: Desk) -> list[int]:
            return [one.agency_id for one in desk.session.exec(select(Party)).all()]

        assert await rig.work(sued) == [here.resources]
        assert not [m for m in rig.bot.chat(here.coordinator) if "指定承办" in m.text]
