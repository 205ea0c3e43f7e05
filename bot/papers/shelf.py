"""The templates there are: the shipped ones, and an operator's own, which take the place of those of the same name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.papers.faults import unprintable
from bot.papers.wire import MOST

SHIPPED = Path(__file__).resolve().parent.parent / "law" / "forms" / "templates"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Shelf:
    """`own`: the operator's folder (`CHUTING_TEMPLATES`); looked into each time: a changed file counts at once."""

    own: Path | None = None

    def path(self, name: str) -> Path | None:
        """Where a template lies; None where there is none of this name."""
        if not _NAME.fullmatch(name):
            return None
        folders = (self.own, SHIPPED) if self.own is not None else (SHIPPED,)
        return next((path for folder in folders if (path := folder / f"{name}.docx").is_file()), None)

    def read(self, name: str) -> bytes:
        """Raises Unprintable: there is none, it cannot be read, or it is too large."""
        path = self.path(name)
        if path is None:
            raise unprintable(f"there is no template {name}.docx")
        try:
            if path.stat().st_size > MOST:
                raise unprintable(f"{path} is too large for a template")
            return path.read_bytes()
        except OSError as error:
            raise unprintable(f"{path} cannot be read ({error.strerror})") from error

    def replaced(self) -> list[str]:
        """Names of the operator's own templates."""
        return [] if self.own is None else sorted(path.stem for path in self.own.glob("*.docx"))


def shipped() -> list[str]:
    """Names of the shipped templates."""
    return sorted(path.stem for path in SHIPPED.glob("*.docx"))
