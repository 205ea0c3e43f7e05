"""The runner itself, on a small module of its own: it must tell a mutant that is noticed from one that is not.

Needs no mutation tool: the mutants are written here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.modules import MODULES

ROOT = Path(__file__).resolve().parents[2]

MODULE = '''"""A module."""
from __future__ import annotations

LIMIT = 3


def small(n: int, *, most: int = LIMIT) -> bool:
    """Whether n is small."""
    return n <= most


def waits(n: int) -> int:
    while n > 0:
        n -= 1
    return n


class Box:
    def __init__(self, n: int) -> None:
        self.n = n

    @property
    def twice(self) -> int:
        return self.n * 2


def never() -> int:
    return 1
'''

WORDS = 'WORDS = {"small": 1}\n'
LENGTHS = """
from toy.words import WORDS

UNTOUCHED = []
LENGTHS = {word: len(word) for word in WORDS}
LONGEST = max(LENGTHS.values())
"""

TESTS = """
from box import Box, small, waits
from toy.lengths import LONGEST, UNTOUCHED
from toy import lengths
import box


def test_small():
    assert small(2) and not small(5) and box.LIMIT == 3


def test_waits():
    assert waits(2) == 0


def test_twice():
    assert Box(2).twice == 4


def test_words():
    assert lengths.LENGTHS["small"] == 5 and lengths.WORDS["small"] < 3
    assert LONGEST == 5 and UNTOUCHED is lengths.UNTOUCHED


def test_fails():
    assert False, "this one fails without any mutant"
"""

CASES = [
    ("(module)", "LIMIT = 3", "LIMIT = 3", "survived"),
    ("(module)", "LIMIT = 3", "LIMIT = 4", "killed"),
    ("(module)", "LIMIT = 3", "LIMIT = 1 // 0", "killed"),
    ("small", "n <= most", "n <= most", "survived"),
    ("small", "n <= most", "n < most", "survived"),
    ("small", "n <= most", "n > most", "killed"),
    ("small", "most: int = LIMIT", "most: int = 1", "killed"),
    ("small", "most: int = LIMIT", "most: int = 4", "survived"),
    ("waits", "n -= 1", "n += 1", "endless"),
    ("Box.__init__", "self.n = n", "self.n = None", "killed"),
    ("Box.twice", "self.n * 2", "self.n ** 2", "survived"),
    ("Box.twice", "self.n * 2", "self.n / 2", "killed"),
    ("never", "return 1", "return 2", "unreached"),
    ("gone", "return 1", "return 2", "unreached"),
]

VALUES = [
    ('"small"', '"small"', "survived"),
    ('"small"', '"large"', "killed"),
    ('"small": 1', '"small": 1, "larger": 2', "killed"),
    ("1", "2", "survived"),
    ("1", "3", "killed"),
]
"""Of a module that has no functions at all, and whose values another module works up."""


@pytest.fixture
def answer(tmp_path: Path) -> dict[str, object]:
    """What the nursery says of the cases, with a second of processor time for one that does not end."""
    (tmp_path / "box.py").write_text(MODULE)
    (tmp_path / "toy").mkdir()
    for name, text in (("__init__", ""), ("words", WORDS), ("lengths", LENGTHS)):
        (tmp_path / "toy" / f"{name}.py").write_text(text)
    (tmp_path / "test_box.py").write_text(TESTS)
    mutants = [
        {"module": "box", "function": function, "source": MODULE.replace(was, becomes)}
        for function, was, becomes, _ in CASES
    ]
    mutants += [
        {"module": "toy.words", "function": "(module)", "source": WORDS.replace(was, becomes)}
        for was, becomes, _ in VALUES
    ]
    task = {
        "modules": ["box", "toy.words"], "tests": [str(tmp_path / "test_box.py")], "mutants": mutants, "grace": 1,
        "options": ["--rootdir", str(tmp_path), "-c", str(ROOT / "pyproject.toml")],
    }  # fmt: skip
    question, told = tmp_path / "task.json", tmp_path / "answer.json"
    question.write_text(json.dumps(task))
    command = [sys.executable, "-m", "tests.mutation.nursery", str(question), str(told)]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert told.exists(), done.stderr
    found: dict[str, object] = json.loads(told.read_text())
    return found


def test_modules_and_their_tests_are_where_they_are_said_to_be() -> None:
    named = {f"{module.replace('.', '/')}.py" for module in MODULES}.union(*MODULES.values())
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.slow
def test_mutants_that_are_noticed_are_told_from_those_that_are_not(answer: dict[str, object]) -> None:
    assert answer["results"] == [fate for *_, fate in (*CASES, *VALUES)]
    assert [str(name).rpartition("::")[2] for name in answer["broken"]] == ["test_fails"]  # type: ignore[attr-defined]
