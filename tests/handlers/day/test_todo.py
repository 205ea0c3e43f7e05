"""The pinned card of what is to be done: when it comes, and what it says."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import Role
from bot.services.agencies import invitations, staffing
from bot.services.duties import acts
from bot.services.duties.proofs import Proof
from bot.services.hall.desk import Desk
from tests import builders
from tests.builders import County
from tests.handlers.day.steps import APRIL_2, NUMBER, OTHER, cards, edits, pinned, record, start
from tests.rig import Rig

NEW = 5001


@pytest.mark.slow
async def test_whoever_becomes_a_liaison_officer_gets_keys_and_a_silent_pinned_card(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_role(d, county.police, Role.DEPUTY_LIAISON))
    await rig.say(NEW, fresh.code, name="小周")
    await rig.press(NEW, "确认本人")
    [card] = cards(rig, NEW)
    assert card.silent
    assert pinned(rig, NEW) == [card.message_id]
    assert "没有未办结事项" in card.text
    keys = [m for m in rig.bot.chat(NEW) if m.keyboard]
    assert any("收到文书" in row for row in keys[-1].keyboard)


@pytest.mark.slow
async def test_a_number_to_verify_does_not_keep_the_keys_away(rig: Rig, county: County) -> None:
    person = await rig.work(
        lambda d: staffing.add(d, county.police, name="周杰", phone="13800001111", role=Role.LIAISON)
    )
    fresh = await rig.work(lambda d: invitations.for_person(d, person.id or 0))
    await rig.say(NEW, fresh.code)
    await rig.press(NEW, "确认本人")
    [asked] = [m for m in rig.bot.chat(NEW) if m.keyboard]
    labels = [label for row in asked.keyboard for label in row]
    assert len(labels) > 2
    assert "收到文书" in labels
    assert len(cards(rig, NEW)) == 1


@pytest.mark.slow
async def test_start_gives_a_card_once_and_only_to_whom_it_serves(rig: Rig, county: County) -> None:
    for user in (county.liaison, county.deputy, county.coordinator):
        await start(rig, user)
        await rig.say(user, "/start")
        assert len(cards(rig, user)) == 1
    for user in (county.leader, county.principal, county.admin, county.assessor, county.court_contact):
        await rig.say(user, "/start")
        assert cards(rig, user) == []


@pytest.mark.slow
async def test_nobody_who_has_not_said_start_is_given_a_card_in_the_middle_of_work(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.say(county.liaison, "/duties")
    await rig.to("2026-04-03 12:00")
    assert cards(rig, county.liaison) == []
    assert await edits(rig) == []


@pytest.mark.slow
async def test_a_liaison_officer_s_card_names_the_nearest_with_weekday_and_days_left(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    head, number, *lines, foot = card.text.split("\n")
    assert head == "【待办】未办结3项"
    assert number == f"<b>{NUMBER}</b>"
    assert lines[0] == "· 出庭报备：请于4月3日（周五）前明确出庭负责人，并报县司法局备案（剩1个工作日）"
    assert "4月17日（周五）" in lines[2]
    assert foot == "更新于4月2日（周四）9:00"
    assert len(card.text) < 400


@pytest.mark.slow
async def test_the_overdue_ones_come_first_and_are_marked(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.to("2026-04-09 09:00")
    card = await start(rig, county.liaison)
    assert "未办结3项，其中逾期2项" in card.text
    first, *_ = [line for line in card.text.split("\n") if line.startswith(("·", "🔴"))]
    assert first == "🔴 出庭报备：请立即明确出庭负责人，并报县司法局备案；应于4月7日（周二）前办结（已逾期2个工作日）"


@pytest.mark.slow
async def test_four_are_named_and_the_others_counted(rig: Rig, county: County) -> None:
    await record(rig, county)
    await record(rig, county, OTHER)
    card = await start(rig, county.liaison)
    assert sum(line.startswith("·") for line in card.text.split("\n")) == 4
    assert "另有2项" in card.text


@pytest.mark.slow
async def test_a_hearing_stands_among_the_duties_by_its_date(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月10日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    card = await start(rig, county.liaison)
    at = [card.text.index(words) for words in ("4月3日（周五）前", "4月10日（周五）9:30开庭")]
    assert at == sorted(at)
    assert "4月17日" not in card.text, "what comes after the hearing is counted"
    assert "另有1项" in card.text
    assert card.text.count(NUMBER) == 1


@pytest.mark.slow
async def test_a_coordinator_s_card_counts_by_agency_and_what_waits_for_a_decision(rig: Rig, county: County) -> None:
    await record(rig, county)
    await record(rig, county, OTHER, agency=county.police)
    liaison = await builders.person(rig, county.liaison)
    await rig.work(lambda d: acts.finish(d, 1, 1, Proof(APRIL_2, "1号")), actor=liaison)
    card = await start(rig, county.coordinator)
    assert "待审核1项" in card.text
    assert "· 县自然资源局：未办结2项，最近一项请于4月3日（周五）前完成" in card.text
    assert "县公安局：未办结3项" in card.text
    assert NUMBER not in card.text


@pytest.mark.slow
async def test_a_city_s_coordinator_sees_a_county_as_a_whole(rig: Rig, county: County) -> None:
    await record(rig, county)
    await record(rig, county, OTHER, agency=county.police)
    card = await start(rig, county.city_coordinator)
    assert "县政府及所属单位：未办结6项" in card.text
    assert "县公安局" not in card.text


@pytest.mark.slow
async def test_a_hearing_without_a_leader_is_on_it_until_one_is_confirmed(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.to("2026-04-02 09:02")
    [card] = cards(rig, county.liaison)
    assert "1次开庭未确定出庭负责人" in card.text
    assert f"<b>{NUMBER}</b>" in card.text
    assert "· 4月15日（周三）9:30开庭，出庭负责人未确定（剩8个工作日）" in card.text
    coordinator = await start(rig, county.coordinator)
    assert "· 县自然资源局，4月15日（周三）9:30开庭，出庭负责人未确定（剩8个工作日）" in coordinator.text

    def confirm(desk: Desk) -> None:
        from bot.domain.hall.terms import AppearanceState
        from bot.store.tables import Appearance

        row = desk.session.exec(select(Appearance)).one()
        row.state = AppearanceState.CONFIRMED
        desk.session.add(row)

    await rig.work(confirm)
    await rig.to("2026-04-02 09:05")
    assert "4月15日" not in card.text


@pytest.mark.slow
async def test_the_card_never_names_a_plaintiff(rig: Rig, county: County) -> None:
    await record(rig, county, plaintiff="欧阳秀英", cause="不服行政处罚")
    for user in (county.liaison, county.coordinator, county.city_coordinator):
        assert "欧阳" not in (await start(rig, user)).text


@pytest.mark.slow
async def test_what_another_agency_owes_is_not_on_it(rig: Rig, county: County) -> None:
    await record(rig, county)
    assert "没有未办结事项" in (await start(rig, county.police_liaison)).text
