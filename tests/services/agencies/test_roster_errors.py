"""All that is wrong with a roster is said at once, in the order of cause, and nothing twice for one fault."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from bot import operations
from bot.domain.agencies.roster import Preview
from bot.services.agencies import agencies, roster
from bot.settings import Settings
from bot.store.tables import Agency
from bot.texts import translator
from bot.views.agencies import roster_sheets
from tests.builders import County
from tests.rig import Rig
from tests.services.agencies.roster_workbooks import AGENCIES, BOOKS, CAST, PEOPLE, TREE, workbook

HERE = translator("zh_CN")


async def tried(rig: Rig, *rows: Any, units: Any = TREE, **more: Any) -> Preview:
    done = await rig.work(lambda desk: roster.import_file(desk, workbook((*CAST, *rows), units, **more), dry_run=True))
    return done.preview


def said(preview: Preview) -> list[tuple[str, int, str]]:
    return [(e.sheet, e.row, e.column) for e in preview.errors]


async def test_wrong_cells_and_wrong_names_are_said_in_one_round(rig: Rig) -> None:
    units = (*TREE, ("县民政局", "", "衙门", "县政府", "", "", ""), ("县水利局", "", "部门", "市政府", "", "", ""))
    preview = await tried(
        rig,
        ("县民政局", "甲一", "", "联络员", "", "", "", ""),
        ("县水利局", "乙二", "", "联络员", "", "", "", ""),
        ("县档案局", "丙三", "", "联络员", "", "", "", ""),
        ("县公安局", "丁四", "12", "联络员", "", "", "", ""),
        units=units,
    )
    assert said(preview) == [
        ("单位", 5, "类别"), ("单位", 6, "上级单位"), ("人员", 8, "单位"), ("人员", 9, "电话"),
    ], "agencies before people; who is in an agency that is wrong itself is no error of his own"  # fmt: skip
    assert preview.counts.total == 0


async def test_below_an_agency_that_is_wrong_nothing_else_is(rig: Rig) -> None:
    units = (
        *TREE,
        ("县民政局", "", "部门", "市政府", "", "", ""),
        ("第一救助站", "", "派出机构", "县民政局", "", "", ""),
    )
    preview = await tried(rig, ("第一救助站", "甲一", "", "联络员", "", "", "", ""), units=units)
    assert said(preview) == [("单位", 5, "上级单位")]


async def test_each_wrong_cell_of_a_row_is_said_in_the_same_round(rig: Rig) -> None:
    """Also where two name agencies that are not there, and where another cell of the row could not be read."""
    units = (
        *TREE,
        ("县民政局", "", "部门", "县政府", "市民政局", "市司法局", ""),
        ("县水利局", "", "部门", "县政府", "", "市司法局", "某办法"),
        ("县林业局", "", "部门", "市政府", "市林业局", "市政府", ""),
    )
    preview = await tried(rig, ("县档案局", "丙三", "12", "联络员", "", "", "", ""), units=units)
    assert said(preview) == [
        ("单位", 5, "条线指导单位"), ("单位", 5, "牵头单位"), ("单位", 6, "适用规则"), ("单位", 6, "牵头单位"),
        ("单位", 7, "上级单位"), ("单位", 7, "条线指导单位"), ("人员", 6, "电话"), ("人员", 6, "单位"),
    ], "a name that is wrong twice in a row is said once"  # fmt: skip


async def test_two_rows_about_one_agency_that_differ_are_an_error_and_not_the_last_word(rig: Rig) -> None:
    again = ("县公安局", "公安", "工作部门", "县政府", "", "", "")
    assert said(await tried(rig, units=(*TREE, again))) == [("单位", 5, "单位名称")]
    assert said(await tried(rig, units=(*TREE, TREE[0]))) == [], "the same once more is none"
    await rig.work(lambda desk: roster.import_file(desk, workbook(CAST, TREE)))
    assert said(await tried(rig, units=(*TREE, again))) == [("单位", 5, "单位名称")], "also of one that was there"


async def test_of_two_new_agencies_of_one_name_each_is_where_it_belongs(rig: Rig) -> None:
    """One was made, and then moved by the other's row."""
    units = (
        *TREE,
        ("法制室", "公安法制室", "派出机构", "县公安局", "", "", ""),
        ("法制室", "司法法制室", "派出机构", "县司法局", "县公安局", "", ""),
    )
    for created in (5, 0):
        counts = (await tried(rig, units=units)).counts
        assert (counts.agencies_created, counts.agencies_changed) == (created, 0)
        await rig.work(lambda desk: roster.import_file(desk, workbook(CAST, units)))
    found = await rig.work(lambda desk: [(a.short_name, bool(a.supervisor_id)) for a in offices(desk.session)])
    assert found == [("公安法制室", False), ("司法法制室", True)]


def offices(session: Session) -> list[Agency]:
    return list(session.exec(select(Agency).where(Agency.name == "法制室").order_by(col(Agency.id))))


async def test_without_its_columns_a_sheet_says_only_that(rig: Rig) -> None:
    preview = await tried(rig, heads=(("名", "别名"), PEOPLE))
    assert {column for _, _, column in said(preview)} == {"单位名称", "类别"}


async def test_a_new_agency_with_its_lead_is_new_and_not_changed(rig: Rig) -> None:
    counts = (await tried(rig)).counts
    assert (counts.agencies_created, counts.agencies_changed) == (3, 0)


async def test_only_what_changed_counts_as_changed(rig: Rig) -> None:
    await rig.work(lambda desk: roster.import_file(desk, workbook(CAST, TREE)))
    again = (await tried(rig)).counts
    assert again.total == 0
    units = (TREE[0], TREE[1], ("泗水县司法局", "司法局", "司法局", "县政府", "", "", ""))
    counts = (await tried(rig, units=units)).counts
    assert (counts.agencies_changed, counts.total) == (1, 1)


def _sheets(language: str) -> Any:
    return load_workbook(io.BytesIO(roster_sheets.template(BOOKS, translator(language)).content))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_column_of_the_template_says_what_it_wants(language: str) -> None:
    book = _sheets(language)
    for page, width in zip(book.worksheets, (len(AGENCIES), len(PEOPLE)), strict=True):
        for cell in page[1][:width]:
            assert cell.comment is not None, cell.value
            assert len(cell.comment.text) > 3
        prompts = {str(one.sqref): one.prompt for one in page.data_validations.dataValidation}
        assert len(prompts) == width
        assert all(words and len(words) <= 255 for words in prompts.values())


def test_what_is_chosen_is_chosen_from_a_list() -> None:
    agencies_page, people = _sheets("zh_CN").worksheets
    offered = {
        page.title: {
            str(rule.sqref)[0]: rule.formula1 for rule in page.data_validations.dataValidation if rule.type == "list"
        }
        for page in (agencies_page, people)
    }
    assert set(offered["单位"]) == {"C", "D", "E", "F", "G"}
    assert set(offered["人员"]) == {"A", "D"}
    assert "工作部门" in offered["单位"]["C"]
    assert offered["单位"]["F"] == offered["人员"]["A"] == "'单位'!$A$2:$A$2001"
    assert "县政府这一行" in agencies_page["F1"].comment.text


async def test_the_filled_roster_has_them_too_and_changes_nothing(rig: Rig, county: County) -> None:
    rows, people = await rig.work(roster.present)
    books = dict(await rig.work(agencies.books))
    content = roster_sheets.roster(rows, people, books, HERE).content
    assert load_workbook(io.BytesIO(content)).worksheets[0]["F1"].comment is not None
    done = await rig.work(lambda desk: roster.import_file(desk, content, dry_run=True))
    assert (done.preview.errors, done.preview.counts.total) == ((), 0)


async def test_the_command_that_only_tries_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, var=tmp_path)  # type: ignore[call-arg]
    content = workbook(CAST, TREE)
    first = await operations.import_roster(settings, content, dry_run=True)
    assert first.good
    assert "新增单位：3" in first.words
    assert "修改单位" not in first.words
    assert (await operations.import_roster(settings, content, dry_run=False)).good
    again = await operations.import_roster(settings, content, dry_run=True)
    assert again.good
    assert "无需导入" in again.words
