"""Writes into a copy of a paper who had it made: on each page of a PDF, over a picture, in the head of a Word document.

The line is drawn as a picture with a Chinese font of this machine, so that a page needs no font of its own. What cannot
be stamped (a damaged or locked file, another kind, no font here) is given back as None: whoever hands it on says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from bot.papers.chart_fonts import Font

_PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "bmp": "BMP", "webp": "WEBP"}
_INK = (150, 30, 30)
_HEIGHT = 56
"""Pixels of the line as it is drawn; it is scaled to the page."""
_SHARE, _EDGE = 0.9, 0.015
"""Of the width of a page that the line takes at most; its distance to the lower edge."""
_TALL = 0.022
"""Of a page's longer side: how high the line is at most."""


def stamped(content: bytes, name: str, note: str, font: Font | None) -> bytes | None:
    """A copy that says `note`; None where it cannot be stamped."""
    kind = name.rpartition(".")[2].lower()
    try:
        if kind == "docx":
            return _word(content, note)
        if font is None:
            return None
        if kind == "pdf":
            return _pdf(content, _line(note, font))
        if kind in _PICTURES:
            return _picture(content, _PICTURES[kind], _line(note, font))
    except Exception:  # whatever a broken file makes a library raise
        return None
    return None


def _word(content: bytes, note: str) -> bytes:
    from docx import Document

    paper = Document(io.BytesIO(content))
    for section in paper.sections:
        head = section.header
        (head.paragraphs[0] if head.paragraphs else head.add_paragraph()).add_run(note)
    return _saved(paper.save)


def _saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def _line(note: str, font: Font) -> Any:
    """The line as a picture with nothing behind it but a veil, so that it can be read on any paper."""
    from PIL import Image, ImageDraw, ImageFont

    face = ImageFont.truetype(font.path, int(_HEIGHT * 0.62), index=font.face)
    wide = int(face.getlength(note)) + _HEIGHT // 2
    line = Image.new("RGBA", (wide, _HEIGHT), (255, 255, 255, 190))
    ImageDraw.Draw(line).text((_HEIGHT // 4, _HEIGHT // 2), note, font=face, fill=(*_INK, 255), anchor="lm")
    return line


def _fitted(wide: float, tall: float, line: Any) -> tuple[float, float]:
    """How wide and high the line is on a page of this size."""
    share = line.height / line.width
    high = min(max(wide, tall) * _TALL, wide * _SHARE * share)
    return high / share, high


def _pdf(content: bytes, line: Any) -> bytes:
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(content) as paper:
        picture = pdfium.PdfBitmap.from_pil(line)
        for page in paper:
            drawn = pdfium.PdfImage.new(paper)
            drawn.set_bitmap(picture)
            drawn.set_matrix(_place(page, line))
            page.insert_obj(drawn)
            page.gen_content()
        return _saved(paper.save)


def _place(page: Any, line: Any) -> Any:
    """Low on the left of the page as it is shown: a scan often lies on its side, and is turned when it is shown."""
    import pypdfium2 as pdfium

    left, bottom, right, top = page.get_cropbox()
    wide, high = _fitted(right - left, top - bottom, line)
    edge, turned = max(right - left, top - bottom) * _EDGE, page.get_rotation()
    x = left + edge if turned in (0, 270) else right - edge
    y = bottom + edge if turned in (0, 90) else top - edge
    return pdfium.PdfMatrix().scale(wide, high).rotate(turned, ccw=True).translate(x, y)


def _picture(content: bytes, kind: str, line: Any) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as given:
        picture = ImageOps.exif_transpose(given).convert("RGB")
    wide, high = (max(1, round(side)) for side in _fitted(picture.width, picture.height, line))
    small = line.resize((wide, high))
    edge = round(picture.height * _EDGE)
    picture.paste(small, (edge, picture.height - high - edge), small)
    return _saved(lambda stream: picture.save(stream, kind, quality=90))
