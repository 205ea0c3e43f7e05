"""Court papers as hurried people send them: a line at the first question, several texts in a row, captions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.cases.paper_reading import read_envelope
from bot.domain.hall.terms import PaperKind
from bot.store.tables import Case, Hearing, Paper, StoredFile
from bot.telegram import form_queue
from tests.builders import county
from tests.handlers.duties.steps import act
from tests.rig import Rig, open_rig

ONE, TWO = "（2026）鲁0831行初21号", "（2026）鲁0831行初22号"
START = "2026-12-01 09:00"
NOTICE = f"""泗水县人民法院
应诉通知书
{ONE}
泗水县自然资源和规划局：
本院受理原告王小明诉你单位土地行政处罚一案，应在收到起诉状副本之日起15日内提交答辩状。
二〇二六年十一月二十七日"""


async def papers(rig: Rig) -> list[tuple[str, str, str, str]]:
    """Number, kind, day and mode of every paper, as recorded."""

    def read(session: Any) -> list[tuple[str, str, str, str]]:
        found = session.exec(
            select(Paper, Case.number).join(Case, col(Case.id) == Paper.case_id).order_by(col(Paper.id))
        ).all()
        return [(number, p.kind.value, p.served_on.isoformat(), p.service_mode.value) for p, number in found]

    return list(await rig.database.read(read))


@pytest.mark.slow
async def test_a_whole_line_typed_at_the_first_question_fills_the_form(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, "/paper")
        [preview] = await rig.say(here.liaison, f"{ONE} 应诉通知书和起诉状副本，昨天收到")
        assert "请核对" in preview.text
        assert "11月30日（周一）" in preview.text
        await rig.press(here.liaison, "登记")
        assert await papers(rig) == [
            (ONE, "notice_of_response", "2026-11-30", "in_person"),
            (ONE, "complaint_copy", "2026-11-30", "in_person"),
        ]


@pytest.mark.slow
async def test_what_was_assumed_is_said_and_changed_by_one_tap_in_the_preview(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, f"{ONE} 传票 今天收到")
        assert "直接送达（未写明，暂按）" in preview.text
        assert preview.labels == ["✓ 登记", "更改", "取消", "改为邮寄", "改为电子送达", "其他送达方式…"]
        assert [len(row) for row in preview.buttons] == [3, 2, 1]
        await rig.press(here.liaison, "改为邮寄", preview)
        assert "未写明" not in preview.text
        assert "邮寄" in preview.text
        assert preview.labels == ["✓ 登记", "更改", "取消"]
        await rig.press(here.liaison, "✓ 登记", preview)
        assert await papers(rig) == [(ONE, "summons", "2026-12-01", "post")]


async def test_a_line_that_says_how_it_was_served_assumes_nothing(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, f"{ONE} 传票 今天收到 EMS")
        assert "未写明" not in preview.text
        assert preview.labels == ["✓ 登记", "更改", "取消"]


@pytest.mark.slow
async def test_several_texts_forwarded_in_a_row_wait_for_one_another_and_none_is_lost(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 应诉通知书 今天收到")
        said = await rig.say(here.liaison, f"{TWO} 传票 今天收到")
        assert "排队1份" in said[0].text
        assert ONE in said[1].text
        await rig.say(here.liaison, f"{TWO} 传票 今天收到")
        await rig.send_file(here.liaison, "传票.jpg", b"jpg", mime="image/jpeg")
        await rig.press(here.liaison, "✓ 登记")
        following = rig.last(here.liaison)
        assert TWO in following.text
        assert "传票.jpg" in following.text
        await rig.press(here.liaison, "✓ 登记", following)
        assert [(number, kind) for number, kind, *_ in await papers(rig)] == [
            (ONE, "notice_of_response"),
            (TWO, "summons"),
        ]
        files = await rig.database.read(lambda s: [f.subject for f in s.exec(select(StoredFile)).all()])
        assert files == ["paper:2", "duty:3"], "the summons, and that it was reported by its copy"
        assert await rig.say(here.liaison, "/cancel") != []
        assert "没有" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_one_more_than_may_wait_is_refused_in_words_and_not_dropped_unsaid(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 应诉通知书 今天收到")
        for n in range(form_queue.MOST):
            said = await rig.say(here.liaison, f"（2026）鲁0831行初{200 + n}号 传票 今天收到")
        assert f"排队{form_queue.MOST}份" in said[0].text
        said = await rig.say(here.liaison, "（2026）鲁0831行初300号 传票 今天收到")
        assert "这一份没有记下" in said[0].text
        await rig.say(here.liaison, "/cancel")
        assert "行初200号" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_cancelling_one_brings_the_next_that_waits(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 应诉通知书 今天收到")
        await rig.send_file(here.liaison, "b.pdf", b"%PDF", caption=f"{TWO} 传票 昨天收到", mime="application/pdf")
        await rig.say(here.liaison, "/cancel")
        assert TWO in rig.last(here.liaison).text
        assert "b.pdf" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_the_caption_of_a_second_photo_adds_its_paper(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.send_file(here.liaison, "a.jpg", b"a", caption=f"{ONE} 传票 昨天收到", mime="image/jpeg")
        [preview] = await rig.send_file(here.liaison, "b.jpg", b"b", caption="出庭通知书", mime="image/jpeg")
        assert "传票、出庭通知书" in preview.text
        assert "a.jpg、b.jpg" in preview.text


@pytest.mark.slow
async def test_words_of_buttons_may_be_typed_but_never_record(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [asked] = await rig.say(here.liaison, "/paper")
        assert "请输入案号" in asked.text
        await rig.say(here.liaison, ONE)
        await rig.press(here.liaison, "传票")
        [asked] = await rig.say(here.liaison, "完成")
        assert "哪一天收到" in asked.text
        [asked] = await rig.say(here.liaison, f"{ONE} 昨天收到 邮寄")
        assert "请核对" in asked.text
        [again] = await rig.say(here.liaison, "登记")
        assert "✓ 登记" in again.labels
        assert await papers(rig) == []


@pytest.mark.slow
async def test_the_day_under_a_pasted_paper_is_not_taken_for_the_day_of_receipt(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [asked] = await rig.say(here.liaison, NOTICE)
        assert "哪一天收到的" in asked.text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (NOTICE, None),
        (f"昨天收到：\n{NOTICE}", date(2026, 11, 30)),
        (f"{ONE} 判决书 11月27日作出，11月30日收到", date(2026, 11, 30)),
        (f"{ONE} 判决书 11月27日、11月30日", None),
        (f"{ONE} 传票 １１月３０日", date(2026, 11, 30)),
        (f"{ONE} 传票 十一月三十日签收", date(2026, 11, 30)),
        (f"{ONE} 传票 2月30日收到", None),
        (f"{ONE} 传票 12.15收到", None),
        (f"{ONE} 传票 明天收到", None),
    ],
)
def test_only_a_day_of_receipt_is_read(text: str, day: date | None) -> None:
    assert read_envelope(text, date(2026, 12, 1)).served_on == day


async def test_a_remark_that_a_paper_came_opens_the_form_and_a_longer_text_does_not(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [asked] = await rig.say(here.liaison, "收到司法建议书 （2026）鲁0831司建3号 今天")
        assert "请输入案号" in asked.text
        [refused] = await rig.say(here.liaison, "（2026）鲁0831司建3号")
        assert "司法建议书自身的文号" in refused.text
        await rig.say(here.liaison, "/cancel")
        [unknown] = await rig.say(
            here.liaison, "请各科室在收到法院传票以后第一时间报法规科登记，以免影响出庭报备和答辩，谢谢配合。"
        )
        assert "看不出要办什么" in unknown.text
        assert "读到：文书传票" in unknown.text


def test_a_reading_of_a_line_names_its_papers() -> None:
    read = read_envelope("应诉通知书、传票都来了", date(2026, 12, 1))
    assert read.kinds == (PaperKind.NOTICE_OF_RESPONSE, PaperKind.SUMMONS)


@pytest.mark.slow
async def test_a_few_words_at_the_preview_correct_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 应诉通知书 今天收到")
        await rig.say(here.liaison, "是邮寄的")
        await rig.say(here.liaison, "还有传票")
        [preview] = await rig.say(here.liaison, "昨天收到的")
        assert "应诉通知书、传票" in preview.text
        assert "11月30日（周一）" in preview.text
        await rig.say(here.liaison, "昨天的会开完了")
        await rig.press(here.liaison, "✓ 登记")
        assert await papers(rig) == [
            (ONE, "notice_of_response", "2026-11-30", "post"),
            (ONE, "summons", "2026-11-30", "post"),
        ]


@pytest.mark.slow
async def test_words_about_what_was_done_are_its_note(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 起诉状副本 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        await act(rig, here.liaison, "② 办结")
        await rig.say(here.liaison, "今天")
        [preview] = await rig.say(here.liaison, "已当面交给县司法局刘洋")
        assert "说明</b>：已当面交给县司法局刘洋" in preview.text
        assert "✓ 办结" in preview.labels


@pytest.mark.slow
async def test_a_date_in_a_year_without_an_announced_calendar_says_so_wherever_it_stands(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-28 09:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 起诉状副本 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        card = rig.last(here.liaison)
        assert "其余1项：提交答辩状、证据和依据 1月12日（暂定）" in card.text
        assert "请于12月30日（周三）前将收到的法院文书报县司法局备案（剩2个工作日）" in card.text
        await rig.press(here.liaison, "全部事项", card)
        assert "请于1月12日（周二）前向山东省泗水县人民法院提交答辩状、证据和依据（剩10个工作日；暂定）" in card.text
        await rig.press(here.liaison, "‹ 返回", card)
        await rig.press(here.liaison, "为何", card)
        assert "没有2027年的放假安排（尚未公布或者未录入）" in card.text
        listed = await rig.say(here.liaison, "/duties")
        assert "暂定" in listed[0].text


async def test_whoever_enters_for_several_agencies_is_asked_in_words_about_papers(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [asked] = await rig.say(here.office_liaison, f"{ONE} 传票 今天收到 邮寄")
        assert "文书是送给哪个单位的" in asked.text


async def test_a_leader_who_sends_a_paper_is_told_who_records_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [told] = await rig.say(here.leader, f"{ONE} 传票 今天收到")
        assert "请转交：王芳（13900001201）" in told.text
        [told] = await rig.send_file(here.principal, "传票.jpg", b"jpg", mime="image/jpeg")
        assert "请转交：王芳" in told.text
        assert await papers(rig) == []
        [told] = await rig.say(here.observer, f"{ONE} 传票 今天收到")
        assert "王芳" not in told.text


@pytest.mark.slow
async def test_an_agency_sees_who_entered_a_paper_for_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.court_contact, f"{ONE} 传票 今天收到 直接送达")
        await rig.press(here.court_contact, "县自然资源局")
        await rig.press(here.court_contact, "✓ 登记")
        assert "新收案件，文书已登记（登记人：县法院 沈洁）" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_hearings_forwarded_in_a_row_wait_for_one_another_too(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 12月15日上午9:30 市法院第二审判庭")
        said = await rig.say(here.liaison, f"{TWO} 12月16日上午9:30 市法院第二审判庭")
        assert "排队1份" in said[0].text
        await rig.press(here.liaison, "✓ 确认", said[1])
        following = rig.last(here.liaison)
        assert TWO in following.text
        await rig.press(here.liaison, "✓ 确认", following)
        hearings = await rig.database.read(lambda s: len(s.exec(select(Hearing)).all()))
        assert hearings == 2


@pytest.mark.slow
async def test_a_hearing_that_comes_while_a_paper_is_unfinished_waits_when_one_goes_on(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{ONE} 应诉通知书 今天收到")
        await rig.say(here.liaison, f"{ONE} 12月15日上午9:30 市法院第二审判庭")
        await rig.press(here.liaison, "继续")
        await rig.press(here.liaison, "✓ 登记")
        following = rig.last(here.liaison)
        assert "【登记开庭】" in following.text
        await rig.press(here.liaison, "取消", following)
        [nothing] = await rig.say(here.liaison, "/cancel")
        assert "没有" in nothing.text


@pytest.mark.slow
async def test_a_list_of_papers_is_gone_through_line_by_line(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        lines = f"{ONE} 县自然资源局 应诉通知书 今天收到\n{TWO} 县公安局 传票 昨天收到 邮寄"
        said = await rig.say(here.coordinator, lines)
        assert "共读到2份文书" in said[0].text
        assert "县自然资源局" in said[1].text
        await rig.press(here.coordinator, "✓ 登记", said[1])
        following = rig.last(here.coordinator)
        assert "县公安局" in following.text
        await rig.press(here.coordinator, "✓ 登记", following)
        assert await papers(rig) == [
            (ONE, "notice_of_response", "2026-12-01", "in_person"),
            (TWO, "summons", "2026-11-30", "post"),
        ]


@pytest.mark.slow
async def test_the_hearing_that_a_captioned_summons_names_is_asked_for_after_the_paper(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        caption = f"{ONE}传票，12月15日上午9:30第二审判庭开庭"
        await rig.send_file(here.liaison, "传票.jpg", b"jpg", caption=caption, mime="image/jpeg")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "直接送达")
        await rig.press(here.liaison, "✓ 登记")
        following = rig.last(here.liaison)
        assert "【登记开庭】" in following.text
        assert "2026年12月15日（周二）9:30" in following.text
        assert "第二审判庭" in following.text
        await rig.press(here.liaison, "✓ 确认", following)
        assert await rig.database.read(lambda s: len(s.exec(select(Hearing)).all())) == 1


@pytest.mark.parametrize(
    ("day", "why"),
    [("2月30日", "日历上没有“2月30日”这一天"), ("12.15", "还没有到"), ("明天", "还没有到"), ("<b>昨天</b>", "请核对")],
)
async def test_a_line_with_a_day_that_cannot_be_says_why_it_asks(tmp_path: Path, day: str, why: str) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        [asked] = await rig.say(here.liaison, f"{ONE} 传票 {day}收到")
        assert why in asked.text
        [asked] = await rig.say(here.liaison, "昨天")
        assert "还没有到" not in asked.text
        assert "日历上没有" not in asked.text


@pytest.mark.slow
async def test_a_form_in_which_nothing_was_filled_yet_gives_way_without_a_question(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        here = await county(rig)
        await rig.say(here.liaison, "/paper")
        [asked] = await rig.say(here.liaison, "/hearing")
        assert "【登记开庭】" in asked.text
        await rig.say(here.liaison, "/paper")
        await rig.say(here.liaison, ONE)
        [asked] = await rig.say(here.liaison, "/hearing")
        assert "未填完" in asked.text
