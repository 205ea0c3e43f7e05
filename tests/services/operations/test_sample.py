"""The sample county and the county of the tests."""

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import Role
from bot.play import county_of, folder_of, own_files
from bot.services.hall import access
from bot.services.operations import sample, sample_data
from bot.services.post import delivery
from bot.store.tables import Agency, Appointment, Duty
from tests import builders
from tests.houses import LAW
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


def test_each_rule_book_has_a_county_and_each_county_a_title() -> None:
    books = {}
    for name, title in sample_data.titles().items():
        data = sample_data.read(sample_data.path_of(name))
        above = {one["key"]: one for one in data["agency"]}
        unit = above["resources"]
        while "rulebook" not in unit:
            unit = above[unit["parent"]]
        books[unit["rulebook"]] = name
        assert title
        assert len({one["short"] for one in data["agency"]}) == len(data["agency"]), f"two of one name in {name}"
    assert set(books) == set(LAW.library.books)
    assert books["wuqing-2020"] == "wuqing"
    assert next(iter(sample_data.titles())) == "sishui"


@pytest.mark.slow
@pytest.mark.parametrize("name", sample_data.titles())
async def test_a_paper_in_every_county_starts_duties_by_its_own_book(tmp_path: Path, name: str) -> None:
    async with open_rig(tmp_path, rulebook="national") as rig:
        path = sample_data.path_of(name)
        assert await rig.work(lambda desk: sample.seed(desk, path=path))
        cast = {str(one["name"]): one for one in sample.cast(path)}
        assert cast["陈静"]["role"] == "coordinator"
        await rig.say(1201, "（2026）鲁0831行初12号 应诉通知书、起诉状副本 今天收到")
        await rig.press(1201, "登记")
        duties = await rig.database.read(lambda s: list(s.exec(select(Duty)).all()))
        rules = {duty.rule for duty in duties}
        assert "CN-ANSWER" in rules
        assert ("SS12" in rules) == (name == "sishui")
        unit = await rig.database.read(
            lambda s: s.exec(select(Agency).where(Agency.short_name == "区规资分局")).first()
        )
        assert (unit is not None) == (name == "wuqing")
        lead = await rig.work(lambda desk: delivery.coordinators(desk, duties[0].agency_id))
        # Where the book is a city's, its bureau leads.
        above = {"郑岩"} if name in ("anhui", "sanmenxia") else set()
        assert {one.name for one in lead} == {"陈静", "刘洋"} | above


def test_a_county_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"sishui, .*wuqing"):
        sample_data.path_of("atlantis")


def test_the_data_of_one_county_are_not_shown_as_another(tmp_path: Path) -> None:
    assert county_of(tmp_path, "") == "sishui"
    assert county_of(tmp_path, "wuqing") == "wuqing"
    (tmp_path / "stage.json").write_text('{"now": "2026-04-02T01:00:00+00:00", "county": "wuqing"}')
    assert county_of(tmp_path, "") == "wuqing"
    with pytest.raises(ValueError, match="holds the county wuqing"):
        county_of(tmp_path, "anhui")
    assert folder_of("") == Path("var/play")
    assert folder_of("anhui") == Path("var/play-anhui")


def test_an_operators_own_rule_books_and_templates_are_tried_in_the_playground(tmp_path: Path) -> None:
    found = own_files({"CHUTING_RULEBOOKS": str(tmp_path), "CHUTING_TEMPLATES": "", "CHUTING_TOKEN": "1:secret"})
    assert found == {"CHUTING_RULEBOOKS": str(tmp_path)}, "and nothing else of the installation goes in there"
