"""Which of several names somebody means who types a part of one, a short form, or the initials of its pinyin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.reading.cleaning import clean_line
from bot.domain.reading.initials import fit

_APART = re.compile(r"[\s、，,；;/]+")
_BESIDE = 8
"""Characters beside a name that may be part of a longer form of it (泗水县 before it): not yet another sentence."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    names: tuple[str, ...]
    """What it is usually called comes first, and counts before its other names."""


def near(options: Sequence[Option], text: str) -> tuple[str, ...]:
    """Values whose names fit best: all that do so by the first of the ways below that fits any.

    The name itself; a part of it (自然资源); it stands in a longer form (泗水县自然资源局); its characters in their
    order (自资局); initials of its pinyin (zrzyj).
    """
    said = _bare(text)
    if not said:
        return ()
    usual = [Option(one.value, one.names[:1]) for one in options]
    for fits in (_is, _is_part, _is_longer, _is_short, _is_spelt):
        for among in (usual, options):
            found = _fitting(among, said, fits)
            if found:
                return _longest(options, found, said) if fits is _is_longer else found
    return ()


def each(options: Sequence[Option], text: str) -> tuple[str, ...]:
    """The values of several that were typed in one go, if each of them fits one."""
    found = [near(options, part) for part in _APART.split(clean_line(text)) if part]
    return tuple(dict.fromkeys(one[0] for one in found)) if found and all(len(one) == 1 for one in found) else ()


def _fitting(options: Iterable[Option], said: str, fits: Callable[[str, str], bool]) -> tuple[str, ...]:
    return tuple(one.value for one in options if any(fits(_bare(name), said) for name in one.names if name))


def _longest(options: Iterable[Option], found: tuple[str, ...], said: str) -> tuple[str, ...]:
    """Of 公安局 and 县公安局 a longer form means the one that says more."""
    inside = {
        one.value: max(len(n) for n in map(_bare, one.names) if _is_longer(n, said))
        for one in options
        if one.value in found
    }
    return tuple(value for value in found if inside[value] == max(inside.values()))


def _bare(text: str) -> str:
    return "".join(clean_line(text).split()).casefold()


def _is(name: str, said: str) -> bool:
    return name == said


def _is_part(name: str, said: str) -> bool:
    return said in name


def _is_longer(name: str, said: str) -> bool:
    rest = said.replace(name, "", 1)
    return len(name) > 1 and name in said and len(rest) <= _BESIDE and rest.isalpha()


def _is_short(name: str, said: str) -> bool:
    """All of its characters stand in the name in their order; letters are initials instead."""
    if len(said) < 2 or said.isascii():
        return False
    rest = iter(name)
    return all(char in rest for char in said)


def _is_spelt(name: str, said: str) -> bool:
    return len(said) > 1 and said.isascii() and said.isalpha() and fit(name, said)
