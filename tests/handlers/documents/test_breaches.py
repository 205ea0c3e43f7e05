"""Breaches are candidates: a coordinator confirms or dismisses them; a unit is heard before others read of it."""

from __future__ import annotations

import pytest

from bot.domain.documents.breaches import CandidateState
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState
from bot.services.documents import breach_cards, breaches, replies, steps
from bot.services.duties import duties as duty_services
from bot.services.hall.desk import Desk
from bot.store.tables import BreachCandidate, Circular, Document, Duty
from tests.builders import County
from tests.handlers.documents.letter_steps import by, document, fill, issue, printed, rows, send
from tests.handlers.documents.steps import data_of
from tests.rig import Rig

pytestmark = pytest.mark.slow

NOTICE = b"the notice"
CASE = "（2026）鲁0831行初12号"


async def late(rig: Rig, county: County) -> None:
    """A court paper whose filing with the bureau is past due."""
    await rig.say(county.liaison, f"{CASE} 应诉通知书 3月20日收到 直接送达")
    await rig.press(county.liaison, "✓ 登记")


async def waiting(rig: Rig, county: County) -> list[BreachCandidate]:
    await by(rig, county.coordinator, lambda d: breaches.listed(d))
    return [row for row in await rows(rig, BreachCandidate) if row.state is CandidateState.OPEN]


async def one(rig: Rig, county: County) -> BreachCandidate:
    await late(rig, county)
    return next(row for row in await waiting(rig, county) if row.code == "report_missing")


async def confirmed(rig: Rig, county: County) -> BreachCandidate:
    row = await one(rig, county)
    await by(rig, county.coordinator, lambda d: breaches.confirm(d, row.id or 0, row.version))
    return await again(rig, row)


async def again(rig: Rig, row: BreachCandidate) -> BreachCandidate:
    found: BreachCandidate = next(r for r in await rows(rig, BreachCandidate) if r.id == row.id)
    return found


async def test_the_card_of_one_leads_back_to_the_list_from_which_it_was_opened(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    user = county.coordinator
    [menu] = await rig.say(user, "/menu")
    await rig.press_data(user, "br.ls:1:0", menu)
    await rig.press(user, "1. ", rig.last(user))
    card = rig.last(user)
    assert data_of(card, "br.ls") == "br.ls:1:0"
    await rig.press(user, "‹ 返回", card)
    assert "已处理" in rig.last(user).text


async def test_what_is_past_due_is_a_candidate_once_and_nobody_is_told(rig: Rig, county: County) -> None:
    await late(rig, county)
    before = len(rig.bot.messages)
    found = await waiting(rig, county)
    assert {row.code for row in found} >= {"report_missing"}
    assert {row.agency_id for row in found} == {county.resources}
    assert [row.id for row in await waiting(rig, county)] == [row.id for row in found]
    assert len(rig.bot.messages) == before
    assert not await rows(rig, Circular)


async def test_in_time_there_is_none(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{CASE} 应诉通知书 今天收到 直接送达")
    await rig.press(county.liaison, "✓ 登记")
    assert await waiting(rig, county) == []


async def test_a_duty_that_falls_away_takes_its_candidate_with_it(rig: Rig, county: County) -> None:
    row = await one(rig, county)

    def away(desk: Desk) -> None:
        duty = desk.session.get_one(Duty, row.duty_id)
        duty_services.cancel(desk, duty, "登记有误")

    await rig.work(away)
    assert row.id not in {r.id for r in await waiting(rig, county)}
    with pytest.raises(Missing):
        await by(rig, county.coordinator, lambda d: breaches.candidate(d, row.id or 0))


async def test_what_was_done_late_stays_late(rig: Rig, county: County) -> None:
    row = await one(rig, county)

    def done(desk: Desk) -> None:
        duty = desk.session.get_one(Duty, row.duty_id)
        duty.state, duty.done_on = DutyState.DONE, desk.today
        desk.session.add(duty)

    await rig.work(done)
    assert row.id in {r.id for r in await waiting(rig, county)}


async def test_dismissed_with_a_reason_it_is_not_raised_again(rig: Rig, county: County) -> None:
    row = await one(rig, county)
    with pytest.raises(Refused, match="reason"):
        await by(rig, county.coordinator, lambda d: breaches.dismiss(d, row.id or 0, row.version, " "))
    await by(rig, county.coordinator, lambda d: breaches.dismiss(d, row.id or 0, row.version, "材料已当面报送"))
    await rig.to("2026-04-03 09:00")
    assert row.id not in {r.id for r in await waiting(rig, county)}
    after = await again(rig, row)
    assert (after.state, after.reason) == (CandidateState.DISMISSED, "材料已当面报送")
    with pytest.raises(Stale):
        await by(rig, county.coordinator, lambda d: breaches.confirm(d, row.id or 0, after.version))


async def test_only_the_coordinator_sees_and_decides(rig: Rig, county: County) -> None:
    row = await one(rig, county)
    for user in (county.liaison, county.principal, county.police_liaison):
        with pytest.raises(NotAllowed):
            await by(rig, user, lambda d: breaches.listed(d))
        with pytest.raises(NotAllowed):
            await by(rig, user, lambda d: breaches.confirm(d, row.id or 0, row.version))


async def test_two_press_at_once_the_second_sees_how_it_stands(rig: Rig, county: County) -> None:
    row = await confirmed(rig, county)
    with pytest.raises(Stale):
        await by(rig, county.coordinator, lambda d: breaches.confirm(d, row.id or 0, row.version - 1))


async def test_measures_are_marked_and_nothing_happens_by_that(rig: Rig, county: County) -> None:
    row = await confirmed(rig, county)
    shown = await by(rig, county.coordinator, lambda d: breach_cards.card(d, row.id or 0))
    assert [measure.id for measure in shown.provided] == ["discipline_by_organ"]
    await by(rig, county.coordinator, lambda d: breaches.choose(d, row.id or 0, row.version, "discipline_by_organ"))
    assert (await again(rig, row)).measures == ["discipline_by_organ"]
    with pytest.raises(Stale):
        await by(rig, county.coordinator, lambda d: breaches.choose(d, row.id or 0, row.version + 1, "pursue_all"))
    assert not await rows(rig, Circular)


async def test_a_paper_is_begun_only_about_what_was_confirmed(rig: Rig, county: County) -> None:
    row = await one(rig, county)
    with pytest.raises(Refused, match="confirm first"):
        await by(rig, county.coordinator, lambda d: breach_cards.begin(d, row.id or 0, row.version, breach_cards.FIRST))


async def told(rig: Rig, county: County, row: BreachCandidate) -> Document:
    """The unit has the notice: it was issued and sent to its people alone."""

    def write(desk: Desk) -> Document:
        notice = breach_cards.begin(desk, row.id or 0, row.version, breach_cards.FIRST)
        issue(desk, notice, seal=False)
        printed(desk, notice, NOTICE)
        send(desk, notice)
        return notice

    notice = await by(rig, county.coordinator, write)
    await rig.to("2026-04-02 09:10")
    return notice


def proposal(desk: Desk, row: BreachCandidate) -> Document:
    shown = breach_cards.card(desk, row.id or 0)
    return breach_cards.begin(desk, row.id or 0, shown.version, "criticism_proposal")


HELD = {"measures": ["circulated_criticism"]}


async def test_a_unit_is_told_alone_before_anybody_else_reads_of_it(rig: Rig, county: County) -> None:
    row = await confirmed(rig, county)
    notice = await told(rig, county, row)
    got = {m.chat_id for m in rig.bot.messages if m.document == ("naming_notice.docx", NOTICE)}
    assert got == {county.liaison, county.deputy, county.principal} & got
    assert {county.liaison, county.principal} <= got
    assert (await document(rig, notice.id)).addressee_id == county.resources


async def test_a_criticism_is_not_issued_before_the_unit_was_heard(rig: Rig, county: County) -> None:
    row = await confirmed(rig, county)
    await told(rig, county, row)

    def write(desk: Desk) -> Document:
        paper = proposal(desk, row)
        fill(desk, paper, {**HELD, "heard": "（尚未听取）"})
        steps.submit(desk, paper.id or 0, paper.version)
        return paper

    paper = await by(rig, county.coordinator, write)

    async def issued() -> None:
        await by(rig, county.coordinator, lambda d: steps.issue(d, paper.id or 0, paper.version))

    with pytest.raises(Refused, match="told first"):
        await issued()
    await rig.press(county.liaison, "签收")
    with pytest.raises(Refused, match="may answer until"):
        await issued()
    await rig.to("2026-04-09 09:00")
    await issued()
    assert (await document(rig, paper.id)).number


async def test_what_the_unit_said_stands_in_the_proposal(rig: Rig, county: County) -> None:
    row = await confirmed(rig, county)
    notice = await told(rig, county, row)
    await rig.press(county.liaison, "签收")

    def answer(desk: Desk) -> None:
        reply = replies.begin(desk, notice.id or 0)
        fill(desk, reply, {"agrees": "partly", "statement": "已于4月1日补报。"})
        steps.submit(desk, reply.id or 0, reply.version)

    await by(rig, county.liaison, answer)

    def write(desk: Desk) -> Document:
        return issue(desk, fill(desk, proposal(desk, row), HELD), seal=True)

    paper = await by(rig, county.coordinator, write)
    kept = await document(rig, paper.id)
    assert (kept.state, kept.addressee_id) == (DocumentState.SEALED, county.government)
    from bot.store.documents import queries as documents_store

    frozen = await rig.database.read(lambda s: documents_store.edition(s, paper.id, kept.edition))
    assert frozen is not None
    assert frozen.values["heard"]["raw"] == "已于4月1日补报。"
    assert frozen.values["unit"]["raw"] == "泗水县自然资源和规划局"
    assert frozen.values["measures"]["raw"] == ["circulated_criticism"]
    assert (await document(rig, notice.id)).facts["reply"]


async def test_before_the_notice_no_criticism_is_offered(rig: Rig, county: County) -> None:
    row = await confirmed(rig, county)
    shown = await by(rig, county.coordinator, lambda d: breach_cards.card(d, row.id or 0))
    assert "criticism_proposal" not in {kind.id for kind in shown.offered}
    await told(rig, county, row)
    shown = await by(rig, county.coordinator, lambda d: breach_cards.card(d, row.id or 0))
    assert "criticism_proposal" in {kind.id for kind in shown.offered}
    assert [title for _, title, _, _ in shown.papers] == ["拟提请通报情况告知书"]


async def test_with_a_paper_begun_it_cannot_be_dismissed(rig: Rig, county: County) -> None:
    row = await confirmed(rig, county)
    await by(rig, county.coordinator, lambda d: breach_cards.begin(d, row.id or 0, row.version, breach_cards.FIRST))
    with pytest.raises(Refused, match="A paper about it was begun"):
        await by(rig, county.coordinator, lambda d: breaches.dismiss(d, row.id or 0, row.version, "不属实"))


async def test_what_nothing_shows_is_entered_by_a_coordinator_and_stays(rig: Rig, county: County) -> None:
    [listed] = await rig.say(county.coordinator, "/documents")
    await rig.press(county.coordinator, "问责候选", listed)
    await rig.press(county.coordinator, "＋ 录入一项")
    await rig.press(county.coordinator, "县自然资源局")
    await rig.press(county.coordinator, "干预、阻碍")
    await rig.press(county.coordinator, "今天")
    await rig.say(county.coordinator, "致函法院要求暂缓受理")
    assert await rows(rig, BreachCandidate) == [], "nothing before it is confirmed"
    await rig.press(county.coordinator, "✓ 录入")
    card = rig.last(county.coordinator)
    assert "致函法院要求暂缓受理" in card.text
    [row] = await waiting(rig, county)
    assert (row.code, row.agency_id) == ("interference", county.resources)


async def test_nobody_else_enters_one(rig: Rig, county: County) -> None:
    for user in (county.liaison, county.principal):
        with pytest.raises(NotAllowed):
            await by(rig, user, lambda d: breaches.enter(d, county.resources, "interference", d.today, "x"))
    with pytest.raises(Missing):
        await by(rig, county.coordinator, lambda d: breaches.enter(d, county.resources, "report_missing", d.today, "x"))


async def test_the_digest_leads_to_the_new_ones_which_are_shown_below_it(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "（2026）鲁0831行初12号 应诉通知书 3月20日收到 直接送达")
    await rig.press(county.liaison, "✓ 登记")
    found = len(await waiting(rig, county))
    assert found
    await rig.to("2026-04-03 08:50")
    digest = rig.with_button(county.coordinator, f"问责候选{found}")
    assert f"新增问责候选{found}项" in digest.text
    before = digest.text
    await rig.press(county.coordinator, f"问责候选{found}", digest)
    listed = rig.last(county.coordinator)
    assert "【问责候选情形（待确认）】" in listed.text
    assert listed.message_id != digest.message_id
    assert rig.with_button(county.coordinator, f"问责候选{found}").text == before
    await rig.press_data(county.liaison, "br.ls:0:0:1", rig.last(county.liaison))
    assert "问责" not in rig.last(county.liaison).text
