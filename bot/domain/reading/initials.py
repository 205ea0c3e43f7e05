"""Initials of pinyin: the letter under which a name stands in a list, and those that somebody types for a name.

No table of readings is needed for most: the common characters of GB 2312 stand there in the order of their pinyin, so
that the place of one tells its letter. Surnames that are read otherwise, or are less common, are named.
"""

from __future__ import annotations

from bisect import bisect_right

OTHERS = "#"
"""Names that begin with neither a letter nor a character whose reading is known."""
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_BEGINS = [int.from_bytes(char.encode("gb2312"), "big") for char in _FIRST]
_LAST = int.from_bytes("座".encode("gb2312"), "big")
_SURNAMES = {
    "C": "晁谌褚岑", "D": "窦", "G": "郜", "H": "郇扈", "J": "嵇", "K": "阚蒯", "L": "逯蔺郦栾", "M": "缪闵", "O": "区",
    "P": "逄", "Q": "仇覃瞿亓綦裘", "S": "单莘佘", "T": "佟邰滕", "W": "邬隗", "X": "解冼郗荀奚", "Y": "闫鄢乐晏尉庾",
    "Z": "查翟昝臧訾竺",
}  # fmt: skip
_ALSO = {
    "B": "便卜泊", "C": "长重车朝藏传盛参", "D": "单石调提大", "H": "行会和", "J": "系降校角", "L": "乐率六",
    "S": "厦省宿术", "T": "调", "X": "系校厦省降宿行", "Y": "乐", "Z": "长重藏传",
}  # fmt: skip
"""Characters of names of places and offices that are read in more than one way, under each letter."""
_LETTER_OF = {name: letter for letter, names in _SURNAMES.items() for name in names}


def initial(name: str) -> str:
    """The letter of a name (A to Z), or `OTHERS`."""
    first = name.strip()[:1]
    if first.isascii() and first.isalpha():
        return first.upper()
    return _LETTER_OF.get(first) or _by_place(first)


def _by_place(char: str) -> str:
    try:
        code = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return OTHERS
    return _LETTERS[bisect_right(_BEGINS, code) - 1] if _BEGINS[0] <= code <= _LAST else OTHERS


def fit(name: str, letters: str) -> bool:
    """Whether these letters are the initials of a part of the name, each character as it is read in any word.

    A character whose reading is not known (泗) fits any letter.
    """
    wanted, chars = letters.upper(), [char for char in name if char.isalnum()]
    starts = range(len(chars) - len(wanted) + 1)
    return any(all(_reads(chars[at + n], letter) for n, letter in enumerate(wanted)) for at in starts)


def _reads(char: str, letter: str) -> bool:
    if char.isascii():
        return char.upper() == letter
    usual = _by_place(char)
    return usual == OTHERS or letter in (usual, _LETTER_OF.get(char)) or char in _ALSO.get(letter, "")
