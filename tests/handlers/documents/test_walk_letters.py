"""Letters through chat from their reason to their end: 督促函 (SH1), 工作提醒函 and the answer (RZ8, RZ9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.duties import duties as duty_services
from bot.services.hall.desk import Desk
from bot.store.tables import Case, Duty
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import duties, rows, under
from tests.handlers.documents.report_steps import answered, document, owed
from tests.handlers.documents.test_urging import shangshui
from tests.handlers.documents.walk_steps import accepted, changed, every, issued, sealed, sent, through
from tests.handlers.hearings.steps import NUMBER, entered
from tests.rig import Rig, open_rig

WORKING_DAY = "2026-04-02 09:10"


@pytest.mark.slow
async def test_an_urging_letter_starts_two_days_that_end_when_the_leader_is_named(tmp_path: Path) -> None:
    async with shangshui(tmp_path) as (rig, here):
        await entered(rig, here)
        [case] = await rows(rig, Case)
        [menu] = await rig.say(here.coordinator, "/documents")
        await rig.press_data(here.coordinator, f"doc.new:{case.id}:urging_letter", menu)
        await changed(rig, here.coordinator, "原告", "张三、李四")
        await changed(rig, here.coordinator, "案由", "土地行政处罚")
        await rig.press(here.coordinator, "提交")
        await issued(rig, here.coordinator, "县司法局督促函〔2026〕1号")
        said = await every(
            rig,
            "urging_letter",
            {"plaintiff": "张三、李四", "cause": "土地行政处罚"},
            {
                "unit": "泗水县自然资源和规划局",
                "case_number": NUMBER,
                "court": "山东省泗水县人民法院",
                "hearing": "2026-12-15T01:30:00+00:00",
                "place": "县法院第二审判庭",
                "term": "2个工作日",
                "contact": "陈静",
                "phone": "13900001101",
            },
        )
        assert "县司法局督促函〔2026〕1号" in said
        assert "张三" not in said, "the county's offices read it: the plaintiffs are masked"
        assert not await duties(rig, "SH1"), "the two days run from the receipt"
        await sent(rig, here.coordinator, WORKING_DAY)
        assert not await duties(rig, "SH1")
        assert NUMBER in rig.last(here.liaison).text, "which case the letter is about"
        await rig.press(here.liaison, "签收")
        [duty] = await duties(rig, "SH1")
        assert (duty.agency_id, duty.state, duty.unrolled) == (here.resources, DutyState.OPEN, date(2026, 4, 7))
        assert (await document(rig, "urging_letter")).state is DocumentState.DONE
        await rig.to("2026-04-02 09:15")
        told = rig.last(here.liaison)
        assert "明确出庭负责人" in told.text
        assert told.labels[0] == "明确出庭负责人", "the name does it, and nothing else"
        assert "办结" not in told.labels
        await through(rig, here.liaison, "明确出庭负责人", "张明")
        assert [one.state for one in await duties(rig, "SH1")] == [DutyState.DONE]


async def bulletin(rig: Rig, here: County) -> Duty:
    """The court's bulletin of the quarter came in."""

    def start(desk: Desk) -> Duty:
        found = duty_services.start(
            desk, trigger="court_bulletin", on=desk.today, agency_id=here.justice, subject="bulletin:1:1"
        )
        return next(duty for duty in found if duty.rule == "RZ8")

    return await rig.work(start)


REMINDED = {
    "quarter": "2026年第一季度",
    "heard": 4,
    "attended": 1,
    "rate": "25%",
    "average": "目标90%",
    "problems": ["low_rate", "silent"],
    "cases": [{"number": NUMBER, "what": "副局长出庭未发言"}],
    "wanted": "负责人应当出庭应诉。\n出庭应当发言。",
}
ANSWERED = {
    "reasons": "对出庭应诉重视不够。",
    "measures": [
        {"problem": "出庭少", "measure": "局长带头出庭", "who": "王芳", "by": "5月1日"},
        {"problem": "不发言", "measure": "庭前演练", "who": "李娜", "by": "5月10日"},
    ],
    "done": "已召开局务会部署。",
}


async def reminder(rig: Rig, here: County) -> None:
    """The letter to the unit: every question answered, submitted."""
    duty, user = await bulletin(rig, here), here.coordinator
    [menu] = await rig.say(user, "/documents")
    await rig.press_data(user, f"doc.duty:{duty.id}", menu)
    await rig.press(user, "县自然资源局", rig.last(user))
    await answered(
        rig,
        user,
        [
            ("哪一季度", "2026年第一季度"),
            ("开庭几件", "4"),
            ("负责人出庭几件", "1"),
            ("出庭率是多少", "25%"),
            ("存在哪些问题", ("负责人出庭率较低", "负责人出庭未发言", "完成")),
            ("有哪些要求", "负责人应当出庭应诉。\n出庭应当发言。"),
        ],
    )
    await changed(rig, user, "全市平均或目标", "目标90%")
    await changed(rig, user, "涉及案件", (f"row:{NUMBER}；副局长出庭未发言", "完成"))
    await rig.press(user, "提交")


@pytest.mark.slow
async def test_a_reminder_letter_and_its_answer_end_both_duties_and_the_receipt_starts_the_second(
    tmp_path: Path, database: str
) -> None:
    async with open_rig(tmp_path, database=database) as rig:
        here = await the_county(rig)
        await under(rig, here, "ruzhou-2022")
        user = here.coordinator
        await reminder(rig, here)
        await issued(rig, user, "县政府办提醒函〔2026〕1号")
        said = await every(
            rig,
            "reminder_letter",
            REMINDED,
            {
                "unit": "泗水县自然资源和规划局",
                "term": "10个工作日",
                "contact": "陈静",
                "phone": "13900001101",
            },
        )
        assert "县政府办提醒函〔2026〕1号" in said
        await sealed(rig, user, "盖章件.pdf")
        assert not await duties(rig, "RZ9")
        await sent(rig, user, WORKING_DAY)
        await rig.press(here.liaison, "签收")
        assert (await owed(rig, "RZ8")).state is DutyState.DONE
        assert (await owed(rig, "RZ9", here.resources)).state is DutyState.OPEN
        await plan(rig, here, ANSWERED)
        known = {
            "letter": "工作提醒函", "letter_number": "县政府办提醒函〔2026〕1号", "principal": "李建国",
            "contact": "王芳", "phone": "13900001201",
        }  # fmt: skip
        await every(rig, "rectification_plan", ANSWERED, known)
        if (await owed(rig, "RZ9")).state is DutyState.SUBMITTED:
            await accepted(rig, user, "RZ9")
        assert (await owed(rig, "RZ9")).state is DutyState.DONE
        assert (await document(rig, "rectification_plan")).state is DocumentState.DONE


async def plan(rig: Rig, here: County, said: Mapping[str, object]) -> None:
    """回复: the answer with what is to be mended, and its sealed scan."""
    user = here.liaison
    await rig.press(user, "回复")
    measures = said["measures"]
    assert isinstance(measures, list)
    lines = tuple("row:" + "；".join(one.values()) for one in measures)
    await answered(rig, user, [("原因是什么", str(said["reasons"])), ("问题、措施", (*lines, "完成"))])
    await changed(rig, user, "已完成情况", str(said["done"]))
    await rig.press(user, "提交")
    await sealed(rig, user, "方案.pdf")
