"""A bureau's own ledger is taken over however it is laid out: twelve layouts of the same cases give the same facts."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from bot.domain.hall.terms import Reform
from bot.services.hall.desk import Desk
from bot.store.tables import Case, FormerName, Hearing, HearingResult
from tests.builders import County
from tests.handlers.figures.layouts import FIRST, LAYOUTS, SECOND, THIRD, two_years
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
            agency_id=agency_id,
            name="泗水县国土资源局",
            short_name="县国土资源局",
            how=Reform.RENAMED,
            since=desk.today,
        )
    )


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_the_same_cases_come_of_every_layout(rig: Rig, county: County, layout: str) -> None:
    await rig.work(lambda desk: former(desk, county.resources))
    [card] = await rig.send_file(county.coordinator, "2026年台账.xlsx", LAYOUTS[layout]())
    assert card.text.startswith("【台账导入】请核对各列含义")
    assert ("未找到" in card.text) is (layout == "in_words"), "nobody is named but in the column that says who came"
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


@pytest.mark.parametrize("layout", ["plain", "merged_downwards", "by_hand"])
async def test_the_same_ledger_once_more_changes_nothing(rig: Rig, county: County, layout: str) -> None:
    for _ in range(2):
        [card] = await rig.send_file(county.coordinator, "台账.xlsx", LAYOUTS[layout]())
        await rig.press(county.coordinator, "✓ 无误", card)
        if "✓ 确认导入" in card.labels:
            await rig.press(county.coordinator, "✓ 确认导入", card)
    assert "3行与已登记的一致" in card.text
    assert "✓ 确认导入" not in card.labels
    assert await rig.database.read(told) == EXPECTED


async def test_joined_numbers_are_cases_each_and_what_is_not_named_is_said(rig: Rig, county: County) -> None:
    """6号、7号 in one cell are two cases; of “8号等3件” one is named: it is taken over, and the others are asked for.
    The sheet of the other year comes up behind the first; its days are of the year that is its title."""
    [card] = await rig.send_file(county.coordinator, "台账.xlsx", two_years())
    await rig.press(county.coordinator, "✓ 无误", card)
    assert "可导入2行" in card.text
    assert "新建案件3件" in card.text
    assert "文中说是3件案件，只写明了1个案号" in card.text
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert "表“2025年”也是台账" in card.text
    await rig.press(county.coordinator, "继续导入该表", card)
    assert "表“2025年”，1行" in card.text
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert "也是台账" not in card.text

    def held(session: Session) -> dict[str, str]:
        found = select(Case.number, Hearing.starts_at).join(Hearing, col(Hearing.case_id) == Case.id)
        return {number: f"{at:%Y-%m-%d}" for number, at in session.exec(found).all()}

    assert await rig.database.read(held) == {
        "（2026）鲁0831行初6号": "2026-02-10",
        "（2026）鲁0831行初7号": "2026-02-10",
        "（2026）鲁0831行初8号": "2026-02-11",
        "（2025）鲁0831行初31号": "2025-11-03",
    }
