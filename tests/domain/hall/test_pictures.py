"""How large a picture says it is, without opening it."""

import io

import pytest
from PIL import Image

from bot.domain.hall.pictures import HEAD, pixels
from tests.paper_files import png


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (320, 200), (1000, 3)])
def test_the_size_is_what_the_picture_says(kind: str, size: tuple[int, int]) -> None:
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, kind)
    assert pixels(stream.getvalue()[:HEAD]) == size[0] * size[1]


def test_a_lossless_webp_and_a_progressive_jpeg_say_it_too() -> None:
    for kind, more in (("WEBP", {"lossless": True}), ("JPEG", {"progressive": True, "exif": b"x" * 3000})):
        stream = io.BytesIO()
        Image.new("RGB", (321, 123)).save(stream, kind, **more)
        assert pixels(stream.getvalue()) == 321 * 123


def test_a_bomb_says_how_large_it_is_and_noise_says_nothing() -> None:
    assert pixels(png(60_000, 60_000)) == 3_600_000_000
    for noise in (
        b"",
        b"\xff\xd8",
        b"\xff\xd8" + b"\xff" * 5000,
        b"\xff\xd8\xff\xe0\x00\x00" * 999,
        b"GIF89a",
        b"x" * 99,
    ):
        assert pixels(noise) == 0
