"""Layers of rule books by date: what is in force, replaced, versioned or dated by the operator."""

from datetime import date
from pathlib import Path

from bot.domain.law.triggers import Trigger
from bot.law.library import Library, load_library

OWN = """format = 1

[book]
id = "over-sishui"
title = "上级新规定"
short_title = "上级新规定"
short_title_en = "New Provisions"
region = "山东省济宁市"
layer = "city"
effective_from = 2026-07-01
effective_to = 2026-12-31
builds_on = ["sishui-2020"]
lead_organ = "city_justice_bureau"

[params]
same_instance = "any_hearing"

[[rule]]
id = "OV1"
kind = "duty"
zh = "报备"
en = "filing"
section = "一"
trigger = "notice_of_response"
owed_by = "handling_unit"
owed_to = "lead_organ"
term = { n = 5, unit = "calendar" }
to = 2026-09-30
replaces = ["SS12"]

[[rule]]
id = "OV1"
version = 2
kind = "duty"
zh = "报备"
en = "filing"
section = "一"
trigger = "notice_of_response"
owed_by = "handling_unit"
owed_to = "lead_organ"
term = { n = 3, unit = "calendar" }
from = 2026-10-01
replaces = ["SS12"]
"""


def library(tmp_path: Path) -> Library:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return load_library(path)


def filings(books: Library, on: date) -> list[tuple[str, int]]:
    rules = books.for_book("over-sishui", on).by_trigger[Trigger.NOTICE_OF_RESPONSE]
    return [(rule.id, rule.version) for rule in rules if rule.id in ("SS12", "OV1")]


def test_a_newer_higher_rule_puts_the_older_one_out_of_force_from_its_day(tmp_path: Path) -> None:
    books = library(tmp_path)
    assert filings(books, date(2026, 6, 30)) == [("SS12", 1)]
    assert filings(books, date(2026, 7, 1)) == [("OV1", 1)]


def test_versions_follow_one_another(tmp_path: Path) -> None:
    books = library(tmp_path)
    assert filings(books, date(2026, 9, 30)) == [("OV1", 1)]
    assert filings(books, date(2026, 10, 1)) == [("OV1", 2)]


def test_after_its_end_a_book_leaves_the_field_to_the_one_below(tmp_path: Path) -> None:
    books = library(tmp_path)
    assert filings(books, date(2026, 12, 31)) == [("OV1", 2)]
    assert filings(books, date(2027, 1, 1)) == [("SS12", 1)]


def test_parameters_count_only_while_their_document_is_in_force(tmp_path: Path) -> None:
    books = library(tmp_path)
    found = [
        books.for_book("over-sishui", on).params["same_instance"]
        for on in (date(2020, 8, 31), date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1))
    ]
    assert found == ["any_hearing", "first_hearing", "any_hearing", "first_hearing"]


def test_the_layers_lie_from_the_nation_up() -> None:
    stack = load_library().for_book("ruzhou-2022", date(2026, 1, 1))
    assert [layer.id for layer in stack.layers] == ["national", "henan-2021", "ruzhou-2022"]
    assert stack.book_of["CN-ANSWER"] == "national"
    assert stack.book_of["RZ8"] == "ruzhou-2022"


def test_an_operator_can_date_a_book_whose_text_gives_no_day() -> None:
    books = load_library().dated("anhui-principal-2023", date(2023, 6, 1))
    before = books.for_book("anhui-principal-2023", date(2023, 5, 31))
    after = books.for_book("anhui-principal-2023", date(2023, 6, 1))
    assert before.rule("AH16") is None
    assert after.rule("AH16") is not None


def test_books_without_a_day_or_issuer_ask_for_them() -> None:
    book = load_library().book("anhui-principal-2023")
    assert book.document.effective_from is None
    assert book.document.issuer == ""
    assert {"effective_from", "issuer"} <= {field for field, _, _ in book.asks}


def test_one_stack_serves_all_days_between_two_changes() -> None:
    books = load_library()
    assert books.for_book("sishui-2020", date(2026, 1, 5)) is books.for_book("sishui-2020", date(2026, 5, 5))
