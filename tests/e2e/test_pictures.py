"""README and the pages beside it show pictures that are there, all of them, and none too large."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.pictures import FOLDER, LARGEST, NAMES, small

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_each_picture_is_shown_and_kept() -> None:
    pages = [ROOT / "README.md", *FOLDER.glob("*.md")]
    shown = {
        name
        for page in pages
        for name in re.findall(r"!\[[^\]]+\]\((?:\.readme/)?(\w+)\.png\)", page.read_text("utf-8"))
    }
    assert shown == NAMES
    assert sorted(path.stem for path in FOLDER.glob("*.png")) == sorted(NAMES)
    assert all(path.stat().st_size <= LARGEST for path in FOLDER.glob("*.png"))


def test_a_picture_that_cannot_be_made_small_is_refused() -> None:
    noise = Image.effect_noise((1600, 1000), 120).convert("RGB")
    with pytest.raises(ValueError, match="does not fit"):
        small(noise)
