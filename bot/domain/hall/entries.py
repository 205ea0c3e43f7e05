"""The form in which an entry of the audit trail is hashed, so that whoever alters it later is found out.

An entry's hash is that of five parts: who and when, what, old values, new values, reason. What may name a person does
not stand in the form itself, but what SHA-256 makes of it together with a random salt: the value and its salt can be
forgotten later, what stood for them stays, and so does the hash. Entries do not point to one another, so that nobody
who writes one waits for another; their order and their number are settled by the nightly seal
(`bot.domain.operations.seals`).

The form never changes: hashes that were made years ago are made again from it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from hashlib import sha256
from json import JSONEncoder
from json.encoder import encode_basestring_ascii as _quoted
from math import isfinite
from typing import Any, NamedTuple

Row = Mapping[str, Any]
"""An entry as the database holds it, by column."""


class Form(IntEnum):
    """When the hash of an entry was made; the hash covers it."""

    NONE = 0
    """Not yet: the entry is of a version that made none."""
    WRITTEN = 1
    """In the transaction that wrote the entry."""
    SEALED = 2
    """When the entry was sealed: what became of it before that, the hash cannot say."""


class Part(StrEnum):
    """The parts of an entry, in the order in which they are hashed."""

    WHO = "who"
    """Who did it, on whose behalf, by which update, when."""
    WHAT = "what"
    """The act, its subject, its case and agency."""
    OLD = "old"
    NEW = "new"
    REASON = "reason"


class Hashed(NamedTuple):
    """`hash`: 64 hex digits. `marks`: the first 8 of each part's, so that one can say which part was altered."""

    hash: str
    marks: str


_PARTS = tuple(Part)
_STAND_IN, _ROW, _PART = b"\x02", b"\x03", b"\x04"
"""Nothing that is hashed for one purpose can be taken for another; 0 and 1 are the leaves and nodes of trees."""
_SALT_BYTES = 16
_SALT = 2 * _SALT_BYTES
_MARK_BYTES = 4
_MARK = 2 * _MARK_BYTES
_STOOD_IN = 64
"""Hex digits of what stands for a value; a salt has fewer."""
_encode = JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_TEXTS = frozenset((str,))


def canonical(value: Any) -> bytes:
    """JSON in one form only, whatever the engine made of keys, order and numbers on the way."""
    if type(value) is str:
        return _quoted(value).encode("ascii")
    if type(value) is dict and _TEXTS.issuperset(map(type, value.values())) and _TEXTS.issuperset(map(type, value)):
        # Nearly all values are such; making an encoder for each takes several times as long.
        said = [f"{_quoted(name)}:{_quoted(value[name])}" for name in sorted(value)]
        return f"{{{','.join(said)}}}".encode("ascii")
    return _encode(_steady(value)).encode("ascii")


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _steady(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_steady(each) for each in value]
    if isinstance(value, float):
        return _number(value)
    return value if isinstance(value, str | int | None) else str(value)


def _number(value: float) -> float | int | str:
    """PostgreSQL gives a whole number back with all its digits and no point, and has no others than finite ones."""
    if not isfinite(value):
        return str(value)
    return int(Decimal(repr(value))) if value.is_integer() else value


# -- salts -----------------------------------------------------------------------------------------------------------


def salts(personal: Collection[str] | None, old: Row, new: Row, reason: str) -> dict[str, str]:
    """New salts by place (`new.leader`, `reason`) for what may name a person: the values called `personal` (all of
    them if None) and the reason. What is empty needs none."""
    places = [
        f"{side}.{name}"
        for side, values in (("old", old), ("new", new))
        for name, value in values.items()
        if (personal is None or name in personal) and value not in (None, "", [], {})
    ]
    if reason:
        places.append("reason")
    if not places:
        return {}
    random = os.urandom(_SALT_BYTES * len(places)).hex()
    return {place: random[n * _SALT : (n + 1) * _SALT] for n, place in enumerate(places)}


def _stands_for(value: Any, salt: Any) -> str:
    return sha256(b"%b%b:%b" % (_STAND_IN, str(salt).encode(), canonical(value))).hexdigest()


def is_blank(salt: Any) -> bool:
    """Whether what is kept at a place is no longer the salt but what stood for the value."""
    return isinstance(salt, str) and len(salt) == _STOOD_IN


# -- the hash --------------------------------------------------------------------------------------------------------


def hashed(row: Row, form: int, kept: Mapping[str, Any]) -> Hashed:
    """The hash of an entry whose salts, or what stood for its values, are `kept`. Its id has no part in it.

    Nearly every turn makes one, so that parts without a value in them are not hashed anew each time.
    """
    old, new, reason = row["old"], row["new"], row["reason"]
    parts = (
        _hash(0, f"{instant(row['at'])} {row['actor_id']} {row['for_id']} {row['update_id']}".encode()),
        _hash(1, _what(row)),
        _hash(2, _values(old, "old.", kept)) if old or kept else _EMPTY[2],
        _hash(3, _values(new, "new.", kept)) if new or kept else _EMPTY[3],
        _hash(4, _values({"": reason} if reason else {}, "reason", kept)) if reason or kept else _EMPTY[4],
    )
    whole = sha256(_ROW + bytes((int(form) & 255,)) + b"".join(parts)).hexdigest()
    return Hashed(whole, b"".join([part[:_MARK_BYTES] for part in parts]).hex())


def sealable(row: Row, form: Form, personal: Collection[str] | None) -> dict[str, Any]:
    """The columns that an entry gets beside what it says: salts for what is `personal` (see `salts`), and its hash."""
    kept = salts(personal, row["old"], row["new"], row["reason"])
    made = hashed(row, form, kept)
    return {"form": int(form), "salts": kept, "hash": made.hash, "marks": made.marks}


def _hash(part: int, said: bytes) -> bytes:
    return sha256(b"%b%c%b" % (_PART, part, said)).digest()


def _what(row: Row) -> bytes:
    """Texts with their lengths, so that nothing can be moved from one into the next."""
    action, subject = str(row["action"]), str(row["subject"])
    return f"{len(action)}:{action} {len(subject)}:{subject} {row['case_id']} {row['agency_id']}".encode()


def _values(values: Any, place: str, kept: Mapping[str, Any]) -> bytes:
    """Values with what stands for the personal ones apart. A value that is there although it was blanked is not what
    stood there, so it stays among the others, and the hash is another."""
    if not kept or not isinstance(values, dict):
        return canonical(values) + b"{}"
    plain, instead = dict(values), {}
    for at, salt in kept.items():
        if at.startswith(place):
            name = at.removeprefix(place)
            if is_blank(salt):
                instead[name] = salt
                if plain.get(name) is None:
                    plain.pop(name, None)
            else:
                instead[name] = _stands_for(plain.pop(name, None), salt)
    return canonical(plain) + canonical(instead)


_EMPTY = tuple(_hash(part, canonical({}) * 2) for part in range(len(_PARTS)))


def instant(at: Any) -> str:
    """An instant as it is hashed: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(at, datetime) else str(at)


def altered_parts(marks: str, now: Hashed) -> tuple[Part, ...]:
    """Which parts are no longer what they were when `marks` were made."""
    old = [marks[n : n + _MARK] for n in range(0, _MARK * len(_PARTS), _MARK)]
    new = [now.marks[n : n + _MARK] for n in range(0, _MARK * len(_PARTS), _MARK)]
    return tuple(part for part, a, b in zip(_PARTS, old, new, strict=True) if a != b)


# -- forgetting ------------------------------------------------------------------------------------------------------


def blanked(row: Row, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that change when personal values are forgotten: the values go, and what stood for them in the hash
    takes the place of their salts. The hash stays true, and nobody can find the values by trying."""
    sides: dict[str, dict[str, Any]] = {"old": dict(row["old"]), "new": dict(row["new"])}
    reason, stood = row["reason"], dict(kept)
    for place, salt in kept.items():
        if is_blank(salt):
            continue
        side, _, name = place.partition(".")
        value = sides[side].get(name) if name else reason
        stood[place] = _stands_for(value, salt)
        if name:
            sides[side][name] = None
        else:
            reason = ""
    return {**sides, "reason": reason, "salts": stood}
