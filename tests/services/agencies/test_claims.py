"""Invitations: once, for seven days, only as a hash, and not to be guessed."""

import asyncio
import string
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import Role
from bot.services.agencies import claims, guesses, invitations, staffing
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, Appointment, Case, Invitation, Note, OutboxRow, Person
from tests import builders
from tests.builders import County
from tests.rig import Rig, open_rig


async def _press_together(rig: Rig, code: str, people: int, first: int = 5000) -> list[int | None]:
    """Many accounts press the same link at the same instant."""

    def press(desk: Desk, account: int) -> int | None:
        found = claims.attempt(desk, code, account)
        if isinstance(found, Problem):
            return None
        person = claims.accept(desk, found, telegram_id=account, chat_id=account, name=f"人{account}", language="zh_CN")
        return person.id

    async def one(account: int) -> int | None:
        try:
            return await rig.work(lambda desk: press(desk, account))
        except Refused:
            return None

    return await asyncio.gather(*(one(first + n) for n in range(people)))


def _held(session: Session, person_id: int) -> list[Appointment]:
    return list(session.exec(select(Appointment).where(Appointment.person_id == person_id)).all())


async def _used_once(rig: Rig) -> None:
    county = await builders.county(rig)
    for number, for_one in enumerate((False, True)):
        if for_one:
            fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
        else:
            fresh = await rig.work(lambda d: invitations.for_role(d, county.police, Role.LEGAL_STAFF))
        won = [one for one in await _press_together(rig, fresh.code, 40, 5000 + 100 * number) if one is not None]
        assert len(won) == 1
        held = await rig.database.read(partial(_held, person_id=won[0]))
        assert len(held) == 1
        bound = await rig.database.read(lambda s: s.exec(select(Person).where(col(Person.telegram_id) >= 5000)).all())
        assert len(bound) == number + 1
        if not for_one:
            assert bound[0].name == f"人{bound[0].telegram_id}"


@pytest.mark.slow
async def test_a_link_is_used_once_even_when_forty_press_at_the_same_instant(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        await _used_once(rig)


async def test_the_same_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        await _used_once(rig)


@pytest.mark.slow
async def test_two_links_for_one_person_bind_only_one_account(rig: Rig, county: County) -> None:
    first = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    second = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    assert [n for n in await _press_together(rig, first.code, 3) if n] == []
    assert len([n for n in await _press_together(rig, second.code, 3) if n]) == 1
    with pytest.raises(Refused, match="registered already"):
        await rig.work(lambda d: invitations.for_person(d, county.offline_leader))


@pytest.mark.slow
async def test_only_the_hash_of_a_code_is_kept(rig: Rig, county: County) -> None:
    await rig.press(county.admin, "邀请", (await rig.say(county.admin, "/agencies"))[0])
    await rig.press(county.admin, "法制人员")
    await rig.press(county.admin, "跳过")
    await rig.press(county.admin, "生成邀请")
    code = next(line for line in rig.last(county.admin).text.split("<code>")[1:]).split("</code>")[0]
    await rig.say(5001, f"/start {code}")
    assert "确认本人" in rig.last(5001).labels[0]

    def everything(session: Session) -> str:
        rows = [f"{r.content} {r.text} {r.args}" for r in session.exec(select(OutboxRow)).all()]
        kept = [i.model_dump_json() for i in session.exec(select(Invitation)).all()]
        return " ".join(rows + kept)

    assert code not in await rig.database.read(everything)


@pytest.mark.slow
async def test_guessing_stops_after_five_wrong_codes_and_goes_on_an_hour_later(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    for n in range(guesses.ALLOWED):
        [answer] = await rig.say(5001, f"/start ABCDEFGH{n + 2}2")
        assert "邀请" in answer.text
    [locked] = await rig.say(5001, fresh.code)
    assert "次数过多" in locked.text
    await rig.say(5001, "/start")
    [other] = await rig.say(5002, fresh.code)
    assert "石磊" in other.text
    await rig.to("2026-04-02 10:01")
    [again] = await rig.say(5001, fresh.code)
    assert "石磊" in again.text


@pytest.mark.slow
async def test_forged_presses_are_counted_as_guesses_too(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    [shown] = await rig.say(5001, fresh.code)
    for n in range(guesses.ALLOWED):
        await rig.press_data(5001, f"claim:ABCDEFGH{n + 2}2", shown)
    await rig.press_data(5001, f"claim:{fresh.code}", shown)
    assert "次数过多" in rig.toast()


@pytest.mark.slow
async def test_used_and_expired_codes_are_no_guesses(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    await rig.to("2026-04-09 09:00")
    for _ in range(guesses.ALLOWED + 1):
        [answer] = await rig.say(5001, fresh.code)
        assert "过期" in answer.text


@pytest.mark.slow
async def test_an_invitation_expires_to_the_second_and_is_extended_in_bulk(rig: Rig, county: County) -> None:
    one = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    two = await rig.work(lambda d: invitations.for_role(d, county.police, Role.LEGAL_STAFF))
    await rig.to("2026-04-09 08:59")
    assert await rig.work(invitations.expired) == 0
    await rig.to("2026-04-09 09:00")
    assert await rig.work(invitations.expired) == 2
    police = await builders.person(rig, county.coordinator)
    assert await rig.work(invitations.extend_expired, actor=police) == 2
    for fresh, name in ((one, "石磊"), (two, "县公安局")):
        [answer] = await rig.say(5001, fresh.code.lower())
        assert name in answer.text
    assert await rig.work(invitations.extend_expired) == 0


@pytest.mark.slow
async def test_one_link_serves_a_person_with_several_roles(rig: Rig, county: County) -> None:
    await rig.work(lambda d: staffing.appoint(d, county.offline_leader, county.police, Role.LEGAL_STAFF, post="顾问"))
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    [shown] = await rig.say(5001, fresh.code)
    assert "县人社局" in shown.text
    assert "县公安局" in shown.text
    await rig.press(5001, "确认本人")
    [me] = await rig.say(5001, "/me")
    assert "顾问" in me.text
    assert "副局长" in me.text


@pytest.mark.slow
async def test_somebody_registered_who_opens_a_second_entry_s_link_gets_its_posts_and_its_messages(
    rig: Rig, county: County
) -> None:
    def prepare(desk: Desk) -> int:
        case = Case(number="（2026）鲁0831行初1号", created_at=desk.now)
        desk.session.add(case)
        desk.session.flush()
        desk.session.add(Appearance(case_id=case.id or 0, agency_id=county.labour, leader_id=county.offline_leader))
        return case.id or 0

    await rig.work(prepare)
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    await rig.say(county.leader, f"/start {fresh.code}")
    await rig.press(county.leader, "确认本人")
    held = await builders.appointments(rig, county.ids[county.leader])
    assert {a.agency_id for a in held} == {county.resources, county.labour}
    named = await rig.database.read(lambda s: s.exec(select(Appearance.leader_id)).one())
    assert named == county.ids[county.leader]


async def test_who_may_invite_is_checked_when_it_happens(rig: Rig, county: County) -> None:
    coordinator = await builders.person(rig, county.coordinator)
    liaison = await builders.person(rig, county.liaison)
    await rig.work(lambda d: invitations.for_role(d, county.police, Role.LIAISON), actor=coordinator)
    with pytest.raises(NotAllowed):
        await rig.work(lambda d: invitations.for_role(d, county.city_justice, Role.LIAISON), actor=coordinator)
    with pytest.raises(NotAllowed):
        await rig.work(lambda d: invitations.for_role(d, county.resources, Role.LIAISON), actor=liaison)
    for role in (Role.ADMINISTRATOR, Role.OBSERVER):
        with pytest.raises(Refused):
            await rig.work(partial(invitations.for_role, agency_id=county.police, role=role), actor=coordinator)
    with pytest.raises(Refused, match="administrator"):
        await rig.work(lambda d: claims.invite(d, None, Role.ADMINISTRATOR), actor=coordinator)


@pytest.mark.slow
async def test_taking_back_works_only_in_the_own_scope_and_before_use(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_role(d, county.city_justice, Role.LEGAL_STAFF))
    coordinator = await builders.person(rig, county.coordinator)
    with pytest.raises(Missing):
        await rig.work(lambda d: invitations.revoke(d, fresh.id), actor=coordinator)
    assert (await rig.work(invitations.out, actor=coordinator)).total == 0
    city = await builders.person(rig, county.city_coordinator)
    await rig.work(lambda d: invitations.revoke(d, fresh.id), actor=city)
    [answer] = await rig.say(5001, fresh.code)
    assert "撤回" in answer.text
    used = await rig.work(lambda d: invitations.for_role(d, county.police, Role.LEGAL_STAFF))
    await _press_together(rig, used.code, 1)
    with pytest.raises(Refused, match="used already"):
        await rig.work(lambda d: invitations.revoke(d, used.id))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shared", "same"),
    [("8613900001503", True), ("+86 139 0000 1503", True), ("13900001503", True), ("13900001504", False)],
)
async def test_a_shared_contact_verifies_the_number_of_the_roster(
    rig: Rig, county: County, shared: str, same: bool
) -> None:
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    await rig.say(5001, f"/start {fresh.code}")
    await rig.press(5001, "确认本人")
    assert any(m.keyboard or "分享" in m.text or "核验" in m.text for m in rig.bot.chat(5001))
    before = len(rig.bot.chat(county.coordinator))
    await rig.say(5001, "", contact_phone=shared, contact_user=5001)
    person = await builders.person(rig, 5001)
    assert person.phone_verified is same
    assert person.phone == "13900001503"
    told = rig.bot.chat(county.coordinator)[before:]
    assert [shared in m.text for m in told] == ([] if same else [True])


async def test_somebody_else_s_contact_verifies_nothing(rig: Rig, county: County) -> None:
    [answer] = await rig.say(county.liaison, "", contact_phone="13900001201", contact_user=county.leader)
    assert "本人" in answer.text
    assert not (await builders.person(rig, county.liaison)).phone_verified


@pytest.mark.slow
@given(st.text(alphabet=string.ascii_lowercase + string.digits + " -", max_size=20))
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert claims.hash_of(typed) == claims.hash_of(typed.upper().replace("-", " - "))


def test_new_codes_are_recognised_as_codes_and_words_are_not() -> None:
    codes = {claims.new_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(claims.looks_like_code(code.lower()) for code in codes)
    for text in ("everything", "1234567890", "（2026）豫0482行初12号", "", "ABCDEFGH2" * 2):
        assert not claims.looks_like_code(text)


async def test_an_expired_lock_is_forgotten(rig: Rig) -> None:
    for account in (1, 2):
        await rig.work(partial(guesses.count, telegram_id=account))
    rig.clock.move_to(rig.clock.now() + timedelta(hours=2))
    await rig.work(lambda d: guesses.count(d, 3))
    assert await rig.work(lambda d: guesses.locked(d, 1)) is None
    keys = await rig.database.read(lambda s: s.exec(select(Note.key).where(col(Note.key).startswith("guess:"))).all())
    assert keys == ["guess:3"]


async def test_a_closed_agency_invites_nobody(rig: Rig, county: County) -> None:
    def close(desk: Desk) -> None:
        agency = desk.session.get_one(Agency, county.police)
        agency.closed_on = desk.today

    await rig.work(close)
    with pytest.raises(Refused, match="closed"):
        await rig.work(lambda d: invitations.for_role(d, county.police, Role.LIAISON))
