"""How large a picture says it is, from its first bytes: it is not opened for that."""

from __future__ import annotations

HEAD = 256 * 1024
"""Bytes among which a picture says it."""
MILLION = 1_000_000
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of JPEG after which the size stands (ITU-T T.81, table B.1)."""


def pixels(head: bytes) -> int:
    """Width times height of a PNG, GIF, WebP or JPEG; nought where that is not said."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _big(head[16:20]) * _big(head[20:24])
    if head[:4] == b"GIF8":
        return _little(head[6:8]) * _little(head[8:10])
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    return _jpeg(head) if head.startswith(b"\xff\xd8") else 0


def _webp(head: bytes) -> int:
    if head[12:16] == b"VP8X":
        return (_little(head[24:27]) + 1) * (_little(head[27:30]) + 1)
    if head[12:16] == b"VP8L":
        bits = _little(head[21:25])
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    return (_little(head[26:28]) & 0x3FFF) * (_little(head[28:30]) & 0x3FFF)


def _jpeg(head: bytes) -> int:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        if head[at + 1] in _FRAMES:
            return _big(head[at + 5 : at + 7]) * _big(head[at + 7 : at + 9])
        at += 2 + max(2, _big(head[at + 2 : at + 4]))
    return 0


def _big(piece: bytes) -> int:
    return int.from_bytes(piece, "big")


def _little(piece: bytes) -> int:
    return int.from_bytes(piece, "little")
