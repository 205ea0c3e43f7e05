"""Every command, every path that it reads or writes, wrong in every way: a sentence, and never a traceback."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.targets import hindrance
from tests.databases import bring_up
from tests.test_settings import nobody

WRITING: dict[str, tuple[str, ...]] = {
    "backup": ("backup", "{}"),
    "ledger": ("export", "ledger", "{}"),
    "sample": ("documents", "sample", "leader_filing_form", "-o", "{}"),
    "codes": ("import", "roster", "wrong.xlsx", "--codes", "{}"),
}
READING: dict[str, tuple[str, ...]] = {
    "restore": ("restore", "{}", "--yes"),
    "restore with a key": ("restore", "wrong.xlsx", "--yes", "--identity", "{}"),
    "backup for a key": ("backup", "x.backup", "--encrypt-to", "{}"),
    "roster": ("import", "roster", "{}"),
    "roster tried": ("import", "roster", "{}", "--dry-run"),
    "calendar": ("import", "calendar", "{}"),
    "books": ("law", "check", "{}"),
    "templates": ("documents", "check", "{}"),
    "roots": ("audit", "verify", "--root", "{}"),
    "proof": ("audit", "check", "{}"),
    "unit": ("doctor", "--unit", "--env-file", "{}"),
}
PLACES = ("nowhere/x", "folder", "file/x", "nowhere/deep/x")
FILES = ("nowhere", "nowhere/x", "folder", "file/x", "empty", "wrong.xlsx", "picture.png")
ON_DATA: dict[str, tuple[str, ...]] = {
    "backup": ("backup", "x.backup"),
    "restore": ("restore", "wrong.xlsx", "--yes"),
    "ledger": ("export", "ledger", "x.xlsx"),
    "roster": ("import", "roster", "wrong.xlsx"),
    "calendar": ("import", "calendar", "wrong.xlsx"),
    "migrate": ("migrate",),
    "roots": ("audit", "roots"),
    "seal": ("audit", "seal"),
    "verify": ("audit", "verify"),
    "prove": ("audit", "prove", "（2026）鲁0831行初12号"),
    "figures": ("figures", "check"),
    "doctor": ("doctor",),
}
ASKS_WHAT_IS_THERE = {"backup", "ledger", "roots", "seal", "verify", "prove", "figures"}
DATA = {
    "a wrong address": {"CHUTING_DATABASE": "sqlite:///x.db"},
    "no address": {"CHUTING_DATABASE": "nonsense"},
    "a server that is not there": {"CHUTING_DATABASE": "postgresql+asyncpg://a:geheim@127.0.0.1:1/x"},
    "a folder that is a file": {"CHUTING_VAR": "file"},
    "a folder in a file": {"CHUTING_VAR": "file/var"},
    "a database that is a folder": {"CHUTING_DATABASE": "sqlite+aiosqlite:///folder"},
    "a database in a file": {"CHUTING_DATABASE": "sqlite+aiosqlite:///file/x.db"},
    "a database that is a picture": {"CHUTING_DATABASE": "sqlite+aiosqlite:///picture.png"},
}


@pytest.fixture
async def ground(tmp_path: Path) -> Path:
    """A folder with one of everything that is not what is asked for, and a database."""
    await bring_up(f"sqlite+aiosqlite:///{tmp_path / 'var' / 'chuting.db'}")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "wrong.xlsx").write_text("this is no workbook")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    return tmp_path


@pytest.fixture
def here(ground: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ground)
    for name in [name for name in os.environ if name.startswith("CHUTING_")]:
        monkeypatch.delenv(name)
    return ground


def run(words: tuple[str, ...], path: str = "", **settings: str) -> Result:
    said = [word.replace("{}", path) for word in words]
    return CliRunner().invoke(main, said, env={"CHUTING_VAR": "var", **settings})


def is_a_sentence(done: Result) -> None:
    assert isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code != 0
    said = done.output.strip().splitlines()
    assert said, "silence"
    assert "Traceback" not in done.output
    assert "geheim" not in done.output


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("command", WRITING)
def test_where_nothing_can_be_written(here: Path, command: str, place: str) -> None:
    done = run(WRITING[command], place)
    is_a_sentence(done)
    assert place.split("/", maxsplit=1)[0] in done.output
    if place != "folder":
        assert "make it first" in done.output or "name another" in done.output


@pytest.mark.parametrize("command", sorted(ASKS_WHAT_IS_THERE))
def test_where_there_is_no_database_none_is_made_that_says_all_is_well(here: Path, command: str) -> None:
    """As from another folder, or without `CHUTING_VAR`: an empty ledger, and a trail in which nothing was altered."""
    done = run(ON_DATA[command], CHUTING_VAR="elsewhere")
    is_a_sentence(done)
    assert done.output == (
        "There is no database at elsewhere/chuting.db. Set CHUTING_VAR or CHUTING_DATABASE as `run` has them.\n"
    )
    assert not (here / "elsewhere").exists()


@pytest.mark.parametrize("wrong", [("--county", "nowhere"), ("--now", "soon")])
def test_a_playground_that_cannot_be_leaves_no_folder(here: Path, wrong: tuple[str, str]) -> None:
    done = run(("play", "--no-browser", *wrong))
    is_a_sentence(done)
    assert sorted(path.name for path in (here / "var").iterdir()) == ["chuting.db"]


@pytest.mark.parametrize("command", WRITING)
def test_an_existing_file_is_no_obstacle(here: Path, command: str) -> None:
    """What is wrong there is the roster, and nothing else."""
    done = run(WRITING[command], "empty")
    assert done.exit_code == (1 if command == "codes" else 0), done.output
    assert isinstance(done.exception, SystemExit | None)


def test_a_file_of_somebody_else_is_said_before_the_work() -> None:
    """As the codes that root wrote here the last time: lost after an import, the new ones would be nowhere."""
    # Not under pytest's own folder, which nobody else may look into.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "codes.xlsx").write_bytes(b"x")
        (folder / "codes.xlsx").chmod(0o444)
        folder.chmod(0o777)
        with nobody():
            assert "cannot be written over by this user" in hindrance(folder / "codes.xlsx")
            assert hindrance(folder / "others.xlsx") == ""


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("command", READING)
def test_what_cannot_be_read(here: Path, command: str, path: str) -> None:
    is_a_sentence(run(READING[command], path))


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("command", ON_DATA)
def test_data_that_is_not_there(here: Path, command: str, data: str) -> None:
    is_a_sentence(run(ON_DATA[command], **DATA[data]))


SETTINGS = {
    "TIMEZONE": ("Mars/Base", "", "asia/shanghai"),
    "LOCALE": ("fr", "zh", ""),
    "METRICS": ("9464", "127.0.0.1:99999", "x"),
    "WEBHOOK_LISTEN": ("8443", "0.0.0.0:https"),
    "WEBHOOK_URL": ("gateway/x", "https://bureau.example/hook"),
    "ADMINS": ("@wang", "12;13", "-5"),
    "TOKEN": ("geheim",),
    "API_BASE": ("api.telegram.org",),
    "PROXY": ("1.2.3.4:80",),
    "VAR": ("file", "file/var"),
}
"""What the law says of its own settings is tried with a process of its own (`tests/e2e/test_operator.py`)."""


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in SETTINGS.items() for value in values])
def test_a_wrong_setting_stops_the_start(here: Path, name: str, value: str) -> None:
    """Before anything is asked of the network: the sentence names what is set and what it expects."""
    done = run(("run",), **{"CHUTING_TOKEN": "123456:x", f"CHUTING_{name}": value})
    is_a_sentence(done)
    assert done.exit_code == 78
    named = f"CHUTING_{name}" if value != "https://bureau.example/hook" else "CHUTING_WEBHOOK_SECRET"
    assert named in done.output
    assert len(done.output.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "words", [("--port", "99999"), ("--county", "nowhere"), ("--now", "soon"), ("--data", "file/x")]
)
def test_a_playground_that_cannot_be_opened(here: Path, words: tuple[str, ...]) -> None:
    is_a_sentence(run(("play", "--no-browser", "--port", "0", "--data", "stage", *words)))
