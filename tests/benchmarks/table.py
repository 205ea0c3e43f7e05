"""One line of the table of figures, and how the table is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """What was measured, ours, what it was compared with in the same run, and what was wanted.

    `met` is None where nothing was wanted, or where a peer's figure stands by itself.
    """

    what: str
    ours: str
    beside: str = ""
    target: str = ""
    met: bool | None = None
    must: bool = False
    """Whether it holds on every machine: where it is not met, the run ends with status 1."""
    data: Any = None
    """What stands behind the figure, where there is more than a line of it: only in the JSON."""

    @property
    def verdict(self) -> str:
        return {True: "yes", False: "NOT MET" if self.must else "no", None: ""}[self.met]


def markdown(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| What | Ours | Beside it | Target | Met |", "|---|---|---|---|---|"]
    lines += [f"| {row.what} | {row.ours} | {row.beside} | {row.target} | {row.verdict} |" for row in rows]
    return "\n".join(lines)
