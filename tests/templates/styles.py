"""The styles of a paper: what GB/T 9704-2012 asks of a title, a body, headings, and what forms look like as a rule."""

from __future__ import annotations

from dataclasses import dataclass

SONG, BLACK, BODY, KAI, PLAIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312", "宋体"
FONTS = {
    SONG: ("方正小标宋_GBK", "华文中宋", "宋体", "SimSun", "Noto Serif CJK SC"),
    BLACK: ("SimHei", "方正黑体_GBK", "Noto Sans CJK SC"),
    BODY: ("仿宋", "FangSong", "方正仿宋_GBK", "华文仿宋", "Noto Serif CJK SC"),
    KAI: ("楷体", "KaiTi", "方正楷体_GBK", "华文楷体", "Noto Serif CJK SC"),
    PLAIN: ("SimSun", "Noto Serif CJK SC"),
}
"""Each font, and what stands in for it where it is not installed, best first."""
LATIN = "Times New Roman"


@dataclass(frozen=True)
class Style:
    """Sizes in points; `first` and `right` are the indents in characters."""

    id: str
    name: str
    font: str = BODY
    size: float = 16
    align: str = "both"
    first: float = 0
    right: float = 0
    line: float = 28
    exact: bool = True
    before: float = 0
    after: float = 0
    color: str = ""
    more: str = ""


_TIGHT = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""No gaps between characters and digits: a date stays on one line of a cell."""
STYLES = (
    Style("Normal", "Normal", first=2),
    Style("PaperMark", "发文机关标志", SONG, 36, "center", line=48, color="FF0000", after=10),
    Style("PaperNumber", "发文字号", align="center"),
    Style("PaperTitle", "公文标题", SONG, 22, "center", line=32, before=14, after=14, more="<w:keepNext/>"),
    Style("PaperAddressee", "主送机关"),
    Style("PaperFirst", "一级标题", BLACK, first=2, more="<w:keepNext/>"),
    Style("PaperSecond", "二级标题", KAI, first=2, more="<w:keepNext/>"),
    Style("PaperPlain", "无缩进正文"),
    Style("PaperCentre", "居中正文", align="center"),
    Style("PaperSign", "落款", align="right", right=2, more="<w:keepLines/>"),
    Style("PaperAnnex", "附件说明", first=2, before=28),
    Style("PaperLabel", "表格栏目", size=14, align="center", line=22, exact=False, more=_TIGHT),
    Style("PaperCell", "表格内容", size=14, align="left", line=22, exact=False, more=_TIGHT),
    Style("PaperCellSign", "表格落款", size=14, align="right", right=1, line=22, exact=False, before=12, more=_TIGHT),
    Style("PaperNote", "说明", size=12, line=20),
    Style("PaperFooter", "页码", PLAIN, 14, "right", line=16, exact=False),
)


def styles() -> str:
    """All of them, behind what holds where nothing else is said."""
    base = f"<w:rPrDefault><w:rPr>{_letters(Style('', ''))}</w:rPr></w:rPrDefault><w:pPrDefault/>"
    return f"<w:docDefaults>{base}</w:docDefaults>{''.join(map(_style, STYLES))}{_TABLE}"


_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)


def _style(style: Style) -> str:
    default = ' w:default="1"' if style.id == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f"<w:qFormat/><w:pPr>{_paragraph(style)}</w:pPr><w:rPr>{_letters(style)}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    rule = "exact" if style.exact else "atLeast"
    spacing = f'w:before="{_twips(style.before)}" w:after="{_twips(style.after)}" w:line="{_twips(style.line)}"'
    indent = (
        f'w:rightChars="{round(style.right * 100)}" w:right="{_twips(style.right * style.size)}" '
        f'w:firstLineChars="{round(style.first * 100)}" w:firstLine="{_twips(style.first * style.size)}"'
    )
    return f'{style.more}<w:spacing {spacing} w:lineRule="{rule}"/><w:ind {indent}/><w:jc w:val="{style.align}"/>'


def _letters(style: Style) -> str:
    color = f'<w:color w:val="{style.color}"/>' if style.color else ""
    halves = round(style.size * 2)
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{style.font}" w:hint="eastAsia"/>'
        f'{color}<w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    )


def _twips(points: float) -> int:
    return round(points * 20)
