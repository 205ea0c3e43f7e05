"""`law check`: the shipped books are right, and a mistake is told with file, rule and what to write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.law.rules import ACTIVE, Kind
from bot.law.checking import check_all
from bot.law.library import load_library, read_library
from bot.law.problems import RuleBookError

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "domain" / "sources"

BOOK = """format = 1

[book]
id = "somewhere-2026"
title = "某县办法"
short_title = "某县办法"
short_title_en = "Somewhere Measures"
region = "某县"
layer = "county"
builds_on = ["national"]
lead_organ = "county_justice_bureau"

[[rule]]
id = "QQ1"
kind = "duty"
zh = "备案"
en = "filing"
do_zh = "报{to}备案"
do_en = "file it with {to}"
section = "一"
trigger = "summons"
owed_by = "handling_unit"
owed_to = "lead_organ"
term = { n = 2, unit = "working" }
package = "P-SHORT"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(text: str) -> Path:
        path = tmp_path / "somewhere.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return put


def test_everything_shipped_is_right() -> None:
    report = check_all()
    assert report.problems == ()
    assert {
        "national",
        "ruzhou-2022",
        "sanmenxia-2025",
        "sishui-2020",
        "anhui-principal-2023",
        "wuqing-2020",
    } <= set(report.books)


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the source texts are not at hand")
def test_every_quote_is_in_its_source_to_the_letter() -> None:
    report = check_all(sources=SOURCES)
    assert report.problems == ()
    assert report.quotes_compared >= 100


@pytest.mark.slow
def test_a_changed_quote_is_found(write: Write, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("收到传票之日起\n  2日内备案。", encoding="utf-8")
    text = BOOK.replace('lead_organ = "county', 'source = "text.txt"\nlead_organ = "county')
    good = text.replace('section = "一"', 'section = "一"\nquotes = ["传票之日起2日内"]')
    bad = text.replace('section = "一"', 'section = "一"\nquotes = ["传票之日起3日内"]')
    assert check_all(write(good), tmp_path).problems == ()
    (problem,) = check_all(write(bad), tmp_path).problems
    assert (problem.file, problem.rule) == ("somewhere.toml", "QQ1")
    assert "copy it to the letter" in problem.message


@pytest.mark.slow
def test_a_text_beside_the_operators_own_book_is_compared_unasked(write: Write, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("收到传票之日起2日内备案。", encoding="utf-8")
    text = BOOK.replace('lead_organ = "county', 'source = "text.txt"\nlead_organ = "county')
    path = write(text.replace('section = "一"', 'section = "一"\nquotes = ["传票之日起3日内"]'))
    for place in (path, tmp_path):
        assert ["copy it to the letter" in problem.message for problem in check_all(place).problems] == [True]


def test_a_duty_without_a_quote_is_told_where_the_text_is_named(write: Write) -> None:
    text = BOOK.replace('lead_organ = "county', 'source = "text.txt"\nlead_organ = "county')
    (problem,) = check_all(write(text)).problems
    assert "quotes are missing" in problem.message


def test_a_new_county_is_one_file(write: Write) -> None:
    library = load_library(write(BOOK))
    book = library.book("somewhere-2026")
    assert [role.value for role in book.rules[0].owed_to] == ["county_justice_bureau"]


def test_a_folder_of_books_is_read_too(write: Write, tmp_path: Path) -> None:
    write(BOOK)
    (tmp_path / "other.toml").write_text(BOOK.replace("somewhere-2026", "other-2026"), encoding="utf-8")
    assert {"somewhere-2026", "other-2026"} <= set(load_library(tmp_path).books)


def test_the_environment_names_the_operators_own_books(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUTING_RULEBOOKS", str(write(BOOK)))
    assert "somewhere-2026" in load_library().books


MISTAKES = [
    ("format = 1", "format = 2", "", "the first line must be: format = 1"),
    ('id = "somewhere-2026"', 'id = "Some where"', "", "lower-case words"),
    ('id = "somewhere-2026"', 'id = "sishui-2020"', "", "is taken by"),
    ('title = "某县办法"\n', "", "", '"title" is missing'),
    ('layer = "county"', 'layer = "contry"', "", 'did you mean "county"'),
    ('builds_on = ["national"]', 'builds_on = ["nationl"]', "", 'did you mean "national"'),
    ('region = "某县"', 'region = "某县"\nregoin = "某县"', "", 'did you mean "region"'),
    ('id = "QQ1"', 'id = "qq 1"', "qq 1", "write the row"),
    ('kind = "duty"', 'kind = "dutty"', "QQ1", 'did you mean "duty"'),
    ('trigger = "summons"', 'trigger = "sumons"', "QQ1", 'did you mean "summons"'),
    ('owed_by = "handling_unit"', 'owed_by = "handling_units"', "QQ1", 'did you mean "handling_unit"'),
    ('owed_by = "handling_unit"\n', "", "QQ1", 'needs "owed_by"'),
    ("term = { n = 2, unit", "term = { n = -2, unit", "QQ1", "a whole number from 0"),
    ('unit = "working"', 'unit = "workng"', "QQ1", 'did you mean "working"'),
    ('{ n = 2, unit = "working" }', '{ fixed = "13-45" }', "QQ1", 'such as "12-31"'),
    ('{ n = 2, unit = "working" }', '{ n = 2, fixed = "12-31" }', "QQ1", "exactly one of"),
    ('{ n = 2, unit = "working" }', "{ }", "QQ1", "exactly one of"),
    ('{ n = 2, unit = "working" }', "2", "QQ1", "write a table such as"),
    ('{ n = 2, unit = "working" }', "{ n = 2, days = true }", "QQ1", "term: unknown"),
    ('package = "P-SHORT"', 'package = "P-SHRT"', "QQ1", 'did you mean "P-SHORT"'),
    ('package = "P-SHORT"', 'breach = ["lateness"]', "QQ1", "unknown"),
    ('package = "P-SHORT"', 'draft = "letter"', "QQ1", "unknown"),
    ('package = "P-SHORT"', 'evidence = ["word"]', "QQ1", "unknown"),
    ('package = "P-SHORT"', 'from = "2026-01-01"', "QQ1", "a date such as 2026-04-02, without quotes"),
    ('package = "P-SHORT"', "from = 2026-02-01\nto = 2026-01-01", "QQ1", '"to" lies before "from"'),
    ('package = "P-SHORT"', 'see = ["QQ9"]', "QQ1", 'points at "QQ9"'),
    ('package = "P-SHORT"', 'when = { field = "hour", op = "=", value = 1 }', "QQ1", "when: field: unknown"),
    ('kind = "duty"', 'kind = "none"', "QQ1", '"reason" is missing'),
    ('kind = "duty"', 'kind = "decision"', "QQ1", 'needs "decide"'),
    ('kind = "duty"', 'kind = "target"', "QQ1", 'needs "goal"'),
    ('kind = "duty"', 'kind = "recurring"', "QQ1", 'needs "period"'),
    ('layer = "county"', 'layer = "county"\nbinding = false', "QQ1", "binds nobody"),
    ('lead_organ = "county_justice_bureau"\n', "", "QQ1", "[book] does not say lead_organ"),
    ("format = 1", "format = 1\n[params]\nsame_instance = 'last'\n", "", "unknown"),
    ("format = 1", "format = 1\n[params]\nshort_notice_days = 'three'\n", "", "must be of type int"),
    ("format = 1", "format = [", "", "cannot be read as TOML"),
]


@pytest.mark.parametrize(("old", "new", "rule", "complaint"), MISTAKES)
def test_a_mistake_names_file_rule_and_what_to_write(
    write: Write, old: str, new: str, rule: str, complaint: str
) -> None:
    assert old in BOOK
    _, problems = read_library(write(BOOK.replace(old, new, 1)))
    found = [problem for problem in problems if complaint in problem.message]
    assert found, [str(problem) for problem in problems]
    assert found[0].file == "somewhere.toml"
    assert rule in ("", found[0].rule)


@pytest.mark.slow
def test_versions_of_a_rule_may_follow_but_not_overlap(write: Write) -> None:
    rule = BOOK[BOOK.index("[[rule]]") :]
    first = BOOK.replace('id = "QQ1"', 'id = "QQ1"\nto = 2026-06-30')
    second = rule.replace('id = "QQ1"', 'id = "QQ1"\nversion = 2\nfrom = 2026-07-01').replace("n = 2", "n = 5")
    assert read_library(write(first + second))[1] == []
    _, problems = read_library(write(first + second.replace("2026-07-01", "2026-06-30")))
    assert ["overlap" in problem.message for problem in problems] == [True]
    _, problems = read_library(write(BOOK + rule))
    assert ["written twice" in problem.message for problem in problems] == [True]


def test_loading_a_book_with_mistakes_raises_with_all_of_them(write: Write) -> None:
    text = BOOK.replace('trigger = "summons"', 'trigger = "sumons"').replace("P-SHORT", "P-SHRT")
    with pytest.raises(RuleBookError) as caught:
        load_library(write(text))
    assert len(caught.value.problems) >= 2


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    _, problems = read_library(tmp_path / "nowhere.toml")
    assert ["no such file" in problem.message for problem in problems] == [True]


def test_a_reply_to_a_proposal_holds_no_duty() -> None:
    book = load_library().book("sanmenxia-2025")
    assert not book.binding
    assert not {rule.kind for rule in book.rules} & {Kind.DUTY, Kind.RECURRING, Kind.RIGHT}


def test_a_duty_that_does_not_say_what_to_do_fails_the_check_but_is_read(write: Write) -> None:
    path = write(BOOK.replace('do_zh = "报{to}备案"\n', ""))
    (problem,) = check_all(path).problems
    assert (problem.rule, "what is to be done is missing" in problem.message) == ("QQ1", True)
    (rule,) = load_library(path).book("somewhere-2026").rules
    assert (rule.do_zh, rule.do_en) == ("", "file it with {to}")


def test_words_that_name_somebody_to_whom_it_is_not_owed_are_told(write: Write) -> None:
    path = write(BOOK.replace("报{to}备案", "报{court}备案"))
    (problem,) = check_all(path).problems
    assert "do_zh: {court} cannot be filled; write {to} or {county_justice_bureau}" in problem.message


def test_every_duty_that_is_shipped_says_in_both_languages_what_to_do() -> None:
    active = [rule for book in load_library().books.values() for rule in book.rules if rule.kind in ACTIVE]
    assert len(active) >= 60
    assert [rule.id for rule in active if not (rule.do_zh and rule.do_en)] == []
    assert [
        rule.id for rule in active if rule.do_zh.startswith("请") or rule.do_zh[-1] in "。；" or rule.do_zh[-1] == "前"
    ] == []
    assert [rule.id for rule in active if rule.do_en[-1] == "." or rule.do_en.lower().startswith("please")] == []
