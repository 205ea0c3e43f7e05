"""Which values of a form were read from a picture: where in it they stand, and which of them are certain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.hall.extracts import Box, Extract


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that was read from a picture: its page (from 0), where it stands there, and whether it is certain."""

    page: int
    box: Box
    sure: bool


WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
"""Where a value stands that was not found on its page."""


def marks(
    values: Mapping[str, Any],
    extract: Extract,
    *,
    agencies: Mapping[int, Sequence[str]] | None = None,
    numbers: Collection[str] = (),
) -> dict[str, Mark]:
    """A mark for each value that a form took from a picture, by the name of its field; none without a picture.

    Args:
        values: as the form keeps them: `number` as text, `when` as an ISO instant with its zone, `agencies` as ids.
        agencies: what the agencies of the roster are called, by id: the name first, then short and former ones.
        numbers: case numbers on record, as text.

    A value that is not found in the picture is never sure.
    """
    if not extract.lines:
        return {}
    return {name: Mark(0, WHOLE, False) for name, value in values.items() if value not in (None, "", [])}
