"""/documents and the lists; the cards of case and duty; reminders, the pinned card and the digest; English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlmodel import select

from bot.services.hall.desk import Desk
from bot.store.tables import Duty, Person
from tests.handlers.documents.steps import NUMBER, data_of, documents, office, said, short
from tests.handlers.duties.steps import enter
from tests.rig import Rig


@pytest.mark.slow
async def test_documents_lists_what_waits_drafts_what_is_under_way_and_what_is_finished(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        [empty] = await rig.say(here.liaison, "/documents")
        assert "暂无内容" in empty.text
        assert "请从案件卡片或期限事项中起草文书" in empty.text
        await rig.press(here.liaison, "我的待办", empty)
        assert "<b>未办结事项</b>" in rig.last(here.liaison).text
        card = await short(rig, here.liaison)
        [mine] = await rig.say(here.liaison, "/documents")
        assert said(mine).startswith("【文书】待起草")
        assert "我的待办" not in mine.labels
        assert "《情况简报》 （2026）鲁0831行初12号：草稿" in said(mine)
        await rig.press(here.liaison, "提交", card)
        [mine] = await rig.say(here.liaison, "/documents")
        assert said(mine).startswith("【文书】办理中")
        assert "待县司法局办理" in said(mine)
        [theirs] = await rig.say(here.coordinator, "/documents")
        assert said(theirs).startswith("【文书】待我办理")
        assert "《情况简报》 （2026）鲁0831行初12号 县自然资源局：" in said(theirs), "of several so called, whose it is"
        [opened] = await rig.press(here.coordinator, "1. 情况简报", theirs)
        await rig.press(here.coordinator, "同意", opened)
        [mine] = await rig.say(here.liaison, "/documents")
        assert said(mine).startswith("【文书】已办结")


@pytest.mark.slow
async def test_the_case_counts_its_documents_and_the_pinned_card_what_waits(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        await rig.say(here.coordinator, "/start")
        pinned = next(m for m in rig.bot.chat(here.coordinator) if "【待办】" in m.text)
        card = await short(rig, here.liaison)
        [case] = await rig.say(here.liaison, f"/case {NUMBER}")
        [label] = [text for row in case.buttons for text, data in row if data.startswith(("doc.case", "cs.more"))][:1]
        assert label in ("文书 1", "更多")
        await rig.press(here.liaison, "提交", card)
        await rig.to("2026-04-02 09:05")
        assert "待办文书1件" in pinned.text
        [listed] = await rig.press(here.coordinator, "文书 1", pinned)
        assert "《情况简报》" in listed.text
        await rig.press(here.coordinator, "同意")
        await rig.to("2026-04-02 09:10")
        assert "待办文书" not in pinned.text


@pytest.mark.slow
async def test_a_duty_leads_to_its_document_and_says_how_it_stands(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        await enter(rig, here.liaison, f"{NUMBER} 应诉通知书、起诉状副本 今天收到")
        owed = await rig.database.read(lambda s: s.exec(select(Duty)).all())
        defence = next(
            one for one in owed if one.citation.get("draft") == "defence" and one.agency_id == here.resources
        )
        [menu] = await rig.say(here.liaison, "/menu")
        [duty] = await rig.press_data(here.liaison, f"dt.open:{defence.id}", menu)
        assert "起草《" in duty.labels[0]
        [paper] = await rig.press(here.liaison, "起草《", duty)
        assert said(paper).startswith("【文书】《")
        [again] = await rig.press_data(here.liaison, f"dt.open:{defence.id}", menu)
        assert "》，草稿" in again.text, "the standing paper with its state"
        await rig.press(here.liaison, "查看文书", again)
        assert len(await documents(rig)) == 1
        assert await rig.press_data(here.police_liaison, f"dt.open:{defence.id}", menu) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "said_of_it"),
    [
        ("2026-04-02", "4月3日（周五），剩1个工作日"),
        ("2026-04-03", "4月3日（周五），今日到期"),
        ("2026-04-04", "4月7日（周二），法定最后一日，剩1个工作日"),
        ("2026-04-07", "4月7日（周二），今天为法定最后一日"),
        ("2026-04-08", "4月7日（周二），已逾期1个工作日"),
    ],
)
async def test_a_line_names_one_day_and_the_last_one_once_the_safe_day_has_gone(
    tmp_path: Path, day: str, said_of_it: str
) -> None:
    async with office(tmp_path) as (rig, here):
        [owed] = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "SS12")).all())
        [menu] = await rig.say(here.liaison, "/menu")
        [duty] = await rig.press_data(here.liaison, f"dt.open:{owed.id}", menu)
        await rig.press(here.liaison, "更多", duty)
        await rig.press(here.liaison, "起草《", duty)
        await rig.to(f"{day} 10:00")
        [listed] = await rig.say(here.liaison, "/documents")
        [line] = [one for one in said(listed).splitlines() if "报备表" in one]
        assert line.endswith(said_of_it), line
        [card] = await rig.press(here.liaison, "1. ", listed)
        assert said(card).count(said_of_it.partition("，")[0]) == 1, "the day is said once"


@pytest.mark.slow
async def test_shown_again_only_the_newest_message_of_a_document_is_kept_up_to_date(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        await rig.press(here.liaison, "提交", card)
        await rig.to("2026-04-02 09:10")
        told = next(m for m in rig.bot.chat(here.coordinator) if "同意" in m.labels)
        before = told.text
        [listed] = await rig.say(here.coordinator, "/documents")
        [newest] = await rig.press(here.coordinator, "1. 情况简报", listed)
        await rig.press(here.liaison, "更多")
        await rig.press(here.liaison, "撤回")
        await rig.to("2026-04-02 09:20")
        assert told.text == before, "what lies above it is history"
        assert "同意" not in newest.labels
        await rig.press(here.coordinator, "同意", told)
        assert "该按钮已失效" in rig.toast()


@pytest.mark.slow
async def test_an_english_reader_reads_english_all_the_way(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):

        def english(desk: Desk) -> None:
            for user in (here.liaison, here.coordinator):
                desk.session.get_one(Person, here.ids[user]).language = "en"

        await rig.work(english)
        [case] = await rig.say(here.liaison, f"/case {NUMBER}")
        await rig.press_data(here.liaison, data_of(case, "cs.more"), case)
        [listed] = await rig.press_data(here.liaison, data_of(case, "doc.case"), case)
        await rig.press(here.liaison, "Draft a document", listed)
        while not any("hort note" in label for label in listed.labels):
            await rig.press(here.liaison, "More", listed)
        await rig.press(here.liaison, "hort note", listed)
        await rig.press(here.liaison, "Fill in 2", listed)
        await rig.say(here.liaison, "served")
        await rig.say(here.liaison, "none")
        await rig.press(here.liaison, "Change it")
        await rig.press(here.liaison, "‹ Go back")
        await rig.press(here.liaison, "Submit")
        await rig.press(here.coordinator, "Send back")
        await rig.say(here.coordinator, "please explain")
        await rig.press(here.coordinator, "Confirm")
        await rig.press(here.liaison, "Submit")
        await rig.press(here.coordinator, "Agree")
        await rig.press(here.liaison, "More")
        names = "|".join((re.escape(NUMBER), "县自然资源局", "县司法局", *(await _names(rig))))
        for user in (here.liaison, here.coordinator):
            for shown in [m for m in rig.bot.chat(user) if "ocument" in m.text or "hort note" in m.text]:
                left = re.sub(names, "", said(shown) + " ".join(shown.labels))
                assert not re.search("[\u4e00-\u9fff]", left), left


async def _names(rig: Rig) -> list[str]:
    return list(await rig.database.read(lambda s: s.exec(select(Person.name)).all()))
