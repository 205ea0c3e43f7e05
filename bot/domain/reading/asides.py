"""Texts that name a case and a day, and no paper that came, nor a hearing: questions, wishes, what was handed in."""

from __future__ import annotations

import re

from bot.domain.reading.numerals import fold

_LONGEST = 200
_ASKS = re.compile(
    r"[?？]\s*$|(?:吗|么|呢)[。!！~～\s]*$|多久|怎么(?:办|写|填|弄|样)|如何(?:办|写|填|处理)"
    r"|什么时候(?!开[^,，。]{0,2}(?:等|另))|几天(?:内|之内)?(?:要|提|交|答)|哪天|是不是|有没有"
)
_MATTER = r"(?:答辩状?|证据|材料|清单|手续|委托书|身份证明|代理词|意见书?|情况说明|报告|台账|复函|整改)"
_HANDED = r"(?:提交|递交|报送|寄送|寄出|寄给|送交|送到|送给|补交|上交|交到|交给|交至|报给|上报)"
_HANDS_IN = re.compile(rf"{_MATTER}[^。;\n]{{0,24}}{_HANDED}|{_HANDED}[^。;\n]{{0,20}}{_MATTER}")
_WISHES = re.compile(
    r"(?:想|拟|要|欲|准备|打算|已|向法院)?申请(?:延期|改期|变更|推迟)|(?:请假|出差|住院|休假)[^。;\n]{0,8}(?:想|能|可)"
)
_HELD = re.compile(r"开庭|庭审|应到|传票|审理|听证|质证|交换证据|证据交换|宣判|定于")


def is_question(text: str) -> bool:
    """Whether one line only asks something."""
    line = text.strip()
    return len(line) <= _LONGEST and "\n" not in line and bool(_ASKS.search(fold(line)))


def is_no_hearing(text: str) -> bool:
    """Whether one line with a day tells of something else than a hearing: what is to be handed in or was, a wish for
    another date."""
    line = text.strip()
    if len(line) > _LONGEST or "\n" in line:
        return False
    folded = fold(line)
    handed_in = _HANDS_IN.search(folded) and not _HELD.search(folded)
    return bool(says_not_ours(line) or _WISHES.search(folded) or handed_in)


_NOT_OURS = re.compile(
    r"不是(?:发?给)?(?:我们?|本|俺)(?:们)?(?:单位|局|镇|街道|机关|委|办|处|这边|这里)?(?:的|[,，。!！\s]|$)|不属于(?:我|本)(?:们)?(?:单位|局|镇|街道)?"
    r"|与(?:我|本)(?:单位|局|们)无关|(?:送|寄|发)错(?:了)?(?:单位|人|地方)?(?=[,，。!！\s]|$)|不归(?:我|本)(?:们|单位|局)"
)


def says_not_ours(text: str) -> bool:
    """Whether one line says of a paper that it is somebody else's."""
    line = text.strip()
    return len(line) <= _LONGEST and "\n" not in line and bool(_NOT_OURS.search(fold(line)))
