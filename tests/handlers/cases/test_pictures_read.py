"""Pictures of court papers are read while their sender goes on: they fill what nobody entered, marked, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from bot.store.tables import Draft, Hearing, Paper, StoredFile
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


async def test_a_photo_is_read_and_fills_the_form_in_place(rig: Rig, county: County, pictures: FakePictures) -> None:
    said = await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))
    assert "正在识别1张图片" in said
    assert "请输入案号" in said, "whoever does not want to wait may go on"
    assert await rig.develop(county.police_liaison) == [], "nobody is rung up who looks at the form"
    form = rig.last(county.police_liaison)
    assert "正在识别" not in form.text
    assert "读自“1.jpg”" in form.text
    assert "已读到：（2026）鲁0831行初12号；传票；" in form.text
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
    assert "请输入案号" in said[-1].text
    await rig.develop()
    preview = rig.last(county.police_liaison).text
    for value in ("4月1日", "邮寄", "<b>文书</b>：传票", "（2026）鲁0831行初12号"):
        assert value in preview
    assert "登记" in "".join(rig.last(county.police_liaison).labels)


async def test_who_is_answering_a_question_goes_on_with_it(rig: Rig, county: County, pictures: FakePictures) -> None:
    await send(rig, county, pictures.knows(photo(1), page(SUMMONS)))
    await rig.say(county.police_liaison, "（2026）鲁0831行初12号")

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
    assert sorted(kept) == (["duty:2", "paper:1"] if way == "登记" else []), "the copy that came reports the paper too"


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
