"""What reports of a period are filled with: hearings held and planned, plain counts, who has not reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus, PaperKind
from bot.services.documents import drafting, filling
from bot.services.duties import recurring
from bot.services.figures.checking import count_anew
from bot.services.hall.desk import Desk
from bot.store.tables import Appearance, Case, Duty, Hearing, Paper
from tests.builders import County
from tests.desk import case, hearing, open_desk, result

NOVEMBER = "2026-11-27 09:00"


@pytest.fixture
def place() -> Iterator[tuple[Desk, County]]:
    with open_desk(NOVEMBER) as opened:
        yield opened


def appears(desk: Desk, of: Hearing, agency: int, **more: Any) -> Appearance:
    made = Appearance(case_id=of.case_id, agency_id=agency, hearing_id=of.id, **more)
    desk.session.add(made)
    desk.session.flush()
    return made


def heard(desk: Desk, number: str, agency: int, local: str, **more: Any) -> Hearing:
    """A case of an agency with one hearing that was held, and its result."""
    of = hearing(desk, case(desk, number, agency), local, HearingStatus.HELD)
    appears(desk, of, agency, leader_name="张明", leader_post="副局长", state=AppearanceState.CONFIRMED)
    result(desk, of, agency, **more)
    return of


def raw(desk: Desk, kind: str, agency: int, period: str) -> dict[str, Any]:
    count_anew(desk, [one.id or 0 for one in desk.session.exec(select(Case)).all()])
    document = drafting.prepare(desk, kind, agency_id=agency, period=period)
    return {name: one.raw for name, one in filling.filled(desk, document).values.items()}


def test_the_two_parts_of_a_monthly_report(place: tuple[Desk, County]) -> None:
    desk, county = place
    heard(desk, "（2026）鲁0831行初12号", county.resources, "2026-11-10 09:30", rank="principal", leader_name="李建国")
    missed = heard(desk, "（2026）鲁0831行初13号", county.police, "2026-11-12 09:30", attended=False)
    heard(desk, "（2026）鲁0831行初9号", county.resources, "2026-10-30 09:30", rank="deputy", leader_name="张明")
    later = hearing(desk, case(desk, "（2026）鲁0831行初15号", county.labour), "2026-12-08 14:30")
    appears(desk, later, county.labour)
    found = raw(desk, "monthly_report", county.government, "2026-11")
    assert (found["month"], found["next_month"], found["nil"]) == ("2026年11月", "2026年12月", False)
    assert [(r["case_number"], r["day"], r["agency"], r["leader"], r["principal"]) for r in found["held"]] == [
        ("（2026）鲁0831行初12号", "2026年11月10日", "县自然资源局", "李建国", "是"),
        ("（2026）鲁0831行初13号", "2026年11月12日", "县公安局", "", "否"),
    ]
    assert found["planned"] == [
        {
            "case_number": "（2026）鲁0831行初15号",
            "when": "2026年12月8日（星期二）下午2时30分",
            "agency": "县人社局",
            "leader": "未定",
        }
    ]
    assert missed.status is HearingStatus.HELD


def test_a_department_reports_its_own_alone_and_nothing_is_nil(place: tuple[Desk, County]) -> None:
    desk, county = place
    heard(desk, "（2026）鲁0831行初12号", county.resources, "2026-11-10 09:30", rank="deputy")
    found = raw(desk, "monthly_report", county.police, "2026-11")
    assert found["nil"] is True
    assert not found["held"]
    assert not found["planned"]


def test_numbers_of_the_year_are_counted_plainly_and_the_rest_is_asked(place: tuple[Desk, County]) -> None:
    desk, county = place
    first = heard(desk, "（2026）鲁0831行初12号", county.resources, "2026-03-10 09:30", rank="principal")
    again = hearing_of(desk, first, "2026-05-10 09:30", county.resources)
    result(desk, again, county.resources, rank="principal")
    heard(desk, "（2026）鲁0831行初13号", county.resources, "2026-04-10 09:30", attended=False)
    heard(desk, "（2025）鲁0831行初90号", county.resources, "2026-01-10 09:30", rank="deputy")
    heard(desk, "（2026）鲁0831行初20号", county.police, "2026-06-10 09:30", rank="deputy")
    advice = Paper(
        case_id=first.case_id,
        agency_id=county.resources,
        kind=PaperKind.ADVICE,
        served_on=desk.today,
        entered_at=desk.now,
    )
    desk.session.add(advice)
    desk.session.flush()
    own = raw(desk, "annual_report", county.resources, "2026")
    # Filed by the number's year: 12 and 13. Heard once each: 12 (two hearings), 13, and 90 of the year before.
    assert [own[name] for name in ("filed", "heard", "attended", "principal", "advice")] == [2, 3, 2, 1, 1]
    assert [own[name] for name in ("lost", "appeals", "work")] == [0, 0, None]
    assert own["rate"] == "66.67%", "2 of 3"
    whole = raw(desk, "county_annual_report", county.justice, "2026")
    # The bureau leads the county: police's case as well.
    assert [whole[name] for name in ("filed", "heard", "attended", "principal", "advice")] == [3, 4, 3, 1, 1]


def test_appeals_of_the_year_are_those_that_are_known_each_once(place: tuple[Desk, County]) -> None:
    """Of 12 the decision is appealed, its copy came in, and its second instance is here: one. Of 13 only the copy came,
    of 14 only the second instance is here: three. 15 was appealed the year before, 16 is another's."""
    desk, county = place
    cases = {n: case(desk, f"（2026）鲁0831行初{n}号", county.resources) for n in (12, 13, 14, 15)}
    cases[16] = case(desk, "（2026）鲁0831行初16号", county.police)

    def paper(n: int, kind: PaperKind, on: str, **facts: str | bool) -> None:
        owner = county.police if n == 16 else county.resources
        made = Paper(case_id=cases[n].id or 0, agency_id=owner, kind=kind, served_on=date.fromisoformat(on),
                     entered_at=desk.now, facts=facts)  # fmt: skip
        desk.session.add(made)

    paper(12, PaperKind.JUDGMENT_FIRST, "2026-04-10", appealed=True, appealed_by="own", appealed_on="2026-04-20")
    paper(12, PaperKind.APPEAL_COPY, "2026-05-08")
    paper(13, PaperKind.APPEAL_COPY, "2026-06-08")
    paper(15, PaperKind.JUDGMENT_FIRST, "2025-12-10", appealed=True, appealed_by="other", appealed_on="2025-12-20")
    paper(16, PaperKind.RULING_FIRST, "2026-04-10", appealed=True, appealed_by="other", appealed_on="2026-04-21")
    for n, of in ((501, 12), (502, 14)):
        second = case(desk, f"（2026）鲁08行终{n}号", county.resources, instance="second")
        second.original_number = cases[of].number
        desk.session.add(second)
    desk.session.flush()
    assert raw(desk, "annual_report", county.resources, "2026")["appeals"] == 3
    assert raw(desk, "county_annual_report", county.justice, "2026")["appeals"] == 4


def hearing_of(desk: Desk, first: Hearing, local: str, agency: int) -> Hearing:
    """Another hearing of the same case, held."""
    made = Hearing(
        case_id=first.case_id,
        starts_at=first.starts_at.fromisoformat(f"{local}+08:00"),
        status=HearingStatus.HELD,
        entered_at=desk.now,
    )
    desk.session.add(made)
    desk.session.flush()
    appears(desk, made, agency)
    return made


def test_of_a_month_nothing_says_when_a_case_was_filed(place: tuple[Desk, County]) -> None:
    desk, county = place
    heard(desk, "（2026）鲁0831行初12号", county.resources, "2026-11-10 09:30", rank="deputy")
    found = raw(desk, "monthly_review", county.justice, "2026-11")
    [unit] = found["units"]
    assert [unit[name] for name in ("unit", "heard", "attended", "principal", "rate")] == [
        "县自然资源局", "1", "1", "0", "100.00%",
    ]  # fmt: skip
    assert found["won"] is None


def test_the_county_report_names_whose_own_is_missing(place: tuple[Desk, County]) -> None:
    desk, county = place
    recurring.tick(desk)
    rows = [
        duty for duty in desk.session.exec(select(Duty)).all() if duty.rule == "SS14" and duty.about.startswith("2026:")
    ]
    assert len(rows) > 3
    for duty in rows:
        duty.state = DutyState.DONE if duty.agency_id != county.police else DutyState.OPEN
    desk.session.flush()
    assert raw(desk, "county_annual_report", county.justice, "2026")["missing"] == "县公安局"
