"""The README and the pages beside it are true: their commands, settings, pictures, links."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import handlers
from bot import cli
from bot.settings import Settings
from bot.telegram.router import Router

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    name: (ROOT / name).read_text("utf-8")
    for name in (
        "README.md", ".readme/operating.md", ".readme/saying.md", ".readme/guide.zh.md", "tests/benchmarks/README.md",
    )
}  # fmt: skip
README, OPERATING, SAYING, GUIDE, _ = PAGES.values()
SETTINGS = {f"CHUTING_{name.upper()}" for name in Settings.model_fields if not name.startswith("stage")}
OTHERS = {"newbot", "revoke", "setjoingroups", "healthz", "metrics"}
"""Commands of the bot that gives tokens, and paths of the bot's own port."""
ROLES = ("联络员", "主要负责人", "负责人", "承办人", "统筹人员", "考核人员", "法院联系人", "观察员", "管理员")


def test_ci_runs_the_test_command_of_the_readme_to_the_letter() -> None:
    [command] = [line for line in README.splitlines() if "-m pytest" in line]
    run = (ROOT / ".ci" / "run").read_text()
    assert command.replace("python3 -m venv", "$python -m venv") in run


def test_the_playground_starts_with_one_line() -> None:
    [command] = [line for line in README.splitlines() if line.endswith("-m bot play")]
    assert command.startswith("python3 -m venv .venv && ")


def test_the_readme_is_short_and_begins_with_the_way_to_the_guide() -> None:
    lines = README.splitlines()
    assert len(lines) <= 150
    assert "(.readme/guide.zh.md)" in "\n".join(lines[:5])
    measured = README[README.index("## Measured") :]
    assert "(tests/benchmarks/README.md)" in measured
    assert len(re.findall(r"^\| (?!What|---)", measured, re.MULTILINE)) <= 10


def test_every_setting_is_in_the_table_and_no_other() -> None:
    table = OPERATING[OPERATING.index("## Settings") : OPERATING.index("## Files that people send")]
    assert set(re.findall(r"^\| (?:`CHUTING_\w+` ?)+", table, re.MULTILINE)) != set()
    assert set(re.findall(r"CHUTING_[A-Z_]+", table)) == SETTINGS


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_setting_that_is_not_there(page: str) -> None:
    named = set(re.findall(r"CHUTING_[A-Z]\w*\w", PAGES[page]))
    assert {name for name in named if name not in SETTINGS and name != "CHUTING_MATRIX"} == set()


def test_every_command_of_the_table_exists_and_every_command_is_in_it() -> None:
    table = SAYING[SAYING.index("| Who | Commands |") : SAYING.index("A court paper can simply")]
    assert set(re.findall(r"`/(\w+)`", table)) == _said() - {"start"}


def _said() -> set[str]:
    router = Router()
    handlers.register(router)
    return set(router.commands)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_command_that_is_not_there(page: str) -> None:
    """What is said to the bot, and what is typed at the command line with its options."""
    assert set(re.findall(r"`/([a-z]+)`", PAGES[page])) - _said() - OTHERS == set()
    for words in re.findall(r"-m bot ((?:[a-z]+)(?: [^`\n|>&#]+)?)", PAGES[page]):
        _is_there(words.split())


def _is_there(words: list[str]) -> None:
    found: click.Command = cli.main
    context = click.Context(found)
    while isinstance(found, click.Group) and words:
        inner = found.get_command(context, words[0])
        assert inner is not None, words
        found, words = inner, words[1:]
    known = {option for parameter in found.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} - known == set(), (found.name, words)


@pytest.mark.parametrize("page", PAGES)
def test_pictures_and_pages_that_are_linked_are_there(page: str) -> None:
    """Also the chapters, as a forge names them."""
    for name in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGES[page]):
        assert name.startswith("https://age-encryption.org") or (ROOT / page).parent.joinpath(name).is_file(), name
    for name, chapter in re.findall(r"\]\(([^)#]*)#([^)]+)\)", PAGES[page]):
        other = (ROOT / page).parent.joinpath(name) if name else ROOT / page
        heads = re.findall(r"^#+ (.+)$", other.read_text("utf-8"), re.MULTILINE)
        assert chapter in {re.sub(r"[^\w-]", "", head.lower().replace(" ", "-")) for head in heads}, chapter


def test_the_guide_names_no_place_to_fetch_anything_from() -> None:
    assert re.findall(r"(?:https?|ssh|git)://(?!127\.0\.0\.1)\S+|git@\S+", GUIDE) == []


def test_the_guide_has_what_an_office_asks_for() -> None:
    heads = "".join(re.findall(r"^## (.+)$", GUIDE, re.MULTILINE))
    for what in ("安装", "第一天", "能做什么", "备份与恢复演练", "升级", "存多久", "服务"):
        assert what in heads
    assert [name for name in ROLES if f"| {name}" not in GUIDE.replace("、", "| ")] == []


def test_the_guide_gives_the_terms_that_hold_by_default() -> None:
    for name, days in re.findall(r"(\d+) 天.*?\| `CHUTING_(\w+)` \|", GUIDE):
        assert Settings.model_fields[days.lower()].default == int(name), days


@pytest.mark.parametrize("page", PAGES)
def test_no_placeholder_is_left(page: str) -> None:
    assert "<!--" not in PAGES[page]


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
    assert "pip-audit" in OPERATING
    assert command.split(" && ")[1].removeprefix(".venv/bin/pip ") in GUIDE


def test_what_the_service_may_not_compile_is_compiled_when_it_is_installed_and_updated() -> None:
    """The account of the service cannot write into the folder of the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found = project["tool"]["setuptools"]["packages"]["find"]["include"]
    packages = {name for each in found if any((ROOT / (name := each.removesuffix("*"))).rglob("*.py"))}
    lines = re.findall(r"^ *sudo \.venv/bin/python -m compileall -q (.+)$", GUIDE, re.MULTILINE)
    assert [set(line.split()) for line in lines] == [packages] * 2
