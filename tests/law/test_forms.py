"""Kinds of documents are read strictly: each slip is named with its file, its place and what to write instead."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.domain.documents.kinds import Closing, FieldType, Last, Stage, StepAct
from bot.domain.hall.terms import Role
from bot.domain.law.roles import Role as LawRole
from bot.domain.law.rules import COMMANDS
from bot.law import forms, places
from bot.law.checking import check_all
from bot.law.facade import open_law
from bot.law.forms import reading
from bot.law.forms.checking import missing, problems_of
from bot.law.forms.shelf import load_kinds, read_kinds
from bot.law.library import load_library
from bot.law.problems import RuleBookError

SAMPLES = Path(__file__).parents[1] / "services" / "documents" / "kinds"
GOOD = (SAMPLES / "reviewed_letter.toml").read_text("utf-8")
REPORT = (SAMPLES / "plain_report.toml").read_text("utf-8")


def folder(tmp_path: Path, **files: str) -> Path:
    """The operator's folder of rule books, with these kinds in it."""
    (tmp_path / "forms").mkdir(exist_ok=True)
    for name, text in files.items():
        (tmp_path / "forms" / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


def said(tmp_path: Path, text: str, name: str = "reviewed_letter") -> list[str]:
    """What is wrong with a kind, as its author is told."""
    shipped = tmp_path / "none"
    shipped.mkdir(exist_ok=True)
    return [str(one) for one in read_kinds(folder(tmp_path, **{name: text}), shipped)[1]]


def test_everything_that_a_file_says_is_read() -> None:
    kind = load_kinds(shipped=SAMPLES)["reviewed_letter"]
    assert (kind.zh, kind.template, kind.seal, kind.number) == (
        "上诉意见函",
        "reviewed_letter",
        "seal",
        "泗上诉函〔{year}〕{n}号",
    )
    assert kind.addressee == (LawRole.COURT,)
    assert kind.closes == (Closing("SS19", Stage.SUBMITTED), Closing("SS19.approval", Stage.DECIDED))
    assert [step.act for step in kind.steps] == [StepAct.SUBMIT, StepAct.APPROVE, StepAct.DECIDE, StepAct.ISSUE]
    assert kind.steps[1].last == Last(working_days_before_statutory=3)
    assert kind.steps[2].last == Last(rule="SS19.approval")
    assert kind.steps[2].by.recorded_by == (Role.COORDINATOR,)
    assert [one.name for one in kind.asked_at(0)] == ["case", "view"]
    assert [one.name for one in kind.asked_at(1)] == ["opinion"]


def test_what_is_left_out_has_its_default() -> None:
    kind = load_kinds(shipped=SAMPLES)["numbered_letter"]
    assert (kind.addressee, kind.closes, kind.done, kind.protected) == ((), (), Stage.ISSUED, False)
    report = load_kinds(shipped=SAMPLES)["plain_report"]
    assert [(step.id, step.act) for step in report.steps] == [("draft", StepAct.SUBMIT)]
    assert (report.fields[-1].name, report.fields[-1].type) == ("problems", FieldType.ROWS)


MISTAKES: list[tuple[str, str, str]] = [
    ('about = "paper"', 'about = "papre"', '[kind]: "about": unknown "papre", did you mean "paper"?'),
    ("format = 1", "format = 2", "format: write format = 1"),
    ("format = 1", "", "format: write format = 1"),
    ('seal = "seal"', 'seel = "seal"', '[kind]: kind: unknown "seel"'),
    ('addressee = ["court"]', 'addressee = ["cuort"]', '[kind]: "addressee": unknown "cuort", did you mean "court"?'),
    ('done = "sealed"', 'done = "seald"', '[kind]: "done": unknown "seald", did you mean "sealed"?'),
    ('seal = "seal"', "", '[kind]: "sealed" (done) is never reached: write seal = "seal", "signature" or "either"'),
    ('when = "decided"', 'when = "replyed"', '[kind]: "when": unknown "replyed", did you mean "replied"?'),
    ("{year}〕{n}", "{yaer}〕{n}", "[kind]: number: write a pattern such as"),
    ("{year}〕{n}", "{year}〕", "[kind]: number: write a pattern such as"),
    ('"liaison", "deputy_liaison", "coordinator"]', '"liason"]', '[kind]: "sees": unknown "liason"'),
    ('"case.number"', '"case.numbr"', '[[field]] case: "source": unknown "case.numbr", did you mean "case.number"?'),
    ('type = "lines"', 'type = "lnes"', '[[field]] view: "type": unknown "lnes", did you mean "lines"?'),
    ('name = "view"', 'name = "case"', 'fields: "case" is written twice'),
    ('name = "view"', 'name = "The view"', "write lower-case words"),
    ('asked = "review"', 'asked = "them"', '[[field]] opinion: asked: write "drafter" or the id of a step, not "them"'),
    ('ask_en = "Appeal or not, and why?"', "", "[[field]] view: write the question in both languages"),
    ('act = "approve"', 'act = "submit"', '[[step]] review: act: the first step, and only it, has act = "submit"'),
    ('act = "decide"', 'act = "approve"', '[[step]] decision: choices: only a step with act = "decide" has them'),
    ('at = "party_committee"', 'at = "partycommittee"', '[[step]] decision: "at": unknown "partycommittee"'),
    ('roles = ["principal"]', "roles = []", '[[step]] decision: by: write whose step it is: roles = ["coordinator"]'),
    ("{ working_days_before_statutory = 3 }", "{ days = 3 }", '[[step]] review: last: unknown "days"'),
    ("_before_statutory = 3", "_before_statutory = -1", "whole number from 0 to 60"),
    ('id = "issue"', 'id = "review"', 'steps: "review" is written twice'),
    ('zh = "上诉意见函"', "", '[kind]: "zh" is missing: write zh = "..."'),
    ('id = "reviewed_letter"', 'id = "other_letter"', "the file of \"other_letter\" is called other_letter.toml"),
    ('[kind]', "[kind", "cannot be read as TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES)
def test_a_slip_is_named_with_its_file_and_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert GOOD.count(old) >= 1
    found = said(tmp_path, GOOD.replace(old, new, 1))
    assert any(told in one for one in found), found
    assert all(one.startswith("forms/reviewed_letter.toml") for one in found)


REPORTS: list[tuple[str, str, str]] = [
    ('is = ["procedure"]', 'is = ["else"]', '[[field]] article: when: "why" is never "else"'),
    ('field = "why"', 'field = "way"', '[[field]] article: when: there is no field "way"'),
    ('type = "choice"', 'type = "text"', "[[field]] why: choices: write them for type choice or choices"),
    ('type = "rows"', 'type = "lines"', "[[field]] problems: columns: write them for type rows, and for no other"),
    ('id = "procedure"', 'id = "facts"', 'choices: "facts" is written twice'),
    ('name = "article"', 'name = "paper"', '[[field]] paper: name: a template has "paper" for something else'),
    ("most = 20", 'most = 20\nexplains = ["why"]', '[[field]] article: explains: "why" is no field that comes from'),
    ("most = 20", "most = 5000", '[[field]] article: "most" must be a whole number from 0 to 4000'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), REPORTS)
def test_a_slip_in_a_field_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = said(tmp_path, REPORT.replace(old, new, 1), "plain_report")
    assert any(told in one for one in found), found


def test_bytes_that_are_no_text_are_told_as_such(tmp_path: Path) -> None:
    (folder(tmp_path) / "forms" / "x.toml").write_bytes(b"\xff\xfe\x00")
    assert "forms/x.toml: cannot be read as TOML" in "\n".join(map(str, read_kinds(tmp_path)[1]))


def test_all_mistakes_are_told_at_once_and_nothing_starts_with_them(tmp_path: Path) -> None:
    folder(tmp_path, reviewed_letter=GOOD.replace("court", "curt"), plain_report=REPORT.replace("facts", "Facts"))
    with pytest.raises(RuleBookError) as wrong:
        open_law(tmp_path)
    assert {one.file for one in wrong.value.problems} == {"forms/reviewed_letter.toml", "forms/plain_report.toml"}


def test_an_operators_kind_is_added_and_one_of_the_same_id_replaces_the_shipped_one(tmp_path: Path) -> None:
    shipped = load_kinds()
    some = next(iter(shipped.values()))
    own = (
        (places.SHIPPED_FORMS / f"{some.id}.toml").read_text("utf-8").replace(f'zh = "{some.zh}"', 'zh = "本县样式"', 1)
    )
    kinds = open_law(folder(tmp_path, **{some.id: own, "reviewed_letter": GOOD})).kinds
    assert (kinds[some.id].zh, kinds["reviewed_letter"].zh) == ("本县样式", "上诉意见函")
    assert set(kinds) == set(shipped) | {"reviewed_letter"}


def test_beside_a_single_rule_book_the_folder_of_kinds_is_found_too(tmp_path: Path) -> None:
    book = tmp_path / "county.toml"
    shutil.copy(places.SHIPPED / "sishui-2020.toml", book)
    folder(tmp_path, reviewed_letter=GOOD)
    assert places.own_forms(book) == tmp_path / "forms"
    assert "reviewed_letter" in read_kinds(book)[0]


def test_a_county_drafts_its_own_kind_by_a_file_alone(tmp_path: Path) -> None:
    """A rule of the county's own book names the kind of its own file: no code, and no list of ours, knows of it."""
    text = (places.SHIPPED / "sishui-2020.toml").read_text("utf-8")
    own = text.replace('"sishui-2020"', '"own-2026"', 1).replace('draft = "loss_report"', 'draft = "plain_report"')
    (tmp_path / "own.toml").write_text(own, "utf-8")
    assert any("plain_report" in str(one) for one in check_all(tmp_path).problems)
    folder(tmp_path, plain_report=REPORT)
    assert [str(one) for one in check_all(tmp_path).problems] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('basis = ["SS19"]', 'basis = ["SS99"]', 'basis: no book has the rule "SS99"'),
        ('rule = "SS19.approval", when', 'rule = "SS19.aproval", when', 'closes: no book has the rule "SS19.aproval"'),
        ('{ rule = "SS19.approval" }', '{ rule = "SS19.day" }', 'last: no book has the rule "SS19.day"'),
        ('done = "sealed"', 'done = "sealed"\nreplies = "answer"', 'replies: unknown "answer"'),
    ],
)
def test_law_check_names_what_leads_nowhere(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = [str(one) for one in check_all(folder(tmp_path, reviewed_letter=GOOD.replace(old, new, 1))).problems]
    assert [one for one in found if told in one and one.startswith("forms/reviewed_letter.toml")], found


def test_every_draft_of_every_book_is_a_kind_and_every_kind_fits_the_books() -> None:
    """But for what commands make of the figures, or begin: an event's notice is drafted from the event."""
    kinds, library = load_kinds(), load_library()
    assert missing(kinds, library) == set()
    assert [str(one) for one in problems_of(kinds, library)] == []
    assert set(COMMANDS) & set(kinds) == {"event_notice"}
    drafts = {rule.draft for book in library.books.values() for rule in book.rules}
    assert set(COMMANDS) <= drafts, "each is a draft of some rule"


def test_every_key_that_is_read_is_explained_to_whoever_writes_a_kind() -> None:
    told = forms.__doc__ or ""
    part: dict[str, str] = dict.fromkeys(("kind", "field", "step"), "")
    for name in part:
        part[name] = told.partition(f"[{name}]")[2].partition("\n\n`[")[0]
    keys = {"kind": reading.KIND_KEYS, "field": reading.FIELD_KEYS, "step": reading.STEP_KEYS}
    assert {name: sorted(key for key in keys[name] if not re.search(rf"\b{key}\b", part[name])) for name in keys} == {
        "kind": [],
        "field": [],
        "step": [],
    }
