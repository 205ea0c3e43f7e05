"""Recording court papers: by form, by one line, by photo; twice the same; what may not be entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.terms import Role
from bot.store.tables import Appointment, AuditEntry, Case, Duty, Paper, Party, StoredFile
from tests.builders import county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
LINE = f"{NUMBER} 应诉通知书 起诉状 今天收到"
PDF = b"%PDF-1.4 complaint"


async def rows(rig: Rig, table: Any) -> list[Any]:
    return list(await rig.database.read(lambda s: s.exec(select(table).order_by(table.id)).all()))


@pytest.mark.slow
async def test_one_line_fills_the_form_and_one_tap_gives_one_card_with_every_duty(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, LINE)
        assert NUMBER in preview.text
        assert "4月2日（周四）" in preview.text
        assert "县自然资源局" in preview.text
        assert await rows(rig, Paper) == []
        await rig.press(here.liaison, "登记")
        card = rig.last(here.liaison)
        for title in ("出庭报备", "收到法院文书备案", "提交答辩状、证据和依据"):
            assert title in card.text
        assert "请于4月3日（周五）前明确出庭负责人，并报县司法局备案（剩1个工作日）" in card.text
        assert "其余2项：收到法院文书备案 4月3日 · 提交答辩状、证据和依据 4月17日" in card.text
        await rig.press(here.liaison, "为何", card)
        assert "按顺延口径为4月7日（周二）" in card.text
        assert "依据：泗水县2020年9月1日《意见》四（四）" in card.text
        for other in (here.deputy, here.principal):
            assert [NUMBER in m.text for m in rig.bot.chat(other)] == [True]
        assert len(rig.bot.chat(here.liaison)) == 1
        assert [p.kind.value for p in await rows(rig, Paper)] == ["notice_of_response", "complaint_copy"]
        assert [p.agency_id for p in await rows(rig, Party)] == [here.resources]


@pytest.mark.slow
async def test_the_form_asks_for_what_is_missing_and_offers_the_last_case(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, LINE)
        await rig.press(here.liaison, "登记")
        await rig.say(here.liaison, "/paper")
        assert "行初12号" in rig.last(here.liaison).labels
        [refused] = await rig.say(here.liaison, "行终第99号")
        assert "没有从“行终第99号”中读出案号" in refused.text
        await rig.press(here.liaison, "行初12号")
        await rig.press(here.liaison, "传票")
        await rig.press(here.liaison, "出庭通知书")
        await rig.press(here.liaison, "完成")
        [again] = await rig.say(here.liaison, "5月2日")
        assert "还没有到" in again.text
        await rig.press(here.liaison, "昨天")
        await rig.press(here.liaison, "邮寄")
        preview = rig.last(here.liaison)
        assert NUMBER in preview.text
        assert "传票、出庭通知书" in preview.text
        assert "4月1日（周三）" in preview.text
        assert "邮寄" in preview.text
        await rig.press(here.liaison, "登记")
        assert [(p.kind.value, str(p.served_on)) for p in await rows(rig, Paper)][2:] == [
            ("summons", "2026-04-01"),
            ("appearance_notice", "2026-04-01"),
        ]
        assert len(await rows(rig, Case)) == 1


@pytest.mark.slow
async def test_a_photo_and_another_one_are_kept_with_the_paper_and_come_back_on_request(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [asked] = await rig.send_file(here.liaison, "起诉状.pdf", PDF, mime="application/pdf")
        assert "请输入案号" in asked.text
        [noted] = await rig.send_file(here.liaison, "第二页.jpg", b"jpg", mime="image/jpeg")
        assert "2" in noted.text
        await rig.say(here.liaison, NUMBER)
        await rig.press(here.liaison, "起诉状副本")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "直接送达")
        await rig.press(here.liaison, "登记")
        assert [f.subject for f in await rows(rig, StoredFile)] == ["paper:1"] * 2 + ["duty:1"] * 2
        await rig.behind(here.liaison, "附件")
        assert [m.document for m in rig.bot.chat(here.liaison) if m.document] == [
            ("起诉状.pdf", PDF),
            ("第二页.jpg", b"jpg"),
        ]


@pytest.mark.slow
async def test_the_same_paper_again_is_asked_about_and_recorded_only_as_another_one(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        for _ in range(2):
            await rig.say(here.liaison, f"{NUMBER} 传票 今天收到")
            await rig.press(here.liaison, "登记")
        asked = rig.last(here.liaison)
        assert "此前已由王芳登记" in asked.text
        await rig.press(here.liaison, "同一份")
        await rig.press(here.liaison, "登记", rig.last(here.liaison))
        assert "没有重复登记" in rig.last(here.liaison).text
        assert len(await rows(rig, Paper)) == 1
        await rig.say(here.liaison, f"{NUMBER} 传票 今天收到")
        await rig.press(here.liaison, "登记", rig.last(here.liaison))
        await rig.press(here.liaison, "另一份")
        await rig.press(here.liaison, "登记", rig.last(here.liaison))
        assert len(await rows(rig, Paper)) == 2


@pytest.mark.slow
async def test_pressing_confirm_twice_records_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [preview] = await rig.say(here.liaison, LINE)
        data = next(d for row in preview.buttons for label, d in row if "登记" in label)
        await rig.press_data(here.liaison, data, preview)
        await rig.press_data(here.liaison, data, preview)
        assert len(await rows(rig, Paper)) == 2
        assert "已" in rig.toast()


@pytest.mark.slow
async def test_a_coordinator_chooses_the_agency_and_the_liaisons_are_told(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.coordinator, LINE)
        await rig.press(here.coordinator, "县公安局")
        await rig.press(here.coordinator, "登记")
        assert NUMBER in rig.last(here.police_liaison).text
        assert not rig.bot.chat(here.liaison)
        [paper, _] = await rows(rig, Paper)
        assert (paper.agency_id, paper.entered_by) == (here.police, here.ids[here.coordinator])


@pytest.mark.slow
async def test_the_court_contact_sends_a_paper_and_sees_no_internal_duties(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.court_contact, LINE)
        await rig.press(here.court_contact, "泉林镇")
        await rig.press(here.court_contact, "登记")
        answer = rig.last(here.court_contact)
        assert "已通知应诉单位" in answer.text
        assert "报备" not in answer.text
        assert "出庭报备" in rig.last(here.town_liaison).text


@pytest.mark.parametrize("who", ["leader", "observer", "assessor", "handler", "admin"])
async def test_people_who_enter_nothing_are_refused(tmp_path: Path, who: str) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [refused] = await rig.say(getattr(here, who), "/paper")
        assert "没有此项操作的权限" in refused.text
        assert await rows(rig, Case) == []


@pytest.mark.slow
async def test_a_case_of_the_county_government_is_assigned_by_the_lead_organ_and_its_duties_move(
    tmp_path: Path,
) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.coordinator, LINE)
        await rig.press(here.coordinator, "更多 ›", rig.last(here.coordinator)) if "县政府" not in rig.last(
            here.coordinator
        ).labels else None
        await rig.press(here.coordinator, "县政府")
        await rig.press(here.coordinator, "登记")
        asked = next(m for m in rig.bot.chat(here.coordinator2) if "请确定承办单位" in m.text)
        await rig.press(here.coordinator2, "县自然资源局", asked)
        assert NUMBER in rig.last(here.liaison).text
        assert "由贵单位承办" in rig.last(here.liaison).text
        [answer] = [d for d in await rows(rig, Duty) if d.rule == "CN-ANSWER"]
        assert answer.agency_id == here.resources
        [naming] = [d for d in await rows(rig, Duty) if d.rule == "SS2"]
        assert naming.state.value == "done"
        other = next(m for m in rig.bot.chat(here.coordinator) if "承办单位】" in m.text)
        assert "县自然资源局承办" in other.text
        await rig.press_data(here.coordinator, f"cs.unit:1:1:{here.police}", other)
        assert "该按钮已失效：刘洋" in rig.toast()


@pytest.mark.slow
async def test_risk_tags_go_person_to_person_and_protected_to_the_bureau(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, LINE)
        await rig.press(here.liaison, "✎ 风险情形")
        await rig.press(here.liaison, "可能引发群体性事件")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "登记")
        for coordinator in (here.coordinator, here.coordinator2):
            assert any("【风险案件】" in m.text for m in rig.bot.chat(coordinator))
        assert {d.agency_id for d in await rows(rig, Duty) if d.rule == "SS16"} == {here.resources, here.justice}
        assert not rig.bot.chat(here.police_liaison)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "（2026）鲁0831行初12号 <b>应诉通知书</b> 起诉状 今天收到 " + "长" * 9000,
        "（2026）鲁0831行初12号 应诉通知书\x00 今天收到 \u202e<script>",
        "应诉通知书（２０２６）鲁０８３１行初１２号今天收到😀",
    ],
)
async def test_hostile_lines_are_read_or_asked_about_without_a_trace(tmp_path: Path, text: str) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [shown] = await rig.say(here.liaison, text)
        assert NUMBER in shown.text
        assert "<script>" not in shown.text
        await rig.press(here.liaison, "取消")
        assert await rows(rig, Paper) == []
        assert await rows(rig, AuditEntry) == []


async def test_a_text_that_names_a_hearing_is_left_to_the_hearings_room(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 传票 4月20日上午9:30 县法院第二审判庭")
        assert not any("【收到文书】" in m.text for m in rig.bot.chat(here.liaison))
        assert "4月20日（周一）9:30" in rig.last(here.liaison).text, "the hearing's form has taken it"


@pytest.mark.slow
async def test_another_paper_of_the_case_is_entered_from_its_card(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, LINE)
        await rig.press(here.liaison, "✓ 登记")
        card = rig.last(here.liaison)
        await rig.press(here.liaison, "收到文书", card)
        await rig.press(here.liaison, "传票")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "直接送达")
        await rig.press(here.liaison, "✓ 登记")
        assert [p.kind.value for p in await rows(rig, Paper)][-1] == "summons"
        assert "传票" in rig.bot.find(here.liaison, card.message_id).text
        await rig.press_data(here.police_liaison, "pa.new:1", card)
        assert "无权查看" in rig.toast()


@pytest.mark.slow
async def test_who_is_both_liaison_and_principal_is_told_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        unit, both = here.resources, here.ids[here.deputy]
        office = Appointment(person_id=both, agency_id=unit, role=Role.PRINCIPAL, from_date=date(2026, 1, 1))
        await rig.work(lambda desk: desk.session.add(office))
        await rig.say(here.liaison, LINE)
        await rig.press(here.liaison, "✓ 登记")
        for told in (here.deputy, here.principal):
            assert sum("新收案件" in m.text for m in rig.bot.chat(told)) == 1
