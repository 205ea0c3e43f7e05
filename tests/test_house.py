"""The house itself: who may import whom, style, types. A failing tool shows its own words."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TOOLS = ("lint-imports", "ruff check .", "ruff format --check .", "mypy")
GUIDE = ROOT / ".github" / "CONTRIBUTING.md"

ROOMS = sorted(path.name for path in (ROOT / "bot" / "services").iterdir() if (path / "__init__.py").exists())
STATEMENTS = {"select", "insert", "update", "delete", "text", "col", "func"}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("command", TOOLS)
def test_the_tools_are_content(command: str) -> None:
    tool, *arguments = command.split()
    done = subprocess.run([str(BIN / tool), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


@pytest.mark.slow
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


def _lengths(path: Path) -> list[int]:
    """Lines of each function, from `def` to its end, without its docstring."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = node.body[0].end_lineno or 0 if ast.get_docstring(node) else node.lineno
            found.append((node.end_lineno or 0) - words)
    return found


@pytest.mark.slow
def test_functions_are_short() -> None:
    product = [
        p for folder in ("bot", "handlers", "jobs") for p in (ROOT / folder).rglob("*.py") if "versions" not in p.parts
    ]
    ordered = sorted(n for path in product for n in _lengths(path))
    assert ordered[len(ordered) // 2] <= 8
    assert ordered[int(len(ordered) * 0.9)] <= 18


def test_before_a_commit_the_same_tools_run() -> None:
    hooks = re.findall(r"entry: ([^,}]+)", (ROOT / ".pre-commit-config.yaml").read_text())
    assert sorted(hook.strip() for hook in hooks) == sorted(TOOLS)


def test_the_guide_names_what_there_is() -> None:
    """Every path that the guide gives in backquotes exists; `<room>` stands for any room."""
    paths = re.findall(r"`((?:bot|handlers|jobs|locales|tests)/[^`\s]*)`", GUIDE.read_text())
    assert len(paths) > 20
    missing = [path for path in paths if not list(ROOT.glob(re.sub(r"<\w+>", "*", path).rstrip("/")))]
    assert missing == []


def test_nothing_beside_the_layout_that_the_customer_fixed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.fail("run the tests in a git checkout: " + listed.stderr)
    tops = {line.split("/")[0] for line in listed.stdout.splitlines()}
    allowed = {"pyproject.toml", "bot", "handlers", "jobs", "locales", "tests", "README.md", "LICENSE"}
    assert {top for top in tops if not top.startswith(".")} <= allowed


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_queries_stand_in_the_store(room: str) -> None:
    files = sorted((ROOT / "bot" / "services" / room).rglob("*.py"))
    assert files
    assert {str(path.relative_to(ROOT)): found for path in files if (found := _statements(path.read_text()))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from sqlmodel import Session, select",
        "import sqlalchemy as sa",
        "from sqlalchemy.dialects.postgresql import insert as pg_insert",
        "desk.session.exec(statement)",
        "desk.session.connection().execute(statement)",
    ],
)
def test_a_query_outside_the_store_is_noticed(source: str) -> None:
    assert _statements(source)


def _statements(source: str) -> list[str]:
    """What a module asks of a database by itself: the words of SQL it imports, and where it runs a statement."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("sqlmodel", "sqlalchemy"):
            found += [name.name for name in node.names if name.name in STATEMENTS]
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.split(".")[0] in ("sqlmodel", "sqlalchemy")]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found += [node.func.attr] if node.func.attr in ("exec", "execute", "scalars", "scalar") else []
    return found
