"""Who is entrusted where no leader comes: people with names, of the agency, and not lawyers alone.

法释〔2018〕1号 arts. 128 and 132; 法释〔2020〕3号 art. 10; 武清 2020 二（四）.
"""

from __future__ import annotations

import re
from typing import Any

from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.cleaning import read_line, shown

LENGTH = 200
LAWYER_ALONE = (
    "A lawyer alone is not enough: staff of the agency must be entrusted where no leader comes. Please name at least "
    "one. Basis: Interpretation of the Administrative Litigation Law (Fa Shi [2018] No. 1), articles 128 and 132."
)
NOBODY_NAMED = (
    "“{text}” names nobody. Please name the staff of the agency who are entrusted, with their posts. Basis: "
    "Interpretation of the Administrative Litigation Law (Fa Shi [2018] No. 1), article 128."
)
_SEPARATORS = re.compile(r"[、，,;；/\n]|(?<=[\u4e00-\u9fff]{2})(?:和|及|与)(?=[\u4e00-\u9fff]{2})")
"""A 和 within a name (李和平) parts nobody."""
_NOBODY = re.compile(
    r"(?:无|没有|没|暂无|暂缺|待定|待确定|未定|未确定|不详|不清楚|不知道|另行确定|另行通知|同上|略|空|"
    r"(?:本|我)?(?:单位|机关|局)?的?(?:[0-9一二两三几]?[名个位])?(?:相应的|相关|有关)?(?:工作)?人员|none|nobody|no|n/?a|tbd|[-—–.。0-9]+)"
    r"(?:人|人员)?[。.!！]?",
    re.IGNORECASE,
)
_LAWYER = re.compile(r"律师|律所|lawyer|attorney", re.IGNORECASE)
_OWN_LAWYER = re.compile(r"公职律师|government lawyer", re.IGNORECASE)
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,}|[^\W\d_]{2,}")


def read_staff(text: str, _: Any = None) -> str | Problem:
    """The names of the staff, with their posts, as one line. Problems cite their article."""
    line = read_line(text, limit=LENGTH)
    if isinstance(line, Problem):
        return line
    people = [part.strip() for part in _SEPARATORS.split(line) if part.strip()]
    named = [one for one in people if _NAME.search(one) and not _NOBODY.fullmatch(one)]
    if not named:
        return problem(NOBODY_NAMED, text=shown(line))
    if all(_LAWYER.search(one) and not _OWN_LAWYER.search(one) for one in named):
        return problem(LAWYER_ALONE)
    return line
