"""What somebody asks of the figures, short enough for a button: a period, whose, split by what, which part of that."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace

from bot.domain.figures import periods
from bot.domain.figures.counting import Counted
from bot.domain.figures.periods import Period
from bot.domain.figures.questions import Split

LETTERS: dict[Split, str] = {
    Split.UNIT: "u",
    Split.AREA: "r",
    Split.INSTANCE: "i",
    Split.COURT: "c",
    Split.CAUSE: "z",
    Split.LEADER: "l",
}
"""By what figures are split in chat, by the letters of buttons."""
_SPLITS = {letter: split for split, letter in LETTERS.items()}
SPLIT_NAMES: dict[Split, str] = {
    Split.UNIT: "Per agency",
    Split.AREA: "Per area",
    Split.INSTANCE: "Per instance",
    Split.COURT: "Per court",
    Split.CAUSE: "Per cause",
    Split.LEADER: "Per leader",
}
COUNTED_LETTERS: dict[str, str] = {
    Counted.ATTENDED: "a",
    Counted.UNEXCUSED: "u",
    Counted.EXCUSED: "x",
    Counted.OPEN: "o",
    Counted.EXEMPT: "e",
    Counted.NOT_HEARD: "w",
}
"""How rows are counted, by the letters of buttons, in the order in which people ask for them. Of those that were not
heard: whose hour has gone by without a word."""
_BY_LETTER = {letter: counted for counted, letter in COUNTED_LETTERS.items()}
_OF_SCOPES = (Split.UNIT, Split.AREA)
"""Splits of which each line is a scope by itself."""
_TOKEN = 8
"""Characters of a token, for all that is asked must fit a button."""
_SCOPE = re.compile(r"all|[ubh][1-9]\d{0,9}")


@dataclass(frozen=True, slots=True)
class Asked:
    """`scope`: all that the reader may see, one unit (u12), an agency with all below it (b3), or of that what belongs
    to none of the areas below it (h3: 本级).

    `token` names one line of the split: only what it holds. A unit or an area that was opened from a split keeps that,
    and as its token the scope that was split: there it leads back.
    """

    period: Period
    scope: str = "all"
    split: Split | None = None
    token: str = ""

    @property
    def args(self) -> tuple[str, ...]:
        """As a button carries it; what is not said is empty."""
        return self.period.key, self.scope, LETTERS[self.split] if self.split else "", self.token

    @property
    def agency_id(self) -> int:
        """Of the unit, or of the head of the branch; 0 where all is asked for."""
        return 0 if self.scope == "all" else int(self.scope[1:])

    @property
    def is_unit(self) -> bool:
        return self.scope.startswith("u")

    @property
    def is_home(self) -> bool:
        return self.scope.startswith("h")

    @property
    def is_part(self) -> bool:
        """Whether only one line of a split is asked for."""
        return bool(self.split and self.token and self.split not in _OF_SCOPES)

    @property
    def origin(self) -> Asked | None:
        """The split of which this is one line; None where it was not opened from one."""
        if self.is_part and self.split is not None:
            return self.by(self.split)
        if self.split in _OF_SCOPES and self.token:
            return replace(self, scope=self.token, token="")
        return None

    def whole(self) -> Asked:
        """Without the split and its line."""
        return replace(self, split=None, token="")

    def by(self, split: Split) -> Asked:
        return replace(self, split=split, token="")

    def line(self, key: str, *, whole: bool = False, home: bool = False) -> Asked:
        """One line of the split: a unit and an area (`whole`: one whose units are not told apart; `home`: what belongs
        to none of the areas below it) are scopes."""
        if self.split in _OF_SCOPES:
            letter = "h" if home else "b" if whole or self.split is Split.AREA else "u"
            return replace(self, scope=f"{letter}{key}", token=self.scope if len(self.scope) <= _TOKEN else "all")
        return replace(self, token=token_of(key))

    def during(self, period: Period) -> Asked:
        return replace(self, period=period)


def token_of(key: str) -> str:
    """A line of a split, by its key, in eight letters: courts and causes have long names."""
    return f"{zlib.crc32(key.encode()):08x}"


def read(period: str, scope: str, split: str, token: str) -> Asked | None:
    """What a button says; None where it says nothing that can be asked."""
    found = periods.of_key(period)
    if found is None or not _SCOPE.fullmatch(scope) or (split and split not in _SPLITS):
        return None
    by = _SPLITS.get(split)
    if by in _OF_SCOPES and not _SCOPE.fullmatch(token):
        token = ""
    return Asked(found, scope, by, token[:_TOKEN])


def counted_of(letter: str) -> str:
    """How the rows are counted that a button asks for; empty for all of them."""
    return str(_BY_LETTER.get(letter, ""))
