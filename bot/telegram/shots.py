"""What the darkroom hands over: a picture that was read, a piece of one that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.extracts import Extract


class OnItsWay(Exception):
    """The message that shows the form is being sent at this moment: what changes it comes after."""


@dataclass(frozen=True, slots=True)
class Developed:
    """What a picture says, by the file's hash; `last` where it is not to be put off again."""

    hash: str
    extract: Extract
    last: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """The piece that shows the value of a field: `content` is a JPEG, empty where none could be made."""

    field: str
    content: bytes
