"""Every row of the reference's section A has its place, and the table `placement.toml` says which."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bot.domain.law.roles import Role
from bot.domain.law.rules import ACTIVE, Kind, Rule
from bot.law.library import Library, load_library

HERE = Path(__file__).parent
PLACES: dict[str, dict[str, list[str]]] = tomllib.loads((HERE / "placement.toml").read_text(encoding="utf-8"))
#: How many rows each part of section A has, by the prefix of its rows.
ROWS = {
    "ruzhou-2022": ("RZ", 19),
    "sanmenxia-2025": ("SM", 13),
    "sishui-2020": ("SS", 29),
    "anhui-principal-2023": ("AH", 22),
    "wuqing-2020": ("WQ", 19),
}
REFERENCE = HERE.parents[2] / "shared" / "domain"
SOURCES = REFERENCE / "sources"
#: Chinese figures and units: "2日内", "十日", "1月10日前", "90%以上".
_NUMBER = re.compile(r"[0-9一二三四五六七八九十百]+\s*(?:日|天|月|%|人|次|倍)")


@cache
def library() -> Library:
    return load_library()


def rules_of(book: str, row: str) -> list[Rule]:
    return [rule for rule in library().book(book).rules if rule.row == row]


ALL = [(book, row) for book, rows in PLACES.items() for row in rows]
QUOTED = [rule for book in ROWS for rule in library().book(book).rules]


def test_the_table_has_every_row_once_and_no_other() -> None:
    wanted = {book: [f"{prefix}{n}" for n in range(1, count + 1)] for book, (prefix, count) in ROWS.items()}
    assert {book: list(rows) for book, rows in PLACES.items()} == wanted


def test_the_books_have_no_row_that_the_table_does_not_know() -> None:
    for book, rows in PLACES.items():
        assert {rule.row for rule in library().book(book).rules} == set(rows)


@pytest.mark.parametrize(("book", "row"), ALL)
def test_a_row_is_placed_where_the_table_says(book: str, row: str) -> None:
    kinds = {rule.kind.value for rule in rules_of(book, row)}
    assert kinds == set(PLACES[book][row])


@pytest.mark.parametrize("rule", QUOTED, ids=lambda rule: rule.id)
def test_a_rule_names_its_text_and_what_it_will_drive(rule: Rule) -> None:
    assert rule.section
    assert rule.quotes
    assert rule.title_zh != rule.title_en
    if rule.kind is Kind.NONE:
        assert len(rule.reason) > 10
    elif rule.kind not in ACTIVE and rule.kind is not Kind.DECISION:
        assert rule.feature


@pytest.mark.parametrize("rule", [rule for rule in QUOTED if rule.kind in ACTIVE], ids=lambda rule: rule.id)
def test_a_duty_can_be_closed_and_is_reminded_of(rule: Rule) -> None:
    assert rule.owed_by
    assert rule.evidence
    # What the court owes is asked for by the room of bulletins (tests/services/bulletins), not pressed of the court.
    assert rule.package in library().ladders.packages or (rule.owed_by == (Role.COURT,) and rule.feature == "bulletins")


def test_a_number_that_is_not_in_the_text_is_marked_as_this_systems_own() -> None:
    for rule in QUOTED:
        # Whose quotes hold no number of days, times or per cent cannot get its term from the text.
        if rule.term and rule.term.from_text and not rule.term.same_day:
            assert _NUMBER.search("".join(rule.quotes)) or "年" in "".join(rule.quotes), rule.id


def test_a_reply_to_a_proposal_binds_nobody() -> None:
    book = library().book("sanmenxia-2025")
    assert not book.binding
    assert {rule.kind for rule in book.rules} & ACTIVE == set()
    assert all(not rule.triggers for rule in book.rules)


def test_sishui_has_nine_breaches_and_the_supreme_courts_provisions_five() -> None:
    (nine,) = (rule for rule in rules_of("sishui-2020", "SS25") if rule.id == "SS25")
    (five,) = (rule for rule in library().book("national").rules if rule.id == "CN-BREACH")
    assert len(set(nine.breach)) == 9
    assert len(set(five.breach)) == 5
    assert set(nine.breach) | set(five.breach) <= set(library().breaches)


@pytest.mark.parametrize("field", ["issuer", "effective_from"])
def test_what_anhui_leaves_out_is_asked(field: str) -> None:
    book = library().book("anhui-principal-2023")
    assert not getattr(book.document, field)
    assert field in {name for name, _, _ in book.asks}


def test_books_without_a_printed_date_ask_for_it() -> None:
    for book in library().books.values():
        if book.document.effective_from is None and book.layer != "national":
            assert "effective_from" in {name for name, _, _ in book.asks}, book.id


def test_who_leads_follows_the_book() -> None:
    leads = {book: str(library().book(book).lead_organ) for book in ROWS}
    assert leads == {
        "ruzhou-2022": "government_office",
        "sanmenxia-2025": "city_justice_bureau",
        "sishui-2020": "county_justice_bureau",
        "anhui-principal-2023": "city_justice_bureau",
        "wuqing-2020": "county_justice_bureau",
    }


def test_switches_of_the_comparison() -> None:
    """The table C9: where the books differ from the law's own defaults."""
    differing = {book: dict(library().book(book).params) for book in ROWS}
    assert differing["sishui-2020"]["same_instance"] == "first_hearing"
    assert differing["sishui-2020"]["co_defendants"] == "each_its_part"
    assert differing["sishui-2020"]["all_cases_hard"] is True
    assert differing["wuqing-2020"]["parties"] == ["defendant", "third_party"]
    assert differing["wuqing-2020"]["co_defendants"] == "original_agency"
    assert differing["wuqing-2020"]["change_of_leader"] == "needs_permission"
    assert differing["ruzhou-2022"]["letter_threshold"] == 90.0
    assert differing["ruzhou-2022"]["principal_annual_min"] == 1


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference is not at hand")
def test_the_reference_has_no_row_that_the_table_misses() -> None:
    text = (REFERENCE / "duties.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| ((?:RZ|SM|SS|AH|WQ)\d+) \|", text, re.MULTILINE))
    assert rows == {row for _, row in ALL}


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source texts are not at hand")
@pytest.mark.parametrize("rule", QUOTED, ids=lambda rule: rule.id)
def test_quotes_stand_in_their_source_to_the_letter(rule: Rule) -> None:
    text = "".join((SOURCES / rule.document.source).read_text(encoding="utf-8").split())
    for quote in rule.quotes:
        assert "".join(quote.split()) in text


def test_who_anhui_leaves_out_is_always_asked_about() -> None:
    (asking,) = (rule for rule in rules_of("anhui-principal-2023", "AH21") if rule.always_asks)
    assert asking.question_zh
    assert asking.question_en
