"""Letters: sent to the addressee's people, signed for, answered; where nobody is there, handed over with proof."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.documents.documents import Act, DocumentState
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState, ReplyWanted
from bot.services.circulars import receipts
from bot.services.documents import delivering, replies, steps, units
from bot.services.duties import duties as duty_services
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Circular, Document, DocumentStep, Duty, StoredFile
from tests.builders import County
from tests.handlers.documents.letter_steps import SCAN, by, document, duties, fill, issue, rows, send, under
from tests.rig import Rig

pytestmark = pytest.mark.slow

LETTER = {
    "quarter": "2026年第一季度", "heard": 4, "attended": 1, "rate": "25%", "problems": ["low_rate", "silent"],
    "wanted": "负责人应当出庭。\n出庭应当发言。",
}  # fmt: skip


def bulletin(desk: Desk, county: County) -> Duty:
    """The duty to write letters, as the court's bulletin starts it."""
    found = duty_services.start(
        desk, trigger="court_bulletin", on=desk.today, agency_id=county.justice, subject="bulletin:1:1"
    )
    return next(duty for duty in found if duty.rule == "RZ8")


async def owed(rig: Rig, county: County) -> Duty:
    await under(rig, county, "ruzhou-2022")
    return await rig.work(lambda d: bulletin(d, county))


async def letter(rig: Rig, county: County, unit: int, duty: Duty) -> Document:
    """Issued and sealed."""

    def work(desk: Desk) -> Document:
        one = units.begin_for_duty(desk, duty.id or 0, unit)
        return issue(desk, fill(desk, one, LETTER), seal=True)

    return await by(rig, county.coordinator, work)


async def sent(rig: Rig, county: County, unit: int, duty: Duty) -> Document:
    one = await letter(rig, county, unit, duty)
    await by(rig, county.coordinator, lambda d: send(d, d.session.get_one(Document, one.id)))
    await rig.to(f"{rig.clock.now().astimezone(rig.house.zone):%Y-%m-%d} 09:30")
    return one


async def test_the_letters_are_owed_ten_days_from_the_bulletin(rig: Rig, county: County) -> None:
    duty = await owed(rig, county)
    assert (duty.agency_id, duty.trigger_on, duty.unrolled) == (county.office, date(2026, 4, 2), date(2026, 4, 12))


async def test_an_issued_letter_comes_to_the_units_people_and_the_first_receipt_delivers_it(
    rig: Rig, county: County
) -> None:
    duty = await owed(rig, county)
    one = await sent(rig, county, county.resources, duty)
    for user in (county.liaison, county.principal):
        assert [m.document for m in rig.bot.chat(user) if m.document] == [("盖章件.pdf", SCAN)]
        assert rig.last(user).labels == ["签收", "回复"]
        assert "提醒函〔2026〕1号" in rig.last(user).text
    assert not any(m.document for m in rig.bot.chat(county.police_liaison))
    assert (await document(rig, one.id)).state is DocumentState.SEALED
    await rig.press(county.liaison, "签收")
    after = await document(rig, one.id)
    assert after.state is DocumentState.DONE
    done = [(step.act, step.person_id) for step in await rows(rig, DocumentStep)]
    assert done[-1] == (Act.RECEIVE, county.ids[county.liaison])
    assert (await duties(rig, "RZ8"))[0].state in (DutyState.DONE, DutyState.SUBMITTED)
    [answer] = await duties(rig, "RZ9")
    assert (answer.agency_id, answer.state) == (county.resources, DutyState.OPEN)


async def test_a_second_receipt_changes_nothing_and_nobody_else_is_reminded(rig: Rig, county: County) -> None:
    one = await sent(rig, county, county.resources, await owed(rig, county))
    unsigned = rig.last(county.principal)
    old = next(data for row in unsigned.buttons for label, data in row if label == "签收")
    await rig.press(county.liaison, "签收")
    steps_before = len(await rows(rig, DocumentStep))
    await rig.press_data(county.principal, old, unsigned)
    assert len(await rows(rig, DocumentStep)) == steps_before
    said = await rig.to("2026-04-10 18:00")
    assert not any("公文催签" in m.text for m in said)
    assert (await document(rig, one.id)).state is DocumentState.DONE


async def test_when_the_principal_signs_the_others_are_asked_no_more(rig: Rig, county: County) -> None:
    one = await sent(rig, county, county.resources, await owed(rig, county))
    await rig.to("2026-04-08 18:00")
    reminded = rig.last(county.liaison)
    assert "公文催签" in reminded.text
    await rig.press(county.principal, "签收")
    letter_ = rig.with_button(county.liaison, "回复")
    assert letter_.labels == ["回复"]
    assert "✓ 李建国已于4月8日" in letter_.text
    assert not any("签收" in m.labels for m in rig.bot.chat(county.liaison))
    [row] = await rows(rig, Circular)
    with pytest.raises(Refused, match="asks for nothing"):
        await by(rig, county.coordinator, lambda d: receipts.nudge(d, row.id or 0, row.version))
    assert (await document(rig, one.id)).state is DocumentState.DONE


async def test_its_board_speaks_of_signing_leads_back_to_it_and_offers_no_correction(rig: Rig, county: County) -> None:
    one = await sent(rig, county, county.resources, await owed(rig, county))
    [shown] = await rig.say(county.coordinator, "/documents")
    await rig.press_data(county.coordinator, f"doc.to:{one.id}", shown)
    await rig.press(county.coordinator, "签收情况")
    board = rig.last(county.coordinator)
    assert "签收期限：" in board.text
    assert "回复期限" not in board.text
    assert "‹ 全部通知" not in board.labels
    await rig.press(county.coordinator, "更多", board)
    labels = rig.last(county.coordinator).labels
    assert "更正" not in labels
    assert "撤回…" in labels
    await rig.press(county.coordinator, "‹ 返回回执")
    await rig.press(county.coordinator, "‹ 返回文书")
    assert rig.last(county.coordinator).text.startswith("【文书】<b>《工作提醒函》")


async def test_who_is_silent_is_reminded_until_somebody_signs(rig: Rig, county: County) -> None:
    await sent(rig, county, county.resources, await owed(rig, county))
    said = await rig.to("2026-04-08 18:00")
    assert any("公文催签" in m.text for m in said if m.chat_id == county.liaison)


async def test_the_duty_is_done_when_the_last_of_its_letters_is_there(rig: Rig, county: County) -> None:
    duty = await owed(rig, county)
    await sent(rig, county, county.resources, duty)
    await letter(rig, county, county.police, duty)
    await rig.press(county.liaison, "签收")
    assert (await duties(rig, "RZ8"))[0].state is DutyState.OPEN
    await by(
        rig, county.coordinator,
        lambda d: send(d, next(one for one in _all(d) if one.addressee_id == county.police)),
    )  # fmt: skip
    await rig.to("2026-04-02 09:40")
    await rig.press(county.police_liaison, "签收")
    assert (await duties(rig, "RZ8"))[0].state in (DutyState.DONE, DutyState.SUBMITTED)


def _all(desk: Desk) -> list[Document]:
    from sqlmodel import select

    return list(desk.session.exec(select(Document)).all())


async def test_the_unit_answers_and_the_issuer_sees_it(rig: Rig, county: County) -> None:
    one = await sent(rig, county, county.resources, await owed(rig, county))
    await rig.press(county.liaison, "签收")

    def answer(desk: Desk) -> Document:
        reply = replies.begin(desk, one.id or 0)
        assert replies.begin(desk, one.id or 0).id == reply.id
        rows_ = [{"problem": "少", "measure": "多", "who": "李敏", "by": "5月1日"}]
        fill(desk, reply, {"reasons": "重视不够。", "measures": rows_})
        steps.submit(desk, reply.id or 0, reply.version)
        return reply

    reply = await by(rig, county.liaison, answer)
    assert (reply.agency_id, reply.addressee_id, reply.replies_to) == (county.resources, county.office, one.id)
    assert (await duties(rig, "RZ9"))[0].id == reply.duty_id
    assert (await duties(rig, "RZ9"))[0].state is DutyState.OPEN

    def seal(desk: Desk) -> None:
        from tests.handlers.documents.letter_steps import stored

        steps.seal(
            desk, reply.id or 0, desk.session.get_one(Document, reply.id).version, [stored(desk, b"x", "方案.pdf")]
        )

    await by(rig, county.liaison, seal)
    assert (await duties(rig, "RZ9"))[0].state in (DutyState.DONE, DutyState.SUBMITTED)


async def test_who_it_did_not_come_to_cannot_answer_it(rig: Rig, county: County) -> None:
    one = await sent(rig, county, county.resources, await owed(rig, county))
    with pytest.raises(NotAllowed):
        await by(rig, county.police_liaison, lambda d: replies.begin(d, one.id or 0))


async def test_only_whoever_issued_it_sends_it(rig: Rig, county: County) -> None:
    duty = await owed(rig, county)
    one = await letter(rig, county, county.resources, duty)
    for user in (county.liaison, county.police_liaison, county.city_coordinator):
        with pytest.raises(Refused):
            await by(rig, user, lambda d: send(d, d.session.get_one(Document, one.id)))
    assert not await rows(rig, Circular)


async def test_it_goes_out_once(rig: Rig, county: County) -> None:
    one = await sent(rig, county, county.resources, await owed(rig, county))
    with pytest.raises((Stale, Refused)):
        await by(rig, county.coordinator, lambda d: delivering.send(d, one.id or 0, one.version))
    assert len(await rows(rig, Circular)) == 1


async def test_nothing_goes_out_without_the_press_nor_before_the_seal(rig: Rig, county: County) -> None:
    duty = await owed(rig, county)

    def unsealed(desk: Desk) -> Document:
        one = units.begin_for_duty(desk, duty.id or 0, county.resources)
        return issue(desk, fill(desk, one, LETTER), seal=False)

    one = await by(rig, county.coordinator, unsealed)
    with pytest.raises(Stale):
        await by(rig, county.coordinator, lambda d: send(d, d.session.get_one(Document, one.id)))
    assert not await rows(rig, Circular)


async def test_where_nobody_is_there_a_notice_is_copied_and_the_handing_over_is_written_down(
    rig: Rig, county: County
) -> None:
    duty = await owed(rig, county)

    def nobody(desk: Desk) -> None:
        from sqlmodel import select

        for row in desk.session.exec(select(Appointment).where(Appointment.agency_id == county.town)).all():
            row.to_date = date(2026, 3, 1)
            desk.session.add(row)

    await rig.work(nobody)
    one = await letter(rig, county, county.town, duty)
    way = await by(rig, county.coordinator, lambda d: delivering.way(d, one.id or 0))
    assert (way.people, way.may) == ((), True)
    assert "工作提醒函" in way.notice
    assert len(way.notice) <= 256
    with pytest.raises(Refused, match="Nobody of this agency"):
        await by(rig, county.coordinator, lambda d: send(d, d.session.get_one(Document, one.id)))

    def hand(desk: Desk) -> None:
        from tests.handlers.documents.letter_steps import stored

        version = desk.session.get_one(Document, one.id).version
        proof = [stored(desk, b"signed", "签收单.jpg")]
        steps.hand_over(desk, one.id or 0, version, "刘洋送达，镇办公室签收", date(2026, 4, 2), proof)

    await by(rig, county.coordinator, hand)
    assert (await document(rig, one.id)).state is DocumentState.DONE
    assert "签收单.jpg" in {file.name for file in await rows(rig, StoredFile)}
    assert (await duties(rig, "RZ9"))[0].agency_id == county.town


async def test_what_is_carried_asks_for_a_receipt_and_is_approved_by_nobody_else(rig: Rig, county: County) -> None:
    await sent(rig, county, county.resources, await owed(rig, county))
    [row] = await rows(rig, Circular)
    assert (row.reply, row.approved_by, row.names_absence) == (ReplyWanted.RECEIPT, None, False)
    assert row.answer_by is not None
    assert row.author_id == county.ids[county.coordinator]


async def test_a_unit_that_is_no_ones_gets_no_letter(rig: Rig, county: County) -> None:
    duty = await owed(rig, county)
    with pytest.raises(NotAllowed):
        await by(rig, county.coordinator, lambda d: units.begin_for_duty(d, duty.id or 0, county.office))
    with pytest.raises(NotAllowed):
        await by(rig, county.liaison, lambda d: units.for_duty(d, duty.id or 0))
