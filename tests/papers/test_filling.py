"""Templates are filled: what people wrote stays text, what a template may not is refused, the same gives the same."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.document import Document

from bot.papers.faults import Unprintable
from bot.papers.filling import fill
from tests.templates.layout import each, form, listing, para, paras, row, row_when, when
from tests.templates.layout import paper as laid
from tests.templates.package import packed


def _opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def _filled(block: str, **values: Any) -> str:
    return _opened(fill(packed(laid(block)), values)).paragraphs[0].text


HOSTILE = {
    "tags": ("{{ 7 * 7 }} {% for x in y %} {# nothing #}", "{{ 7 * 7 }} {% for x in y %} {# nothing #}"),
    "docxtpl's own": ("{_{ a }_} {_% b %_} {{_{{", "{_{ a }_} {_% b %_} {{_{{"),
    "markup": ("</w:t></w:r><w:br/> & &amp; <b>x</b> \"'", "</w:t></w:r><w:br/> & &amp; <b>x</b> \"'"),
    "control characters": ("a\x00b\x07c\x1bd\x7fe\x9ff\ufffeg\uffff", "abcdefg"),
    "lone surrogates": ("a\ud800b\udfff", "a\ufffdb\ufffd"),
    "4,000 characters": ("长" * 4000, "长" * 4000),
    "marks of direction": ("\u202e张三\u2066李四\u200f", "张三李四\u200f"),
    "emoji": ("👩‍⚖️🇨🇳𠮷", "👩‍⚖️🇨🇳𠮷"),
    "line breaks": ("一\r\n二\r三\u2028四\v五\f六", "一\n二\n三\n四\n五\n六"),
    "a tab": ("a\tb", "a\tb"),
    "what Word's own fields look like": (
        "{ INCLUDETEXT c:\\x } =cmd|'/c calc'!A1",
        "{ INCLUDETEXT c:\\x } =cmd|'/c calc'!A1",
    ),
    "nothing but blanks": ("   ", "   "),
}


@pytest.mark.parametrize(("given", "shown"), HOSTILE.values(), ids=HOSTILE)
def test_what_people_wrote_stays_text(given: str, shown: str) -> None:
    assert _filled(para("（{{ said }}）"), said=given) == f"（{shown}）"
    content = fill(packed(laid(form(row("栏目", "{{ said }}")), listing("rows", ("栏", "{{ row.what }}", 1)))),
                   {"said": given, "rows": [{"what": given}]})  # fmt: skip
    tables = _opened(content).tables
    assert tables[0].cell(0, 23).text == shown
    assert [cell.text for cell in tables[1].columns[0].cells] == ["栏", shown]


def test_lines_become_paragraphs_and_empty_ones_go() -> None:
    document = _opened(fill(packed(laid(paras("said"))), {"said": "一\n\n  二{{ x }}\n"}))
    assert [one.text for one in document.paragraphs] == ["一", "二{{ x }}"]


def test_rows_and_conditions() -> None:
    layout = laid(
        each("rows", para("{{ loop.index }}. {{ row.what }}")),
        when("more", para("{{ more }}")),
        form(row_when("more", row("有", "{{ more }}")), row_when("not more", row("无", "—"))),
    )
    full = _opened(fill(packed(layout), {"rows": [{"what": "甲"}, {"what": "乙"}], "more": "有的"}))
    assert [one.text for one in full.paragraphs][:3] == ["1. 甲", "2. 乙", "有的"]
    assert full.tables[0].cell(0, 0).text == "有"
    empty = _opened(fill(packed(layout), {"rows": [], "more": ""}))
    assert [one.text for one in empty.paragraphs if one.text] == []
    assert [len(empty.tables[0].rows), empty.tables[0].cell(0, 0).text] == [1, "无"]


def test_columns_may_be_called_like_anything() -> None:
    names = ("items", "keys", "values", "get", "pop", "copy", "name", "count")
    block = each("rows", para(" ".join(f"{{{{ row.{name} }}}}" for name in names)))
    assert _filled(block, rows=[dict.fromkeys(names, "甲")]) == " ".join(["甲"] * len(names))


def test_word_opens_what_is_left_when_everything_in_a_table_is_left_out() -> None:
    """Neither a table without rows nor a cell without a paragraph."""
    content = fill(packed(laid(form(row_when("more", row("有", "{{ more }}"))), para("完"))), {"more": ""})
    assert _opened(content).tables == []
    cell = packed(laid(form(row("栏目", "{{ said }}"))))
    emptied = _replaced(cell, "{{ said }}", "{%p if said %}")
    emptied = _replaced(
        emptied, "</w:p></w:tc></w:tr>", "</w:p><w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p></w:tc></w:tr>"
    )
    [row_] = _opened(fill(emptied, {"said": ""})).tables[0].rows
    assert [len(one.paragraphs) for one in row_.cells][-1] == 1


def test_the_same_values_give_the_same_bytes() -> None:
    template = packed(laid(para("{{ said }}"), listing("rows", ("栏", "{{ row.what }}", 1))))
    values = {"said": "甲", "rows": [{"what": "乙"}]}
    assert fill(template, values) == fill(template, values)
    bare = _without(template, "docProps/core.xml")
    with zipfile.ZipFile(io.BytesIO(fill(bare, values))) as package:
        core = package.read("docProps/core.xml").decode()
    assert "1980-01-01" in core, "where the template does not say when it was made, the paper says nothing true of it"


REFUSED = {
    "{{ nobody }}": "there is no nobody",
    "{{ said.nothing }}": "a row has no column nothing",
    "{%p if nobody %}{%p endif %}": "",
    "{{ said.__class__ }}": "__class__ is out of bounds",
    "{{ said['__class__'] }}": "__class__ is out of bounds",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}": "is out of bounds",
    "{{ said|safe }}": "No filter named 'safe'",
    "{{ said|attr('__class__') }}": "No filter named 'attr'",
    "{% include 'other.docx' %}": "other files cannot be included",
    "{% import 'os' as os %}": "other files cannot be imported",
    "{% autoescape false %}{{ said }}{% endautoescape %}": "texts stay escaped",
    "{% macro m() %}{% endmacro %}": "macros are not allowed",
    "{{ lipsum() }}": "there is no lipsum",
    "{{ range(10 ** 9)|list }}": "Range too big",
    "{{r said }}": "a value is written {{ so }}",
    "{{p said }}": "a value is written {{ so }}",
    "{{ said": "",
    "{% if said %}": "endif",
    "{{ 1 / 0 }}": "division by zero",
    "{{ said + 1 }}": "",
    "{{ row }}": "has parts that can be shown",
}


@pytest.mark.parametrize(("tag", "why"), REFUSED.items(), ids=REFUSED)
def test_what_a_template_may_not_is_refused(tag: str, why: str) -> None:
    with pytest.raises(Unprintable, match=r".") as refused:
        fill(packed(laid(para(tag))), {"said": "某某", "row": {"what": "某某"}})
    assert why in str(refused.value)
    assert "某某" not in str(refused.value)


def test_what_is_no_word_file_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "x")
    for content in (b"", b"PK", b"%PDF-1.4", stream.getvalue()):
        with pytest.raises(Unprintable, match="no Word file"):
            fill(content, {})


def test_a_template_that_unpacks_to_too_much_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (65 * 1024 * 1024))
    with pytest.raises(Unprintable, match="too large"):
        fill(stream.getvalue(), {})


def _without(content: bytes, part: str) -> bytes:
    return _changed(content, lambda name, data: None if name == part else _unnamed(data, part))


def _unnamed(data: bytes, part: str) -> bytes:
    """Without what refers to the part."""
    import re

    text = data.decode()
    text = re.sub(rf'<Override PartName="/{part}"[^>]*/>', "", text)
    return re.sub(rf'<Relationship [^>]*Target="{part}"/>', "", text).encode()


def _replaced(content: bytes, old: str, new: str) -> bytes:
    return _changed(content, lambda _, data: data.replace(old.encode(), new.encode()))


def _changed(content: bytes, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w") as made:
        for name in package.namelist():
            data = change(name, package.read(name))
            if data is not None:
                made.writestr(name, data)
    return out.getvalue()
