"""What an operator has of his own (rule books, calendars, templates): in the backup, and laid beside at a restore."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from bot.settings import Settings
from bot.store import archive

KINDS = ("rulebooks", "calendars", "templates")
"""The settings that name it."""
FOLDER = "own"
"""In an archive, and within `CHUTING_VAR`: where it is laid at a restore."""
_INSTEAD = "own-restored"
"""Where it is laid when what is set now lies there, as after an earlier restore."""
_ENDINGS = {".toml", ".docx"}
Beside = Callable[[str, Path], None]


def files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Each file with its name in an archive."""
    for kind in KINDS:
        place: Path | None = getattr(settings, kind)
        if place is None:
            continue
        found = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
        base = place.parent if place.is_file() else place
        for path in found:
            name = f"{FOLDER}/{kind}/{path.relative_to(base).as_posix()}"
            if path.suffix in _ENDINGS and archive.OWN.fullmatch(name):
                yield name, path


def lay_beside(source: IO[bytes], settings: Settings) -> list[tuple[str, Path]]:
    """Write what an archive, which was verified, has of it; gives the folder of each kind. Nothing that is set now is
    touched: what lies there from an earlier restore and is not set is replaced."""
    laid: dict[str, Path] = {}
    for name, content in archive.members(source):
        found = archive.OWN.fullmatch(name)
        if found is None or found[1] not in KINDS:
            continue
        kind, folder = found[1], _beside(settings, found[1])
        if kind not in laid:
            shutil.rmtree(folder, ignore_errors=True)
            laid[kind] = folder
        path = folder / found[2]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read())
    return list(laid.items())


def _beside(settings: Settings, kind: str) -> Path:
    """A folder in which nothing lies that is set now."""
    place: Path | None = getattr(settings, kind)
    usual = (settings.var / FOLDER / kind).absolute()
    within = place is not None and place.resolve().is_relative_to(usual.resolve())
    return (settings.var / _INSTEAD / kind).absolute() if within else usual
