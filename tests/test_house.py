"""The house itself: who may import whom, style, types. A failing tool shows its own words."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "command",
    [
        ["lint-imports"],
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    ],
    ids=["imports", "lint", "format", "types"],
)
def test_the_tools_are_content(command: list[str]) -> None:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_files_are_short_enough_to_hold_in_the_head() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for folder in ("bot", "handlers", "jobs", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if "versions" not in path.parts
    }
    assert {name: n for name, n in lengths.items() if n > 400} == {}
    ordered = sorted(lengths.values())
    assert ordered[int(len(ordered) * 0.9)] <= 280


def test_nothing_beside_the_layout_that_the_customer_fixed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.fail("run the tests in a git checkout: " + listed.stderr)
    tops = {line.split("/")[0] for line in listed.stdout.splitlines()}
    allowed = {"pyproject.toml", "bot", "handlers", "jobs", "locales", "tests", "README.md", "LICENSE"}
    assert {top for top in tops if not top.startswith(".")} <= allowed
