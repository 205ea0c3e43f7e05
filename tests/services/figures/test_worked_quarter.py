"""One quarter in one county, case by case, worked out by hand; the national rules, third quarter of 2026.

What counts, and as what. 资源局 is `resources`, 公安局 `police`, 人社局 `labour`.

  no.      agency    what happened                                                  counts as
  初11     资源局    joined with 初12, one sitting on 8 July, a deputy came, spoke   attended
  初12     资源局    the other number of the same sitting: a row of its own         attended
  初13     资源局    14 July the principal came; 20 August nobody, no new notice    attended (principal)
  初14     资源局    15 July a deputy; new notice of 1 August; 25 August nobody     absent
  初25     资源局    sued with 公安局, agreed that 资源局 appears; 11 August deputy  attended
  初25     公安局    the same: it owed nobody                                       exempt
  初15     公安局    20 July an accident, sealed proof in time, court accepted      excused
  初16     公安局    21 July a deputy by video                                      attended (online)
  终21     公安局    second instance, 2 September, a deputy who did not speak       attended (silent)
  终22     公安局    second instance, judgment without a hearing                    not heard
  初17     人社局    3 August, withdrawn before the hearing                         not heard
  审31     人社局    行审, 5 August a deputy came                                    outside
  初18     人社局    60 plaintiffs, 10 September nobody, no reason: one row         absent
  初19     人社局    15 September held, nobody has reported                         open
  初20     人社局    third party, 16 September                                      outside
  初23     人社局    16 September a deputy whose identity was not accepted          absent
  初24     人社局    17 September a deputy who left without leave                   absent
  初26     资源局    first held on 30 June (nobody), 5 July a deputy came           attended, but in the second quarter
  初27     资源局    held on 1 October                                              in the fourth quarter

  资源局   heard 5 (11, 12, 13, 14, 25), attended 4 (not 14): 4/5 = 80.00; spoke 4 of 4 = 100.00; principal 1/5 = 20.00
  公安局   heard 3 (15, 16, 终21), attended 2: 2/3 = 66.67; without the excused 2/2 = 100.00; spoke 1 of 2 = 50.00
           first instance 1/2 = 50.00, second 1/1 = 100.00; exempt 1 (25)
  人社局   heard 4 (18, 19, 23, 24), attended 0: 0.00; open 1
  all      heard 12, attended 6: 50.00; without the excused 6/11 = 54.545… = 54.55; principal 1/12 = 8.333… = 8.33,
           of those attended 1/6 = 16.666… = 16.67; spoke 5/6 = 83.333… = 83.33; online 1
  second quarter: heard 1 (26), attended 1: 100.00. Change of all: 50.00 - 100.00 = -50.00
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.documents import periods as documents_periods
from bot.domain.documents.bulletin import full, table
from bot.domain.figures import periods
from bot.domain.figures.asked import Asked
from bot.domain.figures.charts import Book
from bot.domain.figures.questions import Filters, Line, Question, Split
from bot.domain.figures.rates import Base, change, shown
from bot.domain.hall.terms import AbsenceReason, HearingStatus, PaperKind
from bot.law.facade import open_law
from bot.services.bulletins import ours
from bot.services.documents import from_figures
from bot.services.documents.counted import Counted
from bot.services.figures import asking, checking, parameters, viewing
from bot.services.hall.desk import SYSTEM, Desk
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, CourtBulletin
from bot.texts import translator
from bot.views.figures import charts
from tests import desk as desks
from tests.builders import County
from tests.services.figures import facts

QUARTER = periods.quarter(2026, 3)


def first(n: int) -> str:
    return f"（2026）鲁0831行初{n}号"


LENIENT = """
format = 1

[book]
id = "lenient"
title = "统计办法"
short_title = "统计办法"
region = "某县"
layer = "county"
builds_on = ["national"]
lead_organ = "county_justice_bureau"
verified = false

[params]
excused_in_denominator = false
"""


@pytest.fixture
def told() -> Iterator[tuple[Desk, County]]:
    with desks.open_desk("2026-10-08 09:00", rulebook="national") as (desk, county):
        _quarter(desk, county)
        assert checking.check(desk) != []
        checking.count_anew(desk, checking.behind(desk))
        yield desk, county


def _quarter(desk: Desk, place: County) -> None:
    _of_resources(desk, place.resources, place.police)
    _of_police(desk, place.police)
    _of_labour(desk, place.labour, place.resources)


def _of_resources(desk: Desk, ours: int, police: int) -> None:
    for n in (11, 12):
        facts.came(desk, facts.held(desk, desks.case(desk, first(n), ours), "2026-07-08 09:30"), ours)
    case = desks.case(desk, first(13), ours)
    facts.came(desk, facts.held(desk, case, "2026-07-14 09:30"), ours, "principal")
    facts.stayed_away(desk, facts.held(desk, case, "2026-08-20 09:30"), ours)
    case = desks.case(desk, first(14), ours)
    facts.came(desk, facts.held(desk, case, "2026-07-15 09:30"), ours)
    facts.paper(desk, case, ours, PaperKind.APPEARANCE_NOTICE, "2026-08-01")
    facts.stayed_away(desk, facts.held(desk, case, "2026-08-25 09:30"), ours)
    case = desks.case(desk, first(25), ours, police)
    for party in cases_store.parties_of(desk.session, case.id):
        party.facts = {"co_defendants_agreed": "us" if party.agency_id == ours else "other"}
    hearing = facts.held(desk, case, "2026-08-11 09:30")
    facts.came(desk, hearing, ours)
    facts.stayed_away(desk, hearing, police)
    case = desks.case(desk, first(26), ours)
    facts.stayed_away(desk, facts.held(desk, case, "2026-06-30 09:30"), ours)
    facts.came(desk, facts.held(desk, case, "2026-07-05 09:30"), ours)
    facts.came(desk, facts.held(desk, desks.case(desk, first(27), ours), "2026-10-01 09:30"), ours)


def _of_police(desk: Desk, ours: int) -> None:
    hearing = facts.held(desk, desks.case(desk, first(15), ours), "2026-07-20 09:30")
    facts.stayed_away(desk, hearing, ours, AbsenceReason.ACCIDENT, **facts.EXCUSED)
    facts.came(desk, facts.held(desk, desks.case(desk, first(16), ours), "2026-07-21 09:30"), ours, video=True)
    hearing = facts.held(desk, desks.case(desk, "（2026）鲁08行终21号", ours), "2026-09-02 09:30")
    facts.came(desk, hearing, ours, spoke=False)
    case = desks.case(desk, "（2026）鲁08行终22号", ours)
    facts.paper(desk, case, ours, PaperKind.JUDGMENT_SECOND, "2026-09-03", outcome="upheld")


def _of_labour(desk: Desk, ours: int, other: int) -> None:
    desks.hearing(desk, desks.case(desk, first(17), ours), "2026-08-03 09:30", HearingStatus.WITHDRAWN)
    hearing = facts.held(desk, desks.case(desk, "（2026）鲁0831行审31号", ours), "2026-08-05 09:30")
    facts.came(desk, hearing, ours)
    case = desks.case(desk, first(18), ours, plaintiff_count=60)
    facts.stayed_away(desk, facts.held(desk, case, "2026-09-10 09:30"), ours)
    facts.held(desk, desks.case(desk, first(19), ours), "2026-09-15 09:30")
    case = desks.case(desk, first(20))
    facts.third_party(desk, case, ours)
    facts.came(desk, facts.held(desk, case, "2026-09-16 09:30"), ours)
    hearing = facts.held(desk, desks.case(desk, first(23), ours), "2026-09-16 14:30")
    facts.came(desk, hearing, ours, identity="refused")
    hearing = facts.held(desk, desks.case(desk, first(24), ours), "2026-09-17 09:30")
    facts.came(desk, hearing, ours, stayed=False)


def _short(number: str) -> str:
    return number[number.index("行") : -1]


def _rates(line: Line) -> tuple[int, int, str, str, str]:
    said = line.totals
    return said.heard, said.attended, shown(said.rate), shown(said.rate_without_excused), shown(said.speaking_rate)


def test_each_case_counts_as_it_was_worked_out(told: tuple[Desk, County]) -> None:
    desk, _ = told
    asked = Question(periods.year_of(2026))
    rows = asking.rows(desk, asked, size=99).rows
    assert [(_short(row.number), row.agency, row.counted, row.quarter) for row in rows] == [
        ("行初26", "县自然资源局", "attended", "2026Q2"),
        ("行初11", "县自然资源局", "attended", "2026Q3"),
        ("行初12", "县自然资源局", "attended", "2026Q3"),
        ("行初13", "县自然资源局", "attended", "2026Q3"),
        ("行初14", "县自然资源局", "unexcused", "2026Q3"),
        ("行初15", "县公安局", "excused", "2026Q3"),
        ("行初16", "县公安局", "attended", "2026Q3"),
        ("行审31", "县人社局", "outside", "2026Q3"),
        ("行初25", "县自然资源局", "attended", "2026Q3"),
        ("行初25", "县公安局", "exempt", "2026Q3"),
        ("行终21", "县公安局", "attended", "2026Q3"),
        ("行初18", "县人社局", "unexcused", "2026Q3"),
        ("行初19", "县人社局", "open", "2026Q3"),
        ("行初20", "县人社局", "outside", "2026Q3"),
        ("行初23", "县人社局", "unexcused", "2026Q3"),
        ("行初24", "县人社局", "unexcused", "2026Q3"),
        ("行初27", "县自然资源局", "attended", "2026Q4"),
    ]


def test_each_unit_has_the_rates_that_were_worked_out(told: tuple[Desk, County]) -> None:
    desk, _ = told
    report = asking.ask(desk, Question(QUARTER))
    assert {line.label: _rates(line) for line in report.lines} == {
        "县自然资源局": (5, 4, "80.00%", "80.00%", "100.00%"),
        "县公安局": (3, 2, "66.67%", "100.00%", "50.00%"),
        "县人社局": (4, 0, "0.00%", "0.00%", "—"),
    }


def _readers(desk: Desk, folder: Path) -> Iterator[tuple[str, Desk]]:
    """The desk where the national book holds, and where one builds on it that leaves excused absences out."""
    (folder / "lenient.toml").write_text(LENIENT, encoding="utf-8")
    for book, law in (("national", desk.house.law), ("lenient", open_law(folder))):
        yield book, Desk(desk.session, replace(desk.house, law=law), desk.now, SYSTEM)


def test_every_paper_and_file_goes_by_the_rate_that_the_book_reckons(told: tuple[Desk, County], tmp_path: Path) -> None:
    """公安局: 3 heard, 2 attended, 1 excused: 66.67 or 100.00. The whole: 6 of 12, or 6 of 11 without the excused."""
    desk, place = told
    government = desk.session.get_one(Agency, place.government)
    quarter = documents_periods.read("2026-Q3")
    assert quarter is not None
    said = {}
    for book, reader in _readers(desk, tmp_path):
        government.rulebook = book
        card = viewing.card(reader, Asked(QUARTER, f"b{place.government}"))
        counted = Counted(reader, government, government.path, quarter, "2026-Q3")
        unit = next(one for one in counted.units if one.key == place.police)
        bulletin = CourtBulletin(
            agency_id=place.government, quarter="2026Q3", received_on=reader.today, entered_at=reader.now
        )
        low = reader.house.wiring.predicates["low_rate"].agencies
        assert low is not None
        said[book] = (
            from_figures.figures(counted)["rate"],
            table([unit])[0]["rate"],
            full(counted.units),
            shown(ours.beside(reader, bulletin).ours[place.police].rate),
            shown(parameters.base(reader, place.police).rate(unit.now)),
            _row(charts.book(card, (), [(QUARTER, card.totals)], (), reader.now, translator("zh_CN"))),
            place.police in low(reader, 100, [place.police]),
        )
    assert said == {
        "national": ("50.00%", "66.67%", "", "66.67%", "66.67%", ("出庭率", 50.0, "扣除正当理由", 54.55), True),
        "lenient": (
            "54.55%",
            "100.00%",
            "县公安局",
            "100.00%",
            "100.00%",
            ("出庭率", 54.55, "含正当理由", 50.0),
            False,
        ),
    }


def _row(book: Book) -> tuple[object, ...]:
    """Both rates of the first period, each behind the head of its column."""
    table_ = book.tables[0]
    return tuple(one for n in (3, 4) for one in (table_.columns[n].heading, table_.rows[0][n]))


def test_units_stand_by_the_rate_that_their_book_reckons(told: tuple[Desk, County], tmp_path: Path) -> None:
    """The accident of 公安局 was excused: 66.67 stands below 80.00 of 资源局, 100.00 without it stands above."""
    desk, place = told
    government, asked = desk.session.get_one(Agency, place.government), Asked(QUARTER, f"b{place.government}")
    found = {}
    for book, reader in _readers(desk, tmp_path):
        government.rulebook = book
        units = viewing.page(reader, asked.by(Split.UNIT), 0)
        found[book] = [one.label for one in units.page.items]
        assert [one.label for one in viewing.lines(reader, asked.by(Split.UNIT))] == found[book]
    assert found == {
        "national": ["县人社局", "县公安局", "县自然资源局"],
        "lenient": ["县人社局", "县自然资源局", "县公安局"],
    }


def test_those_below_a_rate_and_those_whose_principal_never_appeared(told: tuple[Desk, County]) -> None:
    """This year: 资源局 6 of 7 (85.71), its principal once; 公安局 2 of 3 (66.67); 人社局 0 of 4; the town none."""
    desk, place = told
    everybody = [place.resources, place.police, place.labour, place.town]
    low, never = (desk.house.wiring.predicates[one].agencies for one in ("low_rate", "no_principal"))
    assert low is not None
    assert never is not None
    assert low(desk, 90, everybody) == {place.resources, place.police, place.labour}
    assert low(desk, 85, everybody) == {place.police, place.labour}
    assert low(desk, 85, [place.police]) == {place.police}
    assert never(desk, 0, everybody) == {place.police, place.labour}


def test_the_whole_has_the_rates_that_were_worked_out(told: tuple[Desk, County]) -> None:
    desk, _ = told
    report = asking.ask(desk, Question(QUARTER))
    said = report.total
    assert (said.heard, said.attended, said.excused, said.unexcused, said.exempt, said.open) == (12, 6, 1, 4, 1, 1)
    assert (shown(said.rate), shown(said.rate_without_excused)) == ("50.00%", "54.55%")
    assert (shown(said.principal_rate), shown(Base(principal="attended").principal_rate(said))) == ("8.33%", "16.67%")
    assert (shown(said.principal_share), shown(said.speaking_rate), said.online) == ("16.67%", "83.33%", 1)
    assert (shown(report.before.rate), change(said.rate, report.before.rate)) == ("100.00%", Decimal("-50.00"))


def test_instances_are_told_apart(told: tuple[Desk, County]) -> None:
    desk, place = told
    report = asking.ask(desk, Question(QUARTER, agencies=(place.police,), split=Split.INSTANCE))
    assert {line.key: _rates(line)[:3] for line in report.lines} == {
        "first": (2, 1, "50.00%"),
        "second": (1, 1, "100.00%"),
    }


@pytest.mark.parametrize("split", [Split.NONE, Split.UNIT, Split.AREA, Split.INSTANCE, Split.QUARTER])
def test_totals_and_rows_give_the_same_report(told: tuple[Desk, County], split: Split) -> None:
    """Whole quarters are read from the totals; with a filter that fits every row, from the rows."""
    desk, _ = told
    by_totals = asking.ask(desk, Question(QUARTER, split=split))
    by_rows = asking.ask(desk, Question(QUARTER, split=split, filters=Filters(lost=False)))
    assert by_totals.lines == by_rows.lines
    assert by_totals.total == by_rows.total


def test_a_period_of_any_days_counts_the_days_in_it(told: tuple[Desk, County]) -> None:
    """From 14 to 21 July: 初13 and 初14 by their first hearing, 初15 and 初16."""
    desk, _ = told
    some = periods.Period(date(2026, 7, 14), date(2026, 7, 21))
    said = asking.ask(desk, Question(some)).total
    assert (said.heard, said.attended, said.excused, said.unexcused) == (4, 2, 1, 1)


def test_why_is_told_with_the_rule(told: tuple[Desk, County]) -> None:
    desk, _ = told
    rows = {row.number: row.id for row in asking.rows(desk, Question(QUARTER), size=99).rows}
    steps = asking.why(desk, rows[first(14)]).steps
    codes = [one.sentence.code for one in steps]
    assert codes[:2] == ["heard_on", "decided_by"]
    assert "called_again" in codes
    assert codes[-1] == "counted_unexcused"
    [called] = [one for one in steps if one.sentence.code == "called_again"]
    assert called.place is not None
    assert called.quotes


def test_nothing_differs_from_counting_from_scratch(told: tuple[Desk, County]) -> None:
    desk, _ = told
    assert checking.behind(desk) == []
    assert checking.check(desk) == []
