"""The table of modules names only what is there: a test that is gone would end the whole run."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.mutation.modules import MODULES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_and_its_tests_are_there(module: str) -> None:
    assert find_spec(module) is not None
    assert [path for path in MODULES[module] if not (ROOT / path).exists()] == []
