"""What the columns of a bureau's ledger mean: headings matched by meaning, whoever wrote them, in whatever order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.hall.extracts import Row, Table
from bot.domain.reading.case_spans import spot_case_numbers
from bot.domain.reading.cleaning import clean_line


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a ledger: its words (a message id), and the headings under which bureaus keep it."""

    words: str
    headings: tuple[str, ...]
    telling: bool = False
    """No list of hearings to come has it: a sheet with such a column is a ledger."""


COLUMNS: dict[str, Column] = {
    "number": Column("Case number", ("案号", "案件编号", "案件号", "法院案号", "一审案号", "case number", "case no")),
    "original": Column("Original case number", ("原审案号", "一审原案号", "原案号", "original case number")),
    "agency": Column(
        "Agency",
        ("被告单位", "被告", "被诉单位", "被诉机关", "被诉行政机关", "应诉单位", "涉诉单位", "责任单位", "承办单位",
         "单位", "单位名称", "行政机关", "被上诉人单位", "agency", "defendant"),
    ),
    "court": Column(
        "Court",
        ("法院", "受理法院", "审理法院", "管辖法院", "审判法院", "受案法院", "一审法院", "承办法院",
         "审理机关", "court"),
    ),
    "instance": Column("Instance", ("审级", "审理程序", "instance")),
    "filed_on": Column(
        "Filed on",
        ("收案日期", "收案时间", "立案日期", "立案时间", "受理日期", "受理时间", "登记日期", "date filed", "filed on"),
    ),
    "received_on": Column(
        "Received on",
        ("收到日期", "收到时间", "签收日期", "应诉通知书收到日期", "收到应诉通知书时间", "收到应诉通知书日期",
         "送达日期", "送达时间", "received on", "served on"),
    ),
    "cause": Column("Cause", ("案由", "案件类型", "案件类别", "诉讼事由", "涉诉事项", "cause")),
    "act": Column(
        "Kind of act",
        ("行政行为种类", "行政行为类型", "行政行为类别", "被诉行政行为种类", "被诉行政行为类型", "行为种类", "行为类型",
         "kind of act"),
    ),
    "plaintiff": Column("Plaintiff", ("原告", "原告姓名", "原告名称", "起诉人", "上诉人", "申请人", "plaintiff")),
    "third_party": Column("Third party", ("第三人", "第三人姓名", "第三人名称", "third party")),
    "hearing": Column(
        "Hearing",
        ("开庭时间", "开庭日期", "庭审时间", "庭审日期", "开庭", "审理时间", "开庭时间及次数", "hearing",
         "hearing date", "heard on"),
    ),
    "place": Column("Place", ("开庭地点", "庭审地点", "法庭", "审判庭", "开庭法庭", "place", "courtroom")),
    "attended": Column(
        "Attended",
        ("是否出庭", "负责人是否出庭", "行政机关负责人是否出庭", "出庭与否", "出庭情况", "负责人出庭情况", "是否应诉",
         "有无出庭", "出庭应诉情况", "负责人出庭应诉情况", "负责人出庭", "是否出庭应诉", "attended", "leader attended"),
        telling=True,
    ),
    "leader": Column(
        "Leader",
        ("出庭负责人", "出庭人", "出庭人员", "出庭领导", "负责人姓名", "出庭负责人姓名", "出庭负责人姓名及职务",
         "出庭应诉负责人",         "出庭应诉人员", "应诉负责人", "姓名", "leader"),
        telling=True,
    ),
    "post": Column(
        "Post",
        ("职务", "出庭人职务", "负责人职务", "出庭负责人职务", "职务级别", "出庭领导职务", "正职副职", "正副职",
         "post", "rank"),
        telling=True,
    ),
    "spoke": Column(
        "Spoke", ("是否发言", "发言", "出声", "是否出声", "发言情况", "发表意见", "是否发表意见", "spoke"), telling=True
    ),
    "absence": Column(
        "Reason of absence",
        ("未出庭原因", "未出庭理由", "不能出庭原因", "不出庭原因", "未出庭事由", "reason of absence"),
        telling=True,
    ),
    "outcome": Column(
        "Outcome",
        ("结果", "裁判结果", "审理结果", "判决结果", "案件结果", "裁判情况", "处理结果", "办理结果", "结案方式",
         "outcome", "result"),
        telling=True,
    ),
    "performance": Column(
        "Performance",
        ("履行情况", "判决履行情况", "裁判履行情况", "生效裁判履行情况", "是否履行", "履行判决情况", "performance"),
        telling=True,
    ),
    "advice": Column(
        "Judicial advice",
        ("司法建议", "司法建议情况", "司法建议办理情况", "司法建议落实情况", "司法建议及回复情况", "judicial advice"),
        telling=True,
    ),
    "closed_on": Column("Closed on", ("结案日期", "结案时间", "办结日期", "办结时间", "closed on"), telling=True),
    "archive": Column("Archive number", ("归档号", "档案号", "卷宗号", "案卷号", "archive number"), telling=True),
    "note": Column("Note", ("备注", "说明", "note", "remarks")),
}  # fmt: skip
ASIDE = frozenset({"序号", "编号", "no", "年度", "月份", "季度"})
"""Headings that are known and hold nothing to be taken over."""
_NOISE = re.compile(r"[(（\[【][^(（\[【)）\]】]*[)）\]】]|[\s:：*＊、,，./。?？_\-]")
_EXACT = {re.sub(r"\s", "", heading): name for name, column in COLUMNS.items() for heading in column.headings}
_PARTS = sorted((heading for heading in _EXACT if len(heading) > 2), key=len, reverse=True)
_WHOSE = frozenset({"姓名", "名称"})
"""Headings that mean what stands above them."""
_WITHIN = 15
"""Rows in which a heading is looked for."""
_SPREAD = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the headings of a sheet stand, and what each column is taken to hold ("" for what is left aside)."""

    first: int
    """Index of the (first) row of headings among the rows of the table."""
    depth: int
    words: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def known(self) -> int:
        return len(set(filter(None, self.fields)))

    @property
    def is_ledger(self) -> bool:
        """Whether the sheet tells what came of hearings, which no list of hearings to come does."""
        return "number" in self.fields and any(COLUMNS[one].telling for one in self.fields if one)


def folded(heading: str) -> str:
    """A heading without what says nothing: blanks, brackets with what stands in them, punctuation."""
    return _NOISE.sub("", clean_line(heading)).lower()


def field_of(heading: str, learnt: Mapping[str, str] | None = None) -> str:
    """Which field a heading means, by what was learnt here, else by its words; "" where it means none."""
    text = folded(heading)
    if learnt and text in learnt:
        return learnt[text]
    if text in _EXACT or not text or text in ASIDE:
        return _EXACT.get(text, "")
    return next((_EXACT[part] for part in _PARTS if part in text and not part.isascii()), "")


def heads_of(rows: Sequence[Row], learnt: Mapping[str, str] | None = None) -> Heads | None:
    """The headings of a sheet, in one row or in two; None where it has none that name a case and two things more."""
    found = [
        one
        for at in range(min(_WITHIN, len(rows)))
        for depth in (1, 2)
        if (one := _heads(rows, at, depth, learnt)) is not None
    ]
    good = [one for one in found if "number" in one.fields and one.known >= _LEAST]
    return max(good, key=lambda one: (one.known, -one.depth, -one.first), default=None)


def _heads(rows: Sequence[Row], at: int, depth: int, learnt: Mapping[str, str] | None) -> Heads | None:
    lines = [cells for _, cells in rows[at : at + depth]]
    if len(lines) < depth or any(spot_case_numbers(cell) for cells in lines for cell in cells):
        return None
    words = [_one_line(word) for word in (lines[0] if depth == 1 else _joined(*lines))]
    return Heads(at, depth, tuple(words), _once([_meant(word, learnt) for word in words]))


def _one_line(word: str) -> str:
    """A heading as it is shown: narrow columns break it, and blanks spread two letters; neither is a word's end."""
    return _SPREAD.sub("", clean_line(word))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows of headings as one: a heading above stands over all below it up to the next, as merged cells do."""
    wide, above, found = max(len(upper), len(lower)), "", list[str]()
    for at in range(wide):
        head, own = (row[at] if at < len(row) else "" for row in (upper, lower))
        above = head or (above if own else "")
        found.append(above if own in ("", above) else f"{above}/{own}" if above else own)
    return found


def _meant(word: str, learnt: Mapping[str, str] | None) -> str:
    """A heading below another means what it says itself; else both together, else the one above."""
    above, parted, own = word.partition("/")
    if not parted:
        return field_of(word, learnt)
    together = folded(above) + folded(own)
    if (learnt and together in learnt) or together in _EXACT:
        return field_of(together, learnt)
    if folded(own) in _WHOSE:
        whose = field_of(together, learnt)
        return "leader" if whose == "attended" else whose
    return field_of(own, learnt) or field_of(together, learnt)


def _once(fields: Sequence[str]) -> tuple[str, ...]:
    """Each field once, but hearings and notes, of which there may be several columns: the first one has it."""
    seen: set[str] = set()
    found = []
    for name in fields:
        found.append("" if name in seen and name != "hearing" else name)
        seen.add(name)
    return tuple(found)


def key_of(word: str) -> str:
    """Under what a heading's meaning is remembered."""
    return "".join(folded(part) for part in word.split("/"))


def best(tables: Sequence[Table], learnt: Mapping[str, str] | None = None) -> tuple[int, Heads] | None:
    """The sheet that is the ledger, by its place, with its headings: the one that tells most; None where none does.

    A sheet that its reader cannot see counts only where nothing else does.
    """
    found = [
        (at, heads) for at, one in enumerate(tables) if one.seen and (heads := heads_of(one.seen, learnt)) is not None
    ]
    return max(found, key=lambda one: (one[1].is_ledger, one[1].known, -one[0]), default=None)
