"""Whether the audit trail still says what it said: every entry against its hash, its seal, and roots kept elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.domain.hall.entries import Form, altered_parts, hashed, is_blank
from bot.domain.operations import merkle
from bot.domain.operations.seals import Finding, Header, Kept, Verdict, Wrong, judge_headers, judge_kept, leaves
from bot.services.hall.desk import Desk
from bot.services.operations import seals
from bot.store.hall import seals as seals_store

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass
class _Walk:
    """What is known while the entries are walked, seal by seal."""

    first_written: int | None
    """From this entry on each has a hash when it is written."""
    upto: datetime = _LONG_AGO
    last_id: int = 0
    """Of the seals that were walked: until when, and the highest entry."""
    found: list[Finding] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)


def verify(desk: Desk, kept: Iterable[Kept] = ()) -> Verdict:
    """Compute everything anew and name what is not as it was.

    What was not sealed yet is compared with its own hash only: who may write to the database can make that anew.
    """
    walk, there = _Walk(seals_store.first_written(desk.session)), list[tuple[Header, str]]()
    numbers = seals_store.numbers(desk.session)
    for number in numbers:
        found = seals.header(desk, number)
        if found is None:
            walk.found.append(Finding(Wrong.SEAL_ALTERED, number, readable=False))
            continue
        there.append(found)
        _walk_seal(desk, found[0], walk)
    strays = _strays(desk, set(numbers))
    unsealed = sum(1 for _ in _walk_unsealed(desk, walk))
    unknown, true = judge_kept(kept, {header.number: root for header, root in there})
    return Verdict(
        findings=(*judge_headers(there), *unknown, *walk.found, *strays),
        entries=walk.tally["entries"],
        unsealed=unsealed,
        seals=len(numbers),
        newest=there[-1][0] if there else None,
        late=walk.tally["late"],
        delayed=walk.tally["delayed"],
        blanked=walk.tally["blanked"],
        kept=tuple(true),
    )


def _walk_seal(desk: Desk, header: Header, walk: _Walk) -> None:
    """A seal's list against its tree, and its entries against the list; if that is false, against their own hashes."""
    held = _held(desk, header)
    if held is None:
        walk.found.append(Finding(Wrong.LIST_ALTERED, header.number))
    there = seals_store.ids_in(desk.session, header.number)
    for number in sorted((held or {}).keys() - set(there)):
        walk.found.append(_missing(desk, header.number, number))
    for number, row in seals_store.entries(desk.session, there):
        walk.tally["entries"] += 1
        if held is not None and number not in held:
            walk.found.append(_finding(Wrong.ADDED, header.number, number, row))
        elif (wrong := _entry(number, row, header.number, held[number] if held else None)) is not None:
            walk.found.append(wrong)
        elif row is not None:
            _look_at_time(number, row, header.number, walk)
    walk.upto, walk.last_id = max(walk.upto, header.upto), max(walk.last_id, header.last_id)


def _held(desk: Desk, header: Header) -> dict[int, str] | None:
    """The hashes that were sealed, by entry; None if the list is not the one that was sealed."""
    ids, hashes = seals_store.list_of(desk.session, header.number)
    try:
        tree = merkle.root(leaves(ids, hashes)).hex()
    except (ValueError, TypeError):
        return None
    return dict(zip(ids, hashes, strict=True)) if (tree, len(ids)) == (header.tree, header.count) else None


def _missing(desk: Desk, seal: int, number: int) -> Finding:
    """An entry of the seal that is gone, or only no longer says that it is in this seal."""
    if not seals_store.is_there(desk.session, number):
        return Finding(Wrong.REMOVED, seal, number)
    return next(_finding(Wrong.ALTERED, seal, *found) for found in seals_store.entries(desk.session, [number]))


def _entry(number: int, row: dict[str, Any] | None, seal: int, sealed: str | None) -> Finding | None:
    """What is wrong with an entry, compared with its hash and the one that was sealed (None: it is not sealed)."""
    if row is None:
        return Finding(Wrong.ALTERED, seal, number, readable=False)
    now = _hashed(row)
    if now is None:
        return _finding(Wrong.ALTERED, seal, number, row)
    parts = altered_parts(row["marks"], now)
    true = now.hash == row["hash"] and not parts
    if sealed is not None and now.hash != sealed:
        return _finding(Wrong.REHASHED if true else Wrong.ALTERED, seal, number, row, parts)
    return None if true else _finding(Wrong.ALTERED, seal, number, row, parts)


def _hashed(row: dict[str, Any]) -> Any:
    try:
        return hashed(row, row["form"], row["salts"])
    except (ValueError, TypeError, AttributeError):
        return None


def _finding(wrong: Wrong, seal: int, number: int, row: dict[str, Any] | None, parts: Any = ()) -> Finding:
    if row is None:
        return Finding(wrong, seal, number, readable=False)
    return Finding(wrong, seal, number, str(row["action"]), row["at"], tuple(parts))


def _look_at_time(number: int, row: dict[str, Any], seal: int, walk: _Walk) -> None:
    """Whether a true entry came when it says; and what else is to be said of it."""
    walk.tally["blanked"] += any(map(is_blank, row["salts"].values()))
    if row["form"] == Form.SEALED:
        walk.tally["late"] += 1
        if walk.first_written is not None and number > walk.first_written:
            walk.found.append(_finding(Wrong.UNHASHED, seal, number, row))
    elif row["at"] < walk.upto and number > walk.last_id:
        walk.found.append(_finding(Wrong.BACKDATED, seal, number, row))
    elif row["at"] < walk.upto:
        walk.tally["delayed"] += 1


def _walk_unsealed(desk: Desk, walk: _Walk) -> Iterator[int]:
    """Entries that wait for their seal, compared with their own hashes."""
    for number, row in seals_store.entries(desk.session, seals_store.ids_in(desk.session, None)):
        yield number
        if row is not None and row["form"] == Form.NONE:
            if walk.first_written is not None and number > walk.first_written:
                walk.found.append(_finding(Wrong.UNHASHED, 0, number, row))
        elif (wrong := _entry(number, row, 0, None)) is not None:
            walk.found.append(wrong)
        elif row is not None and row["at"] < walk.upto and number > walk.last_id:
            walk.found.append(_finding(Wrong.BACKDATED, 0, number, row))


def _strays(desk: Desk, numbers: set[int]) -> list[Finding]:
    """Entries that claim a seal which does not exist."""
    return [
        _finding(Wrong.ADDED, seal, number, row)
        for seal in seals_store.claimed(desk.session)
        if seal not in numbers
        for number, row in seals_store.entries(desk.session, seals_store.ids_in(desk.session, seal))
    ]
