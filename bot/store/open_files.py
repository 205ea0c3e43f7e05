"""Whether the files of an open SQLite database are still those that were opened, or were deleted or replaced."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_BESIDE = ("-wal", "-shm")
"""Its log, and what the processes that have it open share; both are there as long as one has."""
Which = tuple[int, int]


@dataclass(frozen=True)
class Files:
    """The files of an open SQLite database, by what they are and not by their names."""

    file: Path
    main: Which
    beside: tuple[Which, ...]

    def main_is_there(self) -> bool:
        return _which(self.file) == self.main

    def gone(self) -> str:
        """Which of them was deleted, moved or replaced since; empty while all are there."""
        if not self.main_is_there():
            return str(self.file)
        for ending, before in zip(_BESIDE, self.beside, strict=True):
            if _which(path := Path(f"{self.file}{ending}")) != before:
                return str(path)
        return ""


def files_of(file: Path) -> Files | None:
    """Those that lie there now; None where they do not all lie there (yet)."""
    file = file.resolve()
    main, beside = _which(file), [_which(Path(f"{file}{ending}")) for ending in _BESIDE]
    found = tuple(each for each in beside if each)
    return Files(file, main, found) if main and len(found) == len(_BESIDE) else None


def _which(path: Path) -> Which | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
