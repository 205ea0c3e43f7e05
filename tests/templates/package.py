"""The file around a paper's body: page, styles, fonts, page numbers (GB/T 9704-2012), packed the same way each time."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from tests.templates.styles import FONTS, styles

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OPC = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1304" w:gutter="0"/>'
    "</w:sectPr>"
)
"""A4; 37 mm above, 35 mm below, 28 mm left, 26 mm right (5.2.1)."""


def packed(body: tuple[str, ...]) -> bytes:
    """The .docx of these blocks."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in {**_around(), "word/document.xml": _document(body)}.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(entry, _HEAD + content)
    return stream.getvalue()


def _document(body: tuple[str, ...]) -> str:
    return f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(body)}{PAGE}</w:body></w:document>'


@cache
def _around() -> dict[str, str]:
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("rId1", f"{_R}/officeDocument", "word/document.xml"),
            ("rId2", f"{_OPC}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{_R}/styles", "styles.xml"),
            ("rId2", f"{_R}/settings", "settings.xml"),
            ("rId3", f"{_R}/fontTable", "fontTable.xml"),
            ("rId4", f"{_R}/footer", "footer1.xml"),
            ("rId5", f"{_R}/footer", "footer2.xml"),
        ),
        "docProps/core.xml": _properties(),
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles()}</w:styles>',
        "word/settings.xml": _settings(),
        "word/fontTable.xml": f'<w:fonts xmlns:w="{_W}">{"".join(map(_font, FONTS))}</w:fonts>',
        # The number stands at the outer side, one character from the edge of the text (7.5).
        "word/footer1.xml": _footer("right", 'w:rightChars="100" w:right="280"'),
        "word/footer2.xml": _footer("left", 'w:leftChars="100" w:left="280"'),
    }


def _types() -> str:
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/word/footer2.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    named = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts.items())
    return (
        f'<Types xmlns="{_OPC}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(*those: tuple[str, str, str]) -> str:
    inner = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in those)
    return f'<Relationships xmlns="{_OPC}/relationships">{inner}</Relationships>'


def _properties() -> str:
    day = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:{0}>'
    return (
        f'<cp:coreProperties xmlns:cp="{_OPC}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:language>zh-CN</dc:language>{day.format('created')}{day.format('modified')}</cp:coreProperties>"
    )


def _settings() -> str:
    return (
        f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font(name: str) -> str:
    return f'<w:font w:name="{name}"><w:altName w:val="{",".join(FONTS[name])}"/><w:charset w:val="86"/></w:font>'


def _footer(side: str, indent: str) -> str:
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    layout = f'<w:pStyle w:val="PaperFooter"/><w:ind {indent}/><w:jc w:val="{side}"/>'
    before, behind = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("— ", " —"))
    return f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr>{layout}</w:pPr>{before}{page}{behind}</w:p></w:ftr>'
