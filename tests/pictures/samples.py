"""The samples: each layout in each degree of damage, with what is right."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from tests.pictures.damage import DEGREES, Degree, damaged
from tests.pictures.facts import Facts, drawn
from tests.pictures.layouts import LAYOUTS


@dataclass(frozen=True)
class Sample:
    """A photo, and what it says."""

    name: str
    content: bytes
    facts: Facts


def samples(seed: int = 0) -> Iterator[Sample]:
    """Twenty of them; another seed gives twenty others."""
    for at, (layout, degree) in enumerate((layout, degree) for layout in LAYOUTS for degree in DEGREES):
        yield sample(layout, degree, 20 * seed + at)


def sample(layout: str, degree: Degree, seed: int) -> Sample:
    """One of them."""
    facts = drawn(seed)
    return Sample(f"{layout}, {degree.name}", damaged(LAYOUTS[layout](facts), degree, seed), facts)


def scanned_pdf(pages: int, content: bytes) -> bytes:
    """A PDF that is nothing but this picture, so often: as a scanner makes it, without a text."""
    first, *others = [Image.open(io.BytesIO(content)) for _ in range(pages)]
    stream = io.BytesIO()
    first.save(stream, "PDF", save_all=True, append_images=others, resolution=150)
    return stream.getvalue()
