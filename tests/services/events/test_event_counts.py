"""Yearly obligations see the events: by who organised them; and events follow their hearings."""

from functools import partial
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.agencies.audiences import Audience, Lacking
from bot.domain.events.events import Planned, roles_of
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import DutyState, EventKind, EventState, HearingStatus, Presence, SignInWay
from bot.domain.hearings.details import Details
from bot.services.agencies import audiences
from bot.services.duties import cards as duty_cards
from bot.services.duties import recurring
from bot.services.events import answers as event_answers
from bot.services.events import cards, counts, ending, events, sign_in
from bot.services.hall.desk import Desk
from bot.services.hearings import answers, hearings, naming
from bot.services.hearings.hearings import Entry
from bot.services.hearings.naming import Whom
from bot.store.tables import Agency, Appearance, Duty, Event, OutboxRow
from bot.texts import translator
from bot.views.duties.duties import headline
from tests.builders import County
from tests.events import ZONE, act, at, event, guest, hold
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"


START = "2026-12-14 09:00"
ZH = translator("zh_CN", ZONE)


async def _under(rig: Rig, county: County, book: str) -> None:
    def work(desk: Desk) -> None:
        for agency in desk.session.exec(select(Agency).where(col(Agency.rulebook).is_not(None))).all():
            agency.rulebook = book
            desk.session.add(agency)

    await rig.work(work)


async def _held(rig: Rig, made: Event, *users: int, by: int) -> Event:
    """People sign in on the day, then the list is closed."""
    await rig.to("2026-12-15 09:31")
    for user in users:
        one = await guest(rig, made.id, user)
        await act(rig, user, partial(sign_in.by_button, guest_id=one.id or 0))
    current = await event(rig, made.id)
    await act(rig, by, lambda d: ending.close(d, made.id or 0, current.version))
    return await event(rig, made.id)


async def _duty(rig: Rig, rule: str, agency_id: int) -> Duty:
    statement = select(Duty).where(Duty.rule == rule, Duty.agency_id == agency_id)
    found: Duty = await rig.database.read(lambda s: s.exec(statement.where(Duty.trigger == "year_end")).one())
    return found


@pytest.mark.slow
async def test_organising_counts_and_attending_anothers_does_not(rig: Rig, county: County) -> None:
    await _under(rig, county, "ruzhou-2022")
    await rig.work(recurring.tick)
    audience = Audience(agencies=(county.town, county.resources), roles=roles_of(("leaders", "liaisons")))
    made = await hold(
        rig,
        county,
        kind=EventKind.OBSERVATION,
        audience=audience,
        sign_in=SignInWay.BUTTON,
        title="全县庭审观摩",
        organiser_id=county.office,
    )
    await _held(rig, made, county.town_principal, county.leader, by=county.coordinator)
    assert (await _duty(rig, "RZ11", county.office)).state is DutyState.DONE
    assert (await _duty(rig, "RZ12", county.town)).state is DutyState.OPEN
    own = await hold(
        rig, county, by=county.town_liaison, kind=EventKind.OBSERVATION, organiser_id=county.town, title="本镇观摩",
        audience=Audience(agencies=(county.town,), roles=roles_of(("leaders", "liaisons"))), sign_in=SignInWay.BUTTON,
        starts_at=at("2026-12-15 15:00"),
    )  # fmt: skip
    await rig.to("2026-12-15 15:01")
    one = await guest(rig, own.id, county.town_principal)
    await act(rig, county.town_principal, lambda d: sign_in.by_button(d, one.id or 0))
    await act(rig, county.town_liaison, lambda d: ending.close(d, own.id or 0, 1))
    done = await _duty(rig, "RZ12", county.town)
    assert done.state is DutyState.DONE
    assert "本镇观摩" in done.done_note
    standings = await act(rig, county.coordinator, lambda d: counts.standings(d, 2026))
    street = [s for s in standings if s.agency_id == county.street]
    assert [(s.have, s.need, s.met) for s in street] == [(0, 1, False)]
    assert standings[0].have == 0
    lacking = Audience(kinds=(), lacking=(Lacking("no_event"),))
    found = await act(rig, county.coordinator, lambda d: audiences.resolve(d, lacking))
    assert {p.agency_id for p in found.people}.isdisjoint({county.town})
    assert county.street in {p.agency_id for p in found.people}


@pytest.mark.slow
async def test_opening_the_list_again_opens_the_obligation_again(rig: Rig, county: County) -> None:
    await _under(rig, county, "ruzhou-2022")
    await rig.work(recurring.tick)
    made = await hold(rig, county, sign_in=SignInWay.BUTTON, organiser_id=county.office)
    held = await _held(rig, made, county.leader, by=county.coordinator)
    assert (await _duty(rig, "RZ10", county.office)).state is DutyState.DONE
    await act(rig, county.coordinator, lambda d: ending.reopen(d, made.id or 0, held.version))
    assert (await _duty(rig, "RZ10", county.office)).state is DutyState.OPEN


@pytest.mark.slow
async def test_an_event_to_which_nobody_came_counts_for_nothing(rig: Rig, county: County) -> None:
    await _under(rig, county, "ruzhou-2022")
    await rig.work(recurring.tick)
    made = await hold(rig, county, sign_in=SignInWay.BUTTON, organiser_id=county.office)
    await _held(rig, made, by=county.coordinator)
    open_still = await _duty(rig, "RZ10", county.office)
    assert open_still.state is DutyState.OPEN
    [line] = [s for s in await act(rig, county.coordinator, lambda d: counts.standings(d, 2026))
              if (s.agency_id, s.title_zh) == (county.office, open_still.title["zh"])]  # fmt: skip
    assert (line.have, line.unsigned) == (0, 1)
    said = await act(rig, county.coordinator, lambda d: duty_cards.view(d, open_still))
    assert "已办1次，未签到，暂不计。" in headline(said, ZH)
    one = await guest(rig, made.id, county.leader)
    await act(rig, county.coordinator, lambda d: sign_in.mark(d, one.id or 0, Presence.PRESENT))
    closed = await _duty(rig, "RZ10", county.office)
    assert closed.state is DutyState.DONE, "entered later, it counts"
    assert "未签到" not in headline(await act(rig, county.coordinator, lambda d: duty_cards.view(d, closed)), ZH)


@pytest.mark.slow
async def test_an_obligation_that_came_after_the_event_is_closed_in_the_morning(rig: Rig, county: County) -> None:
    await _under(rig, county, "ruzhou-2022")
    made = await hold(rig, county, sign_in=SignInWay.BUTTON, organiser_id=county.office)
    await rig.work(lambda d: d.session.exec(select(Duty)).all())
    await _held(rig, made, county.leader, by=county.coordinator)
    await rig.to("2026-12-16 09:00")
    assert (await _duty(rig, "RZ10", county.office)).state is DutyState.DONE


# -- hearings ------------------------------------------------------------------------------------------------------


async def _hearing(rig: Rig, county: County, when: str = "2026-12-15 09:30", **more: object) -> int:
    entry = Entry(NUMBER, at(when), (county.resources,), "县法院第二审判庭", plaintiff="张三", **more)  # type: ignore[arg-type]
    made = await act(rig, county.liaison, lambda d: hearings.enter(d, entry))
    return made.id or 0


def _watching(county: County, hearing_id: int) -> dict[str, Any]:
    return {
        "kind": EventKind.OBSERVATION,
        "title": "庭审观摩",
        "hearing_id": hearing_id,
        "place": "县法院第二审判庭",
        "starts_at": at("2026-12-15 09:00"),
    }


@pytest.mark.slow
async def test_an_observation_follows_its_hearing_and_everybody_is_asked_again(rig: Rig, county: County) -> None:
    hearing_id = await _hearing(rig, county)
    made = await hold(rig, county, **_watching(county, hearing_id))
    one = await guest(rig, made.id, county.police_leader)
    await act(rig, county.police_leader, lambda d: event_answers.come(d, one.id or 0))
    await act(rig, county.liaison, lambda d: hearings.move(d, hearing_id, 1, at("2026-12-18 15:00"), reason="法院通知"))
    moved = await event(rig, made.id)
    assert moved.starts_at == at("2026-12-18 14:30")
    assert "12月18日（周五）14:30" in rig.last(county.police_leader).text
    assert (await guest(rig, made.id, county.police_leader)).held
    assert any("随之调整" in m.text for m in rig.bot.chat(county.coordinator))
    assert not any("张三" in m.text for m in rig.bot.chat(county.police_leader))
    with pytest.raises(Refused):
        await act(
            rig, county.coordinator,
            lambda d: events.change(d, made.id or 0, moved.version, {"starts_at": at("2026-12-20 09:00")}),
        )  # fmt: skip


@pytest.mark.slow
async def test_a_hearing_that_falls_away_or_is_closed_takes_its_observation_with_it(rig: Rig, county: County) -> None:
    hearing_id = await _hearing(rig, county)
    made = await hold(rig, county, **_watching(county, hearing_id))
    await act(rig, county.liaison, lambda d: hearings.correct(d, hearing_id, 1, "涉及个人隐私", closed=True))
    assert (await event(rig, made.id)).state is EventState.CANCELLED
    with pytest.raises(Refused):
        await act(rig, county.coordinator, lambda d: events.restore(d, made.id or 0, 2))
    with pytest.raises(Refused):
        await hold(rig, county, **_watching(county, hearing_id))
    assert await act(rig, county.coordinator, cards.hearings_to_watch) == []


@pytest.mark.slow
async def test_only_public_hearings_to_come_are_offered(rig: Rig, county: County) -> None:
    hearing_id = await _hearing(rig, county)
    secret = Entry("（2026）鲁0831行初13号", at("2026-12-16 09:30"), (county.resources,), details=Details(closed=True))
    await act(rig, county.liaison, lambda d: hearings.enter(d, secret))
    offered = await act(rig, county.coordinator, cards.hearings_to_watch)
    assert [one.id for one in offered] == [hearing_id]
    await act(rig, county.liaison, lambda d: hearings.end(d, hearing_id, 1, HearingStatus.WITHDRAWN, "原告撤诉"))
    assert await act(rig, county.coordinator, cards.hearings_to_watch) == []


@pytest.mark.slow
async def test_when_the_principal_appears_the_agency_is_asked_for_its_observers(rig: Rig, county: County) -> None:
    await _under(rig, county, "anhui-principal-2023")
    hearing_id = await _hearing(rig, county)
    row = await rig.database.read(lambda s: s.exec(select(Appearance)).one())
    principal = county.ids[county.principal]
    await act(rig, county.liaison, lambda d: naming.name(d, row.id or 0, row.version, Whom(person_id=principal)))
    named = await rig.database.read(lambda s: s.get(Appearance, row.id))
    await act(rig, county.principal, lambda d: answers.attend(d, row.id or 0, named.version))  # type: ignore[union-attr]
    asked = rig.with_button(county.liaison, "组织旁听")
    assert "副职负责人" in asked.text
    assert "罗佳" in asked.text
    assert "张明、赵敏" in asked.text
    await rig.press(county.liaison, "组织旁听", asked)
    await rig.press(county.liaison, "发出邀请")
    made = await rig.database.read(lambda s: s.exec(select(Event)).one())
    assert (made.kind, made.hearing_id, made.organiser_id) == (EventKind.SITTING_IN, hearing_id, county.resources)
    asked_for = (county.leader, county.leader2, county.legal, county.handler, county.principal, county.police_leader)
    invited = {user for user in asked_for if any(m.document and "旁听" in m.document[0] for m in rig.bot.chat(user))}
    assert invited == {county.leader, county.leader2, county.legal, county.handler}
    assert "组织旁听" not in asked.labels


@pytest.mark.slow
async def test_no_rule_no_question(rig: Rig, county: County) -> None:
    await _hearing(rig, county)
    rows = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.topic == "event.observers")).all()
    )
    assert rows == []
    assert Planned is not None
