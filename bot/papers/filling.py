"""Fills a template: bytes in, bytes out, and the same bytes for the same values. docxtpl is imported here."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from bot.papers import plain
from bot.papers.faults import Unprintable, unprintable
from bot.papers.sandbox import environment, refusals
from bot.papers.wire import MOST

_ENTRIES = 500
_UNPACKED = 64 * 1024 * 1024
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAPER, CHART = "paper", "chart"
_CHART_WIDTH, _CHART_HEIGHT = 132.0, 205.0
"""Millimetres of a chart at most."""
_RICH = re.compile(r"\{\{(?:p|r|tr|tc)\s")


class _Filler(DocxTemplate):  # type: ignore[misc]
    """What docxtpl does, with what people wrote kept to the letter, and with what it would leave broken mended."""

    def patch_xml(self, src_xml: str) -> str:
        if _RICH.search(re.sub(r"<[^>]+>", "", src_xml)):
            raise TemplateSyntaxError("a value is written {{ so }}; {{p …}}, {{r …}}, {{tr …}}, {{tc …}} show none", 1)
        return str(super().patch_xml(src_xml))

    def render_xml_part(
        self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: SandboxedEnvironment | None = None
    ) -> str:
        assert jinja_env is not None
        for words in refusals(jinja_env.parse(src_xml)):
            raise SecurityError(words)
        return str(super().render_xml_part(src_xml, part, context, jinja_env)).replace(plain.HELD, "")

    def render_properties(self, context: dict[str, Any], jinja_env: SandboxedEnvironment | None = None) -> None:
        """What is said of a file is no part of the paper."""

    def fix_tables(self, xml: str) -> Any:
        # Word opens neither a table without rows nor a cell without a paragraph.
        tree = etree.fromstring(xml.encode())
        for table in [one for one in tree.iter(f"{_W}tbl") if one.find(f"{_W}tr") is None]:
            table.getparent().remove(table)
        for cell in tree.iter(f"{_W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{_W}p":
                etree.SubElement(cell, f"{_W}p")
        return super().fix_tables(etree.tostring(tree, encoding="unicode"))


def fill(template: bytes, values: Mapping[str, Any], pictures: Sequence[str] = ()) -> bytes:
    """The paper, as a .docx, with the pictures of these files behind its text.

    Raises:
        Unprintable: the file is no template, it wants what is not there, or what no template may.
    """
    _look_at(template)
    try:
        filler = _Filler(io.BytesIO(template))
        shown = {name: plain.shown(value) for name, value in values.items()}
        _place_chart(filler, shown.get(PAPER))
        filler.render(shown, environment(), autoescape=True)
        if pictures:
            from bot.papers.pictures import append

            append(filler.docx, pictures)
        _settle_properties(filler)
        stream = io.BytesIO()
        filler.save(stream)
    except (Unprintable, MemoryError, RecursionError):
        raise
    except (TemplateError, TypeError, ValueError, OverflowError, ArithmeticError) as error:
        raise unprintable(_said(error)) from error
    except Exception as error:  # whatever a broken file makes its readers raise
        raise unprintable(f"this is no Word file that can be used ({type(error).__name__})") from error
    return _packed(stream)


def _place_chart(filler: _Filler, paper: Any) -> None:
    """`paper.chart` is a picture in base64 (PNG): it stands where the template has it, no larger than a page holds."""
    given = getattr(paper, CHART, "")
    if given:
        picture = base64.b64decode(given)
        wide, high = struct.unpack(">II", picture[16:24])
        width = min(_CHART_WIDTH, _CHART_HEIGHT * wide / high)
        setattr(paper, CHART, InlineImage(filler, io.BytesIO(picture), width=Mm(width)))


def _said(error: Exception) -> str:
    """The fault alone, without the lines around it, which docxtpl keeps beside it."""
    return str(getattr(error, "message", None) or error) or type(error).__name__


def _look_at(template: bytes) -> None:
    """Raises Unprintable where it is no package of a sound size."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise unprintable("this is no Word file (.docx)") from error
    if len(template) > MOST or len(entries) > _ENTRIES or sum(one.file_size for one in entries) > _UNPACKED:
        raise unprintable("the file is too large for a template")


def _settle_properties(filler: _Filler) -> None:
    """Where a template says nothing of when it was made, the library would write down this moment."""
    properties = filler.docx.core_properties
    if properties.last_modified_by == "python-docx":
        properties.modified = datetime(1980, 1, 1, tzinfo=UTC)
        properties.title = properties.last_modified_by = ""


def _packed(stream: io.BytesIO) -> bytes:
    """The same package without the moment at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(entry, made.read(name))
    return out.getvalue()
