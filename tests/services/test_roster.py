"""The roster in one file: reading whatever comes, refusing what cannot be, doing the rest in one go."""

import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlmodel import func, select

from bot.domain.agencies import KIND_NAMES
from bot.domain.errors import NotAllowed, Refused
from bot.domain.people_forms import ROLE_NAMES
from bot.domain.roster import Preview, Sheet, parse
from bot.domain.roster_words import AGENCY_COLUMNS, PEOPLE_COLUMNS, kind_of, role_of
from bot.domain.terms import AgencyKind, Role
from bot.services import agencies, claims, roster, roster_files
from bot.store.tables import Agency, Appointment, AuditEntry, Invitation, Person
from bot.texts import LANGUAGES, translator
from bot.views import roster_sheets
from tests import builders
from tests.builders import County
from tests.rig import Rig, open_rig

AGENCIES = ("单位名称", "简称", "类别", "上级单位", "条线指导单位", "牵头单位", "适用规则")
PEOPLE = ("单位", "姓名", "电话", "角色", "职务", "分管工作", "任职日期", "离任日期")
BOOKS = {"sishui-2020": "泗水县2020年9月1日《意见》"}
TODAY = date(2026, 4, 2)
DAY = datetime(2026, 1, 5)  # noqa: DTZ001 - a cell has no time zone

Rows = Sequence[Sequence[object]]


def workbook(
    people: Rows = (), units: Rows = (), *, heads: tuple[Sequence[str], Sequence[str]] = (AGENCIES, PEOPLE)
) -> bytes:
    """A roster as an office programme would save it."""
    book = Workbook()
    book.remove(book.active)
    for title, header, rows in (("单位", heads[0], units), ("人员", heads[1], people)):
        page = book.create_sheet(title)
        page.append(list(header))
        for row in rows:
            page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parsed(people: Rows = (), units: Rows = ()):  # type: ignore[no-untyped-def]
    return parse(roster_files.read(workbook(people, units)), BOOKS, TODAY)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path) as opened:
        yield opened


@pytest.fixture
async def county(rig: Rig) -> County:
    return await builders.county(rig)


async def run(rig: Rig, content: bytes, actor: Person | None = None, *, dry_run: bool = False):  # type: ignore[no-untyped-def]
    return await rig.work(lambda d: roster.import_file(d, content, dry_run=dry_run), actor=actor)


def said(preview: Preview) -> list[tuple[str, int, str, str]]:
    tr = translator("zh_CN")
    return [(e.sheet, e.row, e.column, str(tr(e.problem.msgid, **e.problem.params))) for e in preview.errors]


# -- reading ---------------------------------------------------------------------------------------------------


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


def test_a_title_above_the_header_and_unknown_columns_do_no_harm() -> None:
    book = Workbook()
    page = book.active
    page.title = "人员表"
    for row in (["泗水县行政应诉名册"], [], ["序号", "单位", "姓名", "角色"], [1, "县公安局", "王芳", "联络员"]):
        page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    found = parse(roster_files.read(stream.getvalue()), BOOKS, TODAY)
    assert found.ignored == ("序号",)
    assert [(row.row, row.name) for row in found.people] == [(4, "王芳")]


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


@settings(max_examples=150, deadline=None)
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


# -- hostile files ---------------------------------------------------------------------------------------------


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def _with_entities() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook([("县公安局", "王芳", "", "联络员", "", "", "", "")])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            package.writestr(part, content)
    return stream.getvalue()


HOSTILE = {
    "empty": b"",
    "stub": b"PK",
    "nul": b"\x00" * 2000,
    "csv": b"name,phone\nx,1\n",
    "broken zip": b"PK\x03\x04" + b"x" * 500,
    "no workbook": _zip(hello_xml=b"<a/>"),
    "no xml": _zip(xl__workbook_xml=b"not xml"),
    "no sheets": _zip(xl__workbook_xml=b"<workbook/>"),
    "bomb": _zip(xl__workbook_xml=b"<a/>", bomb=b"0" * (30 * 1024 * 1024)),
    "entities": _with_entities(),
    "large": b"x" * (roster_files.LARGEST + 1),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_roster_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused):
        roster_files.read(content)
    assert not roster_files.looks_like_roster(content)


def test_fifty_thousand_rows_are_refused_quickly() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    page = book.add_worksheet("人员")
    page.write_row(0, 0, PEOPLE)
    for n in range(1, 50_000):
        page.write_row(n, 0, ["县公安局", "王芳", "", "联络员"])
    book.close()
    with pytest.raises(Refused, match=r"rows|larger"):
        roster_files.read(stream.getvalue())


def test_a_cell_a_million_rows_down_is_refused_and_not_walked_to() -> None:
    book = Workbook()
    page = book.active
    page.title = "人员"
    page.append(list(PEOPLE))
    page.cell(row=1_000_000, column=1).value = "x"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(Refused, match="rows"):
        roster_files.read(stream.getvalue())


def test_a_formula_stays_the_text_that_it_is() -> None:
    found = parsed([("=HYPERLINK(A1)", "=1+1", "", "联络员", "", "", "", "")])
    assert [(error.row, error.column) for error in found.errors] == [(2, "姓名")]


# -- doing -----------------------------------------------------------------------------------------------------

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


async def test_an_empty_house_is_filled_by_one_file_in_any_order_of_rows(rig: Rig) -> None:
    done = await run(rig, workbook(CAST, TREE))
    assert said(done.preview) == []
    counts = done.preview.counts
    assert (counts.agencies_created, counts.people_created, counts.appointments_created) == (3, 3, 5)
    rows = await rig.database.read(lambda s: list(s.exec(select(Agency)).all()))
    by_name = {row.short_name: row for row in rows}
    seat = by_name["县政府"]
    assert by_name["县公安局"].path == f"/{seat.id}/{by_name['县公安局'].id}/"
    assert (seat.lead_id, seat.rulebook) == (by_name["县司法局"].id, "sishui-2020")
    assert [(one.name, one.agency) for one in done.codes] == [
        ("陈静", "县司法局"), ("马超", "县公安局"), ("韩峰", "县公安局"),
    ]  # fmt: skip
    [shown] = await rig.say(5001, done.codes[1].code)
    assert "县公安局" in shown.text
    assert "县司法局" in shown.text


async def test_the_same_file_again_changes_nothing_and_issues_no_second_link(rig: Rig) -> None:
    content = workbook(CAST, TREE)
    await run(rig, content)
    again = await run(rig, content)
    assert (again.preview.counts.total, again.codes) == (0, ())


async def test_the_roster_as_it_is_comes_back_unchanged_in_both_languages(rig: Rig, county: County) -> None:
    for language in LANGUAGES:
        tr = translator(language)
        rows, people = await rig.work(roster.present)
        books = dict(await rig.work(agencies.books))
        done = await run(rig, roster_sheets.roster(rows, people, books, tr).content)
        assert said(done.preview) == []
        assert done.preview.counts.total == 0


async def test_one_wrong_row_keeps_the_whole_file_out(rig: Rig) -> None:
    bad = (
        *CAST,
        ("县档案局", "某人", "", "联络员", "", "", "", ""),
        ("县公安局", "甲乙", "13900000001", "承办人", "", "", "", ""),
    )
    done = await run(rig, workbook(bad, TREE))
    assert [(row, column) for _, row, column, _ in said(done.preview)] == [(6, "单位"), (7, "电话")]
    assert done.codes == ()

    def everything(session):  # type: ignore[no-untyped-def]
        return [
            session.exec(select(func.count()).select_from(t)).one() for t in (Agency, Person, Appointment, AuditEntry)
        ]

    assert await rig.database.read(everything) == [0, 0, 0, 0]


async def test_a_dry_run_says_the_same_and_changes_nothing(rig: Rig) -> None:
    content = workbook(CAST, TREE)
    dry = await run(rig, content, dry_run=True)
    assert await rig.database.read(lambda s: s.exec(select(func.count()).select_from(Agency)).one()) == 0
    assert dry.codes == ()
    assert (await run(rig, content)).preview.counts == dry.preview.counts


async def test_a_change_of_principal_in_one_file_ends_the_old_one_first(rig: Rig, county: County) -> None:
    rows = (
        ("县公安局", "新局长", "13911110000", "主要负责人", "局长", "", "2026-04-03", ""),
        ("县公安局", "韩峰", "13900001303", "主要负责人", "", "", "", "2026-04-02"),
    )
    done = await run(rig, workbook([(r[0], "新局", *r[2:]) if r[1] == "新局长" else r for r in rows]))
    assert said(done.preview) == []
    assert (done.preview.counts.appointments_ended, done.preview.counts.appointments_created) == (1, 1)
    [old] = await builders.appointments(rig, county.ids[county.police_principal])
    assert old.to_date == TODAY


async def test_a_new_number_is_a_change_and_a_foreign_one_an_error(rig: Rig, county: County) -> None:
    done = await run(rig, workbook([("县公安局", "马超", "13922223333", "联络员", "支队长", "", "", "")]))
    assert (done.preview.counts.people_changed, done.preview.counts.appointments_changed) == (1, 1)
    assert done.preview.counts.people_created == 0
    assert (await builders.person(rig, county.police_liaison)).phone == "13922223333"
    done = await run(rig, workbook([("县公安局", "新人", "13900001201", "承办人", "", "", "", "")]))
    [(_, row, _, words)] = said(done.preview)
    assert row == 2
    assert "王芳" in words


async def test_agencies_that_stand_above_one_another_are_an_error(rig: Rig, county: County) -> None:
    rows = (("甲局", "", "部门", "乙局", "", "", ""), ("乙局", "", "部门", "甲局", "", "", ""))
    done = await run(rig, workbook((), rows))
    assert [(sheet, row, column) for sheet, row, column, _ in said(done.preview)] == [
        ("单位", 2, "上级单位"), ("单位", 3, "上级单位"),
    ]  # fmt: skip


async def test_a_coordinator_imports_people_of_the_own_branch_and_no_agencies(rig: Rig, county: County) -> None:
    coordinator = await builders.person(rig, county.coordinator)
    good = await run(rig, workbook([("县公安局", "新人", "", "承办人", "", "", "", "")]), coordinator)
    assert good.preview.counts.people_created == 1
    assert [one.name for one in good.codes] == ["石磊", "新人"]
    outside = await run(rig, workbook([("市司法局", "新人", "", "承办人", "", "", "", "")]), coordinator)
    assert [(row, column) for _, row, column, _ in said(outside.preview)] == [(2, "角色")]
    tree = await run(rig, workbook((), [("县新局", "", "部门", "县政府", "", "", "")]), coordinator)
    assert [(sheet, row) for sheet, row, *_ in said(tree.preview)] == [("单位", 2)]
    liaison = await builders.person(rig, county.liaison)
    with pytest.raises(NotAllowed):
        await rig.work(lambda d: roster.preview(d, "0" * 64), actor=liaison)


async def test_an_office_s_landline_may_stand_at_several_people(rig: Rig, county: County) -> None:
    rows = [("县公安局", name, "0537-4221234", "承办人", "", "", "", "") for name in ("甲一", "乙二")]
    done = await run(rig, workbook(rows))
    assert (said(done.preview), done.preview.counts.people_created) == ([], 2)


async def test_two_people_of_one_name_are_kept_apart_by_their_numbers(rig: Rig, county: County) -> None:
    rows = [("县公安局", "李强", f"1391111000{n}", "承办人", "", "", "", "") for n in (1, 2)]
    assert (await run(rig, workbook(rows))).preview.counts.people_created == 2
    nameless = await run(rig, workbook([("县公安局", "李强", "", "法制人员", "", "", "", "")]))
    [(_, row, _, words)] = said(nameless.preview)
    assert (row, "电话" in words) == (2, True)


async def test_expired_links_are_extended_and_missing_ones_made(rig: Rig, county: County) -> None:
    [first] = await rig.work(roster.new_codes)
    assert await rig.work(roster.new_codes) == []
    await rig.to("2026-04-20 09:00")
    assert await rig.work(roster.new_codes) == []
    [shown] = await rig.say(5001, first.code)
    assert "石磊" in shown.text
    rows = await rig.database.read(lambda s: list(s.exec(select(Invitation)).all()))
    assert [row.code_hash for row in rows] == [claims.hash_of(first.code)]


async def test_six_hundred_people_go_in_at_once(rig: Rig, county: County) -> None:
    rows = [("县公安局", f"民警{_han(n)}", f"139{n:08}", "执法人员", "", "", "", "") for n in range(600)]
    done = await run(rig, workbook(rows))
    assert done.preview.counts.people_created == 600
    assert len(done.codes) == 601


def _han(n: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(n))
