"""The one rule for a message of which nobody knows whether it arrived, however that came about.

A process may have died while it was under way, or its answer was lost or could not be read. It is sent once more, and
says that it may be a repetition; if that comes to the same end, a person looks at it.
"""

from __future__ import annotations

AGAIN = 1
"""How often a message in doubt is sent once more."""


def is_for_a_person(doubts: int) -> bool:
    """Whether it is not sent again unless somebody says so."""
    return doubts > AGAIN
