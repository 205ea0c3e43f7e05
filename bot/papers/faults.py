"""What is wrong with a template, and where, in plain words for whoever made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`place` is as people count in Word: "paragraph 3", "table 1, row 2, cell 3"; empty for the file as a whole."""

    place: str
    words: str
    grave: bool = True
    """Whether the template cannot be used with it; otherwise it is only said."""

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.place else self.words


class Unprintable(Exception):
    """A paper could not be made of this template."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


def unprintable(words: str) -> Unprintable:
    """With one fault of the file as a whole."""
    return Unprintable((Fault("", words),))
