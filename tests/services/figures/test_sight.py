"""Who sees which figures: own units and the total, everything below, a city its counties as wholes; and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.figures import periods
from bot.domain.figures.questions import Question, Split
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import Role
from bot.services.figures import asking, checking
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, CountRow, Person
from tests import desk as desks
from tests.builders import County, appoint
from tests.services.figures import facts

QUARTER = periods.quarter(2026, 3)
As = Callable[[int], Desk]


@pytest.fixture
def told() -> Iterator[tuple[Desk, County, As]]:
    """资源局: one attended, one not; 公安局: one attended, to which the principal had to come; the town: one not."""
    with desks.open_desk("2026-10-08 09:00", rulebook="national") as (desk, place):
        for n, agency, came in (
            (1, place.resources, True),
            (2, place.resources, False),
            (3, place.police, True),
            (4, place.town, False),
        ):
            case = desks.case(desk, f"（2026）鲁0831行初{n}号", agency)
            hearing = facts.held(desk, case, f"2026-08-0{n + 2} 09:30")
            (facts.came if came else facts.stayed_away)(desk, hearing, agency)
        checking.count_anew(desk, checking.behind(desk))

        def acting(telegram_id: int) -> Desk:
            person = desk.session.get_one(Person, place.ids[telegram_id])
            return replace(desk, actor=access.actor_of(desk.session, person, desk.today))

        yield desk, place, acting


def _lines(desk: Desk, split: Split = Split.UNIT) -> dict[str, tuple[int, int]]:
    return {
        line.label: (line.totals.heard, line.totals.attended)
        for line in asking.ask(desk, Question(QUARTER, split=split)).lines
    }


def test_a_liaison_and_a_principal_see_their_unit_and_the_total(told: tuple[Desk, County, As]) -> None:
    _, place, acting = told
    for who in (place.liaison, place.principal, place.leader):
        report = asking.ask(acting(who), Question(QUARTER))
        assert [line.label for line in report.lines] == ["县自然资源局"]
        assert (report.total.heard, report.total.attended) == (2, 1)
        assert report.around is not None
        assert (report.around.totals.heard, report.around.totals.attended) == (4, 2)


def test_a_liaison_sees_no_other_unit_by_asking_for_it(told: tuple[Desk, County, As]) -> None:
    _, place, acting = told
    desk = acting(place.liaison)
    for question in (
        Question(QUARTER, agencies=(place.police,)),
        Question(QUARTER, area=place.government),
        Question(QUARTER, agencies=(place.resources, place.police), split=Split.LEADER),
    ):
        with pytest.raises(NotAllowed):
            asking.ask(desk, question)
        with pytest.raises(NotAllowed):
            asking.rows(desk, question)
    with pytest.raises(Missing):
        asking.ask(desk, Question(QUARTER, agencies=(99999,)))


def test_rows_and_reasons_are_those_of_the_own_cases(told: tuple[Desk, County, As]) -> None:
    desk, place, acting = told
    own = asking.rows(acting(place.liaison), Question(QUARTER))
    assert [row.number[-2:] for row in own.rows] == ["1号", "2号"]
    others = asking.rows(desk, Question(QUARTER, agencies=(place.police,))).rows[0]
    assert asking.why(acting(place.liaison), own.rows[0].id).row.counted == "attended"
    with pytest.raises(NotAllowed):
        asking.why(acting(place.liaison), others.id)
    with pytest.raises(Missing):
        asking.why(acting(place.liaison), 99999)


def test_a_leader_sees_the_figures_but_no_case(told: tuple[Desk, County, As]) -> None:
    _, place, acting = told
    with pytest.raises(NotAllowed):
        asking.rows(acting(place.leader), Question(QUARTER))


def test_a_coordinator_and_an_assessor_of_the_county_see_every_unit(told: tuple[Desk, County, As]) -> None:
    desk, place, acting = told
    appoint(desk, desk.session.get_one(Person, place.ids[place.legal]), Role.ASSESSOR,
            desk.session.get_one(Agency, place.justice))  # fmt: skip
    for who in (place.coordinator, place.legal):
        assert _lines(acting(who)) == {"县自然资源局": (2, 1), "县公安局": (1, 1), "泉林镇": (1, 0)}
        assert asking.ask(acting(who), Question(QUARTER)).around is None


def test_an_observer_sees_what_is_within_scope_and_time(told: tuple[Desk, County, As]) -> None:
    desk, place, acting = told
    guest = Person(name="观察员", created_at=desk.now)
    desk.session.add(guest)
    desk.session.flush()
    town = desk.session.get_one(Agency, place.town)
    office = appoint(desk, guest, Role.OBSERVER, town, since=date(2026, 10, 1), until=date(2026, 10, 31))
    place.ids[1] = guest.id or 0
    assert _lines(acting(1)) == {"泉林镇": (1, 0)}
    office.to_date = date(2026, 10, 7)
    desk.session.flush()
    with pytest.raises(NotAllowed):
        asking.ask(acting(1), Question(QUARTER))


def test_a_court_and_an_administrator_see_none(told: tuple[Desk, County, As]) -> None:
    _, place, acting = told
    for who in (place.court_contact, place.admin):
        with pytest.raises(NotAllowed):
            asking.ask(acting(who), Question(QUARTER))


def test_a_citys_assessor_sees_the_county_as_a_whole(told: tuple[Desk, County, As]) -> None:
    _, place, acting = told
    assert list(_lines(acting(place.assessor)).values()) == [(4, 2)]


def test_a_city_sees_its_county_as_a_whole(told: tuple[Desk, County, As]) -> None:
    desk, place, acting = told
    city = acting(place.city_coordinator)
    county = desk.session.get_one(Agency, place.government).name
    report = asking.ask(city, Question(QUARTER))
    assert [(line.label, line.whole) for line in report.lines] == [(county, True)]
    assert (report.total.heard, report.total.attended) == (4, 2)
    assert asking.ask(city, Question(QUARTER, split=Split.LEADER)).lines == ()


def test_a_city_does_not_get_at_a_unit_of_its_county_by_asking_for_it(told: tuple[Desk, County, As]) -> None:
    _, place, acting = told
    for who in (place.city_coordinator, place.assessor):
        city = acting(who)
        for question in (Question(QUARTER, agencies=(place.police,)), Question(QUARTER, area=place.town)):
            with pytest.raises(NotAllowed):
                asking.ask(city, question)
            with pytest.raises(NotAllowed):
                asking.rows(city, question)
        assert asking.ask(city, Question(QUARTER, area=place.government)).total.heard == 4


def test_a_city_sees_of_single_cases_those_of_the_principal(told: tuple[Desk, County, As]) -> None:
    desk, place, acting = told
    city = acting(place.city_coordinator)
    assert asking.rows(city, Question(QUARTER)).rows == ()
    rows = {row.agency_id: row.id for row in asking.rows(desk, Question(QUARTER)).rows}
    one = desk.session.get_one(CountRow, rows[place.police])
    with pytest.raises(NotAllowed):
        asking.why(city, one.id or 0)
    one.principal_owed = True
    desk.session.flush()
    assert [row.agency_id for row in asking.rows(city, Question(QUARTER)).rows] == [place.police]
    assert asking.why(city, one.id or 0).row.agency_id == place.police


def test_areas_are_townships_and_the_departments_of_the_county(told: tuple[Desk, County, As]) -> None:
    _, place, acting = told
    report = asking.ask(acting(place.coordinator), Question(QUARTER, split=Split.AREA))
    assert {(line.agency_id, line.home, line.totals.heard) for line in report.lines} == {
        (place.government, True, 3),
        (place.town, False, 1),
    }


def test_the_rows_of_a_year_are_paged_through_its_quarters_in_their_order(told: tuple[Desk, County, As]) -> None:
    """Two in the first quarter, none in the second, four in the third: each page goes on where the last one ended."""
    desk, place, _ = told
    for n, on in ((8, "2026-03-02 09:30"), (9, "2026-01-20 09:30")):
        facts.came(desk, facts.held(desk, desks.case(desk, f"（2026）鲁0831行初{n}号", place.police), on), place.police)
    checking.count_anew(desk, checking.behind(desk))
    year = Question(periods.year_of(2026))
    whole = [row.number for row in asking.rows(desk, year, size=99).rows]
    assert whole == [f"（2026）鲁0831行初{n}号" for n in (9, 8, 1, 2, 3, 4)]
    for size in (1, 4, 5):
        pages = [asking.rows(desk, year, page=at, size=size) for at in range(-(-6 // size))]
        assert [row.number for page in pages for row in page.rows] == whole
        assert {(page.count, page.pages) for page in pages} == {(6, len(pages))}
    attended = asking.rows(desk, year, ("attended",), page=1, size=3)
    assert ([row.number for row in attended.rows], attended.count) == (["（2026）鲁0831行初3号"], 4)
