"""The suite itself: what is copied is what a migration makes, and nothing asks how fast the machine is."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

from bot.store.migrate import migrate
from tests.conftest import pytest_xdist_auto_num_workers
from tests.databases import bring_up, file_url
from tests.e2e.test_operator import command, started

TESTS = Path(__file__).parent


def _shape(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    found += connection.execute("SELECT version_num, 'revision' FROM alembic_version").fetchall()
    connection.close()
    return found


@pytest.mark.slow
async def test_a_copied_database_is_a_migrated_one(tmp_path: Path) -> None:
    await bring_up(file_url(tmp_path / "copied.db"))
    await migrate(file_url(tmp_path / "migrated.db"))
    assert _shape(tmp_path / "copied.db") == _shape(tmp_path / "migrated.db")


@pytest.mark.slow
async def test_a_database_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "there.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (id INTEGER)")
    connection.close()
    await bring_up(file_url(path))
    assert "mine" in dict(_shape(path))


@pytest.mark.slow
@pytest.mark.parametrize("words", ["law count --from 2026-04-02 --days 2", "law count --from never", "run"])
async def test_a_process_out_of_the_cradle_does_what_a_started_one_does(tmp_path: Path, words: str) -> None:
    settings = {"CHUTING_LOCALE": "en"}
    assert await command(tmp_path, *words.split(), **settings) == await started(tmp_path, *words.split(), **settings)


@pytest.mark.parametrize("name", ["everyday", "ci"])
def test_no_example_has_a_deadline(name: str) -> None:
    assert settings.get_profile(name).deadline is None


def test_no_test_sets_one() -> None:
    word = re.compile(r"settings\([^)]*deadline=")
    files = [path for path in TESTS.rglob("*.py") if path.name != "conftest.py"]
    assert [str(path) for path in files if word.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("arguments", "alone"),
    [([__file__], True), ([f"{__file__}::test_x"], True), ([str(TESTS)], False), ([str(TESTS), __file__], True)],
)
def test_a_single_file_needs_no_worker(arguments: list[str], alone: bool) -> None:
    workers = pytest_xdist_auto_num_workers(SimpleNamespace(args=arguments))  # type: ignore[arg-type]
    assert (workers == 0) == alone
    assert workers <= 4


def test_benchmarks_are_no_tests() -> None:
    assert [path.name for path in (TESTS / "benchmarks").glob("*.py") if "def test_" in path.read_text()] == []
