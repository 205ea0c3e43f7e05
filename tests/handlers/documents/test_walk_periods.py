"""Papers of a month, a quarter and a year through chat, every field compared, to the bureau's or the city's word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Agency
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import duties
from tests.handlers.documents.report_steps import Answer, answered, document, drafted, owed
from tests.handlers.documents.test_periodic import heard
from tests.handlers.documents.walk_steps import accepted, changed, every, through
from tests.rig import Rig, open_rig

HELD, PLANNED = "（2026）鲁0831行初12号", "（2026）鲁0831行初15号"
CAME = {"attended": True, "rank": "principal", "leader_name": "李建国"}
RATE = "100.00%"
COUNTED = {"heard": 1, "attended": 1, "principal": 1, "lost": 0, "rate": RATE}
OVERALL = (
    "开庭审理行政案件1件，行政机关负责人出庭1件，出庭率100.00%；主要负责人出庭1件，主要负责人出庭率100.00%"
    "（占负责人出庭的100.00%）；出庭负责人发言0件，出声率0.00%。"
)
CASES = [
    {
        "row": "1",
        "unit": "县自然资源局",
        "case_number": HELD,
        "instance": "一审",
        "day": "2026年11月10日",
        "leader": "李建国",
        "counted": "负责人出庭",
        "reason": "",
        "principal": "是",
    }
]
UNITS = [
    {
        "unit": "县自然资源局",
        "heard": "1",
        "attended": "1",
        "rate": RATE,
        "change": "—",
        "principal": "1",
        "principal_rate": RATE,
        "spoke": "0.00%",
        "lost": "0",
    }
]


async def year(rig: Rig, book: str, to: str, *, city: bool = False) -> County:
    """The county under a book; its resources bureau was heard in November and will be in December."""
    here = await the_county(rig)

    def enter(desk: Desk) -> None:
        desk.session.get_one(Agency, here.city if city else here.government).rulebook = book
        if city:
            desk.session.get_one(Agency, here.government).rulebook = None
        heard(desk, HELD, here.resources, datetime(2026, 11, 10, 1, 30, tzinfo=UTC), **CAME)
        heard(desk, PLANNED, here.resources, datetime(2026, 12, 8, 6, 30, tzinfo=UTC))

    await rig.work(enter)
    await rig.to(to)
    return here


@pytest.mark.slow
async def test_a_monthly_report_is_accepted_by_the_citys_bureau(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await year(rig, "anhui-principal-2023", "2026-11-27 09:30", city=True)
        user = here.office_liaison
        await drafted(rig, user, await owed(rig, "AH16", here.government))
        await changed(rig, user, "备注", "12月案件由主要负责人出庭。")
        await rig.press(user, "提交")
        known = {
            "agency": "泗水县人民政府",
            "month": "2026年11月",
            "next_month": "2026年12月",
            "nil": False,
            "held": [
                {
                    "case_number": HELD,
                    "day": "2026年11月10日",
                    "agency": "县自然资源局",
                    "leader": "李建国",
                    "principal": "是",
                    "reason": "",
                }
            ],
            "planned": [
                {
                    "case_number": PLANNED,
                    "when": "2026年12月8日（星期二）下午2时30分",
                    "agency": "县自然资源局",
                    "leader": "李建国（局长）",
                }
            ],
            "filler": "吴桐",
            "phone": "13900001401",
        }
        await every(rig, "monthly_report", {"note": "12月案件由主要负责人出庭。"}, known)
        assert (await owed(rig, "AH16", here.government)).state is DutyState.SUBMITTED
        assert (await accepted(rig, here.city_coordinator, "AH16", here.government)).state is DutyState.DONE
        assert (await document(rig, "monthly_report")).state is DocumentState.DONE


YEAR: list[tuple[str, Any]] = [
    ("主要做法", "负责人带头出庭。\n建立台账。"),
    ("案件有哪些特点", "以土地处罚为主。"),
    ("存在哪些问题", "个别案件准备不足。"),
    ("有何打算", "加强培训。"),
]
YEARS = {
    "work": "负责人带头出庭。\n建立台账。",
    "analysis": "以土地处罚为主。",
    "problems": "个别案件准备不足。",
    "plan": "加强培训。",
}


@pytest.mark.slow
async def test_reports_of_the_year_are_handed_in_and_the_countys_follows_them(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00", database=database) as rig:
        here = await year(rig, "sishui-2020", "2026-12-07 09:30")
        await drafted(rig, here.liaison, await owed(rig, "SS14", here.resources))
        await answered(rig, here.liaison, YEAR)
        await rig.press(here.liaison, "提交")
        known = {
            "agency": "泗水县自然资源和规划局",
            "year": "2026年度",
            "filed": 2,
            "appeals": 0,
            "advice": 0,
            **COUNTED,
        }
        await every(rig, "annual_report", YEARS, known, {"cases"})
        if (await owed(rig, "SS14", here.resources)).state is DutyState.SUBMITTED:
            await accepted(rig, here.coordinator, "SS14", here.resources)
        assert (await owed(rig, "SS14", here.resources)).state is DutyState.DONE
        assert (await document(rig, "annual_report")).state is DocumentState.DONE
        await drafted(rig, here.coordinator, await owed(rig, "SS15", here.justice))
        await answered(rig, here.coordinator, YEAR)
        await rig.press(here.coordinator, "提交")
        missing = "济河街道、泉林镇、县司法局、县政府办、县公安局、县人社局"
        known = {**known, "agency": "泗水县人民政府", "missing": missing}
        await every(rig, "county_annual_report", YEARS, known, {"cases"})
        assert (await owed(rig, "SS15", here.justice)).state is DutyState.DONE
        assert (await owed(rig, "SS15", here.government)).state is DutyState.DONE, "it was the one report"


NOT_IN_A_REVIEW = {"again", "verdicts", "counties", "organs", "absent", "reports", "missing"} | {
    "corrections", "reissued", "changes",
}  # fmt: skip
"""There are none where one unit was heard once, whose principal came, in a county whose units hand in no reports."""
REVIEW: list[tuple[str, Any]] = [
    ("胜诉多少件", "1"),
    ("败诉多少件", "0"),
    ("存在哪些问题", "个别单位报送不及时。"),
    ("有何要求", "按时报送。\n应出尽出。"),
]


@pytest.mark.slow
async def test_a_monthly_review_closes_the_bureaus_duty_of_the_month(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await year(rig, "sishui-2020", "2026-12-07 09:30")
        user = here.coordinator
        [november] = [one for one in await duties(rig, "SS22") if one.about.startswith("2026-11:")]
        await drafted(rig, user, november)
        await answered(rig, user, REVIEW)
        await rig.press(user, "提交")
        entered = {"won": 1, "lost": 0, "problems": "个别单位报送不及时。", "requirements": "按时报送。\n应出尽出。"}
        await every(
            rig,
            "monthly_review",
            entered,
            {"month": "2026年11月", "overall": OVERALL, "units": UNITS, "cases": CASES}
            | {name: value for name, value in COUNTED.items() if name != "lost"},
            NOT_IN_A_REVIEW,
        )
        states = {one.about.partition(":")[0]: one.state for one in await duties(rig, "SS22")}
        assert states["2026-11"] is DutyState.DONE
        assert states["2026-12"] is DutyState.OPEN
        assert (await document(rig, "monthly_review")).state is DocumentState.DONE


NOT_IN_A_BULLETIN = {"naming", "best", "lowest", "risers", "fallers", "counties", "organs", "absent", "silent"} | {
    "again", "late", "lost_cases", "corrections", "reissued", "changes",
}  # fmt: skip
"""There are none where one unit was heard once and its principal came."""
BULLETIN: list[tuple[str, Any]] = [
    ("发给哪些单位", "各镇街，县政府各部门"),
    ("存在哪些问题", "少数负责人未发言。"),
    ("有何要求", "出庭又出声。"),
]


@pytest.mark.slow
async def test_a_quarterly_bulletin_is_issued_with_its_number_and_closes_the_quarter(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await year(rig, "sishui-2020", "2026-12-07 09:30")
        user = here.coordinator
        await drafted(rig, user, await owed(rig, "SS23", here.justice))
        await answered(rig, user, BULLETIN)
        await changed(rig, user, "抄送", "县人民法院")
        await through(rig, user, "提交", "签发")
        assert (await owed(rig, "SS23")).state is DutyState.OPEN
        await rig.say(user, "泗司通报〔2026〕4号")
        await through(rig, user, "今天", "✓ 签发")
        entered = {
            "to": "各镇街，县政府各部门",
            "problems": "少数负责人未发言。",
            "requirements": "出庭又出声。",
            "copies": "县人民法院",
        }
        known = {"quarter": "2026年第四季度", "overall": OVERALL, "adverse": False, "full": "县自然资源局"}
        known["losses"] = "上述案件的裁判结果尚未登记。"
        said = await every(
            rig, "quarterly_bulletin", entered, {**known, "units": UNITS, "cases": CASES}, NOT_IN_A_BULLETIN
        )
        assert "泗司通报〔2026〕4号" in said
        assert (await document(rig, "quarterly_bulletin")).state is DocumentState.DONE
        assert (await owed(rig, "SS23")).state is DutyState.DONE


async def modelled(rig: Rig, here: County) -> None:
    """The resources bureau hands in a model case of the quarter."""
    user = here.liaison
    await rig.press_data(user, "doc.new:1:model_form", (await rig.say(user, "/menu"))[-1])
    said: list[tuple[str, Answer]] = [
        ("典型人物", ("典型案例",)),
        ("名称", "局长出庭化解纠纷"),
        ("主要事迹", "带头出庭。"),
        ("成效", "当庭和解。"),
    ]
    await answered(rig, user, said)
    await rig.press(user, "提交")


@pytest.mark.slow
async def test_the_papers_of_the_conference_are_drawn_up_with_their_topics(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-26 08:00") as rig:
        here = await year(rig, "sishui-2020", "2026-12-07 09:30")
        user = here.coordinator
        await modelled(rig, here)
        await rig.say(user, "/missing")
        await rig.press(user, "会议材料")
        await answered(
            rig,
            user,
            [
                ("会议名称", "第四季度府院联席会议"),
                ("何时召开", "12月21日14:30"),
                ("在哪里召开", "县政府三楼会议室"),
                ("单位和人员参会", "县法院行政庭\n县司法局"),
                ("有哪些议题", ("row:通报出庭情况；县司法局", "row:败诉案件分析；县法院", "完成")),
                ("会议研究", "土地案件程序不规范。"),
            ],
        )
        await changed(rig, user, "工作成效", "出庭率100%。")
        await rig.press(user, "提交")
        entered = {
            "title": "第四季度府院联席会议",
            "when": "2026-12-21T06:30:00+00:00",
            "place": "县政府三楼会议室",
            "attendees": "县法院行政庭\n县司法局",
            "topics": [
                {"topic": "通报出庭情况", "unit": "县司法局"},
                {"topic": "败诉案件分析", "unit": "县法院"},
            ],
            "problems": "土地案件程序不规范。",
            "achievements": "出庭率100%。",
        }
        model = {"tag": "典型案例", "title": "局长出庭化解纠纷", "case_number": HELD, "unit": "县自然资源局"}
        known = {"period": "2026年第四季度", "overall": OVERALL, "units": UNITS, "models": [model]}
        await every(rig, "agenda", entered, known)
        assert (await document(rig, "agenda")).state is DocumentState.DONE
