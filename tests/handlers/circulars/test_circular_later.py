"""Who comes later: registered or appointed while a circular is open, added to it, or gone from the office."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from bot.domain.agencies.audiences import Audience, Lacking
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import CircularState, Role
from bot.services.agencies import claims, leaving, staffing
from bot.services.circulars import approvals, circulars, control, later
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment, Circular, CircularReceipt, Invitation, Person
from tests import builders
from tests.builders import County
from tests.handlers.circulars.steps import LIAISONS, TITLE, compose, fill_audience, fill_head, newest, ready, rows, send
from tests.rig import Rig

NEW = 9901


async def _appoint(rig: Rig, county: County, agency_id: int, *, name: str = "新人", telegram: int | None = NEW) -> int:
    """A liaison officer more; registered already where there is an account."""
    admin = await builders.person(rig, county.admin)

    def work(desk: Desk) -> int:
        made = staffing.add(desk, agency_id, name=name, phone="13900009901", role=Role.LIAISON)
        made.telegram_id = made.chat_id = telegram
        return made.id or 0

    found: int = await rig.work(work, actor=admin)
    return found


async def _end(rig: Rig, county: County, user: int, on: date) -> None:
    """The liaison's office is over after this day."""
    admin, person_id = await builders.person(rig, county.admin), county.ids[user]
    held = next(one for one in await builders.appointments(rig, person_id) if one.role is Role.LIAISON)
    await rig.work(lambda desk: leaving.end(desk, held.id or 0, held.version, on), actor=admin)


async def _register(rig: Rig, person_id: int) -> None:
    """The person opens the own invitation."""

    def work(desk: Desk) -> None:
        held = desk.session.get_one(Person, person_id)
        [(place, _)] = claims.appointments_of(desk, person_id)
        invitation, _ = claims.invite(desk, place.agency_id, place.role, person=held)
        stored = desk.session.get_one(Invitation, invitation.id)
        claims.accept(desk, stored, telegram_id=NEW, chat_id=NEW, name="新人", language="zh_CN")

    await rig.work(work)


async def _board(rig: Rig, county: County, user: int = 0) -> str:
    await rig.say(user or county.coordinator, "/circulars")
    await rig.press(user or county.coordinator, TITLE[:5])
    return rig.last(user or county.coordinator).text


@pytest.mark.slow
async def test_who_registers_while_it_is_open_gets_it_and_stood_as_not_registered(rig: Rig, county: County) -> None:
    person_id = await _appoint(rig, county, county.justice, telegram=None)
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:05")
    shown = await _board(rig, county)
    assert "未注册：1" in shown
    assert "县司法局 未注册1" in shown
    assert "县司法局 ✓" not in shown
    await rig.to("2026-04-03 10:00")
    await _register(rig, person_id)
    await rig.to("2026-04-03 10:05")
    [got] = [m for m in rig.bot.chat(NEW) if TITLE in m.text]
    assert "收到" in got.labels
    assert "请于4月8日（周三）17:30前点击“收到”" in got.text
    shown = await _board(rig, county)
    assert "未注册" not in shown
    assert "县司法局 未签收1/1" in shown


@pytest.mark.slow
async def test_who_takes_the_place_gets_it_marked_as_later_and_who_left_is_asked_no_more(
    rig: Rig, county: County
) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-03 10:00")
    await _end(rig, county, county.police_liaison, date(2026, 4, 2))
    await _appoint(rig, county, county.police, name="新联络")
    await rig.to("2026-04-03 10:05")
    [got] = [m for m in rig.bot.chat(NEW) if TITLE in m.text]
    assert "本通知于4月2日（周四）9:00发出" in got.text
    assert "补发" in got.text
    shown = await _board(rig, county)
    assert "后加：" in shown
    assert "已不在任：1" in shown
    assert "县公安局 未签收" in shown
    await rig.press(county.coordinator, "未签收名单")
    names = rig.last(county.coordinator).text
    assert "马超" not in names
    assert "县公安局 新联络 13900009901：已送达（后加）" in names
    before = len(rig.bot.chat(county.police_liaison))
    await _board(rig, county)
    await rig.press(county.coordinator, "催办签收")
    assert len(rig.bot.chat(county.police_liaison)) == before, "who left is not reminded"
    assert "催办" in rig.last(NEW).text
    await rig.press(NEW, "收到")
    assert "县公安局 未签收1/2" in await _board(rig, county), "the deputy stood in while there was no liaison officer"
    await rig.behind(county.coordinator, "签收台账")
    document = rig.last(county.coordinator).document
    assert document is not None
    sheet = load_workbook(io.BytesIO(document[1])).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    lines = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    assert str(lines["新联络"][heads.index("后加时间")]).startswith("2026-04-03 10:0")
    assert lines["马超"][heads.index("状态")] == "已不在任"
    assert lines["新联络"][heads.index("状态")] == "已签收"


@pytest.mark.slow
async def test_an_office_that_begins_later_is_noticed_on_its_morning(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, by="4月30日")
    await send(rig, county.coordinator)

    def work(desk: Desk) -> None:
        person = builders.add_person(desk, "下周到任", NEW)
        desk.session.add(
            Appointment(
                person_id=person.id or 0, agency_id=county.police, role=Role.LIAISON, from_date=date(2026, 4, 8)
            )
        )

    await rig.work(work)
    await rig.to("2026-04-07 18:00")
    assert not rig.bot.chat(NEW)
    await rig.to("2026-04-08 09:00")
    assert sum(TITLE in m.text for m in rig.bot.chat(NEW)) == 1
    await rig.to("2026-04-09 09:00")
    assert sum(TITLE in m.text for m in rig.bot.chat(NEW)) == 1


@pytest.mark.slow
async def test_nobody_comes_to_one_whose_term_is_long_over(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-05-20 10:00")
    await _appoint(rig, county, county.police)
    await rig.to("2026-05-20 11:00")
    assert not [m for m in rig.bot.chat(NEW) if TITLE in m.text]


@pytest.mark.slow
async def test_who_comes_after_the_term_is_not_asked_to_meet_a_day_gone_by(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-13 10:00")
    await _appoint(rig, county, county.police)
    await rig.to("2026-04-13 10:05")
    [got] = [m for m in rig.bot.chat(NEW) if TITLE in m.text]
    assert "应于4月8日（周三）17:30前签收，期限已过" in got.text
    assert "请于4月8日" not in got.text


@pytest.mark.slow
async def test_recipients_are_added_to_one_that_was_sent_and_a_correction_goes_to_them(
    rig: Rig, county: County
) -> None:
    await compose(rig, county.coordinator, "请乡镇报送。")
    await fill_head(rig, county.coordinator)
    await rig.press(county.coordinator, "发送对象")
    await rig.press(county.coordinator, "按单位类别")
    await rig.press(county.coordinator, "乡镇")
    for label in ("完成", "联络员", "完成", "选定"):
        await rig.press(county.coordinator, label)
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:10")
    assert not rig.bot.chat(county.police_liaison)
    await _board(rig, county)
    await rig.behind(county.coordinator, "加发对象")
    await rig.say(county.coordinator, "公安")
    for label in ("联络员", "完成"):
        await rig.press(county.coordinator, label)
    assert "其中1人尚未收到，将予加发" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "✓ 加发")
    assert "已加发1人" in rig.toast()
    await rig.to("2026-04-02 09:15")
    assert sum(TITLE in m.text for m in rig.bot.chat(county.police_liaison)) == 1
    assert len(rig.bot.chat(county.town_liaison)) == 1
    shown = await _board(rig, county)
    assert "后加：1" in shown
    assert "已送达2/2" in shown
    await rig.behind(county.coordinator, "更正")
    await rig.press(county.coordinator, "发送…", rig.last(county.coordinator))
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    for user in (county.police_liaison, county.town_liaison):
        assert "【更正】" in rig.last(user).text
    await _appoint(rig, county, county.town, name="镇新人")
    await rig.to("2026-04-02 09:30")
    [got] = [m for m in rig.bot.chat(NEW) if TITLE in m.text]
    assert "【更正】" in got.text, "who comes later gets the corrected version, and only that"


@pytest.mark.slow
async def test_adding_those_who_have_it_is_refused_and_others_may_not_add(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:10")
    await _board(rig, county)
    await rig.behind(county.coordinator, "加发对象")
    await rig.press(county.coordinator, "全部")
    for label in ("联络员", "完成"):
        await rig.press(county.coordinator, label)
    assert "0人尚未收到" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "✓ 加发")
    assert "均已在发送范围内" in rig.last(county.coordinator).text + rig.toast()
    found = await newest(rig)
    await rig.press_data(county.liaison, f"cb.add:{found.id}:{found.version}", rig.last(county.liaison))
    assert len(await rows(rig, CircularReceipt)) == len(LIAISONS)


@pytest.mark.slow
async def test_where_a_second_one_approved_the_author_does_not_add_alone(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, absence="是")
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    await rig.press(county.coordinator2, "同意发送")
    await rig.press(county.coordinator2, "确认同意发送")
    await rig.to("2026-04-02 09:10")
    found = await newest(rig)
    await _board(rig, county)
    await rig.press_data(county.coordinator, f"cb.add:{found.id}:{found.version}", rig.last(county.coordinator))
    assert "请由起草人以外的统筹人员加发" in rig.toast()
    await _board(rig, county, county.coordinator2)
    await rig.behind(county.coordinator2, "加发对象")
    await rig.press(county.coordinator2, "按单位名称")
    await rig.say(county.coordinator2, "公安")
    for label in ("主要负责人", "完成"):
        await rig.press(county.coordinator2, label)
    await rig.press(county.coordinator2, "✓ 加发")
    await rig.to("2026-04-02 09:20")
    assert TITLE in rig.last(county.police_principal).text


@pytest.mark.slow
async def test_adding_a_branch_that_wants_approval_is_not_the_authors_alone(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:10")

    def wants(desk: Desk) -> None:
        desk.session.get_one(Agency, county.police).approval_needed = True

    await rig.work(wants)
    number, police = (await newest(rig)).id or 0, Audience(agencies=(county.police,), roles=(Role.PRINCIPAL,))
    author, other = [await builders.person(rig, one) for one in (county.coordinator, county.coordinator2)]
    with pytest.raises(Refused, match="second coordinator"):
        await rig.work(lambda desk: later.extend(desk, number, None, police), actor=author)
    assert len(await rows(rig, CircularReceipt)) == len(LIAISONS)
    assert await rig.work(lambda desk: later.extend(desk, number, None, police), actor=other) == 1


@pytest.mark.slow
async def test_who_lacked_nothing_on_the_day_of_sending_does_not_come_to_it_later(rig: Rig, county: County) -> None:
    """The liaison officer has not signed for a circular, the principal has: only the former is written to again."""
    await compose(rig, county.coordinator, "请各单位于4月8日前报送。")
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员", "主要负责人")
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:10")
    await rig.press(county.police_principal, "收到")
    first = (await newest(rig)).id or 0
    await ready(rig, county.coordinator, "请尚未签收的单位抓紧签收。", title="关于催促签收的通知")
    lacking = Audience(
        agencies=(county.police,), roles=(Role.LIAISON, Role.PRINCIPAL), lacking=(Lacking("no_answer", first),)
    )
    second, author = (await newest(rig)).id or 0, await builders.person(rig, county.coordinator)

    def remind(desk: Desk) -> None:
        row = circulars.set_audience(desk, second, None, lacking)
        approvals.submit(desk, second, row.version, None)

    await rig.work(remind, actor=author)
    await rig.to("2026-04-03 10:00")
    got = [one.person_id for one in await rows(rig, CircularReceipt) if one.circular_id == second]
    assert got == [county.ids[county.police_liaison]]
    await _end(rig, county, county.police_liaison, date(2026, 4, 2))
    heir = await _appoint(rig, county, county.police)
    await rig.to("2026-04-04 10:00")
    got = [one.person_id for one in await rows(rig, CircularReceipt) if one.circular_id == second]
    assert heir in got, "whoever takes the place has it"
    assert county.ids[county.police_principal] not in got


@pytest.mark.slow
async def test_who_is_back_while_it_is_paused_waits_with_the_others(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.work(lambda desk: _leave(desk, county.ids[county.police_liaison], desk.now))
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:01")
    number, author = (await newest(rig)).id or 0, await builders.person(rig, county.coordinator)

    def halt(desk: Desk) -> None:
        row = desk.session.get_one(Circular, number)
        row.state = CircularState.SENDING
        desk.session.add(row)
        desk.session.flush()
        control.pause(desk, number, row.version)

    await rig.work(halt, actor=author)
    await rig.work(lambda desk: _leave(desk, county.ids[county.police_liaison], None))
    await rig.to("2026-04-02 09:10")
    assert not [m for m in rig.bot.chat(county.police_liaison) if TITLE in m.text]
    assert "县公安局 待发送1" in await _board(rig, county)


def _leave(desk: Desk, person_id: int, at: datetime | None) -> None:
    person = desk.session.get_one(Person, person_id)
    person.unreachable_since = at
    desk.session.add(person)


@pytest.mark.slow
async def test_who_moves_to_another_agency_has_it_there(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-03 10:00")
    admin, person_id = await builders.person(rig, county.admin), county.ids[county.police_liaison]
    await _end(rig, county, county.police_liaison, date(2026, 4, 2))
    await rig.work(lambda d: staffing.appoint(d, person_id, county.justice, Role.LIAISON), actor=admin)
    [mine] = [one for one in await rows(rig, CircularReceipt) if one.person_id == person_id]
    assert mine.agency_id == county.justice
    assert len(await rows(rig, Circular)) == 1
    assert "县司法局 未签收1/1" in await _board(rig, county)
