"""Where the data of the law lies: what is shipped, and the operator's own beside it."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = HERE / "books"
SHIPPED_FORMS = HERE / "forms"
ENVIRONMENT = "CHUTING_RULEBOOKS"
"""Names the operator's own rule book, or a folder of them."""
FORMS = "forms"
"""The folder of the operator's own kinds of documents, within that of rule books (beside the book, where it is one)."""


def own_place(extra: Path | None = None) -> Path | None:
    """The operator's own rule book or folder: `extra`, else what the environment names."""
    return extra or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)


def own_paths(extra: Path | None = None) -> list[Path]:
    """The operator's own rule-book files."""
    place = own_place(extra)
    if place is None:
        return []
    return sorted(place.glob("*.toml")) if place.is_dir() else [place]


def own_forms(extra: Path | None = None) -> Path | None:
    """The folder of the operator's own kinds of documents, if there is one."""
    place = own_place(extra)
    if place is None:
        return None
    folder = (place if place.is_dir() else place.parent) / FORMS
    return folder if folder.is_dir() else None


def form_ids(extra: Path | None = None) -> frozenset[str]:
    """The ids of all kinds of documents: each is the name of its file."""
    folders = (SHIPPED_FORMS, own_forms(extra))
    return frozenset(path.stem for folder in folders if folder is not None for path in folder.glob("*.toml"))
