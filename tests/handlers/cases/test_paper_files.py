"""Files whose text is read: what they say fills the preview; a person says when it came, and confirms."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from bot.store.tables import Hearing, Paper, StoredFile
from tests import paper_files as files
from tests.builders import County
from tests.rig import Rig

SUMMONS = (
    "传 票\n泗水县人民法院\n案号 （2026）鲁0831行初12号\n案由 行政处罚\n被传唤人 泗水县公安局\n传唤事由 开庭\n"
    "应到时间 2026年4月28日9时30分\n应到处所 第二审判庭\n打印时间：2026年3月30日"
)
NOTICE = (
    "泗水县人民法院\n应诉通知书\n（2026）鲁0831行初12号\n泗水县公安局：\n本院已受理孔德明诉你单位行政处罚一案，现随文发送"
    "起诉状副本。\n二〇二六年三月三十日"
)


async def send(rig: Rig, county: County, name: str, content: bytes, caption: str = "", **more: object) -> str:
    """What the liaison is answered."""
    shown = await rig.send_file(county.police_liaison, name, content, caption=caption, **more)  # type: ignore[arg-type]
    return "\n".join(one.text for one in shown)


async def papers(rig: Rig) -> list[Paper]:
    return list(await rig.database.read(lambda s: s.exec(select(Paper).order_by(col(Paper.id))).all()))


@pytest.mark.slow
async def test_a_summons_fills_the_form_and_the_day_of_receipt_is_asked(rig: Rig, county: County) -> None:
    said = await send(rig, county, "传票.pdf", files.pdf(SUMMONS))
    assert "读自“传票.pdf”" in said
    assert "已读到：（2026）鲁0831行初12号；传票；县公安局" in said, "whoever sent a file has not seen it typed"
    assert "哪一天收到的" in said, "neither the day of printing nor that of the hearing is the day of receipt"
    await rig.press(county.police_liaison, "今天")
    await rig.press(county.police_liaison, "电子送达")
    preview = rig.last(county.police_liaison).text
    for value in ("传票", "（2026）鲁0831行初12号", "县公安局", "4月2日", "行政处罚", "附件</b>：传票.pdf"):
        assert value in preview
    assert "已读到" not in preview, "the preview says it all"
    assert await papers(rig) == [], "nothing counts before it is confirmed"
    await rig.press(county.police_liaison, "登记")
    assert [paper.kind for paper in await papers(rig)] == ["summons"]
    assert await rig.database.read(lambda s: sorted(s.exec(select(StoredFile.subject)).all())) == [
        "duty:2",
        "paper:1",
    ], "the copy reports it"
    offered = rig.last(county.police_liaison).text
    for value in ("登记开庭", "2026年4月28日（周二）9:30", "第二审判庭", "县公安局"):
        assert value in offered
    await rig.press(county.police_liaison, "确认")
    assert len(await rig.database.read(lambda s: s.exec(select(Hearing)).all())) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.docx", files.docx(*NOTICE.split("\n"))),
        ("通知.ofd", files.ofd(NOTICE)),
        ("通知.txt", NOTICE.encode("gb18030")),
    ],
)
async def test_every_kind_of_text_is_read_and_the_caption_says_when(
    rig: Rig, county: County, name: str, content: bytes
) -> None:
    preview = await send(rig, county, name, content, "昨天收到 邮寄")
    for value in ("应诉通知书", "（2026）鲁0831行初12号", "4月1日", "邮寄", f"附件</b>：{name}"):
        assert value in preview


@pytest.mark.slow
async def test_what_the_person_writes_counts_before_the_file_and_the_difference_is_named(
    rig: Rig, county: County
) -> None:
    preview = await send(rig, county, "传票.pdf", files.pdf(SUMMONS), "（2026）鲁0831行初13号 传票 今天收到 电子送达")
    assert "案号</b>：（2026）鲁0831行初13号" in preview
    assert "“传票.pdf”中的案号为（2026）鲁0831行初12号" in preview


@pytest.mark.slow
async def test_pages_of_an_album_are_one_paper_and_a_summons_among_them_brings_its_hearing(
    rig: Rig, county: County
) -> None:
    picture = b"\xff\xd8\xff" + bytes(200)
    await send(rig, county, "应诉通知书.pdf", files.pdf(NOTICE), "今天收到 电子送达", media_group="a")
    await send(rig, county, "1.jpg", picture, mime="image/jpeg", media_group="a")
    said = await send(rig, county, "传票.pdf", files.pdf(SUMMONS), media_group="a")
    assert "传票" in said
    assert "1.jpg" in said
    await rig.press(county.police_liaison, "登记")
    found = await rig.database.read(lambda s: [(row.name, row.subject[:5]) for row in s.exec(select(StoredFile)).all()])
    assert {name for name, subject in found if subject == "paper"} == {"应诉通知书.pdf", "1.jpg", "传票.pdf"}
    assert {subject for _, subject in found} == {"paper", "duty:"}, "the summons is reported by its copy"
    assert "4月28日（周二）9:30" in rig.last(county.police_liaison).text


@pytest.mark.slow
async def test_a_file_of_another_case_is_another_paper(rig: Rig, county: County) -> None:
    await send(rig, county, "一.pdf", files.pdf(SUMMONS))
    assert "排队" in await send(rig, county, "二.pdf", files.pdf(SUMMONS.replace("行初12", "行初77")))
    assert (
        "行初12号" not in rig.last(county.police_liaison).text or "二.pdf" not in rig.last(county.police_liaison).text
    )


UNREADABLE = {
    "a.wps": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为.docx或PDF"),
    "a.zip": (files.package({"传票.txt": SUMMONS}), "逐个发送"),
    "a.pdf": (files.pdf(SUMMONS, encrypted=True), "取消密码"),
    "b.pdf": (files.pdf(SUMMONS)[:900], "重新发送"),
    "c.pdf": (files.pdf(""), "直接输入"),
    "a.ofd": (files.package({"OFD.xml": "<a/>"}), "重新发送"),
    "bomb.docx": (files.bomb("docx"), "24MB"),
    "bomb.png": (files.png(60_000, 60_000), "60百万像素"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", UNREADABLE)
async def test_what_cannot_be_read_is_kept_and_answered_with_what_to_send_instead(
    rig: Rig, county: County, name: str
) -> None:
    content, said = UNREADABLE[name]
    answer = await send(rig, county, name, content)
    assert said in answer
    assert "已作为附件保留" in answer
    await rig.say(county.police_liaison, "（2026）鲁0831行初12号 传票 今天收到 电子送达")
    await rig.press(county.police_liaison, "登记")
    kept = await rig.database.read(lambda s: [(row.name, row.subject) for row in s.exec(select(StoredFile)).all()])
    assert kept == [(name, "paper:1"), (name, "duty:2")]


@pytest.mark.slow
async def test_of_a_long_file_and_of_one_with_a_script_it_is_said_what_was_not_done(rig: Rig, county: County) -> None:
    answer = await send(rig, county, "长.pdf", files.pdf(SUMMONS, *(f"第{n}页" for n in range(2, 501)), script=True))
    assert "共500页，只读取了前40页" in answer
    assert "JavaScript" in answer
    await rig.press(county.police_liaison, "今天")
    await rig.press(county.police_liaison, "电子送达")
    assert "（2026）鲁0831行初12号" in rig.last(county.police_liaison).text


@pytest.mark.slow
async def test_that_pictures_are_not_read_is_said_once(rig: Rig, county: County) -> None:
    picture = b"\xff\xd8\xff" + bytes(200)
    first = await send(rig, county, "1.jpg", picture, mime="image/jpeg")
    await rig.say(county.police_liaison, "/cancel")
    second = await send(rig, county, "2.jpg", picture, mime="image/jpeg")
    assert ["暂不识别图片" in said for said in (first, second)] == [True, False]
    assert "已读到" not in first, "the only agency that comes into question was not read"
    assert "请输入案号" in second


@pytest.mark.slow
async def test_a_file_that_says_nothing_of_a_court_is_named_so_and_asked_about(rig: Rig, county: County) -> None:
    answer = await send(rig, county, "通知.docx", files.docx("会议通知", "请各单位参加普法培训会。"))
    assert "未读到案号和文书名称" in answer
    assert "请输入案号" in answer
