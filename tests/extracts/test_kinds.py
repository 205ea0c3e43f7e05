"""What a file says by its content, whatever it is called; what is not read is answered with what to send instead."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bot.domain.hall.extracts import Extract, Limits, as_json, from_json
from bot.extracts import kinds, notes
from bot.extracts.notes import Unreadable
from tests import paper_files as files

SUMMONS = (
    "传 票\n泗水县人民法院\n案号 （2026）鲁0831行初12号\n案由 行政处罚\n被传唤人 泗水县公安局\n"
    "应到时间 2026年4月28日9时30分\n应到处所 第二审判庭"
)
LINES = SUMMONS.split("\n")
OLE = files.OLE_HEAD + b"\x00" * 600


def read(folder: Path, name: str, content: bytes, limits: Limits | None = None) -> Extract:
    """As the child reads it, on the way that its answer takes."""
    path = folder / "0123456789abcdef"
    path.write_bytes(content)
    try:
        found = kinds.read(path, name, limits or Limits())
    except Unreadable as unreadable:
        found = Extract(notes=(unreadable.why,))
    assert from_json(as_json(found)) == found
    return found


def said(extract: Extract) -> list[str]:
    return [one.msgid for one in extract.notes]


READABLE = {
    "传票.pdf": files.pdf(SUMMONS),
    "no ending": files.pdf(SUMMONS),
    "传票.docx": files.docx(*LINES),
    "传票.ofd": files.ofd(SUMMONS),
    "传票.txt": SUMMONS.encode(),
    "gb.txt": SUMMONS.encode("gb18030"),
    "bom.txt": SUMMONS.encode("utf-16"),
    "mark.txt": b"\xef\xbb\xbf" + SUMMONS.encode(),
}


@pytest.mark.parametrize("name", READABLE)
def test_every_line_of_a_readable_file_is_there_in_order(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, name, READABLE[name])
    lines = [line for line in found.text.split("\n") if line.strip()]
    assert [line.replace(" ", "") for line in lines] == [line.replace(" ", "") for line in LINES]
    assert found.notes == ()


def _encrypted_zip() -> bytes:
    content = bytearray(files.docx("x"))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


UNREADABLE = {
    "enc.pdf": (files.pdf(SUMMONS, encrypted=True), notes.encrypted),
    "cut.pdf": (files.pdf(SUMMONS)[:900], notes.damaged),
    "no.pdf": (b"hello " * 100, notes.damaged),
    "scan.pdf": (files.pdf(""), notes.no_text),
    "a.doc": (OLE, notes.other_document),
    "a.wps": (OLE, notes.other_document),
    "a.xls": (OLE, notes.other_sheet),
    "a.et": (OLE, notes.other_sheet),
    "enc.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), notes.encrypted),
    "enc2.docx": (_encrypted_zip(), notes.encrypted),
    "a.rtf": (b"{\\rtf1 " + b"x" * 100, notes.other_document),
    "html.xls": (b"<html><table>" + b"x" * 100, notes.other_sheet),
    "a.zip": (files.package({"a.txt": "x"}), notes.archive),
    "a.rar": (b"Rar!\x1a\x07\x01\x00" + b"x" * 100, notes.archive),
    "a.7z": (b"7z\xbc\xaf\x27\x1c" + b"x" * 100, notes.archive),
    "a.tar": (b"x" * 257 + b"ustar" + b"x" * 100, notes.archive),
    "cut.docx": (files.docx("x")[:2000], notes.damaged),
    "empty.docx": (files.package({"a.txt": "x"}), notes.damaged),
    "wrong.docx": (files.package({"word/document.xml": "no xml"}), notes.damaged),
    "wrong.xlsx": (files.package({"xl/workbook.xml": "no xml"}), notes.damaged),
    "wrong.ofd": (files.package({"OFD.xml": "<a/>"}), notes.damaged),
    "entities.ofd": (files.package({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "bbb">]><a>&b;</a>'}), notes.damaged),
    "a.ods": (files.package({"content.xml": "<a/>"}), notes.other_sheet),
    "a.odt": (files.package({"content.xml": "<a/>"}), notes.other_document),
    "blank.docx": (files.docx(""), notes.no_text),
    "a.bin": (bytes(range(256)) * 4, notes.unknown),
    "a.txt": (b"   \n" * 40, notes.unknown),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_read_says_why_and_what_to_send_instead(tmp_path: Path, name: str) -> None:
    content, why = UNREADABLE[name]
    found = read(tmp_path, name, content)
    assert said(found) == [why(name).msgid]
    assert found.unread
    assert found.notes[0].params["name"] == name


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_a_package_that_unpacks_to_more_than_may_be_is_left_packed(tmp_path: Path, kind: str) -> None:
    content, name = files.bomb(kind), f"bomb.{kind}"
    assert said(read(tmp_path, name, content)) == [notes.unpacked(name, 24).msgid]
    larger = read(tmp_path, name, content, Limits(unpacked_mb=100))
    assert said(larger) == [notes.damaged(name).msgid], "the limit is what stopped it"


@pytest.mark.slow
def test_a_part_that_lies_about_its_size_is_counted_all_the_same(tmp_path: Path) -> None:
    stream, size = io.BytesIO(), 30 * 1024 * 1024
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * size)
    content = stream.getvalue().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert read(tmp_path, "a.docx", content).unread


def test_of_five_hundred_pages_the_first_are_read_and_that_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, "长.pdf", files.pdf(*(f"第{n}页" for n in range(1, 501))))
    assert len(found.pages) == 40
    assert found.notes == (notes.more_pages("长.pdf", 500, 40),)
    few = read(tmp_path, "长.pdf", files.pdf("第一页", "第二页", "第三页"), Limits(pages=2))
    assert (few.pages, few.notes) == (("第一页", "第二页"), (notes.more_pages("长.pdf", 3, 2),))


def test_a_script_in_a_pdf_is_named_and_not_run(tmp_path: Path) -> None:
    found = read(tmp_path, "a.pdf", files.pdf(SUMMONS, script=True))
    assert found.notes == (notes.script("a.pdf"),)
    assert "行初12号" in found.text


def test_a_page_without_text_between_others_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, "a.pdf", files.pdf(SUMMONS, "", SUMMONS, ""))
    assert found.notes == (notes.pages_without_text("a.pdf", "2、4"),)


@pytest.mark.parametrize("font", [b"", b"\x00\x01\x00\x00" + b"\xff" * 5000, b"OTTO" + bytes(3000)])
def test_a_corrupt_font_hides_no_text_that_is_there(tmp_path: Path, font: bytes) -> None:
    assert "行初12号" in read(tmp_path, "a.pdf", files.pdf(SUMMONS, font=font)).text


def test_letters_that_mean_nothing_are_no_text(tmp_path: Path) -> None:
    found = read(tmp_path, "a.pdf", files.pdf("".join(chr(0xE000 + n) for n in range(200)), meaning=False))
    assert said(found) == [notes.garbled("a.pdf").msgid]
    assert found.unread


def test_a_long_text_is_cut_and_that_is_said(tmp_path: Path) -> None:
    for name, content in (("a.txt", ("字" * 500).encode()), ("a.docx", files.docx("字" * 500))):
        found = read(tmp_path, name, content, Limits(characters=300))
        assert len(found.text) == 300
        assert said(found) == [notes.more_text(name).msgid]


def test_cells_of_a_word_table_are_lines_with_tabs_and_a_table(tmp_path: Path) -> None:
    found = read(
        tmp_path, "a.docx", files.docx("排期", [["案号", "时间"], ["（2026）鲁0831行初12号", "4月28日9:30"]], "完")
    )
    assert found.text.split("\n") == ["排期", "案号\t时间", "（2026）鲁0831行初12号\t4月28日9:30", "完"]
    assert [row for _, row in found.tables[0].rows] == [("案号", "时间"), ("（2026）鲁0831行初12号", "4月28日9:30")]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_delimited_texts_are_tables_in_whatever_encoding(tmp_path: Path, separator: str) -> None:
    text = f"案号{separator}时间\n12号{separator}4月28日\n"
    for encoding in ("utf-8", "gb18030"):
        [table] = read(tmp_path, "a.csv", text.encode(encoding)).tables
        assert table.rows == ((1, ("案号", "时间")), (2, ("12号", "4月28日")))
