"""An office sheet (.xlsx) of any length, written row by row: memory stays as it is however many rows there are.

Libraries for workbooks take a minute of the processor for 100,000 rows of a ledger; what such a sheet needs of the
format (ECMA-376 part 1) is little. Every text is a text: nothing that people wrote becomes a formula or a link.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from bot.domain.reading.cleaning import within_units

CELL = 32_000
"""Characters that a cell may hold, a little below what office programs take."""
_HEAD, _PLAIN, _MARKED, _NOTE = 1, 2, 3, 4
"""Styles; `_MARKED` keeps a text that begins like a formula a text also when somebody edits the cell."""
_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_RESERVED = "history"
"""A name that Excel keeps for itself: it calls a workbook with such a sheet damaged."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMAT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_FORMAT}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_FORMAT}.styles+xml"/>{{sheets}}</Types>'
)
_SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_LINKS = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
_RELS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_BORDER = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
_ALIGN = '<alignment vertical="top" wrapText="1"/>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="3"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font>'
    '<font><i/><sz val="10"/><color rgb="FF808080"/><name val="宋体"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFDDE7F0"/></patternFill></fill></fills>'
    f'<borders count="2"><border/><border>{_BORDER}</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    f'<cellXfs count="5"><xf/><xf fontId="1" fillId="2" borderId="1" applyAlignment="1">{_ALIGN}</xf>'
    f'<xf borderId="1" applyAlignment="1">{_ALIGN}</xf>'
    f'<xf borderId="1" quotePrefix="1" applyAlignment="1">{_ALIGN}</xf>'
    '<xf fontId="2"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


class LongBook:
    """A workbook that is being written to `path`; a sheet at a time, each row once and in order."""

    def __init__(self, path: Path) -> None:
        self._package = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._titles: list[str] = []

    def __enter__(self) -> LongBook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self._package.close()

    def sheet(
        self, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], *,
        widths: Sequence[float] = (), note: str = "",
    ) -> int:  # fmt: skip
        """A sheet with a frozen heading; `note` stands above it and at the foot of each printed page. Gives how many
        rows there were."""
        self._titles.append(self._free(title))
        with self._package.open(f"xl/worksheets/sheet{len(self._titles)}.xml", "w", force_zip64=True) as part:
            return _Page(part, note).write(headings, rows, widths)

    def _free(self, title: str) -> str:
        base = within_units(title.translate(_FORBIDDEN).strip() or "-", 28)
        taken = {_RESERVED, *(one.lower() for one in self._titles)}
        names = (base, *(f"{base} {n}" for n in range(2, len(taken) + 3)))
        return next(one for one in names if one.lower() not in taken)

    def _finish(self) -> None:
        numbers = range(1, len(self._titles) + 1)
        types = _TYPES.format(sheets="".join(_SHEET_TYPE.format(n=n) for n in numbers))
        sheets = "".join(
            f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="rId{n}"/>' for n, title in enumerate(self._titles, 1)
        )
        rels = "".join(
            f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        last = len(self._titles) + 1
        rels += f'<Relationship Id="rId{last}" Type="{_REL}/styles" Target="styles.xml"/>'
        book = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>'
        parts = {
            "[Content_Types].xml": types,
            "_rels/.rels": _RELS,
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _LINKS.format(rels),
            "xl/styles.xml": _STYLES,
        }
        for name, text in parts.items():
            self._package.writestr(name, text)


class _Page:
    def __init__(self, part: IO[bytes], note: str) -> None:
        self.part, self.note, self.row = part, note, 0

    def write(self, headings: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[float]) -> int:
        top = 2 if self.note else 1
        self._put(
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="{top}" '
            f'topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"{_columns(len(headings), widths)}<sheetData>"
        )
        if self.note:
            self._row([self.note], _NOTE)
        self._row(headings, _HEAD)
        count = self._body(rows)
        foot = f"<headerFooter><oddFooter>{_text(_code(self.note))}</oddFooter></headerFooter>" if self.note else ""
        self._put(f"</sheetData>{foot}</worksheet>")
        return count

    def _body(self, rows: Iterable[Sequence[object]]) -> int:
        count = 0
        for values in rows:
            self._row(values, _PLAIN)
            count += 1
        return count

    def _row(self, values: Sequence[object], style: int) -> None:
        self.row += 1
        self._put(f'<row r="{self.row}">{"".join([_cell(one, style) for one in values])}</row>')

    def _put(self, text: str) -> None:
        self.part.write(text.encode())


def _cell(value: object, style: int) -> str:
    if value is None or value == "":
        return f'<c s="{style}"/>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<c s="{style}"><v>{value}</v></c>'
    text = str(value)
    if style == _PLAIN and text.startswith(_BEGINS):
        style = _MARKED
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    """What XML can hold of a text, and a cell too."""
    return escape(_UNFIT.sub("", text if len(text) <= CELL // 2 else within_units(text, CELL)))


def _code(note: str) -> str:
    """A note as the foot of a page, where an ampersand begins a code."""
    return "&C" + note.replace("&", "&&")[:200]


def _columns(count: int, widths: Sequence[float]) -> str:
    found = [*widths, *([16.0] * (count - len(widths)))]
    return "<cols>" + "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(found, 1)
    ) + "</cols>"  # fmt: skip
