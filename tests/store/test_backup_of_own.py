"""Books, calendars and templates of the operator's own: in the backup, laid beside at a restore, missed if absent."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import backups, operations
from bot.cli import main
from bot.domain.hall.errors import NotInstalled
from bot.law.library import load_library
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.services.operations import books
from bot.settings import Settings
from bot.store.archive import OWN, Altered
from tests.builders import add_agency
from tests.databases import bring_up
from tests.store.test_backup import _fill, _settings
from tests.store.test_restoring import members_of, packed

COUNTY = Path(__file__).resolve().parents[1] / "law" / "data" / "shangshui.toml"


@pytest.fixture
def mine(tmp_path: Path) -> Settings:
    """An installation with a folder of each kind; a single file serves as well."""
    for folder in ("books/forms", "templates"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(COUNTY, tmp_path / "books" / "shangshui.toml")
    (tmp_path / "books" / "forms" / "own_form.toml").write_text("x = 1\n")
    (tmp_path / "books" / "notes.txt").write_text("not ours to keep")
    (tmp_path / "days.toml").write_text("y = 1\n")
    (tmp_path / "templates" / "defence.docx").write_bytes(b"PK")
    given = {
        "rulebooks": tmp_path / "books", "calendars": tmp_path / "days.toml", "templates": tmp_path / "templates",
    }  # fmt: skip
    return _settings(tmp_path / "var").model_copy(update=given)


NAMES = {
    "own/rulebooks/shangshui.toml", "own/rulebooks/forms/own_form.toml", "own/calendars/days.toml",
    "own/templates/defence.docx",
}  # fmt: skip


async def test_they_are_in_the_backup_and_laid_beside_what_is_set(mine: Settings, tmp_path: Path) -> None:
    await _fill(mine)
    await backups.backup(mine, tmp_path / "one.backup")
    assert {name for name in members_of(tmp_path / "one.backup") if name.startswith("own/")} == NAMES
    elsewhere, told = _settings(tmp_path / "elsewhere"), dict[str, Path]()
    for _ in range(2):  # an earlier restore is no obstacle
        await backups.restore(elsewhere, tmp_path / "one.backup", beside=told.__setitem__)
    assert set(told) == {"rulebooks", "calendars", "templates"}
    assert (told["rulebooks"] / "shangshui.toml").read_bytes() == COUNTY.read_bytes()
    assert (told["rulebooks"] / "forms" / "own_form.toml").is_file()
    assert told["templates"] == (tmp_path / "elsewhere" / "own" / "templates").absolute()
    assert "shangshui" in load_library(told["rulebooks"]).books


async def test_what_is_set_stays_also_where_an_earlier_restore_laid_it(mine: Settings, tmp_path: Path) -> None:
    await _fill(mine)
    await backups.backup(mine, tmp_path / "one.backup")
    elsewhere, told = _settings(tmp_path / "elsewhere"), dict[str, Path]()
    await backups.restore(elsewhere, tmp_path / "one.backup", beside=told.__setitem__)
    first = dict(told)
    (first["rulebooks"] / "shangshui.toml").write_text("# since mended\n")
    as_told = elsewhere.model_copy(update=first)
    await backups.restore(as_told, tmp_path / "one.backup", beside=told.__setitem__)
    assert (first["rulebooks"] / "shangshui.toml").read_text() == "# since mended\n"
    assert (told["rulebooks"] / "shangshui.toml").read_bytes() == COUNTY.read_bytes()
    again = elsewhere.model_copy(update=told)
    await backups.restore(again, tmp_path / "one.backup", beside=told.__setitem__)
    assert told == first


async def test_the_command_says_where_they_lie_and_what_to_set(mine: Settings, tmp_path: Path) -> None:
    await _fill(mine)
    await backups.backup(mine, tmp_path / "one.backup")
    env = {"CHUTING_VAR": str(tmp_path / "new"), "CHUTING_DATABASE": "", "CHUTING_RULEBOOKS": ""}
    said = await _said(["restore", str(tmp_path / "one.backup"), "--yes"], env)
    assert f"CHUTING_RULEBOOKS={tmp_path / 'new' / 'own' / 'rulebooks'}" in said
    assert "CHUTING_CALENDARS=" in said


async def _said(words: list[str], env: dict[str, str]) -> str:
    """The command has a loop of its own: it runs where none is."""
    done = await asyncio.to_thread(lambda: CliRunner().invoke(main, words, env=env))
    assert done.exit_code == 0, done.output
    return done.output


async def test_where_there_is_none_the_backup_is_as_before(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "var")
    await _fill(settings)
    await backups.backup(settings, tmp_path / "one.backup")
    assert b'"format": 2' in members_of(tmp_path / "one.backup")["manifest.json"]


@pytest.mark.parametrize("name", ["own/rulebooks/../../x.toml", "own/rulebooks/.x.toml", "own//x.toml", "own/x.toml"])
async def test_a_name_that_leads_out_is_refused(mine: Settings, tmp_path: Path, name: str) -> None:
    assert OWN.fullmatch(name) is None
    await _fill(mine)
    await backups.backup(mine, tmp_path / "one.backup")
    other = packed(tmp_path / "other.backup", members_of(tmp_path / "one.backup") | {name: b"x"})
    with pytest.raises(Altered):
        await backups.restore(_settings(tmp_path / "new"), other)


async def test_a_book_that_is_not_at_hand_is_a_finding(tmp_path: Path) -> None:
    """As after a restore without the operator's own books."""
    settings = _settings(tmp_path / "var")
    await bring_up(settings.database_url)

    def stand(desk: Desk, _: object) -> int:
        return add_agency(desk, "商水县人民政府", "商水县政府", rulebook="shangshui").id or 0

    agency = await operations.at_desk(settings, stand, write=True)
    found = [one for one in await operations.doctor(settings) if "shangshui" in one.words]
    assert [one.good for one in found] == [False]
    assert "商水县政府" in found[0].words
    assert "CHUTING_RULEBOOKS" in found[0].words

    def asked(desk: Desk, _: object) -> str:
        with pytest.raises(NotInstalled) as refused:
            appearing.stack_of(desk, agency, desk.today)
        return str(refused.value.problem.params["book"])

    assert await operations.at_desk(settings, asked, write=False) == "shangshui"
    with_it = settings.model_copy(update={"rulebooks": COUNTY})
    assert [one for one in await operations.doctor(with_it) if "shangshui" in one.words] == []


async def test_of_many_agencies_three_are_named(tmp_path: Path) -> None:
    settings = _settings(tmp_path / "var")
    await bring_up(settings.database_url)

    def stand(desk: Desk, _: object) -> list[str]:
        for number in range(5):
            add_agency(desk, f"第{number}县人民政府", f"{number}县", rulebook="nosuch")
        desk.session.flush()
        return books.missing(desk.session, desk.house)

    [said] = await operations.at_desk(settings, stand, write=True)
    assert "and 2 more" in said
