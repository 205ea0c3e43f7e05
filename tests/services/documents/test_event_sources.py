"""What papers of events are filled with: whom the notice calls, who signed in, who observes a hearing by group."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.hall.terms import EventAnswer, EventKind, EventState, HearingStatus, Presence
from bot.services.documents import drafting, filling
from bot.services.hall.desk import Desk
from bot.store.tables import Event, EventGuest, Hearing
from tests import desk as desks
from tests import events
from tests.builders import County, county
from tests.rig import open_rig


def raw(desk: Desk, kind: str, agency: int, **about: Any) -> dict[str, Any]:
    document = drafting.prepare(desk, kind, agency_id=agency, **about)
    return {name: one.raw for name, one in filling.filled(desk, document).values.items()}


def set_presence(desk: Desk, event_id: int, name: str, presence: Presence, minutes: int = -10) -> None:
    event = desk.session.get_one(Event, event_id)
    guest = next(one for one in events.guests(desk, event_id) if one.name == name)
    guest.presence, guest.answer = presence, EventAnswer.COMING
    guest.signed_at = event.starts_at + timedelta(minutes=minutes)
    desk.session.add(guest)
    desk.session.flush()


async def test_a_training_gives_its_notice_its_sheet_and_its_summary(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=events.START) as rig:
        here = await county(rig)
        event = await events.hold(rig, here, quota=40, note="请携带身份证件")

        def look(desk: Desk) -> None:
            event_id = event.id or 0
            set_presence(desk, event_id, "王芳", Presence.PRESENT)
            set_presence(desk, event_id, "张明", Presence.LATE, 20)
            set_presence(desk, event_id, "韩峰", Presence.ABSENT)
            notice = raw(desk, "event_notice", here.justice, event_id=event_id)
            assert (notice["kind"], notice["title"], notice["place"]) == (
                "training",
                "行政应诉实务培训",
                "县政府三楼会议室",
            )
            assert notice["groups"] == ["leaders", "liaisons"]
            assert (notice["quota"], notice["note"], notice["to"]) == (40, "请携带身份证件", None)
            sheet = raw(desk, "sign_in_sheet", here.justice, event_id=event_id)
            signed = {
                "agency": "县自然资源局",
                "name": "王芳",
                "post": "法规科科长",
                "group": "联络员",
                "signed": "09:20",
            }
            assert signed in sheet["people"]
            assert [row["signed"] for row in sheet["people"] if row["name"] == "张明"] == ["09:50"]
            assert [row["signed"] for row in sheet["people"] if row["name"] == "马超"] == [""]
            summary = raw(desk, "event_summary", here.justice, event_id=event_id)
            assert (summary["came"], summary["late"], summary["course"]) == (2, 1, None)
            assert summary["invited"] == len(events.guests(desk, event_id))
            assert summary["absent"] == summary["invited"] - 2, "whoever did not answer and did not come is absent too"

        await rig.work(look)


async def test_who_observes_is_listed_by_group_without_the_principal(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start=events.START) as rig:
        here: County = await county(rig)

        def look(desk: Desk) -> None:
            of = hearing(desk, here)
            sitting = event_at(desk, here, of)
            for name, group, answer in (
                ("李建国", "leaders", EventAnswer.COMING),
                ("张明", "leaders", EventAnswer.COMING),
                ("赵敏", "leaders", EventAnswer.DECLINED),
                ("罗佳", "legal", EventAnswer.COMING),
                ("何伟", "enforcement", EventAnswer.UNANSWERED),
            ):
                person = here.ids[here.principal] if name == "李建国" else None
                desk.session.add(
                    EventGuest(
                        event_id=sitting.id or 0,
                        agency_id=here.resources,
                        person_id=person,
                        name=name,
                        post="副局长" if group == "leaders" else "",
                        group=group,
                        answer=answer,
                    )
                )
            desk.session.flush()
            found = raw(desk, "observer_list", here.resources, hearing_id=of.id)
            assert found["deputies"] == ["张明（副局长）"]
            assert (found["legal"], found["enforcement"]) == (["罗佳"], None)
            assert found["case_number"] == "（2026）鲁0831行初12号"

        await rig.work(look)


def hearing(desk: Desk, here: County) -> Hearing:
    return desks.hearing(desk, desks.case(desk, "（2026）鲁0831行初12号", here.resources), "2026-12-15 09:30")


def event_at(desk: Desk, here: County, of: Hearing) -> Event:
    made = Event(
        kind=EventKind.SITTING_IN,
        title="旁听庭审",
        organiser_id=here.resources,
        starts_at=of.starts_at,
        ends_at=of.starts_at + timedelta(hours=2),
        hearing_id=of.id,
        reply_by=of.starts_at,
        secret="x",
        state=EventState.PLANNED,
        created_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    assert of.status is HearingStatus.SCHEDULED
    return made
