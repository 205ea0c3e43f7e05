"""What is held against a unit, through chat: told alone, heard, proposed, talked over, mended (安徽 三（三）)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, BreachCandidate, Document
from tests.builders import County
from tests.builders import county as the_county
from tests.fakes import Shown
from tests.handlers.documents.letter_steps import duties, rows, under
from tests.handlers.documents.report_steps import answered, compare, document, handed_over, owed
from tests.handlers.documents.test_feedback_form import agreed
from tests.handlers.documents.test_urging import _candidate, shangshui
from tests.handlers.documents.test_walk_letters import ANSWERED as PLAN
from tests.handlers.documents.test_walk_letters import plan
from tests.handlers.documents.walk_steps import accepted, changed, every, issued, opened, sealed, sent, through
from tests.handlers.hearings.steps import NUMBER
from tests.rig import Rig, open_rig

BOOK = "anhui-principal-2023"
FACTS = "主要负责人未出庭，也未说明正当理由。"
STATEMENT = "当日参加防汛调度，\n已补交会议通知。"
BREACH = "主要负责人未按要求出庭应诉"
BASIS = "安徽某市主要负责人出庭《意见》三（三）"
UNIT = "泗水县自然资源和规划局"
OWN = {"contact": "王芳", "phone": "13900001201"}
BUREAU = {"contact": "陈静", "phone": "13900001101"}


async def missed(rig: Rig, here: County) -> None:
    """The principal was to appear and did not; a breach may be one, and the bureau owes the proposal."""
    await under(rig, here, BOOK)
    await agreed(rig, here, BOOK)
    await rig.to("2026-12-16 10:00")
    await through(rig, here.liaison, "负责人未出庭", "未说明理由", "提交")


async def card_of(rig: Rig, user: int, code: str) -> None:
    """The card of the candidate with this code, from the list."""
    [menu] = await rig.say(user, "/documents")
    await rig.press_data(user, "br.ls:0:0", menu)
    [row] = [one for one in await rows(rig, BreachCandidate) if one.code == code]
    await rig.press_data(user, f"br.at:{row.id}", rig.last(user))


async def told(rig: Rig, here: County, *, city: bool = False) -> None:
    """The unit has the notice, alone, and has signed for it."""
    user = here.city_coordinator if city else here.coordinator
    await rig.press(user, "起草拟提请通报情况告知书")
    await answered(rig, user, [("具体事实", FACTS)])
    await rig.press(user, "提交")
    await issued(rig, user, "市司法局告知〔2026〕1号" if city else "县司法局告知〔2026〕1号")
    await sent(rig, user, "2026-12-16 10:10")


async def answer(rig: Rig, here: County) -> None:
    """签收, 回复: what the unit says to it, and until when it may."""
    user = here.liaison
    await rig.press(user, "签收")
    await rig.to("2026-12-16 10:12")
    asked = rig.last(user)
    assert "请予答复" in asked.text
    assert "12月21日（周一）" in asked.text
    assert "剩3个工作日" in asked.text
    assert NUMBER in asked.text
    await rig.press(user, "回复", asked)
    await answered(rig, user, [("是否属实", ("部分属实",)), ("说明情况", STATEMENT)])
    await rig.press(user, "提交")


@pytest.mark.slow
async def test_from_a_missed_hearing_to_the_proposal_that_closes_its_duty(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00", rulebook=BOOK, database=database) as rig:
        here = await the_county(rig)
        user = here.coordinator
        await missed(rig, here)
        await card_of(rig, user, "principal_duty_missed")
        await through(rig, user, "确认属实", "☐ 通报批评", "☐ 约谈相关负责人")
        await told(rig, here)
        held = {"unit": UNIT, "case_number": NUMBER, "breach": BREACH, "basis": BASIS, **BUREAU}
        said = await every(rig, "naming_notice", {"facts": FACTS}, {**held, "term": "3个工作日"})
        assert "县司法局告知〔2026〕1号" in said
        assert not [m for m in rig.bot.chat(here.police_liaison) if "告知书" in m.text], "the unit alone"
        await answer(rig, here)
        assert (await document(rig, "naming_notice")).state is DocumentState.DONE
        assert "送达" not in rig.last(here.liaison).labels, "whoever wrote the letter has the answer"
        await rig.press(here.liaison, "更多")
        assert "查看来函" in rig.last(here.liaison).labels
        await rig.to("2026-12-16 10:20")
        replied = rig.last(user)
        assert "查看复函" in replied.labels
        await rig.press(user, "查看复函", replied)
        assert STATEMENT.splitlines()[0] in rig.last(user).text
        await every(
            rig,
            "unit_statement",
            {"agrees": "partly", "statement": STATEMENT},
            {
                "letter": "拟提请通报情况告知书",
                "letter_number": "县司法局告知〔2026〕1号",
                "case_number": NUMBER,
                "contact": "王芳",
            },
        )
        assert (await document(rig, "unit_statement")).state is DocumentState.DONE
        await proposed(rig, here)
        said = await every(
            rig,
            "criticism_proposal",
            {"facts": FACTS},
            {
                **held,
                "hearing": "2026-12-15T01:30:00+00:00",
                "heard": STATEMENT,
                "measures": ["circulated_criticism", "admonish_leader"],
            },
        )
        assert "县司法局请〔2026〕1号" in said
        assert (await document(rig, "criticism_proposal")).state is DocumentState.DONE
        assert (await owed(rig, "AH21", here.justice)).state is DutyState.DONE


async def proposed(rig: Rig, here: County, *, city: bool = False) -> None:
    """The proposal to the government: issued, sealed, handed over."""
    user, rule, owes = (
        (here.city_coordinator, "AH20", here.city_justice) if city else (here.coordinator, "AH21", here.justice)
    )
    await card_of(rig, user, "principal_duty_missed")
    await rig.press(user, "起草提请通报批评")
    await answered(rig, user, [("具体事实", FACTS)])
    await rig.press(user, "提交")
    await issued(rig, user, "市司法局请〔2026〕1号" if city else "县司法局请〔2026〕1号")
    await sealed(rig, user, "请示.pdf")
    assert (await owed(rig, rule, owes)).state is DutyState.OPEN, "nobody has it yet"
    await handed_over(rig, user, "机要送市政府办" if city else "机要送县政府办")


async def of_the_city(rig: Rig, here: County) -> None:
    """The unit is one of the city's own departments."""

    def move(desk: Desk) -> None:
        unit, city = (desk.session.get_one(Agency, number) for number in (here.resources, here.city))
        unit.parent_id, unit.path = here.city, f"{city.path}{unit.id}/"

    await rig.work(move)


@pytest.mark.slow
async def test_of_a_department_of_the_city_the_citys_bureau_proposes_it_to_the_citys_government(
    tmp_path: Path,
) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00", rulebook=BOOK) as rig:
        here = await the_county(rig)
        user = here.city_coordinator
        await of_the_city(rig, here)
        await missed(rig, here)
        assert not await duties(rig, "AH21"), "not the county's"
        assert (await owed(rig, "AH20", here.city_justice)).state is DutyState.OPEN
        await card_of(rig, user, "principal_duty_missed")
        await through(rig, user, "确认属实", "☐ 通报批评", "☐ 约谈相关负责人")
        await told(rig, here, city=True)
        assert not [m for m in rig.bot.chat(here.coordinator) if "告知书" in m.text], "it is not the county's matter"
        await answer(rig, here)
        await rig.to("2026-12-16 10:20")
        await proposed(rig, here, city=True)
        said = await every(
            rig,
            "criticism_proposal",
            {"facts": FACTS},
            {
                "unit": UNIT,
                "case_number": NUMBER,
                "breach": BREACH,
                "basis": BASIS,
                "hearing": "2026-12-15T01:30:00+00:00",
                "heard": STATEMENT,
                "measures": ["circulated_criticism", "admonish_leader"],
                "contact": "郑岩",
                "phone": "13900001104",
            },
        )
        assert "济宁市人民政府" in said, "to whom it goes"
        paper = await document(rig, "criticism_proposal")
        assert (paper.state, paper.addressee_id) == (DocumentState.DONE, here.city)
        assert (await owed(rig, "AH20", here.city_justice)).state is DutyState.DONE


@pytest.mark.slow
async def test_the_duty_to_propose_leads_to_what_is_held_against_the_unit_and_to_the_paper_made_of_it(
    tmp_path: Path,
) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00", rulebook=BOOK) as rig:
        here = await the_county(rig)
        user = here.coordinator
        await missed(rig, here)
        duty = await owed(rig, "AH21", here.justice)
        await rig.press(user, "起草《提请通报批评、约谈的请示》", rig.last(user))
        card = rig.last(user)
        assert BREACH in card.text, "what is held against the unit, and no empty paper"
        assert not [one for one in await rows(rig, Document) if one.kind == "criticism_proposal"]
        await through(rig, user, "确认属实", "☐ 通报批评")
        assert "单独送达该单位" in rig.last(user).text
        await told(rig, here)
        assert "单独送达该单位" not in (await candidate_card(rig, user)).text
        await answer(rig, here)
        later = await rig.to("2026-12-21 09:30")
        assert not [one for one in later if "请予答复" in one.text and one.chat_id == here.liaison], "it has answered"
        await proposed(rig, here)
        [paper] = [one for one in await rows(rig, Document) if one.kind == "criticism_proposal"]
        assert (paper.duty_id, paper.agency_id) == (duty.id, here.justice), "the duty leads to it from now on"
        assert (await owed(rig, "AH21", here.justice)).state is DutyState.DONE


@pytest.mark.slow
async def test_a_unit_that_stays_silent_is_reminded_on_its_last_day_and_then_named(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-10 10:00", rulebook=BOOK) as rig:
        here = await the_county(rig)
        user = here.coordinator
        await missed(rig, here)
        await card_of(rig, user, "principal_duty_missed")
        await through(rig, user, "确认属实", "☐ 通报批评")
        await told(rig, here)
        await rig.press(here.liaison, "签收")
        said = [one for one in await rig.to("2026-12-21 09:05") if "《拟提请通报情况告知书》" in one.text]
        assert {one.chat_id for one in said} >= {here.liaison, here.deputy}
        assert {one.chat_id for one in said} <= {here.liaison, here.deputy, here.principal}, "the unit alone"
        [last] = [one for one in said if one.chat_id == here.liaison]
        assert "12月21日（周一），今日到期" in last.text
        assert "回复" in last.labels
        await card_of(rig, user, "principal_duty_missed")
        await rig.press(user, "起草提请通报批评")
        await answered(rig, user, [("具体事实", FACTS)])
        begun = rig.last(user)
        assert "单位意见：待单位答复" in begun.text, "it may answer until the end of the day: nobody is asked for it"
        assert "单位答复截止：12月21日（周一），今日到期；其意见届时自动填入。" in begun.text
        assert "提交" not in begun.labels
        assert not [label for label in begun.labels if label.startswith("补填")]
        await rig.to("2026-12-22 09:05")
        card = await opened(rig, user, await document(rig, "criticism_proposal"))
        assert "单位意见：收到告知后未提出异议。" in card.text
        assert "提交" in card.labels, "the facts that were given stand there"
        await rig.press(user, "提交")
        await issued(rig, user, "县司法局请〔2026〕1号")
        assert "单位意见：收到告知后未提出异议。" in rig.last(user).text
        newest = (await document(rig, "criticism_proposal")).number
        assert newest == "县司法局请〔2026〕1号"
        assert "收到告知后未提出异议" in await compare(rig, "criticism_proposal", {"facts": FACTS})


async def candidate_card(rig: Rig, user: int) -> Shown:
    await card_of(rig, user, "principal_duty_missed")
    return rig.last(user)


@pytest.mark.slow
async def test_an_interview_is_recorded_in_chat_and_ends_with_its_signatures(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00", rulebook=BOOK) as rig:
        here = await the_county(rig)
        user = here.coordinator
        await missed(rig, here)
        await card_of(rig, user, "principal_duty_missed")
        await through(rig, user, "确认属实", "起草约谈记录")
        await answered(
            rig,
            user,
            [
                ("什么时候约谈", "12月16日9:00"),
                ("什么地点", "县司法局三楼会议室"),
                ("约谈人是谁", "孙正 局长"),
                ("被约谈人是谁", "李建国 局长"),
                ("因何事约谈", FACTS),
                ("提出了哪些要求", "通报了出庭要求。\n限期整改。"),
                ("如何表态", "诚恳接受，\n立即整改。"),
            ],
        )
        await rig.press(user, "提交")
        assert (await document(rig, "interview_record")).state is DocumentState.UNDER_WAY, "it is not signed yet"
        entered = {
            "met_at": "2026-12-16T01:00:00+00:00",
            "place": "县司法局三楼会议室",
            "interviewer": "孙正 局长",
            "interviewee": "李建国 局长",
            "reason": FACTS,
            "said": "通报了出庭要求。\n限期整改。",
            "answer": "诚恳接受，\n立即整改。",
        }
        await every(rig, "interview_record", entered, {"unit": UNIT, "recorder": "陈静"})
        await sealed(rig, user, "签名件.pdf")
        assert (await document(rig, "interview_record")).state is DocumentState.DONE


@pytest.mark.slow
async def test_a_rectification_notice_starts_five_days_that_the_plan_ends(tmp_path: Path) -> None:
    async with shangshui(tmp_path) as (rig, here):
        user = here.coordinator
        number = await rig.work(lambda desk: _candidate(desk, here))
        [menu] = await rig.say(user, "/documents")
        await rig.press_data(user, f"br.at:{number}", menu)
        await through(rig, user, "确认属实")
        await rig.press(user, "起草督查整改通知书")
        await answered(rig, user, [("什么问题", "负责人未出庭。"), ("整改要求", "应当出庭应诉。\n报送整改方案。")])
        await changed(rig, user, "案号", NUMBER)
        await rig.press(user, "提交")
        await issued(rig, user, "县司法局督改〔2026〕1号")
        entered = {"facts": "负责人未出庭。", "wanted": "应当出庭应诉。\n报送整改方案。", "case_number": NUMBER}
        basis, breach = "负责人出庭应诉规定第十二条", "负责人未出庭应诉且未说明理由或者理由不成立"
        known = {"unit": UNIT, "breach": breach, "basis": basis, "term": "5个工作日", **BUREAU}
        said = await every(rig, "rectification_notice", entered, known)
        assert "县司法局督改〔2026〕1号" in said
        await sealed(rig, user, "盖章件.pdf")
        await sent(rig, user, "2026-04-02 09:10")
        assert not await duties(rig, "SH3")
        await rig.press(here.liaison, "签收")
        assert (await owed(rig, "SH3", here.resources)).state is DutyState.OPEN
        await plan(rig, here, PLAN)
        known = {"letter": "督查整改通知书", "letter_number": "县司法局督改〔2026〕1号", "principal": "李建国", **OWN}
        await every(rig, "rectification_plan", PLAN, known)
        if (await owed(rig, "SH3")).state is DutyState.SUBMITTED:
            await accepted(rig, user, "SH3")
        assert (await owed(rig, "SH3")).state is DutyState.DONE
