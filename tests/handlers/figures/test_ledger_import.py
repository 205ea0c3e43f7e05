"""A ledger that comes in: columns corrected and learnt, errors by row, differences chosen, who may, what is refused."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session, col, select

from bot.domain.figures.exports import HEADINGS
from bot.services.documents import breaches
from bot.services.figures import ledger, ledger_imports
from bot.services.hall.desk import Desk
from bot.store.tables import (
    Agency,
    Appearance,
    AuditEntry,
    Case,
    CountRow,
    Duty,
    HearingResult,
    LedgerImport,
    OutboxRow,
)
from bot.texts import translator
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.figures.layouts import FIRST, SECOND, book
from tests.rig import Rig

HEADS = ("案号", "被告单位", "原告", "案由", "开庭时间", "是否出庭", "出庭负责人", "职务", "是否发言")
LINE = (FIRST, "县自然资源局", "张三", "行政处罚", "2026-02-10 09:30", "是", "张明", "副局长", "是")


def rows(*lines: tuple[Any, ...]) -> bytes:
    """A sheet of these lines."""

    def fill(made: Workbook, page: Worksheet) -> None:
        for line in lines:
            page.append(list(line))

    return book(fill)


async def sent(rig: Rig, user: int, *lines: tuple[Any, ...]) -> Shown:
    [card] = await rig.send_file(user, "台账.xlsx", rows(*lines))
    return card


async def taken(rig: Rig, user: int, *lines: tuple[Any, ...]) -> Shown:
    """A ledger that is sent, confirmed and taken over."""
    card = await sent(rig, user, *lines)
    await rig.press(user, "✓ 无误", card)
    await rig.press(user, "✓ 确认导入", card)
    assert "已导入" in card.text
    return card


def case(session: Session) -> Case:
    return session.exec(select(Case).where(Case.number == FIRST)).one()


async def test_errors_are_named_by_row_and_the_rest_is_taken_over(rig: Rig, county: County) -> None:
    card = await sent(
        rig,
        county.coordinator,
        HEADS,
        LINE,
        ("行初二号", "县公安局", "李四", "", "2026-02-11", "否", "", "", ""),
        (SECOND, "县水晶局", "李四", "", "2026-02-11", "否", "", "", ""),
        ("（2026）鲁0831行初5号", "县公安局", "李四", "", "3月5日", "也许", "", "", ""),
    )
    await rig.press(county.coordinator, "✓ 无误", card)
    assert "3行无法导入" in card.text
    assert "第3行，案号：" in card.text
    assert "第4行，单位：名册中没有由您负责的单位“县水晶局”" in card.text
    assert "第5行，是否出庭：“也许”看不出是或否" in card.text
    assert "第5行，开庭：“3月5日”未写年份" in card.text
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert [one.number for one in await rig.database.read(lambda s: s.exec(select(Case)).all())] == [FIRST]


async def test_the_row_is_counted_and_nobody_is_bothered(rig: Rig, county: County) -> None:
    await taken(rig, county.coordinator, HEADS, LINE)

    def counted(session: Session) -> tuple[str, str, str]:
        row = session.exec(select(CountRow)).one()
        return row.counted, row.quarter, row.leader_name

    assert await rig.database.read(counted) == ("attended", "2026Q1", "张明")
    others = select(OutboxRow).where(col(OutboxRow.chat_id) != county.coordinator)
    assert await rig.database.read(lambda s: s.exec(others).all()) == []


async def test_how_it_was_held_is_unknown_where_nobody_said(rig: Rig, county: County) -> None:
    """The ledger has no column for it, and the export leaves it blank; what says 线上 was held so."""
    heads, online = (*HEADS, "开庭地点"), (SECOND, *LINE[1:], "线上开庭")
    await taken(rig, county.coordinator, heads, (*LINE, "第一审判庭"), online)
    rows_ = await rig.database.read(lambda s: s.exec(select(CountRow).order_by(col(CountRow.case_id))).all())
    assert [one.mode for one in rows_] == ["", "online"]
    made = await rig.work(lambda desk: list(ledger.rows(desk, translator("zh_CN"))))
    at = HEADINGS.index("Mode")
    assert [line[at] for line in made] == ["", "线上开庭"]


async def test_what_was_entered_as_history_is_no_news(rig: Rig, county: County) -> None:
    """Heard in February and told in March: nobody's news; what is still to be heard is one case more."""
    ahead = (SECOND, *LINE[1:4], "2026-04-15 09:30", "", "", "", "")
    await taken(rig, county.coordinator, HEADS, LINE, ahead)
    kinds = await rig.database.read(
        lambda s: dict(s.exec(select(Case.number, AuditEntry.action).where(AuditEntry.case_id == Case.id)
                              .where(col(AuditEntry.action).in_(["case_opened", "case_recorded"]))).all())
    )  # fmt: skip
    assert kinds == {FIRST: "case_recorded", SECOND: "case_opened"}
    await rig.to("2026-04-03 09:00")
    said = [one.text for one in rig.bot.chat(county.coordinator) if "今日要情" in one.text]
    assert "昨日：新收1件" in said[-1]


async def test_nothing_is_overwritten_without_a_choice(rig: Rig, county: County) -> None:
    await taken(rig, county.coordinator, HEADS, LINE)
    other = (FIRST, "县自然资源局", "张三", "土地行政处罚", "2026-02-10 09:30", "否", "", "", "")
    card = await sent(rig, county.coordinator, HEADS, other)
    await rig.press(county.coordinator, "✓ 无误", card)
    assert "与已登记的不一致2处" in card.text
    assert "已登记：行政处罚" in card.text
    assert "台账：土地行政处罚" in card.text
    assert not any("确认导入" in label for label in card.labels)
    await rig.press(county.coordinator, "采用台账", card)
    assert "已登记：是" in card.text
    assert "台账：否" in card.text
    await rig.press(county.coordinator, "保留原登记", card)
    assert "更改1处" in card.text
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert (await rig.database.read(case)).cause == "土地行政处罚"
    result = await rig.database.read(lambda s: s.exec(select(HearingResult)).one())
    assert (result.attended, result.leader_name) == (True, "张明")
    said = select(AuditEntry.action).where(col(AuditEntry.action).in_(("ledger_taken", "ledger_imported")))
    assert await rig.database.read(lambda s: len(s.exec(said).all())) == 4


async def test_who_came_after_all_comes_with_the_ledgers_word_that_somebody_came(rig: Rig, county: County) -> None:
    nobody = (*LINE[:5], "否", "", "", "")
    await taken(rig, county.coordinator, HEADS, nobody)
    for line, now in ((LINE, ("attended", True, "张明", "deputy", True)), (nobody, ("unexcused", False, "", "", None))):
        card = await sent(rig, county.coordinator, HEADS, line)
        await rig.press(county.coordinator, "✓ 无误", card)
        await rig.press(county.coordinator, "采用台账", card)
        await rig.press(county.coordinator, "✓ 确认导入", card)
        row = await rig.database.read(lambda s: s.exec(select(CountRow)).one())
        result = await rig.database.read(lambda s: s.exec(select(HearingResult)).one())
        assert (row.counted, result.attended, result.leader_name, result.rank, result.spoke) == now


async def test_one_tap_chooses_for_all_of_a_field(rig: Rig, county: County) -> None:
    second = (SECOND, "县公安局", "李四", "行政强制", "2026-02-25 14:30", "否", "", "", "")
    await taken(rig, county.coordinator, HEADS, LINE, second)
    card = await sent(
        rig, county.coordinator, ("案号", "被告单位", "案由", "是否出庭"),
        (FIRST, "县自然资源局", "甲", ""), (SECOND, "县公安局", "乙", ""),
    )  # fmt: skip
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "2处都采用", card)
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert [
        one.cause for one in await rig.database.read(lambda s: s.exec(select(Case).order_by(col(Case.id))).all())
    ] == [
        "甲",
        "乙",
    ]


async def test_what_changed_meanwhile_is_asked_again(rig: Rig, county: County) -> None:
    await taken(rig, county.coordinator, HEADS, LINE)
    card = await sent(rig, county.coordinator, HEADS, (*LINE[:3], "土地行政处罚", *LINE[4:]))
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "采用台账", card)

    def changed(session: Session) -> None:
        row = case(session)
        row.cause = "行政许可"
        session.add(row)

    await rig.work(lambda desk: changed(desk.session))
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert "已登记：行政许可" in card.text
    assert (await rig.database.read(case)).cause == "行政许可"


async def test_a_column_is_corrected_and_remembered(rig: Rig, county: County) -> None:
    heads = ("案号", "被告单位", "谁告的", "开庭时间", "是否出庭", "出庭负责人", "职务")
    line = (FIRST, "县自然资源局", "张三", "2026-02-10 9:30", "是", "张明", "副局长")
    card = await sent(rig, county.coordinator, heads, line)
    assert "未采用的列：谁告的" in card.text
    await rig.press(county.coordinator, "更改对应", card)
    await rig.press(county.coordinator, "谁告的", card)
    await rig.press(county.coordinator, "原告", card)
    assert "原告 ← “谁告的”" in card.text
    await rig.press(county.coordinator, "✓ 无误", card)
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert (await rig.database.read(case)).plaintiff == "张三"
    again = await sent(rig, county.coordinator, heads, line)
    assert "按上次确认的对应关系" in again.text
    assert "原告 ← “谁告的”" in again.text


async def test_an_old_button_does_nothing(rig: Rig, county: County) -> None:
    card = await sent(rig, county.coordinator, HEADS, LINE)
    await rig.press(county.coordinator, "✓ 无误", card)
    data = next(data for row in card.buttons for label, data in row if "确认导入" in label)
    await rig.press(county.coordinator, "✓ 确认导入", card)
    await rig.press_data(county.coordinator, data, card)
    assert await rig.database.read(lambda s: len(s.exec(select(Case)).all())) == 1


async def test_the_buttons_of_an_older_ledger_leave_the_newer_one(rig: Rig, county: County) -> None:
    """Also where the database gives the new one the old one's id."""
    old = await sent(rig, county.coordinator, HEADS, LINE)
    new = await sent(rig, county.coordinator, HEADS, LINE, LINE)
    for label in ("取消", "✓ 无误"):
        await rig.press(county.coordinator, label, old)
        assert rig.toast()
    assert await rig.database.read(lambda s: s.exec(select(LedgerImport)).one().rows) == {}
    await rig.press(county.coordinator, "取消", new)
    assert await rig.database.read(lambda s: s.exec(select(LedgerImport)).all()) == []


async def test_only_who_coordinates_takes_a_ledger_over(rig: Rig, county: County) -> None:
    content = rows(HEADS, LINE)
    for user in (county.liaison, county.principal, county.assessor, county.observer):
        await rig.send_file(user, "台账.xlsx", content)
    assert await rig.database.read(lambda s: s.exec(select(LedgerImport)).all()) == []
    card = await sent(rig, county.coordinator, HEADS, LINE)
    data = next(data for row in card.buttons for label, data in row if "无误" in label)
    await rig.press_data(county.coordinator2, data, card)
    await rig.press_data(county.liaison, data, card)
    assert await rig.database.read(lambda s: s.exec(select(LedgerImport)).one().rows) == {}


async def test_a_hearing_list_is_still_one(rig: Rig, county: County) -> None:
    [card] = await rig.send_file(
        county.coordinator,
        "排期.xlsx",
        rows(("案号", "被告", "开庭时间", "开庭地点"), (FIRST, "县自然资源局", "2026-04-15 9:30", "第二审判庭")),
    )
    assert "台账" not in card.text


async def test_too_many_rows_are_refused_in_a_sentence(rig: Rig, county: County) -> None:
    lines = [(f"（2026）鲁0831行初{n}号", "县自然资源局", "张三", "", "", "", "", "", "") for n in range(1, 2020)]
    card = await sent(rig, county.coordinator, HEADS, *lines)
    assert "超过2000行，请分次发送" in card.text


async def test_what_is_awaited_and_is_none_is_said_to_be_none(rig: Rig, county: County) -> None:
    [card] = await rig.say(county.coordinator, "/ledger")
    await rig.press(county.coordinator, "导入台账", card)
    said = await sent(rig, county.coordinator, ("姓名", "电话"), ("张三", "1"))
    assert "没有找到台账" in said.text


async def test_it_is_forgotten_when_cancelled_and_after_a_day(rig: Rig, county: County) -> None:
    card = await sent(rig, county.coordinator, HEADS, LINE)
    await rig.press(county.coordinator, "取消", card)
    assert await rig.database.read(lambda s: s.exec(select(LedgerImport)).all()) == []
    await sent(rig, county.coordinator, HEADS, LINE)
    await rig.to("2026-04-04 09:00")
    await rig.work(ledger_imports.prune)
    assert await rig.database.read(lambda s: s.exec(select(LedgerImport)).all()) == []


async def test_a_hearing_to_come_is_entered_like_any_other(rig: Rig, county: County) -> None:
    line = (FIRST, "县自然资源局", "张三", "行政处罚", "2026-04-20 09:30", "", "", "", "")
    await taken(rig, county.coordinator, HEADS, line)
    [shown] = await rig.say(county.liaison, f"/case {FIRST}")
    assert "4月20日" in shown.text


async def test_rows_that_make_an_earlier_one_count_otherwise_start_nothing(rig: Rig, county: County) -> None:
    """Below, another case turns out to be the first of the year: what the book asks of the row above is less then."""

    def by_anhui(desk: Desk) -> None:
        for one in (county.government, county.city):
            desk.session.get_one(Agency, one).rulebook = "anhui-principal-2023"

    await rig.work(by_anhui)
    third = "（2026）鲁0831行初3号"
    await taken(
        rig, county.coordinator, HEADS,
        (FIRST, "县自然资源局", "甲", "行政处罚", "2026-03-09 09:30", "是", "李建国", "局长", "是"),
        (SECOND, "县自然资源局", "乙", "行政处罚", "2026-02-02 09:30", "否", "", "", ""),
        (third, "县自然资源局", "丙", "行政处罚", "2026-01-05 09:30", "是", "李建国", "局长", "是"),
    )  # fmt: skip
    assert await rig.database.read(lambda s: s.exec(select(Duty)).all()) == []
    others = select(OutboxRow).where(col(OutboxRow.chat_id) != county.coordinator)
    assert await rig.database.read(lambda s: s.exec(others).all()) == []


async def test_headings_broken_by_narrow_columns_are_shown_in_one_line(rig: Rig, county: County) -> None:
    card = await sent(rig, county.coordinator, ("案　号", "被告\n单位", "是否\n出庭", "Remarks\nof all"), LINE[:1])
    assert "案号 ← “案号”" in card.text
    assert "单位 ← “被告单位”" in card.text
    assert "是否出庭 ← “是否出庭”" in card.text
    assert "未采用的列：Remarks of all" in card.text


async def test_what_only_a_ledger_says_accuses_nobody(rig: Rig, county: County) -> None:
    """It says neither whether staff came nor what was said of the absence."""
    await taken(rig, county.coordinator, HEADS, (*LINE[:5], "否", "", "", ""))
    assert await rig.work(breaches.raise_everywhere) == 0
    sent = await rig.to("2026-04-02 09:00")
    assert not any("问责候选" in one.text for one in sent)


def many(n: int) -> tuple[tuple[Any, ...], ...]:
    """So many cases of two units; to every third nobody came."""
    return tuple(_one(at) for at in range(n))


def _one(at: int) -> tuple[Any, ...]:
    unit, day = ("县自然资源局", "县公安局")[at % 2], f"2026-0{at % 3 + 1}-{at % 27 + 1:02} 09:30"
    came = ("是", "张明", "副局长", "是") if at % 3 else ("否", "", "", "")
    return (f"（2026）鲁0831行初{at + 1}号", unit, f"原告{at}", "行政处罚", day, *came)


async def test_many_rows_are_announced_before_they_are_taken_over(rig: Rig, county: County) -> None:
    card = await sent(rig, county.coordinator, HEADS, *many(ledger_imports.MANY_ROWS))
    await rig.press(county.coordinator, "✓ 无误", card)
    [old] = [data for row in card.buttons for label, data in row if "确认导入" in label]
    await rig.press(county.coordinator, "✓ 确认导入", card)
    assert "正在并入《台账.xlsx》" in card.history[-1]
    assert "共100行" in card.history[-1]
    assert "新建案件100件" in card.text
    told = list(card.history)
    await rig.press_data(county.coordinator, old, card)
    assert "正在并入" not in card.text
    assert card.history == told, "an old button announces nothing"


async def test_what_is_written_together_is_as_what_is_written_one_by_one(rig: Rig, county: County) -> None:
    """A row of a new case is written with others, table by table; one that stands there twice is written alone."""
    await taken(rig, county.coordinator, HEADS, LINE)
    alone = (SECOND, *LINE[1:])
    await taken(rig, county.coordinator, HEADS, alone, alone)

    def kept(session: Session) -> list[Any]:
        rows = session.exec(select(CountRow, Case).join(Case, col(Case.id) == CountRow.case_id)).all()
        return [_kept(session, row, case) for row, case in rows]

    together, by_itself = await rig.database.read(kept)
    assert together == by_itself


def _kept(session: Session, row: CountRow, case: Case) -> list[Any]:
    places = session.exec(select(Appearance).where(Appearance.case_id == case.id)).all()
    acts = session.exec(select(AuditEntry.action).where(AuditEntry.case_id == case.id)).all()
    known = [row.counted, row.quarter, row.leader_name, case.cause, case.plaintiff, case.facts]
    return [*known, [(one.strength, one.state, one.leader_name) for one in places], sorted(acts)]
