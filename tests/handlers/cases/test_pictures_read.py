"""Pictures of court papers are read while their sender goes on: they fill what nobody entered, marked, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.hall.extracts import Extract
from bot.extracts import notes
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Draft, Hearing, Paper, PictureJob, StoredFile
from tests import paper_files as files
from tests.builders import County
from tests.fake_pictures import FakePictures, page, photo
from tests.rig import Rig, open_rig

SUMMONS = (
    "传 票\n泗水县人民法院\n案号 （2026）鲁0831行初12号\n案由 行政处罚\n被传唤人 泗水县公安局\n传唤事由 开庭\n"
    "应到时间 2026年4月28日9时30分\n应到处所 第二审判庭\n二〇二六年三月三十日"
)
NOTICE = (
    "泗水县人民法院\n应诉通知书\n（2026）鲁0831行初12号\n泗水县公安局：\n本院已受理孔德明诉你单位行政处罚一案，现随文发送"
    "起诉状副本。\n二〇二六年三月三十日"
)


@pytest.fixture
def pictures() -> FakePictures:
    return FakePictures()


@pytest.fixture
async def rig(tmp_path: Path, pictures: FakePictures) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, pictures=pictures) as opened:
        yield opened


async def send(rig: Rig, county: County, content: bytes, name: str = "1.jpg", caption: str = "", **more: str) -> str:
    """What the liaison is answered at once."""
    mime = "image/jpeg" if name.endswith(".jpg") else ""
    shown = await rig.send_file(county.police_liaison, name, content, caption=caption, mime=mime, **more)  # type: ignore[arg-type]
    return "\n".join(one.text for one in shown)


async def draft_of(rig: Rig) -> Draft:
    return await rig.database.read(lambda s: s.exec(select(Draft)).one())


async def waiting(rig: Rig) -> list[tuple[str, int]]:
    """What waits in the queue: the piece that is wanted, and how often it was begun."""
    rows = select(PictureJob.piece, PictureJob.attempts).order_by(col(PictureJob.id))
    return list(await rig.database.read(lambda s: s.exec(rows).all()))


async def test_a_photo_is_read_and_fills_the_form_in_place(rig: Rig, county: County, pictures: FakePictures) -> None:
    said = await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))
    assert "正在识别1张图片" in said
    assert "收到了哪些文书" in said, "whoever does not want to wait may go on"
    assert await rig.develop(county.police_liaison) == [], "nobody is rung up who looks at the form"
    form = rig.last(county.police_liaison)
    assert "正在识别" not in form.text
    assert "读自“1.jpg”" in form.text
    assert "哪一天收到的" in form.text, "neither the day of printing nor that of the hearing is the day of receipt"
    assert await waiting(rig) == []
    await rig.press(county.police_liaison, "今天")
    await rig.press(county.police_liaison, "电子送达")
    preview = rig.last(county.police_liaison).text
    for value in ("传票", "（2026）鲁0831行初12号", "县公安局", "4月2日", "行政处罚", "附件</b>：1.jpg"):
        assert value in preview
    marked = [line for line in preview.splitlines() if line[:1] in "⌁❓" and "：" in line]
    assert {line.split("<b>")[1].split("<")[0] for line in marked} == {"文书", "案号", "案由"}
    assert await rig.database.read(lambda s: s.exec(select(Paper)).all()) == [], "nothing counts by being read"


async def test_what_was_typed_meanwhile_stays_and_what_the_picture_says_otherwise_is_named(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))

    async def type_on() -> None:
        await rig.say(county.police_liaison, "（2026）鲁0831行初13号 应诉通知书 昨天收到 邮寄")

    pictures.at_reading.append(type_on)
    await rig.develop()
    form = rig.last(county.police_liaison).text
    for value in ("案号</b>：（2026）鲁0831行初13号", "4月1日", "邮寄", "文书</b>：应诉通知书"):
        assert value in form
    assert "照片中的内容与填写的不同：<b>案号</b>：（2026）鲁0831行初12号" in form
    assert "照片中的内容与填写的不同：<b>文书</b>：传票" in form
    assert "<b>案由</b>：行政处罚" in form, "what nobody entered is filled"


async def test_when_it_came_can_be_said_while_it_is_read(rig: Rig, county: County, pictures: FakePictures) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))
    said = await rig.say(county.police_liaison, "昨天收到 邮寄")
    assert "正在识别1张图片" in said[-1].text
    assert "收到了哪些文书" in said[-1].text
    await rig.develop()
    preview = rig.last(county.police_liaison).text
    for value in ("4月1日", "邮寄", "<b>文书</b>：传票", "（2026）鲁0831行初12号"):
        assert value in preview
    assert "登记" in "".join(rig.last(county.police_liaison).labels)


async def test_who_is_answering_a_question_goes_on_with_it(rig: Rig, county: County, pictures: FakePictures) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))

    async def tick() -> None:
        await rig.press(county.police_liaison, "应诉通知书")

    pictures.at_reading.append(tick)
    await rig.develop()
    draft = await draft_of(rig)
    assert draft.asking == "papers"
    assert draft.data["papers"] == ["notice_of_response"], "what is being ticked is nobody else's to change"
    assert draft.data["number"] == "（2026）鲁0831行初12号"


@pytest.mark.parametrize("way", ["/cancel", "登记", "another"])
async def test_a_draft_that_is_over_is_not_brought_back(
    rig: Rig, county: County, pictures: FakePictures, way: str
) -> None:
    await send(
        rig, county, pictures.knows(photo(1), page(SUMMONS)), caption="（2026）鲁0831行初13号 传票 今天收到 邮寄"
    )

    async def end() -> None:
        await (rig.press if way == "登记" else rig.say)(county.police_liaison, "/cancel" if way == "another" else way)
        if way == "another":
            await rig.say(county.police_liaison, "（2026）鲁0831行初77号 应诉通知书 今天收到 邮寄")

    pictures.at_reading.append(end)
    before = len(rig.bot.messages)
    await rig.develop()
    shown = "\n".join(one.text for one in rig.bot.messages[before:])
    assert "行初12" not in shown, "nothing is said of it"
    assert await waiting(rig) == []
    kept = await rig.database.read(lambda s: s.exec(select(StoredFile.subject)).all())
    assert kept == (["paper:1"] if way == "登记" else [])


async def test_pages_of_an_album_are_read_together_in_the_order_of_their_messages(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    first, second = NOTICE.rsplit("，现", 1)
    two = await send(rig, county, pictures.knows(photo(2), page("现" + second)), "2.jpg", media_group="a")
    assert "正在识别1张图片" in two
    await send(rig, county, pictures.knows(photo(3), page("第3页")), "3.jpg", media_group="a")
    ids = [one.message_id for one in rig.bot.chat(county.police_liaison)]
    assert len(ids) == 1, "one form for all pages"
    assert "正在识别2张图片" in rig.last(county.police_liaison).text
    draft = await draft_of(rig)
    # The first page of the album came last, as they do when they are fetched side by side.
    await send(rig, county, pictures.knows(photo(1), page(first)), "1.jpg", media_group="a")
    await rig.work(lambda desk: _first_is_page(desk.session, county, len(draft.context["pictures"])))
    await rig.develop()
    assert pictures.asked == ["2.jpg", "3.jpg", "1.jpg"]
    values = (await draft_of(rig)).data
    assert values["papers"] == ["notice_of_response", "complaint_copy"]
    assert values["number"] == "（2026）鲁0831行初12号"
    assert "读自“1.jpg、2.jpg、3.jpg”" in rig.last(county.police_liaison).text


def _first_is_page(session: object, county: County, at: int) -> None:
    """Give the picture that came last the lowest number of a message."""
    from sqlmodel import Session

    assert isinstance(session, Session)
    draft = session.exec(select(Draft)).one()
    pictures = [dict(one) for one in draft.context["pictures"]]
    pictures[at]["order"] = 0
    draft.context = {**draft.context, "pictures": pictures}
    session.add(draft)


async def test_a_summons_brings_its_hearing_with_its_marks(rig: Rig, county: County, pictures: FakePictures) -> None:
    content = pictures.knows(photo(1), page(SUMMONS, unsure=("应到时间",)))
    await send(rig, county, content, caption="今天收到 电子送达")
    await rig.develop()
    await confirm(rig, county, "登记")
    offered = rig.last(county.police_liaison).text
    for value in ("登记开庭", "2026年4月28日（周二）9:30", "第二审判庭"):
        assert value in offered
    assert "❓<b>时间</b>" in offered
    await rig.press(county.police_liaison, "✓ 确认")
    asked = rig.last(county.police_liaison)
    assert "登记前，请核对" in asked.text
    assert "❓<b>时间</b>：2026年4月28日" in asked.text
    assert await rig.database.read(lambda s: s.exec(select(Hearing)).all()) == []
    await rig.press(county.police_liaison, "无误")
    assert len(await rig.database.read(lambda s: s.exec(select(Hearing)).all())) == 1


async def confirm(rig: Rig, county: County, word: str) -> None:
    """Confirm, and say of what is not certain that it is right."""
    await rig.press(county.police_liaison, f"✓ {word}")
    if "请核对以下" in rig.last(county.police_liaison).text:
        await rig.press(county.police_liaison, "无误")


async def test_what_was_read_badly_is_asked_about_before_it_counts(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    content = pictures.knows(photo(1), page(SUMMONS, unsure=("案号",)))
    await send(rig, county, content, caption="今天收到 电子送达")
    await rig.develop()
    me, preview = county.police_liaison, rig.last(county.police_liaison)
    assert "❓<b>案号</b>：（2026）鲁0831行初12号" in preview.text
    assert "❓ 识别不确定，请对照照片" in preview.text
    await rig.press(me, "✓ 登记")
    assert await rig.database.read(lambda s: s.exec(select(Paper)).all()) == []
    # Neither a button of the preview before nor data that is made up goes round the question.
    draft = await draft_of(rig)
    await rig.press_data(me, f"fm:{draft.serial}:ok", preview)
    await rig.press_data(me, f"pk:{draft.serial - 1}:ok", preview)
    assert await rig.database.read(lambda s: s.exec(select(Paper)).all()) == []
    await rig.press(me, "✓ 登记")
    await rig.press(me, "更改")
    await rig.press(me, "✎ 案号")
    await rig.say(me, "（2026）鲁0831行初21号")
    assert "❓<b>案号" not in rig.last(me).text, "what a person typed is no reading"
    await confirm(rig, county, "登记")
    assert len(await rig.database.read(lambda s: s.exec(select(Paper)).all())) == 1


async def test_each_value_is_held_beside_its_piece_of_the_picture(
    rig: Rig, county: County, pictures: FakePictures
) -> None:
    content = pictures.knows(photo(1), page(NOTICE, unsure=("行初12",)))
    await send(rig, county, content, caption="今天收到 电子送达")
    await rig.develop()
    me = county.police_liaison
    assert sum("对照照片" in label for label in rig.last(me).labels) == 1
    await rig.press(me, "对照照片")
    [piece] = await rig.develop(me)
    assert piece.document == ("piece.jpg", b"\xff\xd8\xff piece")
    assert piece.text.startswith("❓<b>"), "what is unsure comes first"
    seen = set()
    while piece.text not in seen:
        seen.add(piece.text)
        await rig.press(me, "下一处", piece)
        [piece] = await rig.develop(me)
    preview = rig.with_button(me, "登记").text.splitlines()
    assert len(seen) == len(pictures.pieces) - 1 == sum(line[:1] in "⌁❓" and "<b>" in line for line in preview) > 1
    await rig.say(me, "/cancel")
    await rig.press(me, "下一处", piece)
    assert "已完成或已取消" in rig.toast()
    assert await waiting(rig) == []


async def test_nobody_sees_pieces_of_others_pictures(rig: Rig, county: County, pictures: FakePictures) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)), caption="今天收到 电子送达")
    await rig.develop()
    shown = rig.last(county.police_liaison)
    await rig.press_data(county.liaison, "ph:number", shown)
    assert await waiting(rig) == []
    assert pictures.pieces == []


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
    assert "收到了哪些文书" in form
    await rig.say(county.police_liaison, "（2026）鲁0831行初12号 传票 今天收到 电子送达")
    await rig.press(county.police_liaison, "登记")
    kept = await rig.database.read(lambda s: s.exec(select(StoredFile.subject)).all())
    assert kept == ["paper:1"]


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
