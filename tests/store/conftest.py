"""What tests of the store start from, on both engines: a rig, or a bare database with a small tree of agencies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from bot.store.engine import open_database
from tests.databases import bring_up, file_url
from tests.rig import Rig, open_rig
from tests.store.rows import a_small_tree


@pytest.fixture
async def small(tmp_path: Path, database: str) -> AsyncIterator[Database]:
    """A database with a few agencies and people in no office."""
    url = database or file_url(tmp_path / "q.db")
    await bring_up(url)
    opened = open_database(url)
    await opened.write(a_small_tree)
    yield opened
    await opened.close()


@pytest.fixture
async def either(tmp_path: Path, database: str) -> AsyncIterator[Rig]:
    """A rig on either engine."""
    async with open_rig(tmp_path, database=database) as opened:
        yield opened
