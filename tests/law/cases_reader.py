"""Reads the law cases: one sentence each, with the facts and what must come of them."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases"


def cases(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (name, case) of one kind (`case`, `count`, `appear`) from all files."""
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, []):
            yield case["name"], case
