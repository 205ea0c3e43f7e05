"""How the bot and the process that fills templates speak to one another."""

from __future__ import annotations

import struct
from typing import IO

MOST = 8 * 1024 * 1024
"""Bytes of a template, and of a paper, at most."""
REQUEST = struct.Struct(">II")
"""Bytes of the template, bytes of the values."""
ANSWER = struct.Struct(">?I")
"""Whether it is the paper, and its bytes; otherwise these say what is wrong."""


def exactly(stream: IO[bytes], count: int) -> bytes | None:
    """So many bytes; None where the other side has ended."""
    found = stream.read(count)
    return found if len(found) == count else None
