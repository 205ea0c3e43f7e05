"""Once a year the principal leader appears (RZ2, AH13): who is told, when, and what ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.message import Html, plain
from bot.domain.hall.terms import DutyState, HearingStatus, Role
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Duty, Hearing, HearingResult, Person
from tests import builders
from tests.builders import county
from tests.desk import case, hearing, result
from tests.fakes import Shown
from tests.handlers.figures.world import number
from tests.rig import Rig, open_rig

BOOKS = [("ruzhou-2022", "RZ2"), ("anhui-principal-2023", "AH13.principal")]
WORDS = "至少出庭"


async def _heard(rig: Rig, agency: int, n: int, local: str, rank: str) -> None:
    def add(desk: Desk) -> None:
        made = hearing(desk, case(desk, number(n), agency), local, HearingStatus.HELD)
        result(desk, made, agency, attended=True, rank=rank, spoke=True, stayed=True)

    await rig.work(add)


async def _book(rig: Rig, government: int, book: str) -> None:
    def put(desk: Desk) -> None:
        desk.session.get_one(Agency, government).rulebook = book

    await rig.work(put)


async def _duties(rig: Rig, rule: str) -> list[Duty]:
    return list(await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == rule)).all()))


def _told(sent: list[Shown], user: int) -> list[str]:
    return [plain(Html(one.text)) for one in sent if one.chat_id == user and WORDS in one.text]


@pytest.mark.slow
@pytest.mark.parametrize(("book", "rule"), BOOKS)
async def test_from_the_third_quarter_liaison_and_principal_are_told_and_an_appearance_ends_it(
    tmp_path: Path, book: str, rule: str
) -> None:
    async with open_rig(tmp_path, start="2026-06-29 10:00", rulebook=book) as rig:
        here = await county(rig)
        await _book(rig, here.government, book)
        await rig.to("2026-06-30 09:30")
        assert await _duties(rig, rule) == [], "no heard case: not applicable"
        await _heard(rig, here.resources, 1, "2026-06-30 09:00", "deputy")
        quiet = await rig.to("2026-07-01 08:30")
        assert not _told(quiet, here.liaison)
        sent = await rig.to("2026-07-01 12:00")
        assert len(_told(sent, here.liaison)) == 1
        assert len(_told(sent, here.principal)) == 1
        assert not _told(sent, here.police_liaison), "its cases were not heard"
        between = await rig.to("2026-07-30 12:00")
        assert not _told(between, here.liaison)
        again = await rig.to("2026-07-31 12:00")
        assert len(_told(again, here.liaison)) == 1, "1 August is a Saturday: the working day before it"
        assert len(_told(again, here.principal)) == 1
        await _heard(rig, here.resources, 2, "2026-08-03 09:00", "principal")
        await rig.to("2026-08-04 09:30")
        assert {one.state for one in await _duties(rig, rule)} == {DutyState.DONE}
        assert not _told(await rig.to("2026-09-02 12:00"), here.liaison)


@pytest.mark.slow
@pytest.mark.parametrize(("book", "rule"), BOOKS)
async def test_whoever_keeps_two_units_is_told_of_both_at_once(tmp_path: Path, book: str, rule: str) -> None:
    """One message a day: the same liaison officer, and the same principal, serve the office and the subdistrict."""
    async with open_rig(tmp_path, start="2026-06-30 10:00", rulebook=book) as rig:
        here = await county(rig)
        await _book(rig, here.government, book)

        def serve_both(desk: Desk) -> None:
            for role, user in ((Role.LIAISON, here.office_liaison), (Role.PRINCIPAL, here.principal)):
                for place in (here.office, here.street):
                    held = desk.session.get_one(Person, here.ids[user])
                    builders.appoint(desk, held, role, desk.session.get_one(Agency, place))

        await rig.work(serve_both)
        await _heard(rig, here.office, 1, "2026-06-30 09:00", "deputy")
        await _heard(rig, here.street, 2, "2026-06-30 09:00", "deputy")
        sent = await rig.to("2026-07-01 12:00")
        assert len(await _duties(rig, rule)) == 2
        for user in (here.office_liaison, here.principal):
            [said] = _told(sent, user)
            assert said.count(WORDS) == 2, said
            assert "县政府办" in said
            assert "济河街道" in said
        assert not _told(await rig.to("2026-07-30 12:00"), here.office_liaison)
        again = await rig.to("2026-07-31 12:00")
        assert [len(_told(again, user)) for user in (here.office_liaison, here.principal)] == [1, 1]


@pytest.mark.slow
async def test_a_unit_first_heard_in_autumn_is_told_when_it_arises(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-10-12 10:00", rulebook="ruzhou-2022") as rig:
        here = await county(rig)
        await _book(rig, here.government, "ruzhou-2022")
        await rig.to("2026-10-13 09:30")
        await _heard(rig, here.resources, 1, "2026-10-13 09:00", "deputy")
        sent = await rig.to("2026-10-14 12:00")
        assert len(_told(sent, here.liaison)) == 1
        assert len(_told(sent, here.principal)) == 1
        assert not _told(await rig.to("2026-10-29 12:00"), here.liaison)


@pytest.mark.slow
async def test_a_corrected_appearance_asks_again_until_the_year_is_over(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-07-06 10:00", rulebook="ruzhou-2022") as rig:
        here = await county(rig)
        await _book(rig, here.government, "ruzhou-2022")
        await _heard(rig, here.resources, 1, "2026-07-06 09:00", "deputy")
        await rig.to("2026-07-07 09:30")
        await _heard(rig, here.resources, 2, "2026-07-07 09:00", "principal")
        await rig.to("2026-07-08 09:30")
        assert [one.state for one in await _duties(rig, "RZ2")] == [DutyState.DONE]

        def corrected(desk: Desk) -> None:
            came = desk.session.exec(select(HearingResult).where(HearingResult.rank == "principal")).one()
            came.rank = "deputy"
            desk.session.add(came)

        await rig.work(corrected)
        await rig.to("2026-07-09 09:30")
        assert [one.state for one in await _duties(rig, "RZ2")] == [DutyState.OPEN]
        sent = await rig.to("2026-07-31 12:00")
        assert len(_told(sent, here.liaison)) == 1
        assert len(_told(sent, here.principal)) == 1


@pytest.mark.slow
async def test_a_hearing_that_was_none_after_all_makes_it_not_applicable_until_one_is_held(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-07-06 10:00", rulebook="ruzhou-2022") as rig:
        here = await county(rig)
        await _book(rig, here.government, "ruzhou-2022")
        await _heard(rig, here.resources, 1, "2026-07-06 09:00", "deputy")
        await rig.to("2026-07-07 09:30")
        assert [one.state for one in await _duties(rig, "RZ2")] == [DutyState.OPEN]

        def corrected(desk: Desk) -> None:
            for one in desk.session.exec(select(HearingResult)).all():
                desk.session.delete(one)
            found = desk.session.exec(select(Hearing)).one()
            found.status = HearingStatus.CANCELLED
            desk.session.add(found)

        await rig.work(corrected)
        await rig.to("2026-07-08 09:30")
        assert [one.state for one in await _duties(rig, "RZ2")] == [DutyState.CANCELLED]
        assert not _told(await rig.to("2026-07-31 12:00"), here.liaison)
        await _heard(rig, here.resources, 2, "2026-07-31 09:00", "deputy")
        await rig.to("2026-08-01 09:30")
        assert [one.state for one in await _duties(rig, "RZ2")] == [DutyState.OPEN]
