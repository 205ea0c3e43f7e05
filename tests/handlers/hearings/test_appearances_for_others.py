"""Named and answered for by others: without Telegram, outside the roster, before a date, for the government."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AnswerVia, AppearanceState
from bot.services.cases import cases
from bot.store.tables import Agency, Appearance, AuditEntry
from tests.builders import County
from tests.handlers.hearings.appearance_steps import LINE, NUMBER, entered, one, report_absence
from tests.rig import Rig

START = "2026-12-01 10:00"


@pytest.mark.slow
async def test_a_leader_without_telegram_is_answered_for_and_the_record_says_how(rig: Rig, county: County) -> None:
    await entered(rig, county.labour_liaison)
    await rig.press(county.labour_liaison, "指定出庭负责人")
    assert "石磊副局长 ☎" in rig.last(county.labour_liaison).labels
    await rig.press(county.labour_liaison, "石磊")
    card = rig.last(county.labour_liaison)
    copied = next(d for row in card.buttons for label, d in row if label == "复制转告文本")
    assert len(copied) <= 256
    assert "石副局长" in copied
    assert NUMBER in copied
    assert "丁晓" in copied
    await rig.press(county.labour_liaison, "代为登记答复")
    await rig.press(county.labour_liaison, "出庭")
    await rig.press(county.labour_liaison, "电话答复")
    await rig.press(county.labour_liaison, "确认")
    answered = await one(rig)
    assert (answered.state, answered.answered_via) == (AppearanceState.CONFIRMED, AnswerVia.TELEPHONE)
    entry = (await rig.database.read(lambda s: s.exec(
        select(AuditEntry).where(AuditEntry.action == "leader_answered")).all()))[-1]  # fmt: skip
    assert (entry.actor_id, entry.for_id) == (county.ids[county.labour_liaison], county.offline_leader)
    assert "由丁晓代石磊答复（电话答复）" in rig.last(county.labour_liaison).text


@pytest.mark.slow
async def test_a_no_by_telephone_goes_through_the_procedure_too(rig: Rig, county: County) -> None:
    await entered(rig, county.labour_liaison)
    await rig.press(county.labour_liaison, "指定出庭负责人")
    await rig.press(county.labour_liaison, "石磊")
    await rig.press(county.labour_liaison, "代为登记答复")
    await rig.press(county.labour_liaison, "不能出庭")
    await rig.press(county.labour_liaison, "当面答复")
    await rig.press(county.labour_liaison, "确认")
    await report_absence(rig, county.labour_liaison)
    await rig.press(county.labour_liaison, "提交")
    answered = await one(rig)
    assert (answered.state, answered.answered_via) == (AppearanceState.CANNOT, AnswerVia.IN_PERSON)


@pytest.mark.slow
async def test_a_leader_who_is_not_in_the_roster_is_typed_in(rig: Rig, county: County) -> None:
    await entered(rig, county.liaison)
    await rig.press(county.liaison, "指定出庭负责人")
    await rig.press(county.liaison, "手动填写")
    await rig.say(county.liaison, "周瑜")
    await rig.say(county.liaison, "党组成员")
    await rig.press(county.liaison, "确认")
    named = await one(rig)
    assert (named.leader_name, named.leader_id, named.state) == ("周瑜", None, AppearanceState.ASKED)
    assert "代为登记答复" in rig.last(county.liaison).labels


@pytest.mark.slow
async def test_a_leader_is_named_before_any_hearing_exists_and_asked_again_when_it_does(
    rig: Rig, county: County
) -> None:
    case = await rig.work(lambda desk: cases.open_case(desk, NUMBER, agency_id=county.resources))
    await rig.say(county.liaison, f"/case {NUMBER}")
    await rig.press_data(county.liaison, f"ap.name:{case.id}:{county.resources}", rig.last(county.liaison))
    await rig.press(county.liaison, "张明")
    first = rig.last(county.leader)
    assert "开庭时间未定" in first.text
    await rig.press(county.leader, "我出庭")
    assert (await one(rig)).state is AppearanceState.CONFIRMED
    await entered(rig, county.liaison)
    again = rig.last(county.leader)
    assert "12月15日（周二）9:30" in again.text
    assert "我出庭" in again.labels
    assert (await one(rig)).hearing_id is not None
    assert (await one(rig)).state is AppearanceState.ASKED


@pytest.mark.slow
async def test_where_the_county_government_is_sued_bureau_and_office_name_its_leader(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, LINE)
    await rig.press(county.coordinator, "县政府")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "确认")
    assert "指定出庭负责人" in rig.last(county.coordinator).labels, "the justice bureau"
    assert "指定出庭负责人" in rig.last(county.office_liaison).labels, "the general office"
    assert rig.bot.chat(county.town_liaison) == [], "not a township"
    await rig.press(county.office_liaison, "指定出庭负责人")
    assert rig.last(county.office_liaison).labels[:2] == ["钱宏县长", "冯涛副县长"]
    await rig.press(county.office_liaison, "冯涛")
    assert "我出庭" in rig.last(county.vice_mayor).labels


@pytest.mark.slow
async def test_what_the_texts_leave_open_is_put_to_the_coordinator(rig: Rig, county: County) -> None:
    """Two co-defendants under the national layer: nothing says whose leader comes (法释〔2020〕3号 art. 3)."""
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "national"))
    await rig.say(county.coordinator, LINE)
    await rig.press(county.coordinator, "县公安局")
    await rig.press(county.coordinator, "县自然资源局")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "确认")
    [asked_] = [m for m in rig.bot.chat(county.coordinator2) if "请予明确" in m.text]
    assert asked_.text.count("请予明确") == 2, "two questions at once are one message"
    await rig.press(county.coordinator2, "逐项办理", asked_)
    assert "县公安局" in rig.last(county.coordinator2).text
    await rig.press(county.coordinator2, "另一单位", rig.last(county.coordinator2))
    found = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
    assert sorted(a.strength for a in found) == ["base", "none"]
