"""Photographs behind a paper: scaled down, several on a page. Pillow and python-docx are imported here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm
from PIL import Image, ImageOps

MOST = 24
"""Photographs of one paper."""
_PIXELS = 60_000_000
"""Of a picture that is opened at all: what unpacks to more may be meant to fill the memory."""
_SIDE = 1000
"""Pixels of the longer side, as printed."""
_WIDTH, _HEIGHT = Cm(7.2), Cm(6.6)
"""At most so large on the page: two in a row, three rows."""
_ACROSS = 2
_KINDS = ("JPEG", "PNG", "WEBP")


def append(document: Any, paths: Sequence[str]) -> None:
    """The pictures on pages of their own behind the text. What is none, or cannot be read, is left out."""
    shown = [scaled for path in paths[:MOST] if (scaled := small(path)) is not None]
    if not shown:
        return
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    table = document.add_table(rows=0, cols=_ACROSS)
    for n, (content, wide) in enumerate(shown):
        cells = table.add_row().cells if n % _ACROSS == 0 else table.rows[-1].cells
        line = cells[n % _ACROSS].paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run().add_picture(io.BytesIO(content), **({"width": _WIDTH} if wide else {"height": _HEIGHT}))


def small(path: str) -> tuple[bytes, bool] | None:
    """The picture as a small JPEG without what a camera writes into it (place, owner), and whether its width is what
    bounds it; None where it is no picture."""
    try:
        with Image.open(Path(path), formats=_KINDS) as picture:
            if picture.width * picture.height > _PIXELS:
                return None
            picture.draft("RGB", (_SIDE, _SIDE))
            picture.thumbnail((_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80)
    return out.getvalue(), upright.width * _HEIGHT >= upright.height * _WIDTH
