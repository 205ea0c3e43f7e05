"""What the columns of a court's table say, by their headings."""

from __future__ import annotations

import re

NAME, HEARD, ATTENDED, PRINCIPAL, RATE = "name", "heard", "attended", "principal", "rate"
ABSENT, NUMBER, CAME, REASON, NOTE, SERIAL = "absent", "number", "came", "reason", "note", "serial"
COUNTS = (HEARD, ATTENDED, ABSENT, PRINCIPAL)

_KINDS: tuple[tuple[str, str], ...] = (
    (NUMBER, r"案号|案件编号"),
    ("", r"法院|审级|案由|原告|日期|时间|同比|环比|上季|去年|姓名|职务|排名|名次"),
    (SERIAL, r"^(序号|编号|№|no\.?)$"),
    (CAME, r"是否.{0,8}出庭|出庭与否"),
    ("", r"(主要负责人|正职|一把手).{0,6}(率|占比)|出声|发言"),
    (RATE, r"率|占比|百分比"),
    (REASON, r"原因|理由|事由"),
    (ABSENT, r"未出庭|没有出庭|缺席"),
    (PRINCIPAL, r"主要负责人|正职|一把手"),
    (HEARD, r"开庭|审理|应出庭|案件数|件数|应诉案件"),
    (ATTENDED, r"出庭"),
    (NAME, r"单位|机关|被告|名称|乡镇|部门"),
    (NOTE, r"备注|说明|情况"),
)
"""The first that fits; an empty kind is a column that is left aside."""
_KINDS_READ = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)


def kind_of(heading: str) -> str:
    """Empty where it says nothing that is read."""
    text = re.sub(r"[\s（(].*|\s", "", heading) or heading
    return next((kind for kind, pattern in _KINDS_READ if pattern.search(text)), "")


def kinds_of(cells: list[str]) -> tuple[str, ...]:
    """The kinds of a row of headings; none where the row is no heading: figures stand in it, or too little is known."""
    if any(re.fullmatch(r"[\d.,%％]+[件次人]?", cell) for cell in cells):
        return ()
    found = tuple(kind_of(cell) if cell else "" for cell in cells)
    known = set(found) - {""}
    is_units = NAME in known and bool(known & {HEARD, ATTENDED, ABSENT})
    is_cases = NUMBER in known and bool(known & {NAME, CAME, REASON, ATTENDED})
    return found if is_units or is_cases else ()
