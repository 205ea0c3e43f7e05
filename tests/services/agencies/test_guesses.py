"""Guessing codes: how far an account gets, and all together; who is told; what it would take to hit one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.events.sign_in import DIGITS, WINDOW, code_of, payload_of, window_of
from bot.services.agencies import claims, guesses, invitations
from bot.services.agencies.guesses import ALARM, ALLOWED, IN_ALL, WITHIN, Code
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.tables import AuditEntry, Event, EventGuest, Note, Person
from bot.views.agencies import account
from tests import events
from tests.builders import County
from tests.rig import Rig

START = "2026-12-15 09:20"
WRONG = "ABCDEFGH{}2"


async def try_many(rig: Rig, kind: Code, count: int, first: int = 900_000) -> None:
    """So many wrong codes, of accounts that each stay below their own limit."""

    def work(desk: Desk) -> None:
        for n in range(count):
            guesses.count(desk, first + n // (ALLOWED - 1), kind)

    await rig.work(work)


async def came_in(rig: Rig, kind: Code, count: int) -> None:
    """So many wrong codes in this minute, as they are noted."""

    def work(desk: Desk) -> None:
        minute = desk.now.replace(second=0, microsecond=0).isoformat()
        notes.put(desk.session, f"guesses:{kind.value}", {minute: count}, now=desk.now)

    await rig.work(work)


async def begun(rig: Rig, county: County) -> Event:
    """An event that takes sign-ins."""
    begins, reply_by = events.at("2026-12-15 09:30"), events.at("2026-12-15 09:25")
    return await events.hold(rig, county, starts_at=begins, reply_by=reply_by)


# -- the figures that .readme/operating.md gives ---------------------------------------------------------------


def test_the_chance_of_hitting_a_code_is_what_we_say() -> None:
    codes = 32**claims.CODE_LENGTH
    out = 2000
    assert IN_ALL[Code.INVITATION] == 1000
    assert 1.7e-9 < IN_ALL[Code.INVITATION] * out / codes < 1.9e-9, "an hour, in all, with 2,000 invitations out"
    years = 1 / (IN_ALL[Code.INVITATION] * out / codes) / 24 / 365
    assert 60_000 < years < 65_000
    taken_at_once = 2
    assert (IN_ALL[Code.SIGN_IN], WINDOW, DIGITS) == (200, 60, 6)
    assert IN_ALL[Code.SIGN_IN] * taken_at_once / 10**DIGITS == 4e-4
    assert ALLOWED * taken_at_once / 10**DIGITS == 1e-5
    assert timedelta(hours=1) == WITHIN


def test_the_alarm_speaks_of_the_limits_that_hold() -> None:
    assert {kind.value: most for kind, most in IN_ALL.items()} == account.MOST_GUESSES


# -- in all ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_all_accounts_together_are_stopped_and_go_on_an_hour_later(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    await came_in(rig, Code.INVITATION, IN_ALL[Code.INVITATION] - 1)
    [wrong] = await rig.say(7001, WRONG.format(2))
    assert "邀请" in wrong.text, "the last that is looked at"
    [stopped] = await rig.say(7002, fresh.code)
    assert "暂不受理" in stopped.text
    await rig.press_data(7003, f"claim:{fresh.code}", stopped)
    assert "暂不受理" in rig.toast()
    await rig.to("2026-12-15 10:21")
    [again] = await rig.say(7002, fresh.code)
    assert "石磊" in again.text


async def test_the_claim_code_is_behind_the_same_limit(rig: Rig) -> None:
    await came_in(rig, Code.INVITATION, IN_ALL[Code.INVITATION])
    await rig.say(7001, f"/start {WRONG.format(3)}")
    assert "暂不受理" in rig.last(7001).text
    assert not await rig.database.read(lambda s: s.exec(select(Person)).all())


@pytest.mark.slow
async def test_strangers_who_guess_do_not_keep_people_from_signing_in(rig: Rig, county: County) -> None:
    made = await events.hold(
        rig, county, starts_at=events.at("2026-12-15 09:30"), reply_by=events.at("2026-12-15 09:25")
    )
    await came_in(rig, Code.INVITATION, IN_ALL[Code.INVITATION])
    code = code_of(made.secret, window_of(rig.clock.now()))
    [said] = await rig.say(county.leader, f"/start {payload_of(made.id or 0, code)}")
    assert "签到" in said.text
    found = await rig.database.read(lambda s: s.exec(select(EventGuest).where(EventGuest.name == "张明")).one())
    assert found.presence is not None


@pytest.mark.slow
async def test_sign_in_codes_have_their_own_limit_typed_or_by_link(rig: Rig, county: County) -> None:
    made = await events.hold(
        rig, county, starts_at=events.at("2026-12-15 09:30"), reply_by=events.at("2026-12-15 09:25")
    )
    code = code_of(made.secret, window_of(rig.clock.now()))
    await came_in(rig, Code.SIGN_IN, IN_ALL[Code.SIGN_IN])
    for text in (code, f"/start {payload_of(made.id or 0, code)}"):
        [said] = await rig.say(county.leader, text)
        assert "暂不受理" in said.text


@pytest.mark.slow
async def test_who_is_not_invited_has_five_tries_and_learns_nothing_of_the_event(rig: Rig, county: County) -> None:
    made = await events.hold(
        rig, county, starts_at=events.at("2026-12-15 09:30"), reply_by=events.at("2026-12-15 09:25")
    )
    code = code_of(made.secret, window_of(rig.clock.now()))
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    there = [m.text for m in await rig.say(county.handler, f"/start {payload_of(made.id or 0, wrong)}")]
    nowhere = [m.text for m in await rig.say(county.handler, f"/start {payload_of(999, wrong)}")]
    assert there == nowhere
    for _ in range(ALLOWED - 2):
        await rig.say(county.handler, wrong)
    [stopped] = await rig.say(county.handler, code)
    assert "次数过多" in stopped.text


# -- the alarm ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_administrators_are_told_once_however_many_guesses_there_are(rig: Rig, county: County) -> None:
    before = len(rig.bot.chat(county.admin))
    await try_many(rig, Code.INVITATION, ALARM[Code.INVITATION] - 1)
    await rig.pump.drain()
    assert len(rig.bot.chat(county.admin)) == before
    await try_many(rig, Code.INVITATION, 40, first=910_000)
    await rig.pump.drain()
    told = rig.bot.chat(county.admin)[before:]
    assert len(told) == 1
    assert "试猜邀请码" in told[0].text
    assert "1000次" in told[0].text
    assert not [m for m in rig.bot.chat(county.coordinator) if "试猜" in m.text]
    written = await rig.database.read(lambda s: s.exec(select(AuditEntry)).all())
    assert [entry.new for entry in written if entry.action == "codes_guessed"] == [
        {"kind": "invitation", "count": ALARM[Code.INVITATION]}
    ]


@pytest.mark.slow
async def test_what_lies_more_than_an_hour_back_does_not_count(rig: Rig, county: County) -> None:
    await try_many(rig, Code.SIGN_IN, ALARM[Code.SIGN_IN] - 1)
    rig.clock.move_to(rig.clock.now() + timedelta(minutes=62))
    await try_many(rig, Code.SIGN_IN, ALARM[Code.SIGN_IN] - 1, first=910_000)
    note = await rig.database.read(lambda s: s.get(Note, "guesses:sign_in"))
    assert note is not None
    assert sum(note.value.values()) == ALARM[Code.SIGN_IN] - 1
    await rig.pump.drain()
    assert not [m for m in rig.bot.chat(county.admin) if "试猜" in m.text]
