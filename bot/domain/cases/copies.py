"""The copy of a paper that is still to come: for what the next photo of a person is meant. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """`at` (aware) is when it was asked for, or came; `album` is empty until it came, then the album that it came in
    (a dash for a single picture)."""

    duties: tuple[int, ...]
    at: datetime
    album: str = ""
    hashes: tuple[str, ...] = ()
    """Of the files that came."""

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        duties, hashes = list(self.duties), list(self.hashes)
        return {"duties": duties, "at": self.at.isoformat(), "album": self.album, "hashes": hashes}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Asked | None:
        """What was kept; None where nothing was."""
        if not kept.get("duties"):
            return None
        at, hashes = datetime.fromisoformat(kept["at"]), tuple(kept.get("hashes") or ())
        return cls(tuple(kept["duties"]), at, str(kept.get("album") or ""), hashes)
