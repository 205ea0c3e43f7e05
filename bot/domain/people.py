"""People, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What is shown of a person."""

    id: int
    name: str
    phone: str
    registered: bool
    unreachable: bool
