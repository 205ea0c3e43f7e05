"""What is no roster, or far too large a one, is refused at once."""

import io
import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook

from bot.domain.hall.errors import Refused
from bot.services.agencies import roster_files
from tests.services.agencies.roster_workbooks import PEOPLE, workbook


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def _with_entities() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook([("县公安局", "王芳", "", "联络员", "", "", "", "")])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            package.writestr(part, content)
    return stream.getvalue()


def _lying() -> bytes:
    """A part of 30 MB that says of itself, in both places, that it is small."""
    size = 30 * 1024 * 1024
    content = _zip(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=b"0" * size)
    return content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


HOSTILE = {
    "empty": b"",
    "stub": b"PK",
    "nul": b"\x00" * 2000,
    "csv": b"name,phone\nx,1\n",
    "broken zip": b"PK\x03\x04" + b"x" * 500,
    "no workbook": _zip(hello_xml=b"<a/>"),
    "no xml": _zip(xl__workbook_xml=b"not xml"),
    "no sheets": _zip(xl__workbook_xml=b"<workbook/>"),
    "bomb": _zip(xl__workbook_xml=b"<a/>", bomb=b"0" * (30 * 1024 * 1024)),
    "bomb that lies": _lying(),
    "many parts": _zip(**{f"part{n}": b"x" for n in range(300)}),
    "entities": _with_entities(),
    "large": b"x" * (roster_files.LARGEST + 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_roster_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused):
        roster_files.read(content)


@pytest.mark.slow
def test_fifty_thousand_rows_are_refused_quickly() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    page = book.add_worksheet("人员")
    page.write_row(0, 0, PEOPLE)
    for n in range(1, 50_000):
        page.write_row(n, 0, ["县公安局", "王芳", "", "联络员"])
    book.close()
    with pytest.raises(Refused, match=r"rows|larger"):
        roster_files.read(stream.getvalue())


@pytest.mark.slow
def test_a_cell_a_million_rows_down_is_one_row_and_said_with_its_number() -> None:
    """Only rows that hold anything count: bureaus format sheets down to their end."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "人员"
    page.append(list(PEOPLE))
    page.cell(row=1_000_000, column=1).value = "x"
    stream = io.BytesIO()
    book.save(stream)
    assert [(number, cells[0]) for number, cells in roster_files.read(stream.getvalue())[0].rows] == [(1_000_000, "x")]
