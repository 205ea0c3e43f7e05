"""Files that a command is to write, looked at before the work begins: what would be lost at its end is said first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click


class Target(click.Path):
    """The path of a file to be written; a plain sentence where that cannot be done."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if said := hindrance(path):
            self.fail(said, param, ctx)
        return path


def hindrance(path: Path) -> str:
    """Why no file can be written there, and what to do; nothing where it can."""
    if not path.name:
        return "name a file to be written."
    folder = path.absolute().parent
    try:
        if not folder.exists():
            return f"there is no folder {folder}: make it first (mkdir -p {folder}), or name another."
        if not folder.is_dir():
            return f"{folder} is a file, no folder: name another place."
        if path.is_dir():
            return f"{path} is a folder: name a file in it."
        free = os.access(folder, os.W_OK | os.X_OK, effective_ids=True)
        if free and path.exists() and not os.access(path, os.W_OK, effective_ids=True):
            return f"{path} is there and cannot be written over by this user: name another file, or remove it."
    except (OSError, ValueError) as error:
        return f"{path} cannot be looked at ({getattr(error, 'strerror', None) or error}): name another place."
    return "" if free else f"{folder} cannot be written to by this user: name another place, or allow it."
