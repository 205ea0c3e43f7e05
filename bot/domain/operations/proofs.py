"""A proof that entries of the audit trail of one case were sealed: a file that is checked without the database.

It holds the entries, for each the hashes beside its way to the root of its seal's tree, and every seal from the first
of these to the newest, so that any later root will do. What may name a person is shown with its salt, or only what
stands for it is. A proof shows that these entries were there and what they said; it cannot show that there were no
others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from bot.domain.hall.entries import Row, blanked, hashed, instant, is_blank
from bot.domain.operations import merkle
from bot.domain.operations.seals import Header, Kept, judge_headers, judge_kept, leaf

FORMAT = 1
COLUMNS = (
    "at", "actor_id", "for_id", "update_id", "action", "subject", "case_id", "agency_id", "old", "new", "reason",
    "form", "salts",
)  # fmt: skip
"""What is told of an entry: everything from which its hash is made."""
_INSTANTS = ("made_at", "upto")
_OPENED = ("case_opened", "case_recorded")
"""The acts of the cases' room that name the number."""


class NotAProof(Exception):
    """The file is no proof of ours, or one of a later version."""


@dataclass(frozen=True, slots=True)
class Proved:
    """An entry that a proof shows. `proved`: it says what it said when it was sealed."""

    entry: int
    at: str
    action: str
    seal: int
    proved: bool
    vouched: bool
    """Whether a true root that was kept elsewhere covers its seal."""
    ours: bool
    """Whether it is of the case that the proof names."""
    hidden: int
    """How many of its values are not shown."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a proof."""

    number: str
    """The case that it says it is about."""
    entries: tuple[Proved, ...]
    waiting: int
    """Entries of the case that were not sealed when the proof was made, as it says."""
    broken: tuple[int, ...]
    """Seals in it that do not fit themselves or one another."""
    named: bool
    """Whether a proved entry names this case number."""
    newest: tuple[int, str] | None
    """Number and root of the newest seal in it."""
    kept: tuple[int, ...]
    """The seals whose roots were kept elsewhere and are true."""
    unknown: tuple[str, ...]
    """Roots that were kept elsewhere and are not those of a seal in it."""

    against_roots: bool
    """Whether any root was given that was kept elsewhere."""

    @property
    def good(self) -> bool:
        """Whether everything in it is true, and covered by a root that was kept elsewhere if one was given."""
        whole = all(one.proved and one.ours and (one.vouched or not self.against_roots) for one in self.entries)
        return whole and bool(self.entries) and self.named and not self.broken and not self.unknown


# -- making ----------------------------------------------------------------------------------------------------------


def entry(number: int, row: Row, seal: int, place: int, path: Iterable[bytes], *, with_names: bool) -> dict[str, Any]:
    """An entry as the proof holds it; without names only what stands for them is shown."""
    shown = dict(row) if with_names else {**row, **blanked(row, row["salts"])}
    told = {name: shown[name] for name in COLUMNS} | {"at": instant(row["at"])}
    return {"entry": number, **told, "seal": seal, "place": place, "path": [one.hex() for one in path]}


def proof(
    number: str, case_id: int, entries: list[dict[str, Any]], sealed: Iterable[tuple[Header, str]], waiting: int
) -> dict[str, Any]:
    """The whole file, as plain JSON."""
    seals = [
        asdict(header) | {name: instant(getattr(header, name)) for name in _INSTANTS} | {"root": root}
        for header, root in sealed
    ]
    return {
        "format": FORMAT, "case": number, "case_id": case_id, "not_sealed_yet": waiting, "entries": entries,
        "seals": seals,
    }  # fmt: skip


# -- checking --------------------------------------------------------------------------------------------------------


def check(given: Any, kept: Iterable[Kept] = ()) -> Checked:
    """Whether a proof holds: every entry, its way to its seal, the seals, and roots that were kept elsewhere.

    Raises NotAProof if it does not have the form of one.
    """
    if not isinstance(given, Mapping) or given.get("format") != FORMAT:
        raise NotAProof
    try:
        return _check(given, kept)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        raise NotAProof from None


def _check(given: Mapping[str, Any], kept: Iterable[Kept]) -> Checked:
    sealed = [_header(one) for one in given["seals"]]
    # A proof begins with the seal that it needs, and takes what was before from the first one's word.
    broken = {one.seal for one in judge_headers(sealed, after=True)}
    headers = {header.number: header for header, _ in sealed if header.number not in broken}
    kept = list(kept)
    unknown, true = judge_kept(_fitting(kept, headers), {number: header.root for number, header in headers.items()})
    upto = max(true, default=0)
    entries = tuple(_proved(one, headers.get(one["seal"]), given["case_id"], upto) for one in given["entries"])
    named = any(_names(one, given["case"]) and two.proved for one, two in zip(given["entries"], entries, strict=True))
    return Checked(
        number=str(given["case"]),
        entries=entries,
        waiting=int(given["not_sealed_yet"]),
        broken=tuple(sorted(broken)),
        named=named,
        newest=(sealed[-1][0].number, sealed[-1][1]) if sealed else None,
        kept=tuple(true),
        unknown=tuple(one.root for one in unknown),
        against_roots=bool(kept),
    )


def _fitting(kept: list[Kept], headers: Mapping[int, Header]) -> list[Kept]:
    """Of a whole list of roots, those of seals that the proof holds; a root alone, or a list of others, must fit."""
    return [one for one in kept if one.number in headers] or kept


def _header(one: Mapping[str, Any]) -> tuple[Header, str]:
    values = {each.name: one[each.name] for each in fields(Header)}
    values |= {name: datetime.fromisoformat(values[name]) for name in _INSTANTS}
    return Header(**values), str(one["root"])


def _proved(one: Mapping[str, Any], header: Header | None, case_id: int, upto: int) -> Proved:
    return Proved(
        entry=int(one["entry"]),
        at=str(one["at"]),
        action=str(one["action"]),
        seal=int(one["seal"]),
        proved=header is not None and _leads_to(one, header),
        vouched=int(one["seal"]) <= upto,
        ours=one["case_id"] == case_id or one["subject"] == f"case:{case_id}",
        hidden=sum(map(is_blank, one["salts"].values())),
    )


def _leads_to(one: Mapping[str, Any], header: Header) -> bool:
    said = leaf(int(one["entry"]), hashed(one, one["form"], one["salts"]).hash)
    found = merkle.climb(said, int(one["place"]), header.count, [bytes.fromhex(each) for each in one["path"]])
    return found is not None and found.hex() == header.tree


def _names(one: Mapping[str, Any], number: str) -> bool:
    """Whether the entry is that of the case's opening, under this number."""
    return bool(one["action"] in _OPENED and one["new"].get("number") == number)
