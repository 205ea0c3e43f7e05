"""The sample county and the county of the tests."""

from pathlib import Path

from sqlmodel import select

from bot.domain.hall.terms import Role
from bot.services.hall import access
from bot.services.operations import sample
from bot.store.tables import Agency, Appointment
from tests import builders
from tests.rig import open_rig


async def test_the_sample_county_has_its_rule_book_lead_organ_and_cast(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        assert await rig.work(sample.seed)
        assert not await rig.work(sample.seed), "a second seeding must not double the county"
        units = await rig.database.read(lambda s: list(s.exec(select(Agency)).all()))
        by_short = {unit.short_name: unit for unit in units}
        police = by_short["县公安局"]
        assert await rig.work(lambda desk: access.rulebook_of(desk, police.id or 0)) == "sishui-2020"
        lead = await rig.work(lambda desk: access.lead_of(desk, police.id or 0))
        assert lead is not None
        assert lead.short_name == "县司法局"
        assert all(u.path == f"{_above(u, units)}{u.id}/" for u in units)
        assert all(u.rulebook is None or u.rulebook in rig.house.law.library.books for u in units)
        [me] = await rig.say(1201, "/me")
        assert "王芳" in me.text
        assert "县自然资源局" in me.text


def _above(unit: Agency, units: list[Agency]) -> str:
    return next((u.path for u in units if u.id == unit.parent_id), "/")


def test_the_cast_can_be_read_without_a_database() -> None:
    cast = sample.cast(sample.SISHUI)
    assert len(cast) >= 25
    assert len({member["telegram_id"] for member in cast}) == len(cast)
    assert {member["role"] for member in cast} <= {role.value for role in Role}
    coordinator = next(member for member in cast if member["role"] == "coordinator")
    assert coordinator["agency"] == "县司法局"


async def test_the_county_of_the_tests_stands(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        county = await builders.county(rig)
        assert county.resources
        held = await builders.appointments(rig, county.ids[county.office_liaison])
        assert {a.agency_id for a in held} == {county.office, county.government}
        leaders = await rig.database.read(
            lambda s: s.exec(select(Appointment).where(Appointment.role == Role.LEADER)).all()
        )
        assert len(leaders) == 6
