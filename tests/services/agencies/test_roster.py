"""Doing what a roster says, in one go: it fills an empty house, changes a full one, or stays out as a whole."""

from datetime import datetime

import pytest
from sqlmodel import Session, func, select

from bot.domain.agencies.roster import Imported, Preview
from bot.domain.hall.errors import NotAllowed
from bot.services.agencies import agencies, claims, roster
from bot.store.tables import Agency, Appointment, AuditEntry, Invitation, Person
from bot.texts import LANGUAGES, translator
from bot.views.agencies import roster_sheets
from tests import builders
from tests.builders import County
from tests.houses import ZONE
from tests.rig import Rig
from tests.services.agencies.roster_workbooks import CAST, TODAY, TREE, workbook


async def run(rig: Rig, content: bytes, actor: Person | None = None, *, dry_run: bool = False) -> Imported:
    return await rig.work(lambda d: roster.import_file(d, content, dry_run=dry_run), actor=actor)


def said(preview: Preview) -> list[tuple[str, int, str, str]]:
    tr = translator("zh_CN")
    return [(e.sheet, e.row, e.column, str(tr(e.problem.msgid, **e.problem.params))) for e in preview.errors]


@pytest.mark.slow
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


@pytest.mark.slow
async def test_the_same_file_again_changes_nothing_and_issues_no_second_link(rig: Rig) -> None:
    content = workbook(CAST, TREE)
    await run(rig, content)
    again = await run(rig, content)
    assert (again.preview.counts.total, again.codes) == (0, ())


@pytest.mark.slow
async def test_the_roster_as_it_is_comes_back_unchanged_in_both_languages(rig: Rig, county: County) -> None:
    for language in LANGUAGES:
        tr = translator(language)
        rows, people = await rig.work(roster.present)
        books = dict(await rig.work(agencies.books))
        done = await run(rig, roster_sheets.roster(rows, people, books, tr).content)
        assert said(done.preview) == []
        assert done.preview.counts.total == 0


@pytest.mark.slow
async def test_one_wrong_row_keeps_the_whole_file_out(rig: Rig) -> None:
    bad = (
        *CAST,
        ("县档案局", "某人", "", "联络员", "", "", "", ""),
        ("县公安局", "甲乙", "13900000001", "承办人", "", "", "", ""),
    )
    done = await run(rig, workbook(bad, TREE))
    assert [(row, column) for _, row, column, _ in said(done.preview)] == [(6, "单位"), (7, "电话")]
    assert done.codes == ()

    def everything(session: Session) -> list[int]:
        return [
            session.exec(select(func.count()).select_from(t)).one() for t in (Agency, Person, Appointment, AuditEntry)
        ]

    assert await rig.database.read(everything) == [0, 0, 0, 0]


@pytest.mark.slow
async def test_a_dry_run_says_the_same_and_changes_nothing(rig: Rig) -> None:
    content = workbook(CAST, TREE)
    dry = await run(rig, content, dry_run=True)
    assert await rig.database.read(lambda s: s.exec(select(func.count()).select_from(Agency)).one()) == 0
    assert dry.codes == ()
    assert (await run(rig, content)).preview.counts == dry.preview.counts


@pytest.mark.slow
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


@pytest.mark.slow
async def test_a_new_number_is_a_change_and_a_foreign_one_an_error(rig: Rig, county: County) -> None:
    done = await run(rig, workbook([("县公安局", "马超", "13922223333", "联络员", "支队长", "", "", "")]))
    assert (done.preview.counts.people_changed, done.preview.counts.appointments_changed) == (1, 1)
    assert done.preview.counts.people_created == 0
    assert (await builders.person(rig, county.police_liaison)).phone == "13922223333"
    done = await run(rig, workbook([("县公安局", "新人", "13900001201", "承办人", "", "", "", "")]))
    [(_, row, _, words)] = said(done.preview)
    assert row == 2
    assert "王芳" in words


@pytest.mark.slow
async def test_agencies_that_stand_above_one_another_are_an_error(rig: Rig, county: County) -> None:
    rows = (("甲局", "", "部门", "乙局", "", "", ""), ("乙局", "", "部门", "甲局", "", "", ""))
    done = await run(rig, workbook((), rows))
    assert [(sheet, row, column) for sheet, row, column, _ in said(done.preview)] == [
        ("单位", 2, "上级单位"), ("单位", 3, "上级单位"),
    ]  # fmt: skip


@pytest.mark.slow
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
        await rig.work(lambda d: roster.preview(d, "0" * 64, ()), actor=liaison)


@pytest.mark.slow
async def test_an_office_s_landline_may_stand_at_several_people(rig: Rig, county: County) -> None:
    rows = [("县公安局", name, "0537-4221234", "承办人", "", "", "", "") for name in ("甲一", "乙二")]
    done = await run(rig, workbook(rows))
    assert (said(done.preview), done.preview.counts.people_created) == ([], 2)


@pytest.mark.slow
async def test_two_people_of_one_name_are_kept_apart_by_their_numbers(rig: Rig, county: County) -> None:
    rows = [("县公安局", "李强", f"1391111000{n}", "承办人", "", "", "", "") for n in (1, 2)]
    assert (await run(rig, workbook(rows))).preview.counts.people_created == 2
    nameless = await run(rig, workbook([("县公安局", "李强", "", "法制人员", "", "", "", "")]))
    [(_, row, _, words)] = said(nameless.preview)
    assert (row, "电话" in words) == (2, True)


@pytest.mark.slow
async def test_expired_links_are_extended_and_missing_ones_made(rig: Rig, county: County) -> None:
    [first] = await rig.work(roster.new_codes)
    assert await rig.work(roster.new_codes) == []
    rig.clock.move_to(datetime(2026, 4, 20, 9, tzinfo=ZONE))
    assert await rig.work(roster.new_codes) == []
    [shown] = await rig.say(5001, first.code)
    assert "石磊" in shown.text
    rows = await rig.database.read(lambda s: list(s.exec(select(Invitation)).all()))
    assert [row.code_hash for row in rows] == [claims.hash_of(first.code)]


@pytest.mark.slow
async def test_a_hundred_and_fifty_people_go_in_at_once(rig: Rig, county: County) -> None:
    rows = [("县公安局", f"民警{_han(n)}", f"139{n:08}", "执法人员", "", "", "", "") for n in range(150)]
    done = await run(rig, workbook(rows))
    assert done.preview.counts.people_created == 150
    assert len(done.codes) == 151


def _han(n: int) -> str:
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(n))
