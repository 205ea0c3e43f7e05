"""The blocks that a paper is laid out of. Each is the XML of one or more paragraphs or of a table.

Tags of docxtpl stand in the texts as they are; each text is one run, so that no tag is ever torn apart.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

Paper = tuple[str, ...]
Column = tuple[str, str, int]
"""Of a listing: its head, what stands in a cell, its share of the width."""
_GRID = 48
_UNIT = 184
"""Twips of a part of the grid that rows of a form share."""
_WIDTH = _GRID * _UNIT
"""Twips between the margins (156 mm)."""


def paper(*blocks: str) -> Paper:
    """A whole paper."""
    return blocks


_KEEP = "<w:keepNext/>"


def _p(text: str, style: str, more: str = "", *, size: float = 0) -> str:
    """One paragraph; a line break in the text is one. `size` in points, where it is another than the style's."""
    inner = '</w:t><w:br/><w:t xml:space="preserve">'.join(map(escape, text.split("\n")))
    sized = f'<w:rPr><w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/></w:rPr>' if size else ""
    run = f'<w:r>{sized}<w:t xml:space="preserve">{inner}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{run}</w:p>'


# -- running text ------------------------------------------------------------------------------------------------------


def letterhead(agency: str = "{{ paper.agency }}", number: str = "{{ paper.number }}") -> str:
    """The red name of who issues it, the number below, the red line (7.2.4, 7.2.5, 7.2.7)."""
    line = '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="8" w:color="FF0000"/></w:pBdr>'
    return _p(agency, "PaperMark") + _p(number, "PaperNumber", line)


def title(text: str = "{{ paper.title }}") -> str:
    """The title, centred."""
    return _p(text, "PaperTitle")


def number(text: str = "{{ paper.number }}") -> str:
    """The number of a paper without a letterhead, centred below its title."""
    return _p(text, "PaperNumber")


def addressee(text: str = "{{ paper.addressee }}") -> str:
    """Whom it is for, at the edge, with its colon."""
    return _p(f"{text}：", "PaperAddressee")


def para(text: str) -> str:
    """A paragraph of the body, its first line indented by two characters."""
    return _p(text, "Normal")


def paras(name: str) -> str:
    """What somebody wrote in several lines: a paragraph each."""
    return _p(f"{{%p for line in {name}|lines %}}", "Normal") + para("{{ line }}") + _p("{%p endfor %}", "Normal")


def heading(text: str) -> str:
    """一、 in 黑体."""
    return _p(text, "PaperFirst")


def subheading(text: str) -> str:
    """（一） in 楷体."""
    return _p(text, "PaperSecond")


def plain(text: str) -> str:
    """A paragraph without indent."""
    return _p(text, "PaperPlain")


def centred(text: str) -> str:
    """A paragraph in the middle."""
    return _p(text, "PaperCentre")


def picture(text: str) -> str:
    """A picture in the middle: its line is as high as it is."""
    return _p(text, "PaperCentre", '<w:spacing w:before="120" w:line="240" w:lineRule="auto"/>')


def note(text: str) -> str:
    """Small print: how a form is filled in, what follows in law."""
    return _p(text, "PaperNote")


def sign(*lines: str) -> str:
    """Who signs and when, at the right, with room for the seal; kept together."""
    room = '<w:spacing w:before="1120" w:line="560" w:lineRule="exact"/>'
    return "".join(
        _p(line, "PaperSign", (_KEEP if at < len(lines) - 1 else "") + (room if at == 0 else ""))
        for at, line in enumerate(lines)
    )


def annex(*names: str) -> str:
    """附件：and what is attached, numbered where there are several; on one page with who signs."""
    if len(names) == 1:
        return _p(f"附件：{names[0]}", "PaperAnnex", _KEEP)
    line = '<w:spacing w:before="0" w:line="560" w:lineRule="exact"/>'
    follow = f'{_KEEP}{line}<w:ind w:firstLineChars="500" w:firstLine="1600"/>'
    return "".join(
        _p(f"{'附件：' if at == 1 else ''}{at}. {name}", "PaperAnnex", _KEEP if at == 1 else follow)
        for at, name in enumerate(names, 1)
    )


def new_page() -> str:
    """What follows begins on a new page."""
    return '<w:p><w:pPr><w:pStyle w:val="PaperPlain"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


def when(condition: str, *blocks: str) -> str:
    """These blocks only where it holds: `when("counsel", para(…))`, `when('outcome == "败诉"', …)`."""
    return _p(f"{{%p if {condition} %}}", "PaperPlain") + "".join(blocks) + _p("{%p endif %}", "PaperPlain")


def each(name: str, *blocks: str) -> str:
    """These blocks for each row of a field: its columns are `row.<column>`, its place `loop.index`."""
    return _p(f"{{%p for row in {name} %}}", "PaperPlain") + "".join(blocks) + _p("{%p endfor %}", "PaperPlain")


# -- forms and lists ---------------------------------------------------------------------------------------------------


def form(*rows: str) -> str:
    """A table with borders, of `row`, `tall`, `opinion`, `band`, `rows_of`, `row_when`."""
    return _table([_UNIT] * _GRID, "".join(rows))


def row(*pairs: str) -> str:
    """One, two or three labels with what belongs to them: `row("案由", "{{ cause }}", "案号", "{{ number }}")`."""
    return _pairs(pairs, 0)


def tall(label: str, text: str, lines: int = 6) -> str:
    """A label with room for so many lines; more make it higher."""
    return _pairs((label, text), lines)


def opinion(label: str, text: str, foot: str, lines: int = 4) -> str:
    """An opinion; at its foot who gave it and when: `{{ who }}　{{ day }}`, or blanks to be filled."""
    first, second = _spans(1)
    inner = _p(text, "PaperCell") + _p(foot, "PaperCellSign")
    return _row(_cell(_p(label, "PaperLabel"), first) + _cell(inner, second, centred=False), lines)


def band(text: str) -> str:
    """A heading over the whole width of a form."""
    return _row(_cell(_p(text, "PaperLabel"), _GRID))


def wide(text: str, lines: int = 0) -> str:
    """A cell over the whole width without a label."""
    return _row(_cell(_p(text, "PaperCell"), _GRID), lines)


def rows_of(name: str, *rows: str) -> str:
    """These rows of a form for each row of a field (`row.<column>`, `loop.index`)."""
    return _tag(f"{{%tr for row in {name} %}}") + "".join(rows) + _tag("{%tr endfor %}")


def row_when(condition: str, *rows: str) -> str:
    """These rows of a form only where it holds."""
    return _tag(f"{{%tr if {condition} %}}") + "".join(rows) + _tag("{%tr endif %}")


_WIDE = 8
"""Columns from which a table is a wide one."""


def listing(name: str, *columns: Column) -> str:
    """A table of a field's rows: its heads, repeated on each page, and a line for each row. One of many columns is
    printed smaller, so that a number stays on one line."""
    size = 10.5 if len(columns) >= _WIDE else 0
    shares = sum(share for _, _, share in columns)
    widths = [_WIDTH * share // shares for _, _, share in columns]
    heads = "".join(
        _cell(_p(head, "PaperLabel", size=size), 1, at) for at, (head, _, _) in zip(widths, columns, strict=True)
    )
    cells = "".join(
        _cell(_p(text, "PaperCell", size=size), 1, at) for at, (_, text, _) in zip(widths, columns, strict=True)
    )
    loop = _tag(f"{{%tr for row in {name} %}}", len(columns)) + _row(cells) + _tag("{%tr endfor %}", len(columns))
    return _table(widths, _row(heads, head=True) + loop)


def _pairs(pairs: tuple[str, ...], lines: int) -> str:
    if len(pairs) not in (2, 4, 6):
        raise ValueError(f"labels and what belongs to them, in pairs, three at most: {pairs}")
    first, second = _spans(len(pairs) // 2)
    cells = (
        _cell(_p(text, "PaperCell" if at % 2 else "PaperLabel"), second if at % 2 else first)
        for at, text in enumerate(pairs)
    )
    return _row("".join(cells), lines)


def _spans(pairs: int) -> tuple[int, int]:
    """Parts of the grid of a label (five characters) and of what belongs to it (a date, on one line)."""
    return {1: (9, 39), 2: (9, 15), 3: (8, 8)}[pairs]


def _tag(text: str, span: int = _GRID) -> str:
    return _row(_cell(_p(text, "PaperCell"), span))


def _row(cells: str, lines: int = 0, *, head: bool = False) -> str:
    high = max(lines * 22, 30) * 20
    repeated = "<w:tblHeader/>" if head else ""
    whole = "" if lines else "<w:cantSplit/>"
    return f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{high}" w:hRule="atLeast"/>{repeated}</w:trPr>{cells}</w:tr>'


def _cell(inner: str, span: int, width: int = 0, *, centred: bool = True) -> str:
    wide = width or span * _UNIT
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    align = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{spanned}{align}</w:tcPr>{inner}</w:tc>'


def _table(widths: list[int], rows: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>" + _p("", "PaperNote")
    )
