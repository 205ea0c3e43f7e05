"""Several things that one message lists and one press decides about."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Batch:
    """What a message has listed, each by its numbers: exactly that is done by the press that confirms it.

    It is kept with the message, for no button carries so much.
    """

    items: list[list[int]] = field(default_factory=list)
