"""Working-day tables one by one: files, computed years, pasted lines and notices, and what is said of a wrong one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.law import calendars
from bot.law.calendars import CalendarError, computed_table, load_calendar, table_of, table_text
from bot.law.notices import parse_table

NAMES = {
    "元旦": "New Year", "春节": "Spring Festival", "清明节": "Qingming", "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival", "中秋节": "Mid-Autumn Festival", "国庆节": "National Day",
}  # fmt: skip
DAYS = {
    "元旦": "01-01", "春节": "02-08", "清明节": "04-05", "劳动节": "05-03", "端午节": "06-09", "中秋节": "09-15",
    "国庆节": "10-01",
}  # fmt: skip


def spans(**more: Any) -> dict[str, Any]:
    """A table of 2027 as data, one day a holiday."""
    holidays = [{"zh": zh, "from": date.fromisoformat(f"2027-{day}"), "to": date.fromisoformat(f"2027-{day}")}
                for zh, day in DAYS.items()]  # fmt: skip
    return {"year": 2027, "holiday": holidays, **more}


def lines(*more: str) -> str:
    return "\n".join([*(f"休 2027-{day} {zh}" for zh, day in DAYS.items()), *more])


def refusal(error: CalendarError) -> str:
    """What is said, in a program's words and for a person: the same, with every value."""
    assert all(value is not None for value in error.problem.params.values())
    assert error.problem.msgid.format(**error.problem.params) == str(error)
    return str(error)


def test_holidays_are_named_in_english_whatever_they_are_called_in_the_file() -> None:
    table = table_of(spans())
    assert list(table.holidays.values()) == list(NAMES.values())
    assert table.notices == ()
    assert table.work == frozenset()
    assert not table.provisional
    first = date(2027, 1, 4)
    named = spans()["holiday"] + [{"en": "Own Day", "zh": "春节", "from": first, "to": first}]
    assert table_of({**spans(), "holiday": named}).holidays[first] == "Own Day"
    named[-1].pop("en")
    named[-1]["zh"] = "泼水节"
    assert table_of({**spans(), "holiday": named}).holidays[first] == "泼水节"
    named[-1].pop("zh")
    assert table_of({**spans(), "holiday": named}).holidays[first] == ""
    assert parse_table(lines()).holidays == table.holidays


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"year": 1989}, "between 1990 and 2200"),
        ({"year": 2201}, "between 1990 and 2200"),
        ({"year": True}, "between 1990 and 2200"),
        ({"holiday": {"zh": "元旦"}}, r"write each holiday as a table \[\[holiday\]\]"),
        ({"holiday": ["元旦"]}, "write each holiday"),
        ({"notice": "x"}, "write each notice"),
        ({"holiday": [{"from": date(2027, 1, 1)}]}, "needs from and to"),
        ({"holiday": [{"to": date(2027, 1, 1)}]}, "needs from and to"),
        (
            {"holiday": [{"from": date(2027, 1, 2), "to": date(2027, 1, 1)}]},
            "2027-01-02 to 2027-01-01 is not a holiday",
        ),
        ({"holiday": [{"from": date(2027, 1, 1), "to": date(2027, 1, 17)}]}, "must be 1 to 16 days"),
        ({"work": date(2027, 1, 9)}, "write work ="),
        ({"work": ["2027-01-09"]}, "write work ="),
        ({"work": [date(2027, 1, 9), "x"]}, "write work ="),
        ({"work": [date(2027, 5, 3)]}, "2027-05-03 is not a weekend day"),
        ({"work": [date(2027, 10, 3), date(2026, 11, 29)]}, "2026-11-29 does not belong to 2027"),
        ({"work": [date(2028, 1, 1)]}, "2028-01-01 does not belong to 2027"),
        ({"notice": [{"issued_on": "2026-11-04"}]}, "write issued_on"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(data: dict[str, Any], said: str) -> None:
    with pytest.raises(CalendarError, match=said) as wrong:
        table_of({**spans(), **data})
    refusal(wrong.value)


def test_the_december_before_belongs_to_a_table_and_its_edges_do() -> None:
    sunday, saturday = date(2026, 12, 20), date(2027, 12, 25)
    table = table_of(spans(work=[sunday, saturday]))
    assert table.work == {sunday, saturday}
    sixteen = [{"en": "Long", "from": date(2027, 7, 1), "to": date(2027, 7, 16)}]
    assert list(table_of(spans(holiday=spans()["holiday"] + sixteen)).holidays.values()).count("Long") == 16
    for year in (1990, 2200):
        with pytest.raises(CalendarError, match="does not belong"):
            table_of({**spans(), "year": year})


def test_five_holidays_are_a_year_and_four_are_not() -> None:
    assert table_of(spans(holiday=spans()["holiday"][:5]))
    with pytest.raises(CalendarError, match="the table of 2027 names fewer than five"):
        table_of(spans(holiday=spans()["holiday"][:4]))


def test_a_day_off_cannot_be_made_up_for_on_itself() -> None:
    saturday = date(2027, 10, 2)
    both = spans(holiday=[*spans()["holiday"], {"zh": "国庆节", "from": saturday, "to": saturday}], work=[saturday])
    with pytest.raises(CalendarError, match="2027-10-02 is both") as wrong:
        table_of(both)
    refusal(wrong.value)


def test_notices_are_kept_with_their_number_and_day() -> None:
    kept = table_of(spans(notice=[{"number": "国办发明电〔2026〕7号", "issued_on": date(2026, 11, 4)}, {}])).notices
    assert [(one.number, one.issued_on) for one in kept] == [("国办发明电〔2026〕7号", date(2026, 11, 4)), ("", None)]


# -- files ---------------------------------------------------------------------------------------------------------


def test_shipped_years_are_there_and_a_file_or_a_folder_adds_or_replaces_years(tmp_path: Path) -> None:
    calendars._shipped.cache_clear()
    shipped = load_calendar()
    assert [year for year in range(2015, 2030) if not shipped.is_provisional(year)] == list(range(2019, 2027))
    own = tmp_path / "a.toml"
    own.write_text(table_text(table_of(spans(work=[date(2027, 1, 9)]))), encoding="utf-8")
    for where in (own, tmp_path):
        calendar = load_calendar(where)
        assert not calendar.is_provisional(2027)
        assert calendar.is_working(date(2027, 1, 9))
        assert calendar.is_working(date(2026, 1, 4)), "the shipped years stay"
    (tmp_path / "b.toml").write_text(table_text(table_of(spans())), encoding="utf-8")
    assert not load_calendar(tmp_path).is_working(date(2027, 1, 9)), "of two files the later one counts"
    (tmp_path / "c.txt").write_text("nothing", encoding="utf-8")
    assert not load_calendar(tmp_path).is_provisional(2027)


@pytest.mark.parametrize("text", ["year = [", "year = 27", ""])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CalendarError, match=r"^broken\.toml: .+") as wrong:
        load_calendar(path)
    assert "None" not in refusal(wrong.value)
    gone = tmp_path / "gone.toml"
    with pytest.raises(CalendarError) as wrong:
        load_calendar(gone)
    assert str(wrong.value) == f"{gone}: No such file or directory"


def test_the_text_of_a_table_has_one_span_a_holiday_and_is_read_again() -> None:
    text = table_text(parse_table(lines("休 2027-10-02 2027-10-07 国庆节", "班 2027-10-09", "班 2027-01-09")))
    assert text.count("[[holiday]]") == 7
    assert "work = [2027-01-09, 2027-10-09]" in text
    assert 'en = "National Day"\nfrom = 2027-10-01\nto = 2027-10-07' in text
    odd = parse_table(lines('休 2027-07-01 "泼\\水"节'))
    assert "泼" in table_text(odd), "as it is written, not as an escape"
    assert parse_table(table_text(odd)) == odd


# -- years that are not announced ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # Seven holidays; since 2025 New Year's Eve of the lunar calendar and the second of May as well.
        (2027, "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"),
        (2025, "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06"),
        (2024, "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03"),
    ],
)
def test_a_year_that_is_not_announced_has_its_statutory_holidays_and_nothing_guessed(year: int, days: str) -> None:
    table = computed_table(year)
    assert " ".join(f"{day:%m-%d}" for day in sorted(table.holidays)) == days
    assert {day.year for day in table.holidays} == {year}
    assert (table.year, table.work, table.provisional, table.notices) == (year, frozenset(), True, ())
    assert set(table.holidays.values()) == set(NAMES.values())
    assert table.holidays[date(year, 10, 2)] == "National Day"


# -- pasted ones ---------------------------------------------------------------------------------------------------


HEADING = "国务院办公厅关于2027年部分节假日安排的通知\n"
OTHERS = "".join(f"{n}、{zh}：{int(DAYS[zh][:2])}月{int(DAYS[zh][3:])}日放假。\n"
                 for n, zh in zip("二三四五六七", list(DAYS)[1:], strict=True))  # fmt: skip


@pytest.mark.parametrize(
    ("item", "off"),
    [
        ("1月1日放假，与周末连休。", "01-01 01-02 01-03"),
        ("1月4日放假，与周末连休。", "01-02 01-03 01-04"),
        ("1月5日放假，与周末连休。", "01-05"),
        ("1月2日放假，与周末连休。", "01-02"),
        ("1月1日至3日放假。", "01-01 01-02 01-03"),
        ("1月1日（周五）放假1天。", "01-01"),
        ("1月1日（周五）至3日（农历冬月廿六，星期天）放假，共3天。", "01-01 01-02 01-03"),
        ("1月1日至3日周日放假。", "01-01 01-02 01-03"),
    ],
)
def test_the_days_of_a_holiday_in_a_notice(item: str, off: str) -> None:
    table = parse_table(HEADING + f"一、元旦：{item}\n" + OTHERS)
    days = sorted(day for day, name in table.holidays.items() if name == "New Year")
    assert " ".join(f"{day:%m-%d}" for day in days) == off
    assert len(set(table.holidays.values())) == 7


def test_a_notice_orders_work_only_where_it_says_so_and_reaches_back_where_it_names_the_year() -> None:
    text = HEADING + (
        "一、元旦：2026年12月31日至2027年1月1日放假调休。2026年12月26日、12月27日上班；1月9日上班。1月10日照常休息。\n"
    ) + OTHERS + "\n\n国务院办公厅\n2026年11月5日\n附：9月9日上班"  # fmt: skip
    table = parse_table(text)
    assert sorted(table.work)[:2] == [date(2026, 12, 26), date(2026, 12, 27)]
    assert date(2027, 1, 10) not in table.work
    assert table.holidays[date(2026, 12, 31)] == "New Year"
    [notice] = table.notices
    assert (notice.number, notice.issued_on) == ("", date(2026, 11, 5))


def test_pasted_lines_may_name_year_and_number_and_need_neither() -> None:
    plain = parse_table(lines())
    assert (plain.year, plain.notices) == (2027, ())
    full = parse_table("年 2027\n文号 国办发明电〔2026〕7号\n\n" + lines("班 2027-01-09 2027-01-10"))
    assert [one.number for one in full.notices] == ["国办发明电〔2026〕7号"]
    assert full.work == {date(2027, 1, 9), date(2027, 1, 10)}
    assert parse_table(lines("休 2026-12-31 元旦")).year == 2027, "the latest day tells the year"
    weekday = parse_table(lines("班 2027-01-09 2027-01-10 周日")).work
    assert weekday == {date(2027, 1, 9), date(2027, 1, 10)}, "a weekday is of the day before it"


@pytest.mark.parametrize(
    "line", ["休", "休 2027-01-01 2027-01-02 2027-01-03 元旦", "班", "年 二〇二七", "也 2027-01-01"]
)
def test_a_line_that_cannot_be_read_is_shown(line: str) -> None:
    with pytest.raises(CalendarError, match=f"cannot read “{line}”") as wrong:
        parse_table(lines(line))
    refusal(wrong.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADING + "一、元旦：明天放假一日。", "no day was found for 元旦"),
        (HEADING + "一、元旦：2月30日放假。", "2月30日 is not a date"),
        (HEADING + "一、元旦：1月1日（周四）至3日放假。", "2027-01-01 is written as “周四”"),
        (HEADING + "一、元旦：1月1日（周五）至3日（农历冬月廿六、星期六）放假。", "2027-01-03 is written as “周六”"),
        (HEADING + "一、元旦：1月1日至3日放假。1月9日（周日）上班。", "2027-01-09 is written as “周日”"),
        (HEADING + "一、元旦：1月1日至3日放假，共4天。", "which is 3 days, but the notice says 4"),
        ("休 2027-01-01（周四） 元旦", "2027-01-01 is written as “周四”"),
        ("班 2027-01-09 周日", "2027-01-09 is written as “周日”"),
        ("休 2027-02-30 春节", "2027-02-30 is not a date"),
        ("year = [", "this is not valid TOML: "),
    ],
)
def test_what_is_refused_is_named(text: str, said: str) -> None:
    with pytest.raises(CalendarError, match=said) as wrong:
        parse_table(text)
    assert "None" not in refusal(wrong.value)
