"""What two readings of the same writing say together. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher

Reading = tuple[str, tuple[float, ...]]
"""A text, and how certain each of its characters is, from 0 to 1."""


def agreed(first: Reading, second: Reading) -> Reading:
    """The first of the two, with the lesser certainty of both, and with none at all where they differ."""
    text, sure = first
    other, other_sure = second
    certain = [0.0] * len(text)
    steps = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    for kind, start, end, begins, _ in steps:
        if kind == "equal":
            certain[start:end] = map(min, sure[start:end], other_sure[begins : begins + end - start])
    for kind, start, _, begins, ends in steps:
        if kind == "insert" and any(one.isalnum() for one in other[begins:ends]):
            # One of the two saw more: what stands beside it is not certain either.
            certain[max(0, start - 1) : start + 1] = [0.0] * len(certain[max(0, start - 1) : start + 1])
    return text, tuple(certain)
