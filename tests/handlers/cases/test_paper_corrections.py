"""A paper that was recorded wrongly: as another kind, in another case, with a day of another year."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.store.tables import Case, Duty, Paper, Party, StoredFile
from tests.builders import County, county
from tests.rig import Rig, open_rig

WRONG, RIGHT = "（2026）鲁0831行初12号", "（2026）鲁0831行初13号"
Found = list[tuple[str, str, bool]]


async def recorded(rig: Rig) -> County:
    here = await county(rig)
    caption = f"{WRONG} 应诉通知书 今天收到 邮寄"
    await rig.send_file(here.liaison, "a.pdf", b"%PDF", caption=caption, mime="application/pdf")
    await rig.press(here.liaison, "✓ 登记")
    return here


async def put_right(rig: Rig, who: int, reason: str = "录入有误") -> None:
    await rig.behind(who, "① 更正")
    await rig.press(who, "文书种类或案号有误")
    await rig.say(who, reason)
    await rig.press(who, "✓ 确认")


async def papers(rig: Rig) -> Found:
    statement = select(Paper, Case.number).join(Case, col(Case.id) == Paper.case_id).order_by(col(Paper.id))
    rows = await rig.database.read(lambda s: list(s.exec(statement).all()))
    return [(number, paper.kind.value, paper.withdrawn) for paper, number in rows]


async def open_duties(rig: Rig) -> list[tuple[str, int | None]]:
    statement = select(Duty).where(Duty.state == "open", col(Duty.case_id).is_not(None)).order_by(col(Duty.id))
    rows = await rig.database.read(lambda s: list(s.exec(statement).all()))
    return [(duty.rule, duty.case_id) for duty in rows]


@pytest.mark.slow
async def test_a_wrong_case_number_is_put_right_in_one_go(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await recorded(rig)
        await put_right(rig, here.liaison)
        assert await papers(rig) == [(WRONG, "notice_of_response", False)]
        await rig.press(here.liaison, "✎ 案号")
        await rig.say(here.liaison, RIGHT)
        await rig.press(here.liaison, "✓ 登记")
        assert RIGHT in rig.last(here.liaison).text
        assert await papers(rig) == [(WRONG, "notice_of_response", True), (RIGHT, "notice_of_response", False)]
        assert {case for _, case in await open_duties(rig)} == {2}
        files = await rig.database.read(lambda s: [f.subject for f in s.exec(select(StoredFile)).all()])
        assert files == ["paper:1", "paper:2"]
        assert any("现已取消" in m.text and "录入有误" in m.text for m in rig.bot.chat(here.deputy))


@pytest.mark.slow
async def test_a_wrong_kind_is_put_right_and_starts_its_own_duties(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await recorded(rig)
        await put_right(rig, here.liaison)
        await rig.press(here.liaison, "✎ 文书")
        await rig.press(here.liaison, "应诉通知书")
        await rig.press(here.liaison, "起诉状副本")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 登记")
        assert await papers(rig) == [(WRONG, "notice_of_response", True), (WRONG, "complaint_copy", False)]
        assert "提交答辩状" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_a_correction_that_corrects_nothing_is_refused_and_keeps_the_form(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await recorded(rig)
        await put_right(rig, here.liaison)
        await rig.press(here.liaison, "✓ 登记")
        assert "尚未作任何更正" in rig.toast()
        assert "更改" in rig.last(here.liaison).labels
        assert await papers(rig) == [(WRONG, "notice_of_response", False)]


@pytest.mark.slow
async def test_when_somebody_else_corrected_it_meanwhile_nothing_is_taken_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await recorded(rig)
        await put_right(rig, here.liaison)
        await rig.behind(here.deputy, "① 更正")
        await rig.press(here.deputy, "送达方式")
        await rig.press(here.deputy, "电子送达")
        await rig.say(here.deputy, "是电子送达")
        await rig.press(here.deputy, "✓ 确认")
        await rig.press(here.liaison, "✎ 案号")
        await rig.say(here.liaison, RIGHT)
        await rig.press(here.liaison, "✓ 登记")
        assert "失效" in rig.toast()
        assert await papers(rig) == [(WRONG, "notice_of_response", False)]


@pytest.mark.slow
async def test_a_day_before_the_case_was_filed_is_refused_and_a_far_day_is_shown_with_its_year(
    tmp_path: Path,
) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await recorded(rig)
        await rig.behind(here.liaison, "① 更正")
        await rig.press(here.liaison, "收到日期")
        await rig.say(here.liaison, "2025年12月1日")
        [preview] = await rig.say(here.liaison, "写错")
        assert "2025年12月1日（周一）" in preview.text
        await rig.press(here.liaison, "✓ 确认")
        assert "早于立案年份" in rig.toast()
        [same] = await rig.say(here.liaison, f"/paper {RIGHT} 传票 2026年2月3日 邮寄")
        await rig.press(here.liaison, "放弃")
        assert "2026年2月3日（周二）" in rig.last(here.liaison).text
        assert same.text


async def parties(rig: Rig) -> list[int]:
    return list(await rig.database.read(lambda s: s.exec(select(Party.agency_id).order_by(col(Party.id))).all()))


@pytest.mark.slow
async def test_an_agency_entered_by_mistake_leaves_the_case_and_the_right_one_takes_its_place(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await county(rig)
        await rig.say(here.coordinator, f"{WRONG} 县自然资源局 传票 今天收到 邮寄")
        await rig.press(here.coordinator, "✓ 登记")
        assert await parties(rig) == [here.resources]
        await put_right(rig, here.coordinator)
        await rig.press(here.coordinator, "✎ 单位")
        await rig.say(here.coordinator, "县公安局")
        await rig.press(here.coordinator, "✓ 登记")
        assert await parties(rig) == [here.police]
        shown = rig.last(here.coordinator).text
        assert "被告：县公安局" in shown
        assert "县自然资源局" not in shown


@pytest.mark.slow
async def test_a_party_with_another_paper_stays_when_one_is_taken_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await recorded(rig)
        await rig.say(here.liaison, f"{WRONG} 传票 今天收到 邮寄")
        await rig.press(here.liaison, "✓ 登记")
        await rig.say(here.coordinator, f"{WRONG} 县公安局 传票 今天收到 邮寄")
        await rig.press(here.coordinator, "✓ 登记")
        await rig.behind(here.liaison, "② 更正")
        await rig.press(here.liaison, "误登")
        await rig.say(here.liaison, "登记重复")
        await rig.press(here.liaison, "✓ 确认")
        assert await parties(rig) == [here.resources, here.police]
