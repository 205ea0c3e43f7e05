"""A paper that is handed on says who had it made: each page of a PDF, however it lies; a picture; a Word document."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from docx import Document
from PIL import Image

from bot.papers import chart_fonts, stamping
from tests.needed import needs_font

NOTE = "由陈静（县司法局）于2026年4月2日（周四）9:00导出，仅供内部使用"
FONT = chart_fonts.installed()


def paper(*sizes: tuple[int, int], turned: int = 0) -> bytes:
    made = pdfium.PdfDocument.new()
    for size in sizes:
        made.new_page(*size).set_rotation(turned)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def inked(shown: Image.Image) -> tuple[float, float, float, float]:
    """Where something dark stands, as shares of the page: left, top, right, bottom."""
    box = shown.convert("L").point(lambda light: 255 * (light < 160)).getbbox()
    assert box is not None
    return box[0] / shown.width, box[1] / shown.height, box[2] / shown.width, box[3] / shown.height


@needs_font
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_each_page_of_a_pdf_bears_the_line_low_on_the_left_however_it_is_turned(turned: int) -> None:
    made = stamping.stamped(paper((595, 842), (842, 595), turned=turned), "判决书.pdf", NOTE, FONT)
    assert made is not None
    with pdfium.PdfDocument(made) as shown:
        assert len(shown) == 2
        for page in shown:
            left, top, right, bottom = inked(page.render(scale=1).to_pil())
            assert left < 0.06
            assert top > 0.92
            assert bottom <= 1
            assert right - left > 0.25
            assert right < 0.99


@needs_font
@pytest.mark.parametrize(("name", "kind"), [("照片.JPG", "JPEG"), ("截图.png", "PNG")])
def test_a_picture_bears_it_and_stays_of_its_kind_and_size(name: str, kind: str) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (1200, 1600), "white").save(stream, kind)
    made = stamping.stamped(stream.getvalue(), name, NOTE, FONT)
    assert made is not None
    shown = Image.open(io.BytesIO(made))
    assert (shown.format, shown.size) == (kind, (1200, 1600))
    assert inked(shown)[1] > 0.92


def test_a_word_document_says_it_in_its_head() -> None:
    stream = io.BytesIO()
    Document().save(stream)
    made = stamping.stamped(stream.getvalue(), "答辩状.docx", NOTE, None)
    assert made is not None
    assert NOTE in Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("name", ["坏.docx", "坏.pdf", "坏.jpg", "表.xlsx", "无名"])
def test_what_cannot_be_stamped_is_said_to_be_so(name: str) -> None:
    assert stamping.stamped(b"no paper at all", name, NOTE, FONT) is None


def test_without_a_font_nothing_is_drawn() -> None:
    assert stamping.stamped(paper((595, 842)), "判决书.pdf", NOTE, None) is None
