"""What happened only that day is recorded with the result; the identity certificate decides who has appeared."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Agency, Duty
from tests.builders import County
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-14 10:00"


async def press(rig: Rig, user: int, *labels: str) -> None:
    for label in labels:
        await rig.press(user, label)


async def accident(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to("2026-12-16 10:00")
    await press(rig, county.liaison, "负责人未出庭", "意外事件")
    await rig.say(county.liaison, "赴法院途中发生交通事故")
    await rig.say(county.liaison, "今天上午8:40")
    await rig.press(county.liaison, "加盖行政机关印章")
    await rig.send_file(county.liaison, "事故认定书.jpg", b"jpeg", mime="image/jpeg")
    await press(rig, county.liaison, "完成", "✎ 工作人员")
    await rig.say(county.liaison, "何伟")
    await press(rig, county.liaison, "提交")


@pytest.mark.slow
async def test_an_accident_of_the_morning_counts_as_excused_once_the_court_accepts_it(rig: Rig, county: County) -> None:
    await accident(rig, county)
    said = rig.last(county.liaison).text
    assert "赴法院途中发生交通事故" in said
    assert "发生时间：今天上午8:40" in said
    assert not any("【未出庭】" in m.text for m in rig.bot.chat(county.principal)), "nobody is accused meanwhile"
    await rig.press(county.coordinator, "法院认可理由")
    await rig.press(county.coordinator, "确认登记")
    assert "计为：有正当理由" in rig.last(county.liaison).text
    await rig.press(county.coordinator, "撤回法院意见登记")
    assert "计为：有正当理由" not in rig.last(county.liaison).text, "taken back"


@pytest.mark.slow
async def test_where_the_court_rejects_it_the_absence_is_unexcused(rig: Rig, county: County) -> None:
    await accident(rig, county)
    await rig.press(county.coordinator, "法院不予认可")
    await rig.press(county.coordinator, "确认登记")
    assert any("【未出庭】" in m.text for m in rig.bot.chat(county.principal))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("identity", "counts"), [("予以认可", "计为：已出庭"), ("开庭前已补正", "计为：已出庭"), ("不予认可", "身份证明")]
)
async def test_what_the_court_made_of_the_certificate_counts(
    rig: Rig, county: County, identity: str, counts: str
) -> None:
    await steps.confirmed(rig, county)
    await rig.to("2026-12-16 10:00")
    await press(rig, county.liaison, "负责人已出庭", "✎ 身份证明", identity, "提交")
    said = rig.last(county.liaison).text
    assert counts in said
    assert ("无正当理由未出庭" in said) == (identity == "不予认可")


@pytest.mark.slow
@pytest.mark.parametrize(("book", "rule"), [("wuqing-2020", "WQ8.repair"), ("sishui-2020", "CN-IDENTITY.repair")])
async def test_a_notice_of_defect_starts_its_urgent_task_which_ends_with_the_hearing(
    rig: Rig, county: County, book: str, rule: str
) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", book))
    await steps.confirmed(rig, county)
    await rig.press(county.liaison, "出庭材料")
    await rig.press(county.liaison, "法院告知补正身份证明")

    async def defects() -> list[Duty]:
        statement = select(Duty).where(Duty.trigger == "identity_defect")
        return list(await rig.database.read(lambda s: s.exec(statement).all()))

    assert [(duty.rule, duty.state) for duty in await defects()] == [(rule, DutyState.OPEN)]
    await rig.to("2026-12-15 18:45")
    assert [duty.state for duty in await defects()] == [DutyState.CANCELLED]
    sent = await rig.to("2026-12-17 10:00")
    assert not any("补正" in m.text for m in sent if m.chat_id == county.liaison)
