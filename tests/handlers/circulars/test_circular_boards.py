"""/circulars: who has it, who answered, reminders and the way up, exports, corrections, withdrawals."""

import hashlib
import io
import zipfile

import pytest
from openpyxl import load_workbook

from bot.domain.hall.terms import CircularState, SendState
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import AuditEntry, Circular, CircularReceipt, OutboxRow, Person
from tests.builders import County
from tests.handlers.circulars.steps import LIAISONS, TITLE, compose, fill_audience, fill_head, newest, ready, rows, send
from tests.rig import Rig


@pytest.mark.slow
async def test_a_short_answer_is_collected_listed_and_exported(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, reply="签收并简要答复")
    await send(rig, county.coordinator)
    await rig.press(county.liaison, "收到")
    await rig.press(county.liaison, "答复")
    assert len(rig.bot.chat(county.liaison)) == 2
    await rig.say(county.liaison, "已报送<请查收>")
    await rig.press(county.liaison, "提交答复")
    assert "已于" in rig.bot.chat(county.liaison)[0].text
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    board = rig.last(county.coordinator)
    assert "已答复：1" in board.text
    assert "未回复：5" in board.text
    await rig.press(county.coordinator, "答复（1）")
    assert "已报送&lt;请查收&gt;" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "打包下载")
    document = rig.last(county.coordinator).document
    assert document is not None
    assert document[0].endswith("答复.zip")
    with zipfile.ZipFile(io.BytesIO(document[1])) as packed:
        index = load_workbook(io.BytesIO(packed.read("目录.xlsx"))).active
        assert index is not None
        assert [c.value for c in index[2]][1:3] == ["县自然资源局", "王芳"]


@pytest.mark.slow
async def test_files_sent_back_are_in_the_archive_under_readable_names(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, reply="签收并回传文件")
    await send(rig, county.coordinator)
    await rig.press(county.liaison, "回传文件")
    await rig.say(county.liaison, "没有文件")
    await rig.send_file(county.liaison, "报表.xlsx", b"sheet")
    await rig.press(county.liaison, "完成")
    await rig.press(county.liaison, "跳过")
    await rig.press(county.liaison, "提交答复")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.press(county.coordinator, "答复（1）")
    await rig.press(county.coordinator, "打包下载")
    document = rig.last(county.coordinator).document
    assert document is not None
    with zipfile.ZipFile(io.BytesIO(document[1])) as packed:
        assert packed.read("001-县自然资源局-王芳-1-报表.xlsx") == b"sheet"
    rig.house.files.path(hashlib.sha256(b"sheet").hexdigest()).unlink()
    await rig.press(county.coordinator, "打包下载")
    again = rig.last(county.coordinator).document
    assert again is not None
    with zipfile.ZipFile(io.BytesIO(again[1])) as packed:
        index = load_workbook(io.BytesIO(packed.read("目录.xlsx"))).active
        assert index is not None
        assert index["F2"].value == "001-县自然资源局-王芳-1-报表.xlsx（文件已缺失）"


@pytest.mark.slow
async def test_the_ledger_holds_texts_times_and_message_ids(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.press(county.liaison, "收到")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.behind(county.coordinator, "签收台账")
    document = rig.last(county.coordinator).document
    assert document is not None
    assert document[0].startswith(TITLE)
    sheet = load_workbook(io.BytesIO(document[1])).active
    assert sheet is not None
    line = next([c.value for c in row] for row in sheet.iter_rows() if row[1].value == "王芳")
    [message] = rig.bot.chat(county.liaison)
    assert str(message.message_id) in line
    assert "2026-04-02 09:00:00" in line
    assert any(value and "请各单位于4月8日前报送。" in str(value) for value in line)


@pytest.mark.slow
async def test_the_board_shows_who_is_silent_by_branch_and_is_edited_not_repeated(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    board = rig.last(county.coordinator)
    assert "未签收：6" in board.text
    count = len(rig.bot.chat(county.coordinator))
    await rig.press(county.liaison, "收到")
    await rig.press(county.police_liaison, "收到")
    await rig.to("2026-04-02 09:01")
    assert "已签收：2" in board.text
    assert "已发送" in board.text
    assert len(rig.bot.chat(county.coordinator)) == count
    assert "县自然资源局 ✓" in board.text
    await rig.press(county.coordinator, "未签收名单")
    names = rig.last(county.coordinator).text
    assert "丁晓" in names
    assert "王芳" not in names


@pytest.mark.slow
async def test_only_the_silent_are_nudged_and_once_a_working_day(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.press(county.liaison, "收到")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    board = rig.last(county.coordinator)
    data = next(d for row in board.buttons for text, d in row if "催办" in text)
    await rig.press_data(county.coordinator, data, board)
    assert "已催办5人" in rig.toast()
    assert len(rig.bot.chat(county.liaison)) == 1
    assert "催办" in rig.last(county.police_liaison).text
    await rig.press_data(county.coordinator, data, board)
    assert "每个工作日只催办一次" in rig.toast()
    assert len(rig.bot.chat(county.police_liaison)) == 2
    await rig.press(county.police_liaison, "收到")
    assert "已于" in rig.bot.chat(county.police_liaison)[0].text
    await rig.to("2026-04-03 10:00")
    await rig.press_data(county.coordinator, data, board)
    assert "已催办4人" in rig.toast()


@pytest.mark.slow
async def test_before_the_term_the_silent_are_reminded_after_it_the_line_is_told(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    for name in LIAISONS[1:]:
        await rig.press(getattr(county, name), "收到")
    await rig.to("2026-04-08 12:00")
    reminders = [m for m in rig.bot.chat(county.liaison) if "催办" in m.text]
    assert len(reminders) == 2
    assert not [m for m in rig.bot.chat(county.police_liaison) if "催办" in m.text]
    await rig.to("2026-04-08 18:00")
    assert "代联络员" in rig.last(county.deputy).text
    assert "王芳" in rig.last(county.deputy).text
    assert not rig.bot.chat(county.principal)
    await rig.to("2026-04-09 12:00")
    assert "请予督办" in rig.last(county.principal).text
    assert not rig.bot.chat(county.police_principal)
    await rig.to("2026-04-10 12:00")
    told = rig.last(county.coordinator).text
    assert "仍未签收" in told
    assert "县自然资源局" in told
    assert "县公安局" not in told


@pytest.mark.slow
async def test_who_answers_in_time_stops_reminders_and_escalation(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    for name in LIAISONS:
        await rig.press(getattr(county, name), "收到")
    await rig.to("2026-04-14 12:00")
    assert len(rig.bot.chat(county.liaison)) == 1
    assert not rig.bot.chat(county.deputy)
    assert not rig.bot.chat(county.principal)


@pytest.mark.slow
async def test_a_correction_replaces_the_copies_and_asks_to_confirm_anew(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "旧文一")
    await rig.say(county.coordinator, "旧文二")
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    await rig.press(county.liaison, "收到")
    await rig.to("2026-04-02 09:01")
    old_head = rig.last(county.liaison)
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.behind(county.coordinator, "更正")
    await rig.press(county.coordinator, "添加内容")
    await rig.say(county.coordinator, "新文")
    await rig.press(county.coordinator, "调整内容")
    await rig.press(county.coordinator, "✕ 1")
    await rig.press(county.coordinator, "✕ 1")
    await rig.press(county.coordinator, "返回通知")
    await send(rig, county.coordinator)
    chat = rig.bot.chat(county.liaison)
    assert "已更正" in old_head.text
    assert "不再有效" in old_head.text
    assert old_head.labels == []
    assert [m.copy_of for m in chat if m.copy_of] == []
    assert "更正" in chat[-1].text
    assert "新文" in chat[-1].text
    assert "收到" in chat[-1].labels
    old, new = await rows(rig, Circular)
    assert old.state is CircularState.REPLACED
    receipts = [r for r in await rows(rig, CircularReceipt) if r.circular_id == new.id]
    assert len(receipts) == 6
    assert not any(r.read_at for r in receipts)
    await rig.press(county.liaison, "收到")
    assert sum(r.read_at is not None for r in await rows(rig, CircularReceipt) if r.circular_id == new.id) == 1


@pytest.mark.slow
async def test_a_withdrawal_marks_the_old_message_and_asks_those_who_had_it(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:01")
    shown = rig.last(county.liaison)
    old_press = next(d for row in shown.buttons for text, d in row if "收到" in text)
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.behind(county.coordinator, "撤回…")
    await rig.press(county.coordinator, "撤回")
    old, notice = rig.bot.chat(county.liaison)
    assert "已撤回" in old.text
    assert old.labels == []
    assert "现予撤回" in notice.text
    assert "收到" in notice.labels
    await rig.press_data(county.liaison, old_press, old)
    assert "已更正或撤回" in rig.toast()
    await rig.press(county.liaison, "收到")
    done = [r for r in await rows(rig, CircularReceipt) if r.read_at]
    assert [r.circular_id for r in done] == [(await newest(rig)).id]


@pytest.mark.slow
async def test_every_step_is_written_down(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.press(county.liaison, "收到")
    await rig.to("2026-04-02 09:01")
    subject = f"circular:{(await newest(rig)).id}"
    actions = [a.action for a in await rows(rig, AuditEntry) if a.subject == subject]
    assert actions == [
        "circular_begun", "circular_scheduled", "circular_begun_sending", "circular_read", "circular_finished",
    ]  # fmt: skip


@pytest.mark.slow
async def test_who_blocked_the_bot_is_unreachable_on_the_board(rig: Rig, county: County) -> None:
    def block(desk: Desk) -> None:
        person = access.person_by_telegram(desk.session, county.street_liaison)
        assert person is not None
        person.unreachable_since = desk.now

    await rig.work(block)
    await ready(rig, county.coordinator)
    assert "1人无法送达" in rig.last(county.coordinator).text
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 09:01")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:5])
    assert "\n未送达：1\n" in rig.last(county.coordinator).text
    assert not rig.bot.chat(county.street_liaison)
    states = {r.state for r in await rows(rig, OutboxRow) if r.person_id == county.ids[county.street_liaison]}
    assert states == {SendState.FAILED}
    assert (await rig.database.read(lambda s: s.get(Person, county.ids[county.street_liaison]))) is not None


@pytest.mark.slow
async def test_without_a_deputy_the_principal_is_told_at_once_and_only_once(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    await rig.to("2026-04-08 18:00")
    assert "请予督办" in rig.last(county.town_principal).text
    assert not rig.bot.chat(county.principal)
    await rig.to("2026-04-09 12:00")
    assert sum("请予督办" in m.text for m in rig.bot.chat(county.town_principal)) == 1
    assert sum("请予督办" in m.text for m in rig.bot.chat(county.principal)) == 1


@pytest.mark.slow
async def test_while_it_goes_out_only_the_board_is_edited_not_the_card(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    card = next(m for m in reversed(rig.bot.chat(county.coordinator)) if "查看回执" in m.labels)
    edits = len(card.history)
    await rig.press(county.liaison, "收到")
    await rig.to("2026-04-02 09:02")
    shown = [*card.history[edits:], card.text]
    assert len(shown) == len(set(shown)), "no edit that changes nothing"
