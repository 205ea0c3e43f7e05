"""The README shows pictures that are there, all of them, and none too large."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.pictures import FOLDER, LARGEST, SCENES, small

pytestmark = pytest.mark.slow

README = Path(__file__).resolve().parents[2] / "README.md"


def test_each_picture_is_shown_and_kept() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(\.readme/(\w+)\.png\)", README.read_text("utf-8"))
    assert sorted(shown) == sorted(SCENES)
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(SCENES)
    assert all(path.stat().st_size <= LARGEST for path in FOLDER.iterdir())


def test_a_picture_that_cannot_be_made_small_is_refused() -> None:
    noise = Image.effect_noise((1600, 1000), 120).convert("RGB")
    with pytest.raises(ValueError, match="does not fit"):
        small(noise)
