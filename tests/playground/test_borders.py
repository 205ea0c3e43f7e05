"""The playground is a house of its own: it imports nothing of the bot, and only the standard library and Tornado."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import bot.playground

HOUSE = Path(bot.playground.__file__).parent
TESTS = Path(__file__).parent


def imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports; relative ones stay inside."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.py")), ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_stay_inside(path: Path) -> None:
    for name in imported(path):
        root = name.split(".")[0]
        assert name.startswith("bot.playground") or root == "tornado" or root in sys.stdlib_module_names, name


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(TESTS.glob("*.py")), ids=lambda path: path.name)
def test_its_tests_know_nothing_else_of_the_house(path: Path) -> None:
    ours = {name for name in imported(path) if name.split(".")[0] in ("bot", "handlers", "jobs", "tests")}
    assert {name for name in ours if not name.startswith(("bot.playground", "tests.playground"))} == set()
