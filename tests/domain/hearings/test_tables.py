"""A table of hearings: columns by their names, serial dates, days above their rows, what is left aside."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hearings.tables import Read, pasted_notes, read_pasted, read_table

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
A, B = "（2026）鲁0831行初12号", "（2026）鲁0831行初13号"


def read(*rows: tuple[str, ...], first_day: date = date(1899, 12, 30), carry: bool = False) -> Read:
    return read_table(tuple(enumerate(rows, 1)), NOW, ZONE, first_day=first_day, carry=carry)


def when(found: Read) -> list[str]:
    return [f"{one.moment.day} {one.moment.clock:%H:%M}" if one.moment else "" for one in found.readings]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("46140.395833333",), "2026-04-28 09:30"),
        (("2026-04-28 09:30",), "2026-04-28 09:30"),
        (("2026年4月28日上午九时三十分",), "2026-04-28 09:30"),
        (("2026/4/28 14:30",), "2026-04-28 14:30"),
        (("4月28日下午2:30",), "2026-04-28 14:30"),
        (("46140", "0.395833333"), "2026-04-28 09:30"),
        (("46140", "9:30"), "2026-04-28 09:30"),
        (("2026-04-28", "上午9点半"), "2026-04-28 09:30"),
        (("4月28日", "14:30"), "2026-04-28 14:30"),
        (("46140",), ""),
        (("待定",), ""),
    ],
)
def test_the_time_is_read_however_the_cells_hold_it(cells: tuple[str, ...], said: str) -> None:
    header = ("案号", "开庭日期", "开庭时间")[: 1 + len(cells)]
    assert when(read(header, (A, *cells))) == [said]


def test_columns_with_other_days_do_not_count_and_are_named() -> None:
    header = ("序号", "案号", "立案日期", "开庭时间", "送达时间", "法庭", "被告")
    found = read(header, ("1", A, "2026-03-01 08:00", "2026-04-28 09:30", "2026-04-01 16:00", "第二审判庭", "县公安局"))
    assert when(found) == ["2026-04-28 09:30"]
    [one] = found.readings
    assert (one.place, one.agency) == ("第二审判庭", "县公安局")
    assert [note.params["names"] for note in found.notes] == ["序号、立案日期、送达时间"]


def test_a_day_above_its_rows_is_their_day() -> None:
    found = read(("案号", "时间"), ("4月28日（周二）", ""), (A, "9:30"), ("4月29日（周三）", ""), (B, "14:30"))
    assert when(found) == ["2026-04-28 09:30", "2026-04-29 14:30"]


def test_a_header_may_be_spaced_and_repeated_and_stand_below_a_title() -> None:
    found = read(
        ("2026年4月排期表",),
        ("案  号", "开庭时间（北京时间）"),
        (A, "4月28日9:30"),
        ("案号", "开庭时间"),
        (B, "4月29日9:30"),
    )
    assert when(found) == ["2026-04-28 09:30", "2026-04-29 09:30"]


def test_a_row_with_a_time_and_no_number_is_named_and_not_dropped() -> None:
    found = read(("案号", "开庭时间"), ("", "2026-04-28 09:30"), ("合计", ""))
    [one] = found.readings
    assert one.problems


def test_a_workbook_of_1904_has_the_same_days() -> None:
    assert when(read(("案号", "开庭时间"), (A, "44678.395833333"), first_day=date(1904, 1, 1))) == ["2026-04-28 09:30"]


PASTED = f"案号\t被告\t开庭时间\t地点\n{A}\t县公安局\t46140.395833\t第二审判庭\n{B}\t\t\t\n"


def test_empty_cells_of_a_pasted_table_are_those_above_and_that_is_said() -> None:
    first, second = read_pasted(PASTED, NOW, ZONE)
    assert (first.moment, first.place, first.agency) == (second.moment, second.place, second.agency)
    assert [note.params["rows"] for note in pasted_notes(PASTED, NOW, ZONE)] == ["3"]


def test_in_a_file_empty_cells_are_empty() -> None:
    found = read(("案号", "开庭时间"), (A, "4月28日9:30"), (B, ""))
    assert when(found) == ["2026-04-28 09:30", ""]


def test_a_list_without_tabs_is_read_line_by_line() -> None:
    text = f"{A} 县公安局 4月28日上午9:30 第二审判庭\n{B} 县公安局 4月29日上午9:30 第二审判庭"
    assert [bool(one.moment) for one in read_pasted(text, NOW, ZONE)] == [True, True]
    assert pasted_notes(text, NOW, ZONE) == ()
