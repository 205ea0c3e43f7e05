"""Files as people send them, made from texts: PDF with a text layer, Word, sheets, OFD; and hostile ones.

The PDFs are written by hand, so that no library is tested by itself; their letters have a table of what they mean
(ToUnicode), as those of courts have.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

from docx import Document

_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n%s\nendcmap end end"
)
_RANGES = b"\n".join(
    b"%d beginbfrange\n%s\nendbfrange"
    % (64, b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(start, start + 64)))
    for start in range(0, 256, 64)
)
_PASSWORD_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def pdf(
    *pages: str, script: bool = False, encrypted: bool = False, meaning: bool = True, font: bytes | None = None
) -> bytes:
    """A PDF with these pages; `script` adds JavaScript, `meaning` the table of letters, `font` a font file."""
    objects: dict[int, bytes] = {}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(pages)))
    opening = b" /OpenAction 9 0 R /Names << /JavaScript << /Names [(a) 9 0 R] >> >>" if script else b""
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R%s >>" % opening
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    unicode = b" /ToUnicode 6 0 R" if meaning else b""
    objects[3] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R]%s >>" % unicode
    )
    objects[4] = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /FontDescriptor 5 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    file = b" /FontFile2 7 0 R" if font is not None else b""
    objects[5] = (
        b"<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        b" /Descent -200 /CapHeight 700 /StemV 80%s >>" % file
    )
    objects[6] = _stream(_TO_UNICODE % _RANGES)
    if font is not None:
        objects[7] = _stream(font)
    if script:
        objects[9] = b"<< /S /JavaScript /JS (app.alert('x'); while (true) {}) >>"
    for n, text in enumerate(pages):
        objects[10 + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (11 + 2 * n)
        )
        objects[11 + 2 * n] = _stream(_drawn(text))
    return _written(objects, encrypted=encrypted)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _drawn(text: str) -> bytes:
    lines = [
        b"1 0 0 1 60 %d Tm <%s> Tj" % (780 - 22 * n, line.encode("utf-16-be").hex().upper().encode())
        for n, line in enumerate(text.split("\n"))
        if line
    ]
    return b"BT /F 12 Tf\n%s\nET" % b"\n".join(lines) if lines else b"0 0 m"


def _written(objects: dict[int, bytes], *, encrypted: bool) -> bytes:
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), dict[int, int]()
    if encrypted:
        objects[8] = _encryption()
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    more = b" /Encrypt 8 0 R /ID [<00> <00>]" if encrypted else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (size, more, start)
    return bytes(out)


def _encryption() -> bytes:
    """As the standard handler writes it, for a password that nobody has: the check of the empty one fails."""
    owner, user = (hashlib.sha256(name).digest() for name in (b"owner", b"user"))
    return b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (owner.hex().encode(), user.hex().encode())


def docx(*blocks: str | Sequence[Sequence[str]]) -> bytes:
    """A Word document: paragraphs, and tables as rows of cells."""
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                document.add_paragraph(line)
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                cell.text = text
    return _saved(document.save)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(*pages: str) -> bytes:
    """An OFD document, each line in two pieces and all of them out of order, as some programs write them."""
    parts: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for n, text in enumerate(pages):
        pieces = [piece for at, line in enumerate(text.split("\n")) for piece in _ofd_line(at, line)]
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f"<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{''.join(reversed(pieces))}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return package(parts)


def _ofd_line(at: int, line: str) -> list[str]:
    half = len(line) // 2
    return [
        f'<ofd:TextObject Boundary="{20 + 4 * start} {20 + 8 * at} {4 * len(part)} 5"><ofd:TextCode X="0" Y="4">{part}'
        "</ofd:TextCode></ofd:TextObject>"
        for start, part in ((0, line[:half]), (half, line[half:]))
        if part
    ]


OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What older office files begin with, and encrypted ones."""


def bomb(kind: str, megabytes: int = 40) -> bytes:
    """A package of this kind of which one part unpacks to so many megabytes of blanks."""
    first = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}[kind]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr(first, "<a/>")
        with made.open("large.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b" " * 1024 * 1024)
    return stream.getvalue()


def png(width: int, height: int) -> bytes:
    """The beginning of a picture that says it is so large: to look at it would take three bytes a pixel."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
