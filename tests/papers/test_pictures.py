"""Photographs behind a paper: scaled, several on a page, and only pictures."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from bot.papers import pictures
from bot.papers.filling import fill
from bot.papers.press import Press
from tests.templates.layout import paper as laid
from tests.templates.layout import para
from tests.templates.package import packed

SHOWS = packed(laid(para("{{ said }}")))


def photo(folder: Path, name: str, size: tuple[int, int], kind: str = "JPEG", turned: int = 0) -> str:
    place, picture = folder / name, Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    exif[0x010E] = "at the home of somebody"
    picture.save(place, kind, exif=exif)
    return str(place)


def shown(content: bytes) -> tuple[list[tuple[int, int]], list[bytes]]:
    """The pictures of a paper as laid out (EMU), and their bytes."""
    paper = docx.Document(io.BytesIO(content))
    laid_out = [(one.width, one.height) for one in paper.inline_shapes]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return laid_out, [package.read(one) for one in sorted(package.namelist()) if one.startswith("word/media/")]


async def test_photographs_stand_two_by_two_behind_the_text_and_are_small(tmp_path: Path) -> None:
    paths = [photo(tmp_path, f"{n}.jpg", (3000 + n, 2000)) for n in range(7)]
    paths.append(photo(tmp_path, "tall.png", (900, 1800), "PNG"))
    press = Press()
    try:
        content = await press.fill(SHOWS, {"said": "甲"}, paths)
        assert content == await press.fill(SHOWS, {"said": "甲"}, paths), "the same bytes"
    finally:
        press.rest()
    laid_out, kept = shown(content)
    assert len(laid_out) == 8
    assert all(wide <= pictures._WIDTH and high <= pictures._HEIGHT for wide, high in laid_out)
    [table] = docx.Document(io.BytesIO(content)).tables
    assert (len(table.rows), len(table.columns)) == (4, 2)
    for one in kept:
        with Image.open(io.BytesIO(one)) as picture:
            assert (picture.format, max(picture.size) <= 1000) == ("JPEG", True)
            assert not picture.getexif(), "what a camera writes down goes no further"
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "甲"


def test_what_is_no_picture_or_too_large_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "notes.jpg").write_bytes(b"%PDF-1.7 no picture")
    good = photo(tmp_path, "good.jpg", (400, 300))
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(Path(good).read_bytes()[:200])
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(_claims(60_000, 60_000))
    paths = [str(tmp_path / "notes.jpg"), str(broken), str(bomb), str(tmp_path / "gone.jpg"), good]
    laid_out, _ = shown(fill(SHOWS, {"said": "甲"}, paths))
    assert len(laid_out) == 1
    none = fill(SHOWS, {"said": "甲"}, paths[:-1])
    assert none == fill(SHOWS, {"said": "甲"}), "no empty page either"


def _claims(width: int, height: int) -> bytes:
    """A few bytes that say that they are a huge picture."""
    import zlib

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def test_a_photograph_is_turned_as_the_camera_says(tmp_path: Path) -> None:
    found = pictures.small(photo(tmp_path, "turned.jpg", (800, 400), turned=6))
    assert found is not None
    with Image.open(io.BytesIO(found[0])) as picture:
        assert picture.width < picture.height


@pytest.mark.parametrize("count", [pictures.MOST, pictures.MOST + 3])
def test_more_than_a_paper_takes_are_left_to_the_event(tmp_path: Path, count: int) -> None:
    path = photo(tmp_path, "one.jpg", (64, 48))
    laid_out, _ = shown(fill(SHOWS, {"said": "甲"}, [path] * count))
    assert len(laid_out) == pictures.MOST
