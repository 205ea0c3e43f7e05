"""Every code of 泗水 六 and of 2020规定 第十二条 is raised by facts, or entered; then confirmed, or dismissed."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlmodel import select

from bot.domain.documents.breaches import BY_HAND, WHERE_NAMED, CandidateState
from bot.domain.hall.errors import Missing
from bot.domain.hall.terms import DutyState
from bot.services.documents import breach_cards, breaches
from bot.services.duties import duties as duty_services
from bot.services.hall.desk import Desk
from bot.services.hearings import plans
from bot.store.tables import Agency, BreachCandidate, Case, Duty
from tests.builders import County
from tests.handlers.documents.letter_steps import by, rows
from tests.handlers.documents.walk_steps import through
from tests.handlers.hearings.steps import confirmed as held
from tests.rig import Rig


async def raised(rig: Rig, here: County) -> list[BreachCandidate]:
    """What waits for the coordinator."""
    await by(rig, here.coordinator, lambda d: breaches.listed(d))
    return [row for row in await rows(rig, BreachCandidate) if row.state is CandidateState.OPEN]


def codes_of(found: list[BreachCandidate]) -> set[str]:
    return {row.code for row in found}


async def decided(rig: Rig, here: County, found: list[BreachCandidate]) -> None:
    """Each is confirmed, or dismissed with a reason, in turn; every one of them names a text."""
    user = here.coordinator
    for n, row in enumerate(found):
        shown = await by(rig, user, partial(breach_cards.card, candidate_id=row.id or 0))
        assert shown.citation[0], row.code
        key, version = row.id or 0, row.version
        if n % 2:
            no = partial(breaches.dismiss, candidate_id=key, version=version, reason="经核不属实")
            await by(rig, user, no)
        else:
            await by(rig, user, partial(breaches.confirm, candidate_id=key, version=version))
    assert await raised(rig, here) == [], "what was decided is not raised again"


@pytest.mark.parametrize(
    ("taps", "codes"),
    [
        (
            ("负责人未出庭", "未说明理由", "✎ 到庭人员", "无人"),
            {"spc_absent", "spc_both_absent", "no_leader_no_staff", "absent_or_left"},
        ),
        (("负责人未出庭", "未说明理由"), {"spc_absent"}),
        (("负责人已出庭", "中途离庭"), {"spc_left", "absent_or_left"}),
        (("负责人已出庭", "未发言"), set()),
    ],
)
@pytest.mark.slow
@pytest.mark.begins("2026-12-10 10:00")
async def test_what_was_reported_of_a_hearing(rig: Rig, county: County, taps: tuple[str, ...], codes: set[str]) -> None:
    await held(rig, county)
    await rig.to("2026-12-16 10:00")
    await through(rig, county.liaison, *taps, "提交")
    found = await raised(rig, county)
    assert codes_of(found) == codes, "and no other: 泗水 says nothing of silence"
    await decided(rig, county, found)


@pytest.mark.slow
@pytest.mark.begins("2026-12-10 10:00")
async def test_absence_after_a_postponement_is_absence_again(rig: Rig, county: County) -> None:
    hearing = await held(rig, county)

    def put_off(desk: Desk) -> None:
        [row] = plans.appearances_of(desk, hearing.id or 0)
        row.facts = {**row.facts, "postponed_before": True}
        desk.session.add(row)

    await rig.work(put_off)
    await rig.to("2026-12-16 10:00")
    await through(rig, county.liaison, "负责人未出庭", "未说明理由", "提交")
    found = await raised(rig, county)
    assert codes_of(found) == {"spc_absent_again"}
    await decided(rig, county, found)


@pytest.mark.slow
async def test_what_was_not_done_in_time(rig: Rig, county: County) -> None:
    """Papers that were served long ago: defence and filing, advice, a judgment to be performed."""
    user = county.liaison
    await rig.say(user, "（2026）鲁0831行初12号 应诉通知书 3月2日收到 直接送达")
    await rig.press(user, "✓ 登记")
    await rig.say(user, "（2026）鲁0831行初12号 起诉状副本 3月2日收到 直接送达")
    await rig.press(user, "✓ 登记")
    await rig.say(user, "（2025）鲁0831行初90号 司法建议书 2026年1月5日收到")
    await through(rig, user, "综合治理", "跳过", "✓ 登记")
    facts = {"outcome": "ordered_to_perform", "term_on": "2026-03-20"}

    def effective(desk: Desk) -> None:
        case = desk.session.exec(select(Case).where(Case.number == "（2025）鲁0831行初90号")).one()
        duty_services.start(
            desk, trigger="judgment_effective", on=date(2026, 3, 1), agency_id=county.resources, case=case, facts=facts
        )

    await rig.work(effective)
    found = await raised(rig, county)
    assert codes_of(found) == {"late_materials", "report_missing", "advice_unanswered", "non_performance"}
    await decided(rig, county, found)


@pytest.mark.slow
async def test_one_advice_that_is_not_answered_is_one_breach_by_both_rules(rig: Rig, county: County) -> None:
    """泗水 五（七） and 法释〔2023〕11号 第八条 want the same letter: one candidate names both, decided once."""
    user = county.coordinator
    await rig.say(county.liaison, "（2025）鲁0831行初90号 司法建议书 2026年1月5日收到")
    await through(rig, county.liaison, "综合治理", "跳过", "✓ 登记")
    owed = {row.rule for row in await rows(rig, Duty) if row.state is DutyState.OPEN}
    assert {"SS21.own_term", "CN-ADVICE-GOVERNANCE"} <= owed
    [row] = await raised(rig, county)
    assert (row.code, row.rule) == ("advice_unanswered", "SS21.own_term"), "the county's own book before the national"
    await rig.say(user, "/documents")
    await through(rig, user, "问责候选", "1. ")
    card = rig.last(user)
    for words in ("按司法建议载明的期限办理并函告", "答复综合治理类司法建议", "五（七）", "第八条"):
        assert words in card.text, card.text
    await by(rig, user, lambda d: breaches.dismiss(d, row.id or 0, row.version, "已当面答复"))
    await rig.to("2026-04-03 09:00")
    assert await raised(rig, county) == [], "nor by the other rule"


@pytest.mark.slow
async def test_what_one_rule_wants_in_two_cases_is_not_done_twice(rig: Rig, county: County) -> None:
    """Of two papers neither was filed: each is a breach of its own."""
    for number in (12, 13):
        await rig.say(county.liaison, f"（2026）鲁0831行初{number}号 应诉通知书 3月2日收到 直接送达")
        await rig.press(county.liaison, "✓ 登记")
    found = [row for row in await raised(rig, county) if row.code == "report_missing"]
    assert len(found) == len({row.case_id for row in found}) == 2


async def test_what_nothing_shows_is_entered(rig: Rig, county: County) -> None:
    for code in BY_HAND:
        work = lambda d, code=code: breaches.enter(d, county.resources, code, d.today, "经查属实的情况")  # noqa: E731
        if code in WHERE_NAMED:
            with pytest.raises(Missing):
                await by(rig, county.coordinator, work)
        else:
            await by(rig, county.coordinator, work)
    found = await raised(rig, county)
    assert codes_of(found) == set(BY_HAND) - WHERE_NAMED
    await decided(rig, county, found)


async def test_an_effort_not_made_is_entered_where_the_text_says_so(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "sanmenxia-2025"))
    await by(
        rig,
        county.coordinator,
        lambda d: breaches.enter(d, county.resources, "no_settlement_effort", d.today, "经查属实的情况"),
    )
    assert codes_of(await raised(rig, county)) == {"no_settlement_effort"}
