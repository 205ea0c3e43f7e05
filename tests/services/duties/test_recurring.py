"""Duties of the calendar: once, early enough, after an outage too; the table of a year that is announced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.terms import DutyState
from bot.law.facade import open_law
from bot.services.duties import cards, recurring
from bot.services.hall.desk import Desk
from bot.services.law import workdays
from bot.store.tables import Agency, Case, Duty, Hearing, HearingResult
from bot.texts import translator
from bot.views.duties.instructions import phrase
from tests.builders import county, person
from tests.houses import LAW
from tests.rig import Rig, open_rig

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
国务院办公厅
2026年11月5日
"""


@pytest.fixture(autouse=True)
def same_calendar() -> Iterator[None]:
    """The rigs of one run share the law; an imported year must not stay."""
    before = LAW.calendar
    yield
    LAW.calendar = before


async def duties(rig: Rig) -> list[Duty]:
    return list(await rig.database.read(lambda s: s.exec(select(Duty).order_by(Duty.id)).all()))  # type: ignore[arg-type]


REPORTS = """
format = 1
[book]
id = "reports"
title = "某县年度报告办法"
short_title = "某县办法"
short_title_en = "Reports"
region = "某县"
layer = "county"
builds_on = ["national"]
lead_organ = "county_justice_bureau"
verified = false
[[rule]]
id = "XX1"
kind = "recurring"
zh = "年度报告"
en = "yearly report"
do_zh = "报告"
do_en = "report"
section = "一"
section_en = "1"
trigger = "year_end"
period = "year"
owed_by = "each_unit"
units = ["county_department", "dispatched_body"]
owed_to = "government"
term = { fixed = "12-31" }
evidence = ["report"]
package = "P-YEAR"
"""


@pytest.mark.slow
async def test_a_book_may_ask_dispatched_bodies_as_well(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_text(REPORTS, "utf-8")
    async with open_rig(tmp_path, law=open_law(tmp_path / "reports.toml"), rulebook="reports") as rig:
        here = await county(rig)

        def change(desk: Desk) -> None:
            for number in (here.city, here.government):
                desk.session.get_one(Agency, number).rulebook = "reports"

        await rig.work(change)
        await rig.work(recurring.tick)
        owing = {d.agency_id for d in await duties(rig) if d.rule == "XX1"}
        assert {here.station, here.resources} <= owing
        assert here.town not in owing


@pytest.mark.slow
async def test_what_a_book_asks_without_a_heard_case_is_not_let_go_for_want_of_one(tmp_path: Path) -> None:
    goal = 'goal = { metric = "principal_count", at_least = 1, per = "year" }\n'
    (tmp_path / "reports.toml").write_text(REPORTS + goal, "utf-8")
    async with open_rig(tmp_path, law=open_law(tmp_path / "reports.toml"), rulebook="reports") as rig:
        here = await county(rig)

        def change(desk: Desk) -> None:
            for number in (here.city, here.government):
                desk.session.get_one(Agency, number).rulebook = "reports"

        await rig.work(change)
        for _ in range(2):
            await rig.work(recurring.tick)
        assert {d.state for d in await duties(rig) if d.rule == "XX1"} == {DutyState.OPEN}


@pytest.mark.slow
async def test_each_period_brings_its_duties_once_however_often_the_tick_runs(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-20 10:00") as rig:
        here = await county(rig)
        first = await rig.work(recurring.tick)
        assert first == len(await duties(rig)) > 0
        assert await rig.work(recurring.tick) == 0
        found = await duties(rig)
        assert not [key for key, n in Counter(d.key for d in found).items() if n > 1]
        reports = [d for d in found if d.rule == "SS14"]
        assert {d.agency_id for d in reports} == {
            here.justice,
            here.office,
            here.resources,
            here.police,
            here.labour,
            here.street,
            here.town,
        }
        assert here.station not in {d.agency_id for d in found}, "its department speaks for it"
        assert {(d.due.isoformat(), d.trigger) for d in reports} == {("2026-12-31", "year_end")}
        [month] = [d for d in found if d.rule == "SS22"]
        assert (month.agency_id, month.key) == (here.justice, f"SS22/2026-04:{here.justice}@{here.justice}")


@pytest.mark.slow
async def test_after_an_outage_every_missed_period_has_its_duties(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-20 10:00") as rig:
        await county(rig)
        await rig.work(recurring.tick)
        rig.clock.move_to(rig.clock.now().replace(month=8, day=3))
        await rig.work(recurring.tick)
        months = sorted(d.key.split("/")[1][:7] for d in await duties(rig) if d.rule == "SS22")
        assert months == ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08"]
        quarters = sorted(d.key.split("/")[1][:7] for d in await duties(rig) if d.rule == "SS23")
        assert quarters == ["2026-Q2", "2026-Q3"]


@pytest.mark.slow
async def test_what_fell_due_before_the_bot_came_is_not_made_overdue(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-01-05 10:00") as rig:
        await county(rig)
        await rig.work(recurring.tick)
        found = await duties(rig)
        assert all(d.due >= date(2026, 1, 5) for d in found)
        # The county government's report on last year is still to be sent.
        assert {d.due.isoformat() for d in found if d.rule == "SS15"} == {"2026-01-10", "2027-01-10"}


@pytest.mark.slow
async def test_an_agency_added_in_the_middle_of_a_period_gets_its_duties_the_next_day(tmp_path: Path) -> None:
    from bot.domain.hall.terms import AgencyKind
    from bot.store.tables import Agency
    from tests.builders import add_agency

    async with open_rig(tmp_path, start="2026-04-20 10:00") as rig:
        here = await county(rig)
        await rig.work(recurring.tick)

        def add(desk: Desk) -> int:
            seat = desk.session.get_one(Agency, here.government)
            return add_agency(desk, "泗水县教育局", "县教育局", AgencyKind.DEPARTMENT, seat).id or 0

        added = await rig.work(add)
        await rig.to("2026-04-21 07:00")
        assert {d.rule for d in await duties(rig) if d.agency_id == added} == {"SS14", "SS27"}


@pytest.mark.slow
async def test_the_monthly_review_is_reminded_of_before_its_day(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-30 10:00") as rig:
        here = await county(rig)
        sent = [m for m in await rig.to("2026-05-09 12:00") if m.chat_id == here.coordinator]
        assert any("【月调度】县司法局 2026年4月" in m.text for m in sent)


@pytest.mark.slow
async def test_the_principals_yearly_duty_waits_for_a_case_and_ends_with_an_appearance(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-06-01 10:00", rulebook="ruzhou-2022") as rig:
        here = await county(rig)

        def ruzhou(desk: Desk) -> None:
            from bot.store.tables import Agency

            desk.session.get_one(Agency, here.government).rulebook = "ruzhou-2022"

        def heard(desk: Desk, *, rank: str, attended: bool) -> None:
            case = Case(number=f"（2026）豫0482行初{rank}", created_at=desk.now)
            desk.session.add(case)
            desk.session.flush()
            hearing = Hearing(case_id=case.id or 0, starts_at=desk.now, entered_at=desk.now)
            desk.session.add(hearing)
            desk.session.flush()
            desk.session.add(
                HearingResult(
                    hearing_id=hearing.id or 0,
                    agency_id=here.resources,
                    attended=attended,
                    rank=rank,
                    reported_at=desk.now,
                )
            )

        await rig.work(ruzhou)
        await rig.work(recurring.tick)
        assert not [d for d in await duties(rig) if d.rule == "RZ2"]
        await rig.work(lambda desk: heard(desk, rank="deputy", attended=True))
        await rig.work(recurring.tick)
        [owed] = [d for d in await duties(rig) if d.rule == "RZ2"]
        assert (owed.agency_id, owed.state) == (here.resources, DutyState.OPEN)
        await rig.work(lambda desk: heard(desk, rank="principal", attended=True))
        await rig.work(recurring.tick)
        [owed] = [d for d in await duties(rig) if d.rule == "RZ2"]
        assert owed.state is DutyState.DONE


@pytest.mark.slow
async def test_an_announced_year_moves_provisional_dates_and_tells_only_those_whose_date_moved(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-30 10:00") as rig:
        here = await county(rig)
        for user, line in (
            (here.liaison, "（2026）鲁0831行初1号 起诉状 今天收到"),
            (here.police_liaison, "（2026）鲁0831行初2号 起诉状 12月20日收到"),
        ):
            await rig.say(user, line)
            await rig.press(user, "✓ 登记")
        old = {d.key: (d.due, d.safe, d.provisional) for d in await duties(rig)}
        # The day off on 14 January is made up so that the term of 15 days ends on a day off.
        text = NOTICE.replace("1月1日（周五）至3日（周日）放假，共3天", "1月1日（周五）至14日（周四）放假，共14天")
        before = {u: len(rig.bot.chat(u)) for u in (here.liaison, here.police_liaison)}
        table, moved = await rig.work(
            lambda desk: workdays.import_year(desk, text), actor=await person(rig, here.coordinator)
        )
        await rig.pump.drain()
        assert table.year.year == 2027
        assert moved > 0
        answer = next(d for d in await duties(rig) if d.rule == "CN-ANSWER" and d.agency_id == here.resources)
        assert old[answer.key][2]
        assert not answer.provisional
        assert (answer.due.isoformat(), answer.safe.isoformat()) == ("2027-01-15", "2026-12-31")
        told = rig.bot.chat(here.liaison)[before[here.liaison] :]
        assert len(told) == 1
        assert "放假安排已公布" in told[0].text
        assert len(rig.bot.chat(here.police_liaison)) == before[here.police_liaison] + 1


@pytest.mark.slow
async def test_importing_the_same_table_again_tells_nobody(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-30 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, "（2026）鲁0831行初1号 起诉状 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        actor = await person(rig, here.coordinator)
        await rig.work(lambda desk: workdays.import_year(desk, NOTICE), actor=actor)
        await rig.pump.drain()
        count = len(rig.bot.messages)
        _, moved = await rig.work(lambda desk: workdays.import_year(desk, NOTICE), actor=actor)
        await rig.pump.drain()
        assert (moved, len(rig.bot.messages)) == (0, count)


async def test_a_table_survives_a_restart_and_others_may_not_import_one(tmp_path: Path) -> None:
    before = LAW.calendar
    async with open_rig(tmp_path, start="2026-12-30 10:00") as rig:
        here = await county(rig)
        await rig.work(lambda desk: workdays.import_year(desk, NOTICE), actor=await person(rig, here.admin))
        LAW.calendar = before
        assert LAW.calendar.is_provisional(2027)
        await rig.database.read(lambda s: workdays.learn_stored(s, LAW))
        assert not LAW.calendar.is_provisional(2027)
        for who in (here.liaison, here.observer):
            actor = await person(rig, who)
            with pytest.raises(NotAllowed):
                await rig.work(lambda desk: workdays.import_year(desk, NOTICE), actor=actor)
        with pytest.raises(Refused):
            await rig.work(lambda desk: workdays.import_year(desk, "你好"), actor=await person(rig, here.admin))


@pytest.mark.slow
async def test_from_december_the_missing_year_is_said_once_to_administrators(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-29 10:00") as rig:
        here = await county(rig)
        await rig.to("2026-11-30 12:00")
        assert not [m for m in rig.bot.messages if "【工作日历】" in m.text]
        await rig.to("2026-12-05 12:00")
        told = Counter(m.chat_id for m in rig.bot.messages if "【工作日历】" in m.text)
        assert told == {here.admin: 1}


async def test_the_calendar_is_shown_and_imported_in_chat(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-02 10:00") as rig:
        here = await county(rig)
        [shown] = await rig.say(here.coordinator, "/calendar")
        assert "2027年：暂定" in shown.text
        assert "2026年：正式" in shown.text
        await rig.press(here.coordinator, "导入年度安排")
        [wrong] = await rig.say(here.coordinator, "没有内容")
        assert "无法读作" in wrong.text
        [preview] = await rig.say(here.coordinator, NOTICE)
        assert "2月5日（周五）至2027年2月11日（周四），共7天" in preview.text
        await rig.press(here.coordinator, "✓ 启用")
        assert "2027年工作日历已启用" in rig.last(here.coordinator).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("国务院办公厅关于部分节假日安排的通知 一、元旦：1月1日至3日放假", "缺少年份"),
        ("休 2027-02-30 元旦", "2027-02-30不是有效日期"),
        ("明年再说吧", "读不懂“明年再说吧”"),
        ("休 2027-01-01 2027-03-01 元旦", "1月1日（周五）至3月1日（周一）不像一个假期"),
        ("休 2027-01-01 元旦\n班 2027-01-04", "1月4日（周一）不是周末"),
        ("year = 27", "请写明年份"),
    ],
)
async def test_what_is_wrong_with_a_table_is_said_in_the_readers_language(tmp_path: Path, text: str, said: str) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await county(rig)
        await rig.say(here.coordinator, "/calendar")
        await rig.press(here.coordinator, "导入")
        [answer] = await rig.say(here.coordinator, text)
        assert said in answer.text
        assert "cannot" not in answer.text


@pytest.mark.slow
async def test_a_year_that_has_begun_without_a_table_is_asked_for_once_a_week(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2027-01-04 07:00") as rig:
        here = await county(rig)
        sent = await rig.to("2027-01-11 20:00")
        asked = [m for m in sent if m.chat_id == here.admin]
        assert not any("放假安排尚未导入" in m.text for m in sent if m.chat_id != here.admin), "administrators only"
        assert sum("2027年放假安排尚未导入" in m.text for m in asked) == 2
        await rig.work(lambda desk: workdays.import_year(desk, NOTICE), actor=await person(rig, here.coordinator))
        later = await rig.to("2027-01-18 20:00")
        assert not any("放假安排尚未导入" in m.text for m in later)


async def test_whoever_collects_the_reports_hands_none_in_to_itself(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-02 10:00", rulebook="anhui-principal-2023") as rig:
        here = await county(rig)

        def begin(desk: Desk) -> None:
            for one in (here.city, here.government):
                desk.session.get_one(Agency, one).rulebook = "anhui-principal-2023"
            desk.session.flush()
            recurring.begin(desk, desk.session.get_one(Agency, here.city).path)

        await rig.work(begin)
        owed = Counter((duty.rule, duty.agency_id) for duty in await duties(rig) if duty.trigger != "quarter_end")
        own = here.city_justice
        assert owed["AH16", here.government], "the county reports to it"
        assert not owed["AH16", own]
        assert owed["AH12", own], "a training it holds itself"

        def said(desk: Desk) -> str:
            duty = desk.session.exec(select(Duty).where(Duty.rule == "AH12", Duty.agency_id == own)).first()
            assert duty is not None
            return phrase(cards.view(desk, duty), translator("zh_CN"))

        assert await rig.work(said) == "组织至少一次负责人出庭应诉培训"
