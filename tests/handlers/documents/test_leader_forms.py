"""出庭报备表 in chat: ready when a leader is named, filed in one tap, again with each change, accepted together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.store.tables import Document, Duty, Edition
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.duties.steps import NUMBER, duties, enter, judging
from tests.handlers.hearings.appearance_steps import report_absence
from tests.rig import Rig, open_rig
from tests.templates.reading import text_of

KIND = "leader_filing_form"


async def forms(rig: Rig) -> list[Document]:
    statement = select(Document).where(Document.kind == KIND).order_by(col(Document.id))
    return list(await rig.database.read(lambda s: s.exec(statement).all()))


async def versions(rig: Rig) -> list[dict[str, Any]]:
    """What each version says, raw, in their order."""
    rows = await rig.database.read(lambda s: s.exec(select(Edition).order_by(col(Edition.n))).all())
    return [{name: one["raw"] for name, one in row.values.items()} for row in rows]


async def printed(rig: Rig) -> str:
    """What the newest version reads as, opened again as the Word document that it is."""
    row = (await rig.database.read(lambda s: s.exec(select(Edition).order_by(col(Edition.n).desc())).all()))[0]
    return text_of(rig.house.files.get(row.hash))


async def owed(rig: Rig) -> list[Duty]:
    return await duties(rig, "SS12")


async def opened(rig: Rig, user: int, duty: Duty) -> Shown:
    [card] = await rig.press_data(user, f"dt.open:{duty.id}", rig.last(user))
    return card


async def named(rig: Rig, who: str = "张明", paper: str = "应诉通知书") -> County:
    """The paper is recorded and a leader named, by the liaison officer."""
    here = await county(rig)
    await enter(rig, here.liaison, f"{NUMBER} {paper} 今天收到")
    await name(rig, here, who)
    return here


async def hearing(rig: Rig, here: County) -> None:
    await rig.say(here.liaison, f"/hearing {NUMBER} 4月28日上午9:30 县法院第二审判庭")
    await rig.press(here.liaison, "确认")


async def name(rig: Rig, here: County, who: str) -> None:
    [card] = await rig.press_data(here.liaison, f"ap.name:1:{here.resources}", rig.last(here.liaison))
    if "变更出庭人员" in card.labels:
        await rig.press(here.liaison, "变更出庭人员", card)
    await rig.press(here.liaison, who)


async def named_of_government(rig: Rig, here: County, who: str) -> None:
    [card] = await rig.press_data(here.office_liaison, f"ap.name:1:{here.government}", rig.last(here.office_liaison))
    if "变更出庭人员" in card.labels:
        await rig.press(here.office_liaison, "变更出庭人员", card)
    await rig.press(here.office_liaison, who)


async def cannot(rig: Rig, user: int) -> None:
    """The leader who was asked says no; there is no hearing yet."""
    await rig.press(user, "不能出庭")
    await report_absence(rig, user)
    await rig.press(user, "提交")


@pytest.mark.slow
async def test_one_tap_files_it_and_the_bureau_accepts_it_in_the_bundle(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [draft] = await forms(rig)
        assert (draft.state, draft.agency_id) == (DocumentState.DRAFT, here.resources), "ready, and nothing is out"
        [duty] = await owed(rig)
        card = await opened(rig, here.liaison, duty)
        assert "一键报备" in card.labels
        assert "办结" not in card.labels
        await rig.press(here.liaison, "一键报备", card)
        assert "已报备：张明" in rig.toast()
        [said] = await versions(rig)
        assert (said["leader"], said["leader_post"], said["case_number"]) == ("张明", "副局长", NUMBER)
        assert (said["hearing_when"], said["leader_rank"]) == ("未定", "deputy")
        assert [one["what"] for one in said["changes"]] == ["首次报备"]
        paper = await printed(rig)
        for line in (
            "单位 | 泗水县自然资源和规划局", f"案号 | {NUMBER} | 审级 | 一审",
            "受理法院 | 山东省泗水县人民法院", "开庭时间 | 未定 | 开庭地点 | 未定", "出庭负责人 | 张明 | 职务 | 副局长",
            "填报人 | 王芳 | 填报日期 | 2026年4月2日", "联络员 | 王芳 | 联系电话 | 13900001201",
            "1 | 2026年4月2日 | 王芳 | 首次报备",
        ):  # fmt: skip
            assert line in paper
        [duty] = await owed(rig)
        assert (duty.state, duty.done_by) == (DutyState.SUBMITTED, here.ids[here.liaison])
        first = await judging(rig, here.coordinator)
        assert "出庭报备" in first.text
        await rig.press(here.coordinator, "认可", first)
        assert [one.state for one in await owed(rig)] == [DutyState.DONE]
        assert [one.state for one in await forms(rig)] == [DocumentState.DONE]
        handed_in, kept = await versions(rig)
        assert handed_in.get("record_number") is None, "what was handed in stays as it was"
        assert kept == {**handed_in, "record_number": "〔2026〕1号"}
        assert "备案编号 | 〔2026〕1号" in await printed(rig)


@pytest.mark.slow
async def test_a_later_paper_asks_whether_anything_changed_and_one_tap_files_it_with_the_hearing(
    tmp_path: Path,
) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        await rig.press_data(here.liaison, f"doc.file:{duty.id}:{duty.version}", rig.last(here.liaison))
        await rig.to("2026-04-07 10:00")
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        await hearing(rig, here)
        later = (await owed(rig))[-1]
        assert later.state is DutyState.OPEN
        card = await opened(rig, here.liaison, later)
        assert "没有变化" in card.labels
        assert "有变化" in card.labels
        await rig.press(here.liaison, "没有变化", card)
        assert [one.state for one in await owed(rig)] == [DutyState.SUBMITTED] * 2
        one, two = await versions(rig)
        assert one["hearing_when"] == "未定"
        assert two["hearing_when"].startswith("2026-04-28T")
        assert two["hearing_place"] == "县法院第二审判庭"
        assert [row["what"] for row in two["changes"]] == ["首次报备", "报备内容无变化"]
        assert len(await forms(rig)) == 1


@pytest.mark.slow
async def test_what_changed_opens_the_form_and_leaves_the_duty_open(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        await rig.press_data(here.liaison, f"doc.file:{duty.id}:{duty.version}", rig.last(here.liaison))
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        later = (await owed(rig))[-1]
        card = await opened(rig, here.liaison, later)
        [draft] = await rig.press_data(here.liaison, f"doc.alter:{later.id}:{later.version}", card)
        assert "行政机关负责人出庭报备表" in draft.text
        assert (await owed(rig))[-1].state is DutyState.OPEN
        card = await opened(rig, here.liaison, later)
        assert "没有变化" not in card.labels, "what is being changed is not unchanged"
        await rig.press(here.liaison, "一键报备", card)
        assert [one.state for one in await owed(rig)] == [DutyState.SUBMITTED] * 2
        assert (await versions(rig))[-1]["changes"][-1]["what"] == "报备内容有变化"


@pytest.mark.slow
async def test_another_leader_makes_it_a_draft_again_with_the_reason_and_one_tap_files_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        await rig.press_data(here.liaison, f"doc.file:{duty.id}:{duty.version}", rig.last(here.liaison))
        first = await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "认可", first)
        await name(rig, here, "赵敏")
        [form] = await forms(rig)
        assert (form.state, form.reason) == (DocumentState.SENT_BACK, "出庭负责人由张明变更为赵敏")
        assert {one["leader"] for one in await versions(rig)} == {"张明"}, "nothing goes out unasked"
        await rig.to("2026-04-02 14:00")
        told = rig.with_button(here.liaison, "一键报备")
        assert "出庭负责人已变更为赵敏（原报备：张明），请报备" in told.text
        assert any("原报备：张明" in m.text for m in rig.bot.chat(here.deputy))
        await rig.press(here.liaison, "一键报备", told)
        two = (await versions(rig))[-1]
        assert (two["leader"], two["record_number"]) == ("赵敏", "〔2026〕1号"), "it keeps its number"
        assert [one["what"] for one in two["changes"]] == [
            "首次报备", "备案编号：〔2026〕1号", "出庭负责人由张明变更为赵敏",
        ]  # fmt: skip
        [duty] = await owed(rig)
        assert duty.state is DutyState.SUBMITTED, "the bureau looks at it again"
        again = await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "认可", again)
        assert [one.state for one in await forms(rig)] == [DocumentState.DONE]
        assert len(await versions(rig)) == 3, "it has its number already"
        [deputy] = [m for m in rig.bot.chat(here.deputy) if "报备" in m.text and "赵敏" in m.text][-1:]
        assert "已报备（赵敏）" in deputy.text, "the message of the others follows"


@pytest.mark.slow
async def test_two_who_press_at_once_file_one_version(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        mine, other = await opened(rig, here.liaison, duty), await opened(rig, here.deputy, duty)
        data = f"doc.file:{duty.id}:{duty.version}"
        await rig.press_data(here.liaison, data, mine)
        await rig.press_data(here.deputy, data, other)
        assert "该按钮已失效：王芳" in rig.toast()
        assert len(await versions(rig)) == 1
        await rig.press_data(here.liaison, data, mine)
        assert len(await versions(rig)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("who", ["police_liaison", "leader2", "observer", "coordinator", "court_contact"])
async def test_nobody_else_files_it(tmp_path: Path, who: str) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        user = getattr(here, who)
        [menu] = await rig.say(user, "/help")
        for data in (f"doc.file:{duty.id}:{duty.version}", f"doc.alter:{duty.id}:{duty.version}", "doc.same:1:1"):
            await rig.press_data(user, data, menu)
        assert await versions(rig) == []
        assert (await owed(rig))[0].state is DutyState.OPEN


@pytest.mark.slow
async def test_sent_back_it_is_open_to_the_same_day_and_filed_again(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        await rig.press_data(here.liaison, f"doc.file:{duty.id}:{duty.version}", rig.last(here.liaison))
        first = await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "退回", first)
        await rig.say(here.coordinator, "未写明工作人员")
        await rig.press(here.coordinator, "确认")
        [back], [form] = await owed(rig), await forms(rig)
        assert (back.state, back.due) == (DutyState.OPEN, duty.due)
        assert form.state is DocumentState.SENT_BACK
        await rig.press_data(here.liaison, f"doc.file:{back.id}:{back.version}", rig.last(here.liaison))
        assert (await owed(rig))[0].state is DutyState.SUBMITTED
        assert (await versions(rig))[-1]["changes"][-1]["what"] == "未写明工作人员"


@pytest.mark.slow
async def test_whoever_filed_it_on_paper_says_so_behind_more(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        card = await opened(rig, here.liaison, duty)
        await rig.press(here.liaison, "更多", card)
        await rig.press(here.liaison, "已报纸质件")
        await rig.press(here.liaison, "今天办结，附言…")
        await rig.say(here.liaison, "纸质报备表已送司法局刘洋")
        await rig.press(here.liaison, "✓ 办结")
        assert (await owed(rig))[0].state is DutyState.SUBMITTED
        assert await versions(rig) == []


@pytest.mark.slow
async def test_the_form_of_the_county_government_is_filled_in_by_its_bureau_and_its_office(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.coordinator, f"{NUMBER} 应诉通知书 今天收到")
        await rig.press(here.coordinator, "县政府")
        await rig.press(here.coordinator, "登记")
        both = await duties(rig, "SS13")
        assert {one.agency_id for one in both} == {here.justice, here.office}
        await rig.press_data(here.office_liaison, f"ap.name:1:{here.government}", rig.last(here.office_liaison))
        await rig.press(here.office_liaison, "钱宏")
        [form] = await forms(rig)
        assert form.agency_id == here.government
        await rig.press_data(here.police_liaison, f"doc.same:{form.id}:{form.version}", rig.last(here.office_liaison))
        assert await versions(rig) == []
        await rig.press_data(here.office_liaison, f"doc.other:{form.id}:{form.version}", rig.last(here.office_liaison))
        [form] = await forms(rig)
        await rig.press_data(here.coordinator, f"doc.same:{form.id}:{form.version}", rig.last(here.coordinator))
        said, kept = await versions(rig)
        assert (said["agency"], said["leader"]) == ("泗水县人民政府", "钱宏")
        assert kept["record_number"] == "〔2026〕1号", "nobody else has to accept it"
        assert (await forms(rig))[0].state is DocumentState.DONE


@pytest.mark.slow
async def test_a_hearing_that_is_set_later_asks_whether_what_was_filed_is_still_right(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        await rig.press_data(here.liaison, f"doc.file:{duty.id}:{duty.version}", rig.last(here.liaison))
        await hearing(rig, here)
        await rig.to("2026-04-02 14:00")
        told = rig.with_button(here.deputy, "没有变化")
        assert "开庭定于4月28日（周二）9:30，报备内容有无变化" in told.text
        assert len(await versions(rig)) == 1
        await rig.press(here.deputy, "没有变化", told)
        settled = next(m for m in rig.bot.chat(here.deputy) if m.message_id == told.message_id)
        assert "已报备（张明）" in settled.text
        assert "没有变化" not in settled.labels
        two = (await versions(rig))[-1]
        assert (two["hearing_place"], two["filler"]) == ("县法院第二审判庭", "王芳")
        assert (await owed(rig))[0].state is DutyState.SUBMITTED
        assert [one["by"] for one in two["changes"]] == ["王芳", "李娜"]


@pytest.mark.slow
async def test_it_is_filed_from_the_card_of_the_hearing_while_it_is_due(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 应诉通知书 今天收到")
        await hearing(rig, here)
        card = rig.last(here.liaison)
        assert "一键报备" not in card.labels, "nobody is named yet"
        await name(rig, here, "张明")
        await rig.press_data(here.liaison, f"hr:1:{here.resources}", rig.last(here.liaison))
        card = rig.last(here.liaison)
        assert "一键报备" in card.labels
        assert len(card.labels) <= 8
        await rig.press(here.liaison, "一键报备", card)
        assert "已报备：张明" in rig.toast()
        assert (await owed(rig))[0].state is DutyState.SUBMITTED
        assert len(await versions(rig)) == 1
        assert "一键报备" not in rig.bot.find(here.liaison, card.message_id).labels
