"""Reading a roster: cells as people fill them in, and mistakes named by sheet, row and column."""

import io
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.domain.agencies.agencies import KIND_NAMES
from bot.domain.agencies.people_forms import ROLE_NAMES
from bot.domain.agencies.roster import Sheet, parse
from bot.domain.agencies.roster_words import AGENCY_COLUMNS, PEOPLE_COLUMNS, kind_of, role_of
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.agencies import roster_files
from bot.texts import LANGUAGES, translator
from bot.views.agencies import roster_sheets
from tests.services.agencies.roster_workbooks import AGENCIES, BOOKS, PEOPLE, TODAY, Rows, parsed, workbook

DAY = datetime(2026, 1, 5)  # noqa: DTZ001 - a cell has no time zone


@pytest.mark.slow
def test_cells_are_read_as_people_fill_them_in() -> None:
    found = parsed(
        [
            ("县公安局", "王　芳", "１３９ ０００１ ２３４５", "联络员", "", "", DAY, None),
            ("  县公安局 ", "李娜", 13900012346, "B岗、法制人员", "科员 ", "", "2026年1月5日", ""),
            ("县公安局", "张明", 13900012347.0, "Leader", "副局长", "治安", date(2026, 1, 5), "2026-12-31"),
            ("示例：某局", "某某", "", "联络员", "", "", "", ""),
            ("", "", "", "", "", "", "", ""),
        ]
    )
    assert found.errors == ()
    first, second, third, fourth = found.people
    assert (first.name, first.phone, first.role, first.from_date) == (
        "王芳", "13900012345", Role.LIAISON, date(2026, 1, 5),
    )  # fmt: skip
    assert [second.role, third.role] == [Role.DEPUTY_LIAISON, Role.LEGAL_STAFF]
    assert (second.agency, second.post, second.phone) == ("县公安局", "科员", "13900012346")
    assert (fourth.role, fourth.phone, fourth.to_date) == (Role.LEADER, "13900012347", date(2026, 12, 31))


@pytest.mark.slow
def test_english_headers_and_words_do_as_well() -> None:
    heads = ([c.english for c in AGENCY_COLUMNS], [f" {c.english.upper()}* " for c in PEOPLE_COLUMNS])
    content = workbook(
        [("County Police", "Wang Fang", "+86 139 0001 2345", "Liaison officer", "", "", "", "")],
        [("County Police", "", "department", "", "", "", "")],
        heads=heads,
    )
    found = parse(roster_files.read(content), BOOKS, TODAY)
    assert found.errors == ()
    assert found.people[0].phone == "13900012345"
    assert found.agencies[0].kind is AgencyKind.DEPARTMENT


@pytest.mark.slow
def test_a_title_above_the_header_and_unknown_columns_do_no_harm() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "人员表"
    for row in (["泗水县行政应诉名册"], [], ["序号", "单位", "姓名", "角色"], [1, "县公安局", "王芳", "联络员"]):
        page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    found = parse(roster_files.read(stream.getvalue()), BOOKS, TODAY)
    assert found.ignored == ("序号",)
    assert [(row.row, row.name) for row in found.people] == [(4, "王芳")]


@pytest.mark.slow
def test_each_mistake_is_named_with_sheet_row_and_column() -> None:
    found = parsed(
        [
            ("", "王芳", "12", "联络员", "", "", "", ""),
            ("县公安局", "张明副局长", "", "局座", "", "", "", ""),
            ("县公安局", "任督", "", "观察员", "", "", "", ""),
            ("县公安局", "何伟", "", "承办人", "", "", "2026-05-01", "2026-04-01"),
            ("县公安局", "何伟", "", "管理员", "", "", "2月30日", ""),
        ],
        [("县公安局", "", "衙门", "", "", "", "火星规定"), ("局" * 50, "", "部门", "", "", "", "")],
    )
    assert {(e.sheet, e.row, e.column) for e in found.errors} == {
        ("单位", 2, "类别"), ("单位", 2, "适用规则"), ("单位", 3, "简称"),
        ("人员", 2, "单位"), ("人员", 2, "电话"), ("人员", 3, "姓名"), ("人员", 3, "角色"),
        ("人员", 4, "离任日期"), ("人员", 5, "离任日期"), ("人员", 6, "角色"), ("人员", 6, "任职日期"),
    }  # fmt: skip
    assert found.people == ()


def test_a_missing_or_doubled_column_is_named() -> None:
    content = workbook(heads=(AGENCIES, ("单位", "姓名", "姓名", "电话")))
    found = parse(roster_files.read(content), BOOKS, TODAY)
    assert {(e.row, e.column) for e in found.errors} == {(1, "角色"), (1, "姓名")}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_template_is_understood(language: str) -> None:
    tr = translator(language)
    assert {kind: kind_of(str(tr(name))) for kind, name in KIND_NAMES.items()} == {kind: kind for kind in AgencyKind}
    assert {role: role_of(str(tr(name))) for role, name in ROLE_NAMES.items()} == {role: role for role in ROLE_NAMES}
    sheets = roster_files.read(roster_sheets.template(BOOKS, tr).content)
    assert {sheet.what for sheet in sheets} == {"agencies", "people"}
    found = parse(sheets, BOOKS, TODAY)
    assert (found.errors, found.agencies, found.people, found.ignored) == ((), (), (), ())


cells = st.one_of(st.text(max_size=30), st.sampled_from(["", "联络员", "县公安局", "王芳", "13900012345", "=1+1"]))


@pytest.mark.slow
@settings(max_examples=150)
@given(
    st.lists(st.tuples(*[cells] * len(PEOPLE)), max_size=6), st.lists(st.tuples(*[cells] * len(AGENCIES)), max_size=6)
)
def test_whatever_stands_in_the_cells_rows_come_out_or_errors(people: Rows, units: Rows) -> None:
    sheets = (
        Sheet("agencies", "单位", AGENCIES, 1, tuple(enumerate(units, start=2))),  # type: ignore[arg-type]
        Sheet("people", "人员", PEOPLE, 1, tuple(enumerate(people, start=2))),  # type: ignore[arg-type]
    )
    found = parse(sheets, BOOKS, TODAY)
    wrong = {error.row for error in found.errors if error.sheet == "人员"}
    assert all(row.row not in wrong for row in found.people)
    assert all(0 < len(row.name) <= 40 for row in found.people)


@pytest.mark.slow
def test_a_formula_stays_the_text_that_it_is() -> None:
    found = parsed([("=HYPERLINK(A1)", "=1+1", "", "联络员", "", "", "", "")])
    assert [(error.row, error.column) for error in found.errors] == [(2, "姓名")]
