"""One page of a long list. Pages are numbered from 0; a number beyond the end gives the last page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
SIZE = 8
"""Lines on one page: what a phone shows without scrolling."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The items of page `number`, and how many there are on all pages."""

    items: tuple[T, ...]
    number: int = 0
    total: int = 0
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def within(number: int, total: int, size: int = SIZE) -> int:
    """The page that can be shown: lists shrink while people look at them."""
    return max(0, min(number, -(-total // size) - 1))


def cut(items: Sequence[T], number: int = 0, size: int = SIZE) -> Page[T]:
    """Page `number` of a list that is at hand as a whole."""
    number = within(number, len(items), size)
    return Page(tuple(items[number * size : (number + 1) * size]), number, len(items), size)
