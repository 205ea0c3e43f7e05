"""Seals of the audit trail: every night one root over the night's entries and over all seals before it.

Whoever keeps a root outside the database (on paper, in a message) can tell later whether anything that was sealed up to
then has been altered, removed or put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from bot.domain.hall.entries import Part, canonical, instant
from bot.domain.operations import merkle

_SEAL = b"\x05"
"""See the purposes in `bot.domain.hall.entries`."""
_HEX = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_NUMBER = re.compile(r"#(\d{1,9})\b")


@dataclass(frozen=True, slots=True)
class Header:
    """What a root covers. Instants are aware; `tree` and `previous` are hex, `previous` empty for the first seal."""

    number: int
    made_at: datetime
    upto: datetime
    """What was written before this instant and was there is in this seal or an earlier one."""
    count: int
    first_id: int
    last_id: int
    late: int
    """Entries whose hash was made with the seal, not when they were written."""
    tree: str
    previous: str

    @property
    def root(self) -> str:
        """The seal's root: over its entries' tree, and by `previous` over all seals before."""
        said = [instant(one) if isinstance(one, datetime) else one for one in astuple(self)]
        return sha256(_SEAL + canonical(said)).hexdigest()


def leaf(entry_id: int, hash_: str) -> bytes:
    """An entry in the tree of its seal. Its number has a part in it, so that none can be moved."""
    return merkle.leaf(f"{entry_id}:{hash_}".encode())


def leaves(ids: Sequence[int], hashes: Sequence[str]) -> list[bytes]:
    return [leaf(number, hash_) for number, hash_ in zip(ids, hashes, strict=True)]


# -- what is found ---------------------------------------------------------------------------------------------------


class Wrong(StrEnum):
    """What can be wrong with an entry or a seal."""

    ALTERED = "altered"
    """An entry no longer says what it said when it was hashed."""
    REHASHED = "rehashed"
    """An entry and its hash fit each other, but not the seal: both were made anew."""
    REMOVED = "removed"
    """The seal holds an entry that is gone."""
    ADDED = "added"
    """An entry claims a seal that does not hold it."""
    UNHASHED = "unhashed"
    """An entry came without a hash, when others had theirs already."""
    BACKDATED = "backdated"
    """An entry gives itself a time that was sealed before it came."""
    SEAL_GONE = "seal_gone"
    """A number is missing among the seals."""
    SEAL_ALTERED = "seal_altered"
    """A seal does not have the root that follows from what it says."""
    LIST_ALTERED = "list_altered"
    """The list of entries of a seal is not the one that was sealed."""
    CHAIN_BROKEN = "chain_broken"
    """A seal names another root for the seal before it than that one has."""
    ROOT_UNKNOWN = "root_unknown"
    """A root that somebody kept is not (any more) that of a seal."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was. `seal` and `entry` are numbers; 0 where there is none."""

    wrong: Wrong
    seal: int = 0
    entry: int = 0
    action: str = ""
    at: datetime | None = None
    parts: tuple[Part, ...] = ()
    """The parts of the entry that were altered, where that can be told."""
    readable: bool = True
    """Whether the entry can be read at all."""
    root: str = ""
    """The root that was kept."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of comparing all entries with their hashes, seals and kept roots."""

    findings: tuple[Finding, ...]
    entries: int
    """In seals."""
    unsealed: int
    seals: int
    newest: Header | None
    late: int
    """Entries that were hashed when they were sealed, not when they were written."""
    delayed: int
    """Entries that came into a later seal than their time says."""
    blanked: int
    """Entries of which a personal value was forgotten."""
    kept: tuple[int, ...]
    """The numbers of the seals whose roots were given and are true."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A root that somebody kept, with the number of its seal where it was written down beside it (else 0)."""

    root: str
    number: int = 0


def kept_roots(text: str) -> list[Kept]:
    """Every root in a text as `audit roots` prints it, or as somebody copied it; with `#12` the number of its seal."""
    found = []
    for line in text.lower().splitlines():
        for root in _HEX.findall(line):
            number = _NUMBER.search(line)
            found.append(Kept(root, int(number[1]) if number else 0))
    return found


def judge_headers(sealed: Sequence[tuple[Header, str]], *, after: bool = False) -> list[Finding]:
    """What is wrong with the seals themselves, given with their stored roots in the order of their numbers.

    With `after` they need not begin with the first one: what was before is taken from the word of the first given.
    """
    found, number, root = list[Finding](), 0, ""
    if after and sealed:
        number, root = sealed[0][0].number - 1, sealed[0][0].previous
    for header, stored in sealed:
        found += [Finding(Wrong.SEAL_GONE, gone) for gone in range(number + 1, header.number)]
        if header.number <= number:
            found.append(Finding(Wrong.CHAIN_BROKEN, header.number))
        if header.root != stored:
            found.append(Finding(Wrong.SEAL_ALTERED, header.number))
        if header.number == number + 1 and header.previous != root:
            found.append(Finding(Wrong.CHAIN_BROKEN, header.number))
        number, root = header.number, stored
    return found


def judge_kept(kept: Iterable[Kept], roots: dict[int, str]) -> tuple[list[Finding], list[int]]:
    """Which kept roots are not those of the seals there are, and the numbers of the seals of those that are."""
    numbers = {root: number for number, root in roots.items()}
    found, true = list[Finding](), list[int]()
    for one in kept:
        number = one.number or numbers.get(one.root, 0)
        if number and roots.get(number) == one.root:
            true.append(number)
        else:
            found.append(Finding(Wrong.ROOT_UNKNOWN, one.number, root=one.root))
    return found, sorted(set(true))
