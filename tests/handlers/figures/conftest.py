"""The county of `world`, for every module here that makes none of its own."""

from __future__ import annotations

import pytest

from tests.builders import County
from tests.handlers.figures.world import world
from tests.rig import Rig


@pytest.fixture
async def here(rig: Rig) -> County:
    return await world(rig)
