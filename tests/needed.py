"""What some tests need beside Python's own packages. In CI they run whatever is there: `.ci/run` has to bring it.

Elsewhere the end of the run says in red what was not tested.
"""

from __future__ import annotations

import os

import pytest

from bot.domain.hall.extracts import Limits
from bot.extracts.pictures import Pictures
from bot.papers import chart_fonts

_IN_CI = bool(os.environ.get("CI"))
needs_font = pytest.mark.skipif(not _IN_CI and chart_fonts.installed() is None, reason="no Chinese font is installed")
needs_ocr = pytest.mark.skipif(
    not _IN_CI and Pictures(Limits()).missing() is not None, reason="the extra ocr is not installed"
)
