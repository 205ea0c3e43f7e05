"""Merkle trees as in RFC 6962, section 2.1: one root over many leaves, and a short proof that a leaf is among them.

Leaves and nodes are hashed with different first bytes, so that neither can be taken for the other. A node without a
neighbour moves up as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf(said: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + said).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two that stand beside each other."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of leaves; of none, the hash of nothing."""
    row = list(leaves)
    while len(row) > 1:
        row = _above(row)
    return row[0] if row else sha256(b"").digest()


def _above(row: list[bytes]) -> list[bytes]:
    found = [node(row[n], row[n + 1]) for n in range(0, len(row) - 1, 2)]
    return found + row[-1:] if len(row) % 2 else found


def paths(leaves: Sequence[bytes], wanted: Sequence[int]) -> list[list[bytes]]:
    """For each wanted place the hashes beside the way from its leaf to the root, from below; in one walk for all.

    Raises IndexError for a place that is not in the tree.
    """
    if any(not 0 <= place < len(leaves) for place in wanted):
        raise IndexError("no such leaf")
    row, places, found = list(leaves), list(wanted), [list[bytes]() for _ in wanted]
    while len(row) > 1:
        for way, place in zip(found, places, strict=True):
            if place ^ 1 < len(row):
                way.append(row[place ^ 1])
        row, places = _above(row), [place // 2 for place in places]
    return found


def climb(said: bytes, place: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which a path leads from the hash of a leaf at `place` of `count`; None if its length is wrong."""
    if not 0 <= place < count:
        return None
    rest = list(path)
    while count > 1:
        if place ^ 1 < count:
            if not rest:
                return None
            beside = rest.pop(0)
            said = node(beside, said) if place % 2 else node(said, beside)
        place, count = place // 2, (count + 1) // 2
    return None if rest else said
