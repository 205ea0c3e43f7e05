"""Things to send, and the kind of what came."""

from __future__ import annotations

import struct
import zlib

BUTTON = {"inline_keyboard": [[{"text": "收到", "callback_data": "ok"}]]}


def kind(update: dict[str, object]) -> str:
    """What an update is about."""
    return next(name for name in update if name != "update_id")


def png(width: int = 3, height: int = 2) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * (width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def slice16(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers, counted in UTF-16 units as Telegram does."""
    data = text.encode("utf-16-le", "surrogatepass")
    return data[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
