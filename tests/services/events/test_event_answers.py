"""Seats, the waiting list, people sent, people who left: nobody sits twice, nobody waits for nothing."""

from datetime import date

import pytest
from sqlmodel import col, select

from bot.domain.agencies.audiences import Audience
from bot.domain.events.events import roles_of
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import EventAnswer, Role
from bot.services.events import answers, daily, events
from bot.services.hall import access
from bot.store.tables import Appointment, AuditEntry, EventGuest, OutboxRow
from tests import builders
from tests.builders import County
from tests.events import act, at, event, guest, guests, hold, planned, tally
from tests.rig import Rig

A = EventAnswer
LATER = {"starts_at": at("2026-12-17 15:00")}


START = "2026-12-01 09:00"


async def _come(rig: Rig, made: int | None, user: int) -> EventAnswer:
    one = await guest(rig, made, user)
    done = await act(rig, user, lambda d: answers.come(d, one.id or 0))
    return done.answer


async def _decline(rig: Rig, made: int | None, user: int) -> None:
    one = await guest(rig, made, user)
    await act(rig, user, lambda d: answers.decline(d, one.id or 0, "出差"))


@pytest.mark.slow
async def test_who_comes_too_late_waits_and_gets_the_seat_that_falls_free_with_one_message(
    rig: Rig, county: County
) -> None:
    made = await hold(rig, county, quota=2)
    assert [await _come(rig, made.id, u) for u in (county.leader, county.leader2, county.police_leader)] == [
        A.COMING, A.COMING, A.WAITING,
    ]  # fmt: skip
    assert await _come(rig, made.id, county.police_leader2) is A.WAITING
    before = len(rig.bot.chat(county.police_leader))
    await _decline(rig, made.id, county.leader)
    assert (await guest(rig, made.id, county.police_leader)).answer is A.COMING
    assert (await guest(rig, made.id, county.police_leader2)).answer is A.WAITING
    news = rig.bot.chat(county.police_leader)[before:]
    assert len(news) == 1
    assert "现有空额" in news[0].text
    assert not news[0].silent
    assert (await tally(rig, made.id)).seats == 2


@pytest.mark.slow
async def test_an_agency_has_no_more_seats_than_its_share(rig: Rig, county: County) -> None:
    made = await hold(rig, county, agency_quota=1)
    assert await _come(rig, made.id, county.leader) is A.COMING
    assert await _come(rig, made.id, county.leader2) is A.WAITING
    assert await _come(rig, made.id, county.police_leader) is A.COMING
    await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 1, {"agency_quota": 2}))
    assert (await guest(rig, made.id, county.leader2)).answer is A.COMING


@pytest.mark.slow
@pytest.mark.begins("2026-12-10 09:00")
async def test_a_kept_seat_is_not_given_away_until_the_answer_was_due(rig: Rig, county: County) -> None:
    made = await hold(rig, county, quota=1)
    await _come(rig, made.id, county.leader)
    await _come(rig, made.id, county.leader2)
    await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 1, LATER))
    assert (await guest(rig, made.id, county.leader2)).answer is A.WAITING
    assert (await tally(rig, made.id)).held == 1
    await rig.to("2026-12-16 08:40")
    assert (await guest(rig, made.id, county.leader2)).answer is A.COMING
    assert (await tally(rig, made.id)).held == 0
    assert await _come(rig, made.id, county.leader) is A.WAITING


@pytest.mark.slow
async def test_pressing_twice_answers_once(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    assert await _come(rig, made.id, county.leader) is A.COMING
    assert await _come(rig, made.id, county.leader) is A.COMING
    entries = await rig.work(
        lambda d: d.session.exec(select(AuditEntry).where(AuditEntry.action == "event_answered")).all()
    )
    assert len(entries) == 1


@pytest.mark.slow
async def test_only_the_guest_and_those_who_speak_for_the_agency_answer(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    one = await guest(rig, made.id, county.leader)
    for user in (county.leader2, county.police_liaison, county.observer):
        with pytest.raises(NotAllowed):
            await act(rig, user, lambda d: answers.come(d, one.id or 0))
    await act(rig, county.deputy, lambda d: answers.come(d, one.id or 0))
    assert (await guest(rig, made.id, county.leader)).answer is A.COMING


@pytest.mark.slow
async def test_somebody_sent_must_not_be_coming_already_and_is_taken_back(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await _come(rig, made.id, county.leader2)
    one = await guest(rig, made.id, county.leader)
    with pytest.raises(Refused):
        await act(
            rig,
            county.leader,
            lambda d: answers.send_somebody(d, one.id or 0, person_id=county.ids[county.leader2]),
        )
    sent = await act(
        rig, county.leader, lambda d: answers.send_somebody(d, one.id or 0, person_id=county.ids[county.handler])
    )
    assert sent.answer is A.COMING
    assert await _come(rig, made.id, county.leader) is A.COMING
    assert (await guest(rig, made.id, county.handler)).answer is A.RELEASED
    assert "无需" in rig.last(county.handler).text
    named = await act(rig, county.leader, lambda d: answers.send_somebody(d, one.id or 0, name="周强 科员"))
    assert (named.name, named.post, named.person_id) == ("周强", "科员", None)
    assert (await tally(rig, made.id)).of(A.COMING) == 2


@pytest.mark.slow
@pytest.mark.begins("2026-12-14 09:00")
async def test_who_loses_the_role_is_let_go_without_a_word(rig: Rig, county: County) -> None:
    made = await hold(rig, county, quota=1)
    await _come(rig, made.id, county.leader)
    await _come(rig, made.id, county.leader2)

    def leaves(desk: object) -> None:
        session = desk.session  # type: ignore[attr-defined]
        for held in session.exec(select(Appointment).where(Appointment.person_id == county.ids[county.leader])).all():
            held.to_date = date(2026, 12, 14)
            session.add(held)

    await rig.work(leaves)
    before = len(rig.bot.chat(county.leader))
    await rig.to("2026-12-16 12:00")
    assert len(rig.bot.chat(county.leader)) == before
    assert (await guest(rig, made.id, county.leader)).answer is A.RELEASED
    assert (await guest(rig, made.id, county.leader2)).answer is A.COMING


@pytest.mark.slow
async def test_two_appointments_make_one_invitation(rig: Rig, county: County) -> None:
    audience = Audience(agencies=(county.office, county.government), roles=roles_of(("liaisons", "leaders")))
    made = await hold(rig, county, audience=audience)
    rows = await rig.work(lambda d: guests(d, made.id or 0))
    people = [one.person_id for one in rows]
    assert len(people) == len(set(people))
    assert county.ids[county.office_liaison] in people


@pytest.mark.slow
async def test_those_added_later_are_invited_and_nobody_twice(rig: Rig, county: County) -> None:
    made = await hold(rig, county)

    def joins(desk: object) -> None:
        person = builders.add_person(desk, "新任副局长", 7777)  # type: ignore[arg-type]
        builders.appoint(desk, person, Role.LEADER, access.agency(desk, county.police), "副局长")  # type: ignore[arg-type]

    await rig.work(joins)
    assert await act(rig, county.coordinator, lambda d: events.invite_more(d, made.id or 0, 1)) == 1
    assert len(rig.bot.chat(7777)) == 1
    assert await act(rig, county.coordinator, lambda d: events.invite_more(d, made.id or 0, 2)) == 0


@pytest.mark.slow
async def test_old_versions_and_wrong_hands_change_nothing(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    with pytest.raises(Stale):
        await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 7, {"title": "别的"}))
    for user in (county.liaison, county.leader, county.police_liaison):
        with pytest.raises(NotAllowed):
            await act(rig, user, lambda d: events.cancel(d, made.id or 0, 1, "不办了"))
        with pytest.raises(NotAllowed):
            await act(rig, user, lambda d: events.create(d, planned(county)))
    assert (await event(rig, made.id)).title == "行政应诉实务培训"


@pytest.mark.slow
async def test_an_event_that_nobody_could_come_to_is_refused(rig: Rig, county: County) -> None:
    with pytest.raises(Refused):
        await hold(rig, county, starts_at=at("2026-11-30 09:00"))
    with pytest.raises(Refused):
        await hold(rig, county, audience=Audience(agencies=(county.town,), roles=roles_of(("enforcement",))))
    with pytest.raises(Refused):
        await hold(rig, county, reply_by=at("2026-12-20 09:00"))
    assert await rig.work(lambda d: d.session.exec(select(EventGuest)).all()) == []


@pytest.mark.slow
async def test_a_change_before_the_invitations_went_out_sends_one_invitation_as_it_is_now(
    rig: Rig, county: County
) -> None:
    await rig.to("2026-12-01 22:00")
    made = await hold(rig, county)
    assert not any(m.document for m in rig.bot.chat(county.leader))
    await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 1, LATER))
    await rig.to("2026-12-02 08:00")
    shown = [m for m in rig.bot.chat(county.leader) if m.document]
    assert len(shown) == 1
    assert "12月17日（周四）15:00" in shown[0].text
    assert {label for label in shown[0].labels if "我参加" in label}


@pytest.mark.slow
async def test_nothing_planned_is_left_after_a_cancel(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await _come(rig, made.id, county.leader)
    await act(rig, county.coordinator, lambda d: events.cancel(d, made.id or 0, 1, "场地检修"))
    left = await rig.work(
        lambda d: d.session.exec(
            select(OutboxRow).where(
                OutboxRow.state == "planned", OutboxRow.kind == "send", col(OutboxRow.topic).like("event.%")
            )
        ).all()
    )
    assert [row.topic for row in left] == []
    assert await rig.work(daily.tidy) == 0


@pytest.mark.begins("2026-12-10 09:00")
async def test_whoever_did_not_confirm_is_asked_in_time_and_told_when_the_seat_goes(rig: Rig, county: County) -> None:
    made = await hold(rig, county, quota=1)
    await _come(rig, made.id, county.leader)
    await _come(rig, made.id, county.leader2)
    await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 1, LATER))
    await rig.to("2026-12-14 10:00")
    assert any("请确认您是否仍能参加" in m.text for m in rig.bot.chat(county.leader)), "asked in time"
    before = len(rig.bot.chat(county.leader))
    await rig.to("2026-12-14 18:45")
    [gone] = rig.bot.chat(county.leader)[before:]
    assert "席位已让给候补人员" in gone.text
    assert not gone.silent
    assert "我参加" in gone.labels
    assert (await guest(rig, made.id, county.leader2)).answer is A.COMING
    await rig.press(county.leader, "我参加", gone)
    assert (await guest(rig, made.id, county.leader)).answer is A.WAITING
    await _decline(rig, made.id, county.leader2)
    assert (await guest(rig, made.id, county.leader)).answer is A.COMING, "there is room again"


@pytest.mark.begins("2026-12-10 09:00")
async def test_a_seat_is_kept_as_long_as_nobody_needs_it(rig: Rig, county: County) -> None:
    made = await hold(rig, county, quota=1)
    await _come(rig, made.id, county.leader)
    await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 1, LATER))
    await rig.to("2026-12-16 09:00")
    assert (await guest(rig, made.id, county.leader)).held
    assert not any("席位已让给" in m.text for m in rig.bot.chat(county.leader))
    assert await _come(rig, made.id, county.leader2) is A.COMING, "who comes now takes it"
    await rig.pump.drain()
    assert "席位已让给候补人员" in rig.last(county.leader).text
    assert (await tally(rig, made.id)).seats == 1


@pytest.mark.begins("2026-12-10 09:00")
async def test_a_seat_of_an_agency_s_share_goes_within_the_agency(rig: Rig, county: County) -> None:
    made = await hold(rig, county, agency_quota=1)
    for user in (county.leader, county.police_leader):
        await _come(rig, made.id, user)
    await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 1, LATER))
    await rig.to("2026-12-16 09:00")
    assert await _come(rig, made.id, county.leader2) is A.COMING
    assert not (await guest(rig, made.id, county.leader)).held
    assert (await guest(rig, made.id, county.police_leader)).held, "not the other agency's"


async def test_who_could_not_come_at_the_old_time_hears_the_new_one_once(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await _decline(rig, made.id, county.leader)
    before = len(rig.bot.chat(county.leader))
    await act(rig, county.coordinator, lambda d: events.change(d, made.id or 0, 1, LATER))
    await rig.to("2026-12-10 20:00")
    [news] = rig.bot.chat(county.leader)[before:]
    assert "时间已变更，原定12月15日" in news.text
    assert "您现在能参加吗" in news.text
    assert "我参加" in news.labels
    assert (await guest(rig, made.id, county.leader)).answer is A.DECLINED, "until she says otherwise"
    await rig.press(county.leader, "我参加", news)
    assert (await guest(rig, made.id, county.leader)).answer is A.COMING
