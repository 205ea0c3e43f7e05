"""The README is true: its commands, its settings, its pictures."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


LOCKS = ("constraints.txt", "runtime.txt")


def _locked(name: str) -> dict[str, str]:
    """Each package of a lock, with its version and hashes."""
    lock = (ROOT / ".ci" / name).read_text()
    return {entry.partition("==")[0]: entry for entry in re.findall(r"^[\w.-]+==.*(?:\n    .*)*", lock, re.MULTILINE)}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_place_to_download_from(name: str) -> None:
    lock = (ROOT / ".ci" / name).read_text()
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock)
    assert [entry for entry in _locked(name).values() if "--hash=sha256:" not in entry] == []
    assert lock == "\n".join(_locked(name).values()) + "\n"


def test_what_runs_is_what_was_tested() -> None:
    tested, running = _locked("constraints.txt"), _locked("runtime.txt")
    assert {name for name, entry in running.items() if tested.get(name) != entry} == {"setuptools"}


def test_what_runs_is_locked_whole() -> None:
    """Whatever the product asks for, and what that asks for, of what is installed here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    open_ = [Requirement(line) for line in (*project["dependencies"], *project["optional-dependencies"]["postgres"])]
    asked = set[str]()
    while open_:
        wanted = open_.pop()
        asked.add(canonicalize_name(wanted.name))
        inner = (Requirement(line) for line in distribution(wanted.name).requires or [])
        open_ += [each for each in inner if _applies(each, wanted.extras) and canonicalize_name(each.name) not in asked]
    assert asked - set(_locked("runtime.txt")) == set()


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


def test_the_readme_installs_what_runs_by_its_hashes() -> None:
    [command] = [line for line in README.splitlines() if "-r .ci/runtime.txt &&" in line]
    assert "--require-hashes" in command
    assert "--no-deps --no-build-isolation" in command
    assert "pip-audit" in README
