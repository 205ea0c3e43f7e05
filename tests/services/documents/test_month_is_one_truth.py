"""A month's papers say the same as the count rows: joined numbers, instances, second hearings; won and lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.hall.terms import HearingStatus, PaperKind
from bot.services.documents import drafting, filling
from bot.services.hall.desk import Desk
from bot.store.tables import Case
from tests.builders import County
from tests.desk import case, hearing, open_desk, result
from tests.services.documents.test_periods import appears, heard, hearing_of, raw
from tests.services.figures import facts

NOVEMBER = "2026-11-27 09:00"


@pytest.fixture
def place() -> Iterator[tuple[Desk, County]]:
    with open_desk(NOVEMBER) as opened:
        yield opened


def of(desk: Desk, number: str, agency: int, local: str, **more: Any) -> Case:
    found = heard(desk, number, agency, local, **more)
    return desk.session.get_one(Case, found.case_id)


def test_the_list_of_the_month_and_its_figures_agree(place: tuple[Desk, County]) -> None:
    """初12 and 初13 joined in one sitting, the principal came; 终3 a second instance, a deputy; 初14 nobody came;
    行审5 counts nowhere: 4 heard, 3 attended, 2 by the principal, as the rows have it."""
    desk, county = place
    own = county.resources
    for number in ("初12", "初13"):
        of(desk, f"（2026）鲁0831行{number}号", own, "2026-11-10 09:30", rank="principal", leader_name="李建国")
    of(desk, "（2026）鲁08行终3号", own, "2026-11-17 09:30", rank="deputy", leader_name="张明")
    of(desk, "（2026）鲁0831行初14号", own, "2026-11-18 09:30", attended=False)
    of(desk, "（2026）鲁0831行审5号", own, "2026-11-19 09:30", rank="deputy", leader_name="张明")
    report = raw(desk, "monthly_report", own, "2026-11")
    review = raw(desk, "monthly_review", county.justice, "2026-11")
    held = report["held"]
    assert [one["case_number"] for one in held] == [
        "（2026）鲁0831行初12号", "（2026）鲁0831行初13号", "（2026）鲁08行终3号", "（2026）鲁0831行初14号",
    ]  # fmt: skip
    assert len(held) == review["heard"] == 4
    assert sum(bool(one["leader"]) for one in held) == review["attended"] == 3
    assert sum(one["principal"] == "是" for one in held) == review["principal"] == 2
    assert [(one["case_number"], one["counted"]) for one in review["cases"]] == [
        (one["case_number"], "负责人出庭" if one["leader"] else "未出庭") for one in held
    ]


def test_a_second_hearing_of_a_case_is_listed_again_and_counted_once(place: tuple[Desk, County]) -> None:
    desk, county = place
    own = county.resources
    first = heard(desk, "（2026）鲁0831行初12号", own, "2026-11-03 09:30", rank="deputy", leader_name="张明")
    again = hearing_of(desk, first, "2026-11-20 09:30", county.resources)
    result(desk, again, county.resources, rank="principal", leader_name="李建国")
    report = raw(desk, "monthly_report", county.resources, "2026-11")
    assert [(one["day"], one["leader"], one["principal"]) for one in report["held"]] == [
        ("2026年11月3日", "张明", "否"), ("2026年11月20日", "李建国", "是"),
    ]  # fmt: skip
    assert raw(desk, "monthly_review", county.justice, "2026-11")["heard"] == 1


def test_what_counts_nowhere_leaves_a_month_nil(place: tuple[Desk, County]) -> None:
    desk, county = place
    of(desk, "（2026）鲁0831行审5号", county.resources, "2026-11-19 09:30", rank="deputy")
    assert raw(desk, "monthly_report", county.resources, "2026-11")["nil"] is True


# -- won and lost ----------------------------------------------------------------------------------------------------


def decided(desk: Desk, one: Case, agency: int, outcome: str) -> None:
    facts.paper(desk, one, agency, PaperKind.JUDGMENT_FIRST, "2026-11-25", outcome=outcome)


def test_won_and_lost_are_counted_where_decisions_are_recorded(place: tuple[Desk, County]) -> None:
    """Two dismissed, one revoked, one withdrawn after its hearing, one still open: won 2, lost 1."""
    desk, county = place
    for n, outcome in enumerate(("claim_dismissed", "suit_dismissed", "revoked", "withdrawn", ""), 12):
        one = of(desk, f"（2026）鲁0831行初{n}号", county.resources, f"2026-11-{n} 09:30", rank="deputy")
        if outcome:
            decided(desk, one, county.resources, outcome)
    found = raw(desk, "monthly_review", county.justice, "2026-11")
    assert (found["won"], found["lost"]) == (2, 1)
    assert "verdicts" not in found, "nothing was corrected, nothing is to be explained"


def test_while_nothing_is_known_of_any_decision_it_is_asked(place: tuple[Desk, County]) -> None:
    desk, county = place
    empty = raw(desk, "monthly_review", county.justice, "2026-10")
    assert (empty["won"], empty["lost"]) == (0, 0), "nothing was heard"
    of(desk, "（2026）鲁0831行初12号", county.resources, "2026-11-10 09:30", rank="deputy")
    found = raw(desk, "monthly_review", county.justice, "2026-11")
    assert (found["won"], found["lost"]) == (None, None)


def test_who_corrects_what_is_counted_says_why(place: tuple[Desk, County]) -> None:
    desk, county = place
    one = of(desk, "（2026）鲁0831行初12号", county.resources, "2026-11-10 09:30", rank="deputy")
    decided(desk, one, county.resources, "claim_dismissed")
    raw(desk, "monthly_review", county.justice, "2026-11")
    document = drafting.prepare(desk, "monthly_review", agency_id=county.justice, period="2026-11")
    document.values = {"won": 1, "requirements": "按时报送", "problems": "无"}
    assert "verdicts" not in filling.filled(desk, document).values, "it is what is counted"
    document.values = {**document.values, "won": 3}
    assert filling.filled(desk, document).missing == ("verdicts",)
    document.values = {**document.values, "verdicts": "2件系往年案件本月宣判"}
    done = filling.filled(desk, document)
    assert done.missing == ()
    assert (done.values["won"].raw, done.values["verdicts"].shown) == (3, "2件系往年案件本月宣判")


# -- a hearing that is to come ---------------------------------------------------------------------------------------


def test_the_plan_of_next_month_names_what_is_scheduled_alone(place: tuple[Desk, County]) -> None:
    desk, county = place
    later = hearing(desk, case(desk, "（2026）鲁0831行初15号", county.resources), "2026-12-08 14:30")
    gone = hearing(desk, case(desk, "（2026）鲁0831行初16号", county.resources), "2026-12-09 14:30",
                   HearingStatus.CANCELLED)  # fmt: skip
    for one in (later, gone):
        appears(desk, one, county.resources)
    planned = raw(desk, "monthly_report", county.resources, "2026-11")["planned"]
    assert [one["case_number"] for one in planned] == ["（2026）鲁0831行初15号"]
