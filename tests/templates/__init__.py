"""The shipped templates of papers: each is written from a short layout in `papers`, so that all look alike.

`README.md` beside this file says how a layout is written; `python -m tests.templates` writes the files.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.templates.package import packed

FOLDER = Path(__file__).resolve().parents[2] / "bot" / "law" / "forms" / "templates"
LAYOUTS = Path(__file__).resolve().parent / "papers"


def kinds() -> list[str]:
    """Whatever there is a layout of."""
    return sorted(path.stem for path in LAYOUTS.glob("*.py") if not path.stem.startswith("_"))


def written(kind: str) -> bytes:
    """The template of this kind, as a .docx; the same bytes for the same layout."""
    return packed(import_module(f"tests.templates.papers.{kind}").PAPER)
