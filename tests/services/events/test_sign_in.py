"""Signing in: everybody at once, late, wrong, without an invitation; what the list is worth afterwards."""

import asyncio
import io
from functools import partial

import openpyxl
import pytest

from bot.domain.agencies.audiences import Audience
from bot.domain.events.events import roles_of
from bot.domain.events.sign_in import code_of, payload_of, window_of
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import EventAnswer, EventState, Presence, Role, SignInWay
from bot.services.events import answers as event_answers
from bot.services.events import cards, ending, sign_in
from bot.services.events import rows as event_rows
from bot.services.hall import access
from bot.services.hall.desk import Desk
from tests import builders
from tests.builders import County
from tests.events import act, at, event, guest, hold, tally
from tests.rig import Rig

P = Presence
HALL = 60
"""People who press within ten seconds."""

START = "2026-12-14 15:00"
"""The afternoon before the event."""


async def _code(rig: Rig, made: int | None, *, ago: int = 0) -> str:
    one = await event(rig, made)
    return code_of(one.secret, window_of(rig.clock.now()) - ago)


@pytest.mark.slow
async def test_the_code_on_the_organisers_phone_signs_people_in_by_text_and_by_link(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await act(rig, county.leader, lambda d: event_answers.come(d, _id(d, made.id, county, county.leader)))
    await rig.to("2026-12-15 09:20")
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "显示签到码")
    phone = rig.last(county.coordinator)
    first = await _code(rig, made.id)
    assert f"{first[:3]} {first[3:]}" in phone.text
    assert phone.document is not None
    assert phone.document[1].startswith(b"\x89PNG")
    [answer] = await rig.say(county.leader, first)
    assert "签到成功" in answer.text
    await rig.to("2026-12-15 09:21")
    second = await _code(rig, made.id)
    assert f"{second[:3]} {second[3:]}" in phone.text
    assert "已签到1人" in phone.text
    [answer] = await rig.say(county.leader2, f"/start {payload_of(made.id or 0, first)}")
    assert "签到成功" in answer.text
    await rig.to("2026-12-15 09:24")
    [refused] = await rig.say(county.police_leader, f"/start {payload_of(made.id or 0, first)}")
    assert "失效" in refused.text
    assert (await tally(rig, made.id)).here == 2
    await rig.to("2026-12-15 09:40")
    assert "停止显示" in phone.text
    assert len([m for m in rig.bot.chat(county.coordinator) if m.document]) == 1


def _id(desk: Desk, event_id: int | None, county: County, user: int) -> int:
    found = event_rows.guest_of_person(desk, event_id, county.ids[user])
    assert found is not None
    return found.id or 0


@pytest.mark.slow
async def test_a_stranger_with_the_link_is_sent_to_the_organiser(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 09:20")
    answers = await rig.say(9999, f"/start {payload_of(made.id or 0, await _code(rig, made.id))}")
    assert "主办方" in answers[-1].text
    assert (await tally(rig, made.id)).here == 0


@pytest.mark.slow
async def test_guessing_stops(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 09:20")
    right = await _code(rig, made.id)
    wrong = [f"{(int(right) + n) % 10**6:06d}" for n in range(10, 70, 10)]
    for code in wrong:
        await rig.say(county.leader, code)
    [locked] = await rig.say(county.leader, right)
    assert "次数过多" in locked.text
    assert (await tally(rig, made.id)).here == 0


@pytest.mark.slow
async def test_late_early_and_after_the_end(rig: Rig, county: County) -> None:
    made = await hold(rig, county, sign_in=SignInWay.BUTTON)
    one, two = await guest(rig, made.id, county.leader), await guest(rig, made.id, county.leader2)
    with pytest.raises(Refused):
        await act(rig, county.leader, lambda d: sign_in.by_button(d, one.id or 0))
    await rig.to("2026-12-15 09:45")
    signed = await act(rig, county.leader, lambda d: sign_in.by_button(d, one.id or 0))
    assert signed.presence is P.LATE
    again = await act(rig, county.leader, lambda d: sign_in.by_button(d, one.id or 0))
    assert again.again
    with pytest.raises(NotAllowed):
        await act(rig, county.leader, lambda d: sign_in.by_button(d, two.id or 0))
    await rig.to("2026-12-15 12:01")
    with pytest.raises(Refused):
        await act(rig, county.leader2, lambda d: sign_in.by_button(d, two.id or 0))


@pytest.mark.slow
async def test_whoever_is_there_without_an_invitation_comes_onto_the_list(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 09:20")
    code = await _code(rig, made.id)
    [answer] = await rig.say(county.town_principal, f"/start {payload_of(made.id or 0, code)}")
    assert "补入" in answer.text
    walked = await guest(rig, made.id, county.town_principal)
    assert (walked.presence, walked.invited) == (P.PRESENT, False)


@pytest.mark.slow
async def test_a_hall_presses_at_once_and_the_tally_is_right(rig: Rig, county: County) -> None:
    people: list[int] = []

    def crowd(desk: object) -> None:
        place = access.agency(desk, county.town)  # type: ignore[arg-type]
        for n in range(HALL):
            person = builders.add_person(desk, f"干部{n}", 20_000 + n)  # type: ignore[arg-type]
            builders.appoint(desk, person, Role.LEADER, place, "站长")  # type: ignore[arg-type]
            people.append(20_000 + n)

    await rig.work(crowd)
    made = await hold(rig, county, audience=Audience(agencies=(county.town,), roles=roles_of(("leaders",))))
    await rig.to("2026-12-15 09:25")
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    card = rig.last(county.coordinator)
    code = await _code(rig, made.id)
    await asyncio.gather(*(rig.say(user, f"/start {payload_of(made.id or 0, code)}") for user in people))
    await rig.pump.drain()
    counted = await tally(rig, made.id)
    assert (counted.here, counted.late) == (HALL, 0)
    assert all("签到成功" in rig.last(user).text for user in people)
    assert f"已签到{HALL}人" in card.text
    of_card = [c for c in rig.bot.calls if c[0].startswith("edit") and c[1].get("chat_id") == county.coordinator]
    assert len(of_card) < HALL


@pytest.mark.slow
async def test_the_end_lists_the_absent_and_asks_for_feedback_and_a_record(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    for user in (county.leader, county.leader2):
        one = await guest(rig, made.id, user)
        await act(rig, user, partial(event_answers.come, guest_id=one.id or 0))
    await rig.to("2026-12-15 09:25")
    await rig.say(county.leader, await _code(rig, made.id))
    await rig.to("2026-12-15 11:00")
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "代为签到")
    await rig.press(county.coordinator, "马超")
    await rig.press(county.coordinator, "迟到15分钟")
    late = await guest(rig, made.id, county.police_liaison)
    assert (late.presence, late.signed_at) == (P.LATE, at("2026-12-15 09:45")), "as the organiser says"
    await rig.press(county.coordinator, "返回活动")
    await rig.press(county.coordinator, "结束签到")
    await rig.pump.drain()
    assert (await guest(rig, made.id, county.leader2)).presence is P.ABSENT
    assert (await guest(rig, made.id, county.principal)).presence is None
    asked = rig.with_button(county.coordinator, "小结与照片")
    assert "缺席：县自然资源局 赵敏" in "\n".join(m.text for m in rig.bot.chat(county.coordinator))
    await rig.press(county.leader, "填写反馈")
    await rig.press(county.leader, "很好")
    await rig.say(county.leader, "多讲案例")
    await rig.press(county.leader, "发送")
    assert (await guest(rig, made.id, county.leader)).feedback == {"rating": 4, "remark": "多讲案例"}
    await rig.press(county.coordinator, "小结与照片", asked)
    await rig.say(county.coordinator, "四个单位参加，讲解了出庭发言要点。")
    await rig.send_file(county.coordinator, "合影.jpg", b"\xff\xd8photo", mime="image/jpeg")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "保存")
    found = await event(rig, made.id)
    assert found.summary.startswith("四个单位参加")
    assert await act(rig, county.coordinator, lambda d: cards.remarks(d, made.id or 0)) == ["多讲案例"]


@pytest.mark.slow
async def test_lists_close_by_themselves(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 18:45")
    assert (await event(rig, made.id)).state is EventState.HELD


@pytest.mark.slow
async def test_a_list_closed_too_early_is_opened_again(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await act(rig, county.leader, lambda d: event_answers.come(d, _id(d, made.id, county, county.leader)))
    await rig.to("2026-12-15 09:31")
    await act(rig, county.coordinator, lambda d: ending.close(d, made.id or 0, 1))
    assert (await guest(rig, made.id, county.leader)).presence is P.ABSENT
    with pytest.raises(Stale):
        await act(rig, county.coordinator, lambda d: ending.close(d, made.id or 0, 1))
    await act(rig, county.coordinator, lambda d: ending.reopen(d, made.id or 0, 2))
    assert (await guest(rig, made.id, county.leader)).presence is None
    [answer] = await rig.say(county.leader, await _code(rig, made.id))
    assert "签到成功" in answer.text


@pytest.mark.slow
async def test_the_sign_in_sheet_opens_with_chinese_text_and_name(rig: Rig, county: County) -> None:
    made = await hold(rig, county, title="=HYPERLINK(1) 培训/一")
    await rig.to("2026-12-15 09:25")
    await rig.say(county.leader, await _code(rig, made.id))
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "=HYPERLINK")
    await rig.press(county.coordinator, "签到表")
    await rig.pump.drain()
    sheet = rig.last(county.coordinator).document
    assert sheet is not None
    assert sheet[0] == "=HYPERLINK(1) 培训 一签到表.xlsx"
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet[1])).active.values)  # type: ignore[union-attr]
    assert rows[0][1:4] == ("单位", "姓名", "职务")
    leader = next(row for row in rows if row[2] == "张明")
    assert leader[1] == "县自然资源局"
    assert "准时" in str(leader)


@pytest.mark.slow
async def test_only_the_organiser_and_the_bureau_sign_others_in(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    one = await guest(rig, made.id, county.leader)
    with pytest.raises(Refused):
        await act(rig, county.coordinator, lambda d: sign_in.mark(d, one.id or 0, P.PRESENT))
    await rig.to("2026-12-15 09:25")
    for user in (county.liaison, county.leader, county.police_liaison):
        with pytest.raises(NotAllowed):
            await act(rig, user, lambda d: sign_in.mark(d, one.id or 0, P.PRESENT))
    await act(rig, county.coordinator2, lambda d: sign_in.mark(d, one.id or 0, P.PRESENT))
    assert (await guest(rig, made.id, county.leader)).presence is P.PRESENT
    await act(rig, county.coordinator, lambda d: sign_in.toggle(d, one.id or 0))
    assert (await guest(rig, made.id, county.leader)).presence is None


@pytest.mark.slow
async def test_who_has_signed_in_is_asked_for_no_more_answers(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await act(rig, county.leader, lambda d: event_answers.come(d, _id(d, made.id, county, county.leader)))
    invitation = rig.with_button(county.leader, "委派他人")
    old = {label: data for row in invitation.buttons for label, data in row}
    await rig.to("2026-12-15 09:20")
    await rig.say(county.leader, await _code(rig, made.id))
    for shown in rig.bot.chat(county.leader):
        assert not {"委派他人", "不能参加"} & set(shown.labels), "nowhere in the chat"
    for label in ("委派他人", "不能参加"):
        await rig.press_data(county.leader, old[label], invitation)
        assert "张明已签到，无需再答复" in rig.toast()
    assert (await guest(rig, made.id, county.leader)).presence is P.PRESENT


@pytest.mark.slow
async def test_the_liaison_answers_only_for_those_who_have_not_signed_in(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 09:20")
    await rig.say(county.leader, await _code(rig, made.id))
    here, other = await guest(rig, made.id, county.leader), await guest(rig, made.id, county.leader2)
    answer = partial(event_answers.answer_for, coming=[other.id or 0], declined=[here.id or 0], reason="有事")
    await act(rig, county.liaison, lambda d: answer(d, made.id or 0, county.resources))
    assert (await guest(rig, made.id, county.leader)).presence is P.PRESENT
    assert (await guest(rig, made.id, county.leader)).answer is not EventAnswer.DECLINED
    assert (await guest(rig, made.id, county.leader2)).answer is EventAnswer.COMING


@pytest.mark.parametrize(
    ("said", "presence", "at_"),
    [("准时", P.PRESENT, "09:30"), ("迟到30分钟", P.LATE, "10:00"), ("迟到，时间不详", P.LATE, ""),
     ("*20", P.LATE, "09:50"), ("*迟到二十分钟", P.LATE, "09:50"), ("*9:42", P.LATE, "09:42"),
     ("*九点五十", P.LATE, "09:50"), ("*9:25", P.PRESENT, "09:30")],
)  # fmt: skip
async def test_whoever_is_put_on_the_list_later_came_when_the_organiser_says(
    rig: Rig, county: County, said: str, presence: P, at_: str
) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 11:00")
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "代为签到")
    await rig.press(county.coordinator, "马超")
    asked = rig.last(county.coordinator)
    assert "马超" in asked.text
    assert "何时到场" in asked.text
    if said.startswith("*"):
        await rig.say(county.coordinator, said[1:])
    else:
        await rig.press(county.coordinator, said)
    there = await guest(rig, made.id, county.police_liaison)
    assert (there.presence, there.signed_at) == (presence, at(f"2026-12-15 {at_}") if at_ else None)


@pytest.mark.parametrize("said", ["乱写", "23:50", "9999"])
async def test_a_time_that_cannot_be_is_asked_for_again(rig: Rig, county: County, said: str) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 11:00")
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "代为签到")
    await rig.press(county.coordinator, "马超")
    await rig.say(county.coordinator, said)
    assert (await guest(rig, made.id, county.police_liaison)).presence is None
    assert "准时" in rig.last(county.coordinator).labels


async def test_after_the_list_is_closed_the_organiser_says_when_somebody_came_as_well(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    one = await guest(rig, made.id, county.leader)
    await act(rig, county.leader, partial(event_answers.come, guest_id=one.id or 0))
    await rig.to("2026-12-16 10:00")
    await rig.press(county.coordinator, "查看", rig.with_button(county.coordinator, "小结与照片"))
    await rig.press(county.coordinator, "重新开放签到")
    await rig.press(county.coordinator, "代为签到")
    await rig.press(county.coordinator, "张明")
    await rig.press(county.coordinator, "准时")
    there = await guest(rig, made.id, county.leader)
    assert (there.presence, there.signed_at) == (P.PRESENT, at("2026-12-15 09:30"))
