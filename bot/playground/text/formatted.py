"""Texts and their entities: lengths in UTF-16 units, cleaning, trimming, nesting.

Telegram counts offsets in UTF-16 code units, where an emoji outside the basic plane takes two
(https://core.telegram.org/api/entities#entity-length).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.playground.wire import Json

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
BLANK = " \n\t\u200b\u200c\u200e\u200f\u2060\ufeff\u00a0\u3000\u2800"
"""A text that holds nothing but these is empty to Telegram."""

_PRE = {"pre", "code"}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with entities whose offsets are UTF-16 units."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) + len(_ASTRAL.findall(text))


def clean(text: str) -> str:
    """What Telegram does to every incoming string: no carriage returns, control characters become blanks."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text.replace("\r", "")))


def to_units(text: str, entities: list[Json]) -> list[Json]:
    """Turn offsets that count Python characters into UTF-16 units."""
    if not _ASTRAL.search(text):
        return entities
    out = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        offset = utf16(text[:start])
        out.append({**entity, "offset": offset, "length": utf16(text[start:end])})
    return out


def finish(text: str, entities: list[Json]) -> Formatted:
    """Trim the text, cut the entities to it, drop empty ones and order them as Telegram does.

    Offsets come in and go out in UTF-16 units.
    """
    stripped = text.rstrip(BLANK)
    lead = len(stripped) - len(stripped.lstrip(" \n\t"))
    final = stripped[lead:]
    if not final.strip(BLANK):
        return Formatted("")
    if not entities:
        return Formatted(final)
    kept = _clip(entities, lead, utf16(final))
    return Formatted(final, tuple(sorted(_protect_code(kept), key=_order)))


def _clip(entities: list[Json], lead: int, size: int) -> list[Json]:
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return kept


def _order(entity: Json) -> tuple[int, int, bool]:
    return entity["offset"], -entity["length"], entity["type"] not in ("blockquote", "expandable_blockquote")


def _protect_code(entities: list[Json]) -> list[Json]:
    """Code holds no other formatting: whatever overlaps it is cut away there."""
    codes = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _PRE]
    if not codes:
        return entities
    out: list[Json] = []
    for entity in entities:
        if entity["type"] in _PRE or entity["type"].endswith("blockquote"):
            out.append(entity)
        else:
            out.extend(_cut(entity, codes))
    return out


def _cut(entity: Json, holes: list[tuple[int, int]]) -> list[Json]:
    pieces = [(entity["offset"], entity["offset"] + entity["length"])]
    for low, high in holes:
        pieces = [
            piece
            for start, end in pieces
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[1] > piece[0] and not (piece[0] >= low and piece[1] <= high)
        ]
    return [{**entity, "offset": start, "length": end - start} for start, end in dict.fromkeys(pieces)]
