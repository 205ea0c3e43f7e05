"""The README is true: its commands, its settings, its pictures."""

import re
from pathlib import Path

import handlers
from bot.settings import Settings
from bot.telegram.router import Router

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def test_ci_runs_the_test_command_of_the_readme_to_the_letter() -> None:
    [command] = [line for line in README.splitlines() if "-m pytest" in line]
    run = (ROOT / ".ci" / "run").read_text()
    assert command.replace("python3 -m venv", "$python -m venv") in run


def test_the_playground_starts_with_one_line() -> None:
    [command] = [line for line in README.splitlines() if line.endswith("-m bot play")]
    assert command.startswith("python3 -m venv .venv && ")


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    mine = {f"CHUTING_{name.upper()}" for name in Settings.model_fields if not name.startswith("stage")}
    assert set(re.findall(r"^\| (?:`CHUTING_\w+` ?)+", README, re.MULTILINE)) != set()
    table = README[README.index("## Settings") : README.index("## The house")]
    assert set(re.findall(r"CHUTING_[A-Z_]+", table)) == mine


def test_every_command_of_the_readme_exists_and_every_command_is_in_the_readme() -> None:
    router = Router()
    handlers.register(router)
    table = README[README.index("| Who | Commands |") : README.index("A court paper can simply")]
    assert set(re.findall(r"`/(\w+)`", table)) == set(router.commands) - {"start"}


def test_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


def test_no_placeholder_is_left() -> None:
    assert "<!--" not in README


def test_the_lock_names_no_place_to_download_from() -> None:
    lock = (ROOT / ".ci" / "constraints.txt").read_text()
    assert "--hash=sha256:" in lock
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock)
