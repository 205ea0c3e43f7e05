"""Pictures and the pages of scans as upright images of a bounded size. Runs in the process that looks at pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.hall.extracts import Limits
from bot.domain.hall.problems import Problem
from bot.extracts import notes
from bot.extracts.notes import Unreadable

if TYPE_CHECKING:
    from PIL import Image
    from pypdfium2 import PdfDocument

LONGEST = 2400
"""Pixels of the longer side of what is looked at: letters of a page of A4 are some 30 pixels tall then."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "MPO")
_POINTS = 72
_DPI = 220
_HEAD = 1024
_MILLION = 1_000_000
_WHITE = (255, 255, 255)


def is_pdf(path: Path) -> bool:
    """By its content, whatever its name says."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(_HEAD)


def pictures(path: Path, name: str, limits: Limits, said: list[Problem]) -> Iterator[Image.Image]:
    """The pages of a picture, upright, one after the other; what was left out is said.

    Raises:
        Unreadable: no picture, or one that is damaged or too large.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own bound is asked before anything is unpacked
    try:
        with Image.open(path, formats=_FORMATS) as image:
            frames = _frames(image, limits.picture_pages, name, said)
            for number in range(frames):
                image.seek(number)
                yield _upright(image, name, limits)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # whatever a broken picture makes its decoder raise
        raise Unreadable(notes.no_picture(name)) from error


def _frames(image: Image.Image, most: int, name: str, said: list[Problem]) -> int:
    """Pages of a fax or scan; of what moves, the first picture."""
    if image.format != "TIFF":
        return 1
    count = 0
    try:
        while count <= most:
            image.seek(count)
            count += 1
    except EOFError:
        return count
    said.append(notes.only_first_pages(name, most))
    return most


def _upright(image: Image.Image, name: str, limits: Limits) -> Image.Image:
    from PIL import ImageOps

    pixels = image.width * image.height
    if pixels > limits.pixels_m * _MILLION:
        millions = -(-pixels // _MILLION)
        raise Unreadable(notes.picture_too_large(name, millions, limits.pixels_m))
    # A JPEG is unpacked no larger than needed.
    image.draft("RGB", (LONGEST, LONGEST))
    found = _plain(image)
    found.thumbnail((LONGEST, LONGEST))
    return ImageOps.exif_transpose(found)


def _plain(image: Image.Image) -> Image.Image:
    """In colours, what is transparent being white, with what EXIF says of its orientation kept."""
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.convert("F").point(lambda value: value * (1 / 256) + 0).convert("RGB")
    if "A" not in image.mode and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    found = Image.new("RGB", image.size, _WHITE)
    found.paste(layered, mask=layered)
    found.info["exif"] = image.getexif().tobytes()
    return found


def open_pdf(path: Path, name: str) -> PdfDocument:
    """Raises Unreadable: damaged, or protected by a password."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        raise Unreadable(notes.encrypted(name) if "password" in str(error).lower() else notes.damaged(name)) from error
    if not len(document):
        raise Unreadable(notes.damaged(name))
    return document


def drawn(document: PdfDocument, number: int) -> Image.Image:
    """A page as it looks; its size is bounded whatever it says of itself."""
    page = document[number]
    try:
        scale = min(_DPI / _POINTS, LONGEST / max(page.get_size()))
        image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        return image
    finally:
        page.close()
