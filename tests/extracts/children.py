"""The processes that read files for another."""

from __future__ import annotations

import os
from pathlib import Path


def children(parent: int = 0) -> list[str]:
    """Their numbers, of this process where no other is named; it may have other children as well, a browser say."""
    of = parent or os.getpid()
    path = Path(f"/proc/{of}/task/{of}/children")
    found = path.read_text().split() if path.exists() else []
    return [one for one in found if "bot.extracts" in _command_of(one)]


def _command_of(process: str) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""
