"""A bureau's own ledger is taken over however it is laid out: ten layouts of the same cases give the same facts."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from bot.domain.hall.terms import Reform
from bot.services.hall.desk import Desk
from bot.store.tables import Case, FormerName, Hearing, HearingResult
from tests.builders import County
from tests.handlers.figures.layouts import FIRST, LAYOUTS, SECOND, THIRD
from tests.rig import Rig

Facts = dict[str, list[object]]


def told(session: Session) -> Facts:
    """Of each case: what is known of it, and of its hearings with what came of them."""
    found: Facts = {}
    for case in session.exec(select(Case).order_by(col(Case.id))).all():
        facts = case.facts["ledger"]
        about: list[object] = [case.plaintiff, case.cause, facts["filed_on"], facts["outcome"]]
        rows = session.exec(select(Hearing).where(Hearing.case_id == case.id).order_by(col(Hearing.starts_at))).all()
        for hearing in rows:
            result = session.exec(select(HearingResult).where(HearingResult.hearing_id == hearing.id)).one()
            about.append(
                (f"{hearing.starts_at:%Y-%m-%d %H:%M}", result.attended, result.leader_name, result.rank, result.spoke)
            )
        found[case.number] = about
    return found


EXPECTED: Facts = {  # instants in UTC: 9:30 here is 1:30 there
    FIRST: ["张三", "行政处罚", "2026-01-05", "驳回", ("2026-02-10 01:30", True, "张明", "deputy", True)],
    SECOND: ["李四", "行政强制", "2026-01-12", "撤销", ("2026-02-25 06:30", False, "", "", None)],
    THIRD: ["王五", "土地登记", "2026-02-01", "维持", ("2026-03-18 02:00", True, "李建国", "principal", False)],
}
SECOND_TIME = ("2026-03-02 01:30", False, "", "", None)
"""What one of the layouts tells besides: the first case was heard twice."""


def former(desk: Desk, agency_id: int) -> None:
    desk.session.add(
        FormerName(
            agency_id=agency_id, name="泗水县国土资源局", short_name="县国土资源局", how="renamed", since=desk.today
        )
    )


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_the_same_cases_come_of_every_layout(rig: Rig, county: County, layout: str) -> None:
    await rig.work(lambda desk: former(desk, county.resources))
    [card] = await rig.send_file(county.coordinator, "2026年台账.xlsx", LAYOUTS[layout]())
    assert card.text.startswith("【台账导入】请核对各列含义")
    assert "未找到" not in card.text
    await rig.press(county.coordinator, "✓ 无误", card)
    assert "无法导入" not in card.text
    assert "新建案件3件" in card.text
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert "已导入" in card.text
    facts = await rig.database.read(told)
    expected = dict(EXPECTED)
    if layout == "several_at_once":
        expected[FIRST] = [*EXPECTED[FIRST], SECOND_TIME]
    assert dict(sorted(facts.items())) == dict(sorted(expected.items()))


@pytest.mark.parametrize("layout", ["plain", "merged_downwards"])
async def test_the_same_ledger_once_more_changes_nothing(rig: Rig, county: County, layout: str) -> None:
    for _ in range(2):
        [card] = await rig.send_file(county.coordinator, "台账.xlsx", LAYOUTS[layout]())
        await rig.press(county.coordinator, "✓ 无误", card)
        if "✓ 确认导入" in card.labels:
            await rig.press(county.coordinator, "✓ 确认导入", card)
    assert "3行与已登记的一致" in card.text
    assert "✓ 确认导入" not in card.labels
    assert await rig.database.read(told) == EXPECTED
