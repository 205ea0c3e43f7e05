"""What becomes of pictures in the queue: those that cannot be read, that wait, that are of several papers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.extracts import Extract
from bot.extracts import notes
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, PictureJob, StoredFile
from tests import paper_files as files
from tests.builders import County
from tests.fake_pictures import FakePictures, page, photo
from tests.handlers.cases.picture_steps import NOTICE, SUMMONS, draft_of, send, waiting
from tests.rig import Rig, open_rig


@pytest.fixture
def pictures() -> FakePictures:
    return FakePictures()


@pytest.fixture
async def rig(tmp_path: Path, pictures: FakePictures) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, pictures=pictures) as opened:
        yield opened


UNREAD = {
    "nothing": (Extract(), "未识别到文字"),
    "no court": (page("会议通知\n请各单位参加普法培训会。"), "未读到案号和文书名称"),
    "too heavy": (Extract(notes=(notes.picture_unread("1.jpg"),)), "重新拍摄"),
}


@pytest.mark.parametrize("kind", UNREAD)
async def test_of_what_cannot_be_read_it_is_said_what_to_do_instead(
    rig: Rig, county: County, pictures: FakePictures, kind: str
) -> None:
    extract, words = UNREAD[kind]
    await send(rig, county, pictures.knows(photo(1), extract))
    await rig.develop()
    form = rig.last(county.police_liaison).text
    assert words in form
    assert "请输入案号" in form
    await rig.say(county.police_liaison, "（2026）鲁0831行初12号 传票 今天收到 电子送达")
    await rig.press(county.police_liaison, "登记")
    kept = await rig.database.read(lambda s: s.exec(select(StoredFile.subject)).all())
    assert sorted(one.partition(":")[0] for one in kept) == ["duty", "paper"], "it is the copy by which it is reported"


async def test_a_fault_of_ours_is_tried_again_and_given_up_in_the_end(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    pictures.faults["1.jpg"] = OSError("no more processes")
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))
    await send(rig, county, pictures.knows(photo(2), page(NOTICE.replace("初12", "初13"))), "2.jpg")
    await rig.develop()
    assert pictures.asked == ["1.jpg", "2.jpg"], "one that fails holds up no other"
    for _ in range(3):
        await rig.work(lambda desk: _no_lease(desk.session))
        await rig.develop()
    assert pictures.asked == ["1.jpg", "2.jpg", "1.jpg", "1.jpg"]
    assert await waiting(rig) == []
    assert "未能识别“1.jpg”" in rig.last(county.police_liaison).text


def _no_lease(session: object) -> None:
    from sqlmodel import Session

    assert isinstance(session, Session)
    for job in session.exec(select(PictureJob)).all():
        job.lease = 0
        session.add(job)


async def test_a_scan_is_read_and_a_file_with_text_is_not(rig: Rig, county: County, pictures: FakePictures) -> None:
    scan = files.pdf("")
    said = await send(rig, county, pictures.knows(scan, page(SUMMONS)), "扫描.pdf")
    assert "正在识别1张图片" in said
    assert "无文字" not in said
    await send(rig, county, files.pdf(NOTICE), "通知.pdf")
    await rig.develop()
    assert pictures.asked == ["扫描.pdf"]
    assert "传票" in rig.last(county.police_liaison).text or (await draft_of(rig)).data["papers"]


async def test_whoever_has_gone_on_to_other_things_is_told_by_a_new_message(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))
    await rig.say(county.police_liaison, "/help")
    [news] = await rig.develop(county.police_liaison)
    assert "哪一天收到的" in news.text
    assert not news.silent


async def test_a_paper_that_waits_behind_another_form_is_filled_there(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    me = county.police_liaison
    await rig.say(me, "/hearing")
    await rig.say(me, "（2026）鲁0831行初12号")
    await send(rig, county, pictures.knows(photo(1), page(NOTICE)))
    assert await rig.develop(me) == [], "it does not stand on the screen, so nothing is said"
    [entry] = [one for one in (await draft_of(rig)).context["queue"] if one["form"] == "paper"]
    assert entry["values"]["number"] == "（2026）鲁0831行初12号"
    await rig.say(me, "/cancel")
    assert "哪一天收到的" in rig.last(me).text


async def test_a_photo_for_the_files_of_an_open_form_is_read_too(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    me = county.police_liaison
    await rig.say(me, "（2026）鲁0831行初12号 传票 今天收到 电子送达")
    await rig.press(me, "✎ 附件")
    said = await send(rig, county, pictures.knows(photo(1), page(SUMMONS.replace("行初12", "行初99"))))
    assert "1.jpg" in said
    assert "正在识别1张图片" in said
    await rig.develop()
    await rig.press(me, "完成")
    preview = rig.last(me).text
    assert "案号</b>：（2026）鲁0831行初12号" in preview
    assert "（2026）鲁0831行初99号" in preview, "that it names another case is said"


async def test_while_it_is_read_the_chat_shows_it(rig: Rig, county: County, pictures: FakePictures) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))

    async def breathe() -> None:
        from asyncio import sleep

        await sleep(0)

    pictures.at_reading.append(breathe)
    await rig.develop()
    assert ("send_chat_action", {"chat_id": county.police_liaison, "action": "typing"}) in rig.bot.calls


async def test_without_the_extra_it_is_said_once_and_nothing_is_queued(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    pictures.gone.append(notes.no_picture_reading())
    assert "暂不识别图片" in await send(rig, county, photo(1))
    await rig.say(county.police_liaison, "/cancel")
    assert "暂不识别图片" not in await send(rig, county, photo(2), "2.jpg")
    assert await waiting(rig) == []


LIST = (
    "泗水县人民法院开庭公告\n（2026）鲁0831行初12号 孔德明诉泗水县公安局行政处罚 2026年4月28日9时30分 第二审判庭\n"
    "（2026）鲁0831行初15号 张三诉泗水县公安局行政处罚 2026年4月29日14时30分 第一审判庭"
)


async def test_papers_of_one_envelope_are_one_form(rig: Rig, county: County, pictures: FakePictures) -> None:
    await send(rig, county, pictures.knows(photo(1), page(NOTICE)), caption="今天收到 邮寄")
    await send(rig, county, pictures.knows(photo(2), page(SUMMONS)), "2.jpg")
    await rig.develop()
    preview = rig.last(county.police_liaison).text
    assert "⌁<b>文书</b>：应诉通知书、起诉状副本、传票" in preview
    marks = {one["field"]: one["name"] for one in (await draft_of(rig)).context["marks"]}
    assert marks["number"] == "1.jpg"
    await send(rig, county, pictures.knows(photo(3), page(SUMMONS.replace("行初12", "行初77"))), "3.jpg")
    await rig.develop()
    preview = rig.last(county.police_liaison).text
    assert "案号</b>：（2026）鲁0831行初12号" in preview
    assert "“3.jpg”中的案号为（2026）鲁0831行初77号" in preview


async def test_of_a_list_nothing_is_taken_and_its_numbers_are_named(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    await send(rig, county, pictures.knows(photo(1), page(LIST)))
    await rig.develop()
    form = rig.last(county.police_liaison).text
    assert "列有多件案件的开庭安排：（2026）鲁0831行初12号、（2026）鲁0831行初15号" in form
    draft = await draft_of(rig)
    assert not {"number", "several", "plaintiff"} & draft.data.keys()
    assert "queue" not in draft.context


async def test_a_public_notice_of_a_hearing_gives_its_number_and_its_hearing(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    said = (
        "开庭公告\n本院定于2026年4月28日9时30分在第二审判庭公开开庭审理（2026）鲁0831行初12号原告孔德明与被告泗水县公安局"
        "行政处罚一案。\n泗水县人民法院"
    )
    await send(rig, county, pictures.knows(photo(1), page(said)))
    await rig.develop()
    assert "未采用：开庭公告" in rig.last(county.police_liaison).text
    draft = await draft_of(rig)
    [hearing] = draft.context["queue"]
    assert draft.data["number"] == hearing["values"]["number"] == "（2026）鲁0831行初12号"
    assert hearing["values"]["when"].startswith("2026-04-28T09:30")


async def test_a_caption_that_is_changed_while_pages_are_read_loses_none_of_them(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    me = county.police_liaison
    await send(rig, county, pictures.knows(photo(1), page(NOTICE)), caption="应诉通知书 今天收到 邮寄")
    await rig.develop()
    caption = (await draft_of(rig)).context["heard"][0]["message"]

    async def change() -> None:
        await rig.edit(me, caption, "应诉通知书 昨天收到 电子送达")

    pictures.at_reading.append(change)
    await send(rig, county, pictures.knows(photo(2), page(SUMMONS)), "2.jpg")
    await rig.develop()
    preview = rig.last(me).text
    for value in ("4月1日", "电子送达", "应诉通知书", "（2026）鲁0831行初12号", "不同：<b>文书</b>：起诉状副本、传票"):
        assert value in preview
    assert len([one for one in (await draft_of(rig)).context["pictures"] if "said" in one]) == 2


async def test_whoever_lost_the_office_meanwhile_is_told_nothing(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))

    async def leave() -> None:
        await rig.work(lambda desk: end_appointments(desk, county.ids[county.police_liaison]))

    pictures.at_reading.append(leave)
    before = len(rig.bot.messages)
    await rig.develop()
    assert rig.bot.messages[before:] == []
    assert "number" not in (await draft_of(rig)).data
    assert await waiting(rig) == []


def end_appointments(desk: Desk, person_id: int) -> None:
    for one in desk.session.exec(select(Appointment).where(Appointment.person_id == person_id)).all():
        one.to_date = desk.today - timedelta(days=1)
        desk.session.add(one)


async def test_if_the_extra_goes_while_a_picture_waits_its_sender_is_told(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))
    pictures.gone.append(notes.no_picture_reading())
    await rig.develop()
    assert "目前还不能识别图片中的文字" in rig.last(county.police_liaison).text
    assert await waiting(rig) == []
