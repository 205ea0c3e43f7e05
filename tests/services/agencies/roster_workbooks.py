"""Rosters in a workbook, as people fill them in."""

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook

from bot.domain.agencies.roster import Parsed, parse
from bot.services.agencies import roster_files

AGENCIES = ("单位名称", "简称", "类别", "上级单位", "条线指导单位", "牵头单位", "适用规则")
PEOPLE = ("单位", "姓名", "电话", "角色", "职务", "分管工作", "任职日期", "离任日期")
BOOKS = {"sishui-2020": "泗水县2020年9月1日《意见》"}
TODAY = date(2026, 4, 2)
Rows = Sequence[Sequence[object]]


def workbook(
    people: Rows = (), units: Rows = (), *, heads: tuple[Sequence[str], Sequence[str]] = (AGENCIES, PEOPLE)
) -> bytes:
    """A roster as an office programme would save it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, header, rows in (("单位", heads[0], units), ("人员", heads[1], people)):
        page = book.create_sheet(title)
        page.append(list(header))
        for row in rows:
            page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parsed(people: Rows = (), units: Rows = ()) -> Parsed:
    return parse(roster_files.read(workbook(people, units)), BOOKS, TODAY)


TREE = (
    ("县公安局", "", "工作部门", "泗水县人民政府", "", "", ""),
    ("泗水县人民政府", "县政府", "政府", "", "", "泗水县司法局", "泗水县2020年9月1日《意见》"),
    ("泗水县司法局", "县司法局", "司法局", "县政府", "", "", ""),
)
CAST = (
    ("县司法局", "陈静", "13900000001", "统筹人员", "科长", "", "", ""),
    ("县公安局", "马超", "13900000002", "联络员、法制人员", "", "", "", ""),
    ("县司法局", "马超", "13900000002", "承办人", "", "", "", ""),
    ("县公安局", "韩峰", "", "主要负责人", "局长", "", "", ""),
)
