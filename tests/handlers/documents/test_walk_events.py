"""Papers of events and notices of hearings through chat, every field compared; who observed ends its duty (AH13)."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from PIL import Image

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState, Presence
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Event
from tests import events
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import under
from tests.handlers.documents.report_steps import answered, document, drafted, editions, owed
from tests.handlers.documents.test_event_papers import papers
from tests.handlers.documents.test_feedback_form import agreed
from tests.handlers.documents.walk_steps import accepted, changed, every, through
from tests.handlers.hearings.steps import NUMBER, confirmed
from tests.rig import Rig, open_rig

BOOK = "anhui-principal-2023"
OBSERVED = (("协办法院", "泗水县人民法院"), ("观摩案件", NUMBER))
TYPED = {"court": "泗水县人民法院", "case_number": NUMBER}
HEARD_AT = "2026-12-15T01:30:00+00:00"
HEARING = {
    "case_number": NUMBER,
    "court": "山东省泗水县人民法院",
    "hearing_when": HEARD_AT,
    "place": "县法院第二审判庭",
    "leader": "张明",
    "mode": "in_court",
    "principal_required": "否",
    "bring": ["identity_document", "identity", "proxy", "outline"],
    "reply_by": "2026-12-03",
    "date": "2026-12-01",
}


@pytest.mark.slow
async def test_a_notice_a_sheet_and_a_summary_say_everything_of_an_event(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await the_county(rig)
        user = here.coordinator
        event = await events.hold(rig, here, quota=40, note="请携带身份证件")
        await papers(rig, user, event)
        await rig.press(user, "通知")
        await answered(rig, user, [("发给哪些单位", "各镇街，县政府各部门")])
        for label, words in (("纪律要求", "提前15分钟入场"), *OBSERVED):
            await changed(rig, user, label, words)
        await rig.press(user, "提交")
        held = {
            "title": "行政应诉实务培训",
            "organiser": "泗水县司法局",
            "starts_at": HEARD_AT,
            "place": "县政府三楼会议室",
        }
        known = {
            **held,
            "kind": "training",
            "groups": ["leaders", "liaisons"],
            "quota": 40,
            "reply_by": (event.reply_by or event.starts_at).isoformat(),
            "note": "请携带身份证件",
            "contact": "陈静",
            "phone": "13900001101",
        }
        entered = {"to": "各镇街，县政府各部门", "discipline": "提前15分钟入场", **TYPED}
        await every(rig, "event_notice", entered, known)
        await attended(rig, event)
        await papers(rig, user, event)
        page = rig.last(user)
        await rig.press(user, "签到表", page)
        await rig.press(user, "提交")
        assert (await document(rig, "sign_in_sheet")).state is DocumentState.DONE
        await every(rig, "sign_in_sheet", {}, {**held, "people": await rig.work(lambda d: listed(d, event)), "came": 2})
        await photographed(rig, event)
        await rig.press(user, "总结", page)
        await answered(rig, user, [("活动情况", "行政庭庭长授课。\n现场答疑。")])
        await changed(rig, user, "存在问题", "少数人员迟到。")
        await changed(rig, user, "下步打算", "每季度一次。")
        for label, words in OBSERVED:
            await changed(rig, user, label, words)
        await rig.press(user, "提交")
        entered = {
            "course": "行政庭庭长授课。\n现场答疑。",
            "problems": "少数人员迟到。",
            "next_steps": "每季度一次。",
            **TYPED,
        }
        known = {**held, "invited": 11, "came": 2, "late": 0, "absent": 9, "photos": 3}
        await every(rig, "event_summary", entered, known)
        assert (await document(rig, "event_summary")).state is DocumentState.DONE
        newest = (await editions(rig, "event_summary"))[-1]
        paper = docx.Document(io.BytesIO(rig.house.files.get(newest.hash)))
        assert len(paper.inline_shapes) == 3, "the notes that were sent with them are no photograph"


def listed(desk: Desk, event: Event) -> list[dict[str, str]]:
    """Who was invited, each with the hour of signing in."""
    groups = {"leaders": "行政机关负责人", "liaisons": "联络员"}
    return [
        {
            "agency": desk.session.get_one(Agency, one.agency_id).short_name,
            "name": one.name,
            "post": one.post,
            "group": groups[one.group],
            "signed": "09:30" if one.name in ("王芳", "马超") else "",
        }
        for one in sorted(events.guests(desk, event.id or 0), key=lambda one: (one.agency_id, one.id or 0))
    ]


async def photographed(rig: Rig, event: Event) -> None:
    """Three photographs were kept with the event, and a file that is none."""

    def keep(desk: Desk) -> None:
        given = []
        for n, colour in enumerate(("red", "green", "blue")):
            out = io.BytesIO()
            Image.new("RGB", (1600, 1200 + n), colour).save(out, "JPEG")
            content = out.getvalue()
            given.append(
                {"hash": desk.house.files.put(content), "name": f"{n}.jpg", "mime": "image/jpeg", "size": len(content)}
            )
        notes = desk.house.files.put(b"notes")
        given.append({"hash": notes, "name": "notes.pdf", "mime": "application/pdf", "size": 5})
        files.keep(desk, About.EVENT_PHOTO(event.id), given)

    await rig.work(keep)


async def attended(rig: Rig, event: Event) -> None:
    """王芳 and 马超 signed in; nobody else came."""

    def sign(desk: Desk) -> None:
        for guest in events.guests(desk, event.id or 0):
            here = guest.name in ("王芳", "马超")
            guest.presence = Presence.PRESENT if here else Presence.ABSENT
            guest.signed_at = event.starts_at if here else None
            desk.session.add(guest)

    await rig.work(sign)
    await rig.to("2026-12-15 12:00")


@pytest.mark.slow
async def test_who_observed_the_principals_hearing_is_reported_and_that_duty_ends(tmp_path: Path) -> None:
    """The list owed on the day of the hearing was not sent: after the principal appeared it is owed again."""
    async with open_rig(tmp_path, start="2026-12-01 10:00", rulebook=BOOK) as rig:
        here = await the_county(rig)
        user = here.liaison
        await under(rig, here, BOOK)
        await agreed(rig, here, BOOK)
        await rig.to("2026-12-16 10:00")
        await through(rig, user, "负责人已出庭", "提交")
        await drafted(rig, user, await owed(rig, "AH13.attended", here.resources))
        entered = {"deputies": "赵敏（副局长）", "legal": "罗佳（公职律师）", "enforcement": "何伟"}
        words = ("副职负责人", "法制工作人员", "行政执法人员")
        await answered(rig, user, list(zip(words, entered.values(), strict=True)))
        await rig.press(user, "提交")
        known = {
            "agency": "泗水县自然资源和规划局",
            "case_number": NUMBER,
            "court": "山东省泗水县人民法院",
            "hearing_when": HEARD_AT,
            "hearing_place": "县法院第二审判庭",
            "principal": "李建国",
            "principal_post": "局长",
            "filler": "王芳",
        }
        await every(rig, "observer_list", entered, known)
        for rule in ("AH13", "AH13.attended"):
            if (await owed(rig, rule)).state is DutyState.SUBMITTED:
                await accepted(rig, here.city_coordinator, rule)
            assert (await owed(rig, rule)).state is DutyState.DONE
        assert (await document(rig, "observer_list")).state is DocumentState.DONE


# -- notices of a hearing ----------------------------------------------------------------------------------------------

CASE = {"plaintiff": "张三、李四", "cause": "土地行政处罚"}


async def of_the_case(rig: Rig, user: int) -> None:
    for label, words in zip(("原告", "案由"), CASE.values(), strict=True):
        await changed(rig, user, label, words)


@pytest.mark.slow
async def test_the_bureaus_notice_comes_to_the_unit_which_signs_for_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here = await the_county(rig)
        user = here.coordinator
        hearing = await confirmed(rig, here)
        [menu] = await rig.say(user, "/menu")
        await rig.press_data(user, f"doc.hear:{hearing.id}:{here.resources}", menu)
        await through(rig, user, "出庭通知书")
        await of_the_case(rig, user)
        await rig.press(user, "提交")
        known = {
            **HEARING,
            "to": "泗水县自然资源和规划局",
            "contact": "陈静",
            "phone": "13900001101",
            "issuer": "泗水县司法局",
        }
        await every(rig, "hearing_notice", CASE, known)
        assert (await document(rig, "hearing_notice")).state is DocumentState.UNDER_WAY
        await through(rig, user, "送达", "发送")
        await rig.to("2026-12-01 10:10")
        assert "签收" in rig.last(here.liaison).labels
        assert [m for m in rig.bot.chat(here.police_liaison) if "出庭应诉通知书" in m.text] == []
        await rig.press(here.liaison, "签收")
        assert (await document(rig, "hearing_notice")).state is DocumentState.DONE


@pytest.mark.slow
async def test_a_units_notice_is_read_by_its_leader(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as rig:
        here: County = await the_county(rig)
        hearing = await confirmed(rig, here)
        assert hearing.id
        await through(rig, here.liaison, "出庭材料", "出庭提醒")
        await of_the_case(rig, here.liaison)
        await rig.press(here.liaison, "提交")
        known = {
            **HEARING,
            "to": "张明副局长",
            "contact": "王芳",
            "phone": "13900001201",
            "issuer": "泗水县自然资源和规划局",
        }
        await every(rig, "leader_notice", CASE, known)
        await rig.press(here.leader, "收到")
        assert (await document(rig, "leader_notice")).state is DocumentState.DONE
