"""/ledger: the 台账 as a sheet, chosen by buttons and words, made beside, sent when it is there."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session, col, select

from bot.services.figures import exports
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, AuditEntry, Case, FileJob, StoredFile
from bot.telegram.exporting import Exporter
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.figures.layouts import FIRST, LAYOUTS, SECOND, THIRD
from tests.rig import Rig

Rows = list[dict[str, Any]]


@pytest.fixture
async def told(rig: Rig, county: County) -> County:
    """The three cases of the layouts."""
    [card] = await rig.send_file(county.coordinator, "台账.xlsx", LAYOUTS["plain"]())
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "✓ 确认导入", card)
    return county


def sheet(shown: Shown) -> tuple[str, Rows]:
    """The note above the sheet that a message carries, and its rows by heading."""
    assert shown.document is not None
    book = openpyxl.load_workbook(io.BytesIO(shown.document[1]))
    note, heads, *body = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    return str(note[0]), [dict(zip(map(str, heads), row, strict=True)) for row in body]


async def ledger(rig: Rig, user: int, words: str = "") -> tuple[str, Rows]:
    """The ledger as this user gets it."""
    [card] = await rig.say(user, f"/ledger {words}")
    progress, file = await rig.press(user, "✓ 生成", card)
    assert "已生成" in progress.text
    return sheet(file)


async def test_the_ledger_comes_as_a_file_with_the_columns_of_a_ledger(rig: Rig, told: County) -> None:
    note, rows = await ledger(rig, told.coordinator)
    assert "县司法局" in note
    assert "仅供内部使用" in note
    first, second, third = sorted(rows, key=lambda row: [FIRST, SECOND, THIRD].index(row["案号"]))
    assert first["单位"] == "县自然资源局"
    assert first["收案日期"] == "2026-01-05"
    assert first["原告"] == "张某某"
    assert first["出庭负责人"] == "张明"
    assert "副局长" in first["职务（职级）"]
    assert first["是否出庭"] == "是"
    assert first["计入"] == "负责人已出庭"
    assert first["结果"] == "驳回"
    assert (second["出庭负责人"], second["是否出庭"]) == (None, "否")
    assert second["计入"] == "无正当理由未出庭"
    assert third["审级"] == "二审"
    assert third["是否发言"] == "否"
    assert {row["时段"] for row in rows} == {"2026年第一季度"}


async def test_words_and_buttons_narrow_it(rig: Rig, told: County) -> None:
    _, of_unit = await ledger(rig, told.coordinator, "2026年第一季度 县公安局")
    assert [row["案号"] for row in of_unit] == [SECOND]
    [card] = await rig.say(told.coordinator, "/ledger 2025年")
    assert "0行" in card.text
    assert not any("生成" in label for label in card.labels)
    await rig.press(told.coordinator, "换期间", card)
    await rig.press(told.coordinator, "2026年第一季度", card)
    await rig.press(told.coordinator, "单位", card)
    await rig.press(told.coordinator, "县自然资源局", card)
    assert "2行" in card.text
    await rig.press(told.coordinator, "败诉", card)
    assert "0行" in card.text


async def test_a_word_that_means_nothing_is_named(rig: Rig, told: County) -> None:
    [said] = await rig.say(told.coordinator, "/ledger 2026年 县水晶局")
    assert "“县水晶局”无法识别" in said.text


async def test_a_liaison_has_the_own_unit_and_its_plaintiffs(rig: Rig, told: County) -> None:
    _, rows = await ledger(rig, told.liaison)
    assert {row["单位"] for row in rows} == {"县自然资源局"}
    [card] = await rig.say(told.liaison, "/ledger")
    assert "导入台账" not in card.labels
    await rig.press(told.liaison, "原告全名", card)
    _, file = await rig.press(told.liaison, "✓ 生成", card)
    assert {row["原告"] for row in sheet(file)[1]} == {"张三", "王五"}


async def test_the_city_sees_its_counties_as_wholes_and_no_single_case(rig: Rig, told: County) -> None:
    [card] = await rig.say(told.assessor, "/ledger")
    assert "0行" in card.text
    assert "原告全名" not in card.labels


async def test_who_has_no_ledger_is_refused(rig: Rig, told: County) -> None:
    for user in (told.court_contact, told.leader, told.admin):
        [said] = await rig.say(user, "/ledger")
        assert said.document is None
        assert not any("生成" in label for label in said.labels)


async def test_another_units_ledger_is_not_had_with_a_forged_button(rig: Rig, told: County) -> None:
    [card] = await rig.say(told.liaison, "/ledger")
    await rig.press_data(told.liaison, f"lg.go::{told.police}:", card)
    assert await rig.database.read(lambda s: s.exec(select(FileJob)).all()) == []


async def test_whoever_loses_the_right_meanwhile_gets_nothing(rig: Rig, told: County) -> None:
    job = await rig.work(lambda desk: _asked(desk, told))
    await rig.work(lambda desk: _dismissed(desk, told.ids[told.coordinator]))
    await rig.print()
    assert await rig.database.read(lambda s: s.get_one(FileJob, job).state) == "cancelled"
    assert await rig.database.read(lambda s: s.exec(select(StoredFile)).all()) == []


def _asked(desk: Desk, told: County) -> int:
    """As if the turn that asked had died before anything was made: the row is there, and nothing else."""
    job = FileJob(
        kind="ledger", asked={}, person_id=told.ids[told.coordinator], chat_id=told.coordinator, made_at=desk.now
    )
    desk.session.add(job)
    desk.session.flush()
    return job.id or 0


def _dismissed(desk: Desk, person_id: int) -> None:
    for row in desk.session.exec(select(Appointment).where(Appointment.person_id == person_id)).all():
        desk.session.delete(row)


async def test_what_was_asked_before_a_crash_is_made_after_it(rig: Rig, told: County) -> None:
    job = await rig.work(lambda desk: _asked(desk, told))
    await rig.work(lambda desk: exports.claim(desk.session, wall=0.0, owner="dead", lease=60.0))
    await rig.work(lambda desk: exports.give_up_leases(desk.session))
    await rig.print()
    await rig.pump.drain()
    assert await rig.database.read(lambda s: s.get_one(FileJob, job).state) == "made"
    assert len(sheet(rig.last(told.coordinator))[1]) == 3


async def test_it_is_cancelled_by_a_tap_and_an_old_tap_says_how_it_stands(rig: Rig, told: County) -> None:
    job = await rig.work(lambda desk: _asked(desk, told))
    [card] = await rig.say(told.coordinator, "/ledger")
    await rig.press_data(told.liaison, f"lg.no:{job}", card)
    assert await rig.database.read(lambda s: s.get_one(FileJob, job).state) == "waiting"
    await rig.press_data(told.coordinator, f"lg.no:{job}", card)
    assert await rig.database.read(lambda s: s.get_one(FileJob, job).state) == "cancelled"
    await rig.print()
    assert await rig.database.read(lambda s: s.exec(select(StoredFile)).all()) == []
    await rig.press_data(told.coordinator, f"lg.no:{job}", card)
    assert "已取消" in card.text


async def test_while_it_is_made_the_message_says_how_far_it_is(rig: Rig, told: County) -> None:
    class Watched(Exporter):
        """Looks at once, when 40 of 100 rows are there, and lets the chat hear of it."""

        async def _goes_on(self, job: FileJob, said: dict[str, Any]) -> bool:
            goes_on = await super()._goes_on(job, {"done": 40, "total": 100})
            await rig.pump.drain()
            return goes_on

    assert rig.exporter is not None
    rig.exporter = Watched(rig.pipeline, rig.bot, "rig", rig.exporter.source)  # type: ignore[arg-type]
    rig.exporter.look = 0.0
    [card] = await rig.say(told.coordinator, "/ledger")
    progress, _ = await rig.press(told.coordinator, "✓ 生成", card)
    assert any("正在准备" in text for text in progress.history)
    assert any("正在生成：40/100行（40%）" in text for text in progress.history)
    assert "已生成：3行" in progress.text
    assert "取消" not in progress.labels


async def test_what_people_wrote_becomes_no_formula(rig: Rig, told: County) -> None:
    await rig.work(_with_formulas)
    [card] = await rig.say(told.coordinator, "/ledger")
    _, file = await rig.press(told.coordinator, "✓ 生成", card)
    assert file.document is not None
    book = openpyxl.load_workbook(io.BytesIO(file.document[1]))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.value for cell in cells} >= {"=1+1", "+86", "-3", "@SUM(A1)"}
    assert all(cell.data_type != "f" for cell in cells)


def _with_formulas(desk: Desk) -> None:
    rows = desk.session.exec(select(Case).order_by(col(Case.number))).all()
    rows[0].cause, rows[1].cause, rows[2].cause, rows[0].court = "=1+1", "+86", "-3", "@SUM(A1)"
    desk.session.add_all(rows)


async def test_it_is_written_down_who_had_it(rig: Rig, told: County) -> None:
    await ledger(rig, told.coordinator)

    def entries(session: Session) -> list[str]:
        wanted = select(AuditEntry.action).where(col(AuditEntry.subject).startswith("file_job:"))
        return list(session.exec(wanted).all())

    assert await rig.database.read(entries) == ["file_asked", "file_made"]


async def test_what_was_made_is_forgotten_after_a_day(rig: Rig, told: County) -> None:
    await ledger(rig, told.coordinator)
    await rig.work(lambda desk: exports.prune(replace(desk, now=desk.now + exports.KEPT * 2)))
    assert await rig.database.read(lambda s: s.exec(select(FileJob)).all()) == []
    assert await rig.database.read(lambda s: s.exec(select(StoredFile)).all()) == []


async def test_no_court_is_a_unit_of_a_ledger_or_a_dossier(rig: Rig, told: County) -> None:
    [card] = await rig.say(told.observer, "/ledger")
    assert "县自然资源局" in card.labels
    assert "县法院" not in card.labels
    [card] = await rig.say(told.assessor, "/ledger")
    assert "由各地台账登记" in card.text
