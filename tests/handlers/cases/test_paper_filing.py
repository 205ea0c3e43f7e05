"""Court papers reported to the bureau as they are recorded: by whom, from when, with which copy, and what follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import DutyState
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Duty, Paper, StoredFile
from tests.builders import county
from tests.fakes import Shown
from tests.handlers.duties.steps import NUMBER, duties, judging
from tests.rig import Rig, open_rig

BOTH = "登记并报司法局备案"
LINE = f"{NUMBER} 传票 今天收到"
PICTURE = b"\x89PNG one page"


async def photo(rig: Rig, user: int, caption: str = "", content: bytes = PICTURE, album: str = "") -> list[Shown]:
    return await rig.send_file(user, "传票.jpg", content, mime="image/jpeg", caption=caption, media_group=album)


async def english(rig: Rig, user: int) -> None:
    def change(desk: Desk) -> None:
        found = access.person_by_telegram(desk.session, user)
        assert found is not None
        found.language = "en"
        desk.session.add(found)

    await rig.work(change)


async def filed(rig: Rig) -> list[Duty]:
    return await duties(rig, "SS17")


async def files(rig: Rig, subject: str) -> list[StoredFile]:
    statement = select(StoredFile).where(StoredFile.subject == subject).order_by(col(StoredFile.id))
    return list(await rig.database.read(lambda s: s.exec(statement).all()))


@pytest.mark.slow
async def test_one_tap_records_the_paper_and_reports_it_by_its_copy(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await photo(rig, here.liaison, LINE)
        assert f"✓ {BOTH}" in preview.labels
        await rig.press(here.liaison, BOTH)
        [duty] = await filed(rig)
        assert (duty.state, duty.done_on, duty.done_by) == (
            DutyState.SUBMITTED,
            date(2026, 4, 2),
            here.ids[here.liaison],
        )
        assert [one.hash for one in await files(rig, f"duty:{duty.id}")] == [
            one.hash for one in await files(rig, "paper:1")
        ]
        assert "请现在发来" not in rig.last(here.liaison).text
        first = await judging(rig, here.coordinator)
        assert "收到法院文书备案" in first.text
        await rig.press(here.coordinator, "认可", first)
        assert (await filed(rig))[0].state is DutyState.DONE
        assert [one.rule for one in await duties(rig, "SS18")] == ["SS18"], "the special report starts from it"


@pytest.mark.slow
async def test_it_is_reported_when_its_copy_came_not_when_it_was_confirmed(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.to("2026-04-03 23:50")
        await photo(rig, here.liaison, f"{NUMBER} 传票 昨天收到")
        await rig.to("2026-04-04 00:20")
        await rig.press(here.liaison, BOTH)
        [duty] = await filed(rig)
        assert duty.done_on == date(2026, 4, 3)
        [copy] = await files(rig, f"duty:{duty.id}")
        assert copy.received_at.astimezone(rig.house.zone).isoformat()[:16] == "2026-04-03T23:50"


@pytest.mark.slow
async def test_without_a_copy_it_is_recorded_and_the_next_photo_reports_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, LINE)
        assert "✓ 登记" in preview.labels
        await rig.press(here.liaison, "登记")
        asked = rig.last(here.liaison)
        assert "请现在发来传票的照片或扫描件，收到即报县司法局备案" in asked.text
        assert (await filed(rig))[0].state is DutyState.OPEN
        [told] = await photo(rig, here.liaison)
        assert f"【已报备】{NUMBER} 传票：已于4月2日（周四）报县司法局备案" in told.text
        [duty] = await filed(rig)
        assert duty.state is DutyState.SUBMITTED
        assert len(await files(rig, f"duty:{duty.id}")) == len(await files(rig, "paper:1")) == 1
        assert len(await rig.database.read(lambda s: s.exec(select(Paper)).all())) == 1, "no other paper began"


@pytest.mark.slow
async def test_an_album_is_one_copy(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, LINE)
        await rig.press(here.liaison, "登记")
        await photo(rig, here.liaison, album="a1")
        [more] = await photo(rig, here.liaison, content=PICTURE + b"two", album="a1")
        assert "现有2份" in more.text or "2" in more.text
        [duty] = await filed(rig)
        assert len(await files(rig, f"duty:{duty.id}")) == 2
        [another] = await photo(rig, here.liaison, content=PICTURE + b"three")
        assert "哪个案件" in another.text or "案号" in another.text, "what comes later is a paper of its own"


@pytest.mark.slow
async def test_a_photo_that_was_another_paper_is_taken_out_again(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, LINE)
        await rig.press(here.liaison, "登记")
        [told] = await photo(rig, here.liaison)
        await rig.press(here.liaison, "这是另一份文书", told)
        [duty] = await filed(rig)
        assert (duty.state, duty.done_on) == (DutyState.OPEN, None)
        assert not await files(rig, f"duty:{duty.id}")
        assert not await files(rig, "paper:1")
        assert "案号" in rig.last(here.liaison).text
        await rig.say(here.liaison, "（2026）鲁0831行初77号 起诉状 今天收到 直接送达")
        await rig.press(here.liaison, BOTH)
        assert [one.state for one in await filed(rig)] == [DutyState.OPEN, DutyState.SUBMITTED]
        await rig.press(here.liaison, "这是另一份文书", told)
        assert [one.state for one in await filed(rig)] == [DutyState.OPEN, DutyState.SUBMITTED], "once only"


@pytest.mark.slow
async def test_the_button_of_the_duty_asks_for_the_copy_on_a_later_day(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, LINE)
        await rig.press(here.liaison, "登记")
        await rig.to("2026-04-03 10:00")
        [duty] = await filed(rig)
        [unasked] = await photo(rig, here.deputy)
        assert "案号" in unasked.text, "of whom nothing was asked, a photo is a new paper"
        await rig.press(here.deputy, "取消")
        [card] = await rig.press_data(here.deputy, f"dt.open:{duty.id}", rig.last(here.deputy))
        assert "报备" in card.labels
        [asked] = await rig.press(here.deputy, "报备", card)
        assert "请现在发来传票的照片" in asked.text
        await photo(rig, here.deputy)
        [duty] = await filed(rig)
        assert (duty.state, duty.done_on) == (DutyState.SUBMITTED, date(2026, 4, 3))
        await rig.press_data(here.deputy, f"dt.file:{duty.id}:1", card)
        assert "该按钮已失效" in rig.toast()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["coordinator", "court_contact"])
async def test_what_the_bureau_or_the_court_enters_is_no_report_of_the_unit(tmp_path: Path, who: str) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        user = getattr(here, who)
        await photo(rig, user, LINE)
        await rig.press(user, "县自然资源局")
        assert "✓ 登记" in rig.last(user).labels
        await rig.press(user, "✓ 登记")
        [duty] = await filed(rig)
        assert (duty.state, duty.agency_id) == (DutyState.OPEN, here.resources)
        assert "请现在发来" not in rig.last(user).text
        await photo(rig, user)
        assert (await filed(rig))[0].state is DutyState.OPEN


@pytest.mark.slow
async def test_papers_of_several_cases_are_each_reported(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await photo(rig, here.liaison, "（2026）鲁0831行初12号、13号、14号 起诉状 今天收到 直接送达")
        await rig.press(here.liaison, BOTH)
        found = await filed(rig)
        assert [one.state for one in found] == [DutyState.SUBMITTED] * 3
        for one in found:
            assert len(await files(rig, f"duty:{one.id}")) == 1


@pytest.mark.slow
async def test_sent_back_it_is_open_to_the_same_day_and_the_copy_is_asked_for_anew(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await photo(rig, here.liaison, LINE)
        await rig.press(here.liaison, BOTH)
        [before] = await filed(rig)
        first = await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "退回", first)
        await rig.say(here.coordinator, "照片看不清")
        await rig.press(here.coordinator, "确认")
        [duty] = await filed(rig)
        assert (duty.state, duty.due, duty.safe) == (DutyState.OPEN, before.due, before.safe)
        told = rig.last(here.liaison)
        assert "照片看不清" in told.text
        [asked] = await rig.press(here.liaison, "报备", told)
        assert "退回理由：照片看不清" in asked.text
        await photo(rig, here.liaison, content=PICTURE + b" sharp")
        assert (await filed(rig))[0].state is DutyState.SUBMITTED


@pytest.mark.slow
async def test_a_unit_that_does_not_owe_the_report_only_records(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await photo(rig, here.liaison, f"{NUMBER} 出庭通知书 今天收到 直接送达")
        assert "✓ 登记" in rig.last(here.liaison).labels, "no book asks for a report of a notice to appear"


@pytest.mark.slow
async def test_in_english(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await english(rig, here.liaison)
        [preview] = await photo(rig, here.liaison, LINE)
        assert any("report to the justice bureau" in label.casefold() for label in preview.labels)
