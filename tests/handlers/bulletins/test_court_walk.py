"""The court's bulletin in a county under the Ruzhou plan, in chat: from the paste to the answered letter."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import CourtFigure, Document, LetterCandidate, Person, StoredFile
from tests.builders import County
from tests.handlers.bulletins.court_steps import (
    PASTED,
    a_quarter,
    bulletin,
    duties,
    entered,
    photo_of,
    place_under,
    recorded,
    rows,
)
from tests.handlers.documents.walk_steps import issued, sealed
from tests.paper_files import pdf
from tests.pictures.samples import scanned_pdf
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-09-29 08:00") as opened:
        yield opened


async def ruzhou(rig: Rig, now: str = "2026-10-12 09:30") -> County:
    here = await place_under(rig, "ruzhou-2022")
    await a_quarter(rig, here)
    await rig.to(now)
    return here


def heard_of_it(rig: Rig, here: County) -> list[str]:
    """What a unit's people were told of bulletins, candidates or letters."""
    users = (here.liaison, here.deputy, here.principal, here.police_liaison, here.police_principal)
    said = [shown.text for user in users for shown in rig.bot.chat(user)]
    return [text for text in said if "通报" in text or "提醒函" in text]


async def test_from_the_paste_to_the_answered_letter(rig: Rig) -> None:
    here = await ruzhou(rig)
    user = here.coordinator
    draft = await entered(rig, user)
    assert "待指明的单位名称：县水务局" in draft.text
    assert not any("登记" in label for label in draft.labels), "a name is open"
    await rig.press(user, "指明单位")
    await rig.press(user, "县人社局")
    assert not await duties(rig, "RZ8", here.office)
    await rig.press(user, "✓ 登记")
    card = rig.last(user)
    assert "法院：开庭10件，出庭9件，90.00%" in card.text
    assert "台账：开庭9件，出庭7件，77.78%" in card.text
    assert "请于10月22日（周四）前发出提醒函（剩8个工作日）" in card.text
    # -- a difference is settled; both figures stay
    await rig.press(user, "差异")
    await rig.press(user, "县公安局")
    await rig.press(user, "核定")
    await rig.press(user, "以台账为准")
    await rig.say(user, "一件为庭前会议")
    await rig.press(user, "✓ 核定")
    settled = rig.last(user).text
    assert "法院：开庭4件，出庭3件，75.00%" in settled
    assert "台账：开庭4件，出庭2件，50.00%" in settled
    assert "一件为庭前会议" in settled
    # -- one candidate is dismissed, one gets a letter
    found = await bulletin(rig)
    await rig.press_data(user, f"ct.cd:{found.id}:0", card)
    listed = card
    assert "行初4号 负责人出庭未发言（张明）" in listed.text
    await rig.press(user, "县自然资源局", listed)
    await rig.press(user, "不发函")
    await rig.say(user, "当庭提交了书面意见")
    await rig.press(user, "✓ 不发函")
    one = next(row for row in await rows(rig, LetterCandidate) if row.agency_id == here.police)
    await rig.press_data(user, f"ct.cy:{one.id}:{one.version}", rig.last(user))
    await rig.press_data(user, f"ct.cy:{one.id}:{one.version}", rig.last(user))
    assert len(await rows(rig, Document)) == 1, "a second tap begins no second letter"
    assert heard_of_it(rig, here) == [], "nothing reaches a unit before its letter is issued"
    assert "界线：90%（达到即不低于）" in rig.with_button(user, "提醒函").text
    await rig.press(user, "提醒函")
    await rig.press(user, "提交")
    assert heard_of_it(rig, here) == []
    await issued(rig, user, "县政府办提醒函〔2026〕1号")
    await rig.print()
    await sealed(rig, user, "盖章件.pdf")
    await rig.press(user, "送达")
    await rig.press(user, "发送")
    await rig.to("2026-10-12 10:30")
    assert any("提醒函" in shown.text for shown in rig.bot.chat(here.police_liaison))
    assert not any("提醒函" in shown.text for shown in rig.bot.chat(here.liaison)), "the other unit hears nothing"
    await rig.press(here.police_liaison, "签收")
    general, task = await duties(rig, "RZ8", here.office)
    assert (general.state, task.state, task.done_number) == (
        DutyState.DONE,
        DutyState.DONE,
        "县政府办提醒函〔2026〕1号",
    )
    [answer] = await duties(rig, "RZ9", here.police)
    assert answer.state is DutyState.OPEN
    [letter] = await rows(rig, Document)
    assert letter.state is DocumentState.DONE
    assert [row.state for row in await rows(rig, LetterCandidate) if row.agency_id == here.police] == ["issued"]


async def test_the_city_s_bureau_compares_the_higher_court_s_bulletin_and_writes_no_letters(rig: Rig) -> None:
    """三门峡 (SM7): no term, no letters; counties are wholes, and what their court heard is another court's."""
    here = await place_under(rig, "sanmenxia-2025", city=True)
    await a_quarter(rig, here)
    await rig.to("2026-10-16 10:00")
    user = here.city_coordinator
    assert not any("法院通报未收到" in shown.text for shown in rig.bot.chat(user)), "nothing says when it is due"
    await rig.say(user, "/bulletin")
    for label in ("登记通报", "第三季度", "今天"):
        await rig.press(user, label)
    await rig.say(user, "泗水县开庭审理9件，负责人出庭8件；\n市司法局开庭审理1件，负责人出庭1件。")
    await rig.press(user, "完成")
    await rig.press(user, "更改")
    await rig.press(user, "法院")
    await rig.say(user, "济宁市中级人民法院")
    await rig.press(user, "下一步")
    await rig.press(user, "✓ 登记")
    card = rig.last(user)
    assert "济宁市中级人民法院" in card.text
    assert "差异：待核2项，已核0项" in card.text
    assert "提醒函" not in card.text
    assert not any("候选" in label for label in card.labels)
    await rig.press(user, "差异")
    assert "法院：开庭9件，出庭8件，88.89% · 台账：开庭9件，出庭7件，77.78%" in rig.last(user).text
    assert "其中其他法院8件" in rig.last(user).text
    assert await rows(rig, LetterCandidate) == []


# -- files -------------------------------------------------------------------------------------------------------------


async def _asked(rig: Rig, user: int) -> None:
    await rig.say(user, "/bulletin")
    await rig.press(user, "登记通报")
    await rig.press(user, "第三季度")
    await rig.press(user, "今天")


def workbook(rows: list[list[str]]) -> bytes:
    """A sheet with these rows, as the court sends it."""
    book, stored = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(stored)
    return stored.getvalue()


ROWS = [line.split("\t") for line in PASTED.splitlines()]


@pytest.mark.parametrize("name", ["通报.xlsx", "通报.pdf"])
async def test_a_file_fills_the_form_and_is_kept(rig: Rig, name: str) -> None:
    here = await ruzhou(rig)
    user = here.coordinator
    await _asked(rig, user)
    content = workbook(ROWS) if name.endswith("xlsx") else pdf("\n".join(" ".join(row) for row in ROWS))
    await rig.send_file(user, name, content)
    preview = rig.last(user)
    assert "泗水县公安局 4/3" in preview.text
    await rig.press(user, "下一步")
    assert [(one.heard, one.attended) for one in await rows(rig, CourtFigure)] == [(4, 4), (4, 3), (2, 2)]
    found = await bulletin(rig)
    kept = await rig.database.read(
        lambda s: s.exec(select(StoredFile).where(StoredFile.subject == f"court_bulletin:{found.id}")).all()
    )
    assert [one.name for one in kept] == [name]


async def test_a_scan_is_kept_and_the_figures_are_entered_unit_by_unit(rig: Rig) -> None:
    here = await ruzhou(rig)
    user = here.coordinator
    await _asked(rig, user)
    await rig.send_file(user, "扫描件.pdf", scanned_pdf(1, photo_of([["通报"]])))
    assert "本系统未启用图片识别" in "".join(shown.text for shown in rig.bot.chat(user)[-3:])
    assert ".xlsx" in "".join(shown.text for shown in rig.bot.chat(user)[-3:]), "what to send instead"
    await rig.send_file(user, "无表.pdf", pdf("通报"))
    assert "未从中读出各单位数据" in "".join(shown.text for shown in rig.bot.chat(user)[-3:])
    await rig.press(user, "跳过")
    await rig.press(user, "下一步")
    assert not any("登记" in label for label in rig.last(user).labels), "no figures yet"
    await rig.press(user, "＋ 单位")
    await rig.press(user, "县公安局")
    await rig.say(user, "4件")
    await rig.say(user, "5")
    await rig.press(user, "跳过")
    assert "不能多于" in rig.last(user).text
    await rig.press(user, "负责人出庭")
    await rig.say(user, "3")
    await rig.press(user, "✓ 登记")
    assert "法院：开庭4件，出庭3件，75.00%" in rig.last(user).text
    await rig.press(user, "✓ 登记")
    assert (await bulletin(rig)).state == "recorded"


# -- corrected ---------------------------------------------------------------------------------------------------------


async def test_pasting_anew_corrects_and_an_old_button_shows_the_present_state(rig: Rig) -> None:
    here = await ruzhou(rig)
    user = here.coordinator
    card = await recorded(rig, here)
    old = (await bulletin(rig)).version
    await rig.press(user, "更正")
    await rig.press(user, "重新粘贴")
    await rig.say(user, "县公安局 4 4\n县自然资源局 4 4\n县人社局 2 1")
    await rig.press(user, "采用")
    assert "法院：开庭10件，出庭9件，90.00%" in rig.last(user).text
    states = {(one.agency_id, one.ground): one.state for one in await rows(rig, LetterCandidate)}
    assert states[(here.labour, "rate")] == "open", "50 % is new"
    assert states[(here.police, "rate")] == "open", "by our own figures"
    found = await bulletin(rig)
    await rig.press_data(user, f"ct.none:{found.id}:{old}", card)
    assert "已失效" in rig.toast()


async def test_quarter_and_day_are_taken_from_one_line(rig: Rig) -> None:
    here = await ruzhou(rig)
    user = here.coordinator
    await rig.say(user, "/bulletin")
    await rig.press(user, "登记通报")
    await rig.say(user, "2026年第四季度 今天收到")
    assert "12月31日" in rig.last(user).text, "it is not over yet"
    await rig.say(user, "2026年第三季度 10月9日收到")
    asked = rig.last(user).text
    assert asked.startswith("【法院通报】请提供各单位数据"), "nothing else is left to ask, and nothing was left out"
    await rig.say(user, PASTED)
    await rig.press(user, "完成")
    await rig.press(user, "下一步")
    await rig.press(user, "指明单位")
    await rig.press(user, "县人社局")
    await rig.press(user, "✓ 登记")
    found = await bulletin(rig)
    assert (found.quarter, found.received_on.isoformat()) == ("2026Q3", "2026-10-09")


async def test_nothing_is_entered_before_the_quarter_ends(rig: Rig) -> None:
    here = await ruzhou(rig, "2026-09-30 09:30")
    user = here.coordinator
    [menu] = await rig.say(user, "/menu")
    await rig.press_data(user, "ct.new:2026Q3", menu)
    await rig.press(user, "今天")
    await rig.say(user, PASTED)
    await rig.press(user, "完成")
    await rig.press(user, "下一步")
    assert "不可能于9月30日" in rig.last(user).text + rig.toast()
    assert not await rows(rig, CourtFigure)


# -- asked for ---------------------------------------------------------------------------------------------------------


async def test_it_is_asked_for_from_the_fifteenth_once_a_working_day_until_it_is_there(rig: Rig) -> None:
    here = await ruzhou(rig)
    user = here.coordinator

    def asked(who: int) -> list[str]:
        return [shown.text for shown in rig.bot.chat(who) if "法院通报未收到" in shown.text]

    await rig.to("2026-10-14 20:00")
    assert asked(user) == []
    await rig.to("2026-10-15 20:00")
    [first] = asked(user)
    assert "县法院尚未送来负责人出庭应诉情况通报（应于10月15日（周四）前收到）" in first
    assert "请向法院询问" in first
    assert not any("报县司法局" in shown.text for shown in rig.bot.chat(user)), "the office does not report to itself"
    await rig.to("2026-10-19 20:00")
    assert len(asked(user)) == 3, "Thursday, Friday, Monday"
    assert not any("逾期" in shown.text and "季度通报" in shown.text for shown in rig.bot.chat(here.justice_principal))
    assert any("商请提供通报" in shown.text for shown in rig.bot.chat(here.court_contact)), (
        "the court's people are asked"
    )
    await recorded(rig, here)
    await rig.to("2026-10-21 20:00")
    still = [text for text in asked(user) if "尚未送来" in text]
    assert len(still) <= 3


async def test_where_nobody_else_waits_a_unit_may_not_press(rig: Rig) -> None:
    here = await ruzhou(rig)
    await recorded(rig, here)
    found = await bulletin(rig)
    one = (await rows(rig, LetterCandidate))[0]
    ours = (
        f"ct.df:{found.id}:0", f"ct.cd:{found.id}:0", f"ct.c:{one.id}", f"ct.cy:{one.id}:{one.version}",
        f"ct.cn:{one.id}:{one.version}", f"ct.ok:{found.id}:{found.version}",
    )  # fmt: skip
    whole = (
        f"ct.at:{found.id}", f"ct.un:{found.id}:0", f"ct.is:{found.id}:{found.version}:0:{here.police}",
        f"ct.get:{found.id}", "ct.ls:0", "ct.new:2026Q2",
    )  # fmt: skip
    for who in (here.liaison, here.police_principal, here.leader, here.court_contact, here.observer):
        [menu] = await rig.say(who, "/menu")
        # The court reads what it reported itself, and nothing that came of it.
        for data in ours if who == here.court_contact else (*ours, *whole):
            await rig.press_data(who, data, menu)
            said = rig.toast() + rig.last(who).text
            assert "不存在" in said or "没有此项操作的权限" in said, (who, data, said)
    assert {row.state for row in await rows(rig, LetterCandidate)} == {"open"}


async def test_an_english_reader_reads_english(rig: Rig) -> None:
    here = await ruzhou(rig)

    def english(desk: Desk) -> None:
        desk.session.exec(select(Person).where(Person.telegram_id == here.coordinator)).one().language = "en"

    await recorded(rig, here)
    await rig.work(english)
    found = await bulletin(rig)
    [shown] = await rig.say(here.coordinator, "/bulletin")
    await rig.press_data(here.coordinator, f"ct.at:{found.id}", shown)
    text = rig.last(here.coordinator).text
    assert "the third quarter of 2026" in text
    assert "10 heard, 9 attended, 90.00%" in text
    for data in (f"ct.un:{found.id}:0", f"ct.df:{found.id}:0", f"ct.cd:{found.id}:0"):
        await rig.press_data(here.coordinator, data, shown)
        assert "{" not in rig.last(here.coordinator).text
