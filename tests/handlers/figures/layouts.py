# ruff: noqa: DTZ001, E501 (cells of sheets have no zone; a row of a sheet is a line)
"""Ledgers as bureaus keep them: the same three cases each time, written another way."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FIRST, SECOND, THIRD = "（2026）鲁0831行初1号", "（2026）鲁0831行初2号", "（2026）鲁08行终3号"
Cells = Sequence[Any]


def book(fill: Callable[[Workbook, Worksheet], None]) -> bytes:
    """A workbook as it is saved."""
    made = Workbook()
    page = made.active
    assert isinstance(page, Worksheet)
    fill(made, page)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _rows(page: Worksheet, *rows: Cells) -> None:
    for row in rows:
        page.append(list(row))


def plain() -> bytes:
    """Headings as the manual has them, days in ISO form, 是 and 否."""
    return book(
        lambda made, page: _rows(
            page,
            ("案号", "收案日期", "原告", "被告单位", "案由", "开庭时间", "是否出庭", "出庭负责人", "职务", "是否发言", "结果"),
            (FIRST, "2026-01-05", "张三", "泗水县自然资源局", "行政处罚", "2026-02-10 09:30", "是", "张明", "副局长", "是", "驳回"),
            (SECOND, "2026-01-12", "李四", "泗水县公安局", "行政强制", "2026-02-25 14:30", "否", "", "", "", "撤销"),
            (THIRD, "2026-02-01", "王五", "泗水县自然资源局", "土地登记", "2026-03-18 10:00", "是", "李建国", "局长", "否", "维持"),
        )
    )  # fmt: skip


def titled() -> bytes:
    """A title above, serial numbers, blank lines, totals and a remark below; 单位 by short names; dots in dates."""
    return book(
        lambda made, page: _rows(
            page,
            ("2026年行政应诉案件台账",),
            ("填报单位：泗水县司法局",),
            (),
            ("序号", "单位", "案 号", "原告姓名", "案由", "立案时间", "庭审时间", "负责人是否出庭", "出庭人", "负责人职务", "发言", "裁判结果"),
            (1, "县自然资源局", FIRST, "张三", "行政处罚", "2026.1.5", "2026.2.10 9:30", "√", "张明", "副局长", "√", "驳回"),
            (),
            (2, "县公安局", SECOND, "李四", "行政强制", "2026.1.12", "2026.2.25 14:30", "×", "", "", "", "撤销"),
            (3, "县自然资源局", THIRD, "王五", "土地登记", "2026.2.1", "2026.3.18 10:00", "√", "李建国", "局长", "×", "维持"),
            ("合计", "", "3件", "", "", "", "", "2件", "", "", "", ""),
            ("备注：以上数据截至3月底。",),
        )
    )  # fmt: skip


def two_rows() -> bytes:
    """Two rows of headings, merged over and below; days as office programs keep them; Chinese in dates elsewhere."""

    def fill(made: Workbook, page: Worksheet) -> None:
        _rows(
            page,
            ("案件信息", "", "", "", "", "出庭情况", "", "", "", "", "结果"),
            ("案号", "被告", "原告", "案由", "收案日期", "开庭时间", "是否出庭", "姓名", "职务", "是否发言", ""),
            (FIRST, "县自然资源局", "张三", "行政处罚", date(2026, 1, 5), datetime(2026, 2, 10, 9, 30), "是", "张明", "副局长", "是", "驳回"),
            (SECOND, "县公安局", "李四", "行政强制", date(2026, 1, 12), datetime(2026, 2, 25, 14, 30), "否", None, None, None, "撤销"),
            (THIRD, "县自然资源局", "王五", "土地登记", date(2026, 2, 1), datetime(2026, 3, 18, 10, 0), "是", "李建国", "局长", "否", "维持"),
        )  # fmt: skip
        page["H1"] = "出庭负责人"
        page.merge_cells("A1:E1")
        page.merge_cells("F1:G1")
        page.merge_cells("K1:K2")

    return book(fill)


def wrong_sheet_first() -> bytes:
    """A cover and figures before the ledger; a hidden sheet with other words; columns in another order."""

    def fill(made: Workbook, page: Worksheet) -> None:
        page.title = "封面"
        _rows(page, ("泗水县司法局",), ("行政应诉台账",))
        _rows(made.create_sheet("汇总"), ("单位", "开庭件数", "出庭件数"), ("县自然资源局", 2, 2), ("县公安局", 1, 0))
        ledger = made.create_sheet("2026年")
        _rows(
            ledger,
            ("审理结果", "出庭应诉负责人", "职务级别", "出庭情况", "是否出声", "开庭日期", "被诉行政机关", "案件编号", "起诉人", "案由", "受理日期"),
            ("驳回", "张明", "副局长", "负责人出庭", "是", "2026年2月10日9时30分", "泗水县自然资源局", FIRST, "张三", "行政处罚", "2026年1月5日"),
            ("撤销", "", "", "未出庭", "", "2026年2月25日14时30分", "泗水县公安局", SECOND, "李四", "行政强制", "2026年1月12日"),
            ("维持", "李建国", "局长", "负责人出庭", "否", "2026年3月18日10时", "泗水县自然资源局", THIRD, "王五", "土地登记", "2026年2月1日"),
        )  # fmt: skip
        old = made.create_sheet("旧表")
        _rows(old, ("案号", "被告", "是否出庭"), ("（2019）鲁0831行初9号", "县公安局", "否"))
        old.sheet_state = "hidden"

    return book(fill)


def english() -> bytes:
    """Headings in English, yes and no, days with slashes."""
    return book(
        lambda made, page: _rows(
            page,
            ("No.", "Case No.", "Defendant", "Plaintiff", "Cause", "Filed on", "Hearing date", "Attended", "Leader", "Rank", "Spoke", "Result"),
            (1, FIRST, "泗水县自然资源局", "张三", "行政处罚", "2026/1/5", "2026/2/10 9:30", "Yes", "张明", "副局长", "Y", "驳回"),
            (2, SECOND, "泗水县公安局", "李四", "行政强制", "2026/1/12", "2026/2/25 14:30", "No", "", "", "", "撤销"),
            (3, THIRD, "泗水县自然资源局", "王五", "土地登记", "2026/2/1", "2026/3/18 10:00", "yes", "李建国", "局长", "n", "维持"),
        )
    )  # fmt: skip


def post_with_the_name() -> bytes:
    """Name and post in one cell, three ways; numbers with half-width brackets and blanks; compact days."""
    return book(
        lambda made, page: _rows(
            page,
            ("法院案号", "应诉单位", "原告", "案由", "收案时间", "开庭时间", "是否出庭", "出庭负责人（姓名、职务）", "发言情况", "案件结果"),
            ("(2026)鲁0831行初1号", "泗水县自然资源局", "张三", "行政处罚", "20260105", "20260210 09:30", "是", "张明（副局长）", "已发言", "驳回"),
            ("( 2026 ) 鲁0831 行初2号", "泗水县公安局", "李四", "行政强制", "20260112", "20260225 14:30", "否", "无", "", "撤销"),
            ("[2026]鲁08行终3号", "泗水县自然资源局", "王五", "土地登记", "20260201", "20260318 10:00", "是", "局长李建国", "未发言", "维持"),
        )
    )  # fmt: skip


def serials() -> bytes:
    """Days whose format was lost (46032 is 10 January), a note in each heading, empty signs of all kinds."""
    return book(
        lambda made, page: _rows(
            page,
            ("案号*", "被告（行政机关）", "原告（全部）", "案由（一级）", "收案日期\n（年月日）", "开庭时间（含钟点）", "有无出庭", "出庭领导", "职务", "是否发言", "结果（生效）"),
            (FIRST, "县自然资源局", "张三", "行政处罚", 46027, 46063.395833, "有", "张明", "副局长", "是", "驳回"),
            (SECOND, "县公安局", "李四", "行政强制", 46034, 46078.604167, "无出庭", "/", "—", "-", "撤销"),
            (THIRD, "县自然资源局", "王五", "土地登记", 46054, 46099.416667, "有", "李建国", "局长", "否", "维持"),
        )
    )  # fmt: skip


def merged_downwards() -> bytes:
    """The unit stands once for several of its cases, merged; a heading is repeated on the second page."""

    def fill(made: Workbook, page: Worksheet) -> None:
        heads = (
            "被告单位",
            "案号",
            "原告",
            "案由",
            "立案日期",
            "开庭时间",
            "是否出庭",
            "出庭负责人",
            "职务",
            "是否发言",
            "结果",
        )
        _rows(
            page,
            heads,
            ("县自然资源局", FIRST, "张三", "行政处罚", "2026-1-5", "2026-2-10 9:30", "是", "张明", "副局长", "是", "驳回"),
            ("", THIRD, "王五", "土地登记", "2026-2-1", "2026-3-18 10:00", "是", "李建国", "局长", "否", "维持"),
            heads,
            ("县公安局", SECOND, "李四", "行政强制", "2026-1-12", "2026-2-25 14:30", "否", "", "", "", "撤销"),
            ("填表人：王某", "", "", "审核人：刘某"),
        )  # fmt: skip
        page.merge_cells("A2:A3")

    return book(fill)


def by_former_names() -> bytes:
    """A unit by the name that it bore before a reform; days written out; hidden rows that nobody is to see."""

    def fill(made: Workbook, page: Worksheet) -> None:
        _rows(
            page,
            ("涉诉单位", "案号", "原告名称", "诉讼事由", "登记日期", "开庭", "出庭与否", "应诉负责人", "正副职", "是否发表意见", "处理结果"),
            ("泗水县国土资源局", FIRST, "张三", "行政处罚", "二〇二六年一月五日", "2026年2月10日上午9:30", "是", "张明", "副局长", "是", "驳回"),
            ("县公安局", SECOND, "李四", "行政强制", "二〇二六年一月十二日", "2026年2月25日下午2:30", "否", "", "", "", "撤销"),
            ("泗水县国土资源局", THIRD, "王五", "土地登记", "二〇二六年二月一日", "2026年3月18日上午10:00", "是", "李建国", "正职", "否", "维持"),
            ("县公安局", "（2018）鲁0831行初77号", "赵六", "行政处罚", "2018-1-1", "2018-2-2", "否", "", "", "", ""),
        )  # fmt: skip
        page.row_dimensions[5].hidden = True

    return book(fill)


def several_at_once() -> bytes:
    """Several hearings in one cell with an answer for each; several defendants; joined numbers in one row."""
    return book(
        lambda made, page: _rows(
            page,
            ("案号", "被告单位", "原告", "案由", "收案日期", "开庭时间", "是否出庭", "出庭负责人", "职务", "是否发言", "结果"),
            (FIRST, "泗水县自然资源局、某某公司", "张三", "行政处罚", "2026-01-05", "第一次2026-02-10 9:30；第二次2026-03-02 9:30", "是；否", "张明", "副局长", "是", "驳回"),
            (SECOND, "泗水县公安局", "李四", "行政强制", "2026-01-12", "2026-02-25 14:30", "否", "", "", "", "撤销"),
            (THIRD, "泗水县自然资源局", "王五", "土地登记", "2026-02-01", "2026-03-18 10:00", "是", "李建国", "局长", "否", "维持"),
        )
    )  # fmt: skip


def by_hand() -> bytes:
    """A printed form: title with the year, two rows of merged headings, days without a year or with a short one, signs,
    the post behind the name, units without their county, blank rows, totals and rates and signatures at the end."""

    def fill(made: Workbook, page: Worksheet) -> None:
        page.title = "一季度"
        _rows(
            page,
            ("泗水县行政机关负责人出庭应诉情况统计表（2026年第一季度）",),
            ("填报单位（盖章）：", "", "", "", "", "", "填报日期：2026年4月1日"),
            ("序号", "案件基本情况", "", "", "", "", "开庭", "行政机关负责人出庭情况", "", "", "案件结果"),
            ("", "案号", "案由", "原告", "被告", "收案日期", "", "是否出庭", "出庭负责人姓名及职务", "是否发言", ""),
            (1, FIRST, "行政处罚", "张三", "自然资源局", "1月5日", "26年2月10日9:30", "√", "张明副局长", "√", "驳回"),
            (),
            (2, SECOND, "行政强制", "李四", "县公安局", "26.1.12", "2月25日下午2:30", "未出庭，委托法制员出庭", "", "", "撤销"),
            (3, THIRD, "土地登记", "王五", "泗水县自然资源局", "2026.2.1", "2026.3.18 10:00", "√", "局长：李建国", "×", "维持"),
            ("合计", "", "", "", "", "", "3件", "2件", "", "", ""),
            ("出庭率", "", "", "", "", "", "", "66.67%", "", "", ""),
            ("审核人：刘某", "", "", "填表人：王某"),
        )  # fmt: skip
        for cells in ("A1:K1", "B3:F3", "H3:J3", "A3:A4", "G3:G4", "K3:K4"):
            page.merge_cells(cells)

    return book(fill)


def in_words() -> bytes:
    """One column says who came and how; no column of names."""
    return book(
        lambda made, page: _rows(
            page,
            ("案号", "被告", "原告", "案由", "立案日期", "开庭时间", "负责人出庭应诉情况", "是否发言", "裁判结果"),
            (FIRST, "县自然资源局", "张三", "行政处罚", "2026-01-05", "2026年02月10日 09时30分", "副局长张明出庭应诉", "是", "驳回"),
            (SECOND, "县公安局", "李四", "行政强制", "2026-01-12", "2026年02月25日 14时30分", "负责人未出庭", "", "撤销"),
            (THIRD, "县自然资源局", "王五", "土地登记", "2026-02-01", "2026年03月18日 10时00分", "是（局长李建国）", "否", "维持"),
        )
    )  # fmt: skip


LAYOUTS: dict[str, Callable[[], bytes]] = {
    one.__name__: one
    for one in (
        plain, titled, two_rows, wrong_sheet_first, english, post_with_the_name, serials, merged_downwards,
        by_former_names, several_at_once, by_hand, in_words,
    )
}  # fmt: skip


def two_years() -> bytes:
    """A workbook with a sheet for each year, and one of totals between them."""

    def fill(made: Workbook, page: Worksheet) -> None:
        page.title = "2026年"
        heads = ("案号", "被告", "开庭时间", "是否出庭", "出庭负责人", "职务")
        _rows(
            page,
            heads,
            ("（2026）鲁0831行初6号、7号", "县公安局", "2026-02-10 9:30", "是", "徐刚", "副局长"),
            ("（2026）鲁0831行初8号等3件", "县公安局", "2026-02-11 9:30", "是", "徐刚", "副局长"),
        )
        _rows(made.create_sheet("汇总"), ("年度", "开庭件数"), (2026, 2))
        _rows(made.create_sheet("2025年"), heads, ("（2025）鲁0831行初31号", "县公安局", "11月3日 9:30", "否", "", ""))

    return book(fill)
