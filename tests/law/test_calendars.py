"""The working-day tables against two independent public sources, and reading of pasted tables."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from lunar_python.util import HolidayUtil

from bot.law.calendars import CalendarError, computed_table, load_calendar, table_of, table_text
from bot.law.notices import parse_table

YEARS = range(2019, 2027)
CALENDAR = load_calendar()


def days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_working_days_agree_with_the_first_public_source(year: int) -> None:
    assert [day for day in days(year) if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)] == []


def works_by_the_second_source(day: date) -> bool:
    found = HolidayUtil.getHoliday(day.year, day.month, day.day)
    return bool(found.isWork()) if found else day.weekday() < 5


@pytest.mark.parametrize("year", YEARS)
def test_working_days_agree_with_the_second_public_source(year: int) -> None:
    differing = [day for day in days(year) if CALENDAR.is_working(day) != works_by_the_second_source(day)]
    # The second source leaves out the days by which the notice of 2020-01-27 lengthened the Spring Festival.
    assert [day for day in differing if not date(2020, 1, 31) <= day <= date(2020, 2, 2)] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_shipped_year_names_its_notices(year: int) -> None:
    notices = CALENDAR.year(year).notices
    assert notices
    assert all(notice.number.startswith("国办发明电〔") and notice.issued_on for notice in notices)
    assert not CALENDAR.is_provisional(year)


def test_the_weekday_holidays_and_working_weekends_of_2026_are_those_of_the_notice() -> None:
    off = [f"{day:%m-%d}" for day in days(2026) if day.weekday() < 5 and not CALENDAR.is_working(day)]
    work = [f"{day:%m-%d}" for day in days(2026) if CALENDAR.is_make_up(day)]
    assert " ".join(off) == (
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25"
        " 10-01 10-02 10-05 10-06 10-07"
    )
    assert " ".join(work) == "01-04 02-14 02-28 05-09 09-20 10-10"


@pytest.mark.parametrize("year", YEARS)
def test_the_computed_table_of_an_announced_year_holds_only_days_off(year: int) -> None:
    computed = computed_table(year)
    assert computed.provisional
    assert [day for day in computed.holidays if chinese_calendar.is_workday(day)] == []


def test_a_year_without_a_notice_is_provisional_until_its_table_is_learnt() -> None:
    assert CALENDAR.is_provisional(2027)
    learnt = CALENDAR.with_table(parse_table(PLAIN))
    assert not learnt.is_provisional(2027)
    assert learnt.is_working(date(2027, 1, 9))
    assert CALENDAR.is_provisional(2027), "the old calendar stays what it was"


PLAIN = """
年 2027
文号 国办发明电〔2026〕9号
休 2027-01-01 2027-01-03 元旦
休 2027-02-05 2027-02-12 春节
休 2027-04-05 清明节
休 2027-05-01 2027-05-05 劳动节
休 2027-06-09 端午节
休 2027-09-15 中秋节
休 2027-10-01 2027-10-07 国庆节
班 2027-01-09
"""

NOTICE_2025 = """国务院办公厅关于2025年部分节假日安排的通知
国办发明电〔2024〕12号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。

国务院办公厅
2024年11月12日
"""

NOTICE_2024 = """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""

NOTICE_2019 = """国务院办公厅关于2019年部分节假日安排的通知
一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日放假。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""


@pytest.mark.parametrize(("text", "year"), [(NOTICE_2025, 2025), (NOTICE_2024, 2024)])
def test_the_notice_itself_can_be_pasted(text: str, year: int) -> None:
    pasted = load_calendar().with_table(parse_table(text))
    assert [day for day in days(year) if pasted.is_working(day) != CALENDAR.is_working(day)] == []


def test_a_pasted_notice_keeps_its_number_and_date() -> None:
    (notice,) = parse_table(NOTICE_2025).notices
    assert (notice.number, notice.issued_on) == ("国办发明电〔2024〕12号", date(2024, 11, 12))


def test_a_notice_may_reach_into_the_december_before() -> None:
    table = parse_table(NOTICE_2019)
    assert date(2018, 12, 29) in table.work
    pasted = CALENDAR.with_table(table)
    assert pasted.is_working(date(2018, 12, 29))
    assert not pasted.is_working(date(2018, 12, 31))
    assert pasted.holiday(date(2018, 12, 31)) == "New Year"


def test_a_table_survives_being_written_and_read() -> None:
    for text in (PLAIN, NOTICE_2025, NOTICE_2019):
        table = parse_table(text)
        assert parse_table(table_text(table)) == table


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no day off was found"),
        ("你好", "cannot read"),
        ("休 2027-02-30 春节", "is not a date"),
        ("休 2027-01-01 2027-03-01 春节", "is not a holiday"),
        (PLAIN + "班 2027-01-12", "is not a weekend day"),
        (PLAIN + "班 2027-01-02", "both a day off and a make-up"),
        (PLAIN + "休 2029-01-01 元旦", "does not belong to 2027"),
        ("休 2027-01-01 元旦", "fewer than five holidays"),
        ("year = 2027\nwork = [", "not valid TOML"),
        ("一、元旦：1月1日放假。", "the year is missing"),
        ("关于2027年部分节假日安排的通知 一、元旦：明天放假一日。", "no day was found"),
        ("关于2027年部分节假日安排的通知 一、元旦：2月30日放假。", "is not a date"),
        ("休" * 30_000, "too long"),
    ],
)
def test_a_table_that_cannot_be_true_is_refused_with_a_reason(text: str, complaint: str) -> None:
    with pytest.raises(CalendarError, match=complaint):
        parse_table(text)


@pytest.mark.parametrize("data", [{}, {"year": "2027"}, {"year": 2027, "holiday": [{"zh": "元旦"}]}])
def test_a_file_without_year_or_days_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(CalendarError):
        table_of(data)
