"""A quarterly bulletin with everything that one can say: who rose and fell, who is named and why, what was corrected,
what is said otherwise when it is issued again, and a city's by counties and organs. The figures are worked out by hand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AgencyKind, DutyState, PaperKind
from bot.services.documents import drafting
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Case, Hearing, HearingResult, Paper
from tests import builders
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.bulletins.test_own_bulletins import issue
from tests.handlers.documents.letter_steps import by, duties
from tests.handlers.documents.report_steps import Answer, answered, compare, drafted
from tests.handlers.documents.test_periodic import heard
from tests.handlers.documents.walk_steps import changed, every, opened
from tests.rig import Rig, open_rig

CAME: dict[str, Any] = {"attended": True, "rank": "principal", "leader_name": "李建国", "spoke": True}
DEPUTY: dict[str, Any] = {"attended": True, "rank": "deputy", "leader_name": "林悦", "spoke": False}
ABSENT: dict[str, Any] = {"attended": False}
OF_A_CITY, AGAIN = {"counties", "organs"}, {"reissued", "changes"}
"""What stands in the bulletin of a city alone; and in one that is issued again."""
TYPED = {"to": "各单位", "naming": "name", "requirements": "出庭又出声。"}


REISSUED = {**TYPED, "reissued": "县公安局更正庭审结果", "copies": "县人民法院"}
NOT_REISSUED = {"risers", "fallers", "silent", "lost_cases", "corrections"}


def number(n: int) -> str:
    return f"（2026）鲁0831行初{n}号"


def at(month: int, day: int) -> datetime:
    return datetime(2026 if month == 12 else 2027, month, day, 1, 30, tzinfo=UTC)


def line(n: int, unit: str, day: str, leader: str = "", *, principal: bool = False) -> dict[str, str]:
    """A case as an annex lists it."""
    return {
        "row": str(n), "unit": unit, "case_number": number(n), "instance": "一审", "day": day, "leader": leader,
        "counted": "负责人出庭" if leader else "未出庭", "reason": "", "principal": "是" if principal else "否",
    }  # fmt: skip


def total(unit: str, *figures: str) -> dict[str, str]:
    """A unit, or an area, as the annex of units has it."""
    names = ("heard", "attended", "rate", "change", "principal", "principal_rate", "spoke", "lost")
    return {"unit": unit, **dict(zip(names, figures, strict=True))}


async def heard_in_december(rig: Rig) -> County:
    """To one of two hearings of the resources bureau nobody came; the principals of the town and the police did."""
    here = await the_county(rig)

    def enter(desk: Desk) -> None:
        desk.session.get_one(Agency, here.government).rulebook = "sishui-2020"
        heard(desk, number(1), here.resources, at(12, 22), **CAME)
        heard(desk, number(2), here.resources, at(12, 23), **ABSENT)
        heard(desk, number(3), here.town, at(12, 24), **CAME)
        heard(desk, number(4), here.police, at(12, 25), **CAME)

    await rig.work(enter)
    return here


def nobody_came(desk: Desk, n: int) -> None:
    """What was reported of this case is corrected."""
    hearing = desk.session.exec(select(Hearing).join(Case).where(Case.number == number(n))).one()
    found = desk.session.exec(select(HearingResult).where(HearingResult.hearing_id == hearing.id)).one()
    found.attended = False
    desk.session.add(found)


async def written(rig: Rig, user: int, period: str, naming: str) -> None:
    """The bulletin of the quarter, from its duty, up to what is asked."""
    [duty] = [one for one in await duties(rig, "SS23") if one.about.startswith(f"{period}:")]
    await drafted(rig, user, duty)
    said: list[tuple[str, Answer]] = [
        ("发给哪些单位", "各单位"),
        ("是否点名", (naming,)),
        ("有何要求", "出庭又出声。"),
    ]
    await answered(rig, user, said)


async def heard_in_january(rig: Rig, here: County) -> None:
    """The resources bureau's principal came; nobody of the town; the labour bureau's deputy was silent, and lost."""

    def enter(desk: Desk) -> None:
        heard(desk, number(5), here.resources, at(1, 4), **CAME)
        heard(desk, number(6), here.town, at(1, 4), **ABSENT)
        heard(desk, number(7), here.labour, at(1, 5), **DEPUTY)
        case = desk.session.exec(select(Case).where(Case.number == number(7))).one()
        lost = {"outcome": "revoked"}
        desk.session.add(
            Paper(
                case_id=case.id or 0,
                agency_id=here.labour,
                kind=PaperKind.JUDGMENT_FIRST,
                served_on=desk.today,
                entered_at=desk.now,
                facts=lost,
            )
        )

    await rig.work(enter)


@pytest.mark.slow
async def test_it_says_who_rose_fell_stayed_away_was_silent_late_or_lost_and_what_is_corrected(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-30 08:00") as rig:
        here = await heard_in_december(rig)
        user = here.coordinator
        await rig.to("2026-12-31 09:30")
        await written(rig, user, "2026-Q4", "只通报总数，不点名")
        await rig.press(user, "提交")
        await issue(rig, user, "泗司通报〔2026〕1号")
        assert [one.state for one in await duties(rig, "SS23") if one.about.startswith("2026-Q4:")] == [DutyState.DONE]
        await rig.work(lambda desk: nobody_came(desk, 4))
        known = await reissued(rig, user)
        await every(rig, "quarterly_bulletin", REISSUED, known, OF_A_CITY | NOT_REISSUED, last=True)
        await rig.to("2027-01-06 09:30")
        await heard_in_january(rig, here)
        await rig.to("2027-01-08 09:30")
        await written(rig, user, "2027-Q1", "只通报总数，不点名")
        assert "败诉情况：败诉1件。" in rig.last(user).text, "who lost is not named either"
        await changed(rig, user, "是否点名", ("点名通报",))
        await changed(rig, user, "抄送", "县人民法院")
        await rig.press(user, "提交")
        missed, quiet = line(6, "泉林镇", "2027年1月4日"), line(7, "县人社局", "2027年1月5日", "林悦")
        corrected = {"row": "4", "unit": "县公安局", "case_number": number(4), "was": "负责人出庭", "now": "未出庭"}
        late = {"unit": "泉林镇", "what": "书面说明负责人未出庭的理由", "due": "2027年1月7日", "handed": "未报送"}
        known = {
            "quarter": "2027年第一季度",
            "adverse": True,
            "overall": "开庭审理行政案件3件，行政机关负责人出庭2件，出庭率66.67%（上期50.00%，提高16.67个百分点）；"
            "主要负责人出庭1件，主要负责人出庭率33.33%（占负责人出庭的50.00%）；出庭负责人发言1件，出声率50.00%。",
            "full": "县自然资源局、县人社局",
            "best": "县自然资源局",
            "lowest": "泉林镇（0.00%）",
            "risers": "县自然资源局（提高50.00个百分点）",
            "fallers": "泉林镇（下降100.00个百分点）",
            "units": [
                total("县自然资源局", "1", "1", "100.00%", "提高50.00", "1", "100.00%", "100.00%", "0"),
                total("县人社局", "1", "1", "100.00%", "—", "0", "0.00%", "0.00%", "1"),
                total("泉林镇", "1", "0", "0.00%", "下降100.00", "0", "0.00%", "—", "0"),
                total("县公安局", "0", "0", "—", "—", "0", "—", "—", "0"),
            ],
            "absent": [missed],
            "silent": [quiet],
            "late": [late],
            "problems": "1件案件行政机关负责人未出庭，其中1件无正当理由；1件案件负责人出庭未发言；1项材料逾期报送。",
            "lost_cases": [quiet],
            "losses": "败诉1件：县人社局1件。",
            "corrections": [corrected],
            "cases": [missed, line(5, "县自然资源局", "2027年1月4日", "李建国", principal=True), quiet],
        }
        entered = {**TYPED, "copies": "县人民法院"}
        await every(rig, "quarterly_bulletin", entered, known, OF_A_CITY | AGAIN, last=True)


async def reissued(rig: Rig, user: int) -> dict[str, Any]:
    """The bulletin of the quarter once more, with the reason; what it says, and what otherwise than before."""
    await rig.say(user, "/issued")
    await rig.press(user, "1", rig.last(user))
    await rig.press(user, "重新印发", rig.last(user))
    await rig.say(user, "县公安局更正庭审结果")
    await rig.press(user, "✓ 重新印发")
    await answered(rig, user, [("是否点名", ("点名通报",))])
    await changed(rig, user, "抄送", "县人民法院")
    await rig.press(user, "提交")
    missed = [line(2, "县自然资源局", "2026年12月23日"), line(4, "县公安局", "2026年12月25日")]
    came = line(1, "县自然资源局", "2026年12月22日", "李建国", principal=True)
    late = {"unit": "县自然资源局", "what": "书面说明负责人未出庭的理由", "due": "2026年12月28日", "handed": "未报送"}
    return {
        "quarter": "2026年第四季度",
        "adverse": True,
        "overall": "开庭审理行政案件4件，行政机关负责人出庭2件，出庭率50.00%；主要负责人出庭2件，"
        "主要负责人出庭率50.00%（占负责人出庭的100.00%）；出庭负责人发言2件，出声率100.00%。",
        "full": "泉林镇",
        "best": "泉林镇",
        "lowest": "县公安局（0.00%）、县自然资源局（50.00%）",
        "units": [
            total("泉林镇", "1", "1", "100.00%", "—", "1", "100.00%", "100.00%", "0"),
            total("县自然资源局", "2", "1", "50.00%", "—", "1", "50.00%", "100.00%", "0"),
            total("县公安局", "1", "0", "0.00%", "—", "0", "0.00%", "—", "0"),
        ],
        "absent": missed,
        "late": [late],
        "problems": "2件案件行政机关负责人未出庭，其中2件无正当理由；1项材料逾期报送。",
        "losses": "上述案件的裁判结果尚未登记。",
        "cases": [line(3, "泉林镇", "2026年12月24日", "李建国", principal=True), came, *missed],
        "changes": "负责人出庭件数：3→2；出庭率：75.00%→50.00%；主要负责人出庭件数：3→2",
    }


@pytest.mark.slow
async def test_a_citys_bulletin_is_by_counties_and_by_its_own_organs(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-30 08:00") as rig:
        here = await heard_in_december(rig)
        user = here.city_coordinator

        def prepare(desk: Desk) -> Any:
            desk.session.get_one(Agency, here.city).rulebook = "sanmenxia-2025"
            desk.session.get_one(Agency, here.government).rulebook = None
            above = desk.session.get_one(Agency, here.city)
            organ = builders.add_agency(desk, "济宁市公安局", "市公安局", AgencyKind.DEPARTMENT, above)
            heard(desk, number(8), organ.id or 0, at(12, 28), **CAME)

        await rig.work(prepare)
        await rig.to("2026-12-31 09:30")
        one = await by(
            rig,
            user,
            lambda d: drafting.begin(d, "quarterly_bulletin", agency_id=here.city_justice, period="2026-Q4"),
        )
        await opened(rig, user, one)
        said: list[tuple[str, Answer]] = [
            ("发给哪些单位", "各县区"),
            ("是否点名", ("点名通报",)),
            ("有何要求", "应出尽出。"),
        ]
        await answered(rig, user, said)
        await rig.press(user, "提交")
        expected = {
            "counties": [total("县政府", "4", "3", "75.00%", "—", "3", "75.00%", "100.00%", "0")],
            "organs": [total("市公安局", "1", "1", "100.00%", "—", "1", "100.00%", "100.00%", "0")],
            "units": None,
        }
        printed = await compare(rig, "quarterly_bulletin", expected)
        assert "附件：各县区情况表" in printed
        assert "县政府\n4\n3\n75.00%" in printed
