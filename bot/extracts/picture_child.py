"""The process that looks at one picture or scan and ends.

It is called with WHAT PATH NAME LIMITS [PAGE AND BOX]. WHAT is `read` (the answer is an extract as JSON), `piece` (a
part of the picture as JPEG) or `try` (whether the libraries work, as JSON: an empty text where they do).
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.domain.hall.extracts import Box, Extract, Limits, Line, as_json
from bot.domain.hall.problems import Problem
from bot.domain.reading.misread import repaired
from bot.extracts import notes, rasters
from bot.extracts.child import confine
from bot.extracts.notes import Unreadable

if TYPE_CHECKING:
    from PIL import Image

    from bot.extracts.seeing import Eye, Seen

SIDE = 1280
"""Pixels of the longer side of a piece at most."""
_MARGIN = 0.6
"""Heights of a line that are shown around it."""
_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "subprocess.Popen")
_SPARE = 0.75
"""Share of the time within which another page must come to its end."""


def main(what: str, path: str, name: str, given: str, *more: str) -> None:
    """Do it within the limits, without a network, and write down the answer."""
    limits = Limits(**json.loads(given))
    confine(limits.picture_memory_mb, limits.picture_seconds)
    sys.addaudithook(_refuse)
    if what == "piece":
        page, box = json.loads(more[0])
        sys.stdout.buffer.write(_piece(Path(path), name, limits, int(page), tuple(box)))
    elif what == "try":
        print(json.dumps(_tried()))
    else:
        print(json.dumps(as_json(_read(Path(path), name, limits)), ensure_ascii=True))


def _refuse(event: str, _: Any) -> None:
    """Nothing that is read here has any business elsewhere: no name is asked for, no other process begun."""
    if event in _NETWORK:
        raise PermissionError(event)


def _read(path: Path, name: str, limits: Limits) -> Extract:
    try:
        return _looked_at(path, name, limits)
    except Unreadable as unreadable:
        return Extract(notes=(unreadable.why,))
    except MemoryError:
        return Extract(notes=(notes.too_heavy(name),))


def _looked_at(path: Path, name: str, limits: Limits) -> Extract:
    began, said = time.monotonic(), list[Problem]()
    texts, lines = list[str](), list[Line]()
    eye: Eye | None = None
    for number, page in enumerate(_pages(path, name, limits, said)):
        if isinstance(page, str):
            texts.append(page)
            continue
        # The libraries are large: a file that is no picture is answered without them.
        if eye is None:
            eye = _eye()
        text, found = _seen(eye, page, number)
        texts.append(text)
        lines += found
        spent = time.monotonic() - began
        if spent / (number + 1) * (number + 2) > _SPARE * limits.picture_seconds and number + 1 < limits.picture_pages:
            said.append(notes.only_first_pages(name, number + 1))
            break
    if not any(text.strip() for text in texts):
        return Extract(notes=(notes.no_writing(name), *said))
    return Extract(tuple(texts), notes=tuple(said), lines=tuple(lines))


def _eye() -> Eye:
    """Raises Unreadable: what is installed cannot be used."""
    try:
        from bot.extracts.seeing import Broken, Eye
    except ImportError as error:
        raise Unreadable(notes.no_picture_reading()) from error
    try:
        return Eye()
    except (Broken, ImportError) as error:
        raise Unreadable(notes.no_picture_reading()) from error


def _seen(eye: Eye, page: Image.Image, number: int) -> tuple[str, list[Line]]:
    import numpy

    from bot.extracts import rows

    found = eye.look(numpy.asarray(page))
    ordered = rows.ordered([one.spot for one in found])
    return repaired(ordered.text), [_line(found[at], page.size, number) for at in ordered.order]


def _line(seen: Seen, size: tuple[int, int], page: int) -> Line:
    across, down = ([corner[axis] / size[axis] for corner in seen.corners] for axis in (0, 1))
    left, top, right, bottom = (
        round(min(1.0, max(0.0, side)), 4) for side in (min(across), min(down), max(across), max(down))
    )
    certain = tuple(round(one, 2) for one in seen.certain)
    matters = [one for sign, one in zip(seen.text, certain, strict=True) if sign.isalnum()]
    return Line(seen.text, min(matters, default=0.0), (left, top, right, bottom), page, certain)


def _pages(path: Path, name: str, limits: Limits, said: list[Problem]) -> Iterator[Image.Image | str]:
    """Each page as an image, or as the text that it has."""
    if not rasters.is_pdf(path):
        yield from rasters.pictures(path, name, limits, said)
        return
    from bot.extracts import pdf

    document = rasters.open_pdf(path, name)
    if len(document) > limits.picture_pages:
        said.append(notes.more_pages(name, len(document), limits.picture_pages))
    for number in range(min(len(document), limits.picture_pages)):
        yield pdf.text_of(document, number) or rasters.drawn(document, number)


def _piece(path: Path, name: str, limits: Limits, page: int, box: Box) -> bytes:
    try:
        found = next((one for at, one in enumerate(_images(path, name, limits)) if at == page), None)
    except (Unreadable, MemoryError):
        return b""
    return b"" if found is None else _jpeg(found, box)


def _images(path: Path, name: str, limits: Limits) -> Iterator[Image.Image]:
    if not rasters.is_pdf(path):
        yield from rasters.pictures(path, name, limits, [])
        return
    document = rasters.open_pdf(path, name)
    yield from (rasters.drawn(document, at) for at in range(min(len(document), limits.picture_pages)))


def _jpeg(image: Image.Image, box: Box) -> bytes:
    left, top, right, bottom = (side * image.size[at % 2] for at, side in enumerate(box))
    margin = _MARGIN * min(right - left, bottom - top) + 8
    left, top = max(0, int(left - margin)), max(0, int(top - margin))
    right, bottom = min(image.width, int(right + margin)), min(image.height, int(bottom + margin))
    if right <= left or bottom <= top:
        return b""
    piece = image.crop((left, top, right, bottom))
    piece.thumbnail((SIDE, SIDE))
    stream = io.BytesIO()
    piece.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _tried() -> str:
    """Why the libraries do not work, in a word; empty where they read something."""
    try:
        from PIL import Image, ImageDraw

        page = Image.new("RGB", (320, 96), (255, 255, 255))
        ImageDraw.Draw(page).text((40, 20), "12345", (0, 0, 0), font_size=48)
        text, _ = _seen(_eye(), page, 0)
        return "" if "12345" in text else "they read nothing"
    except Unreadable as error:
        return str(error.__cause__ or error)
    except Exception as error:  # whatever a broken installation raises
        return type(error).__name__


if __name__ == "__main__":
    main(*sys.argv[1:])
