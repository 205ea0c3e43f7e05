"""What the doctor says of the files that people sent, and which version it is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from bot import operations
from bot.cli import main
from bot.domain.hall.extracts import Limits
from bot.domain.hall.problems import Problem
from bot.domain.hall.subjects import About
from bot.extracts import notes
from bot.extracts.pictures import Pictures
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.settings import Settings
from bot.store.files import FileStore
from tests.builders import add_agency, add_print
from tests.databases import bring_up

PDF = b"x" * 1024 * 1024


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    found = Settings(var=tmp_path, token=SecretStr(""), _env_file=None)  # type: ignore[call-arg]
    await bring_up(found.database_url)
    return found


@dataclass(frozen=True)
class Without(Pictures):
    """Where the extra is not installed."""

    def missing(self) -> Problem | None:
        return notes.no_picture_reading()


async def about_files(settings: Settings) -> list[str]:
    said = [one.words for one in await operations.doctor(settings)]
    return [words for words in said if words.startswith("Files of people") or " files are missing" in words]


@pytest.mark.slow
async def test_it_says_how_many_files_and_rows_there_are_and_what_belongs_to_nothing(settings: Settings) -> None:
    store = FileStore(settings.files)
    kept, lost = store.put(PDF), store.put(b"lost")

    def stand(desk: Desk, _: object) -> None:
        files.keep(desk, About.PAPER(1), [{"hash": kept, "name": "a.pdf"}, {"hash": kept, "name": "b.pdf"}])
        files.keep(desk, About.PAPER(2), [{"hash": lost, "name": "c.pdf"}])
        part = store.receive()
        part.write(PDF + PDF)
        files.arrive(desk, [{"hash": part.finish(), "name": "d.pdf"}])

    await operations.at_desk(settings, stand, write=True)
    store.forget(lost, kept=True)
    store.put(b"nobody's")
    said, missing = await about_files(settings)
    assert said == (
        "Files of people: 2 (3.0 MB) with 4 rows; temporary, until what they belong to is confirmed: 1 (2.0 MB); "
        "orphans: 1 files without a row (0.0 MB), 1 rows without a file."
    )
    assert missing.startswith("1 files are missing")


@pytest.mark.slow
async def test_of_an_empty_house_it_says_nothing_bad(settings: Settings) -> None:
    [said] = await about_files(settings)
    assert "Files of people: 0 (0.0 MB) with 0 rows" in said


@pytest.mark.slow
async def test_it_says_how_many_papers_wait_and_which_could_not_be_printed(settings: Settings) -> None:
    async def told() -> list[tuple[bool, str]]:
        found = await operations.doctor(settings)
        return [(one.good, one.words) for one in found if "printed" in one.words]

    assert await told() == [(True, "No paper waits to be printed.")]
    await operations.at_desk(settings, lambda desk, _: _waits(desk, attempts=0), write=True)
    assert await told() == [(True, "Papers that wait to be printed: 1.")]
    await operations.at_desk(settings, lambda desk, _: _waits(desk, attempts=2), write=True)
    [(good, words)] = await told()
    assert not good
    assert words.startswith("Papers that wait to be printed: 2, of which 1 were tried and failed")


def _waits(desk: Desk, *, attempts: int) -> None:
    agency = add_agency(desk, f"第{attempts}分局", f"{attempts}分局")
    add_print(desk, agency.id or 0, attempts=attempts)


@pytest.mark.slow
async def test_it_tries_whether_pictures_are_read(settings: Settings) -> None:
    said = [one for one in await operations.doctor(settings) if "Photos and scans" in one.words]
    assert [(one.good, one.words) for one in said] == [(True, "Photos and scans are read.")]


def test_the_command_says_which_version_it_is() -> None:
    done = CliRunner().invoke(main, ["--version"])
    assert (done.exit_code, done.output) == (0, f"chuting {metadata.version('chuting')}\n")


async def test_it_says_how_to_have_pictures_read() -> None:
    said = await operations._look_at_pictures(Without(Limits()))
    assert said.good
    assert "not read" in said.words
    assert ".[ocr]" in said.words


@pytest.mark.slow
async def test_what_is_installed_and_does_not_work_is_told_apart_from_what_is_not_installed() -> None:
    """With so little room the libraries cannot even be loaded."""
    said = await operations._look_at_pictures(Pictures(Limits(picture_memory_mb=200)))
    assert not said.good
    assert "does not work" in said.words
